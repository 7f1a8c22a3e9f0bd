"""Columns: the facts of all listings as arrays, in the order of their rowids.

Arrays only ever grow. An edit appends a row at the tail and notes at the old one the change that
ended it, so that a search that began before goes on with what it saw: a Snapshot is a number of
changes and what was there then. Nothing is copied or locked by readers.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np
from numpy.typing import NDArray

from indexer.sqlite.cells import Range
from indexer.sqlite.facts import NUMBER_TYPE, ROW, WORD_TYPE, Facts

Ints = NDArray[np.int64]

SPARE_ROWS = 4096
"""Edits that fit behind the built rows. When they are full, all is laid out anew, 0.1 s per
million listings."""

SPARE_VALUES = 16 * SPARE_ROWS

NOT_ENDED = np.iinfo(np.int64).max

BRIDGED_ROWS = 2_000
"""Ranges between which fewer rows lie are asked as one: a range costs FTS5 as much time as to pass
over the postings that a common word has in so many rows."""


class FullError(Exception):
    """No room for another row: the columns must be laid out anew."""


@dataclass
class Ragged:
    """Several values per row: row i has values[starts[i] : starts[i] + lengths[i]]."""

    values: NDArray[Any]
    starts: Ints
    lengths: NDArray[np.int32]
    used: int

    def of(self, positions: Ints) -> tuple[NDArray[Any], Ints]:
        """All values of the rows, and where those of each row begin. No row is empty."""
        lengths = self.lengths[positions].astype(np.int64)
        ends = np.cumsum(lengths)
        offsets = ends - lengths
        total = int(ends[-1]) if len(ends) else 0
        index = np.arange(total) + np.repeat(self.starts[positions] - offsets, lengths)
        return self.values[index], offsets

    def of_row(self, row: int) -> list[Any]:
        """The values of one row."""
        start = int(self.starts[row])
        values: list[Any] = self.values[start : start + int(self.lengths[row])].tolist()
        return values

    def append(self, row: int, data: bytes) -> None:
        added = np.frombuffer(data, self.values.dtype)
        if self.used + len(added) > len(self.values):
            raise FullError
        self.values[self.used : self.used + len(added)] = added
        self.starts[row], self.lengths[row] = self.used, len(added)
        self.used += len(added)


@dataclass
class Columns:
    """The arrays, and how many rows of them are built in order (`built`) and used (`used`)."""

    rowids: Ints
    ended: Ints
    """The change that removed or replaced the row; NOT_ENDED while it is current."""
    fixed: NDArray[np.void]
    words: Ragged
    need: Ragged
    language: Ragged
    built: int
    used: int

    def append(self, rowid: int, facts: Facts) -> None:
        """Adds a row. Raises FullError."""
        row = self.used
        if row >= len(self.rowids):
            raise FullError
        self.words.append(row, facts.words)
        self.need.append(row, facts.need)
        self.language.append(row, facts.language)
        self.fixed[row] = np.frombuffer(facts.fixed, ROW)[0]
        self.rowids[row] = rowid
        self.used = row + 1


@dataclass(frozen=True)
class Snapshot:
    """What was there after a number of changes. Positions are rows of the columns."""

    columns: Columns
    changes: int
    tail_rowids: Ints = field(default_factory=lambda: np.empty(0, np.int64))
    """Sorted; the current rows behind the built ones."""
    tail_positions: Ints = field(default_factory=lambda: np.empty(0, np.int64))

    def positions_of(self, rowids: Ints) -> Ints:
        """Rows of these rowids; rowids that are not there are left out. Order is not kept."""
        return self.located(rowids)[0]

    def located(self, rowids: Ints) -> tuple[Ints, Ints]:
        """Rows of these rowids, and at which place among the rowids each of them stands."""
        found, at = _look_up(self.columns.rowids[: self.columns.built], rowids)
        is_current = self.columns.ended[found] > self.changes
        if not is_current.all():
            found, at = found[is_current], at[is_current]
        if not len(self.tail_rowids):
            return found, at
        tail, tail_at = _look_up(self.tail_rowids, rowids)
        return np.concatenate((found, self.tail_positions[tail])), np.concatenate((at, tail_at))

    def bridged(self, ranges: Sequence[Range]) -> tuple[Range, ...]:
        """The ranges, in ascending order, neighbours made one where few rows lie between."""
        built = self.columns.rowids[: self.columns.built]
        first, last = built.searchsorted(ranges).T.tolist()
        bridged = [ranges[0]]
        for own, before, after in zip(ranges[1:], last, first[1:], strict=False):
            if after - before < BRIDGED_ROWS:
                bridged[-1] = (bridged[-1][0], own[1])
            else:
                bridged.append(own)
        return tuple(bridged)

    def positions_in(self, ranges: Sequence[Range]) -> Ints:
        """Rows whose rowids lie in the ranges."""
        built = self.columns.rowids[: self.columns.built]
        found = _in_ranges(built, ranges)
        found = found[self.columns.ended[found] > self.changes]
        if not len(self.tail_rowids):
            return found
        tail = _in_ranges(self.tail_rowids, ranges)
        return np.concatenate((found, self.tail_positions[tail]))

    def after(self, changes: int) -> Snapshot:
        """What is there after more changes, which the columns already hold."""
        rows = np.arange(self.columns.built, self.columns.used)
        rows = rows[self.columns.ended[rows] > changes]
        order = np.argsort(self.columns.rowids[rows])
        return Snapshot(self.columns, changes, self.columns.rowids[rows][order], rows[order])


def laid_out(rowids: Ints, fixed: NDArray[np.void], lists: Sequence[NDArray[Any]]) -> Columns:
    """Columns of rows that come in order of rowid, with room behind for edits. `lists`: the values
    of words, needs and languages, one row after the other."""
    built = len(rowids)
    words, need, language = (
        _ragged(values, fixed[name].astype(np.int32))
        for name, values in zip(("words", "need", "language"), lists, strict=True)
    )
    return Columns(
        _with_room(rowids, SPARE_ROWS),
        np.full(built + SPARE_ROWS, NOT_ENDED, np.int64),
        _with_room(fixed, SPARE_ROWS),
        words,
        need,
        language,
        built=built,
        used=built,
    )


def laid_out_anew(snapshot: Snapshot) -> Columns:
    """Columns with the rows of the snapshot alone, in order, with new room behind."""
    columns = snapshot.columns
    rows = np.arange(columns.used)
    rows = rows[columns.ended[rows] > snapshot.changes]
    rows = rows[np.argsort(columns.rowids[rows])]
    lists = [ragged.of(rows)[0] for ragged in (columns.words, columns.need, columns.language)]
    return laid_out(columns.rowids[rows], columns.fixed[rows], lists)


def empty_columns() -> Columns:
    """Columns without rows, with room for the first."""
    return laid_out(
        np.empty(0, np.int64),
        np.empty(0, ROW),
        [np.empty(0, WORD_TYPE), np.empty(0, NUMBER_TYPE), np.empty(0, NUMBER_TYPE)],
    )


def _ragged(values: NDArray[Any], lengths: NDArray[np.int32]) -> Ragged:
    ends = np.cumsum(lengths, dtype=np.int64)
    return Ragged(
        _with_room(values, SPARE_VALUES),
        _with_room(ends - lengths, SPARE_ROWS),
        _with_room(lengths, SPARE_ROWS),
        used=len(values),
    )


def _with_room(array: NDArray[Any], spare: int) -> NDArray[Any]:
    roomy = np.zeros(len(array) + spare, array.dtype)
    roomy[: len(array)] = array
    return roomy


def _look_up(ordered: Ints, rowids: Ints) -> tuple[Ints, Ints]:
    """Places in the ordered array of those rowids that are in it, and their own places."""
    if not len(ordered):
        return np.empty(0, np.int64), np.empty(0, np.int64)
    places = np.minimum(ordered.searchsorted(rowids), len(ordered) - 1)
    at = np.flatnonzero(ordered[places] == rowids)
    return places[at], at


def _in_ranges(ordered: Ints, ranges: Sequence[Range]) -> Ints:
    """Places in the ordered array of the rowids that lie in the ranges, ends included."""
    first = ordered.searchsorted([low for low, _ in ranges])
    end = ordered.searchsorted([high for _, high in ranges], side="right")
    runs = [np.arange(a, b) for a, b in zip(first, end, strict=True) if b > a]
    return np.concatenate(runs) if runs else np.empty(0, np.int64)
