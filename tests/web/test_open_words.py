"""Open, closed or not known, and the hours of the next days, in words."""

from __future__ import annotations

from datetime import date
from zoneinfo import ZoneInfo

import pytest

from directory.hours import read_hours
from directory.openings import openings_of_hours
from directory.schedule import next_days
from tests.factories import make_listing
from tests.web.conftest import Directory
from web.open_words import day_lines, state_words
from web.requirement_words import requirement_lines

EAST = ZoneInfo("America/New_York")

# NOW is Monday, May 4, 2026, 8:00 in the east.
STATES = [
    ({"value": "open", "until": "2026-05-04T17:00:00-04:00"}, "Open now, until 5:00 PM"),
    ({"value": "open", "until": "2026-05-05T02:00:00-04:00"}, "Open now, until 2:00 AM"),
    ({"value": "open", "until": "2026-05-08T12:00:00-04:00"}, "Open now, until Friday 12:00 PM"),
    ({"value": "open"}, "Open now"),
    (
        {"value": "closed", "next": "2026-05-04T14:00:00-04:00"},
        "Closed now, opens today at 2:00 PM",
    ),
    (
        {"value": "closed", "next": "2026-05-05T09:00:00-04:00"},
        "Closed now, opens tomorrow at 9:00 AM",
    ),
    (
        {"value": "closed", "next": "2026-05-07T09:30:00-04:00"},
        "Closed now, opens Thursday at 9:30 AM",
    ),
    (
        {"value": "closed", "next": "2026-06-01T09:00:00-04:00"},
        "Closed now, opens Mon, Jun 1 at 9:00 AM",
    ),
    (
        {"value": "closed", "reason": "temporarily closed"},
        "Closed for now. Call before you go.",
    ),
    ({"value": "unknown", "reason": "by appointment"}, "By appointment: call first"),
    ({"value": "unknown", "reason": "no hours are listed"}, "Hours not listed: call first"),
    (
        {"value": "unknown", "reason": "the time zone is not known"},
        "Hours not certain: call first",
    ),
]


@pytest.mark.parametrize(("state", "words"), STATES)
def test_a_state_is_said_as_people_say_it(
    directory: Directory, state: dict[str, str], words: str
) -> None:
    with directory.app.test_request_context():
        assert state_words(state).replace("\u00a0", " ") == words


def test_the_next_days_say_their_times_and_their_holidays(directory: Directory) -> None:
    openings = openings_of_hours([read_hours("Mon-Fri 9am-5pm, Sat 10-12")])
    with directory.app.test_request_context():
        days = next_days(openings, date(2026, 5, 23), 4, zone=EAST)
        lines = day_lines(days, date(2026, 5, 23))
    told = [(line.day, [t.replace("\u00a0", " ") for t in line.times]) for line in lines]
    assert told == [
        ("Sat, May 23", ["10:00 AM – 12:00 PM"]),
        ("Sun, May 24", []),
        ("Mon, May 25", ["9:00 AM – 5:00 PM (public holiday: hours may differ)"]),
        ("Tue, May 26", ["9:00 AM – 5:00 PM"]),
    ]
    assert [line.is_today for line in lines] == [True, False, False, False]
    assert [line.is_holiday for line in lines] == [False, False, True, False]


def test_a_listing_and_its_hit_say_the_same_of_hours_and_people(directory: Directory) -> None:
    listing_id = make_listing(
        directory.store,
        "Corner pantry",
        schedules=[{"id": "s", "description": "Mon-Fri 7am-3pm"}],
        eligibility_description="Veterans aged 18 and older",
    )
    directory.refresh()
    for address in ("/search?q=pantry", f"/listing/{listing_id}"):
        page = directory.client.get(address).get_data(as_text=True).replace("\u00a0", " ")
        assert "Open now, until 3:00 PM" in page
    assert "<li>Veterans</li>" in page
    assert "<li>Age 18 and older</li>" in page
    assert "Today, Mon, May 4" in page
    assert "Mon-Fri 7am-3pm" in page


def test_what_is_closed_now_is_not_among_what_is_open(directory: Directory) -> None:
    for name, text in (("A", "Mon-Fri 7am-3pm"), ("B", "Mon-Fri 3pm-5pm"), ("C", "call")):
        make_listing(
            directory.store, f"Pantry {name}", schedules=[{"id": name, "description": text}]
        )
    directory.refresh()
    page = directory.client.get("/search?q=pantry&open=now").get_data(as_text=True)
    assert "2 places found" in page
    assert page.index("Pantry A") < page.index("Pantry C")
    assert "Pantry B" not in page
    assert 'value="now" checked' in page
    assert directory.client.get("/search?q=pantry&open=soon").status_code == 400


def criterion(dimension: str, **values: object) -> dict[str, object]:
    usual = {"polarity": "include", "strength": "required", "subject": "applicant"}
    return {"dimension": dimension, **usual, **values}


def test_requirements_are_listed_in_plain_words(directory: Directory) -> None:
    criteria = [
        criterion("age", min=16.0, max=24.0),
        criterion("income", unit="pct_fpl", max=185.0),
        criterion("population", value="veteran", strength="preferred"),
        criterion("population", value="sex_offender", polarity="exclude"),
        criterion("residency", areas=["Ward 7"], rule=["live", "work"]),
        criterion("insurance", value="uninsured"),
        criterion("document", value="photo_id"),
        criterion("gender", value="women", subject="any_household_member"),
        criterion("cost", value="free"),
    ]
    with directory.app.test_request_context():
        assert requirement_lines(criteria) == [
            "Age 16 to 24",
            "Income at or below 185% of the federal poverty level",
            "Veterans come first",
            "Not for: sex offenders",
            "People who live in Ward 7 or people who work in Ward 7",
            "People without insurance",
            "Photo ID",
            "Someone in the household: women",
        ]
