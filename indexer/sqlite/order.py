"""Which listings stand on the page, in which order, and which are folded under them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from math import inf

import numpy as np

from indexer.fields import DECAY_MILES, ELSEWHERE, LEAST_TRUST, NO_PLACE, UNCERTAINTY_MILES
from indexer.query import Sort
from indexer.sqlite.candidates import Candidates, Floats
from indexer.sqlite.columns import Columns, Ints
from indexer.sqlite.facts import PRECISIONS

_UNCERTAINTY_MILES = np.array([UNCERTAINTY_MILES[precision] for precision in PRECISIONS])
_SECONDS_PER_YEAR = 86_400 * 365.25

LOOKED_AT_FIRST = 4
"""So many times the listings of a page are put in order first; more when organizations fold."""


def place_scores(columns: Columns, candidates: Candidates) -> Floats | float:
    """`place` of the formula in `indexer.fields`."""
    miles = candidates.distances_miles
    if miles is None:
        return 1.0
    miles = miles + _UNCERTAINTY_MILES[columns.fixed["precision"][candidates.positions]]
    scores = np.where(np.isnan(miles), NO_PLACE, np.exp(-miles / DECAY_MILES))
    if candidates.is_elsewhere is None:
        return scores
    return np.where(candidates.is_elsewhere, np.maximum(scores, ELSEWHERE), scores)


def trust_scores(columns: Columns, candidates: Candidates, now_s: float) -> Floats:
    """`trust` of the formula in `indexer.fields`; belief as in `directory.belief`."""
    fixed, at = columns.fixed, candidates.positions
    age_years = np.maximum(0.0, now_s - fixed["anchored_at"][at]) / _SECONDS_PER_YEAR
    belief = np.exp(-(fixed["doubt"][at] + fixed["silent_rate"][at] * age_years))
    return LEAST_TRUST + (1 - LEAST_TRUST) * belief


@dataclass(frozen=True)
class Order:
    """How candidates compare: by key, smallest first, then by listing_id."""

    keys: np.ndarray[tuple[int], np.dtype[np.generic]]
    columns: Columns
    candidates: Candidates

    def first(self, count: int) -> Ints:
        """Indexes of the first `count` candidates in order."""
        keys = self.keys
        if count < len(keys):
            limit = np.partition(keys, count - 1)[count - 1]
            chosen = np.flatnonzero(keys <= limit)
        else:
            chosen = np.arange(len(keys))
        return self.sorted(chosen)[:count]

    def sorted(self, indexes: Ints) -> Ints:
        ids = self.columns.fixed["listing_id"][self.candidates.positions[indexes]]
        return indexes[np.lexsort((ids, self.keys[indexes]))]


def order_of(columns: Columns, candidates: Candidates, scores: Floats, sort: Sort) -> Order:
    """The order that is asked for. Unknown distances and dates come last."""
    fixed, positions = columns.fixed, candidates.positions
    keys: np.ndarray[tuple[int], np.dtype[np.generic]]
    if sort is Sort.NAME:
        keys = fixed["name_key"][positions]
    elif sort is Sort.VERIFIED:
        keys = -fixed["checked_at"][positions]
    elif sort is Sort.DISTANCE and candidates.distances_m is not None:
        keys = np.nan_to_num(candidates.distances_m, nan=inf)
    else:
        keys = -scores
    return Order(keys, columns, candidates)


@dataclass(frozen=True)
class Fold:
    """A listing of the page, and the further ones of its organization, in order."""

    first: int
    """Index among the candidates."""
    further: Ints


@dataclass(frozen=True)
class Page:
    folds: tuple[Fold, ...]
    has_next: bool


def page_of(order: Order, offset: int, limit: int, *, folds: bool = True) -> Page:
    """The folds from `offset` on, at most `limit`: one for each organization, where its first
    listing stands; a listing without an organization is alone, every listing without `folds`."""
    groups = _groups(order) if folds else np.arange(len(order.keys))
    firsts = _firsts(order, groups, offset + limit + 1)
    shown = firsts[offset : offset + limit]
    shown_folds = tuple(_folds(order, groups, shown))
    return Page(shown_folds, has_next=len(firsts) > offset + limit)


def _groups(order: Order) -> Ints:
    """A number for each candidate, equal for those of one organization."""
    organizations = order.columns.fixed["organization"][order.candidates.positions]
    alone = -1 - np.arange(len(organizations))
    return np.where(organizations > 0, organizations, alone)


def _firsts(order: Order, groups: Ints, count: int) -> Ints:
    """The first candidate of each of the first `count` groups, in order."""
    total, looked_at = len(groups), LOOKED_AT_FIRST * count
    while True:
        indexes = order.first(min(looked_at, total))
        places = np.unique(groups[indexes], return_index=True)[1]
        if len(places) >= count or looked_at >= total:
            return indexes[np.sort(places)][:count]
        looked_at *= LOOKED_AT_FIRST


def _folds(order: Order, groups: Ints, shown: Ints) -> Iterator[Fold]:
    members = np.flatnonzero(np.isin(groups, groups[shown]))
    if len(members) == len(shown):
        yield from (Fold(int(index), members[:0]) for index in shown)
        return
    members = order.sorted(members)
    for index in shown:
        of_group = members[groups[members] == groups[index]]
        yield Fold(int(index), of_group[1:])
