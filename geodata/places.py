"""What a place text is taken for, and the areas that contain it."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from geodata.shapes import Box, Point, Precision


class Kind(StrEnum):
    """What a text names. Source: INTERFACES `place`."""

    POINT = "point"
    ZIP = "zip"
    PLACE = "place"
    NEIGHBORHOOD = "neighborhood"
    COUNTY = "county"
    STATE = "state"
    AREA = "area"
    ADDRESS = "address"
    UNKNOWN = "unknown"


@dataclass(frozen=True, order=True)
class Area:
    """A set of points by id. `kind` is country, state, county, zip, place, or an operator's own.

    Ids: state 2-digit and county 5-digit FIPS, ZIP 5 digits, country ISO 3166 ("US").
    """

    kind: str
    area_id: str
    name: str
    is_approximate: bool = False
    """The nearest, not the containing one: ZIP codes and places have no polygons."""

    @property
    def key(self) -> str:
        """One word for the index: "county:24031"."""
        return f"{self.kind}:{self.area_id}"

    def as_json(self) -> dict[str, Any]:
        told: dict[str, Any] = {"kind": self.kind, "id": self.area_id, "name": self.name}
        return told | {"approximate": True} if self.is_approximate else told


@dataclass(frozen=True)
class Alternative:
    """Another reading of the same text."""

    name: str
    kind: Kind
    point: Point


@dataclass(frozen=True)
class Place:
    """A reading of what a person typed. `point` is None when nothing is known of where it is."""

    text: str
    kind: Kind
    name: str | None = None
    point: Point | None = None
    extent: Box | None = None
    """How far it reaches: exact for counties and states, a guess for ZIP codes and towns."""
    precision: Precision = Precision.NONE
    areas: tuple[Area, ...] = ()
    """What contains the whole of it, widest last."""
    alternatives: tuple[Alternative, ...] = ()
    corrected: str | None = None
    """The name that was taken instead of a misspelt one."""

    def as_json(self, place_id: Any = None) -> dict[str, Any]:
        """The shape of INTERFACES `place`."""
        return {
            "id": place_id,
            "text": self.text,
            "kind": str(self.kind),
            "name": self.name,
            "lat": self.point.lat if self.point else None,
            "lon": self.point.lon if self.point else None,
            "precision": str(self.precision),
            "areas": [area.as_json() for area in self.areas],
            "alternatives": [
                {"name": a.name, "kind": str(a.kind), "lat": a.point.lat, "lon": a.point.lon}
                for a in self.alternatives
            ],
            "corrected": self.corrected,
        }


def unknown(text: str, alternatives: tuple[Alternative, ...] = ()) -> Place:
    return Place(text, Kind.UNKNOWN, alternatives=alternatives)
