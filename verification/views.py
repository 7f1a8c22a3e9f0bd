"""How often each listing is looked at, counted per day and without people."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

from directory.store import Transaction
from verification import store

WINDOW_DAYS = 90
"""Views of the last three months say how many people a wrong listing would mislead."""

MONTH_DAYS = 30.44
WINDOW_MONTHS = WINDOW_DAYS / MONTH_DAYS


def count_view(tx: Transaction, listing_id: str, day: date, *, views: int = 1) -> None:
    """Adds to the day's count of a listing. Nothing about who looked is known here."""
    store.add_views(tx.connection, listing_id, day, views)


def window_start(now: datetime) -> date:
    """The first day (UTC) that counts at `now`."""
    return now.astimezone(UTC).date() - timedelta(days=WINDOW_DAYS)
