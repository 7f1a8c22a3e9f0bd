"""What a holder can do with a task besides recording an outcome: put it off, hand it over, say
which language it needs, take the rest of the organization's with it. Each is an event row."""

from __future__ import annotations

from datetime import datetime, timedelta

from directory.store import Transaction
from verification import store
from verification.errors import OutcomeError, TaskTakenError
from verification.rows import TaskRow
from verification.task_queue import LEASE, claim

LONGEST_SNOOZE = timedelta(days=60)
"""Longer than a summer break; what is put off for longer is forgotten."""

BATCH = 10
"""Tasks taken with one call: as many listings as a patient person answers for."""


def snooze(tx: Transaction, task_id: int, by: str, until: datetime, *, now: datetime) -> None:
    """Puts a held task off: nobody is offered it before `until`, unless there is news.

    Raises TaskTakenError, OutcomeError when the time is past or too far away.
    """
    if not now < until <= now + LONGEST_SNOOZE:
        raise OutcomeError(f"a task can be put off for at most {LONGEST_SNOOZE.days} days from now")
    _held(tx, task_id, by)
    _let_go(tx, task_id, state="waiting", not_before=until)
    store.add_event(tx.connection, task_id, "snoozed", by, now, {"until": until.isoformat()})


def hand_over(tx: Transaction, task_id: int, by: str, to: str, *, now: datetime) -> None:
    """Gives a held task to somebody else, with a lease of their own. Raises TaskTakenError."""
    _held(tx, task_id, by)
    store.update_task(tx.connection, task_id, claimed_by=to, lease_until=now + LEASE)
    store.add_event(tx.connection, task_id, "handed over", by, now, {"to": to})


def needs_language(tx: Transaction, task_id: int, by: str, language: str, *, now: datetime) -> None:
    """Gives a held task back for somebody who speaks the language (ISO 639-1)."""
    _held(tx, task_id, by)
    code = language.strip().casefold()
    _let_go(tx, task_id, state="open", language=code)
    store.add_event(tx.connection, task_id, "needs language", by, now, {"language": code})


def claim_organization(tx: Transaction, task_id: int, by: str, *, now: datetime) -> list[TaskRow]:
    """The task, and up to BATCH in all of the same organization that nobody has, all now `by`'s:
    one call settles them. Raises TaskTakenError, NoTaskError for the task itself."""
    task = store.task_by_id(tx.connection, task_id)
    siblings = tx.siblings(task.listing_id) if task else []
    free = store.tasks(tx.connection, state="open", listing_id=siblings)[: BATCH - 1]
    taken = []
    # by number, so that two who take the same organization at once do not wait for each other
    for wanted in sorted({task_id, *(found.task_id for found in free)}):
        try:
            taken.append(claim(tx, wanted, by, now=now))
        except TaskTakenError:
            if wanted == task_id:
                raise
    return taken


def _held(tx: Transaction, task_id: int, by: str) -> None:
    task = store.task_by_id(tx.connection, task_id)
    if task is None or task.state != "claimed" or task.claimed_by != by:
        raise TaskTakenError(f"task {task_id} is not yours: claim it first")


def _let_go(tx: Transaction, task_id: int, **values: object) -> None:
    store.update_task(tx.connection, task_id, claimed_by=None, lease_until=None, **values)
