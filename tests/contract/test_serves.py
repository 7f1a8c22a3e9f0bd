"""Whom listings serve, on every engine that can tell: none that provably does not serve the place,
and those from elsewhere that do."""

from __future__ import annotations

from typing import Any

import pytest

from geodata.gazetteer import open_gazetteer
from geodata.places import Place
from geodata.service_area import Home, ServiceAreaReader
from indexer.document import SearchDocument
from indexer.engine import Engine
from indexer.query import Sort
from indexer.result import Hit, SearchPage
from indexer.serving import terms_of
from tests.contract.conftest import Search, index, names_of
from tests.contract.documents import CENTRE, document, north

PLACES = open_gazetteer()
DC = ServiceAreaReader(PLACES, Home("DC"))
ZIP = PLACES.understand("20009")


def serving(name: str, text: str, **changes: Any) -> SearchDocument:
    served = DC.read(text)
    parts = PLACES.parts((*served.areas, *served.excluded))
    return document(name, served=terms_of(served, parts), **changes)


TOWN = (
    serving("Soup here for DC", "District of Columbia", point=north(1)),
    serving("Soup here for Virginia", "Virginia", point=north(2)),
    serving("Soup here for ward 7", "Ward 7", point=north(3)),
    document("Soup here for whom", point=north(4)),
    serving("Soup far for DC", "District of Columbia", point=north(60)),
    serving("Soup far for all", "Nationwide", point=north(90)),
    serving("Soup far for Maryland", "Maryland", point=north(60)),
    document("Soup far for whom", point=north(60)),
    serving("Soup by phone for DC", "District of Columbia", point=None),
    serving("Soup by phone for Ohio", "Ohio", point=None),
    serving("Soup by phone but not DC", "Nationwide except District of Columbia", point=None),
    document("Soup by phone for whom", point=None),
)


@pytest.fixture
def search(engine: Engine, search: Search) -> Search:
    index(engine, *TOWN)
    return search


def near(search: Search, text: str = "", place: Place = ZIP, **asked: Any) -> SearchPage:
    return search(text, near=CENTRE, near_areas=place.areas, **asked)


FOUND = {
    "Soup here for DC", "Soup here for ward 7", "Soup here for whom", "Soup far for DC",
    "Soup far for all", "Soup by phone for DC", "Soup by phone for whom",
}  # fmt: skip


@pytest.mark.parametrize("text", ["", "soup"])
def test_what_serves_is_found_and_what_surely_does_not_is_not(search: Search, text: str) -> None:
    page = near(search, text)
    assert set(names_of(page)) == FOUND
    assert page.total == len(FOUND)


def test_most_of_the_words_are_looked_for_elsewhere_too(search: Search) -> None:
    names = {"Soup here for DC", "Soup far for DC", "Soup by phone for DC"}
    assert set(names_of(near(search, "soup dc whatever"))) == names


def test_without_areas_the_radius_decides(search: Search) -> None:
    page = search("soup", near=CENTRE)
    assert "Soup here for Virginia" in names_of(page)
    assert "Soup far for DC" not in names_of(page)


def test_each_says_whether_it_serves_and_from_where(search: Search) -> None:
    hits = {hit.name: hit for hit in near(search, "soup").hits}
    assert told(hits["Soup here for DC"]) == ("yes", "Serves District of Columbia")
    assert told(hits["Soup far for DC"]) == ("yes", "Is elsewhere, and serves District of Columbia")
    assert told(hits["Soup by phone for DC"]) == ("yes", "Serves District of Columbia")
    assert told(hits["Soup here for whom"]) == ("unknown", None)
    assert hits["Soup here for ward 7"].serves["reason"] == (
        'It says whom it serves as "Ward 7": ask before you go.'
    )
    assert hits["Soup here for whom"].serves["reason"] == "It does not say which area it serves."


def told(hit: Hit) -> tuple[str, str | None]:
    words = (reason for reason in hit.why if "erves" in reason)
    return hit.serves["value"], next(words, None)


def test_only_places_to_go_to_leaves_out_what_is_elsewhere(search: Search) -> None:
    page = near(search, "soup", remote=False)
    assert set(names_of(page)) == {"Soup here for DC", "Soup here for ward 7", "Soup here for whom"}


def test_near_ones_come_first(search: Search) -> None:
    far = {"Soup far for DC", "Soup far for all"}
    names = names_of(near(search, "soup"))
    assert names[0] == "Soup here for DC"
    assert set(names[-2:]) == far
    by_distance = names_of(near(search, "soup", sort=Sort.DISTANCE))
    assert by_distance[-4:-2] == ["Soup far for DC", "Soup far for all"]


def test_another_place_has_other_listings(search: Search) -> None:
    ohio = near(search, "soup", PLACES.understand("43215"))
    assert {"Soup by phone for Ohio", "Soup by phone but not DC"} <= set(names_of(ohio))
    assert not {"Soup here for DC", "Soup by phone for DC"} & set(names_of(ohio))


def test_a_listing_that_says_otherwise_is_found_otherwise(engine: Engine, search: Search) -> None:
    engine.upsert([serving("Soup far for DC", "Ohio", point=north(60))])
    assert "Soup far for DC" not in names_of(near(search, "soup"))
    engine.upsert([serving("Soup far for Maryland", "20009, 20010", point=north(60))])
    assert "Soup far for Maryland" in names_of(near(search, "soup"))
    engine.delete([TOWN[5].listing_id])
    assert "Soup far for all" not in names_of(near(search, "soup"))


def test_other_filters_hold_elsewhere_too(engine: Engine, search: Search) -> None:
    engine.upsert([serving("Soup far and free", "District of Columbia", point=north(60),
                           cost="free", categories=("Food",))])  # fmt: skip
    assert names_of(near(search, "soup", cost="free")) == ["Soup far and free"]
    (counted,) = near(search, "soup").facets["need"]
    assert (counted.value, counted.count) == ("Food", 1)
