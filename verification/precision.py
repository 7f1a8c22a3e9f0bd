"""Learned precision: how often a source is right, about this listing, judged by what checks found.

A spammed listing, a careless feed and a grudge all look alike: signals, and then a check that finds
nothing. Their weight falls by that, never by deleting what they said.
Source: FRESHNESS 1.6 and 1.7 (Beta per source and listing, pooled prior, strength 2). Pure; arrays.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike, NDArray

Floats = NDArray[np.float64]

PRIOR_PRECISION = 0.5
"""Of a source about which nothing is known."""

POOL_STRENGTH = 20.0
"""The source's pooled precision starts as if this many listings had shown PRIOR_PRECISION."""

LISTING_STRENGTH = 2.0
"""A (source, listing) pair starts as if this many signals had been judged at the pooled precision:
two false ones halve its word."""

GREATEST_PRECISION = 0.95
"""No source is believed without a rest of doubt, so that one signal never settles a listing."""


def pooled_precision(right: ArrayLike, judged: ArrayLike) -> float:
    """Precision of a source over its listings, shape (listings,): right of judged signals of each.

    Every listing has one voice, however often it was reported: a flood on a few listings must not
    take the source's word away from all the others.
    """
    judged_ = np.asarray(judged, dtype=float)
    has_voice = judged_ > 0
    shares = np.asarray(right, dtype=float)[has_voice] / judged_[has_voice]
    return float(
        (shares.sum() + PRIOR_PRECISION * POOL_STRENGTH) / (has_voice.sum() + POOL_STRENGTH)
    )


def precision_of(right: ArrayLike, judged: ArrayLike, pooled: ArrayLike) -> Floats:
    """Precision of a source about one listing, 0 .. GREATEST_PRECISION; any shape."""
    precision = (np.asarray(right) + LISTING_STRENGTH * np.asarray(pooled)) / (
        np.asarray(judged) + LISTING_STRENGTH
    )
    return np.minimum(precision, GREATEST_PRECISION)


def right_signals(
    signals: ArrayLike, changed: ArrayLike, *, expected_false: ArrayLike, recall: float
) -> Floats:
    """How many of the signals since the last check were right, given what the check found; 0 to 1.

    A check that found nothing proves all of them wrong. One that found a change credits one signal
    at most, by the odds that the change raised one of the `signals` rather than that all of them
    are of the kind that comes anyway: recall * signals : (1 - recall) * expected_false. So a flood
    earns no trust by the change that happens to come while it lasts.
    """
    count = np.asarray(signals, dtype=float)
    told = recall * count
    untold = (1.0 - recall) * np.asarray(expected_false, dtype=float)
    credit = told / np.maximum(told + untold, 1e-9)
    right: Floats = np.where(np.asarray(changed, dtype=bool), credit, 0.0)
    return right


PRIOR_FALSE_A_YEAR = 0.3
"""False signals a year of a listing and source, until they are counted; weighs one year."""


def false_a_year(right: ArrayLike, judged: ArrayLike, years: ArrayLike) -> Floats:
    """False signals a year per listing, from those judged in `years` of watching."""
    wrong = np.asarray(judged, dtype=float) - np.asarray(right, dtype=float)
    rate: Floats = (wrong + PRIOR_FALSE_A_YEAR) / (np.asarray(years, dtype=float) + 1.0)
    return rate


PRIOR_RECALL = 0.3
"""Share of changes that raise a signal, until checks tell."""

RECALL_STRENGTH = 30.0
"""Recall starts as if this many changes had been found."""

GREATEST_RECALL = 0.9


def recall_of(signalled: float, expected_changes: float) -> float:
    """Share of changes that raise a signal: those found that did, of those that were to be expected
    in the years between checks at the learned rates."""
    learned = signalled + PRIOR_RECALL * RECALL_STRENGTH
    return min(GREATEST_RECALL, learned / (expected_changes + RECALL_STRENGTH))
