"""When a site is visited next. Pure."""

from __future__ import annotations

from datetime import datetime, timedelta

from crawler.finding import SiteState

USUAL = timedelta(days=28)
"""A site changes its hours or its number about once a year; four weeks late is soon."""
BEST = timedelta(days=7)
"""Of the tenth of the sites whose listings are most worth a check."""
GOOD = timedelta(days=14)
"""Of the next fifth."""
BEST_SHARE, GOOD_SHARE = 0.1, 0.3
LONGEST = timedelta(days=56)
AGAIN = timedelta(days=1)
"""After a failure, doubled with each one more: a second look tells a bad day from a dead site."""
QUIET_VISITS = 3
"""So many visits without news double the interval."""
CONFIRMED_GONE = 2
"""Visits in a row that find a site gone, before that is said of its listings."""


def due_after(
    now: datetime,
    state: SiteState,
    *,
    failures: int,
    unchanged: int,
    place: float,
    retry_at: datetime | None = None,
) -> datetime:
    """When the site is due again. `place`: 0 is the site most worth a check, 1 the least.

    failures, unchanged: visits in a row, this one included.
    """
    if retry_at is not None:
        return max(retry_at, now + AGAIN / 24)
    if failures:
        return now + min(LONGEST, AGAIN * (1 << min(failures - 1, 10)))
    if state is SiteState.PARKED:
        return now + USUAL
    usual = BEST if place < BEST_SHARE else GOOD if place < GOOD_SHARE else USUAL
    return now + min(LONGEST, usual * (2 if unchanged >= QUIET_VISITS else 1))
