"""From a line of words to what it may mean: exact names first, then shortened, then misspelt."""

from __future__ import annotations

import re
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
from geodata.facts import County, Facts, Named, Region, State
from geodata.names import key_of, plain
from geodata.phrases import Phrase, cleaned, phrases, shorter, with_city
from geodata.shapes import Box, around, distance_m
from geodata.spelling import Spelling

STATE_POINTS = 5.5
"""A state's name is a state to most, as 300,000 people living in a town of that name would be."""

REGION_POINTS = 6.0
METRO_WORDS = re.compile(
    r" (?:greater|metro|metropolitan|metroplex|metro area|metropolitan area|metro region|"
    r"metropolitan region|area|region)(?= )"
)

CITY_AROUND_M = 40_000
SAME_PARTS_M = 150_000
NEAR_EXTENT_M = 50_000
LEAST_PEOPLE = 3_000
"""Whoever misspells a smaller town outside the directory's extent adds its state."""

HAMLET_PEOPLE = 1_000
TOWN_PEOPLE = 10_000
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
        tried, rest = line, ""
        for _ in range(CUTS):
            readings = self.whole(tried) or self._in_a_city(tried)
            if tried != line:
                readings = [r for r in readings if _is_likely(r, line, extent)]
            if readings or self._is_abroad(line):
                better = self._better_known(line, readings, extent)
                return (better, True) if better else (self._familiar(line, readings, extent), False)
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
        return self.whole(line) if plain(line) in self.facts.known_abroad else []

    def _familiar(self, line: str, readings: list[Reading], extent: Box | None) -> list[Reading]:
        """Without small towns that are named like a country or a large city abroad."""
        if plain(line) not in self.facts.known_abroad:
            return readings
        return [
            r for r in readings
            if not isinstance(r.fact, Named | County) or _people(r) > FAMILIAR_PEOPLE
            or (extent is not None and away_m(r.fact.point, extent) < SAME_PARTS_M)
        ]  # fmt: skip

    def _is_abroad(self, line: str) -> bool:
        words = plain(line).split()
        return any(" ".join(words[at:]) in self.facts.countries for at in range(1, len(words)))

    def _exact(self, phrase: Phrase) -> list[Reading]:
        regions = self._regions(phrase.name) if not phrase.state else []
        if regions:
            return regions
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
        if is_called_county:
            found = [c for c in found if not c.full_name.endswith(" city")] or found
        else:
            found = [c for c in found if not _is_initials(name, c)]
        return [reading_of_county(c, is_called_county=is_called_county) for c in found]

    def _states(self, name: str, named: list[Named]) -> list[Reading]:
        code = self.facts.state_keys.get(name)
        if code is None:
            return []
        city = best_city(named)
        is_city = city is not None and city.population > STATE_LIKE_CITY
        points = STATE_POINTS - 2 * is_city
        return [Reading(self.facts.states[code], points, self.facts.state_extent(code))]

    def _regions(self, name: str) -> list[Reading]:
        """ "Bay Area", "dc metro area": groups of counties."""
        region = self.facts.regions.get(name)
        core = METRO_WORDS.sub(" ", f" {name} ").strip()
        if region is None and core != name:
            region = self._metro_of(core)
        if region is None:
            return []
        extent = around(self.facts.counties[fips].extent for fips in region.counties)
        return [Reading(region, REGION_POINTS, extent)]

    def _metro_of(self, core: str) -> Region | None:
        cities = [n for p in phrases(core, self.facts) for n in self.facts.named(p.name)
                  if p.state in ("", n.state)]  # fmt: skip
        city = best_city(cities)
        if core in self.facts.state_keys and self.facts.state_keys[core] == "DC":
            return self.facts.metros["washington", "DC"]
        return self.facts.metros.get((key_of(city.name), city.state)) if city else None

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

    def _better_known(
        self, line: str, readings: list[Reading], extent: Box | None
    ) -> list[Reading]:
        """ "allenton" is a city in Pennsylvania rather than a hamlet far away; both are offered."""
        is_hamlet = all(
            isinstance(r.fact, Named) and _people(r) < HAMLET_PEOPLE
            and (extent is None or away_m(r.fact.point, extent) > NEAR_EXTENT_M)
            for r in readings
        )  # fmt: skip
        if not readings or not is_hamlet or len(line) < SHORT or self.stated(line):
            return []
        near = [name for name, wrong in self._spelling.near(key_of(line)) if wrong == 1]
        found = [r for name in near for r in self._exact(Phrase(name))]
        cities = [r for r in found if _people(r) >= TOWN_PEOPLE and isinstance(r.fact, Named)]
        return [*cities, *readings] if cities else []

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
                    return self._exact(Phrase(spelling))
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
            near = self._spelling.near(phrase.name, is_placed=bool(phrase.state))
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
    if isinstance(reading.fact, State | Region):
        return True
    if len(name) < SHORT:
        return _people(reading) >= SHORT_PEOPLE
    is_near = extent is not None and away_m(reading.fact.point, extent) < NEAR_EXTENT_M
    return is_near or _people(reading) >= LEAST_PEOPLE


def _is_initials(name: str, county: County) -> bool:
    return len(name) <= 3 and name not in {key_of(county.name), key_of(county.full_name)}
