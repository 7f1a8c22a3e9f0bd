"""Rules written as HSDS schedule rows."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace

from directory.hours.clock import Span
from directory.hours.days import WEEK, DaySet
from directory.hours.row import RowKind, ScheduleRow
from directory.hours.seasons import Season
from directory.hours.week import DAY_MIN, Rule


def clock_text(minutes: int) -> str:
    """HH:MM of minutes after midnight, also of the next day.

    >>> clock_text(9 * 60 + 5), clock_text(26 * 60)
    ('09:05', '02:00')
    """
    hour, minute = divmod(minutes % DAY_MIN, 60)
    return f"{hour:02}:{minute:02}"


def rows_of(rules: Iterable[Rule]) -> list[ScheduleRow]:
    """The rules with equal times on one row; weekly rows first, then nth weekdays."""
    return _grouped(rules, with_end=True)


def starts_of(rules: Iterable[Rule]) -> list[ScheduleRow]:
    """Rows with a start and no end."""
    return _grouped(rules, with_end=False)


def _grouped(rules: Iterable[Rule], *, with_end: bool) -> list[ScheduleRow]:
    groups: dict[tuple[object, ...], list[Rule]] = {}
    for rule in rules:
        key = (rule.opens, rule.closes, bool(rule.nth), rule.interval, rule.label, rule.season)
        groups.setdefault((*key, rule.is_appointment), []).append(rule)
    return [_row(group, with_end=with_end) for group in groups.values()]


def _row(group: Sequence[Rule], *, with_end: bool) -> ScheduleRow:
    first = group[0]
    ordered = sorted(group, key=lambda rule: (rule.nth or 0, WEEK.index(rule.day)))
    byday = dict.fromkeys(f"{rule.nth or ''}{rule.day}" for rule in ordered)
    is_whole_day = (first.opens, first.closes) == (0, DAY_MIN)
    dtstart, until, season = _dates(first.season)
    return ScheduleRow(
        freq="MONTHLY" if first.nth else "WEEKLY",
        byday=",".join(byday),
        opens_at=clock_text(first.opens),
        closes_at=("23:59" if is_whole_day else clock_text(first.closes)) if with_end else "",
        interval=first.interval,
        dtstart=dtstart,
        until=until,
        kind=RowKind.APPOINTMENT if first.is_appointment else RowKind.OPEN,
        label=first.label,
        season=season,
    )


def _dates(season: Season | None) -> tuple[str, str, str]:
    """dtstart and until of a season with a year, or else how it recurs."""
    if season is None:
        return "", "", ""
    if season.first[0] and season.last[0]:
        first, last = season.bounds.split("/")
        return first, last, ""
    return "", "", season.bounds or season.name


def row_of_days(days: DaySet) -> ScheduleRow:
    """A row that says only the days."""
    byday = ",".join(f"{nth}{day}" for nth in days.nths or ("",) for day in days.days)
    freq = "MONTHLY" if days.nths or days.month_days else "WEEKLY" if days.days else ""
    dtstart, until, season = _dates(days.dates[0] if days.dates else None)
    return ScheduleRow(
        freq,
        byday,
        interval=days.interval,
        bymonthday=",".join(map(str, days.month_days)),
        dtstart=dtstart,
        until=until,
        season=season,
    )


def row_of_closure(days: DaySet, season: Season | None) -> ScheduleRow:
    """A row that says when it is closed."""
    row = replace(row_of_days(days), kind=RowKind.CLOSED)
    if days.dates:
        return row
    dtstart, until, recurring = _dates(season)
    return replace(row, dtstart=dtstart, until=until, season=recurring)


def row_of_span(days: DaySet, span: Span) -> ScheduleRow:
    """A row with times and no weekday: a day of the month, a date, or nothing."""
    return replace(
        row_of_days(days), opens_at=clock_text(span.opens), closes_at=clock_text(span.closes)
    )
