"""Openings as bits: which quarter hours of a week are open, and which may be.

The index filters by one mask; the exact state of what is shown comes from `schedule`. The law that
the tests keep: what is OPEN has its bit in `open` or `maybe`, what has neither is CLOSED, and a bit
in `open` means OPEN on every day that is no holiday, unless `needs_evaluation`.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from directory.hours import RowKind, ScheduleRow
from directory.hours.days import WEEK
from directory.opening_rules import doubt_of, weekdays_of, window_of
from directory.openings import Openings

SLOT_MIN = 15
SLOTS_A_DAY = 24 * 60 // SLOT_MIN
SLOTS = 7 * SLOTS_A_DAY
BYTES = SLOTS // 8
ALL = (1 << SLOTS) - 1


@dataclass(frozen=True, slots=True)
class WeekMask:
    """672 quarter hours, the first on Monday at midnight by the wall clock of the place."""

    open: int = 0
    """Bit n: open for all of quarter hour n, in every week."""
    maybe: int = ALL
    """Bit n: open in part, in some weeks, or nobody can say."""
    needs_evaluation: bool = True
    """Closed on dates or in parts of the year: the bits of `open` do not always hold."""

    def as_bytes(self) -> tuple[bytes, bytes]:
        """`open` and `maybe`, 84 bytes each, the lowest bit first."""
        return self.open.to_bytes(BYTES, "little"), self.maybe.to_bytes(BYTES, "little")


def slot_of(at: datetime, zone: ZoneInfo) -> int:
    """The quarter hour in which a time (aware) lies.

    >>> slot_of(datetime(2026, 11, 24, 14, 31, tzinfo=ZoneInfo("UTC")), ZoneInfo("Etc/GMT+5"))
    134
    """
    local = at.astimezone(zone)
    return local.weekday() * SLOTS_A_DAY + (local.hour * 60 + local.minute) // SLOT_MIN


def span_mask(days: Iterable[str], opens_min: int, closes_min: int) -> int:
    """Bits of whole quarter hours from `opens_min` to `closes_min` (minutes after midnight) of the
    days; beyond 1440 on the next day, and from Sunday into Monday."""
    mask = 0
    first, behind = -(-opens_min // SLOT_MIN), closes_min // SLOT_MIN
    for day in days:
        start = WEEK.index(day) * SLOTS_A_DAY
        for slot in range(start + first, start + behind):
            mask |= 1 << slot % SLOTS
    return mask


EVENING = span_mask(WEEK[:5], 18 * 60, 22 * 60)
"""After most people's work."""
WEEKEND = span_mask(WEEK[5:], 0, 24 * 60)


def week_mask(openings: Openings) -> WeekMask:
    """The mask of the openings of a listing; without known hours everything may be open."""
    if openings.unread or openings.is_by_appointment or not openings.kinds:
        return WeekMask()
    rows = [row for kind in openings.kinds for row in kind.rows]
    timed = {day for row in rows if row.closes_at for day in weekdays_of(row)}
    sure = maybe = 0
    for row in rows:
        whole, touched = _bits(row, timed)
        is_sure = _is_every_week(row)
        sure |= whole if is_sure else 0
        maybe |= touched
    if any(window_of(row)[1] for row in rows):  # afterwards nobody knows
        maybe = ALL
    return WeekMask(sure, maybe & ~sure, openings.has_closures)


def _is_every_week(row: ScheduleRow) -> bool:
    is_plain = not (row.season or any(window_of(row)) or row.bymonthday)
    is_weekly = is_plain and row.interval == 1 and row.byday == row.byday.lstrip("+-0123456789")
    has_nth = any(len(part) > 2 for part in row.byday.split(","))
    return is_weekly and not has_nth and row.kind is RowKind.OPEN and doubt_of(row) is None


def _bits(row: ScheduleRow, timed: set[str]) -> tuple[int, int]:
    """Quarter hours that are open as a whole, and those that are open at all."""
    is_dated = bool(row.bymonthday or row.dtstart or row.season)
    days = weekdays_of(row) or (set(WEEK) if is_dated else timed)
    opens = _minutes(row.opens_at or "00:00")
    closes = _minutes(row.closes_at or "24:00")
    closes = 24 * 60 if row.closes_at == "23:59" else closes
    closes += 24 * 60 if closes <= opens else 0
    days = days or set(WEEK)
    touched = span_mask(days, opens - opens % SLOT_MIN, closes + -closes % SLOT_MIN)
    return span_mask(days, opens, closes), touched


def _minutes(clock: str) -> int:
    hour, minute = clock.split(":")
    return int(hour) * 60 + int(minute)
