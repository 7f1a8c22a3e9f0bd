"""What a row says of where it is (ZIP code, town, county, state), and how far off a point lies."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np

from geodata.choice import away_m, best_city
from geodata.coordinates import StatedPoint
from geodata.facts import Facts, Named
from geodata.names import key_of, plain
from geodata.places import Area
from geodata.shapes import Point, distance_m

if TYPE_CHECKING:
    from geodata.areas import AreaSet

FAR_FROM_ZIP_M = 40_000
"""ZIP points are off by 17 km at the 99th percentile."""

FAR_FROM_STATE_M = 10_000
FAR_FROM_COUNTY_M = 10_000
TOWN_REACHES = 3
"""Times a town's guessed radius: a point so near to its stated town is in it."""

NEAR_ZIP_M = 60_000
"""A swapped or unsigned point is only believed so near the stated ZIP code."""

CENTROID_DEGREES = 0.000_11
"""Equal within the four decimals of ZIP tables."""


class Surroundings:
    """Answers of the shipped tables for single rows; rows of other countries have none."""

    def __init__(self, facts: Facts, areas: AreaSet | None = None) -> None:
        self._facts, self._given = facts, areas
        self._known: dict[Point, tuple[Area, ...]] = {}

    def look_up(self, points: Sequence[Point]) -> None:
        """Finds the areas of many points at once: a hundred times as fast as one by one."""
        if not points:
            return
        lats, lons = (np.array([getattr(p, name) for p in points]) for name in ("lat", "lon"))
        self._known = dict(zip(points, self._areas.areas_of_many(lats, lons), strict=True))

    def forget(self) -> None:
        """Forgets what was looked up."""
        self._known = {}

    def _areas_of(self, point: Point) -> Sequence[Area]:
        known = self._known.get(point)
        return self._areas.areas_of(point) if known is None else known

    @cached_property
    def _areas(self) -> AreaSet:
        from geodata.areas import open_areas

        return self._given or open_areas(facts=self._facts)

    def zip_point(self, row: StatedPoint) -> Point | None:
        fact = None if row.is_abroad else self._facts.zip_code(row.zip5)
        return fact.point if fact else None

    def town(self, row: StatedPoint) -> Named | None:
        """The stated town, of those of its name in the stated state the largest."""
        return best_city(self._towns(row))

    def is_near(self, row: StatedPoint, point: Point) -> bool:
        """Of a row without a ZIP code: whether the point is in its state."""
        near = self.zip_point(row)
        if near is None and self._state_of(row):
            return self._state_at(point) == self._state_of(row)
        return near is not None and distance_m(point, near) < NEAR_ZIP_M

    def fits(self, row: StatedPoint, point: Point) -> bool:
        """Not provably elsewhere; a row without a known ZIP code proves nothing."""
        return self.zip_point(row) is None or self.is_near(row, point)

    def is_in_zip(self, row: StatedPoint, point: Point) -> bool:
        """As far as can be told without polygons: no other ZIP code's point is nearer."""
        return any(
            area.kind == "zip" and area.area_id == row.zip5 for area in self._areas_of(point)
        )

    def is_at_zip_point(self, row: StatedPoint, point: Point) -> bool:
        near = self.zip_point(row)
        rounded = (round(point.lat, 4), round(point.lon, 4))
        return (near is not None and _is_same(point, near)) or (
            not row.is_abroad and rounded in self._zip_points
        )

    def is_at_town_point(self, row: StatedPoint, point: Point) -> bool:
        return any(_is_same(point, town.point) for town in self._towns(row))

    def is_out_of_zip(self, row: StatedPoint, point: Point) -> bool:
        """Far from its point, and not in the stated town either: ZIP codes have typing errors."""
        near = self.zip_point(row)
        is_far = near is not None and distance_m(point, near) > FAR_FROM_ZIP_M
        return is_far and not self.is_in_town(row, point)

    def is_out_of_state(self, row: StatedPoint, point: Point) -> bool:
        """By polygon, unless the stated ZIP code or town is within sight of the point."""
        stated = self._state_of(row)
        if not stated or self._state_at(point) == stated:
            return False
        near = self.zip_point(row)
        if near is not None:
            return distance_m(point, near) > FAR_FROM_STATE_M
        return not self.is_in_town(row, point)

    def is_out_of_county(self, row: StatedPoint, point: Point) -> bool:
        state = self._state_of(row)
        name = plain(row.county).removesuffix(" county").removeprefix(f"{plain(row.state)} ")
        stated = [c for c in self._facts.county_keys.get(name, ()) if not state or c.state == state]
        near = self.zip_point(row)
        is_settled = near is not None and distance_m(point, near) < FAR_FROM_COUNTY_M
        return (
            bool(stated)
            and not row.is_abroad
            and not is_settled
            and not self.is_in_town(row, point)
            and all(away_m(point, county.extent) > FAR_FROM_COUNTY_M for county in stated)
        )

    def is_in_town(self, row: StatedPoint, point: Point) -> bool:
        return any(distance_m(point, n.point) < TOWN_REACHES * n.reach_m for n in self._towns(row))

    def _towns(self, row: StatedPoint) -> list[Named]:
        state = self._state_of(row)
        named = self._facts.named(key_of(row.city)) if row.city and state else []
        return [n for n in named if n.state == state]

    def _state_of(self, row: StatedPoint) -> str:
        return "" if row.is_abroad else self._facts.state_keys.get(plain(row.state), "")

    def _state_at(self, point: Point) -> str:
        states = (area.area_id for area in self._areas_of(point) if area.kind == "state")
        fips = next(states, "")
        return self._facts.state_of_fips[fips] if fips else ""

    @cached_property
    def _zip_points(self) -> frozenset[tuple[float, float]]:
        """Of ZIP codes with an area: one large receiver's point is its own door."""
        return frozenset(
            (round(z.point.lat, 4), round(z.point.lon, 4))
            for z in self._facts.all_zips()
            if z.is_standard
        )


def _is_same(a: Point, b: Point) -> bool:
    return abs(a.lat - b.lat) < CENTROID_DEGREES and abs(a.lon - b.lon) < CENTROID_DEGREES
