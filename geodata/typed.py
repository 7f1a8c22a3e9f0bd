"""The forms of a typed place that are not names: coordinates, ZIP codes, street addresses."""

from __future__ import annotations

import re
from collections.abc import Iterator

from geodata.shapes import Point

DEGREES = (
    r"([-+−]?\d{1,3}(?:\.\d+)?)\s*[°º]?\s*"
    r"(?:(\d{1,2}(?:\.\d+)?)\s*['’′]\s*)?(?:(\d{1,2}(?:\.\d+)?)\s*(?:[\"”″]|''|’’)\s*)?"
)
LAT, LON = (rf"(?:(?:{word})[\s:=]*)?" for word in ("lat(?:itude)?", "lon(?:gitude)?|lng"))
COORDINATES = re.compile(
    rf"^\s*(?:geo:|@)?\(?\s*{LAT}([NS])?\s*{DEGREES}([NS])?\s*(?:[,;/]|\s)\s*"
    rf"{LON}([EW])?\s*{DEGREES}([EW])?\s*\)?\s*$",
    re.IGNORECASE,
)
NULL_DEGREES = 0.01
"""0,0 is what programs send for nothing."""

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
AWAY = re.compile(r"^\d+\s*(?:miles?|mi|km|minutes?|mins?|blocks?)\b", re.IGNORECASE)
NEAR = r"(?:near(?:by)?|close to|around|at|in|by)\s+"
COMMON = re.compile(
    rf"^(?:{NEAR}(?:me|us)|(?:{NEAR})?(?:here|there|(?:my|our)\b.*|"
    r"current location|home|house|hospitals?|church(?:es)?|library|schools?|parks?|beach|shelters?|"
    r"clinics?|offices?|centers?|street|road|town|city|county|village|food|bank|pantry|jobs?|work|"
    r"help|rent|water|gas|store|market|mall|bridge|river|lake|airport|station|college|university|"
    r"downtown|uptown|suburbs?|anywhere|everywhere|nowhere|somewhere|none|unknown|test|other))$",
    re.IGNORECASE,
)
"""Library is a village in Pennsylvania, and "near me" is not near Maine."""

BEHIND_STREET = re.compile(
    rf"^.*\b(?:{STREET})\b\.?,?\s+(?:(?:[NS]\.?[EW]\.?|[NSEW]\.?)\s+)?([^\d\W].*)$", re.IGNORECASE
)
TAILS = 5
"""A town and its state are at most so many words."""


def point_in(text: str) -> Point | None:
    """Of "38.92,-77.03", "38.92 N 77.03 W", "geo:38.92,-77.03", degrees with minutes and seconds.

    None when out of range, for 0,0, and for two whole numbers without a sign of degrees.
    """
    match = COORDINATES.match(text)
    if not match:
        return None
    north, *lat_parts, south = match.groups()[:5]
    east, *lon_parts, west = match.groups()[5:]
    sides = north or south, east or west
    if not all(_is_fine(p) or s for p, s in zip((lat_parts, lon_parts), sides, strict=True)):
        return None
    lat, lon = _degrees(lat_parts, sides[0]), _degrees(lon_parts, sides[1])
    is_null = abs(lat) < NULL_DEGREES and abs(lon) < NULL_DEGREES
    return Point(lat=lat, lon=lon) if abs(lat) <= 90 and abs(lon) <= 180 and not is_null else None


def _is_fine(parts: list[str | None]) -> bool:
    return "." in (parts[0] or "") or parts[1] is not None


def _degrees(parts: list[str | None], side: str | None) -> float:
    whole, minutes, seconds = (float((p or "0").replace("−", "-")) for p in parts)
    size = abs(whole) + minutes / 60 + seconds / 3600
    is_minus = (side or "").upper() in ("S", "W") or (parts[0] or "").startswith(("-", "−"))
    return -size if is_minus else size


def zip_in(line: str) -> str | None:
    """The code of a line that is nothing else, ends with it, or starts with it."""
    match = ZIP_ALONE.match(line) or ZIP_AT_END.search(line) or ZIP_AT_START.match(line)
    return match.group(1) if match else None


def zip_at_end(line: str) -> str | None:
    match = ZIP_AT_END.search(line)
    return match.group(1) if match else None


def is_too_plain(line: str) -> bool:
    """No letters at all, or a word that is no name where nothing stands beside it."""
    return not any(c.isalpha() for c in line) or bool(COMMON.match(line))


def is_address(line: str) -> bool:
    return bool(NUMBERED.match(line) or CORNER.match(line)) and not AWAY.match(line)


def towns_in(line: str) -> Iterator[str]:
    """What may be the town of an address: after each comma, after the last word for a street, then
    the last words, longest first."""
    if zip_at_end(line):
        yield line
    parts = [part.strip() for part in line.split(",")]
    for at in range(1, len(parts)):
        yield ", ".join(parts[at:])
    behind = BEHIND_STREET.match(parts[-1])
    if behind:
        yield behind.group(1)
    words = parts[-1].split()
    for count in range(min(TAILS, len(words) - 2), 0, -1):
        if len(words[-count]) > 2 or count == 1:
            yield " ".join(words[-count:])
