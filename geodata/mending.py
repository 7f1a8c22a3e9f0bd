"""Misspelt names: which known name is meant, if any is likely enough."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from functools import cached_property
from typing import Protocol

from geodata.choice import Reading, away_m, people_of
from geodata.facts import Facts, Named, Region, State
from geodata.names import key_of, plain
from geodata.phrases import Phrase, phrases
from geodata.shapes import Box
from geodata.spelling import Spelling, wrong_letters

NEAR_EXTENT_M = 50_000
LEAST_PEOPLE = 3_000
"""Whoever misspells a smaller town outside the directory's extent adds its state."""

HAMLET_PEOPLE = 1_000
TOWN_PEOPLE = 10_000
SHORT = 6
SHORT_PEOPLE = 100_000
"""A word of five letters must be near a city: "bread" is not Brea."""

ONE_MORE_PEOPLE = 20_000
"""With the state behind it a name may have one wrong letter more, if it is a known town's."""

FIXED = re.compile(r"\b(?:\w|\w*\d\w*)\b")
"""Numbers and letters that stand alone are never misspelt: H Street is not U Street."""

DIRECTIONS = re.compile(
    r"(?:(?:north|south)(?:ern|east|west|eastern|western)?|(?:east|west)(?:ern)?|central|upper|lower"
    r"|upstate|downstate|midtown|downtown|uptown|rural|greater|metro|[\s-])+"
)
"""Of a name that is nothing else: "Southern California" is not Sutter, California."""


class Exact(Protocol):
    """What the mender asks of the reader: readings of a name that is spelt right."""

    def exact(self, phrase: Phrase) -> list[Reading]: ...

    def stated(self, line: str) -> list[Reading]: ...

    def counties(self, name: str, state: str, *, is_called_county: bool) -> list[Reading]: ...


class Mender:
    """Tries states, counties, names in this order. Every answer is a list, not yet ranked."""

    def __init__(self, facts: Facts, reader: Exact) -> None:
        self.facts, self._reader = facts, reader

    @cached_property
    def _spelling(self) -> Spelling:
        return Spelling(self.facts.keys)

    @cached_property
    def _county_spelling(self) -> Spelling:
        return Spelling(self.facts.county_keys)

    @cached_property
    def _state_spelling(self) -> Spelling:
        return Spelling(self.facts.state_keys)

    def better_known(self, line: str, readings: list[Reading], extent: Box | None) -> list[Reading]:
        """ "allenton" is a city in Pennsylvania rather than a hamlet far away; both are offered."""
        is_hamlet = all(
            isinstance(r.fact, Named) and people_of(r) < HAMLET_PEOPLE
            and (extent is None or away_m(r.fact.point, extent) > NEAR_EXTENT_M)
            for r in readings
        )  # fmt: skip
        if not readings or not is_hamlet or len(line) < SHORT or self._reader.stated(line):
            return []
        near = [name for name, wrong in self._spelling.near(key_of(line)) if wrong == 1]
        found = [r for name in near for r in self._reader.exact(Phrase(name))]
        cities = [r for r in found if people_of(r) >= TOWN_PEOPLE and isinstance(r.fact, Named)]
        return [*cities, *readings] if cities else []

    def mended(self, line: str, extent: Box | None) -> list[Reading]:
        ways: list[Callable[[], list[Reading]]] = [
            lambda: self._mended_state(line),
            lambda: self._mended_county(line),
            lambda: self._mended_name(line, extent),
        ]
        return next(filter(None, (way() for way in ways)), [])

    def _mended_state(self, line: str) -> list[Reading]:
        """ "silver spring marylnd", "marylnd"."""
        words = plain(line).split()
        for cut in range(1, min(3, len(words)) + 1):
            for spelling, _ in self._state_spelling.near(" ".join(words[-cut:])):
                state = self.facts.state_keys[spelling]
                if cut == len(words):
                    return self._reader.exact(Phrase(spelling))
                found = self._reader.exact(Phrase(key_of(" ".join(words[:-cut])), state))
                if found:
                    return found
        return []

    def _mended_county(self, line: str) -> list[Reading]:
        for phrase in phrases(line, self.facts):
            if phrase.county:
                near = self._county_spelling.near(phrase.county, is_placed=bool(phrase.state))
                return _first(
                    self._reader.counties(name, phrase.state, is_called_county=True)
                    for name, _ in near
                )
        return []

    def _mended_name(self, line: str, extent: Box | None) -> list[Reading]:
        for phrase in sorted(phrases(line, self.facts), key=lambda p: not p.state):
            if DIRECTIONS.fullmatch(phrase.name):
                continue
            readings: list[Reading] = []
            fewest = None
            for name, wrong in self._spelling.near(phrase.name, is_placed=bool(phrase.state)):
                found = self._likely(phrase, name, wrong, extent)
                if found and wrong == (fewest := wrong if fewest is None else fewest):
                    readings += found
            if readings:
                return readings
        return []

    def _likely(self, phrase: Phrase, name: str, wrong: int, extent: Box | None) -> list[Reading]:
        if FIXED.findall(name) != FIXED.findall(phrase.name):
            return []
        found = self._reader.exact(Phrase(name, phrase.state))
        if not phrase.state:
            return [r for r in found if is_likely(r, phrase.name, extent)]
        if wrong > wrong_letters(phrase.name):
            return [
                r for r in found if isinstance(r.fact, Named) and people_of(r) > ONE_MORE_PEOPLE
            ]
        return found


def _first(lists: Iterable[list[Reading]]) -> list[Reading]:
    return next(filter(None, lists), [])


def is_likely(reading: Reading, name: str, extent: Box | None) -> bool:
    """Near the directory, or known to many; states and regions always."""
    if isinstance(reading.fact, State | Region):
        return True
    if len(name) < SHORT:
        return people_of(reading) >= SHORT_PEOPLE
    is_near = extent is not None and away_m(reading.fact.point, extent) < NEAR_EXTENT_M
    return is_near or people_of(reading) >= LEAST_PEOPLE
