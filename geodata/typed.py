"""The forms of a typed place that are not names: coordinates, ZIP codes, street addresses."""

from __future__ import annotations

import re
from collections.abc import Iterator

from geodata.shapes import Point

NUMBER = r"([-+−]?\d{1,3}(?:\.\d+)?)\s*°?\s*"
COORDINATES = re.compile(
    rf"^\s*(?:geo:|@)?\(?\s*{NUMBER}([NSns])?\s*(?:,|;|\s)\s*{NUMBER}([EWew])?\s*\)?\s*$"
)
ZIP_ALONE = re.compile(
    r"^(?:zip(?:\s?code)?|código postal|codigo postal|postal code)?[\s:#]*(\d{5})(?:[-\s]?\d{4})?$",
    re.IGNORECASE,
)
ZIP_AT_START = re.compile(r"^(\d{5})(?:-\d{4})?(?:,\s*|\s+)(?=[A-Za-z])(?!\d)")
ZIP_AT_END = re.compile(r"(?<![\d-])(\d{5})(?:-\d{4})?$")
STREET = (
    r"st|street|ave?|avenue|rd|road|blvd|boulevard|dr|drive|ln|lane|ct|court|pl|place|pkwy|parkway|"
    r"hwy|highway|sq|square|cir|circle|ter|terrace|way|route|rte|pike|tpke|turnpike|trl|trail|"
    r"alley|broadway|calle|avenida|expy|plaza|loop|row|walk|suite|ste|apt|unit|floor"
)
NUMBERED = re.compile(
    rf"^\d+[a-z]?(?:-\d+)?\s+(?:.*\b(?:{STREET})\b\.?|.*\d{{5}}$|[^,]+,\s*\S)", re.IGNORECASE
)
CORNER = re.compile(
    rf"^(?:corner of\s+)?[\w .]+?\s*(?:&|/|\band\b|\bat\b)\s*[\w .]+\b(?:{STREET})\b"
    r"|^\d+(?:st|nd|rd|th)\b.*(?:&|/|\band\b|\bat\b)"
    r"|^(?:corner of|intersection of)\b|^p\.?\s?o\.?\s+box\b",
    re.IGNORECASE,
)
TAILS = 5
"""A town and its state are at most so many words."""


def point_in(text: str) -> Point | None:
    """Of "38.92,-77.03", "38.92 N 77.03 W", "geo:38.92,-77.03". None when out of range."""
    match = COORDINATES.match(text)
    if not match or not any("." in match.group(n) or match.group(n + 1) for n in (1, 3)):
        return None
    lat, lon = (float(match.group(n).replace("−", "-")) for n in (1, 3))
    lat = -abs(lat) if (match.group(2) or "").upper() == "S" else lat
    lon = -abs(lon) if (match.group(4) or "").upper() == "W" else lon
    return Point(lat=lat, lon=lon) if abs(lat) <= 90 and abs(lon) <= 180 else None


def zip_in(line: str) -> str | None:
    """The code of a line that is nothing else, ends with it, or starts with it."""
    match = ZIP_ALONE.match(line) or ZIP_AT_END.search(line) or ZIP_AT_START.match(line)
    return match.group(1) if match else None


def zip_at_end(line: str) -> str | None:
    match = ZIP_AT_END.search(line)
    return match.group(1) if match else None


def is_too_plain(line: str) -> bool:
    """No letters at all: a number is not a name."""
    return not any(c.isalpha() for c in line)


def is_address(line: str) -> bool:
    return bool(NUMBERED.match(line) or CORNER.match(line))


def towns_in(line: str) -> Iterator[str]:
    """What may be the town of an address: after each comma, then the last words, longest first."""
    if zip_at_end(line):
        yield line
    parts = [part.strip() for part in line.split(",")]
    for at in range(1, len(parts)):
        yield ", ".join(parts[at:])
    words = parts[-1].split()
    for count in range(min(TAILS, len(words) - 2), 0, -1):
        if len(words[-count]) > 2 or count == 1:
            yield " ".join(words[-count:])
