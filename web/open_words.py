"""Whether it is open, and the hours of the next days, in the words that people read."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, time
from functools import lru_cache

from babel import Locale
from babel.dates import format_date, format_skeleton, format_time
from flask_babel import get_locale

from directory.schedule import OpenDay, Openness, Stretch, Why
from indexer.result import Hit
from web.languages import gettext as _
from web.languages import lazy_gettext as _l
from web.parts import now

DAYS_NAMED = 6
"""So many days ahead a weekday alone says which day is meant."""

UNKNOWN_WORDS = {
    Why.NOT_LISTED: _l("Hours not listed: call first"),
    Why.UNREAD: _l("Hours not certain: see the listing"),
    Why.APPOINTMENT: _l("By appointment: call first"),
    Why.HOLIDAY: _l("A public holiday: hours may differ, call first"),
    Why.EXPIRED: _l("The listed dates have passed: call first"),
}
"""By reason; of all others it is only said that they are not certain."""

MAYBE_WORDS = {
    Why.APPOINTMENT: _l("by appointment"),
    Why.HOLIDAY: _l("public holiday: hours may differ"),
    Why.END: _l("closing time not listed"),
    Why.SEASON: _l("not in every season"),
    Why.WEEKS: _l("not every week"),
}


def open_words(hit: Hit) -> str:
    """ "Open now, until 5:00 PM", "Closed today, opens Tuesday at 9:00 AM"."""
    return state_words(hit.open)


def state_words(told: Mapping[str, str]) -> str:
    """The same of the `open` of a hit."""
    if told["value"] == Openness.OPEN:
        until = _moment(told.get("until"))
        return _("Open now, until %(time)s", time=until_words(until)) if until else _("Open now")
    if told["value"] == Openness.CLOSED:
        return _closed_words(_moment(told.get("next")), told.get("reason"))
    known = UNKNOWN_WORDS.get(Why(told["reason"])) if told.get("reason") else None
    return _("Hours not certain: call first") if known is None else str(known)


def _moment(text: str | None) -> datetime | None:
    return datetime.fromisoformat(text) if text else None


def until_words(until: datetime) -> str:
    """The time; with the day when it is not today's or the night's after it."""
    days = (until.date() - now().astimezone(until.tzinfo).date()).days
    return (
        time_words(until) if days <= 1 else f"{_day_name(until.date(), days)} {time_words(until)}"
    )


def _closed_words(opens: datetime | None, reason: str | None) -> str:
    if opens is None:
        is_for_now = reason == Why.TEMPORARILY_CLOSED
        return _("Closed for now. Call before you go.") if is_for_now else _("Closed now")
    days = (opens.date() - now().astimezone(opens.tzinfo).date()).days
    clock = time_words(opens)
    if days <= 0:
        return _("Closed now, opens today at %(time)s", time=clock)
    if days == 1:
        return _("Closed now, opens tomorrow at %(time)s", time=clock)
    day = _day_name(opens.date(), days)
    return _("Closed now, opens %(day)s at %(time)s", day=day, time=clock)


def _day_name(day: date, days: int) -> str:
    locale = get_locale()
    return _weekday(day, locale) if days <= DAYS_NAMED else _day("MMMEd", day, locale)


@lru_cache(4_096)
def _weekday(day: date, locale: Locale | None) -> str:
    return str(format_date(day, "EEEE", locale=locale))


@lru_cache(4_096)
def _day(skeleton: str, day: date, locale: Locale | None) -> str:
    return str(format_skeleton(skeleton, day, locale=locale))


def time_words(moment: datetime) -> str:
    """ "5:00 PM", "17:00" where that is the habit; its own spaces do not break."""
    # With its offset alone a time would be moved into the zone of the server.
    return _time(moment.time(), get_locale())


@lru_cache(4_096)
def _time(plain: time, locale: Locale | None) -> str:
    return str(format_time(plain, "short", locale=locale)).replace("\u202f", "\u00a0")


# ---------------------------------------------------------------------- the next days


@dataclass(frozen=True)
class DayWords:
    """One line of the hours of the next days."""

    day: str
    times: tuple[str, ...]
    """None: closed."""
    is_today: bool
    is_holiday: bool


def day_lines(days: list[OpenDay], today: date) -> list[DayWords]:
    """The days from today on."""
    locale = get_locale()
    return [
        DayWords(
            _day("MMMEd", day.day, locale),
            tuple(map(_stretch_words, day.stretches)),
            is_today=day.day == today,
            is_holiday=day.is_holiday,
        )
        for day in days
    ]


def _stretch_words(stretch: Stretch) -> str:
    times = f"{time_words(stretch.start)} – {time_words(stretch.end)}"
    is_whole_day = stretch.start.time() == stretch.end.time()
    said = _("day and night") if is_whole_day else times
    if stretch.value is Openness.UNKNOWN:
        maybe = MAYBE_WORDS.get(stretch.reason) if stretch.reason else None
        said = _("%(times)s, not certain", times=said) if maybe is None else f"{said} ({maybe})"
    return f"{stretch.label}: {said}" if stretch.label else said


FILTERS = {"open_words": open_words}
