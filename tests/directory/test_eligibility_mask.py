"""The index filter drops only whom `evaluate` denies: tables, and the law for every model."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given, settings

from directory.eligibility import Circumstances, Criterion, Eligibility, evaluate
from directory.eligibility.circumstances import circumstances_of
from directory.eligibility.mask import CODES, Told, bits, demands_of, may_come, told_by
from directory.eligibility.model import Dimension, IncomeUnit, Polarity, Strength
from tests.directory.test_eligibility import eligibilities, people

HIV = Criterion(Dimension.POPULATION, "hiv", polarity=Polarity.EXCLUDE)
PREFERRED = Criterion(Dimension.POPULATION, "veteran", strength=Strength.PREFERRED)
USD = Criterion(Dimension.INCOME, unit=IncomeUnit.USD_MONTH, max_amount=2000)
FPL = Criterion(Dimension.INCOME, unit=IncomeUnit.PCT_FPL, max_amount=100)
AGE = Criterion(Dimension.AGE, min_years=16, max_years=24)
VETERAN = Criterion(Dimension.POPULATION, "veteran")


def passes(told: dict[str, Any], *criteria: Criterion) -> bool:
    return may_come(demands_of(Eligibility(criteria)), told_by(circumstances_of(told)))


@pytest.mark.parametrize(
    ("criteria", "told", "expected"),
    [
        ([AGE], {"age": 15}, False),
        ([AGE], {"age": 24.9}, True),
        ([AGE], {"age": 25}, False),
        ([AGE], {}, True),
        ([VETERAN], {"is_veteran": "no"}, False),
        ([VETERAN], {"is_student": "no"}, True),
        ([Criterion(Dimension.GENDER, "women")], {"gender": "men"}, False),
        ([Criterion(Dimension.GENDER, "women")], {"gender": "transgender"}, True),
        ([HIV], {"is_hiv": "yes"}, False),
        ([PREFERRED], {"is_veteran": "no"}, True),
        ([USD], {"income_usd_month": 2001}, False),
        ([FPL], {"income_usd_month": 9000}, True),
        ([FPL], {"income_usd_month": 9000, "household_size": 2}, False),
        ([Criterion(Dimension.REFERRAL)], {"has_referral": "no"}, False),
        ([Criterion(Dimension.POPULATION, "veteran", group="a")], {"is_veteran": "no"}, True),
    ],
)  # fmt: skip
def test_one_criterion(criteria: list[Criterion], told: dict[str, Any], expected: bool) -> None:
    assert passes(told, *criteria) is expected


def test_of_alternatives_all_must_be_denied() -> None:
    either = [Criterion(Dimension.POPULATION, code, group="a") for code in ("veteran", "student")]
    assert passes({"is_veteran": "no"}, *either)
    assert not passes({"is_veteran": "no", "is_student": "no"}, *either)
    young = Criterion(Dimension.AGE, max_years=5, group="a")
    old = Criterion(Dimension.AGE, min_years=60, group="a")
    assert passes({"age": 30}, young, old)  # between them: looser than the exact answer


def test_what_was_told_shows_nothing_of_itself() -> None:
    assert repr(told_by(circumstances_of({"age": 34, "is_hiv": "yes"}))) == "Told(...)"
    assert told_by(Circumstances()) == Told(is_=told_by(Circumstances()).is_)


def test_each_code_has_a_bit_of_its_own() -> None:
    assert bits(CODES) == (1 << len(CODES)) - 1
    assert bits([CODES[3], CODES[3]]) == 8


@settings(max_examples=300)
@given(eligibilities, people)
def test_nobody_is_dropped_who_may_come_or_may_ask(
    eligibility: Eligibility, person: Circumstances
) -> None:
    is_denied = evaluate(eligibility, person).answer.value == "no"
    assert may_come(demands_of(eligibility), told_by(person)) or is_denied
