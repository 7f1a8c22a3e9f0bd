"""What people type as a place becomes a point with a precision, from shipped tables alone."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from functools import cached_property
from typing import TYPE_CHECKING

from geodata import typed
from geodata.choice import (
    Fact,
    Reading,
    is_at_home,
    is_foreign,
    is_well_known,
    precision_of,
    ranked,
)
from geodata.facts import County, Facts, Named, Region, State, ZipFact
from geodata.names import key_of, plain
from geodata.own_areas import Own
from geodata.phrases import cleaned
from geodata.places import Alternative, Area, Kind, Place, unknown
from geodata.reading import Reader
from geodata.served import Parts
from geodata.shapes import Box, Point, Precision, box_around

if TYPE_CHECKING:
    from geodata.areas import AreaSet, OwnArea

__all__ = ["Gazetteer", "Place", "open_gazetteer"]

MOST_ALTERNATIVES = 8
ZIP_REACH_M = 3_000
"""A guess: ZIP codes have no polygons; half of their points are within 1.7 km of the middle."""

ANTARCTIC = -60.0
SPREAD_PEOPLE = 100_000
"""Larger towns reach into other counties (Houston into three), so theirs is not certain, unless
they fill it."""

ONE_CITY = {
    "36005": "The Bronx", "36047": "Brooklyn", "36061": "Manhattan", "36081": "Queens",
    "36085": "Staten Island", "06075": "San Francisco", "08031": "Denver", "11001": "Washington",
    "22071": "New Orleans", "42101": "Philadelphia", "51013": "Arlington", "02020": "Anchorage",
    "21067": "Lexington", "08014": "Broomfield",
}  # fmt: skip
"""Counties that one town fills, beside the independent cities."""

COUNTRY = Area("country", "US", "United States")


class Gazetteer:
    """ZIP codes, towns, neighbourhoods, counties and states of the United States. Never asks the
    network. Thread-safe: nothing changes after it is opened."""

    def __init__(self, facts: Facts, own: Sequence[Own] = ()) -> None:
        self.facts, self._own = facts, own
        self._reader = Reader(facts)

    @cached_property
    def areas(self) -> AreaSet:
        """Polygons: read when a point is first asked for."""
        from geodata.areas import open_areas

        return open_areas(self._own, self.facts)

    @cached_property
    def own_names(self) -> dict[str, OwnArea]:
        """The operator's areas under their plain names, also with their kind ("ward 7")."""
        return self.areas.own_names() if self._own else {}

    def understand(self, text: str, *, extent: Box | None = None) -> Place:
        """What the text is taken for; `kind` unknown rather than a guess.

        `extent` is where the directory is: it decides between places of one name.
        """
        line = cleaned(text)
        point = typed.point_in(text)
        if point:
            return self._at_point(text, _turned(point))
        code = typed.zip_in(line)
        fact = self.facts.zip_code(code) if code else None
        if fact and not typed.is_address(line) and not self._is_abroad(line, fact):
            return self._at_zip(text, fact)
        if plain(line) in self.own_names:
            return self._at_own(text, self.own_names[plain(line)])
        if not line or typed.is_too_plain(line):
            return unknown(text)
        return self._by_name(text, line, extent)

    def readings(self, line: str, *, extent: Box | None = None) -> list[Reading]:
        """What a name may mean, best first; none for coordinates, ZIP codes, addresses."""
        found, _ = self._reader.read(cleaned(line), extent)
        return ranked(found, extent)

    def read(self, line: str, *, extent: Box | None = None) -> tuple[list[Reading], bool]:
        """The readings, best first, and whether the spelling was mended for them."""
        found, is_mended = self._reader.read(cleaned(line), extent)
        return ranked(found, extent), is_mended

    def _by_name(self, text: str, line: str, extent: Box | None) -> Place:
        exact = self._reader.whole(line)
        if not exact and typed.is_address(line):
            return self._at_address(text, line, extent)
        if is_foreign(extent):
            exact = [r for r in exact if isinstance(r.fact, State)] or self._reader.stated(line)
            return self._chosen(text, exact, extent) if exact else unknown(text)
        readings, corrected = self._reader.read(line, extent)
        if not readings:
            return unknown(text, self._others(self._reader.abroad(line), extent))
        place = self._chosen(text, readings, extent)
        return replace(place, corrected=place.name) if corrected else place

    def _at_point(self, text: str, point: Point) -> Place:
        return Place(
            text, Kind.POINT, f"{point.lat:.4f}, {point.lon:.4f}", point, box_around(point, 1_000),
            Precision.ROOFTOP, tuple(self.areas.areas_of(point)),
        )  # fmt: skip

    def _at_own(self, text: str, own: OwnArea) -> Place:
        around = self.areas.areas_of(own.point)
        wide = tuple(a for a in around if a.kind in ("state", "country"))
        return Place(
            text, Kind.AREA, own.area.name, own.point, own.extent, Precision.NONE,
            (own.area, *wide),
        )  # fmt: skip

    def _at_zip(self, text: str, fact: ZipFact) -> Place:
        name = f"{fact.city}, {fact.state} {fact.zip_code}"
        return Place(
            text, Kind.ZIP, name, fact.point, box_around(fact.point, ZIP_REACH_M), Precision.ZIP,
            self.areas_of_zip(fact),
        )  # fmt: skip

    def _at_address(self, text: str, line: str, extent: Box | None) -> Place:
        """The town or ZIP code of an address: the street is for a geocoder."""
        for rest in typed.towns_in(line):
            code = typed.zip_at_end(rest)
            fact = self.facts.zip_code(code) if code else None
            if fact:
                return replace(self._at_zip(text, fact), kind=Kind.ADDRESS)
            readings = self._reader.stated(rest) or self._bare_towns(line, rest, extent)
            if readings:
                return replace(self._chosen(text, readings, extent), kind=Kind.ADDRESS)
        return Place(text, Kind.ADDRESS)

    def _bare_towns(self, line: str, rest: str, extent: Box | None) -> list[Reading]:
        """Without a state only what stands behind a comma, or is a town that most know."""
        readings = self._reader.whole(rest)
        if "," in line and rest in line.partition(",")[2]:
            return readings
        return [r for r in readings if isinstance(r.fact, Named) and is_well_known(r, extent)]

    def _is_abroad(self, line: str, fact: ZipFact) -> bool:
        """ "10115 Berlin" is not in New York."""
        rest = plain(line.replace(fact.zip_code, " "))
        return rest in self.facts.known_abroad and rest != plain(fact.city)

    def _chosen(self, text: str, readings: list[Reading], extent: Box | None) -> Place:
        best, *others = ranked(readings, extent)
        place = self._place_of(text, best)
        told = tuple(map(self._alternative, others[:MOST_ALTERNATIVES]))
        return replace(place, alternatives=told)

    def _others(self, readings: list[Reading], extent: Box | None) -> tuple[Alternative, ...]:
        return tuple(map(self._alternative, ranked(readings, extent)[:MOST_ALTERNATIVES]))

    def _place_of(self, text: str, reading: Reading) -> Place:
        return Place(
            text, reading.kind, title_of(reading), self.point_of(reading), self.extent_of(reading),
            precision_of(reading), self.areas_of(reading.fact),
        )  # fmt: skip

    def _alternative(self, reading: Reading) -> Alternative:
        return Alternative(title_of(reading), reading.kind, self.point_of(reading))

    def point_of(self, reading: Reading) -> Point:
        """Of a state or region the middle of its box."""
        fact = reading.fact
        return self.extent_of(reading).centre if isinstance(fact, State | Region) else fact.point

    def extent_of(self, reading: Reading) -> Box:
        fact = reading.fact
        if isinstance(fact, Named):
            return box_around(fact.point, fact.reach_m)
        if isinstance(fact, County):
            return fact.extent
        assert reading.extent is not None
        return reading.extent

    def areas_of_zip(self, fact: ZipFact) -> tuple[Area, ...]:
        """Itself and the county and state of most of it, as the post office says."""
        return (Area("zip", fact.zip_code, fact.zip_code), *self.areas_of_county(fact.county))

    def areas_of(self, fact: Fact) -> tuple[Area, ...]:
        if isinstance(fact, Named):
            own = Area("place", fact.place_id, fact.title)
            county, *wider = self.areas_of_county(fact.county)
            is_spread = fact.population > SPREAD_PEOPLE and self.whole_of(fact) is fact
            around = replace(county, is_approximate=is_spread and not fact.is_neighborhood)
            return (own, *self._city_of(fact), around, *wider)
        if isinstance(fact, County):
            return self.areas_of_county(fact.fips)
        if isinstance(fact, Region):
            return (Area("region", fact.region_id, fact.name), COUNTRY)
        return (Area("state", fact.fips, fact.name), COUNTRY)

    def whole_of(self, fact: Fact) -> Fact:
        """The county that a town fills, or the region (New York's five): those have borders."""
        if not isinstance(fact, Named) or fact.is_neighborhood:
            return fact
        region = self.facts.regions.get(fact.key)
        county = self.facts.counties[fact.county]
        if region and region.city == fact.title and region.name == fact.name:
            return region
        is_city = county.full_name.endswith(" city") and county.full_name.startswith(fact.name)
        return county if is_city or ONE_CITY.get(county.fips) == fact.name else fact

    def parts(self, areas: Iterable[Area]) -> Parts:
        """What `serves` must know of these areas: the states of ZIP codes, places and regions."""
        return Parts({area.key: self._states_of(area) for area in areas}, self.facts.successors)

    def _states_of(self, area: Area) -> frozenset[str]:
        """FIPS codes; none where ids tell."""
        fact = self.facts.zip_code(area.area_id) if area.kind == "zip" else None
        code = area.name.rpartition(", ")[2] if area.kind == "place" else fact.state if fact else ""
        if area.kind == "region":
            regions = (r for r in self.facts.regions.values() if r.region_id == area.area_id)
            return frozenset(fips[:2] for region in regions for fips in region.counties)
        return frozenset({self.facts.states[code].fips} if code in self.facts.states else ())

    def areas_of_county(self, fips: str) -> tuple[Area, ...]:
        county = self.facts.counties[fips]
        state = self.facts.states[county.state]
        return (
            Area("county", fips, county.title), Area("state", state.fips, state.name), COUNTRY,
        )  # fmt: skip

    def _city_of(self, named: Named) -> tuple[Area, ...]:
        """The city around a neighbourhood."""
        if not (named.is_neighborhood and named.city):
            return ()
        found = [n for n in self.facts.named(key_of(named.city)) if n.state == named.state]
        city = max(found, key=lambda n: n.population, default=None)
        return (Area("place", city.place_id, city.title),) if city else ()


def _turned(point: Point) -> Point:
    """Longitude first, as GeoJSON has it, lies in the Antarctic: turned when that is at home."""
    is_swapped = not is_at_home(point) and abs(point.lon) <= 90
    turned = Point(lat=point.lon, lon=point.lat) if is_swapped else point
    return turned if point.lat < ANTARCTIC and is_at_home(turned) else point


def title_of(reading: Reading) -> str:
    fact = reading.fact
    return fact.name if isinstance(fact, State | Region) else fact.title


def open_gazetteer(own: Sequence[Own] = ()) -> Gazetteer:
    """Reads the shipped tables: some 40 ms and 20 MB. `own`: an operator's polygons."""
    return Gazetteer(Facts(), own)
