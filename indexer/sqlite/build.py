"""A whole index from documents: staged, sorted by cell, written in order of rowid."""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from itertools import groupby
from pathlib import Path
from typing import Any

import numpy as np

from indexer.document import SearchDocument
from indexer.sqlite.cells import SEQUENCE_BITS
from indexer.sqlite.columns import Columns, laid_out
from indexer.sqlite.driver import connect
from indexer.sqlite.facts import NUMBER_TYPE, ROW, WORD_TYPE
from indexer.sqlite.schema import create
from indexer.sqlite.terms import TermWriter
from indexer.sqlite.write import row_of

CHUNK_ROWS = 2_000
"""Rows handed to SQLite at a time."""

BLOCKS = {
    "rowids": np.dtype("<i8"),
    "fixed": ROW,
    "words": WORD_TYPE,
    "need": NUMBER_TYPE,
    "language": NUMBER_TYPE,
}
"""The columns of a build as they are kept, by name."""


def build(path: Path, documents: Iterable[SearchDocument]) -> int:
    """Makes the index file with all documents (the last of equal listing_id); answers how many.

    The file is nobody's yet, so it needs no journal: whoever dies here leaves a file that no
    pointer names.
    """
    connection = connect(path, mode="rwc")
    try:
        connection.execute("PRAGMA page_size = 8192")
        connection.execute("PRAGMA journal_mode = OFF")
        connection.execute("PRAGMA synchronous = OFF")
        connection.execute("BEGIN")
        create(connection)
        count = _write(connection, documents)
        connection.execute("COMMIT")
        connection.execute("PRAGMA journal_mode = WAL")
    finally:
        connection.close()
    _to_disk(path)
    return count


def _write(connection: sqlite3.Connection, documents: Iterable[SearchDocument]) -> int:
    _stage(connection, documents)
    blocks = _Blocks()
    for rows in _chunks(_in_order(connection)):
        _insert(connection, rows)
        blocks.add(rows)
    blocks.write(connection)
    connection.execute("DROP TABLE temp.staged")
    for table in ("fts", "fts_name"):
        connection.execute(f"INSERT INTO {table}({table}) VALUES ('rebuild')")
        connection.execute(f"INSERT INTO {table}({table}) VALUES ('optimize')")
    count = len(blocks.parts["rowids"]) // BLOCKS["rowids"].itemsize
    connection.execute("UPDATE state SET listings = ?", (count,))
    return count


def _stage(connection: sqlite3.Connection, documents: Iterable[SearchDocument]) -> None:
    """All rows in a temporary table on disk: FTS5 wants rowids in order, and a million rows are
    more than memory should hold."""
    connection.execute("PRAGMA temp_store = FILE")
    connection.execute(
        """CREATE TEMP TABLE staged (listing_id TEXT PRIMARY KEY, cell INTEGER, body TEXT,
        completion TEXT, shown TEXT, fixed BLOB, words BLOB, need BLOB, language BLOB)"""
    )
    terms = TermWriter(connection)
    rows = (row_of(document, terms) for document in documents)
    connection.executemany(
        "INSERT OR REPLACE INTO staged VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
        ((r.listing_id, r.cell, r.body, r.completion, r.shown, *r.facts) for r in rows),
    )


Placed = tuple[Any, ...]
"""rowid, listing_id, body, completion, shown, fixed, words, need, language."""


def _in_order(connection: sqlite3.Connection) -> Iterator[Placed]:
    staged = connection.execute(
        "SELECT cell, listing_id, body, completion, shown, fixed, words, need, language "
        "FROM staged ORDER BY cell"
    )
    for cell, rows in groupby(staged, key=lambda row: row[0]):
        for sequence, row in enumerate(rows):
            yield (cell << SEQUENCE_BITS | sequence, *row[1:])


def _chunks(rows: Iterator[Placed]) -> Iterator[list[Placed]]:
    chunk: list[Placed] = []
    for row in rows:
        chunk.append(row)
        if len(chunk) == CHUNK_ROWS:
            yield chunk
            chunk = []
    yield chunk


def _insert(connection: sqlite3.Connection, rows: list[Placed]) -> None:
    connection.executemany(
        "INSERT INTO document VALUES (?, ?, ?, ?, ?, NULL, 0)", (row[:5] for row in rows)
    )


@dataclass
class _Blocks:
    """The columns of the build, growing."""

    parts: dict[str, bytearray] = field(
        default_factory=lambda: {name: bytearray() for name in BLOCKS}
    )

    def add(self, rows: list[Placed]) -> None:
        self.parts["rowids"] += np.array([row[0] for row in rows], BLOCKS["rowids"]).tobytes()
        for place, name in enumerate(("fixed", "words", "need", "language"), start=5):
            self.parts[name] += b"".join(row[place] for row in rows)

    def write(self, connection: sqlite3.Connection) -> None:
        connection.executemany("INSERT INTO column_block VALUES (?, ?)", self.parts.items())


def built_columns(connection: sqlite3.Connection) -> Columns:
    """The columns that the build left."""
    blocks = dict(connection.execute("SELECT name, data FROM column_block").fetchall())
    arrays = {name: np.frombuffer(blocks[name], dtype) for name, dtype in BLOCKS.items()}
    return laid_out(
        arrays["rowids"],
        arrays["fixed"],
        [arrays["words"], arrays["need"], arrays["language"]],
    )


def _to_disk(path: Path) -> None:
    """Waits until the file has reached the disk, before a pointer names it."""
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
