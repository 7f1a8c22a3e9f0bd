"""OpenStreetMap's `opening_hours`: read by the library that evaluates them, not by ours.

The expression is evaluated over two years without holidays; what repeats every week, or on the nth
weekdays of every month, becomes rows. Everything else (months, dates, sunset) stays in `rest`.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import date, datetime, time, timedelta

from opening_hours import (  # type: ignore[attr-defined]  # its stubs lack the error
    OpeningHours,
    ParserError,
    State,
)

from directory.hours.days import WEEK
from directory.hours.row import Hours, RowKind, ScheduleRow
from directory.hours.rows import rows_of
from directory.hours.week import DAY_MIN, Rule

FIRST = datetime.combine(date(2024, 1, 1), time())
"""A Monday, by a wall clock without a zone."""
DAYS = 728
"""104 weeks: every nth weekday occurs more than five times."""
_HOLIDAYS_OFF = re.compile(r"[;,]?\s*\bPH\s+(?:off|closed)\b")
_BEYOND_WEEKS = re.compile(
    r"\b(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec|week|easter|sunrise|sunset|dawn|dusk|SH|PH)\b"
    r"|\b\d{4}\b|\"|unknown|\|\||\+"
)
"""Months, dates, the sun, comments, open ends: no rows of a week."""


def read_osm(text: str) -> Hours:
    """The hours of an expression such as "Mo-Fr 09:00-17:00; Tu[2,4] 10:00-12:00; PH off".

    >>> hours = read_osm("Mo-Fr 09:00-17:00; PH off")
    >>> [(row.byday, row.opens_at, str(row.kind)) for row in hours.schedules]
    [('MO,TU,WE,TH,FR', '09:00', 'open'), ('', '', 'closed on public holidays')]
    """
    weekly, offs = _HOLIDAYS_OFF.subn("", text)
    weekly = weekly.strip(" ;,")
    try:
        evaluated = OpeningHours(weekly or "off")
    except ParserError:
        return Hours(rest=text)
    if _BEYOND_WEEKS.search(weekly) or evaluated.warnings:
        return Hours(rest=text)
    rows = rows_of(_rules_of(evaluated))
    closed = [ScheduleRow(kind=RowKind.HOLIDAYS_CLOSED)] if offs else []
    return Hours((*rows, *closed), always_open=weekly == "24/7")


def _rules_of(evaluated: OpeningHours) -> list[Rule]:
    """Rules in which every opening of the two years is contained, and no other."""
    found: dict[tuple[str, int, int], set[date]] = {}
    for start, length in _openings(evaluated):
        opens = start.hour * 60 + start.minute
        key = (WEEK[start.weekday()], opens, opens + length)
        found.setdefault(key, set()).add(start.date())
    return [Rule(*key, nth) for key, days in found.items() for nth in _nths(days)]


def _openings(evaluated: OpeningHours) -> Iterable[tuple[datetime, int]]:
    """Start and minutes of each opening; longer ones than a day are cut at midnight."""
    for start, end, state, _ in evaluated.intervals(FIRST, FIRST + timedelta(days=DAYS)):
        while state is State.OPEN and start < end:
            midnight = datetime.combine(start.date() + timedelta(days=1), time())
            stop = end if end - start < timedelta(days=1) else min(midnight, end)
            yield start, min(int((stop - start).total_seconds()) // 60, DAY_MIN)
            start = stop


def _nths(days: set[date]) -> list[int]:
    """Which of the month: 0 for all weeks, else the fewest positions that give just these days."""
    weekday = next(iter(days)).weekday()
    first = FIRST.date() + timedelta(days=weekday)
    all_days = {first + timedelta(weeks=n) for n in range(DAYS // 7)}
    if days == all_days:
        return [0]
    for position in (_from_start, _from_end):
        chosen = {position(day) for day in days}
        if days == {day for day in all_days if position(day) in chosen}:
            return sorted(chosen)
    return sorted({_from_start(day) for day in days})


def _from_start(day: date) -> int:
    return (day.day - 1) // 7 + 1


def _from_end(day: date) -> int:
    following = (day.replace(day=28) + timedelta(days=4)).replace(day=1)
    return -((following - timedelta(days=1) - day).days // 7 + 1)
