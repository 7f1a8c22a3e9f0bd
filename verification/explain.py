"""Belief and worth of one listing in words and numbers, for `wellkept verify why`."""

from __future__ import annotations

from datetime import datetime
from math import exp

from directory.belief import BeliefState, age_years, probability
from directory.belief import doubt as doubt_of
from directory.evidence import Outcome
from directory.store import StoredListing, View
from verification import store
from verification.classes import class_of
from verification.costs import CHECK_MINUTES, chance_of_answer, minutes_of_settling
from verification.errors import UnknownListingError
from verification.field_doubt import doubts_of
from verification.pool import Pool, pool_of, start_of
from verification.rates import mean_rate
from verification.tables import attempt, check_interval, signal
from verification.task_queue import TRIED, rank_of, reason_in_words
from verification.views import WINDOW_MONTHS, mean_views, views_in_window
from verification.words import FIELD_WORDS, count_of
from verification.worth import importance, worth


def why(view: View, listing_id: str, *, now: datetime) -> str:
    """Several lines of text. Raises UnknownListingError."""
    stored = view.listing(listing_id)
    if stored is None:
        raise UnknownListingError(f"there is no listing {listing_id}")
    pool = pool_of(view)
    views = views_in_window(view, listing_id, now)
    weight = float(importance(views, WINDOW_MONTHS, mean_views(view, pool, now)))
    reports = store.reports_of(view.connection, [listing_id])
    return "\n".join(
        [
            f"{stored.name} ({stored.organization_name or 'no organization'})",
            reason_in_words(stored.belief, reports, round(views / WINDOW_MONTHS), now),
            *_belief_lines(stored.belief, now),
            *_signal_lines(view, listing_id),
            *_field_lines(view, stored, now),
            *_rate_lines(view, stored, pool),
            *_worth_lines(view, stored, weight, pool, now),
            _task_line(view, listing_id, now),
        ]
    )


def _belief_lines(state: BeliefState, now: datetime) -> list[str]:
    age = age_years(state, now)
    return [
        f"Belief {probability(state, now):.3f} = exp(-{doubt_of(state, now):.3f}), doubt from:",
        f"  {state.anchor_doubt:.3f} where it started",
        f"  {state.silent_rate * age:.3f} age: {age:.2f} years x {state.silent_rate:.2f} silent "
        f"changes a year (of {state.change_rate:.2f})",
        f"  {state.signal_doubt:.3f} from {count_of(state.signals, 'signal')}:",
    ]


def _signal_lines(view: View, listing_id: str) -> list[str]:
    found = store.find(
        view.connection, signal, listing_id=listing_id, is_counted=True, judged_at=None
    )
    return [
        f"    {row.source} about {FIELD_WORDS[row.field]}, {row.raised_at:%Y-%m-%d}, "
        f"believed {1 - exp(-row.doubt):.2f}: +{row.doubt:.2f}"
        for row in found
    ]


def _field_lines(view: View, stored: StoredListing, now: datetime) -> list[str]:
    doubts = doubts_of(view, stored, now=now)
    parts = [f"{FIELD_WORDS[field]} {exp(-doubt):.2f}" for field, doubt in doubts.items()]
    return [f"Belief by field, without signals: {', '.join(parts)}"] if parts else []


def _rate_lines(view: View, stored: StoredListing, pool: Pool) -> list[str]:
    if stored.listing is None:
        return []
    class_key = class_of(stored.listing)
    own = store.find(view.connection, check_interval, listing_id=stored.listing_id)
    found = sum(row.changed > 0 for row in own)
    of_class = float(mean_rate(start_of(view, class_key))[0])
    return [
        f"Rate {stored.belief.change_rate:.2f} a year from {of_class:.2f} of class {class_key} and "
        f"{count_of(len(own), 'check')} of its own ({found} found a change); "
        f"{pool.recall:.0%} of changes raise a signal"
    ]


def _worth_lines(
    view: View, stored: StoredListing, weight: float, pool: Pool, now: datetime
) -> list[str]:
    state = stored.belief
    found = store.find(view.connection, attempt, listing_id=stored.listing_id)
    tries = [row for row in found if row.at >= now - TRIED and row.outcome != Outcome.CRASHED]
    answered = sum(row.outcome in store.ANSWERED for row in tries)
    chance = float(chance_of_answer(answered, len(tries), pool.answered))
    minutes = float(minutes_of_settling(chance))
    value = worth(
        importance=weight,
        change_rate=state.change_rate,
        doubt=doubt_of(state, now),
        minutes=minutes,
    )
    return [
        f"Worth {float(value):.3f} = importance {weight:.1f} views a month / rate "
        f"{state.change_rate:.2f} x gain / {minutes:.0f} minutes "
        f"({CHECK_MINUTES:.0f} a call, answered {chance:.0%}: {answered} of the last "
        f"{count_of(len(tries), 'attempt')} here)"
    ]


def _task_line(view: View, listing_id: str, now: datetime) -> str:
    task = store.unsettled_task(view.connection, listing_id)
    if task is None:
        return "Queue: no open task"
    rank = rank_of(view, task.task_id, now=now)
    return f"Queue: task {task.task_id}, {task.state}, place {rank or 'none yet'}"
