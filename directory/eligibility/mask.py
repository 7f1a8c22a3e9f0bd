"""Eligibility in a form that an index can filter by. Pure.

A document holds its `Demands`, a search what the person `Told`; `may_come` is a few comparisons.
The law that the tests keep: whom `evaluate` answers YES or UNKNOWN, `may_come` lets through. It
drops less than `evaluate` denies; the exact answer is made for the page of hits.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from functools import cache
from typing import Any

from directory.eligibility.circumstances import Circumstances
from directory.eligibility.evaluation import APART, binding_groups, is_sure
from directory.eligibility.facts import GRADE_TOLERANCE_YEARS, fact_of
from directory.eligibility.model import (
    OPEN_ENDED_AGE,
    Criterion,
    Dimension,
    Eligibility,
    IncomeUnit,
    Polarity,
    Subject,
)
from directory.eligibility.poverty import REGIONS, poverty_level_usd_year
from directory.eligibility.truth import Truth
from directory.eligibility.words import DOCUMENTS, GENDERS, INSURANCES, POPULATIONS

REFERRAL = "referral:"
_CODED = {
    Dimension.POPULATION: POPULATIONS, Dimension.GENDER: GENDERS,
    Dimension.INSURANCE: INSURANCES, Dimension.DOCUMENT: DOCUMENTS,
}  # fmt: skip
CODES: tuple[str, ...] = (
    *(f"{dimension.value}:{code}" for dimension, codes in _CODED.items() for code in codes),
    REFERRAL,
)
"""What a document can ask and a person can be: "population:veteran". The place is the bit."""

_ROUNDING = 1e-9
"""Relative; so that an income at the very limit is never beyond it."""


@dataclass(frozen=True, slots=True)
class Demands:
    """What a listing asks of everybody; None and empty: nothing."""

    from_years: float | None = None
    below_years: float | None = None
    """Exclusive: 25 for "up to 24"."""
    max_pct_fpl: float | None = None
    max_usd_year: float | None = None
    max_usd_month: float | None = None
    needs: frozenset[str] = frozenset()
    """CODES of which all are needed."""
    bars: frozenset[str] = frozenset()
    """CODES of which none may be."""
    any_of: tuple[frozenset[str], ...] = ()
    """Of each of these sets of CODES one is needed."""


@dataclass(frozen=True, slots=True, repr=False)
class Told:
    """What a person's circumstances settle. Never logged: its repr shows nothing."""

    age: float | None = None
    least_pct_fpl: float | None = None
    """The income is at least so many percent of the poverty level, wherever they live."""
    usd_month: float | None = None
    lacks: frozenset[str] = frozenset()
    """CODES that they are known not to be."""
    is_: frozenset[str] = frozenset()

    def __repr__(self) -> str:
        return "Told(...)"


def may_come(demands: Demands, told: Told) -> bool:
    """False only where `evaluate` says NO."""
    return (
        _fits_age(demands, told.age)
        and _fits_income(demands, told)
        and (
            not demands.needs & told.lacks
            and not demands.bars & told.is_
            and not any(codes <= told.lacks for codes in demands.any_of)
        )
    )


def bits(codes: Iterable[str]) -> int:
    """Codes as one number, bit n for CODES[n]; it needs `len(CODES)` bits."""
    places = _places()
    return sum(1 << places[code] for code in set(codes))


@cache
def _places() -> dict[str, int]:
    return {code: place for place, code in enumerate(CODES)}


def demands_of(eligibility: Eligibility) -> Demands:
    """The demands of which one criterion alone, or one set of codes, decides."""
    demands = Demands()
    for group in binding_groups(eligibility):
        sure = [c for c in group if is_sure(c) and c.subject is Subject.APPLICANT]
        if len(sure) == len(group):
            demands = _with_group(demands, group)
    return demands


def _with_group(demands: Demands, group: Sequence[Criterion]) -> Demands:
    dimensions = {criterion.dimension for criterion in group}
    includes = all(criterion.polarity is Polarity.INCLUDE for criterion in group)
    if dimensions == {Dimension.AGE} and includes:
        return _with_ages(demands, group)
    if len(group) == 1:
        return _with_one(demands, group[0])
    codes = [_code_of(criterion) for criterion in group]
    if includes and all(codes):
        alternatives = frozenset(code for code in codes if code)
        return replace(demands, any_of=(*demands.any_of, alternatives))
    return demands


def _with_one(demands: Demands, criterion: Criterion) -> Demands:
    code = _code_of(criterion)
    if criterion.polarity is Polarity.EXCLUDE:
        return replace(demands, bars=demands.bars | {code}) if code else demands
    if criterion.dimension is Dimension.INCOME:
        return _with_income(demands, criterion)
    return replace(demands, needs=demands.needs | {code}) if code else demands


def _code_of(criterion: Criterion) -> str | None:
    if criterion.dimension is Dimension.REFERRAL:
        return REFERRAL
    code = f"{criterion.dimension.value}:{criterion.value}"
    return code if criterion.dimension not in APART and code in _places() else None


def _with_ages(demands: Demands, group: Sequence[Criterion]) -> Demands:
    """The widest of the alternatives, within what is asked already."""
    least = min(_from_years(criterion) for criterion in group)
    belows = [_below_years(criterion) for criterion in group]
    known = [below for below in belows if below is not None]
    below = max(known) if len(known) == len(belows) else None
    return replace(
        demands,
        from_years=max(least, demands.from_years or 0.0) or None,
        below_years=_smaller(below, demands.below_years),
    )


def _from_years(criterion: Criterion) -> float:
    slack = GRADE_TOLERANCE_YEARS if criterion.is_approximate else 0.0
    return max((criterion.min_years or 0.0) - slack, 0.0)


def _below_years(criterion: Criterion) -> float | None:
    most = criterion.max_years
    if most is None or most >= OPEN_ENDED_AGE:
        return None
    covers = most + 1.0 if float(most).is_integer() else most
    return covers + (GRADE_TOLERANCE_YEARS if criterion.is_approximate else 0.0)


_LIMITS = {
    IncomeUnit.PCT_FPL: "max_pct_fpl",
    IncomeUnit.USD_YEAR: "max_usd_year",
    IncomeUnit.USD_MONTH: "max_usd_month",
}


def _with_income(demands: Demands, criterion: Criterion) -> Demands:
    name = _LIMITS.get(criterion.unit) if criterion.unit else None
    if name is None:
        return demands
    limit: Any = _smaller(criterion.max_amount, getattr(demands, name))
    return replace(demands, **{name: limit})


def _smaller(one: float | None, other: float | None) -> float | None:
    return other if one is None else one if other is None else min(one, other)


def told_by(person: Circumstances) -> Told:
    """What the circumstances settle, made once for a search."""
    facts = {code: fact_of(_criterion_of(code), person) for code in CODES}
    return Told(
        age=person.age,
        least_pct_fpl=_least_pct_fpl(person),
        usd_month=person.income_usd_month,
        lacks=frozenset(code for code, fact in facts.items() if fact is Truth.FALSE),
        is_=frozenset(code for code, fact in facts.items() if fact is Truth.TRUE),
    )


@cache
def _criterion_of(code: str) -> Criterion:
    dimension, _, value = code.partition(":")
    return Criterion(Dimension(dimension), value or None)


def _least_pct_fpl(person: Circumstances) -> float | None:
    if person.income_usd_month is None or person.household_size is None:
        return None
    levels = (poverty_level_usd_year(person.household_size, region) for region in REGIONS)
    return 100.0 * person.income_usd_month * 12 / max(levels)


def _fits_age(demands: Demands, age: float | None) -> bool:
    if age is None:
        return True
    is_old_enough = demands.from_years is None or age >= demands.from_years
    return is_old_enough and (demands.below_years is None or age < demands.below_years)


def _fits_income(demands: Demands, told: Told) -> bool:
    year = None if told.usd_month is None else told.usd_month * 12
    return (
        _within(told.least_pct_fpl, demands.max_pct_fpl)
        and _within(year, demands.max_usd_year)
        and _within(told.usd_month, demands.max_usd_month)
    )


def _within(amount: float | None, limit: float | None) -> bool:
    return amount is None or limit is None or amount <= limit * (1.0 + _ROUNDING)
