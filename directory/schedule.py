"""Is it open? OPEN until, CLOSED until, or UNKNOWN and why; and what the next days bring.

The wall clock is that of the place: its IANA zone is handed in with the time. opening-hours-py
evaluates weeks, seasons, dates and public holidays, dateutil every other week; nothing here counts
days by itself.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time, timedelta
from enum import StrEnum
from itertools import chain, islice
from zoneinfo import ZoneInfo

from dateutil.rrule import WEEKLY, rrule, weekday
from opening_hours import State

from directory.fields import schedules_of
from directory.hours import ScheduleRow
from directory.hours.days import WEEK
from directory.listing import Listing
from directory.opening_rules import window_of
from directory.openings import LabelledOpenings, OnHolidays, Openings, openings_of
from directory.public_holidays import is_holiday, is_sure_holiday, is_uncertain_holiday, parsed

NEXT_DAYS_MOST = 400
"""Nobody is told of an opening that is further away than this."""
CHANGES_TRIED = 24
"""Changes of state in which the next sure opening is sought."""
DEFAULT_COUNTRY = "US"


class Openness(StrEnum):
    OPEN = "open"
    CLOSED = "closed"
    UNKNOWN = "unknown"


class Why(StrEnum):
    """Why nobody can say, as people read it."""

    NOT_LISTED = "no hours are listed"
    UNREAD = "part of the hours is not understood"
    NO_ZONE = "the time zone is not known"
    TIMES = "the times of this day are not listed"
    DAYS = "the days are not listed"
    END = "when it closes is not listed"
    SEASON = "it depends on the season"
    WEEKS = "it is not known which weeks"
    APPOINTMENT = "by appointment"
    HOLIDAY = "a public holiday"
    EXPIRED = "the dates of the hours have passed"
    TEMPORARILY_CLOSED = "temporarily closed"


@dataclass(frozen=True, slots=True)
class OpenState:
    """Whether something is open at a time."""

    value: Openness
    until: datetime | None = None
    """Of OPEN: when it closes, in the place's zone; None: never."""
    next: datetime | None = None
    """Of CLOSED: the next opening that is sure; None: none is known."""
    reason: Why | None = None
    """Of UNKNOWN; of CLOSED when it is closed for a while."""
    label: str = ""
    """Which kind of hours decides: "Food pantry"."""

    def as_json(self) -> dict[str, str]:
        """The `open` of a search hit."""
        found: dict[str, str] = {"value": self.value.value}
        if self.until:
            found["until"] = self.until.isoformat()
        if self.next:
            found["next"] = self.next.isoformat()
        if self.reason:
            found["reason"] = self.reason.value
        return found | ({"label": self.label} if self.label else {})


@dataclass(frozen=True, slots=True)
class Stretch:
    """A time without a change of state."""

    start: datetime
    end: datetime
    value: Openness
    reason: Why | None = None
    label: str = ""


@dataclass(frozen=True, slots=True)
class OpenDay:
    """What one day brings; a night belongs to the day on which it begins."""

    day: date
    stretches: tuple[Stretch, ...]
    """OPEN and UNKNOWN ones, in the order of time."""
    is_holiday: bool = False


@dataclass(frozen=True, slots=True)
class _Place:
    """What evaluation needs beside a time."""

    openings: Openings
    zone: ZoneInfo
    country: str


def open_state(
    openings: Openings,
    at: datetime,
    *,
    zone: ZoneInfo | None,
    country: str = DEFAULT_COUNTRY,
    status: str = "active",
) -> OpenState:
    """Is it open at `at` (aware)? `status` is that of the HSDS service.

    Text that is not understood makes it UNKNOWN, and so do public holidays of which the hours say
    nothing, at times at which it would be open.
    """
    if status == "temporarily closed":
        return OpenState(Openness.CLOSED, reason=Why.TEMPORARILY_CLOSED)
    why = _why_unknown(openings, zone)
    if why or zone is None:
        return OpenState(Openness.UNKNOWN, reason=why)
    place, local = _Place(openings, zone, country), _local(at, zone)
    states = [_state_of(kind, place, local) for kind in openings.kinds]
    return min(states, key=_by_use)


def open_state_of(
    listing: Listing, at: datetime, *, zone: ZoneInfo | None, country: str = DEFAULT_COUNTRY
) -> OpenState:
    """Is a listing open at `at`? Its schedules are those that `schedules_of` finds nearest."""
    openings = openings_of(schedules_of(listing), country=country)
    status = listing.service.status
    return open_state(openings, at, zone=zone, country=country, status=status)


def _why_unknown(openings: Openings, zone: ZoneInfo | None) -> Why | None:
    if openings.unread:
        return Why.UNREAD
    if openings.is_by_appointment:
        return Why.APPOINTMENT
    if not openings.kinds:
        return Why.NOT_LISTED
    if zone is None:
        return Why.NO_ZONE
    return None


def _by_use(state: OpenState) -> tuple[int, float]:
    """OPEN, UNKNOWN, CLOSED, past dates; the later end first, the earlier opening first."""
    rank = (Openness.OPEN, Openness.UNKNOWN, Openness.CLOSED).index(state.value)
    rank = 3 if state.reason is Why.EXPIRED else rank
    if state.value is Openness.OPEN:
        return rank, -state.until.timestamp() if state.until else float("-inf")
    return rank, state.next.timestamp() if state.next else float("inf")


def _state_of(kind: LabelledOpenings, place: _Place, at: datetime) -> OpenState:
    stretches = _stretches(kind, place, at)
    now = next(stretches)
    if now.value is Openness.OPEN:
        is_endless = now.end - at > timedelta(days=NEXT_DAYS_MOST - 1)
        until = None if is_endless else now.end
        return OpenState(Openness.OPEN, until=until, label=kind.label)
    if now.value is Openness.UNKNOWN:
        return OpenState(Openness.UNKNOWN, reason=now.reason, label=kind.label)
    later = (s for s in islice(stretches, CHANGES_TRIED) if s.value is not Openness.CLOSED)
    first = next(later, None)
    if first is None:
        return OpenState(Openness.UNKNOWN, reason=Why.EXPIRED, label=kind.label)
    sure = (s.start for s in chain([first], later) if s.value is Openness.OPEN)
    return OpenState(Openness.CLOSED, next=next(sure, None), label=kind.label)


def next_days(
    openings: Openings,
    first: date,
    days: int = 14,
    *,
    zone: ZoneInfo,
    country: str = DEFAULT_COUNTRY,
) -> list[OpenDay]:
    """The hours of `days` days from `first` on, one entry a day."""
    start = _local(datetime.combine(first, time(), zone), zone)
    end = datetime.combine(first + timedelta(days=days), time(), zone)
    found: dict[date, list[Stretch]] = {first + timedelta(days=n): [] for n in range(days)}
    for kind in openings.kinds:
        for stretch in _stretches(kind, _Place(openings, zone, country), start):
            if stretch.start >= end:
                break
            if stretch.value is not Openness.CLOSED:
                _add_by_day(found, stretch)
    return [
        OpenDay(day, tuple(sorted(own, key=lambda s: s.start)), is_holiday(day, country))
        for day, own in found.items()
    ]


def _add_by_day(found: dict[date, list[Stretch]], stretch: Stretch) -> None:
    """What lasts longer than a day is cut at midnight."""
    if stretch.end - stretch.start <= timedelta(days=1):
        found[stretch.start.date()].append(stretch)
        return
    day = stretch.start.date()
    while day in found and stretch.end > stretch.start:
        midnight = datetime.combine(day + timedelta(days=1), time(), stretch.start.tzinfo)
        found[day].append(replace(stretch, end=min(midnight, stretch.end)))
        stretch, day = replace(stretch, start=midnight), midnight.date()


# ------------------------------------------------------------------ stretches


def _stretches(kind: LabelledOpenings, place: _Place, at: datetime) -> Iterator[Stretch]:
    """From the one that holds at `at` (local) on, in order and without gaps."""
    end = _local(at.astimezone(UTC) + timedelta(days=NEXT_DAYS_MOST), place.zone)
    hours = parsed(_with_fortnights(kind, at), place.zone, place.country)
    for start, stop, state, comment in hours.intervals(at, end):
        value = _OPENNESS[state]
        reason = Why[comment.upper()] if value is Openness.UNKNOWN and comment else None
        is_sure = value is not Openness.OPEN or kind.is_always
        if not is_sure and _is_doubtful(start.date(), place):
            value, reason = Openness.UNKNOWN, Why.HOLIDAY
        yield Stretch(start, stop, value, reason, kind.label)


def _local(moment: datetime, zone: ZoneInfo) -> datetime:
    """The moment by the wall clock, and never an hour that the clock jumps over: the evaluator
    refuses those."""
    return moment.astimezone(UTC).astimezone(zone)


_OPENNESS = {
    State.OPEN: Openness.OPEN,
    State.CLOSED: Openness.CLOSED,
    State.UNKNOWN: Openness.UNKNOWN,
}


def _is_doubtful(day: date, place: _Place) -> bool:
    """Do the hours of a day depend on a holiday of which nothing is said?"""
    said = place.openings.on_holidays
    if said is OnHolidays.UNSTATED and is_sure_holiday(day, place.country):
        return True
    return is_uncertain_holiday(day, place.country)


def _with_fortnights(kind: LabelledOpenings, at: datetime) -> str:
    """The expression with the dates of every-other-week rows around `at`."""
    dates = [rule for row in kind.fortnights for rule in _fortnight_rules(row, at)]
    rules, _, closures = kind.expression.partition("; ")
    opened = ", ".join(filter(None, [rules, *dates]))
    return "; ".join(filter(None, [opened, closures])) or "off"


def _fortnight_rules(row: ScheduleRow, at: datetime) -> list[str]:
    first = datetime.fromisoformat(row.dtstart)
    opened, last_day = window_of(row)
    last = datetime.fromisoformat(last_day) if last_day else None
    days = [weekday(WEEK.index(part[-2:])) for part in row.byday.split(",")]
    rule = rrule(WEEKLY, interval=row.interval, byweekday=days, dtstart=first, until=last)
    local = at.replace(tzinfo=None)
    near = rule.between(local - timedelta(days=2), local + timedelta(days=70), inc=True)
    closes = "24:00" if row.closes_at in ("00:00", "23:59") else row.closes_at
    valid = [day for day in near if f"{day:%Y-%m-%d}" >= opened]
    return [f"{day:%Y %b %-d} {row.opens_at}-{closes}" for day in valid]
