"""Points that several addresses share: what shows only when a source's rows are seen together."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence

from geodata.addresses import street_key
from geodata.coordinates import StatedPoint, Suspicion
from geodata.shapes import Point

SHARED_BY = 3
"""Street addresses on one point: two may be a corner or two spellings, three are a centroid."""

COARSE_SHARE = 0.6
COARSE_ZIPS = 3
"""A source of which this share of ZIP codes with two addresses have them all on one point puts
points at ZIP codes; then also those that stand alone."""

Read = tuple[Point | None, frozenset[Suspicion]]
"""A point as it was read, and what had to be repaired for it."""


def shared(rows: Sequence[StatedPoint], read: Sequence[Read]) -> list[frozenset[Suspicion]]:
    """Which rows stand on a point of SHARED_BY or more different street addresses."""
    streets: dict[tuple[float, float], set[str]] = defaultdict(set)
    for row, (point, _) in zip(rows, read, strict=True):
        if point and _has_number(row.street):
            streets[_rounded(point)].add(street_key(row.street))
    many = {at for at, keys in streets.items() if len(keys) >= SHARED_BY}
    suspect = frozenset({Suspicion.SHARED})
    return [suspect if p and _rounded(p) in many else frozenset() for p, _ in read]


def is_coarse(rows: Sequence[StatedPoint], read: Sequence[Read]) -> bool:
    """Whether the source has one point for each ZIP code."""
    streets, points = defaultdict(set), defaultdict(set)
    for row, (point, _) in zip(rows, read, strict=True):
        code = row.zip5
        if point and code and _has_number(row.street):
            streets[code].add(street_key(row.street))
            points[code].add(_rounded(point))
    told = [code for code, keys in streets.items() if len(keys) > 1]
    on_one = sum(len(points[code]) * 2 <= len(streets[code]) for code in told)
    return len(told) >= COARSE_ZIPS and on_one >= COARSE_SHARE * len(told)


def _has_number(street: str) -> bool:
    return any(c.isdigit() for c in street) and any(c.isalpha() for c in street)


def _rounded(point: Point) -> tuple[float, float]:
    return round(point.lat, 5), round(point.lon, 5)
