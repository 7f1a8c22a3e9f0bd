"""One built file of the index, open for reading: connections, columns, and the values of facets."""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from threading import Lock

import numpy as np

from indexer.engine import BUILD
from indexer.sqlite.build import built_columns
from indexer.sqlite.columns import FullError, Snapshot, laid_out_anew
from indexer.sqlite.driver import NeedsRebuildError, connect, sqlite
from indexer.sqlite.facts import Facts, unpacked
from indexer.sqlite.schema import VERSION
from indexer.sqlite.terms import KINDS_IN_MEMORY, UNSAID, Terms, read_new_terms

MAX_IDLE_CONNECTIONS = 16


@dataclass(frozen=True)
class Reading:
    """One consistent state of the index: the file and the columns after the same changes."""

    connection: sqlite3.Connection
    snapshot: Snapshot
    terms: dict[str, Terms]


@dataclass
class Generation:
    """A file of the index. Threads take connections from a pool; columns are shared."""

    path: Path
    _pool: list[sqlite3.Connection] = field(default_factory=list)
    _pool_pid: int = 0
    _is_closed: bool = False
    _snapshot: Snapshot | None = None
    _terms: dict[str, Terms] = field(
        default_factory=lambda: {
            kind: Terms(is_said=kind not in UNSAID) for kind in KINDS_IN_MEMORY
        }
    )
    _lock: Lock = field(default_factory=Lock)
    """Held while columns take in changes."""

    @contextmanager
    def reading(self) -> Iterator[Reading]:
        """A read transaction and the snapshot that fits it."""
        connection = self.take()
        try:
            yield Reading(connection, self._begin(connection), self._terms)
        finally:
            self.give_back(connection)

    @contextmanager
    def writing(self) -> Iterator[sqlite3.Connection]:
        """A write transaction, undone when it is left by an error."""
        connection = self.take()
        try:
            connection.execute("BEGIN IMMEDIATE")
            yield connection
            connection.execute("COMMIT")
        finally:
            self.give_back(connection)

    def take(self) -> sqlite3.Connection:
        """A connection that nobody else uses until it is given back."""
        if self._pool_pid != os.getpid():
            # Connections must not cross a fork.
            self._pool, self._pool_pid = [], os.getpid()
        try:
            return self._pool.pop()
        except IndexError:
            return opened(self.path)

    def give_back(self, connection: sqlite3.Connection) -> None:
        if connection.in_transaction:
            connection.execute("ROLLBACK")
        if self._is_closed or len(self._pool) >= MAX_IDLE_CONNECTIONS:
            connection.close()
        else:
            self._pool.append(connection)

    def close(self) -> None:
        """Closes idle connections now, the others when they are given back."""
        self._is_closed = True
        while self._pool:
            self._pool.pop().close()

    def _begin(self, connection: sqlite3.Connection) -> Snapshot:
        """Starts a read transaction; another thread may meanwhile have brought the columns further
        than it sees, then it is started again."""
        while True:
            connection.execute("BEGIN")
            changes = connection.execute("SELECT changes FROM state").fetchone()[0]
            snapshot = self._snapshot
            if snapshot is None or snapshot.changes < changes:
                snapshot = self._brought_to(connection, changes)
            if snapshot.changes == changes:
                return snapshot
            connection.execute("ROLLBACK")

    def _brought_to(self, connection: sqlite3.Connection, changes: int) -> Snapshot:
        """The snapshot after at least so many changes; the connection sees exactly so many."""
        with self._lock:
            snapshot = self._snapshot or Snapshot(built_columns(connection), changes=0)
            if snapshot.changes < changes:
                snapshot = _taken_in(connection, snapshot, changes)
            read_new_terms(connection, self._terms)
            self._snapshot = snapshot
            return snapshot


def _taken_in(connection: sqlite3.Connection, snapshot: Snapshot, changes: int) -> Snapshot:
    """The snapshot after the changes that it lacks."""
    written = connection.execute(
        "SELECT rowid, facts FROM document WHERE changed > 0 AND changed > ?", (snapshot.changes,)
    ).fetchall()
    removed = connection.execute(
        "SELECT rowid FROM removed WHERE changed > ?", (snapshot.changes,)
    ).fetchall()
    rowids = np.array([row[0] for row in (*written, *removed)], np.int64)
    snapshot.columns.ended[snapshot.positions_of(np.unique(rowids))] = changes
    snapshot = snapshot.after(changes)
    for rowid, blob in written:
        snapshot = _with_row(snapshot, rowid, unpacked(blob))
    return snapshot.after(changes)


def _with_row(snapshot: Snapshot, rowid: int, facts: Facts) -> Snapshot:
    try:
        snapshot.columns.append(rowid, facts)
    except FullError:
        snapshot = snapshot.after(snapshot.changes)
        snapshot = Snapshot(laid_out_anew(snapshot), snapshot.changes)
        snapshot.columns.append(rowid, facts)
    return snapshot


def opened(path: Path) -> sqlite3.Connection:
    """A connection to a built index. Raises NeedsRebuildError when this program cannot read it."""
    module = sqlite()
    try:
        connection = connect(path, mode="rw")
    except module.OperationalError as error:
        raise NeedsRebuildError(
            f"the search index {path} is not there ({error}): run `{BUILD}`"
        ) from error
    version = connection.execute("PRAGMA user_version").fetchone()[0]
    if version != VERSION:
        connection.close()
        raise NeedsRebuildError(
            f"the search index was made by another version of this program: run `{BUILD}`"
        )
    return connection
