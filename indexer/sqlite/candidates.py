"""The listings that a search looks at: found by words or by place, with their distances."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from geodata.shapes import EARTH_RADIUS_M, Point
from indexer.query import METRES_PER_MILE
from indexer.sqlite.columns import Ints
from indexer.sqlite.compile import Plan, Statement, rowids_of_parts
from indexer.sqlite.generation import Reading

ROUNDING = 1e-9
"""Sums of importance differ in their last digits by the order of adding."""

Floats = NDArray[np.float64]
Bools = NDArray[np.bool_]


@dataclass(frozen=True)
class Candidates:
    """Listings of the right words and place; filters are not yet applied."""

    positions: Ints
    """Rows of the columns."""
    distances_m: Floats | None
    """None without `near`; NaN for a listing without a point."""
    has_part: Bools | None = None
    """One row per required part, one column per listing; None: every listing has every one."""

    def __len__(self) -> int:
        return len(self.positions)

    def only(self, mask: Bools) -> Candidates:
        """Those for which the mask is true."""
        return Candidates(
            self.positions[mask],
            None if self.distances_m is None else self.distances_m[mask],
            None if self.has_part is None else self.has_part[:, mask],
        )

    def thinned(self, most: int) -> Candidates:
        """At most about `most` of them, spread evenly: when a hundred thousand listings fit alike,
        ranking each of them would only take time."""
        step = -(-len(self) // most)
        return self if step == 1 else self.only(np.arange(len(self)) % step == 0)

    @property
    def distances_miles(self) -> Floats | None:
        return None if self.distances_m is None else self.distances_m / METRES_PER_MILE


def with_every_part(reading: Reading, plan: Plan) -> Candidates:
    """Listings with every required part, all listings of the place when nothing is required."""
    if not plan.required:
        return _placed(reading, plan, reading.snapshot.positions_in(plan.ranges))
    rowids = _rowids(reading, rowids_of_parts(plan.required, plan.ranges))
    return _placed(reading, plan, reading.snapshot.positions_of(rowids))


def with_most_parts(reading: Reading, plan: Plan, least: float) -> Candidates:
    """Listings whose parts are together as important as `least`, and which they have."""
    found = [_rowids(reading, rowids_of_parts([part], plan.ranges)) for part in plan.required]
    rowids = np.unique(np.concatenate(found))
    has_part = np.zeros((len(found), len(rowids)), bool)
    for row, of in enumerate(found):
        has_part[row, rowids.searchsorted(of)] = True
    importance = np.array([part.importance for part in plan.required])
    most = importance @ has_part >= least - ROUNDING
    rowids, has_part = rowids[most], has_part[:, most]
    positions = reading.snapshot.positions_of(rowids)
    at = rowids.searchsorted(reading.snapshot.columns.rowids[positions])
    return _placed(reading, plan, positions, has_part[:, at])


def _rowids(reading: Reading, statement: Statement) -> Ints:
    text = reading.connection.execute(statement.sql, statement.parameters).fetchone()[0]
    return np.fromstring(text, np.int64, sep=",") if text else np.empty(0, np.int64)


def _placed(
    reading: Reading, plan: Plan, positions: Ints, has_part: Bools | None = None
) -> Candidates:
    """Those within the radius. Ranges let in none without a point unless they are wanted."""
    if plan.near is None:
        return Candidates(positions, None, has_part)
    fixed = reading.snapshot.columns.fixed
    distances_m = distances_from(plan.near, fixed["lat"][positions], fixed["lon"][positions])
    candidates = Candidates(positions, distances_m, has_part)
    return candidates.only(~(distances_m > plan.radius_m))


def distances_from(near: Point, lat: Floats, lon: Floats) -> Floats:
    """Great-circle distances in metres, by the formula of `geodata.shapes.distance_m`; NaN where
    there is no point."""
    near_lat, near_lon = np.radians(near.lat), np.radians(near.lon)
    lat, lon = np.radians(lat), np.radians(lon)
    chord = (
        np.sin((lat - near_lat) / 2) ** 2
        + np.cos(near_lat) * np.cos(lat) * np.sin((lon - near_lon) / 2) ** 2
    )
    return 2 * EARTH_RADIUS_M * np.arcsin(np.sqrt(np.minimum(1.0, chord)))  # type: ignore[no-any-return]
