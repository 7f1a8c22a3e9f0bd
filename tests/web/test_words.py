"""Facts in words: distances, phones, links, dates, places in a list."""

from dataclasses import replace
from datetime import date

import pytest

from geodata.gazetteer import Gazetteer
from indexer.result import Freshness, Hit
from tests.web.conftest import Directory
from web import places as web_places
from web import words
from web.field_words import english_ordinal
from web.serving_words import serves_words


@pytest.fixture(params=["sqlite"])
def database_kind(request: pytest.FixtureRequest) -> str:
    """One kind is enough: nothing here rests on the record."""
    return str(request.param)


@pytest.mark.parametrize(
    ("value", "reason", "told"),
    [
        ("yes", "It serves District of Columbia.", "Serves District of Columbia"),
        (
            "unknown", "It serves Ward 7, Ward 8: ask whether that is you.",
            "Serves Ward 7, Ward 8: ask if that is you",
        ),
        (
            "unknown", 'It says whom it serves as "east of the river": ask before you go.',
            "Serves east of the river: ask if that is you",
        ),
        ("unknown", "It does not say which area it serves.", ""),
        ("unknown", "no service area is listed", ""),
    ],
)  # fmt: skip
def test_whom_it_serves_is_said_as_surely_as_we_know(
    directory: Directory, value: str, reason: str, told: str
) -> None:
    with directory.app.test_request_context():
        one = replace(hit(None, "none"), serves={"value": value, "reason": reason})
        assert serves_words(one) == told


def hit(miles: float | None, precision: str) -> Hit:
    return Hit(
        listing_id="1", name="Pantry", organization=None, source_ids={}, summary="", address=None,
        point_precision=precision, distance_miles=miles,
        freshness=Freshness(None, 0.5, ""), why=(), score=1.0,
    )  # fmt: skip


@pytest.mark.parametrize(
    ("miles", "precision", "told"),
    [
        (0.82, "rooftop", "0.8 miles"),
        (12.4, "street", "12 miles"),
        (2.2, "zip", "about 2 miles (we know only the ZIP code)"),
        (3.1, "city", "about 3 miles (we know only the town)"),
        (None, "rooftop", ""),
    ],
)
def test_a_distance_is_as_exact_as_what_we_know(
    directory: Directory, miles: float | None, precision: str, told: str
) -> None:
    with directory.app.test_request_context("/"):
        assert words.distance(hit(miles, precision)) == told


@pytest.mark.parametrize(
    ("number", "told", "link"),
    [
        ("2025550123", "(202) 555-0123", "tel:+1-202-555-0123"),
        ("+44 20 7946 0958", "+44 20 7946 0958", "tel:+44-20-7946-0958"),
        ("2-1-1", "2-1-1", "tel:211"),
        ("call the desk", "call the desk", ""),
    ],
)
def test_phones_are_grouped_as_in_their_country(number: str, told: str, link: str) -> None:
    assert words.phone_words(number) == told
    assert words.phone_link(number) == link


@pytest.mark.parametrize(
    ("written", "link"),
    [
        ("https://example.org/a", "https://example.org/a"),
        ("example.org", "https://example.org"),
        ("javascript:alert(1)", ""),
        ("JaVaScRiPt://example.org/%0aalert(1)", ""),
        ("data:text/html,x.y", ""),
        ("see our page", ""),
    ],
)
def test_only_web_addresses_become_links(written: str, link: str) -> None:
    assert words.safe_link(written) == link


def test_dates_are_said_with_the_year_only_when_it_is_another(directory: Directory) -> None:
    with directory.app.test_request_context("/"):
        assert words.day_words(date(2026, 5, 3)) == "May 3"
        assert words.day_words(date(2023, 5, 31)) == "May 31, 2023"
    with directory.app.test_request_context("/?lang=es"):
        assert words.day_words(date(2026, 5, 3)) == "3 de mayo"


def test_places_in_a_list_are_ordinals() -> None:
    told = [english_ordinal(number) for number in (1, 2, 3, 4, 11, 12, 21, 111, 1003)]
    assert told == ["1st", "2nd", "3rd", "4th", "11th", "12th", "21st", "111th", "1,003rd"]


@pytest.mark.parametrize(
    "typed",
    [
        "20009-1234", "38.917234,-77.032191", "1420 Harvard St NW, Washington, DC 20009",
        "Maryland", "1420 Harvard Street, Silver Spring, MD", "columbia hieghts",
        "Montgomery County, MD", "Dupont Circle", "Springfield",
    ],
)  # fmt: skip
def test_what_an_address_says_of_a_place_is_stable(places: Gazetteer, typed: str) -> None:
    """Reading it again gives the same, else a redirect would lead to a redirect."""
    once = web_places.coarse(places.understand(typed))
    assert once
    assert web_places.coarse(places.understand(once)) == once
    assert "1420" not in once


@pytest.mark.parametrize(
    ("text", "is_held"),
    [
        ("food near 1420 Harvard Street NW", True),
        ("1600 Pennsylvania Ave", True),
        ("12 step meeting", False),
        ("food for 3 children", False),
        ("988", False),
    ],
)
def test_a_street_address_is_seen_anywhere_in_a_line(text: str, is_held: bool) -> None:
    assert web_places.holds_address(text) is is_held
