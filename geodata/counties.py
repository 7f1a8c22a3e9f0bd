"""The counties of the United States as polygons, 2023 boundaries."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import shapely
from numpy.typing import NDArray

from geodata.shapes import Point

RINGS = Path(__file__).resolve().parent / "data" / "counties.npz"


def county_polygons(path: Path = RINGS) -> tuple[list[str], NDArray[np.object_]]:
    """FIPS codes in order, and as many valid shapely geometries in degrees (x = lon).

    Source: Census cartographic boundaries 2023, 1 : 10,000,000.
    """
    with np.load(path) as packed:
        ids = [str(fips) for fips in packed["ids"]]
        coordinates = _unpacked(packed["steps"], packed["points"])
        degrees = coordinates * packed["scale"] + packed["translate"]
        offsets = tuple(_offsets(packed[name]) for name in ("points", "rings", "parts"))
    polygons = shapely.from_ragged_array(shapely.GeometryType.MULTIPOLYGON, degrees, offsets)
    is_broken = ~shapely.is_valid(polygons)
    polygons[is_broken] = shapely.make_valid(polygons[is_broken])
    return ids, polygons


def county_at(points: list[Point], polygons: NDArray[np.object_]) -> NDArray[np.int64]:
    """The number of the nearest polygon to each point; for the build, where no snap limit holds."""
    tree = shapely.STRtree(polygons)
    shaped = shapely.points([p.lon for p in points], [p.lat for p in points])
    found = np.full(len(points), -1, dtype=np.int64)
    inside = tree.query(shaped, predicate="intersects")
    found[inside[0]] = inside[1]
    missing = np.flatnonzero(found < 0)
    if len(missing):
        found[missing] = tree.nearest(shaped[missing])
    return found


def _unpacked(steps: NDArray[np.int32], points: NDArray[np.int64]) -> NDArray[np.int64]:
    """Steps start anew with each ring: subtract what the rings before it summed up to."""
    sums = np.cumsum(steps.astype(np.int64), axis=0)
    starts = np.concatenate([[0], np.cumsum(points)[:-1]])
    before = np.where(starts[:, None] > 0, sums[starts - 1], 0)
    return np.asarray(sums - np.repeat(before, points, axis=0))


def _offsets(counts: NDArray[np.int64]) -> NDArray[np.int64]:
    return np.concatenate([[0], np.cumsum(counts)])
