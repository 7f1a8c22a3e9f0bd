"""Where a location is: the one place that judges the point that a source gives."""

from __future__ import annotations

from typing import Any

from directory.entities import JsonDocument
from geodata.shapes import Precision

NULL_ISLAND_DEGREES = 0.01
"""A point nearer to 0,0 than this is an empty cell that became a number."""

NO_POINT = "{n} locations have a point that is no place on earth: kept without one"


def located(document: JsonDocument) -> tuple[JsonDocument, Precision]:
    """The location with its point or without one, and how precise the point is.

    A point that is no place on earth is dropped: the raw row keeps it.
    """
    latitude, longitude = _number(document.get("latitude")), _number(document.get("longitude"))
    rest = {key: value for key, value in document.items() if key not in ("latitude", "longitude")}
    if latitude is None or longitude is None or not is_place(latitude, longitude):
        return rest, Precision.NONE
    return rest | {"latitude": latitude, "longitude": longitude}, Precision.STREET


def is_place(latitude: float, longitude: float) -> bool:
    """Whether these degrees (WGS84) can be meant."""
    if abs(latitude) > 90 or abs(longitude) > 180:
        return False
    return abs(latitude) > NULL_ISLAND_DEGREES or abs(longitude) > NULL_ISLAND_DEGREES


def _number(value: Any) -> float | None:
    try:
        number = float(value)
    except (TypeError, ValueError):
        return None
    return number if number == number else None  # NaN is no number
