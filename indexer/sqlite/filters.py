"""Filters as masks over the candidates, and facets counted under all masks but their own."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import reduce

import numpy as np

from indexer import groups, weeks
from indexer.fields import FRESHNESS_DAYS, MAX_FACET_VALUES
from indexer.groups import Answers
from indexer.hours import asked_time
from indexer.result import FacetCount
from indexer.sqlite.candidates import Bools, Candidates
from indexer.sqlite.columns import Columns, Ints, Ragged
from indexer.sqlite.compile import Plan
from indexer.sqlite.generation import Reading
from indexer.sqlite.terms import ASKS, COST, LANGUAGE, NEED, WEEK, Terms
from indexer.weeks import Codes

VERIFIED, OPEN, ELIGIBILITY = "verified_within_days", "open", "eligibility"
_SECONDS_PER_DAY = 86_400


@dataclass(frozen=True)
class Masks:
    """For each filter in force, which candidates pass it."""

    by_filter: Mapping[str, Bools]
    count: int

    def all_but(self, own: str | None) -> Bools | None:
        """Those that pass every filter, leaving out one; None: all do."""
        masks = [mask for name, mask in self.by_filter.items() if name != own]
        return reduce(np.logical_and, masks) if masks else None


@dataclass(frozen=True)
class States:
    """What each week says of the time that is asked for, and each set of requirements of the
    person: worked out once for a search, by the numbers of these values."""

    open_by_week: Codes
    answers_by_set: Answers | None
    """None: nothing was told."""

    def open(self, columns: Columns, positions: Ints) -> Codes:
        codes: Codes = self.open_by_week[columns.fixed["week"][positions]]
        return codes

    def answers(self, columns: Columns, positions: Ints) -> Codes:
        assert self.answers_by_set is not None
        return self.answers_by_set.of(columns.fixed["asks"][positions])


def states_of(reading: Reading, plan: Plan, now: datetime) -> States:
    """For this time and this person; kept no longer than the search."""
    told = None if plan.about is None else Answers(reading.terms[ASKS].groups, plan.about)
    return States(reading.terms[WEEK].weeks.codes(asked_time(plan.open, now)), told)


def masks_of(
    reading: Reading, plan: Plan, candidates: Candidates, states: States, now_s: float
) -> Masks:
    """One mask for each filter that the plan has."""
    columns, terms = reading.snapshot.columns, reading.terms
    positions = candidates.positions
    masks = {}
    if plan.need:
        masks[NEED] = _has_any(columns.need, positions, terms[NEED].numbers_of(plan.need))
    if plan.language:
        numbers = terms[LANGUAGE].numbers_of(plan.language)
        masks[LANGUAGE] = _has_any(columns.language, positions, numbers)
    if plan.cost is not None:
        costs = columns.fixed["cost"][positions]
        masks[COST] = _is_any(costs, terms[COST].numbers_of((plan.cost,)))
    if plan.verified_within_days is not None:
        since = now_s - plan.verified_within_days * _SECONDS_PER_DAY
        masks[VERIFIED] = columns.fixed["checked_at"][positions] >= since
    if plan.open is not None:
        masks[OPEN] = states.open(columns, positions) != weeks.CLOSED
    if plan.about is not None and not plan.for_others:
        codes = states.answers(columns, positions)
        masks[ELIGIBILITY] = codes == groups.YES if plan.strict else codes != groups.NO
    return Masks(masks, len(candidates))


def _has_any(ragged: Ragged, positions: Ints, numbers: list[int]) -> Bools:
    """Which rows have one of the numbers among their values."""
    if not numbers or not len(positions):
        return np.zeros(len(positions), bool)
    values, starts = ragged.of(positions)
    return np.logical_or.reduceat(_is_any(values, numbers), starts)


def _is_any(values: Ints, numbers: list[int]) -> Bools:
    """Which values are one of a few numbers; numpy's `isin` takes 50 us to begin."""
    return reduce(np.logical_or, [values == n for n in numbers], np.zeros(len(values), bool))


def facets_of(
    reading: Reading,
    plan: Plan,
    candidates: Candidates,
    masks: Masks,
    states: States,
    now_s: float,
) -> dict[str, tuple[FacetCount, ...]]:
    """The counts of every facet, each under all filters but its own."""
    columns, terms = reading.snapshot.columns, reading.terms

    def under(own: str) -> Ints:
        mask = masks.all_but(own)
        return candidates.positions if mask is None else candidates.positions[mask]

    needs = columns.need.of(under(NEED))[0]
    languages = columns.language.of(under(LANGUAGE))[0]
    costs = columns.fixed["cost"][under(COST)]
    checked_at = columns.fixed["checked_at"][under(VERIFIED)]
    told = {OPEN: _states(states.open(columns, under(OPEN)), weeks.STATES)}
    if plan.about is not None:
        codes = states.answers(columns, under(ELIGIBILITY))
        told[ELIGIBILITY] = _states(codes, groups.ANSWERS)
    return {
        NEED: _counts(needs, terms[NEED], plan.need),
        LANGUAGE: _counts(languages, terms[LANGUAGE], plan.language),
        COST: _counts(costs, terms[COST], (plan.cost,) if plan.cost else ()),
        VERIFIED: tuple(_freshness(checked_at, plan.verified_within_days, now_s)),
        **told,
    }


def _states(codes: Codes, names: tuple[str, ...]) -> tuple[FacetCount, ...]:
    """Counts of three states, the best first; all three are told."""
    counts = np.bincount(codes, minlength=len(names)).tolist()
    both = zip(names, counts, strict=True)
    return tuple(FacetCount(name, name, count) for name, count in both)[::-1]


def _counts(numbers: Ints, terms: Terms, selected: tuple[str, ...]) -> tuple[FacetCount, ...]:
    """Values by falling count, then by name; selected ones also when they have none."""
    counts = np.bincount(numbers, minlength=len(terms.values))
    counts[0] = 0  # number 0 is "none"
    chosen = set(terms.numbers_of(selected))
    shown = {*_most_frequent(counts, terms), *chosen}
    rows = sorted((-int(counts[number]), terms.values[number], number) for number in shown)
    return tuple(
        FacetCount(value, value, -count, number in chosen) for count, value, number in rows
    )


def _most_frequent(counts: Ints, terms: Terms) -> list[int]:
    """Numbers of the values that are told; of equal counts those that come first by name."""
    present = np.flatnonzero(counts)
    if len(present) > MAX_FACET_VALUES:
        least = np.partition(counts[present], -MAX_FACET_VALUES)[-MAX_FACET_VALUES]
        present = present[counts[present] >= least]
    ordered = sorted(present.tolist(), key=lambda number: (-counts[number], terms.values[number]))
    return ordered[:MAX_FACET_VALUES]


def _freshness(checked_at: Ints, selected: int | None, now_s: float) -> Iterable[FacetCount]:
    for days in sorted({*FRESHNESS_DAYS, *([selected] if selected else [])}):
        count = int((checked_at >= now_s - days * _SECONDS_PER_DAY).sum())
        if count or days == selected:
            label = f"in the last {days} days"
            yield FacetCount(str(days), label, count, days == selected)
