"""Which of several places of one name is meant: the directory's extent first, then people."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from math import log10

from geodata.facts import County, Named, Region, State
from geodata.places import Kind
from geodata.shapes import Box, Point, Precision, distance_m

UNITED_STATES = (
    Box(24.3, -125.1, 49.5, -66.8), Box(51.0, -179.2, 71.5, -129.9),
    Box(18.8, -178.5, 28.5, -154.7), Box(17.6, -67.4, 18.6, -64.5),
    Box(13.1, 144.5, 20.6, 146.2), Box(-14.7, -171.2, -11.0, -168.1),
)  # fmt: skip

NEAR_KM = 10
POINTS_PER_TENFOLD = 1.2
"""Ten times as far away needs fifteen times the people; what is nearer than NEAR_KM hardly counts:
in Chicago, Springfield is the one in Illinois, and Houston still the one in Texas."""

INSIDE_POINTS = 0.5
BARE_COUNTY_POINTS = -2.0
"""People who mean the county mostly say so: "Fairfax VA" is the city."""

OTHER_STATE_POINTS = -1.5
"""For a state that the directory's extent does not touch."""

SECTION_POINTS = -0.2
ALIAS_POINTS = -1.0
FEWEST_PEOPLE = 100
WELL_KNOWN_PEOPLE = 20_000
STATE_LIKE_CITY = 500_000
"""New York and Washington are cities first; Kansas, Oklahoma and Nevada are not."""


Fact = Named | County | State | Region


@dataclass(frozen=True)
class Reading:
    """One thing that a name may mean, and how likely it is without a look at the extent."""

    fact: Fact
    points: float
    extent: Box | None = None
    """Of a state or region."""

    @property
    def kind(self) -> Kind:
        if isinstance(self.fact, Named):
            return Kind.NEIGHBORHOOD if self.fact.is_neighborhood else Kind.PLACE
        if isinstance(self.fact, Region):
            return Kind.AREA
        return Kind.COUNTY if isinstance(self.fact, County) else Kind.STATE

    @property
    def fact_id(self) -> str:
        if isinstance(self.fact, Named):
            return self.fact.place_id
        return self.fact.region_id if isinstance(self.fact, Region) else self.fact.fips


def reading_of_name(named: Named) -> Reading:
    points = log10(max(FEWEST_PEOPLE, named.population))
    points += SECTION_POINTS * named.is_neighborhood + ALIAS_POINTS * named.is_alias
    return Reading(named, points)


def reading_of_county(county: County, *, is_called_county: bool) -> Reading:
    points = log10(max(FEWEST_PEOPLE, county.population))
    return Reading(county, points if is_called_county else points + BARE_COUNTY_POINTS)


def people_of(reading: Reading) -> int:
    return reading.fact.population if isinstance(reading.fact, Named | County) else 0


def ranked(readings: Iterable[Reading], extent: Box | None) -> list[Reading]:
    """Best first; each fact once."""
    best: dict[object, tuple[float, Reading]] = {}
    for reading in readings:
        key = reading.fact_id
        points = reading.points + _nearness(reading, extent)
        if key not in best or best[key][0] < points:
            best[key] = points, reading
    return [reading for _, reading in sorted(best.values(), key=lambda pair: -pair[0])]


def _nearness(reading: Reading, extent: Box | None) -> float:
    if extent is None:
        return 0.0
    if isinstance(reading.fact, State | Region):
        is_near = reading.extent is None or touches(reading.extent, extent)
        return 0.0 if is_near else OTHER_STATE_POINTS
    km = away_m(reading.fact.point, extent) / 1000
    return INSIDE_POINTS if km == 0 else -POINTS_PER_TENFOLD * log10(1 + km / NEAR_KM)


def away_m(point: Point, box: Box) -> float:
    """Metres from the point to the box, 0 inside."""
    lat = min(max(point.lat, box.south), box.north)
    lon = min(max(point.lon, box.west), box.east)
    return distance_m(point, Point(lat=lat, lon=lon))


def touches(a: Box, b: Box) -> bool:
    return a.south <= b.north and b.south <= a.north and a.west <= b.east and b.west <= a.east


def is_at_home(point: Point) -> bool:
    """In one of the boxes around the United States and its territories."""
    return any(box.contains(point) for box in UNITED_STATES)


def is_well_known(reading: Reading, extent: Box | None) -> bool:
    """A town of some size, or in the directory's extent."""
    if isinstance(reading.fact, State | Region):
        return True
    is_inside = extent is not None and away_m(reading.fact.point, extent) == 0
    return is_inside or people_of(reading) >= WELL_KNOWN_PEOPLE


def is_foreign(extent: Box | None) -> bool:
    """A directory outside the United States: American names of one word mean nothing there."""
    return extent is not None and not any(touches(extent, box) for box in UNITED_STATES)


def precision_of(reading: Reading) -> Precision:
    if isinstance(reading.fact, State | Region):
        return Precision.NONE
    is_at_zip = isinstance(reading.fact, Named) and reading.fact.is_at_zip
    return Precision.ZIP if is_at_zip else Precision.CITY


def best_city(names: Sequence[Named]) -> Named | None:
    """The town of most people among these."""
    towns = [n for n in names if not n.is_neighborhood]
    return max(towns, key=lambda n: n.population, default=None)
