"""Points -> cells of 0.1 degrees, and a radius -> the ranges of rowids that can hold its listings.

rowid = cell << SEQUENCE_BITS | sequence; cell = band of latitude * LON_BANDS + band of longitude,
both counted from 1, so that cell 0 is free for the listings without a point.
"""

from __future__ import annotations

from math import asin, cos, degrees, floor, radians, sin

from geodata.shapes import Point

CELLS_PER_DEGREE = 10
"""0.1 degrees are 11 km: 10 miles are 3 to 5 bands, and a city of 1,000 listings a few cells."""

LON_BANDS = 4096
SEQUENCE_BITS = 24
"""16 million listings in one cell."""

NO_POINT_CELL = 0

MAX_BANDS = 64
"""More bands than this (400 miles) are one range over all of them: each range costs a statement of
30 us, while rows that lie elsewhere only cost their filtering."""

METRES_PER_DEGREE = 111_194.9
"""Of latitude, on the sphere of `geodata.shapes.distance_m` (mean radius 6,371,008.8 m)."""

Range = tuple[int, int]
"""First and last rowid, both included."""


def cell_of(point: Point | None) -> int:
    """The cell of a point; NO_POINT_CELL without one."""
    if point is None:
        return NO_POINT_CELL
    return _lat_band(point.lat) * LON_BANDS + _lon_band(point.lon)


def rowids_of_cell(cell: int) -> Range:
    """All rowids that a cell can hold."""
    return cell << SEQUENCE_BITS, (cell + 1 << SEQUENCE_BITS) - 1


def ranges_around(near: Point, radius_m: float) -> tuple[Range, ...]:
    """Ranges that hold every point within the radius, in ascending order, not overlapping.

    They hold points outside of it too: the exact distance is tested on what is found.
    """
    reach = radius_m / METRES_PER_DEGREE + 1e-6
    south, north = _lat_band(near.lat - reach), _lat_band(near.lat + reach)
    spans = _lon_spans(near, reach)
    if north - south >= MAX_BANDS:
        return ((_first(south, 1), _last(north, LON_BANDS - 1)),)
    return tuple(
        (_first(band, west), _last(band, east))
        for band in range(south, north + 1)
        for west, east in spans
    )


def _lon_spans(near: Point, reach: float) -> list[tuple[int, int]]:
    """Bands of longitude, first and last; two spans where the date line is crossed."""
    if abs(near.lat) + reach >= 90:
        return [(1, LON_BANDS - 1)]
    # The widest parallel that the circle touches lies a little poleward of its centre.
    half = degrees(asin(min(1.0, sin(radians(reach)) / cos(radians(near.lat))))) + 1e-6
    west, east = near.lon - half, near.lon + half
    if west < -180:
        return [(1, _lon_band(east)), (_lon_band(west + 360), LON_BANDS - 1)]
    if east > 180:
        return [(1, _lon_band(east - 360)), (_lon_band(west), LON_BANDS - 1)]
    return [(_lon_band(west), _lon_band(east))]


def _lat_band(lat: float) -> int:
    return floor((min(90.0, max(-90.0, lat)) + 90) * CELLS_PER_DEGREE) + 1


def _lon_band(lon: float) -> int:
    return floor((min(180.0, max(-180.0, lon)) + 180) * CELLS_PER_DEGREE) + 1


def _first(lat_band: int, lon_band: int) -> int:
    return lat_band * LON_BANDS + lon_band << SEQUENCE_BITS


def _last(lat_band: int, lon_band: int) -> int:
    return rowids_of_cell(lat_band * LON_BANDS + lon_band)[1]
