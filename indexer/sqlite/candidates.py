"""The listings that a search looks at: found by words or by place, with their distances."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from geodata.shapes import EARTH_RADIUS_M, Point
from indexer.query import METRES_PER_MILE
from indexer.sqlite.columns import Ints
from indexer.sqlite.compile import Plan, Statement, rowids_of_words
from indexer.sqlite.generation import Reading

Floats = NDArray[np.float64]
Bools = NDArray[np.bool_]


@dataclass(frozen=True)
class Candidates:
    """Listings of the right words and place; filters are not yet applied."""

    positions: Ints
    """Rows of the columns."""
    distances_m: Floats | None
    """None without `near`; NaN for a listing without a point."""
    has_word: Bools | None = None
    """One row per word, one column per listing; None: every listing has every word."""

    def __len__(self) -> int:
        return len(self.positions)

    def only(self, mask: Bools) -> Candidates:
        """Those for which the mask is true."""
        return Candidates(
            self.positions[mask],
            None if self.distances_m is None else self.distances_m[mask],
            None if self.has_word is None else self.has_word[:, mask],
        )

    def thinned(self, most: int) -> Candidates:
        """At most about `most` of them, spread evenly: when a hundred thousand listings fit alike,
        ranking each of them would only take time."""
        step = -(-len(self) // most)
        return self if step == 1 else self.only(np.arange(len(self)) % step == 0)

    @property
    def distances_miles(self) -> Floats | None:
        return None if self.distances_m is None else self.distances_m / METRES_PER_MILE


def with_every_word(reading: Reading, plan: Plan) -> Candidates:
    """Listings with every word of the plan, all listings of the place when it has no words."""
    if not plan.words:
        return _placed(reading, plan, reading.snapshot.positions_in(plan.ranges))
    rowids = _rowids(reading, rowids_of_words(plan.words, plan.ranges))
    return _placed(reading, plan, reading.snapshot.positions_of(rowids))


def with_most_words(reading: Reading, plan: Plan) -> Candidates:
    """Listings with more than half of the words of the plan, and which they have."""
    found = [_rowids(reading, rowids_of_words([word], plan.ranges)) for word in plan.words]
    rowids = np.unique(np.concatenate(found))
    has_word = np.zeros((len(found), len(rowids)), bool)
    for row, of in enumerate(found):
        has_word[row, rowids.searchsorted(of)] = True
    most = has_word.sum(axis=0) > len(found) // 2
    positions = reading.snapshot.positions_of(rowids[most])
    at = rowids.searchsorted(reading.snapshot.columns.rowids[positions])
    return _placed(reading, plan, positions, has_word[:, at])


def _rowids(reading: Reading, statement: Statement) -> Ints:
    text = reading.connection.execute(statement.sql, statement.parameters).fetchone()[0]
    return np.fromstring(text, np.int64, sep=",") if text else np.empty(0, np.int64)


def _placed(
    reading: Reading, plan: Plan, positions: Ints, has_word: Bools | None = None
) -> Candidates:
    """Those within the radius. Ranges let in none without a point unless they are wanted."""
    if plan.near is None:
        return Candidates(positions, None, has_word)
    fixed = reading.snapshot.columns.fixed
    distances_m = distances_from(plan.near, fixed["lat"][positions], fixed["lon"][positions])
    candidates = Candidates(positions, distances_m, has_word)
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
