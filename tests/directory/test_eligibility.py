"""Who may come: three answers, told in tables, and laws that hold for every model and person."""

from dataclasses import replace
from datetime import UTC, date, datetime
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from directory.eligibility import Circumstances, Criterion, Eligibility, evaluate
from directory.eligibility.attributes import eligibility_of, with_eligibility
from directory.eligibility.circumstances import CircumstancesError, circumstances_of
from directory.eligibility.evaluation import Why, questions
from directory.eligibility.model import (
    Dimension,
    IncomeUnit,
    Polarity,
    Provenance,
    Strength,
    Subject,
)
from directory.eligibility.poverty import is_current, newest_year, poverty_level_usd_year
from directory.eligibility.words import POPULATIONS, label_of
from directory.model import Attribute, Service, document_of

AGE = Criterion(Dimension.AGE, min_years=16, max_years=24)
VETERAN = Criterion(Dimension.POPULATION, "veteran")
FPL = Criterion(Dimension.INCOME, unit=IncomeUnit.PCT_FPL, max_amount=200)
WOMEN = Criterion(Dimension.GENDER, "women")


def answer(*criteria: Criterion, complete: bool = True, **told: Any) -> str:
    """What a service that asks just this says to a person who told just that."""
    eligibility = Eligibility(criteria, is_complete=complete)
    return evaluate(eligibility, circumstances_of(told)).answer.value


@pytest.mark.parametrize(
    ("criterion", "told", "expected"),
    [
        (AGE, {}, "unknown"),
        (AGE, {"age": 16}, "yes"),
        (AGE, {"age": 24.9}, "yes"),  # 24 covers that year of life
        (AGE, {"age": 25}, "no"),
        (AGE, {"age": 15.9}, "no"),
        (replace(AGE, is_approximate=True), {"age": 15.5}, "yes"),
        (Criterion(Dimension.AGE, min_years=0, max_years=99), {"age": 104}, "yes"),
        (Criterion(Dimension.AGE, max_years=0.5), {"age": 0.4}, "yes"),
        (Criterion(Dimension.AGE, max_years=0.5), {"age": 0.6}, "no"),
        (VETERAN, {"is_veteran": "yes"}, "yes"),
        (VETERAN, {"is_veteran": "no"}, "no"),
        (VETERAN, {"is_student": "no"}, "unknown"),
        (Criterion(Dimension.POPULATION, "disability"), {"is_homebound": "yes"}, "yes"),
        (Criterion(Dimension.POPULATION, "homebound"), {"is_disability": "no"}, "no"),
        (Criterion(Dimension.POPULATION, "senior"), {"age": 70}, "yes"),
        (Criterion(Dimension.POPULATION, "senior"), {"age": 57}, "unknown"),
        (Criterion(Dimension.POPULATION, "senior"), {"age": 30}, "no"),
        (Criterion(Dimension.POPULATION, "youth"), {"age": 22}, "unknown"),
        (replace(VETERAN, polarity=Polarity.EXCLUDE), {"is_veteran": "yes"}, "no"),
        (replace(VETERAN, polarity=Polarity.EXCLUDE), {}, "unknown"),
        (WOMEN, {"gender": "men"}, "no"),
        (WOMEN, {"gender": "nonbinary"}, "unknown"),
        (FPL, {"income_usd_month": 900}, "yes"),  # below the limit of the smallest household
        (FPL, {"income_usd_month": 4000}, "unknown"),
        (FPL, {"income_usd_month": 4000, "household_size": 6}, "yes"),
        (FPL, {"income_usd_month": 9000, "household_size": 2}, "no"),
        (replace(FPL, unit=IncomeUnit.PCT_AMI), {"income_usd_month": 1}, "unknown"),
        (replace(FPL, unit=IncomeUnit.USD_MONTH), {"income_usd_month": 201}, "no"),
        (Criterion(Dimension.INSURANCE, "medicaid"), {"has_medicaid": "yes"}, "yes"),
        (Criterion(Dimension.INSURANCE, "medicaid"), {"has_insurance": "no"}, "no"),
        (Criterion(Dimension.INSURANCE, "uninsured"), {"has_medicaid": "yes"}, "no"),
        (Criterion(Dimension.INSURANCE, "any"), {"has_private": "yes"}, "yes"),
        (Criterion(Dimension.DOCUMENT, "photo_id"), {}, "yes"),
        (Criterion(Dimension.DOCUMENT, "photo_id"), {"has_photo_id": "no"}, "no"),
        (Criterion(Dimension.REFERRAL), {"has_referral": "no"}, "no"),
        (Criterion(Dimension.RESIDENCY, areas=("Ward 7",)), {}, "unknown"),
        (replace(VETERAN, strength=Strength.PREFERRED), {"is_veteran": "no"}, "yes"),
        (replace(VETERAN, subject=Subject.ANY_HOUSEHOLD_MEMBER), {"is_veteran": "no"}, "unknown"),
        (
            replace(VETERAN, provenance=Provenance.INFERRED, confidence=0.5),
            {"is_veteran": "no"},
            "unknown",
        ),
    ],
)
def test_one_criterion(criterion: Criterion, told: dict[str, Any], expected: str) -> None:
    assert answer(criterion, **told) == expected


def test_alternatives_are_joined_by_or_and_the_rest_by_and() -> None:
    either = (replace(FPL, group="a"), replace(VETERAN, group="a"), WOMEN)
    assert answer(*either, is_veteran="yes", gender="women") == "yes"
    assert answer(*either, is_veteran="yes", gender="men") == "no"
    rich: dict[str, Any] = {"income_usd_month": 9000, "household_size": 1, "gender": "women"}
    assert answer(*either, **rich) == "unknown"
    assert answer(*either, **rich, is_veteran="no") == "no"


def test_an_alternative_whose_other_half_is_only_text_shuts_nobody_out() -> None:
    assert answer(replace(VETERAN, group="a"), is_veteran="no") == "unknown"


@pytest.mark.parametrize(
    ("eligibility", "why"),
    [
        (Eligibility(), Why.NOTHING_STATED),
        (Eligibility((AGE,)), Why.FACTS_MISSING),
        (Eligibility(rest="members of the church"), Why.TEXT_ONLY),
        (Eligibility((Criterion(Dimension.DOCUMENT, "photo_id"),)), Why.INCOMPLETE_LIST),
    ],
)
def test_unknown_says_why(eligibility: Eligibility, why: Why) -> None:
    assert evaluate(eligibility, Circumstances()).why == (why,)


def test_everything_listed_met_is_yes_only_when_the_list_is_whole() -> None:
    assert answer(VETERAN, is_veteran="yes") == "yes"
    assert answer(VETERAN, complete=False, is_veteran="yes") == "unknown"
    assert evaluate(Eligibility(open_to_all=True), Circumstances()).answer.value == "yes"


def test_residents_are_told_by_resolved_areas() -> None:
    ward = Criterion(Dimension.RESIDENCY, areas=("DC",), area_ids=frozenset({"state:11"}))
    asked = Eligibility((ward,), is_complete=True)
    or_work = Eligibility((replace(ward, rule=("live", "work")),), is_complete=True)
    there, elsewhere = (Circumstances(area_ids=frozenset({x})) for x in ("state:11", "state:24"))
    assert evaluate(asked, there).answer.value == "yes"
    assert evaluate(asked, elsewhere).answer.value == "no"
    assert evaluate(or_work, elsewhere).answer.value == "unknown"


def test_the_next_questions_are_those_that_settle_most() -> None:
    asked = [Eligibility((AGE,)), Eligibility((AGE, VETERAN)), Eligibility((FPL, AGE))]
    evaluations = [evaluate(one, Circumstances()) for one in asked]
    assert questions(evaluations, 2) == ["age", "household_size"]


def test_poverty_level_grows_with_the_household() -> None:
    assert poverty_level_usd_year(1) == 15_960
    assert poverty_level_usd_year(4) == 15_960 + 3 * 5_680
    assert poverty_level_usd_year(1, "AK") > poverty_level_usd_year(1, "HI")


def test_poverty_guidelines_are_those_in_force() -> None:
    """Fails each spring until the new year's figures are entered, which is its purpose."""
    assert is_current(datetime.now(UTC).date()), (
        f"the guidelines end with {newest_year()}: add this year's"
    )
    assert is_current(date(2027, 1, 31))
    assert not is_current(date(2027, 3, 1))


@pytest.mark.parametrize(
    ("told", "field"),
    [({"age": "old"}, "age"), ({"age": -1}, "age"), ({"household_size": 2.5}, "household_size"),
     ({"gender": "x"}, "gender"), ({"is_veteran": "perhaps"}, "is_veteran"),
     ({"income_usd_month": "nan"}, "income_usd_month")],
)  # fmt: skip
def test_a_wrong_circumstance_is_named_and_never_repeated(told: dict[str, Any], field: str) -> None:
    with pytest.raises(CircumstancesError, match=field) as refused:
        circumstances_of(told)
    assert str(told[field]) not in str(refused.value).replace(field, "").replace("130", "")


def test_circumstances_show_nothing_of_themselves() -> None:
    person = circumstances_of({"age": 34, "is_hiv": "yes"})
    assert repr(person) == f"{person}" == "Circumstances(...)"
    assert not person.says_nothing
    assert Circumstances().says_nothing


@pytest.mark.parametrize(
    ("criterion", "label"),
    [
        (AGE, "Age 16 to 24"),
        (Criterion(Dimension.AGE, min_years=60), "Age 60 and older"),
        (FPL, "Income at or below 200% of the federal poverty level"),
        (replace(VETERAN, polarity=Polarity.EXCLUDE), "Not for: veterans"),
        (replace(VETERAN, strength=Strength.PREFERRED), "Veterans come first"),
        (Criterion(Dimension.RESIDENCY, areas=("Ward 7", "Ward 8")),
         "People who live in Ward 7, Ward 8"),
    ],
)  # fmt: skip
def test_labels(criterion: Criterion, label: str) -> None:
    assert label_of(criterion) == label


# ------------------------------------------------------------------ laws

numbers = st.none() | st.integers(0, 110).map(float) | st.floats(0, 30).map(lambda x: round(x, 2))
texts = st.text("ab {}\"'é,", max_size=8)
CODES = {
    Dimension.GENDER: ["women", "men", "transgender", "nonbinary"],
    Dimension.POPULATION: sorted(POPULATIONS),
    Dimension.INSURANCE: ["medicaid", "private", "uninsured", "any"],
    Dimension.DOCUMENT: ["photo_id", "ssn"],
    Dimension.LANGUAGE: ["es", "am"],
    Dimension.COST: ["free", "sliding_scale"],
}
areas = st.frozensets(st.sampled_from(["state:11", "state:24", "county:24031"]), max_size=2)
FACTS: dict[Dimension, dict[str, Any]] = {
    Dimension.AGE: {"min_years": numbers, "max_years": numbers, "is_approximate": st.booleans()},
    Dimension.INCOME: {"unit": st.sampled_from(IncomeUnit), "max_amount": numbers},
    Dimension.RESIDENCY: {
        "areas": st.lists(texts, max_size=2).map(tuple),
        "area_ids": areas,
        "rule": st.sampled_from([(), ("live", "work"), ("study",)]),
    },
    Dimension.REFERRAL: {"referred_by": st.none() | texts},
} | {kind: {"value": st.sampled_from(codes)} for kind, codes in CODES.items()}


@st.composite
def criteria(draw: st.DrawFn) -> Criterion:
    dimension = draw(st.sampled_from(Dimension))
    provenance = draw(st.sampled_from(Provenance))
    return Criterion(
        dimension=dimension,
        **{name: draw(values) for name, values in FACTS[dimension].items()},
        polarity=draw(st.sampled_from(Polarity)),
        strength=draw(st.sampled_from(Strength)),
        subject=draw(st.sampled_from(Subject)),
        group=draw(st.sampled_from([None, "a", "b"])),
        provenance=provenance,
        quote=draw(texts),
        confidence=draw(st.sampled_from([0.4, 0.9, 1.0])),
    )


eligibilities = st.builds(
    Eligibility,
    criteria=st.lists(criteria(), max_size=4).map(tuple),
    open_to_all=st.sampled_from([None, True, False]),
    is_complete=st.booleans(),
    rest=texts,
)
plain = st.sampled_from(["veteran", "student", "hiv", "renter"])
"""Codes that imply no other: facts that cannot contradict each other."""
people = st.builds(
    Circumstances,
    age=st.none() | st.floats(0, 100),
    household_size=st.none() | st.integers(1, 8),
    income_usd_month=st.none() | st.floats(0, 20_000),
    gender=st.none() | st.sampled_from(CODES[Dimension.GENDER]),
    is_=st.dictionaries(plain, st.booleans()),
    has=st.dictionaries(st.just("medicaid"), st.booleans()),
    area_ids=st.none() | areas,
)


@given(eligibilities)
def test_import_of_an_export_is_the_model(eligibility: Eligibility) -> None:
    service = Service(id="s", name="Pantry", attributes=(Attribute(id="x", value="theirs"),))
    written = with_eligibility(service, eligibility)
    read = Service.model_validate(document_of(written))
    assert eligibility_of(read) == eligibility
    assert read.attributes[0] == Attribute(id="x", value="theirs")


@given(eligibilities, people, people)
def test_telling_more_settles_and_never_turns_round(
    eligibility: Eligibility, person: Circumstances, more: Circumstances
) -> None:
    names = ("age", "household_size", "income_usd_month", "gender", "area_ids")
    new = {name: getattr(more, name) for name in names if getattr(person, name) is None}
    told = replace(person, **new, is_={**more.is_, **person.is_}, has={**more.has, **person.has})
    before = evaluate(eligibility, person).answer.value
    after = evaluate(eligibility, told).answer.value
    assert before in ("unknown", after)


@given(people)
def test_nothing_asked_is_never_no(person: Circumstances) -> None:
    assert evaluate(Eligibility(), person).answer.value == "unknown"
