"""Made-up search documents: small, and different only in what a test says."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import NAMESPACE_OID, uuid5

from directory.belief import BeliefState, when_checked, when_known
from geodata.shapes import Point, Precision
from indexer.document import SearchDocument

NOW = datetime(2026, 5, 4, 12, tzinfo=UTC)
CENTRE = Point(lat=38.9, lon=-77.03)
MILE_LAT = 1 / 69.0932
"""Degrees of latitude that are a mile on the sphere of `geodata.shapes`."""


def listing_id(name: str) -> str:
    return str(uuid5(NAMESPACE_OID, name))


def document(name: str, /, **changes: Any) -> SearchDocument:
    """A service that is given at the centre by an organization that has no other; never checked."""
    values: dict[str, Any] = {
        "listing_id": listing_id(name),
        "service_id": listing_id(f"service {name}"),
        "organization_id": listing_id(f"organization {name}"),
        "name": name,
        "organization": None,
        "point": CENTRE,
        "precision": Precision.ROOFTOP,
        "source_ids": {"organization": None, "service": name, "location": None},
    }
    return SearchDocument(**values | changes)


def north(miles: float) -> Point:
    """A point so far to the north of the centre."""
    return Point(lat=CENTRE.lat + miles * MILE_LAT, lon=CENTRE.lon)


def checked(days_ago: float, by: str = "phone") -> BeliefState:
    known = when_known(NOW - timedelta(days=2000))
    return when_checked(known, NOW - timedelta(days=days_ago), by)


def never_checked() -> BeliefState:
    return when_known(NOW - timedelta(days=30))
