"""Cells and the ranges of rowids of a radius."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from geodata.shapes import Point, distance_m
from indexer.sqlite.cells import (
    MAX_BANDS,
    NO_POINT_CELL,
    cell_of,
    ranges_around,
    rowids_of_cell,
)

MILE_M = 1609.344
points = st.builds(
    Point,
    lat=st.floats(-90, 90, allow_nan=False),
    lon=st.floats(-180, 180, allow_nan=False),
)


def is_covered(near: Point, radius_m: float, point: Point) -> bool:
    first, last = rowids_of_cell(cell_of(point))
    return any(low <= first and last <= high for low, high in ranges_around(near, radius_m))


@given(near=points, there=points, miles=st.sampled_from([1.0, 10.0, 100.0, 3000.0]))
def test_every_point_within_the_radius_is_covered(near: Point, there: Point, miles: float) -> None:
    if distance_m(near, there) <= miles * MILE_M:
        assert is_covered(near, miles * MILE_M, there)


@given(near=points, north=st.floats(-0.3, 0.3), east=st.floats(-0.5, 0.5))
def test_neighbours_within_the_radius_are_covered(near: Point, north: float, east: float) -> None:
    lat = min(90.0, max(-90.0, near.lat + north))
    there = Point(lat=lat, lon=(near.lon + east + 540) % 360 - 180)
    if distance_m(near, there) <= 10 * MILE_M:
        assert is_covered(near, 10 * MILE_M, there)


@given(near=points, miles=st.floats(0.01, 12_000))
def test_ranges_ascend_and_never_overlap(near: Point, miles: float) -> None:
    ranges = ranges_around(near, miles * MILE_M)
    bounds = [bound for span in ranges for bound in span]
    assert bounds == sorted(bounds)
    assert len(set(bounds)) == len(bounds)
    assert len(ranges) <= 2 * MAX_BANDS


@pytest.mark.parametrize(
    ("point", "is_there"),
    [(Point(lat=38.95, lon=-77.03), True), (Point(lat=42.0, lon=-77.03), False)],
)
def test_a_far_point_is_not_looked_at(point: Point, is_there: bool) -> None:
    assert is_covered(Point(lat=38.9, lon=-77.03), 10 * MILE_M, point) is is_there


def test_a_city_is_a_few_ranges() -> None:
    assert 3 <= len(ranges_around(Point(lat=38.9, lon=-77.03), 10 * MILE_M)) <= 5


def test_listings_without_a_point_have_a_cell_of_their_own() -> None:
    assert cell_of(None) == NO_POINT_CELL
    corners = [Point(lat=lat, lon=lon) for lat in (-90.0, 90.0) for lon in (-180.0, 180.0)]
    assert len({cell_of(corner) for corner in corners} | {NO_POINT_CELL}) == 5
