"""Belief and worth of one listing in words and numbers, for `wellkept verify why`."""

from __future__ import annotations

from datetime import datetime

from directory.belief import BeliefState, age_years, probability
from directory.belief import doubt as doubt_of
from directory.store import View
from verification import store
from verification.errors import UnknownListingError
from verification.task_queue import CHECK_MINUTES, rank_of, reason_in_words
from verification.views import WINDOW_MONTHS, window_start
from verification.worth import importance, worth


def why(view: View, listing_id: str, *, now: datetime) -> str:
    """Several lines of text. Raises UnknownListingError."""
    stored = view.listing(listing_id)
    if stored is None:
        raise UnknownListingError(f"there is no listing {listing_id}")
    since = window_start(now)
    views = store.views_since(view.connection, since).get(listing_id, 0)
    mean = store.mean_views(view.connection, since) / WINDOW_MONTHS
    weight = float(importance(views, WINDOW_MONTHS, mean))
    reports = store.reports_of(view.connection, [listing_id])
    lines = [
        f"{stored.name} ({stored.organization_name or 'no organization'})",
        reason_in_words(stored.belief, reports, round(views / WINDOW_MONTHS), now),
        *_belief_lines(stored.belief, now),
        *_worth_lines(stored.belief, weight, now),
    ]
    task = store.unsettled_task(view.connection, listing_id)
    if task is None:
        lines.append("Queue: no open task")
    else:
        rank = rank_of(view, task.task_id, now=now)
        lines.append(f"Queue: task {task.task_id}, {task.state}, place {rank or 'none yet'}")
    return "\n".join(lines)


def _belief_lines(state: BeliefState, now: datetime) -> list[str]:
    age = age_years(state, now)
    return [
        f"Belief {probability(state, now):.3f} = exp(-{doubt_of(state, now):.3f}), doubt from:",
        f"  {state.anchor_doubt:.3f} where it started",
        f"  {state.silent_rate * age:.3f} age: {age:.2f} years x {state.silent_rate:.2f} silent "
        f"changes a year (of {state.change_rate:.2f})",
        f"  {state.signal_doubt:.3f} from {state.signals} signal(s)",
    ]


def _worth_lines(state: BeliefState, weight: float, now: datetime) -> list[str]:
    value = float(
        worth(
            importance=weight,
            change_rate=state.change_rate,
            doubt=doubt_of(state, now),
            minutes=CHECK_MINUTES,
        )
    )
    return [
        f"Worth {value:.3f} = importance {weight:.1f} views a month / rate "
        f"{state.change_rate:.2f} x gain / {CHECK_MINUTES:.0f} minutes"
    ]
