"""What one check teaches: which signals were right, and how fast the listing changes.

Every check that settles a field judges the signals about that field, adds to the track record of
their sources, and is one more interval of the listing's history. What all of this says about other
listings is worked out in `relearning.py`.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import groupby
from operator import attrgetter
from typing import Any

import numpy as np

from directory.evidence import Field
from directory.store import Transaction, View
from verification import store
from verification.pool import Pool, pool_of, start_of, track_record
from verification.precision import false_a_year, right_signals, told_change
from verification.rates import Checks, log_likelihood, mean_rate
from verification.signals import Source
from verification.tables import check_interval, listing_rate, signal, source_precision

LEAST_YEARS = 1 / 365.25
"""A second check on the same day counts as one of a day."""

GREATEST_HINT = 1e4
"""Keeps the likelihood a number when a source never signals by itself."""


@dataclass(frozen=True)
class CheckResult:
    """What a check found, as learning sees it."""

    listing_id: str
    class_key: str
    settled: frozenset[Field]
    changed: frozenset[Field]
    """Settled fields whose value was not right any more."""
    years: float | None
    """Years since the settled fields were checked before, weighted by how often each changes; None:
    they never were, so nothing is known about the time."""
    watched_years: float
    """Since signals about the listing were judged last."""


@dataclass(frozen=True)
class Rates:
    """Per year."""

    change: float
    silent: float


def learn(tx: Transaction, result: CheckResult, *, now: datetime) -> Rates:
    """Stores what the check teaches; answers the listing's rates after it."""
    pool = pool_of(tx)
    hinted = _judge_signals(tx, result, pool, now)
    known = store.find(tx.connection, listing_rate, listing_id=result.listing_id)
    watched = (known[0].watched_years if known else 0.0) + result.watched_years
    if result.years is not None:
        interval = {
            "listing_id": result.listing_id,
            "class_key": result.class_key,
            "years": max(result.years, LEAST_YEARS),
            "changed": float(bool(result.changed)),
            "hinted": hinted,
            "changed_fields": sorted(result.changed),
            "ended_at": now,
        }
        store.add(tx.connection, check_interval, [interval])
    rate = rate_of(tx, result.listing_id, result.class_key, pool)
    row = {
        "listing_id": result.listing_id, "class_key": result.class_key, "rate": rate,
        "watched_years": watched,
    }  # fmt: skip
    store.put(tx.connection, listing_rate, [row])
    return Rates(rate, (1.0 - pool.recall) * rate)


def rate_of(view: View, listing_id: str, class_key: str, pool: Pool) -> float:
    """Expected changes a year, from the listing's class and its own checks."""
    own = store.find(view.connection, check_interval, listing_id=listing_id)
    likelihood = log_likelihood(checks_of(own), pool.recall).sum(axis=0, keepdims=True)
    return float(mean_rate(start_of(view, class_key), likelihood)[0])


def checks_of(rows: Sequence[Any]) -> Checks:
    """The rows of `check_interval` as arrays."""
    return Checks(
        np.array([row.years for row in rows], dtype=float),
        np.array([row.changed for row in rows], dtype=float),
        np.array([row.hinted for row in rows], dtype=float),
    )


def _judge_signals(tx: Transaction, result: CheckResult, pool: Pool, now: datetime) -> float:
    """Judges the signals about the settled fields; answers how much louder they were than usual:
    those about changed fields, over the number that comes without a change."""
    found = store.find(
        tx.connection, signal, listing_id=result.listing_id, is_counted=True, judged_at=None
    )
    mine = sorted(
        (row for row in found if Field(row.field) in result.settled), key=attrgetter("source")
    )
    return sum(
        _judge_source(tx, result, Source(source), list(rows), pool, now)
        for source, rows in groupby(mine, key=attrgetter("source"))
    )


def _judge_source(
    tx: Transaction,
    result: CheckResult,
    source: Source,
    rows: Sequence[Any],
    pool: Pool,
    now: datetime,
) -> float:
    record = track_record(tx, source, result.listing_id, pool)
    hits = [row for row in rows if _is_hit(Field(row.field), result.changed)]
    known = store.find(tx.connection, listing_rate, listing_id=result.listing_id)
    watched, rate = (known[0].watched_years, known[0].rate) if known else (0.0, 1.0)
    false = float(false_a_year(record.right, record.judged, watched)) * result.watched_years
    expected = rate * result.watched_years
    told = told_change(
        len(hits), bool(hits), expected_false=false, expected_changes=expected, recall=pool.recall
    )
    right = float(right_signals(len(hits), told, pool.recall * expected))
    credits = {row.signal_id: right / len(hits) for row in hits}
    for row in rows:
        judged = {"judged_at": now, "credit": credits.get(row.signal_id, 0.0)}
        store.change(tx.connection, signal, judged, signal_id=row.signal_id)
    grown = {
        "source": source.value, "listing_id": result.listing_id,
        "right": record.right + right, "judged": record.judged + len(rows),
    }  # fmt: skip
    store.put(tx.connection, source_precision, [grown])
    return min(len(hits) / max(false, 1e-9), GREATEST_HINT) if hits else 0.0


def _is_hit(field: Field, changed: frozenset[Field]) -> bool:
    """Whether a signal about the field was right; one about "something else" by any change, and
    everything about a listing that is gone."""
    return field in changed or Field.CLOSED in changed or (field is Field.OTHER and bool(changed))
