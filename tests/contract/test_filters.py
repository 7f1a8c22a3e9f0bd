"""Filters and facets, on every engine."""

from __future__ import annotations

from typing import Any

import pytest

from geodata.shapes import Point, Precision
from indexer.document import SearchDocument
from indexer.engine import Engine
from indexer.result import SearchPage
from tests.contract.conftest import Search, index, names_of
from tests.contract.documents import (
    CENTRE,
    MILE_LAT,
    checked,
    document,
    never_checked,
    north,
)

TOWN = (
    document(
        "Soup A", categories=("Food", "Meals"), languages=("Spanish",), cost="free",
        belief=checked(10), point=north(1),
    ),
    document(
        "Soup B", categories=("Food",), needs=("Hunger",), languages=("Spanish", "Arabic"),
        belief=checked(100), point=north(4),
    ),
    document("Soup C", categories=("Meals",), cost="free", belief=checked(400), point=north(8)),
    document("Soup D", belief=never_checked(), point=north(30)),
    document(
        "Soup E", categories=("Food",), point=None, precision=Precision.NONE, belief=checked(200)
    ),
)  # fmt: skip


@pytest.fixture
def town(engine: Engine) -> Engine:
    index(engine, *TOWN)
    return engine


@pytest.mark.parametrize(
    ("asked", "found"),
    [
        ({"need": ("Food",)}, "ABE"),
        ({"need": ("food",)}, "ABE"),
        ({"need": ("Hunger",)}, "B"),
        ({"need": ("Hunger", "Meals")}, "ABC"),
        ({"need": ("Foo",)}, ""),
        ({"need": ("Fo*",)}, ""),
        ({"language": ("Spanish",)}, "AB"),
        ({"language": ("ARABIC",)}, "B"),
        ({"language": ("Arabic", "Spanish")}, "AB"),
        ({"cost": "free"}, "AC"),
        ({"verified_within_days": 10}, "A"),
        ({"verified_within_days": 9}, ""),
        ({"verified_within_days": 182}, "AB"),
        ({"verified_within_days": 10_000}, "ABCE"),
        ({"near": CENTRE}, "ABCE"),
        ({"near": CENTRE, "radius_miles": 4.001}, "ABE"),
        ({"near": CENTRE, "radius_miles": 3.999}, "AE"),
        ({"near": CENTRE, "remote": False}, "ABC"),
        ({"near": CENTRE, "radius_miles": 12_000.0}, "ABCDE"),
        ({"remote": False}, "ABCD"),
        ({"need": ("Food",), "language": ("Spanish",), "near": CENTRE, "radius_miles": 2.0}, "A"),
    ],
)
def test_filters_let_through_what_they_say(
    town: Engine, search: Search, asked: dict[str, Any], found: str
) -> None:
    page = search("soup", **asked)
    assert "".join(sorted(name[-1] for name in names_of(page))) == found
    assert page.total == len(found)


def test_a_place_or_a_filter_alone_is_a_question(town: Engine, search: Search) -> None:
    assert search(near=CENTRE, radius_miles=2.0, remote=False).total == 1
    assert search(need=("Meals",)).total == 2
    assert search(cost="free").total == 2
    assert search(remote=False).total == 0


def counts(page: SearchPage, facet: str) -> dict[str, int]:
    return {count.value: count.count for count in page.facets[facet]}


def test_facets_count_what_was_found(town: Engine, search: Search) -> None:
    page = search("soup")
    assert counts(page, "need") == {"Food": 3, "Meals": 2, "Hunger": 1}
    assert [count.value for count in page.facets["need"]] == ["Food", "Meals", "Hunger"]
    assert counts(page, "language") == {"Spanish": 2, "Arabic": 1}
    assert counts(page, "cost") == {"free": 2}
    assert counts(page, "verified_within_days") == {"30": 1, "182": 2, "365": 3}
    assert not any(count.selected for facet in page.facets.values() for count in facet)


def test_a_facet_is_counted_under_all_filters_but_its_own(town: Engine, search: Search) -> None:
    page = search("soup", need=("food",), cost="free")
    assert page.total == 1
    assert counts(page, "need") == {"Food": 1, "Meals": 2}
    assert counts(page, "cost") == {"free": 1}
    assert counts(page, "language") == {"Spanish": 1}
    assert [c.value for facet in page.facets.values() for c in facet if c.selected] == [
        "Food",
        "free",
    ]


def test_a_selected_value_is_told_even_when_nothing_has_it(town: Engine, search: Search) -> None:
    page = search("soup", near=CENTRE, radius_miles=2.0, remote=False, need=("Hunger",))
    assert page.total == 0
    assert counts(page, "need") == {"Food": 1, "Meals": 1, "Hunger": 0}


def test_a_page_tells_its_filters_in_words(town: Engine, search: Search) -> None:
    page = search(
        "soup", near=CENTRE, near_label="20009", radius_miles=5.0, need=("Food",), cost="free",
        language=("Spanish",), verified_within_days=30, remote=False,
    )  # fmt: skip
    assert page.applied == (
        "within 5 miles of 20009", "Food", "Spanish spoken", "free", "checked in the last 30 days",
        "only places to go to",
    )  # fmt: skip
    (hit,) = page.hits
    assert hit.why[1:] == ("Offers Food", "Spanish spoken", "Free")


def test_distances_are_told_and_unknown_without_a_point(town: Engine, search: Search) -> None:
    page = search("soup", near=CENTRE)
    miles = {hit.name[-1]: hit.distance_miles for hit in page.hits}
    assert miles.pop("E") is None
    assert miles == pytest.approx({"A": 1.0, "B": 4.0, "C": 8.0}, rel=1e-4)
    assert all(hit.distance_miles is None for hit in search("soup").hits)


@pytest.mark.parametrize(
    ("near", "there", "miles"),
    [
        (Point(lat=52.0, lon=179.9), Point(lat=52.0, lon=-179.9), 8.51),
        (Point(lat=-16.0, lon=-179.99), Point(lat=-16.0, lon=179.99), 1.33),
        (Point(lat=89.95, lon=0.0), Point(lat=89.95, lon=180.0), 6.91),
        (Point(lat=0.02, lon=0.02), Point(lat=-0.02, lon=-0.02), 3.91),
    ],
    ids=["date line", "date line from the east", "pole", "equator"],
)
def test_the_earth_is_round(
    engine: Engine, search: Search, near: Point, there: Point, miles: float
) -> None:
    index(engine, document("Far away", point=there))
    (hit,) = search("far", near=near).hits
    assert hit.distance_miles == pytest.approx(miles, abs=0.01)
    assert search("far", near=near, radius_miles=miles - 0.02).total == 0


def test_the_nearer_stands_first_unless_it_is_only_known_by_its_zip(
    engine: Engine, search: Search
) -> None:
    index(
        engine,
        document("Soup far", point=north(2)),
        document("Soup near", point=north(1)),
        document("Soup zip", point=north(0.9), precision=Precision.ZIP),
    )
    assert names_of(search("soup", near=CENTRE)) == ["Soup near", "Soup far", "Soup zip"]


def test_a_checked_listing_stands_before_an_equal_one(engine: Engine, search: Search) -> None:
    index(
        engine,
        document("Soup old", belief=checked(3000)),
        document("Soup never", belief=None),
        document("Soup new", belief=checked(3)),
    )
    page = search("soup")
    assert names_of(page) == ["Soup new", "Soup never", "Soup old"]
    assert [hit.freshness.words for hit in page.hits] == [
        "Checked 3 days ago by phone",
        "Not checked yet. Call before you go.",
        "Last checked 8 years ago. Call before you go.",
    ]
    assert page.hits[1].freshness.verified_on is None


def test_a_hit_says_what_the_document_says(engine: Engine, search: Search) -> None:
    whole = SearchDocument(
        listing_id="11111111-1111-4111-8111-111111111111",
        service_id="s", organization_id="o", name='Soup "&" <b>', organization="House",
        summary="Soup, каждый день 🥣", address="1 Main Street", phone="202-555-0100",
        point=Point(lat=38.9 + MILE_LAT, lon=-77.03), precision=Precision.STREET,
        source_ids={"organization": "1", "service": "2", "location": None},
    )  # fmt: skip
    index(engine, whole)
    (hit,) = search("soup", near=CENTRE).hits
    assert (hit.listing_id, hit.name, hit.organization) == (
        whole.listing_id, whole.name, whole.organization,
    )  # fmt: skip
    assert (hit.summary, hit.address, hit.phone) == (whole.summary, whole.address, whole.phone)
    assert (dict(hit.source_ids), hit.point_precision) == (dict(whole.source_ids), "street")
