"""Coordinates as sources write them: numbers, metres of a map, decimals; and what may be wrong."""

from __future__ import annotations

from dataclasses import dataclass, replace
from enum import StrEnum
from math import atan, degrees, exp, pi

from geodata.addresses import street_key
from geodata.names import plain
from geodata.shapes import Point, Precision

MERCATOR_RADIUS_M = 6_378_137
"""Of EPSG:3857, which is not the mean radius."""

MERCATOR_EDGE_M = 20_037_508.35
LEAST_METRES = 1_000

AT_HOME = {
    "", "us", "usa", "united states", "united states of america", "pr", "vi", "gu", "as", "mp",
}  # fmt: skip
"""Where ZIP codes, states and counties are those of our tables; the territories have codes too."""


class Suspicion(StrEnum):
    """What speaks against a stated point."""

    MISSING = "no point stated"
    UNREADABLE = "not a number"
    RANGE = "not on the earth"
    ZERO = "zero or beside it"
    MERCATOR = "in metres of Web Mercator"
    SWAPPED = "latitude and longitude swapped"
    SIGN = "longitude without its minus"
    ZIP_CENTROID = "the middle of a ZIP code"
    TOWN_CENTROID = "the middle of a town"
    SHARED = "shared by different street addresses"
    COARSE_SOURCE = "of a source that puts points at ZIP codes"
    FAR_FROM_ZIP = "far from the stated ZIP code"
    FAR_FROM_STATE = "not in the stated state"
    FAR_FROM_COUNTY = "not in the stated county"


REPAIRED = frozenset({Suspicion.MERCATOR, Suspicion.SWAPPED, Suspicion.SIGN})
"""Of these the point is good again."""


class Basis(StrEnum):
    """How the point that is used was got."""

    STATED = "stated"
    CONVERTED = "converted"
    ZIP_CODE = "zip code"
    PLACE = "place"
    NONE = "none"


@dataclass(frozen=True)
class StatedPoint:
    """One row as its source writes it. Texts; None or "" for what is not said."""

    lat: str | float | None
    lon: str | float | None
    street: str = ""
    city: str = ""
    state: str = ""
    zip_code: str = ""
    county: str = ""
    country: str = ""
    """ISO 3166 code or a name of it; empty: the United States, as far as the point is there."""

    @property
    def zip5(self) -> str:
        return str(self.zip_code or "").strip()[:5]

    @property
    def is_abroad(self) -> bool:
        return plain(self.country) not in AT_HOME


@dataclass(frozen=True)
class JudgedPoint:
    """The point to use, with what it stands for, how it was got, and what the source said."""

    point: Point | None
    precision: Precision
    basis: Basis
    stated: Point | None
    """The source's word, converted to degrees; kept even when it is not used."""
    suspicions: frozenset[Suspicion] = frozenset()

    @property
    def is_suspect(self) -> bool:
        """A point was stated and is not to be trusted as it stands."""
        return bool(self.suspicions - REPAIRED - {Suspicion.MISSING})

    @property
    def is_about(self) -> bool:
        """Distances from it are said as "about"."""
        return self.precision not in (Precision.ROOFTOP, Precision.STREET)


def numbers_of(row: StatedPoint) -> tuple[float, float] | Suspicion:
    texts = [str(value if value is not None else "").strip() for value in (row.lat, row.lon)]
    if not all(texts):
        return Suspicion.MISSING
    try:
        y, x = (float(text.replace("−", "-").rstrip("°")) for text in texts)
    except ValueError:
        return Suspicion.UNREADABLE
    return (y, x) if y == y and x == x else Suspicion.UNREADABLE


def is_metres(y: float, x: float) -> bool:
    return all(LEAST_METRES < abs(value) < MERCATOR_EDGE_M for value in (y, x))


def from_mercator(y: float, x: float) -> Point | None:
    """Of Web Mercator metres. Source: EPSG:3857."""
    lon = degrees(x / MERCATOR_RADIUS_M)
    lat = degrees(2 * atan(exp(y / MERCATOR_RADIUS_M)) - pi / 2)
    return Point(lat=lat, lon=lon) if abs(lat) <= 90 and abs(lon) <= 180 else None


def fineness(row: StatedPoint) -> Precision:
    """By decimals and by whether a house is named: four decimals are 11 m, two 1.1 km. Of the two
    numbers the longer one tells: the other may have lost its zeros."""
    decimals = max(len(str(value).partition(".")[2].rstrip("0")) for value in (row.lat, row.lon))
    if is_metres(*(float(str(v)) for v in (row.lat, row.lon) if v is not None)):
        decimals = len("1234")
    if decimals >= 4 and street_key(row.street)[:1].isdigit():
        return Precision.ROOFTOP
    return Precision.STREET if decimals >= 3 else Precision.ZIP if decimals == 2 else Precision.CITY


def without_point(judged: JudgedPoint) -> JudgedPoint:
    """For a confidential address: no point, whatever was stated."""
    return replace(judged, point=None, stated=None, precision=Precision.NONE, basis=Basis.NONE)
