"""Which of several places of one name is meant: the directory's extent first, then people."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from math import log10

from geodata.facts import County, Named, State
from geodata.places import Kind
from geodata.shapes import Box, Point, Precision, distance_m

UNITED_STATES = (
    Box(24.3, -125.1, 49.5, -66.8), Box(51.0, -179.2, 71.5, -129.9),
    Box(18.8, -178.5, 28.5, -154.7), Box(17.6, -67.4, 18.6, -64.5),
    Box(13.1, 144.5, 20.6, 146.2), Box(-14.7, -171.2, -11.0, -168.1),
)  # fmt: skip

KM_PER_POINT = 100
FARTHEST_POINTS = 2.5
"""A town 250 km away or farther needs 300 times the people to win over one in the extent."""

INSIDE_POINTS = 0.5
BARE_COUNTY_POINTS = -2.0
"""People who mean the county mostly say so: "Fairfax VA" is the city."""

SECTION_POINTS = -0.3
ALIAS_POINTS = -1.0
FEWEST_PEOPLE = 100
STATE_LIKE_CITY = 500_000
"""New York and Washington are cities first; Kansas, Oklahoma and Nevada are not."""


@dataclass(frozen=True)
class Reading:
    """One thing that a name may mean, and how likely it is without a look at the extent."""

    fact: Named | County | State
    points: float

    @property
    def kind(self) -> Kind:
        if isinstance(self.fact, Named):
            return Kind.NEIGHBORHOOD if self.fact.is_neighborhood else Kind.PLACE
        return Kind.COUNTY if isinstance(self.fact, County) else Kind.STATE


def reading_of_name(named: Named) -> Reading:
    points = log10(max(FEWEST_PEOPLE, named.population))
    points += SECTION_POINTS * named.is_neighborhood + ALIAS_POINTS * named.is_alias
    return Reading(named, points)


def reading_of_county(county: County, *, is_called_county: bool) -> Reading:
    points = log10(max(FEWEST_PEOPLE, county.population))
    return Reading(county, points if is_called_county else points + BARE_COUNTY_POINTS)


def ranked(readings: Iterable[Reading], extent: Box | None) -> list[Reading]:
    """Best first; each fact once."""
    best: dict[object, tuple[float, Reading]] = {}
    for reading in readings:
        fact = reading.fact
        key = fact.place_id if isinstance(fact, Named) else fact.fips
        points = reading.points + _nearness(fact, extent)
        if key not in best or best[key][0] < points:
            best[key] = points, reading
    return [reading for _, reading in sorted(best.values(), key=lambda pair: -pair[0])]


def _nearness(fact: Named | County | State, extent: Box | None) -> float:
    if extent is None or isinstance(fact, State):
        return 0.0
    km = away_m(fact.point, extent) / 1000
    return INSIDE_POINTS if km == 0 else -min(FARTHEST_POINTS, km / KM_PER_POINT)


def away_m(point: Point, box: Box) -> float:
    """Metres from the point to the box, 0 inside."""
    lat = min(max(point.lat, box.south), box.north)
    lon = min(max(point.lon, box.west), box.east)
    return distance_m(point, Point(lat=lat, lon=lon))


def touches(a: Box, b: Box) -> bool:
    return a.south <= b.north and b.south <= a.north and a.west <= b.east and b.west <= a.east


def is_foreign(extent: Box | None) -> bool:
    """A directory outside the United States: American names of one word mean nothing there."""
    return extent is not None and not any(touches(extent, box) for box in UNITED_STATES)


def precision_of(reading: Reading) -> Precision:
    if isinstance(reading.fact, State):
        return Precision.NONE
    is_at_zip = isinstance(reading.fact, Named) and reading.fact.is_at_zip
    return Precision.ZIP if is_at_zip else Precision.CITY


def best_city(names: Sequence[Named]) -> Named | None:
    """The town of most people among these."""
    towns = [n for n in names if not n.is_neighborhood]
    return max(towns, key=lambda n: n.population, default=None)
