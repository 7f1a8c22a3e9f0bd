"""The eligibility of a service as criteria. Pure values.

Criteria are joined by AND; those with the same `group` by OR. What no criterion can say stays in
`rest`, so that nothing a text says is taken for nothing.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import Any


class Dimension(StrEnum):
    AGE = "age"
    INCOME = "income"
    GENDER = "gender"
    POPULATION = "population"
    RESIDENCY = "residency"
    INSURANCE = "insurance"
    LANGUAGE = "language"
    DOCUMENT = "document"
    REFERRAL = "referral"
    COST = "cost"


class Polarity(StrEnum):
    INCLUDE = "include"
    EXCLUDE = "exclude"


class Strength(StrEnum):
    REQUIRED = "required"
    PREFERRED = "preferred"
    """Ranks, and never shuts anybody out."""


class Subject(StrEnum):
    APPLICANT = "applicant"
    ANY_HOUSEHOLD_MEMBER = "any_household_member"


class Provenance(StrEnum):
    ASSERTED = "asserted"
    """Said by the provider in a field of its own."""
    INFERRED = "inferred"
    """Read from text by us."""


class IncomeUnit(StrEnum):
    PCT_FPL = "pct_fpl"
    """Percent of the federal poverty level."""
    PCT_AMI = "pct_ami"
    """Percent of the area median income; no tables here, so it stays unknown."""
    PCT_SMI = "pct_smi"
    USD_YEAR = "usd_year"
    USD_MONTH = "usd_month"
    UNQUANTIFIED = "unquantified"
    """ "low income" without a number."""


OPEN_ENDED_AGE = 99.0
"""A maximum of this or more is no limit: real data writes 99, 100, 120 for it."""


@dataclass(frozen=True)
class Criterion:
    """One thing that is asked. Only the values of its dimension are set."""

    dimension: Dimension
    value: str | None = None
    """Code: of a gender, population, insurance, document, language or cost."""
    min_years: float | None = None
    """Age, inclusive; None: open."""
    max_years: float | None = None
    """Age; a whole number covers that year of life (17 covers 17.9); None: open."""
    is_approximate: bool = False
    """Age derived from school grades: a year of tolerance at both ends."""
    unit: IncomeUnit | None = None
    max_amount: float | None = None
    """Income: percent or dollars, by `unit`; None with UNQUANTIFIED."""
    areas: tuple[str, ...] = ()
    """Residency: areas as written."""
    area_ids: frozenset[str] = frozenset()
    """Residency: the areas resolved, "kind:id"; empty: not resolved, so that it stays unknown."""
    rule: tuple[str, ...] = ()
    """Residency: live, work, study, visit; empty: live."""
    referred_by: str | None = None
    """Referral: who must refer, as written."""
    polarity: Polarity = Polarity.INCLUDE
    strength: Strength = Strength.REQUIRED
    subject: Subject = Subject.APPLICANT
    group: str | None = None
    provenance: Provenance = Provenance.ASSERTED
    quote: str = ""
    """The words from which it was read."""
    source: str = ""
    confidence: float = 1.0
    """Of an inferred criterion, 0 to 1."""

    def __post_init__(self) -> None:
        if self.dimension is Dimension.INCOME and self.unit is None:
            raise ValueError("an income criterion needs a unit")
        if not 0.0 <= self.confidence <= 1.0:
            raise ValueError(f"confidence is between 0 and 1, not {self.confidence}")


@dataclass(frozen=True)
class Eligibility:
    """Who may use a service, as far as it is known."""

    criteria: tuple[Criterion, ...] = ()
    open_to_all: bool | None = None
    """True: said in words. False: a restriction is stated. None: neither."""
    is_complete: bool = False
    """The list is said to be whole; only then can "all met" mean YES."""
    rest: str = ""
    """What restricts, and no criterion can hold."""

    def __post_init__(self) -> None:
        """Criteria stand in the order of the dimensions, so that equal lists are equal."""
        order = list(Dimension)
        ordered = sorted(self.criteria, key=lambda criterion: order.index(criterion.dimension))
        object.__setattr__(self, "criteria", tuple(ordered))

    @property
    def says_something(self) -> bool:
        return bool(self.criteria or self.rest) or self.open_to_all is not None


def eligibility_json(eligibility: Eligibility) -> dict[str, Any]:
    """The shape of `wellkept parse eligibility`, without the id."""
    return {
        "open_to_all": eligibility.open_to_all,
        "complete": eligibility.is_complete,
        "criteria": [criterion_json(criterion) for criterion in eligibility.criteria],
        "rest": eligibility.rest,
    }


def criterion_json(criterion: Criterion) -> dict[str, Any]:
    """The shape of `wellkept parse eligibility`: values of the dimension, then the modifiers."""
    document: dict[str, Any] = {"dimension": criterion.dimension.value}
    document |= _VALUES[criterion.dimension](criterion)
    return document | {
        "polarity": criterion.polarity.value,
        "strength": criterion.strength.value,
        "subject": criterion.subject.value,
        "group": criterion.group,
        "quote": criterion.quote,
        "confidence": criterion.confidence,
    }


def _age(criterion: Criterion) -> dict[str, Any]:
    ages: dict[str, Any] = {"min": criterion.min_years, "max": criterion.max_years}
    return ages | ({"approx": 1} if criterion.is_approximate else {})


def _income(criterion: Criterion) -> dict[str, Any]:
    return {"unit": criterion.unit.value if criterion.unit else None, "max": criterion.max_amount}


def _residency(criterion: Criterion) -> dict[str, Any]:
    areas: dict[str, Any] = {"areas": list(criterion.areas)}
    return areas | ({"rule": list(criterion.rule)} if criterion.rule else {})


def _referral(criterion: Criterion) -> dict[str, Any]:
    return {"from": criterion.referred_by}


def _code(criterion: Criterion) -> dict[str, Any]:
    return {"value": criterion.value}


_VALUES = {
    Dimension.AGE: _age,
    Dimension.INCOME: _income,
    Dimension.RESIDENCY: _residency,
    Dimension.REFERRAL: _referral,
    Dimension.GENDER: _code,
    Dimension.POPULATION: _code,
    Dimension.INSURANCE: _code,
    Dimension.LANGUAGE: _code,
    Dimension.DOCUMENT: _code,
    Dimension.COST: _code,
}
