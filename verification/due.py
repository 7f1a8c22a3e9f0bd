"""Which listings are due without anybody's report: the ones whose check is worth most."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta

import numpy as np

from directory.belief import doubt
from directory.evidence import Field
from directory.store import BeliefRow, Transaction, View
from verification import store
from verification.field_doubt import doubts_of
from verification.intake import open_or_join_task
from verification.pool import pool_of
from verification.tables import signal
from verification.views import WINDOW_MONTHS, mean_views, window_start
from verification.worth import FLOOR_SHARE, best_first, importance, worth

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
    return open_tasks(tx, due_listings(tx, now=now, keep=keep), now=now)


def open_tasks(tx: Transaction, listing_ids: Sequence[str], *, now: datetime) -> int:
    """Opens a task for each, about the fields most in doubt; answers how many."""
    for listing_id in listing_ids:
        fields = _most_doubted(tx, listing_id, now)
        open_or_join_task(tx, listing_id, fields, actor="worker", now=now)
    return len(listing_ids)


def due_listings(view: View, *, now: datetime, keep: int = OPEN_TASKS) -> list[str]:
    """Listings in doubt that have no task, for the places that are left of `keep`: those over the
    floor first, as long as they have less than their share of all places, then by worth."""
    busy = store.listings_with_task(view.connection)
    if keep <= len(busy):
        return []
    rows = view.belief_rows()
    floor = max(1, int(keep * FLOOR_SHARE))
    floor -= sum(_is_over_floor(row, now) for row in rows if row.listing_id in busy)
    doubts = {row.listing_id: doubt(row.belief, now) for row in rows}
    rows = [row for row in rows if row.listing_id not in busy]
    rows = [row for row in rows if doubts[row.listing_id] >= LEAST_DOUBT]
    if not rows:
        return []
    since = window_start(now)
    views = store.views_since(view.connection, since)
    mean = mean_views(view, pool_of(view), now)
    values = worth(
        importance=importance([views.get(row.listing_id, 0) for row in rows], WINDOW_MONTHS, mean),
        change_rate=[row.belief.change_rate for row in rows],
        doubt=[doubts[row.listing_id] for row in rows],
    )
    is_over = np.array([_is_over_floor(row, now) for row in rows])
    best = best_first(values, keep - len(busy), is_over=is_over, floor=max(0, floor))
    return [rows[place].listing_id for place in best]


def _is_over_floor(row: BeliefRow, now: datetime) -> bool:
    """Of a listing that was never checked: since it became known."""
    return now - (row.belief.checked_at or row.belief.anchored_at) > FLOOR


def _most_doubted(tx: Transaction, listing_id: str, now: datetime) -> tuple[Field, ...]:
    """The fields that signals are about, then those most in doubt by their age."""
    stored = tx.listing(listing_id)
    assert stored is not None  # its belief was just read
    doubts = doubts_of(tx, stored, now=now)
    heard = store.find(
        tx.connection, signal, listing_id=listing_id, is_counted=True, judged_at=None
    )
    by_age = sorted(doubts, key=lambda field: -doubts[field])[:ASKED_FIELDS]
    return tuple(dict.fromkeys((*(Field(row.field) for row in heard), *by_age)))
