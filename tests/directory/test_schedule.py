"""Is it open? Tables of times for texts and HSDS schedules."""

from datetime import UTC, date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from directory.hours import read_hours
from directory.model import Schedule
from directory.openings import Openings, openings_of, openings_of_hours
from directory.public_holidays import is_holiday
from directory.schedule import Openness, next_days, open_state
from directory.week_mask import ALL, EVENING, WEEKEND, slot_of, span_mask, week_mask
from geodata.shapes import Point
from geodata.zones import zone_at

NEW_YORK = ZoneInfo("America/New_York")


def of_text(text: str, country: str = "US") -> Openings:
    return openings_of([Schedule(id="1", description=text)], country=country)


def of_rows(*rows: dict[str, Any]) -> Openings:
    return openings_of([Schedule(id=str(n), **row) for n, row in enumerate(rows)])


def said(openings: Openings, at: str, country: str = "US") -> str:
    """ "open 17:00", "closed 2026-11-27 09:00", "unknown by appointment"."""
    moment = datetime.fromisoformat(at).replace(tzinfo=NEW_YORK)
    state = open_state(openings, moment, zone=NEW_YORK, country=country)
    more = (
        f"{state.until:%H:%M}" if state.until else "",
        f"{state.next:%Y-%m-%d %H:%M}" if state.next else "",
        state.reason.value if state.reason else "",
    )
    return " ".join(filter(None, (state.value.value, *more, state.label)))


WEEK_TEXT = "Mon-Fri 9-5"
TABLE = [
    # an ordinary week; Thanksgiving is Thursday, 26 November 2026
    (WEEK_TEXT, "2026-11-25 08:59", "closed 2026-11-25 09:00"),
    (WEEK_TEXT, "2026-11-25 09:00", "open 17:00"),
    (WEEK_TEXT, "2026-11-25 16:59", "open 17:00"),
    (WEEK_TEXT, "2026-11-25 17:00", "closed 2026-11-27 09:00"),
    (WEEK_TEXT, "2026-11-28 12:00", "closed 2026-11-30 09:00"),
    # public holidays: unknown where nothing is said, and only while it would be open
    (WEEK_TEXT, "2026-11-26 10:00", "unknown a public holiday"),
    (WEEK_TEXT, "2026-11-26 20:00", "closed 2026-11-27 09:00"),
    (WEEK_TEXT, "2026-07-03 10:00", "unknown a public holiday"),
    (WEEK_TEXT, "2026-10-12 10:00", "unknown a public holiday"),
    ("Mon-Fri 9-5, closed holidays", "2026-11-26 10:00", "closed 2026-11-27 09:00"),
    ("Mon-Fri 9-5, closed holidays", "2026-11-25 20:00", "closed 2026-11-27 09:00"),
    ("Mon-Fri 9-5, holidays 10am-2pm", "2026-11-26 13:00", "open 14:00"),
    ("Mon-Fri 9-5, holidays 10am-2pm", "2026-11-26 15:00", "closed 2026-11-27 09:00"),
    ("24/7", "2026-11-26 10:00", "open"),
    ("Office: Mon-Fri 9-5, closed holidays. Shelter: 24/7", "2026-11-26 10:00", "open Shelter"),
    ("Mon-Sun 24 hours", "2026-11-26 10:00", "open"),
    # past midnight
    ("Fri-Sat 8pm-2am, closed Sundays", "2026-11-29 01:30", "open 02:00"),
    ("Fri-Sat 8pm-2am, closed Sundays", "2026-11-29 02:30", "closed 2026-12-04 20:00"),
    # of the month
    ("2nd & 4th Tuesday 4-6pm", "2026-11-24 17:00", "open 18:00"),
    ("2nd & 4th Tuesday 4-6pm", "2026-11-17 17:00", "closed 2026-11-24 16:00"),
    ("Last Saturday of the month 9-11am", "2026-11-28 10:00", "open 11:00"),
    ("15th of each month 9-11am", "2026-12-15 10:00", "open 11:00"),
    # parts of the year
    ("June-August: M-F 8-3. September-May: M-F 2-6pm", "2026-07-01 09:00", "open 15:00"),
    ("June-August: M-F 8-3. September-May: M-F 2-6pm", "2026-12-01 09:00",
     "closed 2026-12-01 14:00"),
    ("Mon-Fri 9-5. Closed December 24-January 2", "2026-12-28 10:00", "closed 2027-01-04 09:00"),
    ("Summer: M-F 8-4", "2026-12-01 10:00", "unknown it depends on the season"),
    # dated hours
    ("Tue 9-11, 3/1/2026 - 5/31/2026", "2026-04-07 10:00", "open 11:00"),
    ("Tue 9-11, 3/1/2026 - 5/31/2026", "2026-11-24 10:00",
     "unknown the dates of the hours have passed"),
    # stated in part
    ("Thursdays at 6pm", "2026-11-19 17:00", "closed"),
    ("Thursdays at 6pm", "2026-11-19 19:00", "unknown when it closes is not listed"),
    ("Mondays and Fridays", "2026-11-23 10:00", "unknown the times of this day are not listed"),
    ("Mondays and Fridays", "2026-11-24 10:00", "closed"),
    ("9 am - 5 pm", "2026-11-24 10:00", "unknown the days are not listed"),
    ("9 am - 5 pm", "2026-11-24 20:00", "closed"),
    ("Every other Monday 9-11am", "2026-11-23 10:00", "unknown it is not known which weeks"),
    # appointments
    ("By appointment", "2026-11-25 10:00", "unknown by appointment"),
    ("Mon-Fri 9-5 by appointment only", "2026-11-25 10:00", "unknown by appointment"),
    ("Mon-Fri 9-5 by appointment only", "2026-11-25 20:00", "closed"),
    # not understood, or nothing said
    ("Mon-Fri 9-5; hours may vary", "2026-11-25 10:00",
     "unknown part of the hours is not understood"),
    ("Please inquire", "2026-11-25 10:00", "unknown part of the hours is not understood"),
    # several kinds of hours
    ("Office: Mon-Fri 9-5. Pantry: Sat 9-11", "2026-11-28 10:00", "open 11:00 Pantry"),
    ("Office: Mon-Fri 9-5. Pantry: Sat 9-11", "2026-11-27 10:00", "open 17:00 Office"),
    ("Office: Mon-Fri 9-5. Pantry: Sat 9-11", "2026-11-27 20:00", "closed 2026-11-28 09:00 Pantry"),
]  # fmt: skip


@pytest.mark.parametrize(("text", "at", "answer"), TABLE)
def test_the_state_of_a_text_at_a_time(text: str, at: str, answer: str) -> None:
    assert said(of_text(text), at) == answer


MO_FR = {"freq": "WEEKLY", "byday": "MO,TU,WE,TH,FR", "opens_at": "09:00", "closes_at": "17:00"}
ROWS = [
    ([MO_FR], "2026-11-25 10:00", "open 17:00"),
    ([MO_FR | {"opens_at": "09:00:00-05:00"}], "2026-11-25 10:00", "open 17:00"),
    ([{"freq": "MONTHLY", "byday": "-1SA", "opens_at": "10:00", "closes_at": "12:00"}],
     "2026-11-28 11:00", "open 12:00"),
    ([{"freq": "WEEKLY", "interval": 2, "byday": "MO", "opens_at": "09:00", "closes_at": "11:00",
       "dtstart": "2026-11-09"}], "2026-11-23 10:00", "open 11:00"),
    ([{"freq": "WEEKLY", "interval": 2, "byday": "MO", "opens_at": "09:00", "closes_at": "11:00",
       "dtstart": "2026-11-09"}], "2026-11-30 10:00", "closed 2026-12-07 09:00"),
    ([MO_FR | {"dtstart": "2027-01-04"}], "2026-11-25 10:00", "closed 2027-01-04 09:00"),
    ([{"dtstart": "2026-11-28", "until": "2026-11-28", "opens_at": "13:00",
       "closes_at": "16:00"}], "2026-11-28 14:00", "open 16:00"),
    ([MO_FR, {"notes": "closed on public holidays"}], "2026-11-26 10:00",
     "closed 2026-11-27 09:00"),
    ([MO_FR, {"notes": "closed", "dtstart": "2026-11-25", "until": "2026-11-27"}],
     "2026-11-25 10:00", "closed 2026-11-30 09:00"),
    ([MO_FR | {"notes": "by appointment"}], "2026-11-25 10:00", "unknown by appointment"),
    ([MO_FR | {"notes": "season: 04-01/10-31"}], "2026-11-25 10:00", "closed 2027-04-01 09:00"),
    ([MO_FR | {"notes": "Hours vary, call first"}], "2026-11-25 10:00",
     "unknown part of the hours is not understood"),
    ([MO_FR | {"description": "Intake"}], "2026-11-25 10:00", "open 17:00 Intake"),
    ([MO_FR | {"description": "Mon-Fri 9:00 - 5:00"}], "2026-11-25 10:00", "open 17:00"),
    ([MO_FR | {"valid_to": "2026-10-31"}], "2026-11-25 10:00",
     "unknown the dates of the hours have passed"),
    ([MO_FR | {"valid_to": "2026-10-31"},
      MO_FR | {"opens_at": "10:00", "valid_from": "2026-11-01"}], "2026-11-25 09:30",
     "closed 2026-11-25 10:00"),
    ([MO_FR | {"byday": "weekdays"}], "2026-11-25 10:00",
     "unknown part of the hours is not understood"),
    ([], "2026-11-25 10:00", "unknown no hours are listed"),
]  # fmt: skip


@pytest.mark.parametrize(("rows", "at", "answer"), ROWS)
def test_the_state_of_schedule_rows_at_a_time(
    rows: list[dict[str, Any]], at: str, answer: str
) -> None:
    assert said(of_rows(*rows), at) == answer


@pytest.mark.parametrize("text", [text for text in dict.fromkeys(t for t, _, _ in TABLE)])
def test_the_rows_of_a_text_say_what_the_text_says(text: str) -> None:
    """Written as HSDS schedules and read back; but for what is not understood."""
    hours = read_hours(text)
    rows = [
        Schedule.model_validate(r.as_json() | {"id": str(n)}) for n, r in enumerate(hours.schedules)
    ]
    again, before = openings_of(rows), openings_of_hours([hours])
    assert [(k.label, k.expression) for k in again.kinds] == [
        (k.label, k.expression) for k in before.kinds
    ]
    assert again.on_holidays is before.on_holidays


ODD: dict[str, list[Any]] = {
    "freq": ["WEEKLY", "MONTHLY", "DAILY"],
    "byday": ["MO", "mo, tu", "2TU,-1SA", "Monday"],
    "opens_at": ["09:00", "9:00", "24:00", "09:00:00-05:00", "noon"],
    "closes_at": ["17:00", "00:00", "24:00", "02:00", "late"],
    "interval": [1, 2, 3],
    "dtstart": ["2026-01-01", "8:30AM", "2026-02-30", "2026-01-01T09:00:00"],
    "until": ["2026-12-31", "2025-01-01", "5:30PM"],
    "valid_to": ["2026-06-01", "soon"],
    "bymonthday": ["15", "31", "1, 15", "-1", "x"],
    "notes": ["closed", "on public holidays", "by appointment", "season: 13-01/02-40"],
    "description": ["Office", "Mon-Fri 9-5", "closed holidays"],
}


@settings(max_examples=200)
@given(st.fixed_dictionaries({}, optional={k: st.sampled_from(v) for k, v in ODD.items()}))
def test_rows_of_strange_files_get_an_answer(row: dict[str, Any]) -> None:
    openings = of_rows(row)
    at = datetime(2026, 11, 25, 15, tzinfo=UTC)
    assert open_state(openings, at, zone=NEW_YORK).value in Openness
    assert week_mask(openings).maybe >= 0


def test_a_closed_service_is_closed_for_a_while() -> None:
    at = datetime(2026, 11, 25, 15, tzinfo=UTC)
    state = open_state(of_text(WEEK_TEXT), at, zone=NEW_YORK, status="temporarily closed")
    assert state.as_json() == {"value": "closed", "reason": "temporarily closed"}


def test_the_wall_clock_is_that_of_the_place() -> None:
    at = datetime(2026, 11, 25, 23, 30, tzinfo=UTC)
    zones = [ZoneInfo("America/New_York"), ZoneInfo("America/Los_Angeles")]
    answers = [open_state(of_text(WEEK_TEXT), at, zone=zone).value for zone in zones]
    assert answers == [Openness.CLOSED, Openness.OPEN]
    assert open_state(of_text(WEEK_TEXT), at, zone=None).value is Openness.UNKNOWN
    assert zone_at(Point(lat=34.05, lon=-118.24)) == zones[1]
    assert zone_at(Point(lat=0, lon=-30)) is None


@pytest.mark.parametrize(
    ("at", "hours"), [("2026-03-08 00:30", 2), ("2026-11-01 00:30", 4), ("2026-06-07 00:30", 3)]
)
def test_a_night_in_which_the_clock_changes(at: str, hours: int) -> None:
    """Midnight to 3:30 lasts three hours more, or two, or four."""
    moment = datetime.fromisoformat(at).replace(tzinfo=NEW_YORK)
    until = open_state(of_text("Sun 12:00 am - 3:30 am"), moment, zone=NEW_YORK).until
    assert until is not None
    assert (until.astimezone(UTC) - moment.astimezone(UTC)).total_seconds() == hours * 3600


def test_holidays_are_those_of_the_country() -> None:
    boxing_day = date(2025, 12, 26)
    assert [is_holiday(boxing_day, country) for country in ("GB", "US", "JO")] == [
        True, False, False,
    ]  # fmt: skip
    assert said(of_text(WEEK_TEXT, "GB"), "2025-12-26 10:00", "GB") == "unknown a public holiday"
    assert said(of_text(WEEK_TEXT, "JO"), "2026-11-26 10:00", "JO") == "open 17:00"


@pytest.mark.parametrize(
    ("day", "country", "expected"),
    [
        (date(2026, 4, 16), "US-DC", True),  # Emancipation Day, in Washington DC alone
        (date(2026, 4, 16), "US-MD", False),
        (date(2026, 4, 16), "US", False),
        (date(2026, 10, 12), "US", True),
        (date(2026, 5, 25), "JO", True),  # independence
        (date(2026, 5, 26), "XX", False),
    ],
)
def test_holidays_of_states_and_of_further_countries(
    day: date, country: str, expected: bool
) -> None:
    assert is_holiday(day, country) is expected


def test_a_holiday_of_the_state_leaves_open_whether_it_is_kept() -> None:
    week = of_text("Mon-Fri 9-5, closed holidays")
    assert said(week, "2026-04-16 10:00", "US-DC") == "unknown a public holiday"
    assert said(week, "2026-04-16 10:00", "US-MD") == "open 17:00"


def test_the_next_days_day_by_day() -> None:
    found = next_days(
        of_text("Office: Mon-Fri 9-5. Pantry: Thu 6-8pm"), date(2026, 11, 25), 3, zone=NEW_YORK
    )
    assert [
        (f"{d.day:%a}", d.is_holiday,
         [(s.label, f"{s.start:%H}-{s.end:%H}", s.value.value) for s in d.stretches])
        for d in found
    ] == [
        ("Wed", False, [("Office", "09-17", "open")]),
        ("Thu", True, [("Office", "09-17", "unknown"), ("Pantry", "18-20", "unknown")]),
        ("Fri", False, [("Office", "09-17", "open")]),
    ]  # fmt: skip


def test_a_day_that_begins_without_a_midnight() -> None:
    """In Havana the clock jumps from midnight to one in March."""
    havana = ZoneInfo("America/Havana")
    (day,) = next_days(of_text("Sun 9-11"), date(2026, 3, 8), 1, zone=havana, country="CU")
    assert [f"{s.start:%H}-{s.end:%H}" for s in day.stretches] == ["09-11"]


def test_around_the_clock_is_cut_at_midnight() -> None:
    found = next_days(of_text("24/7"), date(2026, 10, 31), 3, zone=NEW_YORK)
    assert [len(day.stretches) for day in found] == [1, 1, 1]
    assert {s.start.hour for day in found for s in day.stretches} == {0}


# ------------------------------------------------------------------ the week's mask

TEXTS = [
    WEEK_TEXT, "24/7", "Fri-Sat 8pm-2am", "Sun 10pm-3:10am", "2nd & 4th Tuesday 4:10-6pm",
    "Thursdays at 6pm", "9 am - 5 pm", "Summer: M-F 8-4", "Mon-Fri 9-5 by appointment",
    "June-August: M-F 8-3. September-May: M-F 2-6pm", "By appointment", "Please inquire",
    "Office: Mon-Fri 9-5. Pantry: Sat 9-11", "15th of each month 9-11am", "Mondays and Fridays",
    "Mon-Fri 9-5. Closed December 24-January 2", "Every other Monday 9-11am",
    "Tue 9-11, 3/1/2026 - 5/31/2026",
]  # fmt: skip
START = datetime(2026, 1, 1, tzinfo=UTC)
moments = st.integers(0, 700 * 24 * 60).map(
    lambda n: (START + timedelta(minutes=n)).astimezone(NEW_YORK)
)


@settings(max_examples=300)
@given(st.sampled_from(TEXTS), moments)
def test_the_mask_never_hides_what_is_open(text: str, at: datetime) -> None:
    openings, bit = of_text(text), 1 << slot_of(at, NEW_YORK)
    mask, state = week_mask(openings), open_state(openings, at, zone=NEW_YORK)
    if not (mask.open | mask.maybe) & bit:
        assert state.value is Openness.CLOSED
    elif mask.open & bit and not mask.needs_evaluation and not is_holiday(at.date(), "US"):
        assert state.value is Openness.OPEN


def test_the_mask_in_bits() -> None:
    mask = week_mask(of_text("Mon 9:10-10:00; 2nd Sat 9-10"))
    assert mask.open == span_mask(["MO"], 9 * 60 + 15, 600)
    assert mask.maybe == span_mask(["MO"], 540, 555) | span_mask(["SA"], 540, 600)
    assert [len(part) for part in mask.as_bytes()] == [84, 84]
    assert week_mask(of_text("")).maybe == ALL


def test_evenings_and_weekends() -> None:
    masks = [week_mask(of_text(text)).open for text in ("Wed 5-7pm", "Sat 9-11am", WEEK_TEXT)]
    assert [bool(mask & EVENING) for mask in masks] == [True, False, False]
    assert [bool(mask & WEEKEND) for mask in masks] == [False, True, False]
