"""The queue: which task is worth most now; claiming one by a lease; giving it back.

Each transition of a task is an event row. One listing has one unsettled task (unique index).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

import numpy as np
from numpy.typing import NDArray

from directory.belief import DAYS_PER_YEAR, BeliefState, doubt_of, probability
from directory.store import StoredListing, Transaction, View
from verification import store
from verification.costs import chance_of_answer, minutes_of_settling
from verification.errors import NoTaskError, TaskTakenError
from verification.members import member_of, speaks, tasks_left
from verification.pool import pool_of
from verification.rows import RankRow, ReportRow, TaskRow
from verification.tables import task as task_table
from verification.views import WINDOW_MONTHS, mean_views, window_start
from verification.words import FIELD_WORDS, ago, count_of
from verification.worth import importance, worth

LEASE = timedelta(minutes=45)
"""A call takes minutes; a verifier who was called away blocks a task no longer than this."""

TRIED = timedelta(days=365)
"""Attempts of the last year say whether somebody answers."""


@dataclass(frozen=True)
class QueueRow:
    """One line of the queue; the shape of INTERFACES `verify queue --json`, and a little more."""

    task_id: int
    listing_id: str
    name: str
    organization: str | None
    state: str
    worth: float
    belief: float
    fields: tuple[str, ...]
    reports: int
    reason: str
    views_a_month: int
    claimed_by: str | None = None
    lease_until: datetime | None = None


def queue(view: View, *, now: datetime, limit: int = 20, offset: int = 0) -> list[QueueRow]:
    """Tasks that can be taken or are taken, best first; ties by task_id."""
    ranked = _ranked(view, now)[offset : offset + limit]
    tasks = store.tasks(view.connection, task_id=[row.task_id for row, _ in ranked])
    listing_ids = [row.listing_id for row, _ in ranked]
    page = _Page(
        tasks={task.task_id: task for task in tasks},
        stored=view.listings(listing_ids),
        reports=store.reports_of(view.connection, listing_ids),
    )
    return [_queue_row(row, value, page, now) for row, value in ranked]


@dataclass(frozen=True)
class _Page:
    """What the lines of one page have to tell, asked in one go."""

    tasks: dict[int, TaskRow]
    stored: dict[str, StoredListing]
    reports: list[ReportRow]


def _queue_row(row: RankRow, value: float, page: _Page, now: datetime) -> QueueRow:
    task, listing = page.tasks[row.task_id], page.stored[row.listing_id]
    mine = [report for report in page.reports if report.listing_id == row.listing_id]
    views = round(row.views / WINDOW_MONTHS)
    return QueueRow(
        task_id=task.task_id,
        listing_id=task.listing_id,
        name=listing.name,
        organization=listing.organization_name,
        state=task.state,
        worth=round(value, 3),
        belief=round(probability(listing.belief, now), 3),
        fields=task.fields,
        reports=len(wrong_reports(mine)),
        reason=reason_in_words(listing.belief, mine, views, now),
        views_a_month=views,
        claimed_by=task.claimed_by,
        lease_until=task.lease_until,
    )


def tasks_to_do(view: View, *, now: datetime) -> int:
    """How many tasks the queue holds, claimed ones among them."""
    return len(_rank_rows(view, now))


def done_since(view: View, since: datetime) -> int:
    """How many tasks were settled since then, by anybody."""
    return store.count_since(view.connection, task_table.c.closed_at, since, state="done")


def rank_of(view: View, task_id: int, *, now: datetime) -> int | None:
    """1 for the task that is next, 2 for the one after it ...; None: it isn't in the queue."""
    for place, (row, _) in enumerate(_ranked(view, now), start=1):
        if row.task_id == task_id:
            return place
    return None


def _rank_rows(view: View, now: datetime) -> list[RankRow]:
    return store.rank_rows(view.connection, now, window_start(now), now - TRIED)


def _ranked(view: View, now: datetime) -> list[tuple[RankRow, float]]:
    rows = _rank_rows(view, now)
    if not rows:
        return []
    pool = pool_of(view)
    values = worth_of_rows(rows, mean_views(view, pool, now), pool.answered, now)
    order = np.lexsort((np.arange(len(rows)), -values))
    return [(rows[place], float(values[place])) for place in order]


def worth_of_rows(
    rows: Sequence[RankRow], mean: float, answered: float, now: datetime
) -> NDArray[np.float64]:
    """Worth per row, shape (len(rows),). mean: views a month of the mean listing; answered: share
    of all attempts that somebody answers."""
    seconds = np.array([(now - row.anchored_at).total_seconds() for row in rows])
    ages = np.maximum(seconds / (DAYS_PER_YEAR * 86400), 0.0)
    chance = chance_of_answer(
        [row.answered for row in rows], [row.attempts for row in rows], answered
    )
    return worth(
        importance=importance([row.views for row in rows], WINDOW_MONTHS, mean),
        change_rate=[row.change_rate for row in rows],
        doubt=doubt_of(
            np.array([row.anchor_doubt for row in rows]),
            np.array([row.silent_rate for row in rows]),
            ages,
            np.array([row.signal_doubt for row in rows]),
        ),
        minutes=minutes_of_settling(chance),
    )


def wrong_reports(reports: Sequence[ReportRow]) -> list[ReportRow]:
    """The reports that say that something is wrong, each reporter's first of a cycle only."""
    return [report for report in reports if report.assertion == "wrong" and report.is_counted]


def reason_in_words(
    belief: BeliefState, reports: Sequence[ReportRow], views_a_month: int, now: datetime
) -> str:
    """ "14 months since the last check, 2 reports about the phone, shown 1,200 times a month"."""
    if belief.checked_at is None:
        parts = ["never checked"]
    else:
        parts = [f"{ago(belief.checked_at, now)} since the last check"]
    counts = Counter(report.field for report in wrong_reports(reports))
    for field, number in counts.items():
        parts.append(f"{count_of(number, 'report')} about {FIELD_WORDS.get(field, field)}")
    parts.append(f"shown {count_of(views_a_month, 'time')} a month")
    return ", ".join(parts)


def claim(tx: Transaction, task_id: int, by: str, *, now: datetime) -> TaskRow:
    """The task, now `by`'s for the length of LEASE; claiming one's own again renews the lease.

    Raises TaskTakenError, NoTaskError.
    """
    if not store.take_task(tx.connection, task_id, by, now, now + LEASE):
        raise _why_not(tx, task_id, now)
    store.add_event(tx.connection, task_id, "claimed", by, now)
    task = store.task_by_id(tx.connection, task_id)
    assert task is not None  # it was updated in this transaction
    return task


def _why_not(tx: Transaction, task_id: int, now: datetime) -> Exception:
    task = store.task_by_id(tx.connection, task_id)
    if task is None:
        return NoTaskError(f"there is no task {task_id}")
    if task.state == "claimed":
        return TaskTakenError(f"{task.claimed_by} is working on task {task_id}")
    if task.state == "waiting":
        return TaskTakenError(f"task {task_id} is waiting until {task.not_before:%Y-%m-%d %H:%M}")
    return TaskTakenError(f"task {task_id} is settled already ({task.state})")


def claim_next(tx: Transaction, by: str, *, now: datetime) -> TaskRow:
    """The best task that nobody has, not even `by`, and that they can do. Raises NoTaskError when
    there is none, or when they did as many today as they wanted."""
    who = member_of(tx, by)
    if who is not None and tasks_left(tx, who, now) == 0:
        raise NoTaskError(f"{by} has done {who.tasks_a_day} tasks today, as many as agreed")
    for row, _ in _ranked(tx, now):
        if row.state == "claimed" and not _is_lapsed(row, now):
            continue
        if not speaks(who, row.language):
            continue
        try:
            return claim(tx, row.task_id, by, now=now)
        except TaskTakenError:
            continue
    raise NoTaskError("nothing is waiting to be checked")


def _is_lapsed(row: RankRow, now: datetime) -> bool:
    return row.lease_until is not None and row.lease_until <= now


def release(tx: Transaction, task_id: int, by: str, *, now: datetime) -> None:
    """Gives a claimed task back. Raises TaskTakenError when it is not `by`'s."""
    task = store.task_by_id(tx.connection, task_id)
    if task is None or task.state != "claimed" or task.claimed_by != by:
        raise TaskTakenError(f"task {task_id} is not yours to give back")
    store.update_task(tx.connection, task_id, state="open", claimed_by=None, lease_until=None)
    store.add_event(tx.connection, task_id, "released", by, now)


def release_lapsed(tx: Transaction, *, now: datetime) -> int:
    """Opens the tasks whose lease is over; answers how many."""
    lapsed = store.tasks_past(tx.connection, "claimed", "lease_until", now)
    for task in lapsed:
        store.update_task(
            tx.connection, task.task_id, state="open", claimed_by=None, lease_until=None
        )
        store.add_event(tx.connection, task.task_id, "lapsed", task.claimed_by or "", now)
    return len(lapsed)


def claimed_by(view: View, by: str) -> list[TaskRow]:
    """The tasks that `by` holds."""
    return store.tasks(view.connection, state="claimed", claimed_by=by)
