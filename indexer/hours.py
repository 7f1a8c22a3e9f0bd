"""Opening hours in an index: what is kept of a listing, its exact state, the times asked for. Pure.

Two things are kept. A text, from which the state of a shown hit is worked out exactly; and the
week's mask, which the filter and the facet read: `week_mask` says what may be concluded from it.
"""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass, field
from datetime import datetime
from enum import StrEnum
from functools import lru_cache
from zoneinfo import ZoneInfo

from directory.hours import RowKind, ScheduleRow
from directory.openings import LabelledOpenings, OnHolidays, Openings
from directory.public_holidays import is_holiday
from directory.schedule import DEFAULT_COUNTRY, open_state
from directory.week_mask import EVENING, WEEKEND, WeekMask, slot_of, week_mask

TEXTS_KEPT = 20_000
"""Listings whose kept hours stay read: a page of hits is mostly made of the same ones."""

MAX_UNREAD = 1
"""Characters kept of what was not understood: that there is something is all that counts."""

TEMPORARILY_CLOSED = "temporarily closed"

NOWHERE_OPEN = WeekMask(0, 0, needs_evaluation=False)


class When(StrEnum):
    """Values of the filter `open` beside a time."""

    NOW = "now"
    EVENING = "evening"
    WEEKEND = "weekend"


MASKS = {When.EVENING: EVENING, When.WEEKEND: WEEKEND}


@dataclass(frozen=True)
class Hours:
    """When a listing is open, and by which clock."""

    openings: Openings = field(default_factory=Openings)
    zone: str | None = None
    """IANA name; None: not known, so nobody can say whether it is open."""
    status: str = "active"
    """Of the HSDS service."""

    @property
    def mask(self) -> WeekMask:
        """What may be open; everything where nothing is known."""
        if self.status == TEMPORARILY_CLOSED:
            return NOWHERE_OPEN
        return week_mask(self.openings) if self.zone else WeekMask()


# ---------------------------------------------------------------------- what is kept


def kept_hours(hours: Hours) -> str:
    """The text that `state_of` reads; "" when nothing is listed."""
    openings = hours.openings
    if openings == Openings() and hours.status != TEMPORARILY_CLOSED:
        return ""
    kinds = [
        [
            kind.label,
            kind.expression,
            [_row(row) for row in kind.fortnights],
            int(kind.is_always),
        ]
        for kind in openings.kinds
    ]
    kept = [
        hours.zone,
        hours.status,
        openings.on_holidays.value,
        openings.unread[:MAX_UNREAD],
        int(openings.is_by_appointment),
        kinds,
    ]
    return json.dumps(kept, ensure_ascii=False, separators=(",", ":"))


def _row(row: ScheduleRow) -> dict[str, object]:
    return {name: value for name, value in asdict(row).items() if value not in ("", 1)}


@lru_cache(TEXTS_KEPT)
def read_hours(kept: str) -> Hours:
    """The inverse of `kept_hours`, but for what only the mask needs."""
    if not kept:
        return Hours()
    zone, status, on_holidays, unread, is_by_appointment, kinds = json.loads(kept)
    openings = Openings(
        kinds=tuple(
            LabelledOpenings(label, expression, tuple(map(_row_of, rows)), is_always=bool(always))
            for label, expression, rows, always in kinds
        ),
        on_holidays=OnHolidays(on_holidays),
        unread=unread,
        is_by_appointment=bool(is_by_appointment),
    )
    return Hours(openings, zone, status)


def _row_of(kept: dict[str, str]) -> ScheduleRow:
    values: dict[str, object] = {**kept, "kind": RowKind(kept.get("kind", RowKind.OPEN))}
    return ScheduleRow(**values)  # type: ignore[arg-type]  # what `_row` wrote


def state_of(kept: str, at: datetime) -> dict[str, str]:
    """The `open` of a hit at a time (aware)."""
    hours = read_hours(kept)
    zone = zone_of(hours.zone) if hours.zone else None
    state = open_state(hours.openings, at, zone=zone, status=hours.status)
    return state.as_json()


@lru_cache(600)
def zone_of(name: str) -> ZoneInfo:
    return ZoneInfo(name)


# ---------------------------------------------------------------------- what is asked


@dataclass(frozen=True)
class AskedTime:
    """A time of the filter `open`: a moment, or any of some quarter hours of every week."""

    at: datetime | None
    """Aware; or naive: by the wall clock of each place."""
    mask: int = 0
    country: str = DEFAULT_COUNTRY

    def slot_in(self, zone: str) -> int:
        """The quarter hour of the week there."""
        assert self.at is not None
        return slot_of(self._there(zone), zone_of(zone))

    def is_holiday_in(self, zone: str) -> bool:
        return is_holiday(self._there(zone).astimezone(zone_of(zone)).date(), self.country)

    def _there(self, zone: str) -> datetime:
        assert self.at is not None
        return self.at if self.at.tzinfo else self.at.replace(tzinfo=zone_of(zone))


def asked_time(value: str | None, now: datetime) -> AskedTime:
    """The time of a value of the filter; without one it is now. Raises ValueError."""
    if value is None or value == When.NOW:
        return AskedTime(now)
    if value in (When.EVENING, When.WEEKEND):
        return AskedTime(None, MASKS[When(value)])
    return AskedTime(datetime.fromisoformat(value))


def moment_of(value: str | None, now: datetime, kept: str) -> datetime:
    """At which time the state of a hit is told: the moment that is asked for, else now."""
    at = asked_time(value, now).at
    if at is None:
        return now
    if at.tzinfo is None:
        zone = read_hours(kept).zone
        return at.replace(tzinfo=zone_of(zone) if zone else now.tzinfo)
    return at
