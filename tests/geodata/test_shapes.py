"""Points, distances, boxes."""

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from geodata.shapes import Box, Point, around, box_around, distance_m

points = st.builds(
    Point,
    lat=st.floats(-90, 90, allow_nan=False),
    lon=st.floats(-180, 180, allow_nan=False),
)


def test_washington_to_baltimore_is_some_56_km() -> None:
    washington, baltimore = Point(lat=38.8951, lon=-77.0364), Point(lat=39.2904, lon=-76.6122)
    assert distance_m(washington, baltimore) == pytest.approx(57_200, rel=0.01)


def test_a_degree_of_latitude_is_111_km() -> None:
    assert distance_m(Point(lat=0, lon=0), Point(lat=1, lon=0)) == pytest.approx(111_195, abs=1)


def test_the_date_line_is_no_border() -> None:
    assert distance_m(Point(lat=0, lon=179.9), Point(lat=0, lon=-179.9)) < 23_000


@given(points, points)
def test_distance_is_the_same_both_ways_and_never_negative(a: Point, b: Point) -> None:
    assert 0 <= distance_m(a, b) == pytest.approx(distance_m(b, a), abs=1e-6)


@given(points, points, points)
def test_a_detour_is_never_shorter(a: Point, b: Point, c: Point) -> None:
    assert distance_m(a, c) <= distance_m(a, b) + distance_m(b, c) + 1e-3


@pytest.mark.parametrize(("lat", "lon"), [(91, 0), (0, 181), (math.nan, 0), (0, math.inf)])
def test_a_point_off_the_earth_is_refused(lat: float, lon: float) -> None:
    with pytest.raises(ValueError, match="not a point"):
        Point(lat=lat, lon=lon)


@given(st.builds(Point, lat=st.floats(-80, 80), lon=st.floats(-170, 170)), st.floats(1, 50_000))
def test_a_box_around_holds_its_disc(point: Point, radius_m: float) -> None:
    box = box_around(point, radius_m)
    edge = Point(lat=box.north, lon=point.lon)
    assert box.contains(point)
    assert distance_m(point, edge) == pytest.approx(radius_m, rel=1e-3)


def test_boxes_join() -> None:
    assert around([Box(0, 0, 1, 1), Box(-1, 2, 0.5, 3)]) == Box(-1, 0, 1, 3)
