"""What one person's circumstances say to one criterion, before polarity. Pure.

Monotone: telling more turns UNKNOWN into TRUE or FALSE, never TRUE into FALSE.
"""

from __future__ import annotations

from directory.eligibility.circumstances import INSURANCES, Circumstances
from directory.eligibility.model import OPEN_ENDED_AGE, Criterion, Dimension, IncomeUnit
from directory.eligibility.poverty import (
    ALASKA,
    CONTIGUOUS,
    HAWAII,
    REGIONS,
    poverty_level_usd_year,
)
from directory.eligibility.truth import Truth, any_of, truth_of

WIDER: dict[str, frozenset[str]] = {
    "disability": frozenset(
        {"developmental_disability", "physical_disability", "learning_disability", "homebound",
         "blind_low_vision", "deaf_hard_of_hearing", "mental_illness"}
    ),
    "immigrant": frozenset({"refugee", "undocumented"}),
    "justice_involved": frozenset({"formerly_incarcerated"}),
    "family": frozenset({"parent"}),
}  # fmt: skip
"""A population -> narrower ones: who belongs to one of these belongs to it."""

SENIOR_YEARS = (50.0, 65.0)
"""Below the first nobody calls a person a senior, from the second everybody does."""

YOUTH_YEARS = (10.0, 13.0, 18.0, 30.0)
"""Between the inner two everybody says youth, outside the outer two nobody; between, some do."""

GRADE_TOLERANCE_YEARS = 1.0


def fact_of(criterion: Criterion, person: Circumstances) -> Truth:
    """TRUE when the person is what the criterion names, FALSE when not, else UNKNOWN."""
    look = {
        Dimension.AGE: _age,
        Dimension.INCOME: _income,
        Dimension.GENDER: _gender,
        Dimension.POPULATION: _population,
        Dimension.RESIDENCY: _residency,
        Dimension.INSURANCE: _insurance,
        Dimension.DOCUMENT: _document,
        Dimension.REFERRAL: _referral,
    }.get(criterion.dimension)
    return look(criterion, person) if look else Truth.UNKNOWN


def _age(criterion: Criterion, person: Circumstances) -> Truth:
    if person.age is None:
        return Truth.UNKNOWN
    slack = GRADE_TOLERANCE_YEARS if criterion.is_approximate else 0.0
    least, most = criterion.min_years, criterion.max_years
    if least and person.age < least - slack:
        return Truth.FALSE
    if most is None or most >= OPEN_ENDED_AGE:
        return Truth.TRUE
    covers = most + 1.0 if float(most).is_integer() else most
    return truth_of(person.age < covers + slack)


def _income(criterion: Criterion, person: Circumstances) -> Truth:
    if person.income_usd_month is None or criterion.max_amount is None:
        return Truth.UNKNOWN
    year = person.income_usd_month * 12
    if criterion.unit is IncomeUnit.USD_YEAR:
        return truth_of(year <= criterion.max_amount)
    if criterion.unit is IncomeUnit.USD_MONTH:
        return truth_of(person.income_usd_month <= criterion.max_amount)
    if criterion.unit is IncomeUnit.PCT_FPL:
        return _within_poverty_level(criterion.max_amount / 100, year, person)
    return Truth.UNKNOWN


def _within_poverty_level(share: float, usd_year: float, person: Circumstances) -> Truth:
    """What holds for every region that may be meant; without a household size only a TRUE for the
    smallest household is known, because the limit rises with the size."""
    limits = [
        share * poverty_level_usd_year(person.household_size or 1, region)
        for region in _regions_of(person)
    ]
    if usd_year <= min(limits):
        return Truth.TRUE
    is_over = usd_year > max(limits) and person.household_size is not None
    return Truth.FALSE if is_over else Truth.UNKNOWN


def _regions_of(person: Circumstances) -> tuple[str, ...]:
    if person.area_ids is None:
        return REGIONS
    by_state = {"state:02": ALASKA, "state:15": HAWAII}
    return tuple(by_state[key] for key in by_state if key in person.area_ids) or (CONTIGUOUS,)


def _gender(criterion: Criterion, person: Circumstances) -> Truth:
    if person.gender is None:
        return Truth.UNKNOWN
    if person.gender == criterion.value:
        return Truth.TRUE
    # "women" and "men" do not say whether trans and nonbinary people are meant: they may ask.
    is_plain = {person.gender, criterion.value} <= {"women", "men"}
    return Truth.FALSE if is_plain else Truth.UNKNOWN


def _population(criterion: Criterion, person: Circumstances) -> Truth:
    """Told, or plain from the age; of two that contradict each other TRUE counts."""
    code = criterion.value or ""
    truths = {_told_of(code, person), _by_age(code, person.age)}
    return next((t for t in (Truth.TRUE, Truth.FALSE) if t in truths), Truth.UNKNOWN)


def _told_of(code: str, person: Circumstances) -> Truth:
    if not person.is_:
        return Truth.UNKNOWN
    if any(person.is_.get(narrower) for narrower in WIDER.get(code, ())):
        return Truth.TRUE
    if code in person.is_:
        return truth_of(person.is_[code])
    is_outside = any(
        person.is_.get(wider) is False for wider, narrower in WIDER.items() if code in narrower
    )
    return Truth.FALSE if is_outside else Truth.UNKNOWN


AGED = frozenset({"senior", "youth"})
"""Populations of which the age tells something."""


def _by_age(code: str, age: float | None) -> Truth:
    if age is None:
        return Truth.UNKNOWN
    if code == "senior":
        return _between(age, SENIOR_YEARS)
    return _youth(age) if code == "youth" else Truth.UNKNOWN


def _between(age: float, years: tuple[float, float]) -> Truth:
    nobody, everybody = years
    return Truth.FALSE if age < nobody else Truth.TRUE if age >= everybody else Truth.UNKNOWN


def _youth(age: float) -> Truth:
    nobody_below, least, most, nobody_from = YOUTH_YEARS
    if least <= age < most:
        return Truth.TRUE
    return Truth.FALSE if age < nobody_below or age >= nobody_from else Truth.UNKNOWN


def _residency(criterion: Criterion, person: Circumstances) -> Truth:
    if not criterion.area_ids or person.area_ids is None:
        return Truth.UNKNOWN
    if criterion.area_ids & person.area_ids:
        return Truth.TRUE if not criterion.rule or "live" in criterion.rule else Truth.UNKNOWN
    may_also = set(criterion.rule) - {"live"}
    return Truth.UNKNOWN if may_also else Truth.FALSE


def _insurance(criterion: Criterion, person: Circumstances) -> Truth:
    known = {code: person.has[code] for code in INSURANCES if code in person.has}
    has_any = any_of(truth_of(has) for has in known.values()) if known else Truth.UNKNOWN
    insured = person.has.get("insurance")
    if criterion.value == "uninsured":
        if insured is None:
            return Truth.FALSE if has_any is Truth.TRUE else Truth.UNKNOWN
        return truth_of(not insured)
    told = person.has.get(criterion.value or "")
    if criterion.value == "any":
        told = True if insured or has_any is Truth.TRUE else None
    return truth_of(False if told is None and insured is False else told)


def _document(criterion: Criterion, person: Circumstances) -> Truth:
    """A document can be brought, unless the person says that it cannot: the one fact whose telling
    turns TRUE into FALSE, and rightly."""
    return truth_of(person.has.get(criterion.value or "", True))


def _referral(criterion: Criterion, person: Circumstances) -> Truth:
    return truth_of(person.has.get("referral", True))
