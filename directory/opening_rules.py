"""Schedule rows as rules of an OpenStreetMap expression.

Openings are joined with ", ", which adds; closures with "; ", which takes away. What is sure is an
open rule; what may be is an `unknown` rule whose comment is a `Maybe`, and comes first, so that a
sure rule wins. Source: OpenStreetMap, Key:opening_hours/specification.
"""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from enum import StrEnum

from directory.hours import RowKind, ScheduleRow
from directory.hours.days import WEEK
from directory.hours.seasons import LEAP_YEAR

LAST_DATE = "2099-12-31"
"""An end that never comes."""


class Maybe(StrEnum):
    """Why hours are not sure."""

    TIMES = "times"
    DAYS = "days"
    END = "end"
    SEASON = "season"
    WEEKS = "weeks"
    APPOINTMENT = "appointment"


def expression_of(
    rows: Sequence[ScheduleRow], closures: Sequence[ScheduleRow], timed: set[str]
) -> str:
    """The expression of the rows of one kind of hours; empty when they open nothing.

    `closures` hold for all kinds. `timed`: weekdays for which any kind gives times, so that a
    mention of the day alone says nothing more.
    """
    maybe = [rule for row in rows for rule in _maybe_rules(row, timed)]
    sure = [rule for row in rows for rule in _open_rules(row)]
    if not maybe and not sure:
        return ""
    closed = [rule for row in closures for rule in _closed_rules(row)]
    return "; ".join([", ".join([*maybe, *sure]), *closed])


def weekdays_of(row: ScheduleRow) -> set[str]:
    """Two-letter codes of the row's days."""
    return {part[-2:] for part in row.byday.split(",") if part}


def window_of(row: ScheduleRow) -> tuple[str, str]:
    """First and last day on which the row holds, as ISO dates; empty where it has no bound."""
    lasts = [day for day in (row.until, row.valid_to) if day]
    return max(row.dtstart, row.valid_from), min(lasts, default="")


def is_fortnightly(row: ScheduleRow) -> bool:
    """Every other week from a known week on: the syntax has no such rule."""
    return row.interval > 1 and bool(row.dtstart and row.closes_at and row.byday)


def _open_rules(row: ScheduleRow) -> list[str]:
    if row.kind is not RowKind.OPEN or doubt_of(row) is not None or not row.closes_at:
        return []
    return [f"{selector} {_span(row)}".strip() for selector in _selectors(row)]


def _maybe_rules(row: ScheduleRow, timed: set[str]) -> list[str]:
    """Rules for what is stated in part."""
    why = doubt_of(row)
    if why is None or (why is Maybe.TIMES and weekdays_of(row) <= timed):
        return []
    if why is Maybe.DAYS and timed:
        row = replace(row, freq="WEEKLY", byday=",".join(d for d in WEEK if d in timed))
    span = _span(row) if row.closes_at else f"{row.opens_at or '00:00'}-24:00"
    return [f'{selector} {span} unknown "{why}"'.strip() for selector in _selectors(row)]


def doubt_of(row: ScheduleRow) -> Maybe | None:
    """Why the row is not sure; None when it is, or when it says nothing of a time."""
    if row.kind is RowKind.APPOINTMENT:
        return Maybe.APPOINTMENT if row.opens_at or row.byday else None
    if not row.opens_at:
        return Maybe.TIMES if _is_dayed(row) else None
    if not _is_dayed(row):
        return Maybe.DAYS
    if not row.closes_at:
        return Maybe.END
    if _is_named_season(row):
        return Maybe.SEASON
    return Maybe.WEEKS if row.interval > 1 else None


def _closed_rules(row: ScheduleRow) -> list[str]:
    if row.kind is RowKind.HOLIDAYS_CLOSED:
        return ["PH off"]
    if row.kind is RowKind.ON_HOLIDAYS:
        return [f"PH {_span(row)}" if row.closes_at else 'PH 00:00-24:00 unknown "times"']
    if _is_named_season(row):
        return []
    return [f"{selector} off" for selector in _selectors(row) if selector]


def _is_dayed(row: ScheduleRow) -> bool:
    is_one_date = bool(row.dtstart) and row.dtstart == row.until
    return bool(row.byday or row.bymonthday or is_one_date or _is_one_day(row.season))


def _is_one_day(season: str) -> bool:
    first, _, last = season.partition("/")
    return bool(last) and first == last


def _is_named_season(row: ScheduleRow) -> bool:
    return bool(row.season) and not season_rule(row.season)


def _span(row: ScheduleRow) -> str:
    is_midnight = row.closes_at in ("23:59", "00:00")
    return f"{row.opens_at}-{'24:00' if is_midnight else row.closes_at}"


def _selectors(row: ScheduleRow) -> list[str]:
    """Days as the syntax has them: "Apr 1-Oct 31 Mo,We", "Tu[2,4]", "Jan 15,Feb 15 ..."."""
    days = _day_selector(row)
    if row.bymonthday:
        days_of_month = [int(day) for day in row.bymonthday.split(",") if day]
        return [",".join(_dates_of_year(days_of_month))]
    dates = season_rule(row.season) or _date_rule(*window_of(row))
    return [" ".join(filter(None, (dates, days)))]


def _dates_of_year(days: Sequence[int]) -> list[str]:
    """ "Jan 31", "Mar 31": the months that have the day."""
    lengths = [monthrange(LEAP_YEAR, month)[1] for month in range(1, 13)]
    return [f"{_MONTHS[m]} {d}" for m, n in enumerate(lengths) for d in days if 1 <= d <= n]


def _day_selector(row: ScheduleRow) -> str:
    nths: dict[str, list[str]] = {}
    for part in filter(None, row.byday.replace(" ", "").split(",")):
        nths.setdefault(part[-2:].capitalize(), []).append(part[:-2].lstrip("+"))
    names = [f"{day}[{','.join(n)}]" if all(n) else day for day, n in nths.items()]
    return ",".join(names)


_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")


def _date_rule(first: str, last: str) -> str:
    if not first and not last:
        return ""
    begin, end = _day_of(first or "2000-01-01"), _day_of(last or LAST_DATE)
    return begin if begin == end else f"{begin}-{end}"


def season_rule(season: str) -> str:
    """ "Apr 1-Oct 31" of "04-01/10-31"; empty for a season that has only a name."""
    first, _, last = season.partition("/")
    if not _is_day(first) or not _is_day(last):
        return ""
    return _day_of(first) if first == last else f"{_day_of(first)}-{_day_of(last)}"


def _is_day(text: str) -> bool:
    """ "04-01", and no "02-30"."""
    try:
        return len(text) == 5 and bool(date.fromisoformat(f"{LEAP_YEAR}-{text}"))
    except ValueError:
        return False


def _day_of(text: str) -> str:
    """ "2026 Apr 10" of "2026-04-10", "Apr 10" of "04-10"."""
    *year, month, day = text.split("-")
    return " ".join([*year, _MONTHS[int(month) - 1], str(int(day))])
