"""Small steps that many tests of this room take."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Any

import pytest
import sqlalchemy as sa

from directory.belief import when_checked
from directory.database import Database
from directory.evidence import Check, Field
from directory.fields import field_values
from directory.store import Store, StoredListing
from directory.tables import metadata
from tests.factories import NOW, make_listing
from verification.findings import Finding
from verification.intake import ReceivedReport, receive_report
from verification.outcomes import Applied, apply_outcome
from verification.rows import TaskRow
from verification.store import unsettled_task
from verification.task_queue import claim


class Loop:
    """The loop on one record, a step a call; `now` moves only by hand."""

    def __init__(self, store: Store) -> None:
        self.store = store
        self.now = NOW

    def listing(self, name: str = "Food pantry", *, checked: datetime | None = None) -> str:
        """A new public listing; with a date: settled by phone then."""
        listing_id = make_listing(self.store, name)
        if checked is not None:
            with self.store.transaction(actor="test", now=self.now) as tx:
                stored = self.stored(listing_id)
                assert stored.listing is not None
                values = {Field(k): v for k, v in field_values(stored.listing).items()}
                tx.record_check(listing_id, values, at=checked, by=Check.PHONE, actor="test")
                tx.set_belief(listing_id, when_checked(stored.belief, checked, "phone"))
        return listing_id

    def report(
        self,
        listing_id: str,
        field: Field = Field.PHONE,
        assertion: Any = "wrong",
        *,
        reporter: bytes | None = None,
        **more: str,
    ) -> ReceivedReport:
        with self.store.transaction(actor="visitor", now=self.now) as tx:
            return receive_report(
                tx, listing_id, field, assertion, reporter=reporter, now=self.now, **more
            )

    def claim(self, task_id: int, by: str = "Ana") -> TaskRow:
        with self.store.transaction(actor=by, now=self.now) as tx:
            return claim(tx, task_id, by, now=self.now)

    def record(self, task_id: int, finding: Finding, by: str = "Ana") -> Applied:
        with self.store.transaction(actor=by, now=self.now) as tx:
            return apply_outcome(tx, task_id, by, finding, now=self.now)

    def settle(self, listing_id: str, finding: Finding, by: str = "Ana") -> Applied:
        """Claims the listing's task and records what was found."""
        task_id = self.task(listing_id).task_id
        self.claim(task_id, by)
        return self.record(task_id, finding, by)

    def task(self, listing_id: str) -> TaskRow:
        with self.store.reading() as view:
            task = unsettled_task(view.connection, listing_id)
        assert task is not None
        return task

    def stored(self, listing_id: str) -> StoredListing:
        with self.store.reading() as view:
            stored = view.listing(listing_id)
        assert stored is not None
        return stored

    def rows(self, table: str) -> list[dict[str, Any]]:
        """All rows of a table, in the order of its first column."""
        named = metadata.tables[table]
        query = sa.select(named).order_by(next(iter(named.columns)))
        with self.store.reading() as view:
            return [dict(row._mapping) for row in view.connection.execute(query)]

    def events(self) -> list[str]:
        return [row["event"] for row in self.rows("task_event")]


@pytest.fixture
def loop(store: Store) -> Loop:
    return Loop(store)


@pytest.fixture
def second_database(record_url: str) -> Callable[[], Database]:
    """Opens the same database once more, as another process would."""
    from directory.database import open_database

    return lambda: open_database(record_url)
