"""Opening hours that come as data: columns, flags, numbers, events, schema.org, OpenStreetMap."""

from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from directory.hours import Hours, RowKind
from directory.hours.days import WEEK
from directory.hours.osm import read_osm
from directory.hours.structured import (
    read_columns,
    read_day_flags,
    read_event,
    read_numbers,
    read_schema_org,
)


def openings(hours: Hours) -> list[tuple[str, str, str]]:
    rows = [row for row in hours.schedules if row.kind is RowKind.OPEN]
    return [(row.byday, row.opens_at, row.closes_at) for row in rows]


@pytest.mark.parametrize(
    ("days", "opens", "closes", "rows"),
    [
        ("Monday, Wednesday-Friday", "8:30AM", "5:30PM", [("MO,WE,TH,FR", "08:30", "17:30")]),
        ("tuesday", "12:00am", "12:00am", [("TU", "00:00", "23:59")]),
        ("Monday - Friday", "24 Hours", "", [("MO,TU,WE,TH,FR", "00:00", "23:59")]),
        ("Second Saturday", "9:00AM", "11:00AM", [("2SA", "09:00", "11:00")]),
        ("Monday", "08:00", "17:00", [("MO", "08:00", "17:00")]),
        ("2nd & 4th Saturday", "9:00AM", "11:00AM", [("2SA,4SA", "09:00", "11:00")]),
        ("Friday-Saturday", "570", "1050", [("FR,SA", "09:30", "17:30")]),
        ("sunday", "", "", []),
    ],
)
def test_columns(days: str, opens: str, closes: str, rows: list[tuple[str, str, str]]) -> None:
    assert openings(read_columns(days, opens, closes)) == rows


def test_numbers_are_hours_and_minutes() -> None:
    assert openings(read_numbers(("FR", "MO"), 830, 2400)) == [("MO,FR", "08:30", "00:00")]
    assert openings(read_numbers(("MO",), 0, 2400)) == [("MO", "00:00", "23:59")]
    assert read_numbers(("MO",), 961, 1700) == Hours(rest="MO 961-1700")


def test_flags_name_the_days() -> None:
    flags = {"Monday": "Y", "Tuesday": "N", "Wednesday": "yes", "Sunday": ""}
    assert openings(read_day_flags(flags, "10:00", "12:30")) == [("MO,WE", "10:00", "12:30")]
    assert read_day_flags({"Monday": "N"}, "10:00", "12:30") == Hours()


def test_an_event_is_one_date() -> None:
    (row,) = read_event(date(2026, 8, 14), "1 PM", "4 PM").schedules
    assert (row.dtstart, row.until, row.opens_at, row.closes_at) == (
        "2026-08-14", "2026-08-14", "13:00", "16:00",
    )  # fmt: skip


SPECIFICATION = {"dayOfWeek": ["https://schema.org/Monday", "Tuesday"], "opens": "09:00:00",
                 "closes": "17:00"}  # fmt: skip


@pytest.mark.parametrize(
    ("value", "rows", "closed", "rest"),
    [
        ("Mo-Fr 09:00-17:00", [("MO,TU,WE,TH,FR", "09:00", "17:00")], (), ""),
        (["Mo 09:00-12:00", "Sa 10:00-14:00"],
         [("MO", "09:00", "12:00"), ("SA", "10:00", "14:00")], (), ""),
        (SPECIFICATION, [("MO,TU", "09:00", "17:00")], (), ""),
        ([SPECIFICATION, {"dayOfWeek": "Sunday", "opens": "00:00", "closes": "00:00"}],
         [("MO,TU", "09:00", "17:00")], ("SU",), ""),
        ({"dayOfWeek": "Monday"}, [], (), "{'dayOfWeek': 'Monday'}"),
        ([7], [], (), "7"),
    ],
)  # fmt: skip
def test_schema_org(
    value: Any, rows: list[tuple[str, str, str]], closed: tuple[str, ...], rest: str
) -> None:
    hours = read_schema_org(value)
    assert (openings(hours), hours.closed_days, hours.rest) == (rows, closed, rest)


@pytest.mark.parametrize(
    ("text", "rows", "rest"),
    [
        ("Mo-Sa 10:00-20:00; Tu off", [("MO,WE,TH,FR,SA", "10:00", "20:00")], ""),
        ("We 09:00-17:00; We[2,4] 10:00-12:00",
         [("1WE,3WE,5WE", "09:00", "17:00"), ("2WE,4WE", "10:00", "12:00")], ""),
        ("Sa[-1] 10:00-12:00", [("-1SA", "10:00", "12:00")], ""),
        ("Fr 20:00-02:00", [("FR", "20:00", "02:00")], ""),
        ("24/7", [(",".join(WEEK), "00:00", "23:59")], ""),
        ("Apr-Oct Mo 09:00-12:00", [], "Apr-Oct Mo 09:00-12:00"),
        ("Mo 09:00+", [], "Mo 09:00+"),
        ("by chance", [], "by chance"),
    ],
)  # fmt: skip
def test_openstreetmap(text: str, rows: list[tuple[str, str, str]], rest: str) -> None:
    hours = read_osm(text)
    assert (openings(hours), hours.rest) == (rows, rest)


@given(st.sets(st.sampled_from(WEEK), min_size=1), st.integers(0, 19), st.integers(1, 4))
def test_what_openstreetmap_says_of_a_week_comes_back(
    days: set[str], opens: int, hours: int
) -> None:
    chosen = [day for day in WEEK if day in days]
    names = ",".join(day.capitalize() for day in chosen)
    times = (f"{opens:02}:00", f"{opens + hours:02}:00")
    assert openings(read_osm(f"{names} {times[0]}-{times[1]}")) == [(",".join(chosen), *times)]
