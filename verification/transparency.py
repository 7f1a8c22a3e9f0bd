"""How true the directory is, in numbers that anybody may see: nothing about a person in them.

The page that shows them keeps them for some minutes: they are of all listings and of a year.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from statistics import median
from typing import Any

from directory.belief import probability
from directory.store import BeliefRow, View
from verification import store
from verification.tables import attempt, report
from verification.views import window_start

AGES = (3, 12, 24)
"""Months since the last check, as directories are asked for them."""

DAYS_PER_MONTH = 365.25 / 12

RULE_DAYS = 2
"""Business days in which a report is to be answered."""

YEAR = timedelta(days=365)
SATURDAY = 5


@dataclass(frozen=True)
class Checked:
    """Share of listings checked within so many months, 0 to 1."""

    months: int
    of_listings: float
    of_views: float


@dataclass(frozen=True)
class Channel:
    """What a way of checking brought in the last year."""

    check: str
    attempts: int
    settled: int


@dataclass(frozen=True)
class Transparency:
    listings: int
    checked: tuple[Checked, ...]
    """By AGES; import dates that a source assures count."""
    belief_of_listings: float
    """Mean probability that a listing is right; 0.0 for an empty directory."""
    belief_of_views: float
    reports: int
    """Received in the last year."""
    resolved: int
    """Of these."""
    median_days_to_answer: float | None
    """None: none was resolved."""
    within_rule: float | None
    """Share of the resolved that were answered within RULE_DAYS business days."""
    channels: tuple[Channel, ...]


def transparency(view: View, *, now: datetime) -> Transparency:
    """Of this moment, and of the year before it."""
    rows = view.belief_rows()
    views = store.views_since(view.connection, window_start(now))
    weights = [float(views.get(row.listing_id, 0)) for row in rows]
    beliefs = [probability(row.belief, now) for row in rows]
    reports = [row for row in store.find(view.connection, report) if row.received_at >= now - YEAR]
    resolved = [row for row in reports if row.state == "resolved"]
    days = [(row.resolved_at - row.received_at).total_seconds() / 86400 for row in resolved]
    in_time = [business_days(row.received_at, row.resolved_at) <= RULE_DAYS for row in resolved]
    return Transparency(
        listings=len(rows),
        checked=tuple(_checked(rows, weights, months, now) for months in AGES),
        belief_of_listings=_share(beliefs, [1.0] * len(rows)),
        belief_of_views=_share(beliefs, weights),
        reports=len(reports),
        resolved=len(resolved),
        median_days_to_answer=median(days) if days else None,
        within_rule=sum(in_time) / len(in_time) if in_time else None,
        channels=_channels(view, now),
    )


def _checked(
    rows: Sequence[BeliefRow], weights: Sequence[float], months: int, now: datetime
) -> Checked:
    since = now - timedelta(days=months * DAYS_PER_MONTH)
    times = (row.belief.checked_at for row in rows)
    is_recent = [1.0 if at is not None and at >= since else 0.0 for at in times]
    return Checked(months, _share(is_recent, [1.0] * len(rows)), _share(is_recent, weights))


def _share(values: Sequence[float], weights: Sequence[float]) -> float:
    whole = sum(weights)
    return sum(v * w for v, w in zip(values, weights, strict=True)) / whole if whole else 0.0


def _channels(view: View, now: datetime) -> tuple[Channel, ...]:
    tries: dict[str, list[Any]] = {}
    for row in store.find(view.connection, attempt):
        if row.at >= now - YEAR:
            tries.setdefault(row.check, []).append(row)
    return tuple(
        Channel(check, len(rows), sum(row.outcome in store.ANSWERED for row in rows))
        for check, rows in sorted(tries.items())
    )


def business_days(start: datetime, end: datetime) -> int:
    """Days from Monday to Friday after the day of `start`, up to the day of `end` (UTC); 0 or more.

    Public holidays count as business days: rules differ in which they leave out.
    """
    first, last = _day(start), _day(end)
    days = (first + timedelta(days=n) for n in range(1, (last - first).days + 1))
    return sum(day.weekday() < SATURDAY for day in days)


def _day(at: datetime) -> date:
    return at.astimezone(UTC).date()
