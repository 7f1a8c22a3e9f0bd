"""Belief: the probability that a listing still holds, from its last check, its age and its signals.

Pure functions of a state (a few columns) and the clock. Source: the noisy-signal filter of
`docs/freshness.md`: P(still right) = exp(-x), x = x0 + silent_rate * age + signal_doubt, where x is
called *doubt* here: unitless, 0 or more, and additive.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from math import exp, inf, log
from typing import Any

from directory.evidence import Field

DAYS_PER_YEAR = 365.25

NEVER_CHECKED_DOUBT = 0.7
"""Doubt of an imported listing that nobody checked: about half of a directory's listings are
exactly right (56 % mean accuracy measured over ten search tools), and exp(-0.7) is 0.50."""

PRIOR_CHANGE_RATE = 1.0
"""Changes a year of a listing about which nothing is learned yet: the mean of the simulated world
of docs/freshness.md, in which a yearly round keeps 72 % right."""

PRIOR_SIGNAL_RECALL = 0.3
"""Share of changes that raise any signal (a report, a bounced mail ...), until it is learned."""

FIELD_SHARES: Mapping[Field, float] = {
    Field.HOURS: 0.30,
    Field.PHONE: 0.25,
    Field.ADDRESS: 0.15,
    Field.CLOSED: 0.10,
    Field.ELIGIBILITY: 0.10,
    Field.WEBSITE: 0.10,
}
"""Part of a listing's changes that each field has, until checks tell: an assumption, that hours and
phones change most. Sums to 1."""

MAX_SIGNAL_DOUBT = 6.0
"""One signal alone never makes more doubt than this, so that precision 1 is still a number."""


@dataclass(frozen=True)
class BeliefState:
    """What is stored per listing. All rates are per year (365.25 days)."""

    anchored_at: datetime
    """When the state was last set: the last check, or when the listing became known."""
    checked_at: datetime | None
    """The last verification that settled it; None: never checked."""
    checked_by: str | None
    """How: phone, email, visit, website, import ... ; None: never checked."""
    change_rate: float
    """Expected changes a year, all of them; 0 or more."""
    silent_rate: float
    """The part of change_rate that raises no signal; 0 .. change_rate."""
    anchor_doubt: float = 0.0
    signal_doubt: float = 0.0
    signals: int = 0


def age_years(state: BeliefState, now: datetime) -> float:
    """Years since the anchor, 0 or more (a clock that ran backwards counts as no time)."""
    return max(0.0, (now - state.anchored_at).total_seconds() / 86400 / DAYS_PER_YEAR)


def doubt(state: BeliefState, now: datetime) -> float:
    """x, 0 or more: 0 is certain, 0.7 an even chance."""
    age = age_years(state, now)
    return float(doubt_of(state.anchor_doubt, state.silent_rate, age, state.signal_doubt))


def doubt_of(anchor: Any, silent_rate: Any, age_years: Any, signals: Any) -> Any:
    """x from its parts, numbers or arrays of one shape: the formula, written once."""
    return anchor + silent_rate * age_years + signals


def probability(state: BeliefState, now: datetime) -> float:
    """The belief, 0 to 1: the probability that the listing still holds at `now`."""
    return exp(-doubt(state, now))


def doubt_of_signal(precision: float) -> float:
    """Doubt added by one signal whose source is right with `precision` (0 to 1)."""
    return min(MAX_SIGNAL_DOUBT, -log(1.0 - precision) if precision < 1.0 else inf)


def with_signal(state: BeliefState, precision: float) -> BeliefState:
    """The state after one more signal. Order of signals does not matter: doubts add up."""
    return replace(
        state,
        signal_doubt=state.signal_doubt + doubt_of_signal(precision),
        signals=state.signals + 1,
    )


def when_checked(state: BeliefState, at: datetime, by: str, doubt_left: float = 0.0) -> BeliefState:
    """The state after a check: signals forgotten, and only the doubt left of the fields that it did
    not settle; usually none."""
    return replace(
        state, anchored_at=at, checked_at=at, checked_by=by, anchor_doubt=doubt_left,
        signal_doubt=0.0, signals=0,
    )  # fmt: skip


def doubt_by_field(
    state: BeliefState,
    now: datetime,
    shares: Mapping[Field, float],
    settled: Collection[Field] = (),
) -> dict[Field, float]:
    """The doubt without signals, split over the fields of `shares`; the parts sum to the whole.

    shares: how often each field of the listing changes, any positive scale. settled: the fields
    that the check at the anchor settled; the doubt that was left there belongs to the others.
    """
    whole = sum(shares.values())
    unsettled = {field: share for field, share in shares.items() if field not in settled} or shares
    left = state.anchor_doubt / sum(unsettled.values()) if unsettled else 0.0
    by_age = state.silent_rate * age_years(state, now)
    return {
        field: by_age * share / whole + left * unsettled.get(field, 0.0)
        for field, share in shares.items()
    }


def when_known(
    at: datetime,
    *,
    change_rate: float = PRIOR_CHANGE_RATE,
    signal_recall: float = PRIOR_SIGNAL_RECALL,
) -> BeliefState:
    """The state of a listing that was never checked and is known since `at`."""
    silent_rate = (1.0 - signal_recall) * change_rate
    return BeliefState(at, None, None, change_rate, silent_rate, NEVER_CHECKED_DOUBT)
