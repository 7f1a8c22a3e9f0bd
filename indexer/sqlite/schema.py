"""The tables of one generation of the index."""

from __future__ import annotations

import sqlite3

from indexer.text import ANALYSIS_VERSION

SCHEMA_VERSION = 4
VERSION = SCHEMA_VERSION * 1000 + ANALYSIS_VERSION
"""Kept as `user_version`; another number means: build again."""

_FTS = "USING fts5({column}, content='document', detail=none, tokenize='ascii'{options})"
"""Our own tokens, parted by spaces. `ascii` keeps every sign above 127 inside a token, whatever
Unicode version SQLite knows; `unicode61` with categories does so only for letters it has heard of.
detail=none: which listings have a word is all that is asked; fields are told by columns."""

_STATEMENTS = (
    # One listing. body: distinct tokens of everything searched; completion: folded words of the
    # names; shown: JSON of what a hit shows; changed: the change that wrote it, 0 when it came with
    # the build; facts: packed values (facts.py), NULL when they came with the build, which keeps
    # them in column_block.
    """CREATE TABLE document (
        rowid INTEGER PRIMARY KEY,
        listing_id TEXT NOT NULL UNIQUE,
        body TEXT NOT NULL,
        completion TEXT NOT NULL,
        shown TEXT NOT NULL,
        facts BLOB,
        changed INTEGER NOT NULL)""",
    # Who asks must say "changed > 0" too, else SQLite does not see that the index will do.
    "CREATE INDEX document_changed ON document (changed) WHERE changed > 0",
    # Rowids that were given up: the listing was deleted, or moved to another cell.
    """CREATE TABLE removed (
        rowid INTEGER NOT NULL, listing_id TEXT NOT NULL, changed INTEGER NOT NULL)""",
    "CREATE INDEX removed_changed ON removed (changed)",
    # Values of facets and ids of organizations, numbered from 1 in order of first appearance.
    """CREATE TABLE term (
        kind TEXT NOT NULL,
        number INTEGER NOT NULL,
        value TEXT NOT NULL,
        PRIMARY KEY (kind, number)) WITHOUT ROWID""",
    "CREATE UNIQUE INDEX term_value ON term (kind, value)",
    # The columns of the build, as they lie in memory.
    "CREATE TABLE column_block (name TEXT PRIMARY KEY, data BLOB NOT NULL)",
    # changes: number of the last write; readers compare it with what they hold.
    "CREATE TABLE state (changes INTEGER NOT NULL, listings INTEGER NOT NULL)",
    "INSERT INTO state VALUES (0, 0)",
    "CREATE VIRTUAL TABLE fts " + _FTS.format(column="body", options=""),
    # Of names only: with two and three letters indexed, a prefix is one look-up.
    "CREATE VIRTUAL TABLE fts_name " + _FTS.format(column="completion", options=", prefix='2 3'"),
    # The words of the names, and in how many listings each stands.
    "CREATE VIRTUAL TABLE name_word USING fts5vocab(fts_name, row)",
)


def create(connection: sqlite3.Connection) -> None:
    """Makes the tables in an empty file, inside the transaction of the build."""
    for statement in _STATEMENTS:
        connection.execute(statement)
    connection.execute(f"PRAGMA user_version = {VERSION}")
