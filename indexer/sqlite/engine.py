"""The embedded engine: the steps of a search, and the life of the index file."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from threading import Lock

from indexer.document import SearchDocument
from indexer.query import SearchQuery
from indexer.result import SearchPage
from indexer.sqlite import pointer
from indexer.sqlite.build import build
from indexer.sqlite.carry import carry_over, changes_of
from indexer.sqlite.compile import any_with
from indexer.sqlite.driver import NeedsRebuildError, translated
from indexer.sqlite.generation import Generation, Reading
from indexer.sqlite.search import searched
from indexer.sqlite.suggest import suggested
from indexer.sqlite.write import delete_all, upsert_all


class SqliteEngine:
    """Search in one file, for any number of threads and processes. See `indexer.engine.Engine`.

    `path` is the pointer (`pointer.py`); the index lies beside it, one file per build.
    """

    def __init__(self, path: Path) -> None:
        self._path = path
        self._generation: Generation | None = None
        self._stamp = (0, 0)
        self._lock = Lock()

    @property
    def gaps(self) -> frozenset[str]:
        return frozenset({"best-of-many"})

    def search(self, query: SearchQuery, *, now: datetime) -> SearchPage:
        with self._reading() as reading:
            return searched(reading, query, now)

    def suggest(self, prefix: str, *, limit: int = 8) -> list[str]:
        with self._reading() as reading:
            return suggested(reading, prefix, limit)

    def has_word(self, token: str) -> bool:
        with self._reading() as reading:
            statement = any_with(token)
            row = reading.connection.execute(statement.sql, statement.parameters).fetchone()
            return row is not None

    def name_words(self) -> dict[str, int]:
        with self._reading() as reading:
            return dict(reading.connection.execute("SELECT term, doc FROM name_word"))

    def count(self) -> int:
        with self._reading() as reading:
            row = reading.connection.execute("SELECT listings FROM state").fetchone()
            return int(row[0])

    def ping(self) -> None:
        with self._reading() as reading:
            reading.connection.execute("SELECT 1 FROM fts WHERE fts MATCH 'ping'").fetchone()

    def upsert(self, documents: Iterable[SearchDocument]) -> None:
        with self._writing() as connection:
            upsert_all(connection, documents)

    def delete(self, listing_ids: Iterable[str]) -> None:
        with self._writing() as connection:
            delete_all(connection, listing_ids)

    def rebuild(self, documents: Iterable[SearchDocument]) -> int:
        pointer.refuse_foreign(self._path)
        with translated(self._path), pointer.building(self._path):
            since = self._last_change()
            new = pointer.reserve(self._path)
            try:
                count = build(new, documents)
                self._swap(new, since)
            except BaseException:
                pointer.remove(new)
                raise
            pointer.remove_unheld(self._path)
        return count

    def close(self) -> None:
        """Lets go of the index file; the next call opens it again."""
        with self._lock:
            self._install(None, (0, 0))

    # ------------------------------------------------------------------ reading

    @contextmanager
    def _reading(self) -> Iterator[Reading]:
        with translated(self._path), self._current().reading() as reading:
            yield reading

    def _current(self) -> Generation:
        """The generation that the pointer names, its columns loaded."""
        stamp = pointer.stamp(self._path)
        generation = self._generation
        if generation is not None and stamp == self._stamp:
            return generation
        with self._lock:
            stamp = pointer.stamp(self._path)
            if self._generation is None or stamp != self._stamp:
                self._install(self._opened(), stamp)
            assert self._generation is not None
            return self._generation

    def _opened(self) -> Generation:
        while True:
            path = pointer.current(self._path)
            generation = Generation(path)
            try:
                with generation.reading():
                    return generation
            except NeedsRebuildError:
                if pointer.current(self._path) == path:
                    raise

    def _install(self, generation: Generation | None, stamp: tuple[int, int]) -> None:
        old, self._generation, self._stamp = self._generation, generation, stamp
        if old is not None:
            old.close()

    # ------------------------------------------------------------------ writing

    @contextmanager
    def _writing(self) -> Iterator[sqlite3.Connection]:
        """A write transaction on the generation that is current, also when it ends."""
        with translated(self._path):
            generation, connection = self._locked()
            try:
                yield connection
                connection.execute("COMMIT")
            finally:
                generation.give_back(connection)

    def _locked(self) -> tuple[Generation, sqlite3.Connection]:
        """The current generation and a connection that alone may write to it. A swap holds the same
        lock, so the pointer cannot move while it is held."""
        while True:
            generation = self._current()
            connection = generation.take()
            connection.execute("BEGIN IMMEDIATE")
            if pointer.current(self._path) == generation.path:
                return generation, connection
            generation.give_back(connection)

    # ------------------------------------------------------------------ rebuilding

    def _last_change(self) -> int | None:
        """The number of the last change of the current index; None when there is none to keep."""
        try:
            with self._reading() as reading:
                return changes_of(reading.connection)
        except NeedsRebuildError:
            return None

    def _swap(self, path: Path, since: int | None) -> None:
        """Makes the new generation current, with what was changed in the old one meanwhile."""
        if since is None:
            pointer.point_to(self._path, path)
            return
        new = Generation(path)
        old, connection = self._locked()
        try:
            with new.writing() as target:
                carry_over(connection, target, since)
            with new.reading():
                pointer.point_to(self._path, path)
        finally:
            old.give_back(connection)
        with self._lock:
            self._install(new, pointer.stamp(self._path))
