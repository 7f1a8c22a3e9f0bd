"""From a line of words to what it may mean: exact names first, then shortened, then misspelt."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from functools import cached_property

from geodata.choice import (
    STATE_LIKE_CITY,
    Reading,
    away_m,
    best_city,
    reading_of_county,
    reading_of_name,
)
from geodata.facts import County, Facts, Named, State
from geodata.names import key_of, plain
from geodata.phrases import Phrase, cleaned, phrases, shorter, with_city
from geodata.shapes import Box, distance_m
from geodata.spelling import Spelling
from geodata.typed import zip_at_end

STATE_POINTS = 5.5
"""A state's name is a state to most, as 300,000 people living in a town of that name would be."""

CITY_AROUND_M = 40_000
NEAR_EXTENT_M = 50_000
LEAST_PEOPLE = 3_000
"""Whoever misspells a smaller town outside the directory's extent adds its state."""

SHORT = 6
SHORT_PEOPLE = 100_000
"""A word of five letters must be near a city: "bread" is not Brea."""

CUTS = 3
FAMILIAR_PEOPLE = 20_000
"""A town named like a country must be that large: Lebanon PA is one, Mexico MO is not."""


class Reader:
    """Reads lines with the shipped tables. Every answer is a list of readings, not yet ranked."""

    def __init__(self, facts: Facts) -> None:
        self.facts = facts

    @cached_property
    def _spelling(self) -> Spelling:
        return Spelling(self.facts.keys)

    @cached_property
    def _county_spelling(self) -> Spelling:
        return Spelling(self.facts.county_keys)

    @cached_property
    def _state_spelling(self) -> Spelling:
        return Spelling(self.facts.state_keys)

    def read(self, line: str, extent: Box | None) -> tuple[list[Reading], bool]:
        """The readings, and whether the spelling was mended for them."""
        code = zip_at_end(line)
        fact = self.facts.zip_code(code) if code else None
        if fact:
            return self._town_of_zip(fact.city, fact.state), False
        tried, rest = line, ""
        for _ in range(CUTS):
            readings = self.whole(tried) or self._in_a_city(tried)
            if readings or self._is_abroad(line):
                return self._familiar(line, readings), False
            rest = shorter(tried)
            if rest == tried:
                break
            tried = cleaned(rest)
        return self._mended(line, extent), True

    def whole(self, line: str) -> list[Reading]:
        """Every reading of the line without leaving a word out."""
        for phrase in phrases(line, self.facts):
            readings = self._exact(phrase)
            if readings:
                return readings
        return []

    def stated(self, line: str) -> list[Reading]:
        """Readings of a line that names its state."""
        return [r for p in phrases(line, self.facts) if p.state for r in self._exact(p)]

    def abroad(self, line: str) -> list[Reading]:
        """American towns named like a country."""
        return self.whole(line) if plain(line) in self.facts.countries else []

    def _town_of_zip(self, city: str, state: str) -> list[Reading]:
        return [reading_of_name(n) for n in self.facts.named(key_of(city)) if n.state == state]

    def _familiar(self, line: str, readings: list[Reading]) -> list[Reading]:
        if plain(line) not in self.facts.countries:
            return readings
        return [r for r in readings if isinstance(r.fact, State) or _people(r) > FAMILIAR_PEOPLE]

    def _is_abroad(self, line: str) -> bool:
        words = plain(line).split()
        return any(" ".join(words[at:]) in self.facts.countries for at in range(1, len(words)))

    def _exact(self, phrase: Phrase) -> list[Reading]:
        if phrase.county:
            found = self._counties(phrase.county, phrase.state, is_called_county=True)
            if found:
                return found
        named = [n for n in self.facts.named(phrase.name) if phrase.state in ("", n.state)]
        readings = [reading_of_name(n) for n in named]
        if not phrase.state:
            readings += self._states(phrase.name, named)
        return readings + self._counties(phrase.name, phrase.state, is_called_county=False)

    def _counties(self, name: str, state: str, *, is_called_county: bool) -> list[Reading]:
        found = [c for c in self.facts.county_keys.get(name, ()) if state in ("", c.state)]
        if not is_called_county:
            found = [c for c in found if not _is_initials(name, c)]
        return [reading_of_county(c, is_called_county=is_called_county) for c in found]

    def _states(self, name: str, named: list[Named]) -> list[Reading]:
        code = self.facts.state_keys.get(name)
        if code is None:
            return []
        city = best_city(named)
        is_city = city is not None and city.population > STATE_LIKE_CITY
        return [Reading(self.facts.states[code], STATE_POINTS - 2 * is_city)]

    def _in_a_city(self, line: str) -> list[Reading]:
        """ "capitol hill seattle", "Harlem, New York City": the name near the town behind it."""
        for phrase in phrases(line, self.facts):
            for inside in with_city(phrase):
                readings = self._near_city(inside)
                if readings:
                    return readings
        return []

    def _near_city(self, phrase: Phrase) -> list[Reading]:
        cities = [n for n in self.facts.named(phrase.city) if phrase.state in ("", n.state)]
        city = best_city(cities)
        if city is None:
            return []
        around = [
            n for n in self.facts.named(phrase.name)
            if n.state == city.state and distance_m(n.point, city.point) < CITY_AROUND_M
        ]  # fmt: skip
        return [reading_of_name(n) for n in around]

    # ------------------------------------------------------------ misspelt

    def _mended(self, line: str, extent: Box | None) -> list[Reading]:
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
                    return [Reading(self.facts.states[state], STATE_POINTS)]
                found = self._exact(Phrase(key_of(" ".join(words[:-cut])), state))
                if found:
                    return found
        return []

    def _mended_county(self, line: str) -> list[Reading]:
        for phrase in phrases(line, self.facts):
            if phrase.county:
                near = self._county_spelling.near(phrase.county)
                return _first(
                    self._counties(name, phrase.state, is_called_county=True) for name, _ in near
                )
        return []

    def _mended_name(self, line: str, extent: Box | None) -> list[Reading]:
        for phrase in sorted(phrases(line, self.facts), key=lambda p: not p.state):
            near = self._spelling.near(phrase.name)
            fewest = None
            readings: list[Reading] = []
            for name, wrong in near:
                found = [r for r in self._exact(Phrase(name, phrase.state))
                         if phrase.state or _is_likely(r, phrase.name, extent)]  # fmt: skip
                if found and wrong == (fewest := wrong if fewest is None else fewest):
                    readings += found
            if readings:
                return readings
        return []


def _first(lists: Iterable[list[Reading]]) -> list[Reading]:
    return next(filter(None, lists), [])


def _people(reading: Reading) -> int:
    return reading.fact.population if isinstance(reading.fact, Named | County) else 0


def _is_likely(reading: Reading, name: str, extent: Box | None) -> bool:
    if isinstance(reading.fact, State):
        return True
    if len(name) < SHORT:
        return _people(reading) >= SHORT_PEOPLE
    is_near = extent is not None and away_m(reading.fact.point, extent) < NEAR_EXTENT_M
    return is_near or _people(reading) >= LEAST_PEOPLE


def _is_initials(name: str, county: County) -> bool:
    return len(name) <= 3 and name not in {key_of(county.name), key_of(county.full_name)}
