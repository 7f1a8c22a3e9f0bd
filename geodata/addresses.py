"""Written addresses become comparable keys; what no street can be read from says what it is.

The raw text is the caller's to keep. usaddress and scourgify are imported when first needed.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum

from geodata.names import key_of, plain

CONFIDENTIAL = re.compile(
    r"\b(?:confidential|undisclosed|not disclosed|unlisted)\b"
    r"|\bprivate (?:location|address|site)\b"
    r"|\b(?:call|contact)\b.*\b(?:for|to (?:get|obtain|receive))\b.*\b(?:address|location)\b"
    r"|\baddress (?:withheld|not (?:published|given|listed)|provided (?:up)?on)"
    r"|\bnot (?:published|listed|given) for (?:safety|security|privacy)",
    re.IGNORECASE,
)
PO_BOX = re.compile(
    r"\b(?:p\.?\s*o\.?\s*|post\s*office\s*)(?:box|bx|drawer)\b\.?\s*#?\s*([\w-]+)", re.IGNORECASE
)
CORNER = re.compile(
    r"^\s*(?:(?:the\s+)?(?:corner|intersection) of\s+)?"
    r"(.+?)\s*(?:&|@|/|\band\b|\bat\b)\s*(.+?)\s*$",
    re.IGNORECASE,
)
UNIT = re.compile(
    r"[,\s]+(?:#\s*|(?:suite|ste|apt|apartment|unit|room|rm|floor|fl|bldg|building|dept|lot|spc|"
    r"office)\b\.?\s*#?\s*)([\w-]+)\b|[,\s]+(\d+)(?:st|nd|rd|th)\s+(?:floor|fl)\b",
    re.IGNORECASE,
)
NUMBERED = re.compile(
    r"^\s*(?:\d+[a-z]?(?:[-/ ]\d+(?:/\d+)?|-[a-z])?|[NSEW]\d+[NSEW]?\d*)\s+\S", re.IGNORECASE
)
RUN_TOGETHER = re.compile(
    r"^(\s*#?\d+[A-Za-z]?)-(?=\d+(?:st|nd|rd|th)\b)|^(\s*\d{2,})(?=[A-Z][a-z]{2,})"
)
""" "1110A-6th Street", "4101Benning Road"."""

PLACEHOLDERS = {"", "1", "n a", "na", "none", "null", "tbd", "unspecified", "unknown", "x"}
"""Plain forms of what exports write for nothing; "1" is -1."""

WRITTEN_NUMBERS = {"one": "1", "two": "2", "three": "3", "four": "4", "five": "5", "ten": "10"}

SUFFIXES = {
    "street": "st", "str": "st", "avenue": "ave", "av": "ave", "aven": "ave", "road": "rd",
    "boulevard": "blvd", "boul": "blvd", "drive": "dr", "drv": "dr", "lane": "ln", "court": "ct",
    "place": "pl", "parkway": "pkwy", "pky": "pkwy", "highway": "hwy", "square": "sq",
    "circle": "cir", "terrace": "ter", "terr": "ter", "turnpike": "tpke", "pike": "pike",
    "trail": "trl", "alley": "aly", "plaza": "plz", "expressway": "expy", "route": "rte",
    "crossing": "xing", "point": "pt", "heights": "hts", "mount": "mt", "saint": "st",
    "streets": "st", "sts": "st", "avenues": "ave", "aves": "ave", "roads": "rd", "drives": "dr",
    "northwest": "nw", "northeast": "ne", "southwest": "sw", "southeast": "se", "north": "n",
    "south": "s", "east": "e", "west": "w",
}  # fmt: skip
"""USPS Publication 28, both directions of which people write."""

SILENT_WORDS = {"jr", "sr"}
"""Half of the writers leave them out of Martin Luther King Jr Avenue."""

ORDINALS = {
    "first": "1st", "second": "2nd", "third": "3rd", "fourth": "4th", "fifth": "5th",
    "sixth": "6th", "seventh": "7th", "eighth": "8th", "ninth": "9th", "tenth": "10th",
}  # fmt: skip


class AddressKind(StrEnum):
    STREET = "street"
    PO_BOX = "po box"
    INTERSECTION = "intersection"
    CONFIDENTIAL = "confidential"
    """Never geocoded, printed, exported or indexed by point."""
    DESCRIBED = "described"
    """ "behind the church", a building's name: for people, not for matching."""
    EMPTY = "empty"


@dataclass(frozen=True)
class AddressKey:
    """Equal keys are one place. Lower case; empty strings for what is not said."""

    kind: AddressKind
    street: str = ""
    """ "1420 columbia rd nw"; of an intersection both streets in order, "14th st nw & u st nw"."""
    unit: str = ""
    city: str = ""
    state: str = ""
    zip_code: str = ""

    @property
    def place(self) -> tuple[str, str]:
        """What two addresses of one building share: the street, and the ZIP code or town."""
        return self.street, self.zip_code or f"{self.city} {self.state}"


def address_key(
    street: str, *, city: str = "", state: str = "", postal_code: str = "", unit: str = ""
) -> AddressKey:
    """The key of an address as its parts are written. Any text has one."""
    whole = RUN_TOGETHER.sub(r"\1\2 ", " ".join(f"{street} {unit}".split()))
    around = (key_of(city), plain(state), _zip5(postal_code))
    if CONFIDENTIAL.search(whole):
        return AddressKey(AddressKind.CONFIDENTIAL, "", "", *around)
    if plain(whole) in PLACEHOLDERS:
        return AddressKey(AddressKind.EMPTY, "", "", *around)
    box = PO_BOX.search(whole)
    rest = PO_BOX.sub(" ", whole).strip(" ,")
    if box and not _is_numbered(rest):
        return AddressKey(AddressKind.PO_BOX, f"po box {box.group(1).lower()}", "", *around)
    line = rest if box else whole
    if _is_numbered(line):
        key, number = _street_and_unit(line)
        return AddressKey(AddressKind.STREET, key, number, *around)
    corner = _corner(line)
    kind = AddressKind.INTERSECTION if corner else AddressKind.DESCRIBED
    return AddressKey(kind, corner or street_key(line), "", *around)


def street_key(street: str) -> str:
    """A cheap key of a street line without its unit, for thousands of rows."""
    line = UNIT.sub(" ", f" {street}").strip()
    words = [word for word in plain(line).split() if word not in SILENT_WORDS]
    if words and words[0] in WRITTEN_NUMBERS:
        words[0] = WRITTEN_NUMBERS[words[0]]
    return " ".join(ORDINALS.get(w, SUFFIXES.get(w, w)) for w in words)


def is_confidential(text: str) -> bool:
    """Whether an address asks not to be told."""
    return bool(CONFIDENTIAL.search(text))


def _street_and_unit(line: str) -> tuple[str, str]:
    """By scourgify where it can; it loses streets of one letter, which the cheap key keeps."""
    from scourgify import normalize_address_record
    from scourgify.exceptions import AddressNormalizationError

    stated = UNIT.search(f" {line}")
    number = next(filter(None, stated.groups()), "").lower() if stated else ""
    record = {"address_line_1": line, "address_line_2": None, "city": "X", "state": "DC",
              "postal_code": "20001"}  # fmt: skip
    cheap = street_key(line)
    try:
        told = normalize_address_record(record)
    except (AddressNormalizationError, ValueError, KeyError):
        return cheap, number
    ours = street_key(told["address_line_1"] or "")
    is_whole = len(ours.split()) >= len(cheap.split()) - 1 and ours.split()[:1] == cheap.split()[:1]
    return (ours if is_whole and number == "" else cheap), number


def _is_numbered(line: str) -> bool:
    first = plain(line).partition(" ")
    is_number = bool(NUMBERED.match(line)) and not re.match(r"\d+(?:st|nd|rd|th)\b", first[0])
    return is_number or (first[0] in WRITTEN_NUMBERS and bool(first[2]))


def _corner(line: str) -> str:
    """Both streets in alphabetical order, with what stands only behind the last ("Streets NW")."""
    match = CORNER.match(line)
    if not match:
        return ""
    one, two = (street_key(side).split() for side in match.groups())
    if not any(word in KINDS_OF_STREET for word in two):
        return ""
    quarter = two[-1:] if two[-1] in QUARTERS else []
    kind = [] if any(w in KINDS_OF_STREET for w in one) else [
        w for w in two[1:] if w in KINDS_OF_STREET
    ][:1]  # fmt: skip
    one += [*kind, *(quarter if one[-1] not in QUARTERS else [])]
    return " & ".join(sorted((" ".join(one), " ".join(two))))


QUARTERS = {"nw", "ne", "sw", "se", "n", "s", "e", "w"}
KINDS_OF_STREET = set(SUFFIXES.values()) - QUARTERS


def _zip5(postal_code: str) -> str:
    match = re.match(r"\s*(\d{5})", postal_code)
    return match.group(1) if match else plain(postal_code)
