"""Eligibility from text: tables of phrases as directories write them."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from directory.eligibility import Criterion, eligibility_json, read_eligibility
from directory.eligibility.model import Dimension, Polarity, Provenance, Strength, Subject
from directory.eligibility.reading.statements import statements_of
from directory.eligibility.reading.text import plain
from directory.eligibility.reading.words import phrases
from directory.eligibility.words import DOCUMENTS, GENDERS, INSURANCES, POPULATIONS


def told(criterion: Criterion) -> str:
    """A criterion in a few words: "age 5-12", "not sex_offender", "income 200 pct_fpl (a)"."""
    words = _value(criterion)
    if criterion.polarity is Polarity.EXCLUDE:
        words = f"not {words}"
    if criterion.strength is Strength.PREFERRED:
        words += " preferred"
    if criterion.subject is Subject.ANY_HOUSEHOLD_MEMBER:
        words += " in the household"
    return f"{words} ({criterion.group})" if criterion.group else words


def _value(criterion: Criterion) -> str:
    if criterion.dimension is Dimension.AGE:
        return f"age {_number(criterion.min_years)}-{_number(criterion.max_years)}"
    if criterion.dimension is Dimension.INCOME:
        return f"income {_number(criterion.max_amount)} {criterion.unit}".replace("  ", " ")
    if criterion.dimension is Dimension.RESIDENCY:
        return " ".join(("in", ", ".join(criterion.areas), *criterion.rule))
    if criterion.dimension is Dimension.REFERRAL:
        return f"referral {criterion.referred_by or ''}".strip()
    return criterion.value or ""


def _number(value: float | None) -> str:
    return "" if value is None else f"{value:g}"


def read(text: str) -> list[str]:
    return [told(criterion) for criterion in read_eligibility(text).criteria]


AGES = [
    ("Ages 9-14", ["age 9-14"]),
    ("Girls between 8 and 13", ["age 8-13", "women"]),
    ("Persons aged 55+", ["age 55-"]),
    ("70 years or older", ["age 70-"]),
    ("Over the age of 40", ["age 40-"]),
    ("Anyone under 30 years of age", ["age -29"]),
    ("Up to 17 years old", ["age -17"]),
    ("Babies from birth to 18 months", ["age -1.5"]),
    ("Toddlers 18 months - 3 years", ["age 1.5-3"]),
    ("Minimum age: 62 years", ["age 62-"]),
    ("Seniors, ages 65 and up", ["age 65-"]),
    ("Adults", ["age 18-"]),
    ("Minors", ["age -17"]),
    ("Boys", ["age -17", "men"]),
    ("Teens", ["youth"]),
    ("All ages welcome", []),
    ("Grades 6-8", ["age 11-14"]),
    ("K-8", ["age 5-14"]),
    ("Kindergarten through 4th grade", ["age 5-10"]),
    ("Elementary school children", ["age 5-11"]),
    ("High school sophomores", ["age 15-16"]),
    ("Kids 3-5 or teens 13-15", ["age 3-5 (a)", "age 13-15 (a)"]),
    ("Must be older than 10 and younger than 20", ["age 10-19"]),
    ("Six months of sobriety", []),
    ("Ages 60+.\nAges 60+.", ["age 60-"]),
    ("DC residents sixty-five or older", ["age 65-", "in DC"]),
    ("Accepted for a 2 - 4 year degree", []),
    ("Open 9-5, call 202-555-0143", []),
    ("Limited to 20 people", []),
]

INCOMES = [
    ("Income at or below 130% of the federal poverty level", ["income 130 pct_fpl"]),
    ("250% FPL or less", ["income 250 pct_fpl"]),
    ("Households under 60% AMI", ["income 60 pct_ami"]),
    ("Living below the poverty line", ["income 100 pct_fpl"]),
    ("Household income below $41,000 per year", ["income 41000 usd_year"]),
    ("Must earn less than $1,750 a month", ["income 1750 usd_month"]),
    ("Low-income households", ["income unquantified"]),
    ("Must meet income guidelines", ["income unquantified"]),
    ("$15 registration fee", []),
]

PEOPLE = [
    ("Veterans", ["veteran"]),
    ("Homeless women", ["women", "unhoused"]),
    ("Refugees and seniors", ["refugee (a)", "senior (a)"]),
    ("Veterans, students, people with disabilities",
     ["veteran (a)", "student (a)", "disability (a)"]),
    ("Must be a veteran and unemployed", ["veteran", "unemployed"]),
    ("Must be blind, deaf, or homebound",
     ["blind_low_vision (a)", "deaf_hard_of_hearing (a)", "homebound (a)"]),
    ("Deaf or blind children 4-9", ["age 4-9", "deaf_hard_of_hearing (a)", "blind_low_vision (a)"]),
    ("Men and women", []),
    ("Children and adults with autism", ["developmental_disability"]),
    ("Individuals and families", []),
    ("Families", ["family"]),
    ("Families with children under 4", ["age -3 in the household", "parent"]),
    ("Parents of toddlers ages 1-3", ["age 1-3 in the household", "parent"]),
    ("Veterans and their families", ["veteran in the household"]),
    ("Military families", ["military in the household"]),
    ("Single mothers", ["women", "parent"]),
    ("Pregnant women", ["pregnant"]),
    ("People with mental or physical disabilities",
     ["mental_illness (a)", "physical_disability (a)"]),
    ("Persons with or without a disability", []),
    ("Gay, lesbian, bisexual and transgender youth", ["youth", "lgbtq"]),
    ("Children who have a parent in prison", ["age -17", "justice_involved in the household"]),
    ("Seniors and adults with disabilities", ["age 18- (a)", "senior (a)", "disability (a)"]),
    ("Breast cancer survivors", ["cancer"]),
    ("Men, women and children", []),
    ("Men, women and transgender people", []),
    ("Students from low-income families", ["student", "income unquantified"]),
    ("Quilters or veterans", ["veteran (a)"]),  # who the others are no code says
]  # fmt: skip

PLACES = [
    ("Residents of Ward 5", ["in Ward 5"]),
    ("Wards 2, 3 and 6 residents", ["in Ward 2, Ward 3, Ward 6"]),
    ("Must live in ZIP codes 20019, 20020 or 20032", ["in 20019, 20020, 20032"]),
    ("Lake or Porter County residents", ["in Lake, Porter County"]),
    ("Serving Lake and Porter Counties", ["in Lake County, Porter County"]),
    ("Those living or working in Takoma Park", ["in Takoma Park live work"]),
    ("Must reside within the target area", ["in target area"]),
    ("Seniors from Garfield Heights", ["senior", "in Garfield Heights"]),
    ("Ward 2 (in part) and Ward 6 residents", ["in Ward 2, Ward 6"]),
    ("Must live within 5 miles of Akron", []),
    ("No residency requirement", []),
    ("Maryland seniors", ["senior", "in Maryland"]),
    ("DC Department of Health clients", []),
    ("Priority to residents of Hillcrest", ["in Hillcrest preferred"]),
]

PAPERS = [
    ("Bring photo ID and proof of address", ["photo_id", "proof_of_address"]),
    ("Proof of Maryland residency required", ["proof_of_address"]),
    ("Birth certificate or passport required", ["birth_certificate (a)", "photo_id (a)"]),
    ("Referral required", ["referral"]),
    ("Must be referred by a social worker", ["referral a social worker"]),
    ("Self-referrals accepted", []),
    ("No referral needed", []),
    ("No photo ID required", []),
    ("Please call for more information", []),
    ("Medicaid recipients", ["medicaid"]),
    ("Medicaid, Medicare, or self-pay", ["medicaid preferred (a)", "medicare preferred (a)"]),
    ("Must have health insurance", ["any"]),
    ("Uninsured adults", ["age 18-", "uninsured"]),
    ("No health insurance", ["uninsured"]),
]

STEERED = [
    ("No sex offenders", ["not sex_offender"]),
    ("Not currently incarcerated", []),
    ("Drug free for 30 days", []),
    ("Men only, no communicable diseases", ["men", "not infectious_disease"]),
    ("Preference given to veterans", ["veteran preferred"]),
    ("Ages 18-25; homeless youth have priority", ["age 18-25", "unhoused preferred"]),
    ("Anyone in need of help with an addiction or housing", []),
    ("Seniors who need information about Medicare", ["senior"]),
    ("Residents of Dale City regardless of age, income or disability", ["in Dale City"]),
    ("Nonprofit organizations serving homeless people", []),
    ("Children 6-12. Application must be signed by a parent", ["age 6-12"]),
    ("For tax filing, must be low income. Open to everyone.", ["income unquantified (a)"]),
]

SPANISH = [
    ("Personas mayores de 60 años", ["age 60-"]),
    ("Niños de 5 a 12 años", ["age 5-12"]),
    ("Familias con niños menores de 5 años", ["age -4 in the household", "parent"]),
    ("Menos del 130% del nivel federal de pobreza", ["income 130 pct_fpl"]),
    ("Mujeres embarazadas", ["pregnant"]),
    ("Familias de bajos ingresos", ["income unquantified", "family"]),
    ("Residentes de Hialeah", ["in Hialeah"]),
    ("Personas sin hogar o víctimas de violencia doméstica", ["unhoused (a)", "dv_survivor (a)"]),
    ("Traer identificación con foto y comprobante de domicilio", ["photo_id", "proof_of_address"]),
    ("Cualquier persona", []),
]

TABLES = [*AGES, *INCOMES, *PEOPLE, *PLACES, *PAPERS, *STEERED, *SPANISH]


@pytest.mark.parametrize(("text", "expected"), TABLES, ids=[text for text, _ in TABLES])
def test_a_phrase_is_read_as_people_mean_it(text: str, expected: list[str]) -> None:
    assert sorted(read(text)) == sorted(expected)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Open to the public", True),
        ("Anyone in need of legal help", True),
        ("No restrictions", True),
        ("Abierto a todos", True),
        ("Residents of Weston and the general public", True),
        ("Anyone over 21", False),
        ("Members only", False),
        ("Veterans", False),
        ("None", None),
        ("Please call", None),
        ("Bring a photo ID", None),
        ("Preference given to veterans", None),
        ("", None),
    ],
)
def test_open_to_all_needs_words(text: str, expected: bool | None) -> None:
    assert read_eligibility(text).open_to_all is expected


def test_what_is_not_understood_is_kept() -> None:
    assert read_eligibility("Veterans who own a kayak").rest == "who own a kayak"
    assert (
        read_eligibility("Union members in good standing").rest == "Union members in good standing"
    )
    assert read_eligibility("Veterans in Ohio").rest == ""


def test_only_words_make_a_list_whole() -> None:
    assert not read_eligibility("Veterans").is_complete
    assert read_eligibility("Veterans. No other requirements.").is_complete


def test_everything_read_is_inferred_and_quoted() -> None:
    text = "Low-income veterans living in Ward 7, ages 18 and over, with photo ID"
    criteria = read_eligibility(text).criteria
    assert {c.provenance for c in criteria} == {Provenance.INFERRED}
    assert all(c.quote and c.quote in text for c in criteria)
    assert all(c.confidence == 0.9 for c in criteria)


def test_beside_what_is_not_understood_an_alternative_never_says_no() -> None:
    (veteran,) = read_eligibility("Quilters or veterans").criteria
    assert veteran.confidence == 0.5


def test_a_heading_makes_a_condition_of_one_service() -> None:
    read_both = read_eligibility("Shelter:\nWomen only\n\nPantry:\nOpen to everyone")
    assert [told(c) for c in read_both.criteria] == ["women (a)"]
    assert read_both.open_to_all is True


def test_lines_and_bullets_are_statements() -> None:
    found = statements_of(plain("* Ages 5-9\\n* Must have one of:\\n  * Photo ID\\n  * A bill"))
    assert [one.text for one in found] == ["Ages 5-9", "Must have one of:", "Photo ID", "A bill"]
    assert [one.opener for one in found] == [-1, -1, 1, 1]


def test_words_carry_codes_that_have_labels() -> None:
    labelled = {"people": POPULATIONS, "quality": POPULATIONS, "gender": GENDERS,
                "insurance": INSURANCES, "document": DOCUMENTS}  # fmt: skip
    for meaning in phrases().values():
        assert meaning.code in labelled.get(meaning.section, {meaning.code: ""})


def test_the_json_has_the_agreed_shape() -> None:
    answer = eligibility_json(read_eligibility("Ages 5-9 in grades K-3"))
    assert set(answer) == {"open_to_all", "complete", "criteria", "rest"}
    age = answer["criteria"][0]
    assert {"dimension", "min", "max", "polarity", "strength", "subject", "group", "quote"} <= set(
        age
    )


@given(
    st.lists(st.sampled_from(sorted(" ".join(key) for key in phrases())), max_size=14),
    st.sampled_from([" ", ", ", " or ", " and ", ". ", " (", " with "]),
)
def test_any_words_in_any_order_are_read(words: list[str], joint: str) -> None:
    """Nothing raises, and what is read keeps its quote."""
    assert all(c.quote for c in read_eligibility(joint.join(words)).criteria)


@pytest.mark.parametrize(
    "text", ["$", "%%% --", "(((", "18-", "* \n* ", "in of the", "не, ¿?", "ward"]
)
def test_odd_texts_are_read_without_harm(text: str) -> None:
    assert read(text) == []
