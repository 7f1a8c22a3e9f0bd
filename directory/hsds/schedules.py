"""Schedule rows, as exports really have them, become HSDS schedules.

Real ones put times into `dtstart` and `until`, even into `valid_from`; weekdays in words into
`weekday`, `byday` or `freq`; minutes since midnight into `opens_at`. What people wrote is kept as
the description; times and days are taken where nothing else can be meant.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

from directory.entities import JsonDocument
from directory.hsds.dates import day_of
from directory.hsds.statements import Reading

NO_TIMES = "schedules name a day and no time: they say nothing about it"

CODES = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")
_WEEKDAY = (
    r"(mo|tu|we|th|fr|sa|su)(?:n|nday|e|es|esday|d|dnesday|ndesday|u|ur|urs|ursday|i|iday|t|turday)?"
    r"s?\.?"
)
"""Names of weekdays, whole or cut, and as real rows misspell them ("Wendesday")."""
_RANGE = re.compile(rf"^{_WEEKDAY}\s*(?:-|–|to|through|thru)\s*{_WEEKDAY}$", re.IGNORECASE)
_DAY = re.compile(rf"^{_WEEKDAY}$", re.IGNORECASE)
_CODE_LIST = re.compile(r"^[+-]?\d?(MO|TU|WE|TH|FR|SA|SU)(,[+-]?\d?(MO|TU|WE|TH|FR|SA|SU))*$")
_TIME = re.compile(
    r"^(\d{1,2})(?::?(\d\d))?(?::\d\d)?\s*([ap])?\.?(?:m\.?)?(?:Z|[+-]\d\d:?\d\d)?$", re.I
)
_ALL_DAY = re.compile(r"^(open\s*)?24\s*(hours?|hrs?|[/-]\s*7|h)?\.?$", re.IGNORECASE)
_PASSED_ON = ("count", "wkst", "interval", "byweekno", "bymonthday", "byyearday", "timezone",
              "schedule_link", "attending_type", "notes")  # fmt: skip


def schedule(found: JsonDocument, reading: Reading) -> list[JsonDocument]:
    """The schedule that a row means: none when it says nothing."""
    opens = _texts(found, "opens_at", "dtstart", "valid_from")
    closes = _texts(found, "closes_at", "until", "valid_to")
    days = _texts(found, "weekday", "byday", "freq")
    times = _times(opens, closes)
    byday = next(filter(None, map(byday_of, days)), None)
    made: JsonDocument = {}
    if times and byday:
        made = {"freq": _freq(found), "byday": byday, "opens_at": times[0], "closes_at": times[1]}
    if text := _text(found, opens, closes, is_read=bool(made)):
        made["description"] = text
    if not made:
        reading.remark(NO_TIMES)
        return []
    made |= _dates(found)
    return [made | {name: found[name] for name in _PASSED_ON if found.get(name)}]


def _texts(found: JsonDocument, *names: str) -> list[str]:
    return [str(found[name]).strip() for name in names if str(found.get(name) or "").strip()]


def _times(opens: Iterable[str], closes: Iterable[str]) -> tuple[str, str] | None:
    """Opening and closing as HH:MM; None when they are not both sure."""
    opens = list(opens)
    if any(_ALL_DAY.match(text) for text in opens):
        return "00:00", "23:59"
    first = next(filter(None, map(time_of, opens)), None)
    last = next(filter(None, map(time_of, closes)), None)
    if first is None or last is None:
        return None
    if first == last:
        return ("00:00", "23:59") if first == "00:00" else None
    return first, last


def time_of(text: str) -> str | None:
    """A time of day as HH:MM; digits alone are minutes since midnight.

    >>> time_of("5:00PM"), time_of("8:30am"), time_of("08:30"), time_of("1080"), time_of("Nights")
    ('17:00', '08:30', '08:30', '18:00', None)
    """
    text = text.strip()
    if text.isdigit() and len(text) > 2:
        hour, minute = divmod(int(text), 60)
        return f"{hour:02}:{minute:02}" if hour < 24 else None
    found = _TIME.match(text)
    if found is None:
        return None
    hour, minute = int(found[1]), int(found[2] or 0)
    if found[3]:
        if not 1 <= hour <= 12:
            return None
        hour = hour % 12 + (12 if found[3].lower() == "p" else 0)
    elif found[2] is None:
        return None
    return f"{hour:02}:{minute:02}" if hour < 24 and minute < 60 else None


def byday_of(text: str) -> str | None:
    """RFC 5545 weekdays of a list of days and ranges; None when anything else stands in it.

    >>> byday_of("Monday, Wednesday-Friday"), byday_of("Mon - Tue & Thur - Fri"), byday_of("monday")
    ('MO,WE,TH,FR', 'MO,TU,TH,FR', 'MO')
    >>> byday_of("Sunday - Saturday"), byday_of("Second Saturday")
    ('MO,TU,WE,TH,FR,SA,SU', None)
    """
    if _CODE_LIST.match(text):
        return text
    chosen: set[str] = set()
    for part in re.split(r"\s*(?:,|&|;|\band\b)\s*", text.strip()):
        days = _days_of(part)
        if not days:
            return None
        chosen |= set(days)
    return ",".join(code for code in CODES if code in chosen)


def _days_of(part: str) -> list[str]:
    if span := _RANGE.match(part):
        first, last = (CODES.index(code.upper()) for code in span.groups())
        count = (last - first) % 7 + 1
        return [CODES[(first + step) % 7] for step in range(count)]
    day = _DAY.match(part)
    return [day[1].upper()] if day else []


def _freq(found: JsonDocument) -> str:
    given = str(found.get("freq") or "").upper()
    return given if given in ("WEEKLY", "MONTHLY") else "WEEKLY"


def _text(found: JsonDocument, opens: list[str], closes: list[str], *, is_read: bool) -> str | None:
    """What people wrote, as they would read it; codes that were read need none."""
    if found.get("description"):
        return str(found["description"])
    words = str(found.get("weekday") or "").strip()
    hours = [text for text in (*opens[:1], *closes[:1]) if day_of(text) is None]
    if not words and (is_read or not hours):
        return None
    words = words or str(found.get("byday") or "").capitalize()
    return " ".join(filter(None, (words, " - ".join(hours)))) or None


def _dates(found: JsonDocument) -> JsonDocument:
    """Dates that are dates: real exports have times here."""
    made = {}
    for name in ("valid_from", "valid_to", "dtstart", "until"):
        if day := day_of(found.get(name)):
            made[name] = day.isoformat()
    return made


def merged(schedules: list[JsonDocument]) -> list[JsonDocument]:
    """Weekly rows that differ in their day only become one: exports have a row for each day."""
    found: list[JsonDocument] = []
    for one in schedules:
        same = next((old for old in found if _differs_by_day(old, one)), None)
        if same is None:
            found.append(dict(one))
        else:
            days = {*same["byday"].split(","), *one["byday"].split(",")}
            same["byday"] = ",".join(code for code in CODES if code in days)
    return found


def _differs_by_day(one: JsonDocument, other: JsonDocument) -> bool:
    def rest(value: JsonDocument) -> JsonDocument:
        return {name: part for name, part in value.items() if name not in ("byday", "id")}

    plain = all(set(str(v.get("byday", "")).split(",")) <= set(CODES) for v in (one, other))
    return plain and rest(one) == rest(other)
