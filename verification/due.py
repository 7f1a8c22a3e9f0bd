"""Which listings are due without anybody's report: the ones whose check is worth most."""

from __future__ import annotations

from datetime import datetime, timedelta

import numpy as np

from directory.belief import doubt
from directory.evidence import Field
from directory.store import Transaction
from verification import store
from verification.field_doubt import doubts_of
from verification.intake import open_or_join_task
from verification.views import WINDOW_MONTHS, window_start
from verification.worth import best_first, importance, worth

OPEN_TASKS = 200
"""Unsettled tasks that the worker keeps: some days of work for a small task force, so that the
best next check is always there, and the list stays one that a person can look through."""

FLOOR = timedelta(days=730)
"""Every listing is checked at least this often (24 months), whatever it is worth."""

LEAST_DOUBT = 0.15
"""Below this (a belief of 86 %) a check mostly finds nothing; such listings are left in peace."""

ASKED_FIELDS = 2
"""Fields that a due task asks about by itself; the verifier sees and may settle all of them."""


def open_due_tasks(tx: Transaction, *, now: datetime, keep: int = OPEN_TASKS) -> int:
    """Opens tasks for the listings worth most, until `keep` are unsettled; answers how many."""
    busy = store.listings_with_task(tx.connection)
    room = keep - len(busy)
    if room <= 0:
        return 0
    chosen = _most_worth(tx, busy, room, now)
    for listing_id in chosen:
        fields = _most_doubted(tx, listing_id, now)
        open_or_join_task(tx, listing_id, fields, actor="worker", now=now)
    return len(chosen)


def _most_worth(tx: Transaction, busy: set[str], number: int, now: datetime) -> list[str]:
    """At most `number` listings in doubt that have no task: a share of those over the floor first,
    then by worth."""
    rows = [row for row in tx.belief_rows() if row.listing_id not in busy]
    doubts = np.array([doubt(row.belief, now) for row in rows])
    rows = [rows[place] for place in np.flatnonzero(doubts >= LEAST_DOUBT)]
    if not rows:
        return []
    since = window_start(now)
    views = store.views_since(tx.connection, since)
    mean = store.mean_views(tx.connection, since) / WINDOW_MONTHS
    values = worth(
        importance=importance([views.get(row.listing_id, 0) for row in rows], WINDOW_MONTHS, mean),
        change_rate=[row.belief.change_rate for row in rows],
        doubt=doubts[doubts >= LEAST_DOUBT],
    )
    known_since = [row.belief.checked_at or row.belief.anchored_at for row in rows]
    is_over = np.array([now - since_when > FLOOR for since_when in known_since])
    return [rows[place].listing_id for place in best_first(values, number, is_over=is_over)]


def _most_doubted(tx: Transaction, listing_id: str, now: datetime) -> tuple[Field, ...]:
    stored = tx.listing(listing_id)
    assert stored is not None  # its belief was just read
    doubts = doubts_of(tx, stored, now=now)
    return tuple(sorted(doubts, key=lambda field: -doubts[field])[:ASKED_FIELDS])
