"""The named converters of layouts: one cell in, one value out; None where nothing is said."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date
from typing import Any

from directory.entities import JsonDocument
from directory.hsds.conform import email_address, web_address
from directory.hsds.dates import day_of
from directory.hsds.phones import phones
from directory.hsds.schedules import schedule
from directory.hsds.statements import Reading
from directory.hsds.text import is_nothing, plain

CUT_AT = 255
"""Characters at which iCarol exports cut long texts."""

COUNTRIES = {
    "united states": "US", "united states of america": "US", "usa": "US", "us": "US",
    "canada": "CA", "united kingdom": "GB", "uk": "GB", "great britain": "GB", "mexico": "MX",
}  # fmt: skip

CUT = "texts were cut at 255 characters: an ellipsis marks their end"
_ENDS = (".", "!", "?", ")", '"', "”", ":", ";")


def answer(text: str, reading: Reading) -> str | None:
    """Text without HTML; "None" stays: of a fee or a rule it is an answer."""
    found = plain(text)
    return None if is_nothing(found) else found


def text(text: str, reading: Reading) -> str | None:
    """Text without HTML and without placeholders."""
    found = answer(text, reading)
    return None if found is None or found.lower() == "none" else found


def line(value: str, reading: Reading) -> str | None:
    """Text on one line."""
    found = text(value, reading)
    return " ".join(found.split()) if found else None


def cut_text(value: str, reading: Reading) -> str | None:
    """Text that the export may have cut: an ellipsis says so."""
    found = answer(value, reading)
    if found is None or len(value) < CUT_AT or len(value) > CUT_AT or found.endswith(_ENDS):
        return found
    reading.remark(CUT)
    words = found.rpartition(" ")[0] if " " in found[-25:] else found
    return f"{words.rstrip(' ,;-')}…"


def number(text: str, reading: Reading) -> float | None:
    """The first number in a text.

    >>> number("$12.50", None), number("a few", None)
    (12.5, None)
    """
    found = re.search(r"-?\d+(\.\d+)?", text.replace(",", ""))
    return float(found[0]) if found else None


def degrees(text: str, reading: Reading) -> float | None:
    """A coordinate as it stands; whether it is a place is judged later."""
    if is_nothing(text):
        return None
    try:
        return float(text.strip())
    except ValueError:
        return None


def year(text: str, reading: Reading) -> float | None:
    """A year of four digits, wherever it stands in a date."""
    found = re.search(r"\b(1[6-9]|20)\d\d\b", text)
    return float(found[0]) if found else None


def day(text: str, reading: Reading) -> str | None:
    """A date as YYYY-MM-DD."""
    found = day_of(text)
    return found.isoformat() if found else None


def web(text: str, reading: Reading) -> str | None:
    """A web address, made absolute; a text that holds none is kept as it is."""
    if is_nothing(text):
        return None
    for word in re.split(r"[\s,;]+", plain(text)):
        if found := web_address(word.rstrip(".")):
            return found
    return None


def mail(text: str, reading: Reading) -> str | None:
    """The first mail address of a cell."""
    return email_address(text)


def country(text: str, reading: Reading) -> str | None:
    """ISO 3166 code of a country; the text where it is another's name.

    >>> country("United States", None), country("Jordan", None)
    ('US', 'Jordan')
    """
    words = " ".join(text.split())
    return None if is_nothing(words) else COUNTRIES.get(words.lower().replace(".", ""), words)


def items(text: str, reading: Reading) -> list[str]:
    """Parts of a list.

    >>> items("Wheelchair; Elevator;", None)
    ['Wheelchair', 'Elevator']
    """
    parts = (plain(part) for part in re.split(r"[;|]", text))
    return [part for part in parts if not is_nothing(part)]


def comma_items(text: str, reading: Reading) -> list[str]:
    """Parts of a list by comma or semicolon."""
    return [
        part for half in items(text, reading) for part in items(half.replace(",", ";"), reading)
    ]


def php_items(text: str, reading: Reading) -> list[str]:
    """The strings in a PHP-serialised array.

    >>> php_items('a:1:{i:0;s:20:"Food_Insecurity|1124";}', None)
    ['Food_Insecurity|1124']
    """
    return re.findall(r's:\d+:"(.*?)";', text)


def hours(text: str, reading: Reading) -> list[JsonDocument]:
    """A schedule that holds the text; reading it into times is another step."""
    found = plain(text)
    return [] if is_nothing(found) else [{"description": found}]


def languages(value: str, reading: Reading) -> list[JsonDocument]:
    """One language for each part of a list; a sentence about languages stays one.

    >>> [one["name"] for one in languages("English; Spanish & Amharic", None)]
    ['English', 'Spanish', 'Amharic']
    """
    found = plain(value)
    if is_nothing(found) or found.lower() in ("none", "no", "yes"):
        return []
    parts = [part.strip(" .") for part in re.split(r"[;,/&\n]|\band\b", found) if part.strip(" .")]
    if any(len(part.split()) > 3 for part in parts):
        return [{"name": found}]
    return [{"name": part} for part in dict.fromkeys(parts)]


def required(text: str, reading: Reading) -> list[JsonDocument]:
    """Documents to bring: one text, as lists of documents have conditions."""
    found = answer(text, reading)
    return [{"document": found}] if found else []


def areas(text: str, reading: Reading) -> list[JsonDocument]:
    """Where the people served live: one text; parting and resolving it is another step."""
    found = answer(text, reading)
    return [{"name": found, "extent_type": "text", "extent": found}] if found else []


def area_list(text: str, reading: Reading) -> list[JsonDocument]:
    """Names of areas, parted by comma."""
    return [area for part in comma_items(text, reading) for area in areas(part, reading)]


def whole(text: str, reading: Reading) -> list[str]:
    """A list of one: the text."""
    found = answer(text, reading)
    return [found] if found else []


def virtual_or_physical(text: str, reading: Reading) -> str:
    """HSDS location_type of a flag that is set for virtual places."""
    return "virtual" if text.strip().lower() in ("true", "t", "yes", "1") else "physical"


def accessibility_codes(text: str, reading: Reading) -> list[JsonDocument]:
    """Accessibility of a place, as a list of codes like `disabled_parking`."""
    return [{"description": part.replace("_", " ")} for part in comma_items(text, reading)]


def access(text: str, reading: Reading) -> list[JsonDocument]:
    """Accessibility of a place: what the source says, unless it only says yes or no."""
    found = answer(text, reading)
    if found is None or found.lower() in ("no", "none", "test"):
        return []
    return [{"description": "Accessible" if found.lower() == "yes" else found}]


def sources(text: str, reading: Reading) -> list[JsonDocument]:
    """Sources of funds."""
    return [{"source": part} for part in comma_items(text, reading)]


def alert(found: JsonDocument, reading: Reading) -> list[str]:
    """A message that has not expired at the date of the file."""
    until = day_of(found.get("until"))
    if until is not None and reading.as_of is not None and until < reading.as_of:
        return []
    return [str(found["text"])] if found.get("text") else []


def status(text: str, reading: Reading) -> str | None:
    """A status as it stands; what it means is judged with the service."""
    return text.strip() or None


def each(found: JsonDocument, reading: Reading) -> list[JsonDocument]:
    """One child for each part of a list in `value`."""
    return [found | {"value": part} for part in found.get("value", ())]


def holiday(found: JsonDocument, reading: Reading) -> list[JsonDocument]:
    """A schedule that says in words when it is closed, or open otherwise; year 1 is every year.

    >>> holiday({"start_date": "January 01, 0001", "closed": "true"}, None)
    [{'description': 'Closed January 1'}]
    """
    first, last = (day_of(found.get(name)) for name in ("start_date", "end_date"))
    if first is None:
        return []
    is_one_day = last is None or last == first
    span = _spoken(first) if is_one_day else f"{_spoken(first)} - {_spoken(last or first)}"
    if str(found.get("closed")).lower() in ("true", "t", "1", "yes"):
        return [{"description": f"Closed {span}"}]
    return [{"description": f"{span}: {found.get('opens_at', '')} - {found.get('closes_at', '')}"}]


def _spoken(day: date) -> str:
    year = f", {day.year}" if day.year > 1 else ""
    return f"{day.strftime('%B')} {day.day}{year}"


CONVERTERS: dict[str, Callable[[str, Reading], Any]] = {
    "text": text,
    "answer": answer,
    "line": line,
    "cut_text": cut_text,
    "number": number,
    "degrees": degrees,
    "year": year,
    "day": day,
    "web": web,
    "status": status,
    "mail": mail,
    "country": country,
    "items": items,
    "comma_items": comma_items,
    "php_items": php_items,
    "hours": hours,
    "languages": languages,
    "required": required,
    "areas": areas,
    "area_list": area_list,
    "whole": whole,
    "virtual_or_physical": virtual_or_physical,
    "accessibility_codes": accessibility_codes,
    "access": access,
    "sources": sources,
}

CHILD_CONVERTERS: dict[str, Callable[[JsonDocument, Reading], list[Any]]] = {
    "phones": phones,
    "schedule": schedule,
    "alert": alert,
    "each": each,
    "holiday": holiday,
}
