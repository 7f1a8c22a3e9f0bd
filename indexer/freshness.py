"""How sure we are of a listing, in the words that people read."""

from __future__ import annotations

from datetime import UTC, date, datetime
from functools import lru_cache
from math import exp

from directory.belief import NEVER_CHECKED_DOUBT, BeliefState, probability
from directory.evidence import Check
from indexer.result import Freshness

RECENT_DAYS = 365
"""A check is recent for a year: the interval at which directories are asked to check everything."""

DAYS_TOLD = 60
"""Ages up to here are told in days."""

MONTHS_TOLD = 24
"""Ages up to here are told in months, longer ones in years."""

DAYS_PER_MONTH = 30.44

CALL_FIRST = "Call before you go."
NEVER_CHECKED = f"Not checked yet. {CALL_FIRST}"
DOUBTED = f"Since then we were told that something may be wrong. {CALL_FIRST}"
DOUBTED_NEVER_CHECKED = (
    f"Not checked yet, and we were told that something may be wrong. {CALL_FIRST}"
)

HOW = {
    Check.PHONE.value: " by phone",
    Check.EMAIL.value: " by e-mail",
    Check.VISIT.value: " by a visit",
    Check.WEBSITE.value: " on their website",
    Check.IMPORT.value: " by our source",
}
"""The end of "Checked 12 days ago ..."; of a way that is not here nothing is said."""


def freshness_of(belief: BeliefState | None, now: datetime) -> Freshness:
    """Belief and words at `now`; without a belief, those of a listing that nobody checked."""
    if belief is None:
        return Freshness(None, exp(-NEVER_CHECKED_DOUBT), NEVER_CHECKED)
    checked_on = belief.checked_at.astimezone(UTC).date() if belief.checked_at else None
    words = freshness_words(
        days_since(checked_on, now), belief.checked_by, has_signals=belief.signals > 0
    )
    return Freshness(checked_on, probability(belief, now), words)


def days_since(day: date | None, now: datetime) -> int | None:
    """Days of the calendar (UTC) from `day` to `now`, 0 or more; None for no day."""
    if day is None:
        return None
    return max(0, (now.astimezone(UTC).date() - day).days)


@lru_cache(maxsize=10_000)
def freshness_words(days: int | None, checked_by: str | None, *, has_signals: bool) -> str:
    """A sentence or two: "Checked 12 days ago by phone".

    >>> freshness_words(12, "phone", has_signals=False)
    'Checked 12 days ago by phone'
    >>> freshness_words(430, "phone", has_signals=False)
    'Last checked 14 months ago. Call before you go.'
    """
    if days is None:
        return DOUBTED_NEVER_CHECKED if has_signals else NEVER_CHECKED
    if days > RECENT_DAYS:
        return f"Last checked {age_words(days)}. {DOUBTED if has_signals else CALL_FIRST}"
    checked = f"Checked {age_words(days)}{HOW.get(checked_by or '', '')}"
    return f"{checked}. {DOUBTED}" if has_signals else checked


def age_words(days: int) -> str:
    """An age as people say it.

    >>> [age_words(days) for days in (0, 1, 12, 75, 365, 1100)]
    ['today', 'yesterday', '12 days ago', '2 months ago', '12 months ago', '3 years ago']
    """
    if days <= 1:
        return "yesterday" if days else "today"
    if days <= DAYS_TOLD:
        return f"{days} days ago"
    months = round(days / DAYS_PER_MONTH)
    if months < MONTHS_TOLD:
        return f"{months} months ago"
    return f"{round(days / 365.25)} years ago"
