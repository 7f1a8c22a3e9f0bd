"""Which areas contain a point: states and counties by polygon, an operator's own polygons, ZIP
codes by the nearest point. shapely is imported here and nowhere that a name is looked up."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from pathlib import Path
from typing import Any

import numpy as np
import shapely
from numpy.typing import NDArray

from geodata.counties import county_polygons
from geodata.facts import Facts
from geodata.geojson import GeoJsonError, polygon_of, read_geojson
from geodata.names import plain
from geodata.places import Area
from geodata.polygons import Layer
from geodata.shapes import EARTH_RADIUS_M, Box, Point

Floats = NDArray[np.float64]

SNAP_M = 3_000
"""Points in no county but this near to one belong to it: piers, islets, coasts drawn at
1 : 10,000,000. Of 4,927 outlets of the SNAP list the farthest lies less than 1 km off."""

ZIP_AWAY_M = 50_000
"""A point farther from every ZIP code has none: the sea, another country."""

COVERED, TOUCHED = 0.98, 0.01
"""Shares of a county in a polygon that was drawn at another scale."""

COUNTRY = Area("country", "US", "United States")


@dataclass(frozen=True)
class OwnArea:
    """An operator's area with a point inside and its box."""

    area: Area
    point: Point
    extent: Box


@dataclass(frozen=True)
class AreaSet:
    """Layers of polygons; the first is the counties. Frozen: `with_geojson` makes another."""

    facts: Facts
    counties: Layer
    own: tuple[Layer, ...] = field(default=())

    def with_geojson(
        self, path: Path, *, kind: str, name_property: str, id_property: str | None = None
    ) -> AreaSet:
        """These areas and an operator's (wards, districts, catchments).

        Raises GeoJsonError with the feature's number when a polygon or a name is missing.
        """
        ids, names, polygons = read_geojson(path, name_property, id_property)
        layer = Layer(kind, tuple(ids), tuple(names), polygons)
        return replace(self, own=(*self.own, layer))

    def areas_of(self, point: Point) -> list[Area]:
        """Smallest kinds first: own areas, ZIP code (approximate), county, state, country."""
        return list(self.areas_of_many(np.array([point.lat]), np.array([point.lon]))[0])

    def areas_of_many(self, lats: Floats, lons: Floats) -> list[tuple[Area, ...]]:
        """One tuple for each point. Degrees WGS84; a NaN is in nothing."""
        order = np.lexsort((lons, np.round(lats, 1)))  # neighbours in turn: 2.5 times as fast
        fips, zips = np.empty(len(lats), np.int64), np.empty(len(lats), np.int64)
        fips[order] = self.counties_of(lats[order], lons[order])
        zips[order] = self.zips_of(lats[order], lons[order])
        found = self._joined(zips, fips)
        for layer in self.own:
            owned = layer.areas
            for at, number in zip(*(n.tolist() for n in layer.pairs(lats, lons)), strict=True):
                found[at] = (owned[number], *found[at])
        return found

    def _joined(self, zips: NDArray[np.int64], fips: NDArray[np.int64]) -> list[tuple[Area, ...]]:
        """A tuple for each pair of ZIP code and county, made once for each that occurs."""
        counties, codes = self._county_areas, self._zip_areas
        pairs, which = np.unique(zips * len(counties) + fips, return_inverse=True)
        first = np.empty(len(pairs), np.int64)
        first[which] = np.arange(len(zips))
        made = [
            codes[z] + counties[c]
            for z, c in zip(zips[first].tolist(), fips[first].tolist(), strict=True)
        ]
        return [made[number] for number in which.tolist()]

    def own_names(self) -> dict[str, OwnArea]:
        """The operator's areas by plain name, and by kind and name: "ward 7" of "7"."""
        named: dict[str, OwnArea] = {}
        for layer in self.own:
            for area, polygon in zip(layer.areas, layer.polygons, strict=True):
                inside = shapely.point_on_surface(polygon)
                west, south, east, north = shapely.bounds(polygon).tolist()
                own = OwnArea(area, Point(lat=inside.y, lon=inside.x),
                              Box(south, west, north, east))  # fmt: skip
                for name in (plain(area.name), f"{area.kind} {plain(area.name)}"):
                    named.setdefault(name, own)
        return named

    def counties_in(self, geometry: object) -> tuple[list[Area], list[Area]]:
        """The counties that a GeoJSON polygon covers, and those that it only touches; none for
        what is no polygon."""
        try:
            shape = polygon_of(geometry, "the extent")
        except GeoJsonError:
            return [], []
        near = self.counties.tree.query(shape, predicate="intersects")
        counties = self.counties.polygons[near]
        shares = shapely.area(shapely.intersection(counties, shape)) / shapely.area(counties)
        areas = self.counties.areas
        covered = [areas[n] for n, share in zip(near, shares, strict=True) if share >= COVERED]
        touched = [
            areas[n] for n, share in zip(near, shares, strict=True) if TOUCHED < share < COVERED
        ]
        return covered, touched

    def counties_of(self, lats: Floats, lons: Floats) -> NDArray[np.int64]:
        """The number of the county of each point, snapped within SNAP_M; -1 for none."""
        return self.counties.only(lats, lons, snap_m=SNAP_M)

    def county_of(self, point: Point) -> str | None:
        """The FIPS code."""
        number = int(self.counties_of(np.array([point.lat]), np.array([point.lon]))[0])
        return None if number < 0 else self.counties.ids[number]

    def zips_of(self, lats: Floats, lons: Floats) -> NDArray[np.int64]:
        """The number of the nearest ZIP code's point; -1 beyond ZIP_AWAY_M."""
        found = np.full(len(lats), -1, dtype=np.int64)
        known = np.flatnonzero(np.isfinite(lats) & np.isfinite(lons) & (np.abs(lats) < 85))
        x, y = mercator(lats[known], lons[known])
        at, number = self._zip_tree.query_nearest(
            shapely.points(x, y), all_matches=False, return_distance=False
        )
        codes = self._zip_points[number]
        is_near = (
            np.hypot(codes[:, 0] - x[at], codes[:, 1] - y[at]) * np.cos(np.radians(lats[known[at]]))
            < ZIP_AWAY_M
        )
        found[known[at[is_near]]] = number[is_near]
        return found

    @cached_property
    def _zips(self) -> list[tuple[str, float, float]]:
        """PO boxes and single receivers have no area, so no point lies in them."""
        return [
            (z.zip_code, z.point.lat, z.point.lon) for z in self.facts.all_zips() if z.is_standard
        ]

    @cached_property
    def _zip_points(self) -> Floats:
        lats, lons = (np.array([z[n] for z in self._zips]) for n in (1, 2))
        return np.column_stack(mercator(lats, lons))

    @cached_property
    def _zip_tree(self) -> shapely.STRtree:
        points: Any = shapely.points(self._zip_points)
        return shapely.STRtree(points)

    @cached_property
    def _zip_areas(self) -> list[tuple[Area, ...]]:
        areas: list[tuple[Area, ...]] = [(Area("zip", z[0], z[0], True),) for z in self._zips]
        return [*areas, ()]

    @cached_property
    def _county_areas(self) -> list[tuple[Area, ...]]:
        return [*(self._around(fips) for fips in self.counties.ids), ()]

    def _around(self, fips: str) -> tuple[Area, ...]:
        county = self.facts.counties[fips]
        state = self.facts.states[county.state]
        own = Area("county", fips, county.title)
        return own, Area("state", state.fips, state.name), COUNTRY


def open_areas(own: Sequence[tuple[Path, str, str]] = (), facts: Facts | None = None) -> AreaSet:
    """Counties and states, with an operator's files as (path, kind, name property)."""
    known = facts or Facts()
    ids, polygons = county_polygons()
    names = tuple(known.counties[fips].title for fips in ids)
    areas = AreaSet(known, Layer("county", tuple(ids), names, polygons))
    for path, kind, name_property in own:
        areas = areas.with_geojson(path, kind=kind, name_property=name_property)
    return areas


def mercator(lats: Floats, lons: Floats) -> tuple[Floats, Floats]:
    """Metres at the equator. Conformal, so the nearest on the map is the nearest on the ground."""
    y = EARTH_RADIUS_M * np.log(np.tan(np.pi / 4 + np.radians(lats) / 2))
    return EARTH_RADIUS_M * np.radians(lons), y
