"""Postal addresses of a page, found by their postcode and read backwards from it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

from crawler.extract.country import STATES
from crawler.extract.fact import FactField, Mention, Owner, quote_of
from crawler.lines import Line
from crawler.page import Page
from geodata.addresses import PO_BOX, SUFFIXES, AddressKind, address_key, is_confidential
from geodata.names import plain

LINES_ABOVE = 4
LONGEST_PART = 70
"""Characters of one part of an address; a longer one is a sentence."""
WINDOW = 160
"""Characters before a postcode in which its street is sought."""
REGION_NAMES = {
    "alabama": "AL", "alaska": "AK", "arizona": "AZ", "arkansas": "AR", "california": "CA",
    "colorado": "CO", "connecticut": "CT", "delaware": "DE", "district of columbia": "DC",
    "florida": "FL", "georgia": "GA", "hawaii": "HI", "idaho": "ID", "illinois": "IL",
    "indiana": "IN", "iowa": "IA", "kansas": "KS", "kentucky": "KY", "louisiana": "LA",
    "maine": "ME", "maryland": "MD", "massachusetts": "MA", "michigan": "MI", "minnesota": "MN",
    "mississippi": "MS", "missouri": "MO", "montana": "MT", "nebraska": "NE", "nevada": "NV",
    "new hampshire": "NH", "new jersey": "NJ", "new mexico": "NM", "new york": "NY",
    "north carolina": "NC", "north dakota": "ND", "ohio": "OH", "oklahoma": "OK", "oregon": "OR",
    "pennsylvania": "PA", "rhode island": "RI", "south carolina": "SC", "south dakota": "SD",
    "tennessee": "TN", "texas": "TX", "utah": "UT", "vermont": "VT", "virginia": "VA",
    "ontario": "ON", "quebec": "QC", "québec": "QC", "british columbia": "BC", "alberta": "AB",
    "manitoba": "MB", "saskatchewan": "SK", "nova scotia": "NS", "new brunswick": "NB",
    "washington": "WA", "west virginia": "WV", "wisconsin": "WI", "wyoming": "WY",
}  # fmt: skip
_NAMES = "|".join(sorted(REGION_NAMES, key=len, reverse=True)).replace(" ", r"\s+")
_DOTTED = r"N\.?Y|N\.?J|D\.?C|N\.?C|S\.?C|N\.?H|N\.?M|N\.?D|S\.?D|R\.?I|W\.?V"
TAILS = {
    "US": re.compile(
        rf"[\s,]+(?P<region>(?i:{_NAMES})|(?:{STATES})|(?:{_DOTTED})|Calif|Mass|Penn|Conn|Tenn|Fla"
        r"|Ill|Mich|Wash|Colo|Ariz|Ore|Wis|Minn)\.?,?\s+(?P<code>\d{5}(?:-\d{4})?)(?!\d|-\d)"),
    "CA": re.compile(
        r"[\s,]+\(?(?P<region>ON|QC|BC|AB|MB|SK|NS|NB|NL|PE|YT|NT|NU|Ontario|Quebec|Québec"
        r"|British Columbia|Alberta|Manitoba|Saskatchewan|Nova Scotia|New Brunswick)\)?\.?,?\s+"
        r"(?P<code>[A-Z]\d[A-Z][ -]?\d[A-Z]\d)\b"),
    "AU": re.compile(r"[\s,]+(?P<region>NSW|VIC|QLD|SA|WA|TAS|ACT|NT)\.?,?\s+(?P<code>\d{4})\b"),
}  # fmt: skip
"""Town, region, code: what stands behind the town."""
BULLET = re.compile(r"[ \t]*[•|·][ \t]*")
SHORT_REGIONS = {"calif": "CA", "mass": "MA", "penn": "PA", "conn": "CT", "tenn": "TN", "fla": "FL",
                 "ill": "IL", "mich": "MI", "wash": "WA", "colo": "CO", "ariz": "AZ", "ore": "OR",
                 "wis": "WI", "minn": "MN"}  # fmt: skip
_KINDS = "|".join(sorted({*SUFFIXES, *SUFFIXES.values(),
                          "way", "loop", "row", "walk", "path", "run",
                          "broadway", "green", "commons", "center", "cir", "fwy", "freeway", "bend",
                          "cove", "ridge", "hill", "view"}
                         - {"north", "south", "east", "west", "n", "s", "e", "w", "northwest",
                            "northeast", "southwest", "southeast", "nw", "ne", "sw", "se", "mount",
                            "mt", "saint", "point"}, key=len, reverse=True))  # fmt: skip
_NUMBER = (
    r"(?:\d{1,6}[A-Za-z]?(?:\s?[-–/]\s?\d{1,5})?(?:\s+1/2)?|[NSEW]\d+\s?[NSEW]\d+|One|Two|Three)"
)
_RURAL = r"(?:Rural Route|R\.?R\.?|Route|Rt\.?|HC)\s*#?\s*\d+[^,\n]{0,40}"
STREET = re.compile(rf"(?<![\w$#.:/-])(?:{_NUMBER}\s+[NSEW\d\"'“A-Z][^,\n]{{2,60}}|{_RURAL})")
KIND_OF_STREET = re.compile(
    rf"\b(?:{_KINDS})\b\.?(?:\s*(?:[NSEW]{{1,2}}\b|N\.?W\.?|S\.?W\.?|N\.?E\.?|S\.?E\.?|North|South"
    r"|East|West)\.?)?"
    r"(?:,?\s*(?:#|suite|ste|apt|unit|room|rm|floor|bldg|building)\b\.?\s*#?\s*[\w-]+)?",
    re.IGNORECASE,
)
CORNER = re.compile(
    rf"\b(?:\d+(?:st|nd|rd|th)|[A-Z][\w.]+(?:\s[A-Z][\w.]+)?)\s+(?:{_KINDS})\.?\s+(?:and|&|at)\s+"
    rf"(?:\d+(?:st|nd|rd|th)|[A-Z][\w.]+)(?:\s+(?:{_KINDS}))?",
    re.IGNORECASE,
)
STATE_ALONE = re.compile(rf",\s*(?P<region>{STATES}|D\.C)\.?(?=\s*(?:$|[;.(|•]))")
""" "12 Main St, Troy, NY" without a ZIP code."""
LABELLED = re.compile(
    r"\b(?:address|located at|location|visit us at|find us at|office is at"
    r"|come to)\b\s*(?:is\s*)?:?\s*(?=\d)",
    re.IGNORECASE,
)
ROLE = re.compile(r"\b(?:mailing|shipping|delivery|postal)\b", re.IGNORECASE)
TOWN_BEHIND = re.compile(r",\s*([A-Z][A-Za-z.'’-]+(?:\s[A-Z][A-Za-z.'’-]+){0,2})")
TWO_WORDS = re.compile(
    r"\b(?:New|San|Santa|Los|Las|El|La|Fort|Ft\.?|Saint|St\.?|Des|Baton|Grand|Little|Long"
    r"|North|South"
    r"|East|West|Lake|Mount|Mt\.?|Palo|Cedar|Sioux|Kansas|Oklahoma|Salt|Iowa|Jersey)\s\S+$"
)
"""Towns of two words behind a street without a comma."""
CODED, UNCODED = 0.9, 0.7
"""Confidence of an address with and without a code."""
TOWN = re.compile(r"(?:(?:St|Ft|Mt)\.\s)?[A-Z][A-Za-zÀ-ÿ.'’-]+(?:[ -][A-Za-zÀ-ÿ.'’]+){0,3}$")


@dataclass(frozen=True, slots=True)
class Postal:
    """An address in its parts; empty strings for what is not said."""

    street: str = ""
    town: str = ""
    region: str = ""
    code: str = ""
    country: str = "US"

    @property
    def text(self) -> str:
        """One line, as on an envelope of the country."""
        if self.country in ("NL", "DE", "BE"):
            return ", ".join(filter(None, (self.street, f"{self.code} {self.town}".strip())))
        last = " ".join(filter(None, (self.region, self.code)))
        return ", ".join(filter(None, (self.street, self.town, last)))

    @property
    def key(self) -> tuple[str, str]:
        """Equal keys are one building: the street, and the code or the town."""
        return place_key(self.street, town=self.town, region=self.region, code=self.code)


def place_key(street: str, *, town: str = "", region: str = "", code: str = "") -> tuple[str, str]:
    """What two addresses of one building share."""
    key = address_key(street, city=town, state=region, postal_code=code)
    around = re.sub(r"\s", "", plain(code)) if code else key.place[1]
    return key.street, around if not re.fullmatch(r"\d{9}", around) else around[:5]


def american_addresses(page: Page, country: str) -> Iterator[tuple[int, int, Postal]]:
    """Addresses that end with town, region and code: first line, last line, parts. In the United
    States also those without a ZIP code: with the state, or behind a word such as "Address"."""
    tail = TAILS[country]
    for index in range(len(page.lines)):
        text, behind = BULLET.sub(", ", _with_code(page.lines, index)), 0
        for match in tail.finditer(f" {text}"):
            own = text[behind : max(0, match.start() - 1)]
            before, first = _before(page.lines, index, own, tail)
            behind = match.end() - 1
            found = _street_and_town(before)
            if found:
                yield first, index, Postal(*found, _region(match["region"]), match["code"], country)
        if country == "US" and not behind:
            yield from _without_code(page.lines, index, tail)


def _with_code(lines: tuple[Line, ...], index: int) -> str:
    """The line, and the ZIP code that stands alone below it."""
    text, below = lines[index].text, lines[index + 1].text if index + 1 < len(lines) else ""
    return f"{text} {below}" if re.fullmatch(r"\d{5}(?:-\d{4})?", below) else text


def _without_code(
    lines: tuple[Line, ...], index: int, tail: re.Pattern[str]
) -> Iterator[tuple[int, int, Postal]]:
    text = lines[index].text
    state = STATE_ALONE.search(text)
    if state:
        before, first = _before(lines, index, text[: state.start()][-WINDOW:], tail)
        found = _street_and_town(before)
        if found and KIND_OF_STREET.search(found[0]):
            yield first, index, Postal(*found, _region(state["region"]))
        return
    told = LABELLED.search(text)
    street = STREET.match(text[told.end() :]) if told else None
    kind = KIND_OF_STREET.search(street.group()) if street else None
    if told and street and kind:
        behind = TOWN_BEHIND.match(text[told.end() + kind.end() :])
        yield index, index, Postal(street.group()[: kind.end()], behind[1] if behind else "")


def _region(text: str) -> str:
    bare = " ".join(text.lower().replace(".", "").split())
    return REGION_NAMES.get(bare, SHORT_REGIONS.get(bare, text.replace(".", "").upper()))


def _before(
    lines: tuple[Line, ...], index: int, own: str, tail: re.Pattern[str]
) -> tuple[str, int]:
    """What stands before the region, with the lines above that may belong to it, by newlines."""
    parts, first = [own], index
    for above in range(index - 1, max(-1, index - LINES_ABOVE), -1):
        text = lines[above].text
        is_full = sum(map(len, parts)) > WINDOW or bool(STREET.search(parts[0]))
        if is_full or len(text) > LONGEST_PART or "@" in text or tail.search(text):
            break
        parts.insert(0, text)
        first = above
        if STREET.search(text) or PO_BOX.search(text):
            break
    return "\n".join(parts)[-WINDOW - LONGEST_PART :], first


def _street_and_town(before: str) -> tuple[str, str] | None:
    """The last street in the text and the town behind it."""
    text = re.sub(r"[ \t]+", " ", BULLET.sub(", ", before)).strip(" ,\n")
    town = text.replace("\n", ", ").rpartition(",")[2]
    boxes = list(PO_BOX.finditer(text))
    streets = [m for m in STREET.finditer(text.replace("\n", ", ")) if _is_street(m.group())]
    corner = CORNER.search(text)
    if streets:
        return _split(text.replace("\n", ", ")[streets[-1].start() :])
    if boxes:
        behind = text[boxes[-1].end() :].replace("\n", ", ").strip(" ,")
        return " ".join(boxes[-1].group().split()), behind.rpartition(",")[2].strip()
    if corner and TOWN.search(town.strip()):
        return " ".join(corner.group().split()), town.strip()
    return None


def _is_street(text: str) -> bool:
    """A house number with a kind of street, or at least a name of few words."""
    if re.match(
        r"\d{4}\s+(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)[a-z]*\s+\d"
        r"|\d+\s+(?:am|pm|AM|PM|years?|people|families)\b",
        text,
    ):
        return False
    return bool(KIND_OF_STREET.search(text)) or len(text.split()) <= 5


def _split(text: str) -> tuple[str, str] | None:
    """Street and town of "311 Vernon St. Roseville" or "12 Main St, Suite 4, Troy"."""
    street, _, town = text.rpartition(",")
    if street:
        town = re.sub(r"^(?:City|Town)\s*:?\s+(?=[A-Z])", "", town.strip())
        return (_clean(street), town) if TOWN.match(town) else None
    kinds = list(KIND_OF_STREET.finditer(text))
    for kind in kinds:
        behind = text[kind.end() :].strip(" ,.")
        if (
            behind
            and TOWN.match(behind)
            and not re.match(r"(?i)(?:[NSEW]{1,2}|suite|ste)\b", behind)
        ):
            return _clean(text[: kind.end()]), behind
    words = text.split()
    size = 2 if TWO_WORDS.search(text) else 1
    is_whole = len(words) >= 3 + size
    return (_clean(" ".join(words[:-size])), " ".join(words[-size:])) if is_whole else None


def _clean(street: str) -> str:
    parts = [" ".join(part.split()) for part in street.split(",")]
    return ", ".join(part for part in parts if part).strip(" ,.;:-")


def address_mention(
    page: Page, first: int, last: int, postal: Postal, method: str = "text"
) -> Mention | None:
    """The mention of an address; None when it is none, or asks not to be told."""
    quote = " / ".join(line.text for line in page.lines[first : last + 1])
    kind = address_key(postal.street).kind
    if kind in (AddressKind.EMPTY, AddressKind.CONFIDENTIAL) or is_confidential(quote[-WINDOW:]):
        return None
    line = page.lines[last] if 0 <= last < len(page.lines) else None
    mention = Mention(
        FactField.ADDRESS, postal.key, postal.text, quote_of(quote), method,
        CODED if postal.code else UNCODED, last,
        role=_role(page.lines, first), owner=Owner.OWN,
    )  # fmt: skip
    return replace(mention, zone=line.zone) if line else mention


def _role(lines: tuple[Line, ...], first: int) -> str:
    """By its own line, else by the two above it where they are labels."""
    above = [line.text for line in lines[max(0, first - 2) : first] if not STREET.search(line.text)]
    for text in (lines[first].text if first < len(lines) else "", " ".join(above)):
        told = ROLE.search(text)
        if told or LABELLED.search(text):
            return told.group().lower() if told else ""
    return ""
