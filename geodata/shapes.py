"""Points on the earth, how far they are apart, and how precisely they are known."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from math import asin, cos, degrees, radians, sin, sqrt

EARTH_RADIUS_M = 6_371_008.8
"""Mean radius (IUGG)."""


class Precision(StrEnum):
    """What a point stands for, from best to none."""

    ROOFTOP = "rooftop"
    STREET = "street"
    ZIP = "zip"
    CITY = "city"
    NONE = "none"


@dataclass(frozen=True)
class Point:
    """Degrees WGS84. Raises ValueError outside -90..90 and -180..180, and for NaN."""

    lat: float
    lon: float

    def __post_init__(self) -> None:
        if not (-90.0 <= self.lat <= 90.0 and -180.0 <= self.lon <= 180.0):
            raise ValueError(f"not a point on the earth: lat {self.lat}, lon {self.lon}")


@dataclass(frozen=True)
class Box:
    """A rectangle of degrees, edges included; `west` <= `east` (no box crosses 180)."""

    south: float
    west: float
    north: float
    east: float

    def contains(self, point: Point) -> bool:
        return self.south <= point.lat <= self.north and self.west <= point.lon <= self.east

    @property
    def centre(self) -> Point:
        return Point(lat=(self.south + self.north) / 2, lon=(self.west + self.east) / 2)


def distance_m(a: Point, b: Point) -> float:
    """Great-circle distance in metres, 0 or more. Error under 0.6 % (sphere, not ellipsoid).

    Source: haversine with the mean radius.
    """
    lat_a, lat_b = radians(a.lat), radians(b.lat)
    half_lat, half_lon = (lat_b - lat_a) / 2, radians(b.lon - a.lon) / 2
    chord = sin(half_lat) ** 2 + cos(lat_a) * cos(lat_b) * sin(half_lon) ** 2
    return 2 * EARTH_RADIUS_M * asin(min(1.0, sqrt(chord)))


def box_around(point: Point, radius_m: float) -> Box:
    """The box that holds the disc; cut at the poles and at 180 degrees."""
    lat = degrees(radius_m / EARTH_RADIUS_M)
    lon = min(180.0, lat / max(0.01, cos(radians(point.lat))))
    return Box(
        max(-90.0, point.lat - lat), max(-180.0, point.lon - lon),
        min(90.0, point.lat + lat), min(180.0, point.lon + lon),
    )  # fmt: skip


def around(boxes: Iterable[Box]) -> Box:
    """The box that holds them all. Raises ValueError for none."""
    souths, wests, norths, easts = zip(
        *((b.south, b.west, b.north, b.east) for b in boxes), strict=True
    )
    return Box(min(souths), min(wests), max(norths), max(easts))
