"""Documents -> rows: edits in one transaction, and the rows of a build in order of their cells."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable
from dataclasses import dataclass

from indexer.document import SearchDocument, needs_of, searched_texts
from indexer.marks import area_marks, known_marks, need_marks
from indexer.requirements import groups_text
from indexer.serving import set_of
from indexer.shown import shown_of
from indexer.sqlite.cells import SEQUENCE_BITS, cell_of, rowids_of_cell
from indexer.sqlite.facts import Facts, Numbers, facts_of
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
from indexer.text import all_tokens, prefixes_of
from indexer.weeks import week_text


@dataclass(frozen=True)
class Row:
    """A document as the index keeps it, but for its rowid."""

    cell: int
    listing_id: str
    body: str
    completion: str
    shown: str
    facts: Facts


def row_of(document: SearchDocument, terms: TermWriter) -> Row:
    """The row of a document; values not met before get their numbers."""
    return Row(
        cell_of(document.point),
        document.listing_id,
        _body(document),
        " ".join(prefixes_of(f"{document.name} {document.organization or ''}")),
        shown_of(document),
        facts_of(document, _numbers(document, terms)),
    )


def _body(document: SearchDocument) -> str:
    """Every token by which it can be found, each once."""
    needs = (token for token, _ in need_marks(document))
    marks = (*known_marks(document), *needs, *area_marks(document))
    return " ".join(dict.fromkeys((*all_tokens(searched_texts(document)), *marks)))


def _numbers(document: SearchDocument, terms: TermWriter) -> Numbers:
    return Numbers(
        terms.number_of(ORGANIZATION, document.organization_id),
        terms.number_of(COST, document.cost),
        tuple(terms.number_of(NEED, value) for value in needs_of(document)),
        tuple(terms.number_of(LANGUAGE, value) for value in dict.fromkeys(document.languages)),
        terms.number_of(SERVED, set_of(document.served)),
        terms.number_of(WEEK, week_text(document.hours)),
        terms.number_of(ASKS, groups_text(document.eligibility)),
    )


# ---------------------------------------------------------------------- edits


@dataclass
class Edit:
    """Changes inside one write transaction; `finish` makes them known to readers."""

    connection: sqlite3.Connection

    def __post_init__(self) -> None:
        self.terms = TermWriter(self.connection)
        self._changes = self.connection.execute("SELECT changes + 1 FROM state").fetchone()[0]
        self._added = 0

    def upsert(self, document: SearchDocument) -> None:
        self.put(row_of(document, self.terms))

    def put(self, row: Row) -> None:
        old_rowid = self._remove(row.listing_id)
        rowid = self._rowid_for(row.cell, old_rowid)
        self._insert(rowid, row)
        if old_rowid is not None and old_rowid != rowid:
            self._note_removed(old_rowid, row.listing_id)

    def delete(self, listing_id: str) -> None:
        """Unknown ids are ignored."""
        rowid = self._remove(listing_id)
        if rowid is not None:
            self._note_removed(rowid, listing_id)

    def finish(self) -> None:
        self.connection.execute(
            "UPDATE state SET changes = ?, listings = listings + ?", (self._changes, self._added)
        )

    def _insert(self, rowid: int, row: Row) -> None:
        self.connection.execute(
            "INSERT INTO document VALUES (?, ?, ?, ?, ?, ?, ?)",
            (
                rowid, row.listing_id, row.body, row.completion, row.shown, row.facts.as_blob(),
                self._changes,
            ),
        )  # fmt: skip
        self.connection.execute("INSERT INTO fts(rowid, body) VALUES (?, ?)", (rowid, row.body))
        self.connection.execute(
            "INSERT INTO fts_name(rowid, completion) VALUES (?, ?)", (rowid, row.completion)
        )
        self._added += 1

    def _remove(self, listing_id: str) -> int | None:
        """Takes the listing out of all tables; answers the rowid that it had."""
        old = self.connection.execute(
            "SELECT rowid, body, completion FROM document WHERE listing_id = ?", (listing_id,)
        ).fetchone()
        if old is None:
            return None
        rowid, body, completion = old
        # FTS5 with content elsewhere must be told the text that it indexed.
        self.connection.execute(
            "INSERT INTO fts(fts, rowid, body) VALUES ('delete', ?, ?)", (rowid, body)
        )
        self.connection.execute(
            "INSERT INTO fts_name(fts_name, rowid, completion) VALUES ('delete', ?, ?)",
            (rowid, completion),
        )
        self.connection.execute("DELETE FROM document WHERE rowid = ?", (rowid,))
        self._added -= 1
        return int(rowid)

    def _note_removed(self, rowid: int, listing_id: str) -> None:
        self.connection.execute(
            "INSERT INTO removed VALUES (?, ?, ?)", (rowid, listing_id, self._changes)
        )

    def _rowid_for(self, cell: int, old_rowid: int | None) -> int:
        """The old rowid when the cell is the same, else the next free one of the cell."""
        if old_rowid is not None and old_rowid >> SEQUENCE_BITS == cell:
            return old_rowid
        first, last = rowids_of_cell(cell)
        highest = self.connection.execute(
            "SELECT max(rowid) FROM document WHERE rowid BETWEEN ? AND ?", (first, last)
        ).fetchone()[0]
        return first if highest is None else int(highest) + 1


def upsert_all(connection: sqlite3.Connection, documents: Iterable[SearchDocument]) -> None:
    """Replaces or adds the documents; for use inside a write transaction."""
    edit = Edit(connection)
    for document in documents:
        edit.upsert(document)
    edit.finish()


def delete_all(connection: sqlite3.Connection, listing_ids: Iterable[str]) -> None:
    """Takes the listings out; for use inside a write transaction."""
    edit = Edit(connection)
    for listing_id in listing_ids:
        edit.delete(listing_id)
    edit.finish()
