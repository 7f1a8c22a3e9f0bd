"""What is taken along of a listing: a contact card, a calendar, a code on paper."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from icalendar import Calendar

from directory.belief import when_checked
from directory.listing import listing_id_of
from tests.factories import (
    NOW,
    location_entity,
    make_listing,
    organization_entity,
    save,
    service_entity,
)
from tests.web.conftest import Directory
from web.contact_card import escaped, folded, uri

HOURS = [{"id": "s", "description": "Mon-Fri 9-5"}]
HOSTILE = 'Bread; "milk", eggs\\\r\nTEL:+1-900-555-0100\r\nEND:VEVENT\u2028</script>'


@pytest.fixture(params=["sqlite"])
def database_kind(request: pytest.FixtureRequest) -> str:
    """One kind is enough: the record is only read as all pages read it."""
    return str(request.param)


def unfolded(card: str) -> list[str]:
    return card.replace("\r\n ", "").split("\r\n")


def card_of(directory: Directory, listing_id: str) -> list[str]:
    answer = directory.client.get(f"/listing/{listing_id}.vcf")
    assert answer.status_code == 200
    assert answer.headers["Content-Type"] == "text/vcard; charset=utf-8"
    assert answer.headers["Content-Disposition"] == f'attachment; filename="{listing_id}.vcf"'
    assert "Set-Cookie" not in answer.headers
    return unfolded(answer.get_data(as_text=True))


def test_a_card_holds_who_where_and_how_sure(directory: Directory) -> None:
    listing_id = make_listing(
        directory.store, schedules=HOURS, email="food@example.org", url="food.example.org"
    )
    assert card_of(directory, listing_id) == [
        "BEGIN:VCARD", "VERSION:4.0", "KIND:org", f"UID:urn:uuid:{listing_id}",
        "FN:Food pantry", "ORG:Food pantry House",
        "TEL;VALUE=uri;TYPE=voice:tel:+1-202-555-0123", "EMAIL:food@example.org",
        "URL:https://food.example.org", "ADR:;;12 Test Street NW;Washington;DC;20009;US",
        "NOTE:Mon-Fri 9-5\\nNot checked yet. Call before you go.",
        f"SOURCE:http://localhost:8000/listing/{listing_id}", "REV:20260504T120000Z",
        "END:VCARD", "",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("text", "written"),
    [
        ("Bread", "Bread"),
        ("a;b,c\\d", "a\\;b\\,c\\\\d"),
        ("a\r\nb\rc\nd", "a\\nb\\nc\\nd"),
        ("a\x00\x1b\x7fb\tc", "a   b c"),
    ],
)
def test_no_text_ends_its_line(text: str, written: str) -> None:
    assert escaped(text) == written
    assert uri(f"https://x.org/{text}?a=1&b=%20").count("\n") == 0


@pytest.mark.parametrize("text", ["x" * 300, "é" * 200, "a" + "食" * 100, ""])
def test_long_lines_are_folded_between_characters(text: str) -> None:
    lines = folded(text).split("\r\n")
    assert all(len(line.encode()) <= 75 for line in lines)
    assert "".join(line.removeprefix(" ") if n else line for n, line in enumerate(lines)) == text


def hostile_listing(directory: Directory) -> str:
    owner = organization_entity(HOSTILE, website=f"https://x.org/{HOSTILE}")
    place = location_entity(HOSTILE)
    made = service_entity(
        HOSTILE, organization=owner, locations=(place,), schedules=HOURS, email=HOSTILE,
        phones=[{"id": "p", "number": f"202 555 0123{HOSTILE}"}],
    )  # fmt: skip
    save(directory.store, owner, place, made)
    return listing_id_of(made.entity_id, place.entity_id)


def test_a_hostile_name_adds_no_line_to_a_card(directory: Directory) -> None:
    lines = card_of(directory, hostile_listing(directory))
    names = [line.partition(":")[0].partition(";")[0] for line in lines]
    assert names == [
        "BEGIN", "VERSION", "KIND", "UID", "FN", "ORG", "TEL", "URL", "ADR", "NOTE", "SOURCE",
        "REV", "END", "",
    ]  # fmt: skip
    assert 'FN:Bread\\; "milk"\\, eggs\\\\\\nTEL:+1-900' in lines[4]


def events_of(directory: Directory, listing_id: str) -> list[dict[str, object]]:
    answer = directory.client.get(f"/listing/{listing_id}.ics")
    assert answer.status_code == 200
    assert answer.headers["Content-Type"] == "text/calendar; charset=utf-8"
    assert "Set-Cookie" not in answer.headers
    calendar = Calendar.from_ical(answer.get_data())
    assert [str(zone["TZID"]) for zone in calendar.walk("VTIMEZONE")] == ["America/New_York"]
    events: list[Any] = calendar.walk("VEVENT")
    return [
        {
            "start": event["DTSTART"].dt.astimezone(UTC),
            "end": event["DTEND"].dt.astimezone(UTC),
            "zone": event["DTSTART"].params["TZID"],
            "summary": str(event["SUMMARY"]),
            "location": str(event["LOCATION"]),
            "description": str(event["DESCRIPTION"]),
        }
        for event in events
    ]


def test_a_calendar_holds_two_weeks_in_the_time_of_the_place(directory: Directory) -> None:
    listing_id = make_listing(directory.store, schedules=HOURS)
    events = events_of(directory, listing_id)
    assert len(events) == 10
    assert events[0] == {
        "start": datetime(2026, 5, 4, 13, tzinfo=UTC),
        "end": datetime(2026, 5, 4, 21, tzinfo=UTC),
        "zone": "America/New_York",
        "summary": "Food pantry",
        "location": "12 Test Street NW, Washington, DC 20009",
        "description": "Not checked yet. Call before you go."
        f"\nhttp://localhost:8000/listing/{listing_id}",
    }


def test_a_card_says_on_which_day_it_was_true(directory: Directory) -> None:
    listing_id = make_listing(directory.store)
    then = NOW - timedelta(days=12)
    with directory.store.transaction(actor="ada", now=then) as tx:
        stored = tx.listing(listing_id)
        assert stored is not None
        tx.set_belief(listing_id, when_checked(stored.belief, then, "phone"))
    assert "NOTE:Last checked on Apr 22\\, 2026. Call before you go." in card_of(
        directory, listing_id
    )


@pytest.mark.parametrize(
    "hours",
    ["by appointment", "Mon-Fri 9-5, except when the moon is full", "", "Mon 8am-8:30am 2020"],
)
def test_hours_that_are_not_sure_make_no_calendar(directory: Directory, hours: str) -> None:
    listing_id = make_listing(directory.store, schedules=[{"id": "s", "description": hours}])
    answer = directory.client.get(f"/listing/{listing_id}.ics")
    assert answer.status_code == 404
    assert "We are not sure of the hours of this place." in answer.get_data(as_text=True)


def test_a_hostile_name_adds_nothing_to_a_calendar(directory: Directory) -> None:
    events = events_of(directory, hostile_listing(directory))
    assert len(events) == 10
    assert events[0]["summary"] == 'Bread; "milk", eggs\\ TEL:+1-900-555-0100 END:VEVENT </script>'


def test_a_confidential_address_is_not_taken_along(directory: Directory) -> None:
    listing_id = directory.confidential_listing()
    card = "\n".join(card_of(directory, listing_id))
    assert "FN:Shelter" in card
    assert "ADR" not in card
    assert "12 Test" not in card
    assert "Safe place" not in card
    assert directory.client.get(f"/listing/{listing_id}.ics").status_code == 404


@pytest.mark.parametrize("ending", ["vcf", "ics"])
def test_an_unknown_listing_has_neither(directory: Directory, ending: str) -> None:
    answer = directory.client.get(f"/listing/00000000-0000-4000-8000-000000000000.{ending}")
    assert answer.status_code == 404


def test_the_page_offers_both_and_prints_a_code(directory: Directory) -> None:
    listing_id = make_listing(directory.store, schedules=HOURS)
    page = directory.client.get(f"/listing/{listing_id}").get_data(as_text=True)
    assert f'href="/listing/{listing_id}.vcf"' in page
    assert f'href="/listing/{listing_id}.ics"' in page
    assert '<svg role="img" aria-label="Code with the address of this page"' in page
    bare = make_listing(directory.store, "Without hours")
    page = directory.client.get(f"/listing/{bare}").get_data(as_text=True)
    assert f"{bare}.ics" not in page
