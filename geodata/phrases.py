"""A typed place as a name and what stands around it: state, city, words that say no more."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from geodata.facts import Facts
from geodata.names import key_of, plain

LONGEST = 200
"""Longer texts are not places; nothing is gained by reading them."""

ZIP_CODE = re.compile(r"(?:^|[\s,])(\d{5})(?:-?\d{4})?\s*$")
OWN_COUNTRY = re.compile(r"[\s,]+(?:u\.?s\.?a\.?|u\.s\.?|united states(?: of america)?|ee\.? ?uu\.?"
                         r"|estados unidos)\s*$", re.IGNORECASE)  # fmt: skip
BEFORE = re.compile(
    r"^(?:(?:near|close to|around|in|at|from|by|next to|outside of|outside|cerca de|en|barrio|"
    r"(?:within )?\d+ ?(?:miles?|mi|km|minutes?|mins?|blocks?)(?: (?:north|south|east|west))? "
    r"(?:from|of)|vecindario|city of|town of|village of|township of|ciudad de|pueblo de|"
    r"zip(?: ?code)?:?|greater|metro|metropolitan|downtown|uptown|midtown|inner city|central|north|"
    r"south|east|west|northeast|northwest|southeast|southwest|upper|lower|old|historic|the|el|la|"
    r"los|las)(?:[ -]?side)?\s+)",
    re.IGNORECASE,
)
AFTER = re.compile(
    r"\s+(?:area|metro|region|city|town|township|village|neighborhood|neighbourhood|"
    r"downtown|proper|suburbs|cdp|municipality|metropolitan|district|section)$",
    re.IGNORECASE,
)
COUNTY_WORDS = ("county", "parish", "borough", "census area", "municipio", "planning region")
COUNTY_OF = re.compile(
    r"^(?:(?:city and )?county of|condado de|el condado de|parish of|parroquia de|borough of|"
    r"municipio de) (.+)$"
)
TAIL_WORDS = 4


@dataclass(frozen=True)
class Phrase:
    """`name` as key; `state` postal code or empty; `city` key of the town around it or empty."""

    name: str
    state: str = ""
    city: str = ""

    @property
    def county(self) -> str:
        """The name of the county that the words speak of; empty when they speak of none."""
        spanish = COUNTY_OF.match(self.name)
        if spanish:
            return spanish.group(1).removesuffix(" county")
        for word in COUNTY_WORDS:
            if self.name.endswith(f" {word}"):
                return self.name.removesuffix(f" {word}")
        is_short = self.name.endswith(" co") and bool(self.state)
        return self.name.removesuffix(" co") if is_short else ""


def cleaned(text: str) -> str:
    """One line without a country of ours, a ZIP label and signs at the ends."""
    line = " ".join(text.split())[:LONGEST].strip(' ,.;:?!"()')
    return OWN_COUNTRY.sub("", line)


def phrases(line: str, facts: Facts) -> Iterator[Phrase]:
    """The readings of a line, the plainest first."""
    words = plain(line).split()
    yield Phrase(key_of(line))
    for cut in range(min(TAIL_WORDS, len(words) - 1), 0, -1):
        state = facts.state_keys.get(" ".join(words[-cut:]))
        if state:
            yield Phrase(key_of(" ".join(words[:-cut])), state)


def with_city(phrase: Phrase) -> Iterator[Phrase]:
    """ "capitol hill seattle" -> capitol hill in seattle; both of at least a letter."""
    words = phrase.name.split()
    for cut in range(1, min(TAIL_WORDS, len(words))):
        yield Phrase(" ".join(words[:-cut]), phrase.state, " ".join(words[-cut:]))


def shorter(line: str) -> str:
    """The line without one word that narrows or praises; the same when there is none."""
    cut = BEFORE.sub("", line, count=1)
    return cut if cut != line else AFTER.sub("", line, count=1)
