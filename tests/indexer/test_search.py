"""A search as people ask it: understood, found, told."""

from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest

from geodata.gazetteer import Gazetteer, open_gazetteer
from geodata.shapes import Point
from indexer.document import SearchDocument
from indexer.engine import open_engine
from indexer.needs import with_needs
from indexer.query import SearchQuery
from indexer.result import SearchPage
from indexer.search import UnderstandingEngine
from tests.contract.documents import NOW, document

PETWORTH = Point(lat=38.942, lon=-77.02)
FAR = Point(lat=38.0, lon=-77.0)


def described(name: str, **changes: object) -> SearchDocument:
    return with_needs(document(name, **changes))


DOCUMENTS = (
    described("Corner Food Pantry", categories=("Food Pantries",), point=PETWORTH),
    described("Groceries of the Valley", description="A food pantry.", point=FAR),
    described("Evening Meals", categories=("Soup Kitchens",), languages=("Spanish",)),
    described("Veterans Dental Office", categories=("Dental Care",)),
    described("City Dental Office", categories=("Dental Care",)),
    described("Lights On", organization="So Few Might Eat", categories=("Utility Assistance",)),
    described("So Few Might Eat - Office", organization="So Few Might Eat"),
    described("Quiet Line", categories=("Suicide Prevention Hotlines",)),
)


@cache
def places() -> Gazetteer:
    return open_gazetteer()


@pytest.fixture(scope="module")
def engine(tmp_path_factory: pytest.TempPathFactory) -> Iterator[UnderstandingEngine]:
    path: Path = tmp_path_factory.mktemp("index") / "index.sqlite"
    within = open_engine(f"sqlite:///{path}")
    within.rebuild(DOCUMENTS)
    yield UnderstandingEngine(within, places())
    within.close()


def names(page: SearchPage) -> list[str]:
    return [hit.name for hit in page.hits]


def test_a_need_is_found_in_any_words(engine: UnderstandingEngine) -> None:
    for text in ("fod pantry", "food bank", "banco de alimentos", "食物银行"):
        page = engine.search(SearchQuery(text), now=NOW)
        assert names(page)[0] == "Corner Food Pantry", text
        assert "food-pantry" in page.understood.needs


def test_what_was_corrected_is_told_and_can_be_taken_back(engine: UnderstandingEngine) -> None:
    assert engine.search(SearchQuery("fod pantry"), now=NOW).corrected == "food pantry"
    as_typed = engine.search(SearchQuery("fod", ignoring=("spelling",)), now=NOW)
    assert as_typed.corrected is None
    assert as_typed.total == 0


def test_chips_say_what_was_understood(engine: UnderstandingEngine) -> None:
    page = engine.search(SearchQuery("spanish speaking dentist near 20011"), now=NOW)
    assert [(fact.key, fact.label, fact.words) for fact in page.understood.facts] == [
        ("language:es", "Spanish", "spanish speaking"),
        ("need:dental", "Dentists", "dentist"),
        ("place", "Washington, DC 20011", "near 20011"),
    ]
    assert page.understood.language == "Spanish"


def test_a_place_in_the_line_limits_the_search_unless_one_is_chosen(
    engine: UnderstandingEngine,
) -> None:
    near = engine.search(SearchQuery("food pantry near 20011"), now=NOW)
    assert "Groceries of the Valley" not in names(near)
    assert "Groceries of the Valley" in names(engine.search(SearchQuery("food pantry"), now=NOW))
    chosen = engine.search(SearchQuery("food pantry near 20011", near=FAR), now=NOW)
    assert names(chosen) == ["Groceries of the Valley"]


def test_services_for_the_people_who_ask_come_first(engine: UnderstandingEngine) -> None:
    for_veterans = engine.search(SearchQuery("dentist for veterans"), now=NOW)
    assert names(for_veterans)[:2] == ["Veterans Dental Office", "City Dental Office"]
    assert for_veterans.hits[0].why == ("Offers: Dentists", 'Matches "veterans" in its name')
    assert names(engine.search(SearchQuery("dentist"), now=NOW))[0] == "City Dental Office"


def test_the_name_of_an_organization_shows_its_listings_unfolded(
    engine: UnderstandingEngine,
) -> None:
    page = engine.search(SearchQuery("so few might eat"), now=NOW)
    assert page.understood.needs == ()
    assert sorted(names(page)) == ["Lights On", "So Few Might Eat - Office"]


def test_a_life_in_danger_puts_the_lines_above(engine: UnderstandingEngine) -> None:
    page = engine.search(SearchQuery("i want to kill myself"), now=NOW)
    assert [line.phone for line in page.understood.crisis] == ["988", "911"]
    assert names(page)[0] == "Quiet Line"
    assert engine.search(SearchQuery("food pantry"), now=NOW).understood.crisis == ()


@pytest.mark.parametrize("text", ["xqzvwkj", "flying carpet repair", "blorp snarf", "", "?!"])
def test_nonsense_finds_nothing(engine: UnderstandingEngine, text: str) -> None:
    assert engine.search(SearchQuery(text), now=NOW).total == 0
