"""Which needs a service answers, and how much: by its name, its categories, its text."""

import pytest

from indexer.asked import LANGUAGE, NEED, POPULATION, marked
from indexer.document import SearchDocument
from indexer.fields import NEED_LEVELS, weight_of_need
from indexer.lexicon import lexicon
from indexer.marks import known_marks, need_marks
from indexer.needs import SHOWN_LEVEL, needs_of, populations_of, with_needs
from tests.contract.documents import document


def level(code: str, found: SearchDocument) -> int:
    """How much the document is about a need; 0: not at all."""
    return next((need.level for need in needs_of(found) if need.code == code), 0)


@pytest.mark.parametrize(
    ("category", "code"),
    [
        ("Food Pantries", "food-pantry"),
        ("Food*", "food"),
        ("Housing-Rent, Mortgage Assist.", "rent-help"),
        ("Emergency Shelter", "shelter"),
        ("Community Clinics", "clinic"),
        ("Help Pay for Utilities", "utilities"),
        ("English as a Second Language (ESL)", "english-classes"),
        ("MH-Counseling, Individual", "mental-health"),
        ("Substance Abuse-Counseling", "addiction"),
        ("Child Care Provider Referrals", "child-care"),
        ("Legal-Aid", "legal-aid"),
        ("Job Finding Assistance", "job-search"),
        ("Crime Victim Support", "crime-victims"),
        ("Despensa de alimentos", "food-pantry"),
        ("食品銀行", "food-pantry"),
    ],
)
def test_a_category_of_anybodys_taxonomy_says_a_need(category: str, code: str) -> None:
    needs = needs_of(document("Program", categories=(category,)))
    assert code in [need.code for need in needs]
    assert not next(need for need in needs if need.code == code).is_inferred


def test_external_categories_stay_as_they_are() -> None:
    found = with_needs(document("Program", categories=("ZX-9000.1800-100", "Food Pantries")))
    assert found.categories == ("ZX-9000.1800-100", "Food Pantries")


def test_a_need_brings_the_wider_ones() -> None:
    assert {"detox", "addiction", "counseling"} <= {
        need.code for need in needs_of(document("Detoxification"))
    }


def test_name_and_category_together_say_more_than_either() -> None:
    both = level("food-pantry", document("Food Pantry", categories=("Food Pantries",)))
    name = level("food-pantry", document("Food Pantry"))
    category = level("food-pantry", document("Program", categories=("Food Pantries",)))
    text = level("food-pantry", document("Program", description="For a food pantry, ask us."))
    assert NEED_LEVELS >= both > name > category > text > 0


def test_a_service_of_many_categories_is_about_none_of_them_in_particular() -> None:
    many = ("Food Pantries", "Clothing", "Furniture", "Job Training", "Legal Aid", "Tutoring")
    few = level("food-pantry", document("Program", categories=many[:1]))
    assert level("food-pantry", document("Program", categories=many * 2)) < few


def test_the_name_of_the_organization_says_little_of_the_service() -> None:
    of_bank = document("Capital Food Bank - Car Park", organization="Capital Food Bank")
    assert level("food-pantry", of_bank) < level("food-pantry", document("Food Bank"))


def test_a_service_for_certain_people_counts_less_for_others() -> None:
    """Its name says so; what those people need is its own all the same."""
    for_all = level("food-pantry", document("Food Pantry", categories=("Food Pantries",)))
    of_veterans = document("Veterans Food Pantry", categories=("Food Pantries",))
    assert level("food-pantry", of_veterans) < for_all
    assert level("senior-centers", document("Senior Center")) == level(
        "community-centers", document("Community Center")
    )


def test_what_speaks_of_a_need_counts_less_than_what_answers_it() -> None:
    assert level("food", document("Food Policy Council")) < level("food", document("Food Program"))


def test_a_name_supports_what_categories_say_more_closely() -> None:
    category = ("Food Pantries", "Clothing", "Furniture", "Tutoring")
    named = level("food-pantry", document("Food Program", categories=category))
    assert named > level("food-pantry", document("Outreach Program", categories=category))


def test_what_only_the_text_says_is_shown_where_nothing_else_says_any() -> None:
    plain = with_needs(document("Program", description="We give out diapers on Mondays."))
    assert "diapers" in plain.needs
    named = with_needs(document("Law Clinic", description="We do not give out diapers."))
    assert "diapers" not in named.needs
    assert dict(named.need_levels)["diapers"] < SHOWN_LEVEL


def test_a_name_in_a_language_of_few_words_is_no_need() -> None:
    """ "dan" is a tooth in Haitian Creole, "ban" and "kay" are words too."""
    assert needs_of(document("Dan and Kay")) == ()


@pytest.mark.parametrize(
    ("changes", "population"),
    [
        ({"details": "Adults 60 and older"}, "senior"),
        ({"details": "Women with children"}, "family"),
        ({"categories": ("Homeless-Men",)}, "men"),
        ({"details": "Veterans and their families"}, "veteran"),
        ({"details": "Hombres y mujeres"}, "women"),
    ],
)
def test_for_whom_it_is(changes: dict[str, object], population: str) -> None:
    assert population in populations_of(document("Program", **changes))


def test_what_is_known_of_a_document_is_marked_for_engines() -> None:
    found = with_needs(document("Veterans Food Pantry", languages=("Spanish",), cost="free"))
    assert {marked(LANGUAGE, "Spanish"), marked(POPULATION, "veteran")} <= set(known_marks(found))
    levels = dict(need_marks(found))
    assert 1 <= levels[marked(NEED, "food-pantry")] <= NEED_LEVELS


def test_levels_weigh_from_a_mention_to_a_name() -> None:
    weights = [weight_of_need(level) for level in range(1, NEED_LEVELS + 1)]
    assert weights == sorted(weights)
    assert weights[-1] == 1.0


def test_every_need_is_found_by_its_own_names() -> None:
    """The names that pages show are understood as categories again."""
    missed = []
    for code, need in lexicon().needs.items():
        found = {each.code for each in needs_of(document("x", categories=(need.name(),)))}
        if not any(code in lexicon().with_wider(each) or each == lexicon().top_of(code)
                   for each in found):  # fmt: skip
            missed.append(code)
    assert missed == []
