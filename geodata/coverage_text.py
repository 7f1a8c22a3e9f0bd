"""Service area texts before they are read: the same said in fewer ways. Pure."""

from __future__ import annotations

import re

from geodata.coverage_words import PART
from geodata.facts import Facts
from geodata.names import plain

COUNTY_OF = re.compile(
    r"\b(?:city (?:and|&) )?(county|parish|borough) of (?:the )?"
    r"([A-Z][\w.'-]*(?: [A-Z][\w.'-]*)*)",
    re.IGNORECASE,
)
""" "City and County of San Francisco" is one area, not two."""

TOWN_OF = re.compile(
    r"\b(?:(?:the )?(?:city|town|village|township|municipality|ciudad|pueblo)|cities|towns|"
    r"villages|townships) (?:limits )?(?:of|de) (?:the )?(?=[A-Z])",
    re.IGNORECASE,
)
NUMBER_OF_COUNTIES = re.compile(
    r"\b(?:(?:two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|\d+)[- ])county\b"
    r"(?= (?:metro|area|region|district))",
    re.IGNORECASE,
)
RANGE = re.compile(r"\b(\d{5})\s*(?:-|–|to|through|thru)\s*(\d{5})\b")
LONGEST_RANGE = 200
""" "33030-33035" means every ZIP code between, "10001-99999" does not."""

STATEWIDE = re.compile(
    r"\b(?:state ?-?wide|all of|throughout|(?:the )?(?:entire|whole) (?:state(?: of)?)?|"
    r"all (?:\d+ )?counties(?: (?:in|of))?)(?=\W|$)",
    re.IGNORECASE,
)
NOTHING = frozenset({"n a", "na", "none", "none listed", "unknown", "tbd", "1", "not applicable"})
"""Plain forms of what is written for nothing."""

CODES = re.compile(r"\b(\d{5})\s+(?=\d{5}\b)")
PART_BEHIND = re.compile(
    r"\b([A-Z]\w+) \(((?:north|south|east|west)(?:ern)?|central)(?: part| only)?\)", re.IGNORECASE
)
""" "Virginia (Northern)"."""

SLASH_OR_DASH = re.compile(r"\w\s*[/-]\s*\w")


def with_one_spelling(line: str, facts: Facts) -> str:
    """The text with ranges of ZIP codes written out, "County of X" as "X County", "City of X" as
    "X", and a whole state by its name alone."""
    if plain(line) in NOTHING:
        return ""
    if STATEWIDE.search(line):
        rest = STATEWIDE.sub(" ", line).strip(" ,()-")
        if plain(rest) in facts.state_keys and rest:
            return rest
    line = RANGE.sub(lambda match: _written_out(match, facts), line)
    line = PART_BEHIND.sub(r"\2 \1", CODES.sub(r"\1, ", line))
    line = COUNTY_OF.sub(lambda match: f"{match[2]} {match[1]}", line)
    return NUMBER_OF_COUNTIES.sub("", TOWN_OF.sub("", line))


def _written_out(match: re.Match[str], facts: Facts) -> str:
    first, last = int(match[1]), int(match[2])
    if not 0 < last - first < LONGEST_RANGE:
        return match[0]
    codes = (f"{code:05}" for code in range(first, last + 1))
    known = [code for code in codes if facts.zip_code(code)]
    return ", ".join(known) or match[0]


def one_region(core: str, facts: Facts) -> str:
    """The name when the whole is one region, "Dallas/Fort Worth Metroplex"; else empty."""
    is_joined = bool(SLASH_OR_DASH.search(core)) and "," not in core
    bare = re.sub(r"(?: (?:metroplex|metro|area|region))+$", "", plain(core))
    return bare if is_joined and bare in facts.regions else ""


def with_parts_of(pieces: list[str]) -> list[str]:
    """ "parts of MD", "VA" -> "parts of MD", "parts of VA"."""
    told: list[str] = []
    for piece in pieces:
        is_cut = bool(told) and bool(PART.match(told[-1])) and not PART.match(piece)
        told.append(f"parts of {piece}" if is_cut else piece)
    return told
