"""Tasks of listings that nobody is shown any more: given up, with a word to those who reported."""

from __future__ import annotations

from datetime import datetime

from directory.store import Transaction
from verification import store
from verification.rows import TaskRow

VERDICT = "This listing is not shown any more"
"""Why it is not may be confidential."""


def abandon(tx: Transaction, task: TaskRow, by: str, *, now: datetime) -> int:
    """Closes the task as abandoned and dismisses the listing's reports; answers how many."""
    reports = store.reports_of(tx.connection, [task.listing_id])
    for report in reports:
        store.settle_report(tx.connection, report.report_id, "dismissed", VERDICT, now)
    store.update_task(
        tx.connection, task.task_id, state="abandoned", claimed_by=None, lease_until=None,
        not_before=None, closed_at=now,
    )  # fmt: skip
    store.end_cycle(tx.connection, task.listing_id)
    store.add_event(tx.connection, task.task_id, "abandoned", by, now, {"why": "withdrawn"})
    return len(reports)


def abandon_withdrawn(tx: Transaction, *, now: datetime) -> int:
    """Gives up every unsettled task of a listing that is not public; answers how many."""
    tasks = store.withdrawn_tasks(tx.connection)
    for task in tasks:
        abandon(tx, task, "worker", now=now)
    return len(tasks)
