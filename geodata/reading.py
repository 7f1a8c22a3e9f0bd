"""From a line of words to what it may mean: exact names first, then shortened, then misspelt."""

from __future__ import annotations

import re
from functools import cached_property

from geodata.choice import (
    STATE_LIKE_CITY,
    Reading,
    away_m,
    best_city,
    people_of,
    reading_of_county,
    reading_of_name,
)
from geodata.facts import County, Facts, Named, Region
from geodata.mending import Mender, is_likely
from geodata.names import key_of, plain
from geodata.phrases import Phrase, cleaned, phrases, shorter, with_city
from geodata.shapes import Box, around, distance_m

STATE_POINTS = 5.5
"""A state's name is a state to most, as 300,000 people living in a town of that name would be."""

REGION_POINTS = 6.0
CUT_COUNTY = re.compile(r"^(.+) co$")
""" "Queen Anne's Co" where Colorado has no such town."""

METRO_WORDS = re.compile(
    r" (?:greater|metro|metropolitan|metroplex|metro area|metropolitan area|metro region|"
    r"metropolitan region|area|region)(?= )"
)

CITY_AROUND_M = 40_000
SAME_PARTS_M = 150_000
TWIN_M = 5_000
"""A neighbourhood and a town of one name so near to each other are one place in two tables."""

CUTS = 3
FAMILIAR_PEOPLE = 20_000
"""A town named like a country must be that large: Lebanon PA is one, Mexico MO is not."""


class Reader:
    """Reads lines with the shipped tables. Every answer is a list of readings, not yet ranked."""

    def __init__(self, facts: Facts) -> None:
        self.facts = facts

    @cached_property
    def _mender(self) -> Mender:
        return Mender(self.facts, self)

    def read(self, line: str, extent: Box | None) -> tuple[list[Reading], bool]:
        """The readings, and whether the spelling was mended for them."""
        tried, rest = line, ""
        for _ in range(CUTS):
            readings = self.whole(tried) or self._in_a_city(tried)
            if tried != line:
                readings = [r for r in readings if is_likely(r, line, extent)]
            if readings or self._is_abroad(line):
                is_abroad = plain(line) in self.facts.known_abroad
                better = [] if is_abroad else self._mender.better_known(line, readings, extent)
                return (better, True) if better else (self._familiar(line, readings, extent), False)
            rest = shorter(tried)
            if rest == tried:
                break
            tried = cleaned(rest)
        if plain(line) in self.facts.known_abroad:
            return [], False
        return self._mender.mended(line, extent) or self._in_stated_city(line), True

    def whole(self, line: str) -> list[Reading]:
        """Every reading of the line without leaving a word out."""
        for phrase in phrases(line, self.facts):
            readings = self.exact(phrase)
            if readings:
                return readings
        county = CUT_COUNTY.sub(r"\1 county", plain(line))
        return self.exact(Phrase(key_of(county))) if county != plain(line) else []

    def stated(self, line: str) -> list[Reading]:
        """Readings of a line that names its state."""
        return [r for p in phrases(line, self.facts) if p.state for r in self.exact(p)]

    def abroad(self, line: str) -> list[Reading]:
        """American towns named like a country."""
        return self.whole(line) if plain(line) in self.facts.known_abroad else []

    def _familiar(self, line: str, readings: list[Reading], extent: Box | None) -> list[Reading]:
        """Without small towns that are named like a country or a large city abroad."""
        if plain(line) not in self.facts.known_abroad:
            return readings
        return [
            r for r in readings
            if not isinstance(r.fact, Named | County) or people_of(r) > FAMILIAR_PEOPLE
            or (extent is not None and away_m(r.fact.point, extent) < SAME_PARTS_M)
        ]  # fmt: skip

    def _is_abroad(self, line: str) -> bool:
        words = plain(line).split()
        return any(" ".join(words[at:]) in self.facts.countries for at in range(1, len(words)))

    def exact(self, phrase: Phrase) -> list[Reading]:
        regions = self._regions(phrase.name) if not phrase.state else []
        if regions:
            return regions
        if phrase.county:
            found = self.counties(phrase.county, phrase.state, is_called_county=True)
            if found:
                return found
        named = [n for n in self.facts.named(phrase.name) if phrase.state in ("", n.state)]
        readings = [reading_of_name(n) for n in _without_twins(named)]
        readings += self._independent(phrase)
        if not phrase.state:
            readings += self._states(phrase.name, named)
        return readings + self.counties(phrase.name, phrase.state, is_called_county=False)

    def _independent(self, phrase: Phrase) -> list[Reading]:
        """ "Baltimore city" is the town first, and a county to the census."""
        if not phrase.name.endswith(" city"):
            return []
        fips = {c.fips for c in self.facts.county_keys.get(phrase.name, ())}
        named = self.facts.named(phrase.name.removesuffix(" city"))
        return [reading_of_name(n) for n in named if n.county in fips and phrase.state in
                ("", n.state)]  # fmt: skip

    def counties(self, name: str, state: str, *, is_called_county: bool) -> list[Reading]:
        initials = name.replace(" ", "") if max(map(len, name.split()), default=0) == 1 else name
        found = [c for c in self.facts.county_keys.get(initials, ()) if state in ("", c.state)]
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
        named = [n for n in self.facts.named(phrase.name) if phrase.state in ("", n.state)]
        around = [
            n for n in named
            if any(n.state == c.state and distance_m(n.point, c.point) < CITY_AROUND_M
                   for c in cities if not c.is_neighborhood)
        ]  # fmt: skip
        own = [n for n in around if key_of(n.city) == phrase.city]
        return [reading_of_name(n) for n in _without_twins(own or around)]

    def _in_stated_city(self, line: str) -> list[Reading]:
        """ "Nowhere Gardens, Milwaukee, WI": the city, for want of anything finer."""
        _, comma, rest = line.partition(",")
        is_town = bool(comma) and plain(rest) not in ("", *self.facts.state_keys)
        found = self.whole(rest.strip()) if is_town else []
        return [reading for reading in found if isinstance(reading.fact, Named)]


def _without_twins(named: list[Named]) -> list[Named]:
    """Without towns that another table knows as a neighbourhood of a larger town."""
    parts = [n for n in named if n.is_neighborhood and n.city]
    return [n for n in named if n.is_neighborhood or not any(_is_twin(n, p) for p in parts)]


def _is_twin(town: Named, part: Named) -> bool:
    is_own = key_of(part.city) == key_of(town.name)
    is_near = distance_m(part.point, town.point) < TWIN_M
    return part.state == town.state and is_near and not is_own


def _is_initials(name: str, county: County) -> bool:
    return len(name) <= 3 and name not in {key_of(county.name), key_of(county.full_name)}
