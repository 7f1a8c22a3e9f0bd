"""What all checks together say: rates of each class and listing, recall, precision of each source,
how often each field changes, how often the mean listing is looked at.

A job of the worker. It reads one moment, computes, and writes in short transactions; run again, it
answers the same. A check that comes in between is seen by the next run.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from itertools import islice
from typing import Any, TypeVar

import numpy as np
from numpy.typing import NDArray

from directory.belief import FIELD_SHARES, BeliefState, age_years
from directory.store import Store, Transaction, View
from verification import store as rows_of
from verification.classes import class_of
from verification.costs import pooled_answered
from verification.learning import GREATEST_HINT, checks_of
from verification.pool import ATTEMPTS_ANSWERED, MEAN_VIEWS, PRECISION, RECALL, SHARE, pool_of
from verification.precision import false_a_year, pooled_precision, recall_of
from verification.rates import (
    START,
    class_starts,
    log_likelihood,
    log_likelihood_of_silence,
    mean_rate,
)
from verification.signals import PRIOR_PRECISION
from verification.tables import (
    attempt,
    check_interval,
    class_start,
    learned,
    listing_rate,
    source_precision,
)
from verification.views import WINDOW_MONTHS, window_start

BATCH = 500
"""Listings written in one transaction: a tenth of a second in which nobody else writes."""

NEW_LISTINGS = 20_000
"""Listings that get their class in one run; an import of a large directory takes a few runs."""

SAME_RATE = 0.05
"""A rate that moves by less is left as it is, so that the index is not told news that is none."""

SHARE_STRENGTH = 50.0
"""The shares of the fields start as if this many changes had been seen."""

T = TypeVar("T")


@dataclass(frozen=True)
class Lessons:
    """What one run worked out."""

    starts: Mapping[str, NDArray[np.float64]]
    """Class -> weights over rates.GRID."""
    checks: Mapping[str, int]
    """Class -> number of checks that taught it."""
    rates: Mapping[str, float]
    """Listing -> expected changes a year."""
    numbers: Mapping[str, float]
    """Rows of the table `learned`."""
    recall: float


def relearn(store: Store, now: datetime) -> int:
    """Learns from everything so far; answers how many listings changed their rate."""
    classify(store, now)
    with store.reading() as view:
        lessons = _lessons(view, now)
    _write_pool(store, lessons, now)
    return _write_rates(store, lessons, now)


def classify(store: Store, now: datetime, *, most: int = NEW_LISTINGS) -> int:
    """Gives listings that are new here their class and its rate; answers how many."""
    with store.reading() as view:
        known = {row.listing_id for row in rows_of.find(view.connection, listing_rate)}
        fresh = [row.listing_id for row in view.belief_rows() if row.listing_id not in known]
    for batch in _batches(fresh[:most]):
        with store.transaction(actor="worker", now=now) as tx:
            since = rows_of.find(tx.connection, listing_rate, listing_id=batch)
            found = tx.listings(set(batch) - {row.listing_id for row in since})
            rows = [
                {
                    "listing_id": listing_id,
                    "class_key": class_of(stored.listing),
                    "rate": stored.belief.change_rate,
                    "watched_years": 0.0,
                }
                for listing_id, stored in found.items()
                if stored.listing is not None
            ]
            rows_of.put(tx.connection, listing_rate, rows)
    return len(fresh[:most])


@dataclass(frozen=True)
class Facts:
    """What is learned from; all of one moment."""

    known: Sequence[Any]
    """Rows of listing_rate."""
    place: Mapping[str, int]
    """Listing -> its place in `known`."""
    intervals: Sequence[Any]
    """Rows of check_interval, of known listings."""
    tracks: Sequence[Any]
    """Rows of source_precision."""
    beliefs: Mapping[str, BeliefState]
    """Of public listings."""


def _facts(view: View) -> Facts:
    known = rows_of.find(view.connection, listing_rate)
    place = {row.listing_id: number for number, row in enumerate(known)}
    intervals = rows_of.find(view.connection, check_interval)
    return Facts(
        known=known,
        place=place,
        intervals=[row for row in intervals if row.listing_id in place],
        tracks=rows_of.find(view.connection, source_precision),
        beliefs={row.listing_id: row.belief for row in view.belief_rows()},
    )


def _lessons(view: View, now: datetime) -> Lessons:
    facts, old = _facts(view), pool_of(view)
    known = facts.known
    where = np.array([facts.place[row.listing_id] for row in facts.intervals], dtype=np.int64)
    found = np.zeros((len(known), len(START)))
    np.add.at(found, where, log_likelihood(checks_of(facts.intervals), old.recall))
    keys = sorted({row.class_key for row in known})
    number_of = {key: number for number, key in enumerate(keys)}
    classes = np.array([number_of[row.class_key] for row in known], dtype=np.int64)
    starts = class_starts(found, classes, number=len(keys)) if known else found
    rates = mean_rate(starts[classes], found + _silence(facts, old.recall, now))
    expected = sum(rates[facts.place[row.listing_id]] * row.years for row in facts.intervals)
    recall = recall_of(sum(row.right for row in facts.tracks), float(expected))
    return Lessons(
        starts=dict(zip(keys, starts, strict=True)),
        checks=Counter(known[number].class_key for number in where),
        rates={row.listing_id: float(rate) for row, rate in zip(known, rates, strict=True)},
        numbers=_numbers(view, recall, facts, now),
        recall=recall,
    )


def _silence(facts: Facts, recall: float, now: datetime) -> NDArray[np.float64]:
    """Log likelihoods of the time since each listing's last check, shape (listings, grid)."""
    right, judged, years, signals = np.zeros((4, len(facts.known)))
    for track in facts.tracks:
        if track.listing_id in facts.place:
            right[facts.place[track.listing_id]] += track.right
            judged[facts.place[track.listing_id]] += track.judged
    for listing_id, belief in facts.beliefs.items():
        if listing_id in facts.place and belief.checked_at is not None:
            years[facts.place[listing_id]] = age_years(belief, now)
            signals[facts.place[listing_id]] = belief.signals
    watched = np.array([row.watched_years for row in facts.known])
    usual = np.maximum(false_a_year(right, judged, watched) * years, 1e-9)
    hinted = np.minimum(signals / usual, GREATEST_HINT)
    return log_likelihood_of_silence(years, hinted, recall)


def _numbers(view: View, recall: float, facts: Facts, now: datetime) -> dict[str, float]:
    numbers = {RECALL: recall}
    for source, prior in PRIOR_PRECISION.items():
        mine = [row for row in facts.tracks if row.source == source]
        numbers[PRECISION + source] = pooled_precision(
            [row.right for row in mine], [row.judged for row in mine], prior
        )
    seen = Counter(name for row in facts.intervals for name in row.changed_fields)
    total = sum(seen[name] for name in FIELD_SHARES) + SHARE_STRENGTH
    for name, prior in FIELD_SHARES.items():
        numbers[SHARE + name] = (seen[name] + SHARE_STRENGTH * prior) / total
    mean = rows_of.mean_views(view.connection, window_start(now))
    ever = datetime.min.replace(tzinfo=UTC)
    attempts = rows_of.count_since(view.connection, attempt.c.at, ever)
    settled = rows_of.count_since(view.connection, attempt.c.at, ever, outcome=rows_of.ANSWERED)
    return numbers | {
        MEAN_VIEWS: mean / WINDOW_MONTHS,
        ATTEMPTS_ANSWERED: pooled_answered(settled, attempts),
    }


def _write_pool(store: Store, lessons: Lessons, now: datetime) -> None:
    with store.transaction(actor="worker", now=now) as tx:
        rows_of.put(
            tx.connection,
            learned,
            [
                {"name": name, "value": value, "learned_at": now}
                for name, value in lessons.numbers.items()
            ],
        )
        rows_of.put(
            tx.connection,
            class_start,
            [
                {
                    "class_key": key,
                    "weights": weights.tolist(),
                    "rate": float(mean_rate(weights)[0]),
                    "checks": lessons.checks.get(key, 0),
                }
                for key, weights in lessons.starts.items()
            ],
        )


def _write_rates(store: Store, lessons: Lessons, now: datetime) -> int:
    """Tells each listing its rate where that is news."""
    with store.reading() as view:
        beliefs = {row.listing_id: row.belief for row in view.belief_rows()}
    silent = 1.0 - lessons.recall
    news = [
        listing_id
        for listing_id, rate in lessons.rates.items()
        if listing_id in beliefs and not _is_same(beliefs[listing_id].change_rate, rate)
    ]
    for batch in _batches(news):
        with store.transaction(actor="worker", now=now) as tx:
            for listing_id in batch:
                _tell(tx, listing_id, lessons.rates[listing_id], silent)
    return len(news)


def _is_same(known: float, rate: float) -> bool:
    return abs(rate - known) <= SAME_RATE * known


def _tell(tx: Transaction, listing_id: str, rate: float, silent: float) -> None:
    rows_of.lock_listing(tx.connection, listing_id)
    stored = tx.listing(listing_id)
    if stored is not None:
        belief = replace(stored.belief, change_rate=rate, silent_rate=silent * rate)
        tx.set_belief(listing_id, belief)
        rows_of.change(tx.connection, listing_rate, {"rate": rate}, listing_id=listing_id)


def _batches(items: Sequence[T]) -> Iterator[list[T]]:
    rest = iter(items)
    while batch := list(islice(rest, BATCH)):
        yield batch
