"""The system of record: `Store` opens units of work, `View` answers, `Transaction` changes.

Start with `reading.py` (what can be asked) and `writing.py` (every change is a revision). The rows
become listings in `loading.py`; `listings.py` keeps the listing rows true; `rows.py` has the values
that are answered. This is the only SQL on the record.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from datetime import datetime

from directory.database import Database
from directory.store.listings import forget
from directory.store.reading import View
from directory.store.rows import (
    BeliefRow,
    FieldCheck,
    RawRecord,
    Revision,
    Said,
    SourceRow,
    StoredListing,
    Suggestion,
)
from directory.store.writing import Transaction

__all__ = [
    "BeliefRow",
    "FieldCheck",
    "RawRecord",
    "Revision",
    "Said",
    "SourceRow",
    "Store",
    "StoredListing",
    "Suggestion",
    "Transaction",
    "View",
]


class Store:
    """The record behind a migrated database. Safe to share between threads."""

    def __init__(self, database: Database) -> None:
        self.database = database

    @contextmanager
    def reading(self) -> Iterator[View]:
        """Questions that are all answered of one moment."""
        with self.database.reading() as connection:
            yield View(connection)

    @contextmanager
    def transaction(self, *, actor: str, now: datetime) -> Iterator[Transaction]:
        """A unit of work: committed at the end, undone by any exception.

        actor: who changes, as revisions name it. now: the time of everything in it, aware UTC.
        """
        with self.database.writing() as connection:
            yield Transaction(connection, actor=actor, now=now)

    def forget_changes(self, change_ids: Iterable[int]) -> None:
        """Forgets news that the index has got. The record stays as it is: nobody acts."""
        with self.database.writing() as connection:
            forget(connection, change_ids)
