"""Opening hours that are data, not prose: one reader for each form that sources use.

All give `Hours`. Values that cannot be read stay in `rest`, and a row without times claims none.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import date

from directory.hours.days import WEEK
from directory.hours.reading import read_hours
from directory.hours.row import Hours, RowKind, ScheduleRow

_YES = frozenset({"y", "yes", "true", "1", "x", "open", "t"})
_FULL_DAYS = {
    "MO": "Monday", "TU": "Tuesday", "WE": "Wednesday", "TH": "Thursday", "FR": "Friday",
    "SA": "Saturday", "SU": "Sunday",
}  # fmt: skip
_OPENING_DAY = re.compile(r"(?:https?://schema\.org/)?(\w+)$")


def read_columns(days: str, opens: str, closes: str, *, country: str = "US") -> Hours:
    """Columns for the days, the opening and the closing, as texts: "Monday, Wednesday-Friday",
    "8:30AM", "5:30PM". ORServices (CRIE) and Ohana write so; without times nothing is said.

    >>> [(row.byday, row.opens_at) for row in read_columns("mon-wed", "24 hours", "").schedules]
    [('MO,TU,WE', '00:00')]
    """
    days, opens, closes = days.strip(), opens.strip(), closes.strip()
    if not opens and not closes:
        return Hours()
    if opens.isdigit() and closes.isdigit() and not all(map(_is_hhmm, (opens, closes))):
        opens, closes = _of_minutes(opens), _of_minutes(closes)
    times = " - ".join(filter(None, (opens, closes)))
    return read_hours(f"{days}: {times}" if days else times, country=country)


def _is_hhmm(digits: str) -> bool:
    return len(digits) <= 2 or int(digits[-2:]) < 60


def _of_minutes(digits: str) -> str:
    """ "570" is 9:30: some databases count minutes after midnight."""
    return f"{int(digits) // 60:02}:{int(digits) % 60:02}"


def read_numbers(days: Iterable[str], opens: int, closes: int) -> Hours:
    """Times as integers, HHMM: 900 and 1730. `days` are two-letter codes.

    >>> read_numbers(("MO", "TU"), 900, 1730).schedules[0].closes_at
    '17:30'
    """
    codes = [code for code in WEEK if code in set(days)]
    times = [f"{number // 100:02}:{number % 100:02}" for number in (opens, closes)]
    is_sound = codes and all(0 <= n <= 2400 and n % 100 < 60 for n in (opens, closes))
    if not is_sound or opens == closes != 0:
        return Hours(rest=f"{','.join(codes)} {opens}-{closes}".strip())
    return Hours((_row(",".join(codes), *times),))


def read_day_flags(
    flags: Mapping[str, str], opens: str, closes: str, *, country: str = "US"
) -> Hours:
    """A column for each weekday with Y or N, and one pair of times for all of them."""
    known = {day: flags.get(name, flags.get(day, "")) for day, name in _FULL_DAYS.items()}
    days = [_FULL_DAYS[day] for day, flag in known.items() if flag.strip().lower() in _YES]
    return read_columns(", ".join(days), opens, closes, country=country) if days else Hours()


def read_event(day: date, starts: str, ends: str) -> Hours:
    """One date with its times: the stop of a mobile pantry."""
    read = read_columns("", starts, ends)
    on = day.isoformat()
    rows = [replace(row, dtstart=on, until=on) for row in read.schedules if row.opens_at]
    return Hours(tuple(rows), rest=read.rest)


def read_schema_org(value: object) -> Hours:
    """`openingHours` (one text or several: "Mo-Fr 09:00-17:00") or `openingHoursSpecification`."""
    parts = value if isinstance(value, Sequence) and not isinstance(value, str) else [value]
    read = [_of_schema_org(part) for part in parts]
    rows = tuple(dict.fromkeys(row for hours in read for row in hours.schedules))
    closed = {day for hours in read for day in hours.closed_days}
    return Hours(
        rows,
        always_open=any(hours.always_open for hours in read),
        closed_days=tuple(day for day in WEEK if day in closed),
        rest="; ".join(hours.rest for hours in read if hours.rest),
    )


def _of_schema_org(part: object) -> Hours:
    if isinstance(part, str):
        return read_hours(part)
    if not isinstance(part, Mapping):
        return Hours(rest=str(part))
    days = _schema_days(part.get("dayOfWeek"))
    opens, closes = (str(part.get(name) or "")[:5] for name in ("opens", "closes"))
    dates = [str(part.get(name) or "")[:10] for name in ("validFrom", "validThrough")]
    if not all(re.fullmatch(r"\d\d:\d\d", text) for text in (opens, closes)):
        return Hours(rest=str(dict(part)))
    if opens == closes:  # as search engines document it: closed, or with 00:00 to 23:59 all day
        row = ScheduleRow("WEEKLY", ",".join(days), dtstart=dates[0], until=dates[1])
        return Hours((replace(row, kind=RowKind.CLOSED),), closed_days=tuple(days))
    row = _row(",".join(days or WEEK), opens, closes)
    return Hours((replace(row, dtstart=dates[0], until=dates[1]),))


def _schema_days(value: object) -> list[str]:
    names = [value] if isinstance(value, str) else list(value) if isinstance(value, list) else []
    found = [match[1] for match in map(_OPENING_DAY.search, map(str, names)) if match]
    return [code for code, name in _FULL_DAYS.items() if name in found]


def _row(byday: str, opens: str, closes: str) -> ScheduleRow:
    closes = "23:59" if opens == "00:00" and closes in ("24:00", "00:00") else closes
    return ScheduleRow("WEEKLY", byday, opens, "00:00" if closes == "24:00" else closes)
