"""A layer of polygons of one kind, asked for many points at once."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import numpy as np
import shapely
from numpy.typing import NDArray

from geodata.places import Area
from geodata.shapes import EARTH_RADIUS_M

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]

METRES_PER_DEGREE = EARTH_RADIUS_M * np.pi / 180


@dataclass(frozen=True, eq=False)
class Layer:
    """Ids, names and valid polygons in one order. Raises ValueError when they are not as many."""

    kind: str
    ids: tuple[str, ...]
    names: tuple[str, ...]
    polygons: NDArray[np.object_]

    def __post_init__(self) -> None:
        if not len(self.ids) == len(self.names) == len(self.polygons):
            raise ValueError(f"{self.kind}: ids, names and polygons differ in number")
        shapely.prepare(self.polygons)

    @cached_property
    def areas(self) -> list[Area]:
        return [Area(self.kind, *pair) for pair in zip(self.ids, self.names, strict=True)]

    @cached_property
    def tree(self) -> shapely.STRtree:
        return shapely.STRtree(self.polygons)

    @cached_property
    def _sizes(self) -> Floats:
        return np.asarray(shapely.area(self.polygons))

    def pairs(self, lats: Floats, lons: Floats) -> tuple[Ints, Ints]:
        """(point number, polygon number) for each polygon that contains a point, edge included."""
        points = shapely.points(lons, lats)
        at, number = self.tree.query(points)
        is_inside = shapely.intersects_xy(self.polygons[number], lons[at], lats[at])
        return at[is_inside], number[is_inside]

    def only(self, lats: Floats, lons: Floats, *, snap_m: float) -> Ints:
        """The smallest polygon that contains each point, else the nearest within `snap_m`; -1."""
        found = np.full(len(lats), -1, dtype=np.int64)
        at, number = self.pairs(lats, lons)
        order = np.argsort(-self._sizes[number], kind="stable")
        found[at[order]] = number[order]
        missing = np.flatnonzero((found < 0) & np.isfinite(lats) & np.isfinite(lons))
        if len(missing):
            found[missing] = self._nearest(lats[missing], lons[missing], snap_m)
        return found

    def _nearest(self, lats: Floats, lons: Floats, snap_m: float) -> Ints:
        """Distances in a plane of each point's own latitude: exact enough for a few kilometres."""
        found = np.full(len(lats), -1, dtype=np.int64)
        reach = snap_m / METRES_PER_DEGREE
        for point in range(len(lats)):
            lat, lon = float(lats[point]), float(lons[point])
            narrow = max(0.01, float(np.cos(np.radians(lat))))
            box = shapely.box(lon - reach / narrow, lat - reach, lon + reach / narrow, lat + reach)
            near = self.tree.query(box)
            if len(near):
                metres = self._metres(lat, lon, narrow, near)
                best = int(np.argmin(metres))
                found[point] = near[best] if metres[best] <= snap_m else -1
        return found

    def _metres(self, lat: float, lon: float, narrow: float, near: Ints) -> Floats:
        lines = shapely.shortest_line(shapely.Point(lon, lat), self.polygons[near])
        ends = shapely.get_coordinates(lines).reshape(-1, 2, 2)
        steps = (ends[:, 1] - ends[:, 0]) * [narrow, 1.0]
        return np.asarray(np.hypot(steps[:, 0], steps[:, 1]) * METRES_PER_DEGREE)
