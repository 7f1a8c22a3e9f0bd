"""Where a person says to be: what that is taken for, and how much of it an address may hold.

What is typed as a place may be somebody's home. An address holds a ZIP code, the name of a place,
or a point rounded to two decimals (about a kilometre), never a street or a number.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from math import ceil

from flask import current_app

from geodata import typed
from geodata.places import Kind, Place
from geodata.shapes import Box, Point, distance_m
from indexer.query import DEFAULT_RADIUS_MILES, METRES_PER_MILE
from web.parts import now, parts

DECIMALS = 2
EXTENT_LIFE = timedelta(minutes=10)
"""The box of the directory hardly changes, and asking for it reads every point."""

EXTENSION = "wellkept_extent"


def understand(text: str) -> Place:
    """What a typed place is taken for, where this directory is."""
    return parts().places.understand(text, extent=extent())


def extent() -> Box | None:
    """The box of the public points, at most EXTENT_LIFE old."""
    kept: tuple[datetime, Box | None] | None = current_app.extensions.get(EXTENSION)
    if kept is None or now() - kept[0] > EXTENT_LIFE:
        with parts().store.reading() as view:
            kept = now(), view.extent()
        current_app.extensions[EXTENSION] = kept
    return kept[1]


def coarse(place: Place) -> str:
    """What an address may say of the place; "" when it may say nothing."""
    if place.point is None:
        return ""
    if place.kind is Kind.POINT:
        return f"{place.point.lat:.{DECIMALS}f},{place.point.lon:.{DECIMALS}f}"
    code = next((area.area_id for area in place.areas if area.kind == "zip"), None)
    if code:
        return code
    is_plain = not any(sign.isdigit() for sign in place.text) and place.kind is not Kind.ADDRESS
    return place.text if is_plain and not place.corrected else place.name or ""


def label(place: Place) -> str:
    """The place as people call it: "Columbia Heights, Washington, DC", "20009"."""
    return coarse(place) if place.kind in (Kind.POINT, Kind.ZIP) else place.name or ""


def usual_radius_miles(place: Place | None) -> float:
    """How far around a place people look who do not say how far: farther when it is a county or a
    state, so that all of it is looked at."""
    if place is None or place.point is None or place.extent is None:
        return DEFAULT_RADIUS_MILES
    corner = Point(lat=place.extent.north, lon=place.extent.west)
    reach_miles = distance_m(place.point, corner) / METRES_PER_MILE
    return max(DEFAULT_RADIUS_MILES, float(ceil(reach_miles)))


def holds_address(text: str) -> bool:
    """Whether a typed line has a street address in it, wherever it begins.

    >>> holds_address("food near 1420 Harvard Street NW"), holds_address("12 step meeting")
    (True, False)
    """
    words = text.split()
    return any(
        word[0].isdigit() and typed.is_address(" ".join(words[place:]))
        for place, word in enumerate(words)
    )
