"""HSDS schedules compiled into what the evaluator reads: one OpenStreetMap expression per label.

A schedule without times is a text, and the reader of `directory.hours` reads it. The rules are made
in `opening_rules`; `schedule` asks opening-hours-py what holds at a time.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum
from functools import lru_cache

from directory.hours import Hours, RowKind, ScheduleRow, read_hours
from directory.hours.days import WEEK
from directory.hours.row import SEASON
from directory.model import Schedule
from directory.opening_rules import expression_of, is_fortnightly, weekdays_of
from directory.public_holidays import is_readable

_BYDAY = re.compile(r"(?:[+-]?[1-5]?(?:MO|TU|WE|TH|FR|SA|SU)(?:,|$))*")
_CLOCK = re.compile(r"(?:[01]\d|2[0-3]):[0-5]\d")
_MONTH_DAYS = re.compile(r"(?:(?:0?[1-9]|[12]\d|3[01])(?:,|$))*")
TEXTS_KEPT = 20_000
"""Texts of hours whose reading is kept: a directory repeats its texts, and a reading costs 1 ms."""


class OnHolidays(StrEnum):
    """What the hours say of public holidays."""

    UNSTATED = "unstated"
    CLOSED = "closed"
    STATED = "stated"


@dataclass(frozen=True, slots=True)
class LabelledOpenings:
    """One kind of hours of a listing: the office, the pantry."""

    label: str
    """Empty when the source tells no kinds apart."""
    expression: str
    fortnights: tuple[ScheduleRow, ...] = ()
    """Every other week from a date on: the syntax has no such rule."""
    rows: tuple[ScheduleRow, ...] = ()
    """All openings of this kind, for the week's mask."""
    is_always: bool = False
    """Around the clock, every day: on holidays, too."""


@dataclass(frozen=True, slots=True)
class Openings:
    """When a listing is open, ready for evaluation."""

    kinds: tuple[LabelledOpenings, ...] = ()
    on_holidays: OnHolidays = OnHolidays.UNSTATED
    unread: str = ""
    """Text that may change the answer."""
    has_closures: bool = False
    """It closes on dates or in parts of the year."""
    is_by_appointment: bool = False
    """Only by appointment, and no times are given."""


def openings_of(schedules: Iterable[Schedule], *, country: str = "US") -> Openings:
    """The openings of the schedules of one listing."""
    return openings_of_hours([_hours_of(schedule, country) for schedule in schedules])


def openings_of_hours(read: Sequence[Hours]) -> Openings:
    """The openings of hours that were read from texts or columns."""
    rows = [row for hours in read for row in hours.schedules]
    timed = _timed(rows)
    has_times = any(row.opens_at for row in rows)
    kinds = _kinds_of(rows)
    rests = [hours.rest for hours in read if hours.rest]
    rests += [kind.expression for kind in kinds if not is_readable(kind.expression)]
    return Openings(
        kinds=kinds,
        on_holidays=_on_holidays(rows),
        unread="; ".join(dict.fromkeys(rests)),
        has_closures=any(_takes_away(row, timed) for row in rows),
        is_by_appointment=any(hours.by_appointment for hours in read) and not has_times,
    )


_ON_HOLIDAYS = (RowKind.HOLIDAYS_CLOSED, RowKind.ON_HOLIDAYS)


def _timed(rows: Iterable[ScheduleRow]) -> set[str]:
    """Weekdays for which times are given."""
    opened = [r for r in rows if r.kind in (RowKind.OPEN, RowKind.APPOINTMENT) and r.closes_at]
    return {day for row in opened for day in weekdays_of(row)}


def _kinds_of(rows: Sequence[ScheduleRow]) -> tuple[LabelledOpenings, ...]:
    openings = [row for row in rows if row.kind in (RowKind.OPEN, RowKind.APPOINTMENT)]
    timed = _timed(openings)
    closures = [row for row in rows if row.kind in _ON_HOLIDAYS or _takes_away(row, timed)]
    found = []
    for label in dict.fromkeys(row.label for row in openings):
        own = [row for row in openings if row.label == label]
        fortnights = tuple(row for row in own if is_fortnightly(row))
        others = [row for row in own if row not in fortnights]
        is_always = _is_always(own)
        taken = [row for row in closures if not is_always or row.kind not in _ON_HOLIDAYS]
        expression = expression_of(others, taken, timed)
        if expression or fortnights:
            found.append(LabelledOpenings(label, expression, fortnights, tuple(own), is_always))
    return tuple(found)


def _takes_away(row: ScheduleRow, timed: set[str]) -> bool:
    """ "Sunday closed" where Sunday never was open would only end Saturday night at midnight."""
    if row.kind is not RowKind.CLOSED:
        return False
    return bool(row.season or row.dtstart or weekdays_of(row) & timed)


@lru_cache(maxsize=TEXTS_KEPT)
def _read(text: str, country: str) -> Hours:
    return read_hours(text, country=country)


def _hours_of(schedule: Schedule, country: str) -> Hours:
    """The rows of one HSDS schedule: its parts, or else its text."""
    text = _read(schedule.description or "", country)
    kind, season, rest = _of_notes(schedule.notes or "", country)
    if not _has_parts(schedule) and kind is RowKind.OPEN:
        return replace(text, schedules=tuple(_dated(row, schedule) for row in text.schedules))
    if not _are_parts_sound(schedule):
        return Hours(rest=schedule.description or f"{schedule.byday} {schedule.opens_at}".strip())
    row = ScheduleRow(
        freq=schedule.freq or "WEEKLY",
        byday=(schedule.byday or "").upper().replace(" ", ""),
        opens_at=_hhmm(schedule.opens_at),
        closes_at=_hhmm(schedule.closes_at),
        interval=int(schedule.interval or 1),
        bymonthday=(schedule.bymonthday or "").replace(" ", ""),
        kind=kind,
        label=_label_of(schedule, text),
        season=season,
    )
    said = [r for r in text.schedules if r.kind in _ON_HOLIDAYS]
    rests = [rest, text.rest if text.schedules else ""]
    return Hours((_dated(row, schedule), *said), rest="; ".join(filter(None, rests)))


def _has_parts(schedule: Schedule) -> bool:
    return bool(schedule.opens_at or schedule.byday or schedule.bymonthday)


def _are_parts_sound(schedule: Schedule) -> bool:
    """Foreign files have weekdays, dates and times in forms of their own."""
    days = (schedule.byday or "").upper().replace(" ", "")
    opens, closes = _hhmm(schedule.opens_at), _hhmm(schedule.closes_at)
    month_days = (schedule.bymonthday or "").replace(" ", "")
    return (
        bool(_BYDAY.fullmatch(days) and _MONTH_DAYS.fullmatch(month_days))
        and (not opens or bool(_CLOCK.fullmatch(opens)))
        and (not closes or closes == "24:00" or bool(_CLOCK.fullmatch(closes)))
        and bool(opens or not closes)
    )


def _label_of(schedule: Schedule, text: Hours) -> str:
    """The description is a label, unless it is the hours in words."""
    if text.schedules:
        return next((row.label for row in text.schedules if row.label), "")
    return (schedule.description or "").strip()


def _of_notes(notes: str, country: str) -> tuple[RowKind, str, str]:
    """Kind and season as `ScheduleRow.as_json` writes them; other notes are read as a text."""
    parts = [part.strip() for part in notes.split(";") if part.strip()]
    kinds = [kind for kind in RowKind if kind.value in parts]
    seasons = [part.removeprefix(SEASON) for part in parts if part.startswith(SEASON)]
    left = "; ".join(p for p in parts if p not in kinds and not p.startswith(SEASON))
    read = _read(left, country) if left else Hours()
    is_appointment = bool(left) and read.by_appointment
    kind = kinds[0] if kinds else RowKind.APPOINTMENT if is_appointment else RowKind.OPEN
    return kind, seasons[0] if seasons else "", "" if is_appointment else read.rest


def _dated(row: ScheduleRow, schedule: Schedule) -> ScheduleRow:
    """The row within the dates of its schedule, and those for which the source vouches."""
    return replace(
        row,
        dtstart=_day(schedule.dtstart) or row.dtstart,
        until=_day(schedule.until) or row.until,
        valid_from=_day(schedule.valid_from),
        valid_to=_day(schedule.valid_to),
    )


def _day(text: str | None) -> str:
    """The date of an HSDS date or date-time; empty when it is none."""
    try:
        return date.fromisoformat((text or "")[:10]).isoformat()
    except ValueError:
        return ""


def _hhmm(text: str | None) -> str:
    """ "09:00" of HSDS's "09:00:00-05:00"."""
    return text[:5] if text else ""


def _on_holidays(rows: Sequence[ScheduleRow]) -> OnHolidays:
    kinds = {row.kind for row in rows}
    if RowKind.ON_HOLIDAYS in kinds:
        return OnHolidays.STATED
    return OnHolidays.CLOSED if RowKind.HOLIDAYS_CLOSED in kinds else OnHolidays.UNSTATED


def _is_always(rows: Sequence[ScheduleRow]) -> bool:
    """Do these rows open every day as a whole? A source may have a row for each day."""
    days = {day for row in rows if _is_whole_day(row) for day in row.byday.split(",")}
    return days >= set(WEEK)


def _is_whole_day(row: ScheduleRow) -> bool:
    is_whole = (row.opens_at, row.closes_at) in (("00:00", "23:59"), ("00:00", "00:00"))
    is_always = not (row.season or row.dtstart or row.until) and row.interval == 1
    return is_whole and is_always and row.kind is RowKind.OPEN
