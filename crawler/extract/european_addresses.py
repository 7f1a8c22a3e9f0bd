"""Addresses by British, Irish, Dutch, Belgian and German postcodes, read back from the code."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from crawler.extract.addresses import BULLET, LINES_ABOVE, LONGEST_PART, Postal
from crawler.lines import Line
from crawler.page import Page
from geodata.addresses import PO_BOX

BRITISH_CODE = re.compile(
    r"\b(?:GIR ?0AA|[A-PR-UWYZ][A-HK-Y]?\d[A-Z\d]?\s?\d[ABD-HJLNP-UW-Z]{2})\b"
)
IRISH_CODE = re.compile(r"\b[AC-FHKNPRTV-Y]\d[\dW]\s?[\dAC-FHKNPRTV-Y]{4}\b")
TOWN_AFTER = {
    "NL": re.compile(
        r"(?<!\d)(?:NL ?- ?)?(?P<code>[1-9]\d{3}\s?[A-Z]{2})\b[\s,]+(?P<town>['’A-Z][\w'’.-]+"
        r"(?: (?:aan|de|den|der|a/d|bij|op|[A-Z])[\w'’./-]*){0,3})"),
    "BE": re.compile(
        r"(?<![\d.])(?:B-)?(?P<code>[1-9]\d{3})\s+"
        r"(?P<town>[A-Z][\w'’-]+(?:[ -][A-Z][\w'’-]+)?)"),
    "DE": re.compile(
        r"(?<!\d)(?:D-)?(?P<code>\d{5})\s+"
        r"(?P<town>[A-ZÄÖÜ][\wäöüß-]+(?: (?:am|an der|im|[A-Z])[\w./-]*)?)"),
}  # fmt: skip
STREET_KINDS = re.compile(
    r"(?<=[\w.'’]\s)(?:street|st|road|rd|lane|ln|avenue|ave|close|drive|dr|way|place|pl|square|sq|terrace"
    r"|court|ct|crescent|cres|gardens|grove|hill|parade|row|walk|mews|park|green|gate|quay|wharf"
    r"|yard|brow"
    r"|embankment|high st|broadway|mall|view|rise|bank|fold|end|market|precinct|estate)\b\.?",
    re.IGNORECASE,
)
NUMBER_FIRST = re.compile(
    r"^(?:unit\s+)?\d+[a-z]?(?:\s?[-–/&]\s?\d+[a-z]?)?\s+[A-Z]", re.IGNORECASE
)
UNIT = re.compile(r"unit\b", re.IGNORECASE)
NAME_FIRST = re.compile(
    r"(?P<street>[A-ZÄÖÜ'’][\w'’.äöüß/-]+(?: [\w'’.äöüß/-]+){0,4}?\s+\d{1,5}"
    r"(?:\s?[-–/]\s?\d{1,4})?\s?[a-zA-Z]{0,2}(?:\s?[-–]\s?(?:\d+|[IVX]+|[a-z]{1,3}))?"
    r"(?: (?:bis|hs|huis|rood|zwart))?)\s*$"
)
""" "Kerkstraat 340", "Laan van Meerdervoort 12a"."""
STREET_AT_END = re.compile(
    rf"\b\d+[a-zA-Z]?(?:\s?[-–/]\s?\d+)?\s+(?:[A-Z][\w.'’]*\s+){{1,4}}(?i:{STREET_KINDS.pattern})$"
)
""" "Write to us at 5 High St": the end of a sentence."""
LABEL = re.compile(r"^.*?\b(?:address|adres|bezoekadres|postadres|find us(?: at)?|visit us(?: at)?"
                   r"|located at|based at|location)\b\s*[:\-–]?\s*", re.IGNORECASE)  # fmt: skip
ASIDE = re.compile(r"\s*\([^)]*\)\s*$")
CODE_LABEL = re.compile(r"^(?:postcode|plaats|woonplaats|stad|plz|ort)\s*:?\s*", re.IGNORECASE)
CODE_ALONE = re.compile(
    r"^(?:(?:postcode|plz)\s*:?\s*)?(?P<code>[1-9]\d{3,4}\s?(?:[A-Z]{2})?)$", re.I
)
LONGEST_NAME = 5
"""Words; a part with more is a sentence."""
COUNTRIES = {"uk", "united kingdom", "england", "scotland", "wales", "northern ireland", "ireland",
             "great britain", "gb"}  # fmt: skip
COUNTIES = re.compile(
    r"(?i)^(?:greater manchester|west midlands|merseyside|(?:south|west|north|east) yorkshire|kent"
    r"|essex|surrey|(?:east |west )?sussex|hampshire|devon|cornwall|dorset|somerset|norfolk|suffolk"
    r"|cumbria|tyne (?:and|&) wear|county durham|co\.? \w+|cheshire|.*shire"
    r"|(?:lancs|yorks|notts|staffs|wilts|herts|beds|bucks|berks|cambs|glos|hants|leics|lincs"
    r"|northants|oxon|worcs|middx)\.?)$"
)


def british_addresses(page: Page, country: str) -> Iterator[tuple[int, int, Postal]]:
    """Street and town before a postcode: first line, last line, parts."""
    pattern = BRITISH_CODE if country == "GB" else IRISH_CODE
    for index, line in enumerate(page.lines):
        for match in pattern.finditer(line.text):
            parts, first = _parts_before(page.lines, index, line.text[: match.start()])
            found = _british(parts)
            if found:
                code = (
                    re.sub(r"\s*(\d\w\w)$", r" \1", match.group())
                    if country == "GB"
                    else match.group()
                )
                yield first, index, Postal(*found, "", code, country)


def _parts_before(lines: Sequence[Line], index: int, own: str) -> tuple[list[str], int]:
    """What stands before a code, cut at commas and line ends, the nearest last."""
    parts, first = _pieces(own), index
    for above in range(index - 1, max(-1, index - LINES_ABOVE - 2), -1):
        text = lines[above].text
        if len(text) > LONGEST_PART or len(parts) >= 6 or "@" in text or _has_street(parts):
            break
        if BRITISH_CODE.search(text) or re.search(r"\d{4,}", text):
            break
        parts, first = [*_pieces(text), *parts], above
    return parts, first


def _pieces(text: str) -> list[str]:
    bare = LABEL.sub("", text)
    return [
        p
        for p in (
            " ".join(part.split()).strip(" .-–:") for part in re.split(r"[,•|·;]|\s[-–]\s", bare)
        )
        if p
    ]


def _has_street(parts: Sequence[str]) -> bool:
    return any(_is_street(part) for part in parts[:-1])


def _is_street(part: str) -> bool:
    if len(part.split()) > LONGEST_NAME + 2:
        return bool(STREET_AT_END.search(part))
    return bool(
        NUMBER_FIRST.match(part)
        or (STREET_KINDS.search(part) and part[:1].isupper())
        or PO_BOX.search(part)
    )


def _british(parts: list[str]) -> tuple[str, str] | None:
    """The street and the post town of the parts; None when there is no street in them."""
    kept = [p for p in parts if p.lower() not in COUNTRIES and not COUNTIES.match(p)] or parts
    if not kept or len(kept[-1].split()) > LONGEST_NAME + 4:
        return None
    if len(kept) == 1:
        return _one_part(kept[0])
    streets = [i for i, part in enumerate(kept[:-1]) if _is_street(part)]
    if not streets:
        return (_from_upper(kept[-1]), "") if _is_street(kept[-1]) else _named_house(kept)
    numbered = [i for i in streets if NUMBER_FIRST.match(kept[i]) and not UNIT.match(kept[i])]
    at = (numbered or streets)[-1]
    if re.fullmatch(r"\d+[a-z]?", kept[at - 1]) and at:
        return f"{kept[at - 1]} {kept[at]}", kept[-1]
    return _from_upper(kept[at]), kept[-1]


def _named_house(parts: list[str]) -> tuple[str, str] | None:
    """ "The Old Rectory, Stoke Lacy, Bromyard": a house and a village instead of a street."""
    are_names = all(part[:1].isupper() and len(part.split()) <= LONGEST_NAME for part in parts)
    return (", ".join(parts[-3:-1]), parts[-1]) if are_names and len(parts) >= 3 else None


def _one_part(text: str) -> tuple[str, str] | None:
    """ "12 High Street Bolton" without commas."""
    kinds = list(STREET_KINDS.finditer(text))
    if not kinds or not text[kinds[-1].end() :].strip():
        return None
    return _from_upper(text[: kinds[-1].end()]), text[kinds[-1].end() :].strip()


def _from_upper(street: str) -> str:
    """Without the words of a sentence before it: "visit us on Orlando St"."""
    numbered = re.search(r"(?<=\s)\d+[a-zA-Z]?(?:\s?[-–/]\s?\d+)?\s+[A-Z].*$", street)
    if numbered and not re.match(r"(?i)unit\b|\d", street):
        return numbered.group()
    match = re.search(r"(?:\d+[a-zA-Z]?(?:\s?[-–/]\s?\d+)?\s+)?(?:[A-Z\d][\w.'’-]*\s?)+$", street)
    return match.group().strip() if match and match.group().strip() else street


def _with_town(lines: Sequence[Line], index: int) -> str:
    """The line, and the town below a code that stands alone ("Postcode: 9712 AB")."""
    text = lines[index].text
    alone = CODE_ALONE.match(text)
    if not alone or index + 1 >= len(lines):
        return text
    return f"{alone['code']} {CODE_LABEL.sub('', lines[index + 1].text)}"


def continental_addresses(page: Page, country: str) -> Iterator[tuple[int, int, Postal]]:
    """Street and number, then code and town: first line, last line, parts."""
    for index in range(len(page.lines)):
        text = BULLET.sub(", ", _with_town(page.lines, index))
        for match in TOWN_AFTER[country].finditer(text):
            own = text[: match.start()].strip(" ,|-–•")
            above = page.lines[index - 1].text if index else ""
            first = index if own else max(0, index - 1)
            street = NAME_FIRST.search(ASIDE.sub("", LABEL.sub("", own or above)))
            box = re.search(r"(?i)\bpostbus \d+", own or above)
            if street or box:
                told = street["street"] if street else (box.group() if box else "")
                code = re.sub(r"^(\d{4})\s?([A-Z]{2})$", r"\1 \2", match["code"])
                town = re.sub(r"\s+(?:Tel|Telefoon|T|Fax|E)$", "", match["town"]).rstrip(".")
                yield first, index, Postal(told, town, "", code, country)
