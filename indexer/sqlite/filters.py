"""Filters as masks over the candidates, and facets counted under all masks but their own."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import reduce

import numpy as np

from directory.eligibility import Circumstances
from indexer import groups, weeks
from indexer.fields import FRESHNESS_DAYS, MAX_FACET_VALUES
from indexer.hours import asked_time
from indexer.result import FacetCount
from indexer.sqlite.candidates import Bools, Candidates
from indexer.sqlite.columns import Ints, Ragged
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


def masks_of(reading: Reading, plan: Plan, candidates: Candidates, now: datetime) -> Masks:
    """One mask for each filter that the plan has."""
    now_s = now.timestamp()
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
        masks[OPEN] = open_codes(reading, plan, positions, now) != weeks.CLOSED
    if plan.about is not None and not plan.for_others:
        codes = _answers(reading, plan.about, positions)
        masks[ELIGIBILITY] = codes == groups.YES if plan.strict else codes != groups.NO
    return Masks(masks, len(candidates))


def open_codes(reading: Reading, plan: Plan, positions: Ints, now: datetime) -> Codes:
    """What each listing's week says of the time that is asked for, else of now."""
    numbers = reading.snapshot.columns.fixed["week"][positions]
    codes: Codes = reading.terms[WEEK].weeks.codes(asked_time(plan.open, now))[numbers]
    return codes


def _answers(reading: Reading, person: Circumstances, positions: Ints) -> Codes:
    """What each listing's requirements say of the person."""
    numbers = reading.snapshot.columns.fixed["asks"][positions]
    codes: Codes = reading.terms[ASKS].groups.codes(person)[numbers]
    return codes


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
    reading: Reading, plan: Plan, candidates: Candidates, masks: Masks, now: datetime
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
    told = {OPEN: _states(open_codes(reading, plan, under(OPEN), now), weeks.STATES)}
    if plan.about is not None:
        codes = _answers(reading, plan.about, under(ELIGIBILITY))
        told[ELIGIBILITY] = _states(codes, groups.ANSWERS)
    return {
        NEED: _counts(needs, terms[NEED], plan.need),
        LANGUAGE: _counts(languages, terms[LANGUAGE], plan.language),
        COST: _counts(costs, terms[COST], (plan.cost,) if plan.cost else ()),
        VERIFIED: tuple(_freshness(checked_at, plan.verified_within_days, now.timestamp())),
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
