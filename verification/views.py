"""How often each listing is looked at, counted per day and without people."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

from directory.store import Transaction, View
from verification import store
from verification.pool import Pool

WINDOW_DAYS = 90
"""Views of the last three months say how many people a wrong listing would mislead."""

MONTH_DAYS = 30.44
WINDOW_MONTHS = WINDOW_DAYS / MONTH_DAYS


def count_view(tx: Transaction, listing_id: str, day: date, *, views: int = 1) -> None:
    """Adds to the day's count of a listing. Nothing about who looked is known here."""
    store.add_views(tx.connection, listing_id, day, views)


def views_in_window(view: View, listing_id: str, now: datetime) -> int:
    """How often the listing was looked at in the window."""
    found = store.views_since(view.connection, window_start(now), [listing_id])
    return found.get(listing_id, 0)


def views_by_listing(view: View, now: datetime) -> dict[str, int]:
    """How often each listing was looked at in the window; of the others there is nothing."""
    return store.views_since(view.connection, window_start(now))


def mean_views(view: View, pool: Pool, now: datetime) -> float:
    """Views a month of the mean listing: as counted last by the worker, else counted now."""
    if pool.mean_views is not None:
        return pool.mean_views
    return store.mean_views(view.connection, window_start(now)) / WINDOW_MONTHS


def window_start(now: datetime) -> date:
    """The first day (UTC) that counts at `now`."""
    return now.astimezone(UTC).date() - timedelta(days=WINDOW_DAYS)
