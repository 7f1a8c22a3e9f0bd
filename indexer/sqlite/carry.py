"""Edits made to the old generation while the new one was built, carried over into the new one.

Without this an edit would be lost: it was applied, so nobody would apply it again, to an index that
is about to go.
"""

from __future__ import annotations

import sqlite3
import struct

import numpy as np

from indexer.sqlite.cells import SEQUENCE_BITS
from indexer.sqlite.facts import NUMBER_TYPE, ROW, Facts, unpacked
from indexer.sqlite.terms import (
    ASKS,
    COST,
    LANGUAGE,
    NEED,
    ORGANIZATION,
    SERVED,
    WEEK,
    TermWriter,
)
from indexer.sqlite.write import Edit, Row

FIXED_TERMS = {
    "organization": ORGANIZATION, "cost": COST, "served": SERVED, "week": WEEK, "asks": ASKS,
}  # fmt: skip
"""Columns of the fixed part that hold the number of a value, and its kind."""

_NUMBER = struct.Struct("<i")


def changes_of(connection: sqlite3.Connection) -> int:
    """The number of the last change of an index."""
    return int(connection.execute("SELECT changes FROM state").fetchone()[0])


def carry_over(old: sqlite3.Connection, new: sqlite3.Connection, since: int) -> None:
    """Repeats in the new index what happened in the old one after change `since`; for use inside a
    write transaction of each."""
    edit = Edit(new)
    removed = old.execute("SELECT listing_id FROM removed WHERE changed > ?", (since,))
    for (listing_id,) in removed:
        edit.delete(listing_id)
    written = old.execute(
        "SELECT rowid, listing_id, body, completion, shown, facts FROM document "
        "WHERE changed > 0 AND changed > ?",
        (since,),
    )
    for rowid, listing_id, body, completion, shown, blob in written:
        facts = _renumbered(old, edit.terms, unpacked(blob))
        edit.put(Row(rowid >> SEQUENCE_BITS, listing_id, body, completion, shown, facts))
    edit.finish()


def _renumbered(old: sqlite3.Connection, terms: TermWriter, facts: Facts) -> Facts:
    """The facts with the numbers that the new index gives to the same values."""

    def number_of(kind: str, number: int) -> int:
        row = old.execute(
            "SELECT value FROM term WHERE kind = ? AND number = ?", (kind, number)
        ).fetchone()
        return terms.number_of(kind, row[0]) if row else 0

    def numbers_of(kind: str, data: bytes) -> bytes:
        numbers = [number_of(kind, int(n)) for n in np.frombuffer(data, NUMBER_TYPE)]
        return np.array(numbers, NUMBER_TYPE).tobytes()

    fixed = bytearray(facts.fixed)
    for column, kind in FIXED_TERMS.items():
        place = _offset(column)
        _NUMBER.pack_into(fixed, place, number_of(kind, _NUMBER.unpack_from(fixed, place)[0]))
    return Facts(
        bytes(fixed), facts.words, numbers_of(NEED, facts.need),
        numbers_of(LANGUAGE, facts.language),
    )  # fmt: skip


def _offset(column: str) -> int:
    fields = ROW.fields
    assert fields is not None
    return int(fields[column][1])
