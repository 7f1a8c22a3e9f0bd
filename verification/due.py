"""Which listings are due without anybody's report: the ones whose check is worth most."""

from __future__ import annotations

from datetime import datetime, timedelta

import numpy as np

from directory.belief import doubt
from directory.evidence import Field
from directory.store import Transaction
from verification import store
from verification.intake import open_or_join_task
from verification.views import WINDOW_MONTHS, window_start
from verification.worth import importance, worth

OPEN_TASKS = 200
"""Unsettled tasks that the worker keeps: some days of work for a small task force, so that the
best next check is always there, and the list stays one that a person can look through."""

FLOOR = timedelta(days=730)
"""Every listing is checked at least this often (24 months), whatever it is worth."""

LEAST_DOUBT = 0.15
"""Below this (a belief of 86 %) a check mostly finds nothing; such listings are left in peace."""


def open_due_tasks(tx: Transaction, *, now: datetime, keep: int = OPEN_TASKS) -> int:
    """Opens tasks for the listings worth most, until `keep` are unsettled; answers how many."""
    room = keep - store.count_unsettled(tx.connection)
    if room <= 0:
        return 0
    opened = 0
    for listing_id in _by_worth(tx, now):
        if store.unsettled_task(tx.connection, listing_id) is not None:
            continue
        open_or_join_task(tx, listing_id, (Field.PHONE, Field.HOURS), actor="worker", now=now)
        opened += 1
        if opened == room:
            break
    return opened


def _by_worth(tx: Transaction, now: datetime) -> list[str]:
    """Public listings in doubt: those over the floor first, then by worth."""
    rows = list(tx.belief_rows())
    if not rows:
        return []
    since = window_start(now.date())
    views = store.views_since(tx.connection, since)
    mean = store.mean_views(tx.connection, since) / WINDOW_MONTHS
    doubts = np.array([doubt(row.belief, now) for row in rows])
    values = worth(
        importance=importance([views.get(row.listing_id, 0) for row in rows], WINDOW_MONTHS, mean),
        change_rate=[row.belief.change_rate for row in rows],
        doubt=doubts,
    )
    is_over = np.array([_is_over_floor(row.belief.checked_at, now) for row in rows])
    order = np.lexsort((-values, ~is_over))
    return [rows[place].listing_id for place in order if doubts[place] >= LEAST_DOUBT]


def _is_over_floor(checked_at: datetime | None, now: datetime) -> bool:
    return checked_at is not None and now - checked_at > FLOOR
