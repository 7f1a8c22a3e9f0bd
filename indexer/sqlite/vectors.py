"""Vectors of listings, kept in a file of their own beside the index: a rebuild leaves it alone, and
to delete it loses nothing but the time to make them again."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Iterator, Mapping
from contextlib import closing, contextmanager
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from indexer.engine import EngineError
from indexer.sqlite.driver import connect, sqlite

Vector = NDArray[np.float32]
"""Of length 1, so that a product of two is the cosine between them."""

MOST_PARAMETERS = 900
"""Of one statement; older SQLites allow 999."""

_STATEMENTS = (
    "PRAGMA journal_mode = WAL",
    # The text that a listing has now, by its hash.
    "CREATE TABLE IF NOT EXISTS listing (listing_id TEXT PRIMARY KEY, hash BLOB NOT NULL)",
    # float32, as they lie in memory.
    "CREATE TABLE IF NOT EXISTS vector (hash BLOB PRIMARY KEY, data BLOB NOT NULL)",
)


class VectorsError(EngineError):
    """The file cannot be read or written; words find without it."""


class Vectors:
    """Vectors by the hash of the text, for any number of threads and processes."""

    def __init__(self, path: Path) -> None:
        self._path = path

    def of(self, listing_ids: Iterable[str]) -> dict[str, Vector]:
        """The vectors of these listings, as far as there are any."""
        found = {}
        with self._open() as connection:
            for ids in _parted(listing_ids):
                rows = connection.execute(
                    "SELECT listing_id, data FROM listing JOIN vector USING (hash) "
                    f"WHERE listing_id IN ({_marks(ids)})",
                    ids,
                )
                found.update({key: np.frombuffer(data, np.float32) for key, data in rows})
        return found

    def assign(self, hashes: Mapping[str, bytes]) -> None:
        """listing_id -> hash of its text, of all listings that there are; others are forgotten,
        and vectors of texts that no listing has."""
        with self._open() as connection, _transaction(connection):
            connection.execute("DELETE FROM listing")
            connection.executemany("INSERT INTO listing VALUES (?, ?)", hashes.items())
            connection.execute("DELETE FROM vector WHERE hash NOT IN (SELECT hash FROM listing)")

    def missing(self) -> set[bytes]:
        """Hashes of the texts that have no vector yet."""
        with self._open() as connection:
            rows = connection.execute("SELECT hash FROM listing EXCEPT SELECT hash FROM vector")
            return {row[0] for row in rows}

    def put(self, vectors: Mapping[bytes, Vector]) -> None:
        """Keeps vectors, by the hashes of their texts."""
        rows = [(key, vector.astype(np.float32).tobytes()) for key, vector in vectors.items()]
        with self._open() as connection, _transaction(connection):
            connection.executemany("INSERT OR REPLACE INTO vector VALUES (?, ?)", rows)

    @contextmanager
    def _open(self) -> Iterator[sqlite3.Connection]:
        try:
            with closing(connect(self._path, mode="rwc")) as connection:
                for statement in _STATEMENTS:
                    connection.execute(statement)
                yield connection
        except sqlite().Error as error:
            raise VectorsError(
                f"the vectors in {self._path} cannot be used ({error}): delete that file, and the "
                "worker makes it anew"
            ) from error


@contextmanager
def _transaction(connection: sqlite3.Connection) -> Iterator[None]:
    """Rolled back by closing when it fails."""
    connection.execute("BEGIN IMMEDIATE")
    yield
    connection.execute("COMMIT")


def _parted(listing_ids: Iterable[str]) -> Iterator[tuple[str, ...]]:
    ids = list(listing_ids)
    for start in range(0, len(ids), MOST_PARAMETERS):
        yield tuple(ids[start : start + MOST_PARAMETERS])


def _marks(ids: tuple[str, ...]) -> str:
    return ", ".join("?" * len(ids))
