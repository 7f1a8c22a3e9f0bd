"""The listings that a search looks at: found by words or by place, with their distances."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from geodata.shapes import EARTH_RADIUS_M, Point
from indexer.asked import Part
from indexer.query import METRES_PER_MILE
from indexer.serving import NO, YES, Codes
from indexer.sqlite.cells import Range
from indexer.sqlite.columns import Ints
from indexer.sqlite.compile import EVERYWHERE, Plan, Statement, rowids_of_parts
from indexer.sqlite.generation import Reading
from indexer.sqlite.terms import SERVED

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
    is_elsewhere: Bools | None = None
    """Which are beyond the radius and serve the place; None: none was looked for."""
    has_part: Bools | None = None
    """One row per part that is looked for in texts, one column per listing; None: every listing has
    every one."""

    def __len__(self) -> int:
        return len(self.positions)

    def only(self, mask: Bools) -> Candidates:
        """Those for which the mask is true."""
        return Candidates(
            self.positions[mask],
            None if self.distances_m is None else self.distances_m[mask],
            None if self.is_elsewhere is None else self.is_elsewhere[mask],
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
    if plan.required:
        rowids = _rowids_with(reading, plan, plan.required)
        if len(plan.in_text) == len(plan.required):
            return _placed(reading, plan, reading.snapshot.positions_of(rowids))
    else:
        positions = _of_place(reading, plan)
        if not plan.in_text:
            return _placed(reading, plan, positions)
        rowids = reading.snapshot.columns.rowids[positions]
    has_part = np.ones((len(plan.in_text), len(rowids)), bool)
    for row in range(len(plan.required), len(plan.in_text)):
        has_part[row] = _is_among(rowids, _rowids_with(reading, plan, [plan.in_text[row]]))
    return _found(reading, plan, rowids, has_part)


def with_most_parts(reading: Reading, plan: Plan, least: float) -> Candidates:
    """Listings whose required parts are together as important as `least`, and which they have."""
    parts, required = plan.in_text, len(plan.required)
    found = [_rowids_with(reading, plan, [part]) for part in parts]
    rowids = np.unique(np.concatenate(found[:required]))
    has_part = np.array([_is_among(rowids, of) for of in found])
    importance = np.array([part.importance for part in plan.required])
    most = importance @ has_part[:required] >= least - ROUNDING
    return _found(reading, plan, rowids[most], has_part[:, most])


def _is_among(rowids: Ints, found: Ints) -> Bools:
    """Which of the rowids were found; these come in order."""
    if not len(found):
        return np.zeros(len(rowids), bool)
    places = np.minimum(found.searchsorted(rowids), len(found) - 1)
    is_found: Bools = found[places] == rowids
    return is_found


def _found(reading: Reading, plan: Plan, rowids: Ints, has_part: Bools) -> Candidates:
    """The current listings among the rowids."""
    positions, at = reading.snapshot.located(rowids)
    return _placed(reading, plan, positions, has_part[:, at])


def _of_place(reading: Reading, plan: Plan) -> Ints:
    """Rows in the ranges of the plan, and of those that serve its place from elsewhere."""
    here = reading.snapshot.positions_in(plan.ranges)
    there = _rowids_elsewhere(reading, plan, plan.ranges, [])
    return np.concatenate((here, reading.snapshot.positions_of(there))) if len(there) else here


def _rowids_with(reading: Reading, plan: Plan, parts: Sequence[Part]) -> Ints:
    """Rowids with all of the parts, in order: in the ranges, and of those that serve the place from
    elsewhere."""
    ranges = reading.snapshot.bridged(plan.ranges)
    here = _rowids(reading, rowids_of_parts(parts, ranges))
    there = _rowids_elsewhere(reading, plan, ranges, parts)
    return np.sort(np.concatenate((here, there)), kind="stable") if len(there) else here


def _rowids_elsewhere(
    reading: Reading, plan: Plan, ranges: Sequence[Range], parts: Sequence[Part]
) -> Ints:
    """Rowids outside of the ranges; none when the place is not known or no listing says whom it
    serves."""
    if plan.elsewhere is None or len(reading.terms[SERVED].values) == 1:
        return np.empty(0, np.int64)
    found = _rowids(reading, rowids_of_parts((*parts, plan.elsewhere), (EVERYWHERE,)))
    lows, highs = (np.array(ends) for ends in zip(*ranges, strict=True))
    before = lows.searchsorted(found, side="right") - 1
    outside: Ints = found[(before < 0) | (found > highs[before])]
    return outside


def _rowids(reading: Reading, statement: Statement) -> Ints:
    text = reading.connection.execute(statement.sql, statement.parameters).fetchone()[0]
    return np.fromstring(text, np.int64, sep=",") if text else np.empty(0, np.int64)


def _placed(
    reading: Reading, plan: Plan, positions: Ints, has_part: Bools | None = None
) -> Candidates:
    """Those within the radius, and those that surely serve the place from beyond it. Ranges let in
    none without a point unless they are wanted."""
    if plan.near is None:
        return Candidates(positions, None, None, has_part)
    fixed = reading.snapshot.columns.fixed
    distances_m = distances_from(plan.near, fixed["lat"][positions], fixed["lon"][positions])
    is_beyond = distances_m > plan.radius_m
    if not plan.near_areas:
        return Candidates(positions, distances_m, None, has_part).only(~is_beyond)
    verdicts = verdicts_of(reading, plan, positions)
    candidates = Candidates(positions, distances_m, is_beyond, has_part)
    is_found = (verdicts == YES) & plan.remote
    return candidates.only((verdicts != NO) & (~is_beyond | is_found))


def verdicts_of(reading: Reading, plan: Plan, positions: Ints) -> Codes:
    """What each listing says of the place: NO, UNKNOWN or YES of `indexer.serving`."""
    sets = reading.snapshot.columns.fixed["served"][positions]
    found: Codes = reading.terms[SERVED].table.verdicts(plan.near_areas)[sets]
    return found


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
