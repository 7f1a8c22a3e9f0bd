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
"""A source's pooled precision starts as if this many listings had shown what is believed of it."""

LISTING_STRENGTH = 4.0
"""A (source, listing) pair starts as if this many signals had been judged at the pooled precision:
four false ones halve its word. Less is a little better against spam and a little worse without
(docs/freshness.md)."""

GREATEST_PRECISION = 0.95
"""No source is believed without a rest of doubt, so that one signal never settles a listing."""


LEAST_EXPECTED = 1e-6
"""Keeps quotients numbers where nothing is expected."""


def pooled_precision(right: ArrayLike, judged: ArrayLike, prior: float = PRIOR_PRECISION) -> float:
    """Precision of a source over its listings, shape (listings,): right of judged signals of each.

    Every listing has one voice, however often it was reported: a flood on a few listings must not
    take the source's word away from all the others.
    """
    judged_ = np.asarray(judged, dtype=float)
    has_voice = judged_ > 0
    shares = np.asarray(right, dtype=float)[has_voice] / judged_[has_voice]
    return float((shares.sum() + prior * POOL_STRENGTH) / (has_voice.sum() + POOL_STRENGTH))


def precision_of(right: ArrayLike, judged: ArrayLike, pooled: ArrayLike) -> Floats:
    """Precision of a source about one listing, 0 .. GREATEST_PRECISION; any shape."""
    precision = (np.asarray(right) + LISTING_STRENGTH * np.asarray(pooled)) / (
        np.asarray(judged) + LISTING_STRENGTH
    )
    return np.minimum(precision, GREATEST_PRECISION)


def told_change(
    signals: ArrayLike,
    changed: ArrayLike,
    *,
    expected_false: ArrayLike,
    expected_changes: ArrayLike,
    recall: float,
) -> Floats:
    """Probability, 0 to 1, that a change raised one of the signals since the last check.

    A check that found nothing proves all of them wrong. For one that found a change the odds are of
    a change having raised one of the `signals`, against all of them being of the kind that comes
    anyway, with silent changes only; the likelihood is that of `rates`. So a flood earns no trust
    by the change that happens to come while it lasts.
    """
    expected = np.maximum(np.asarray(expected_changes, dtype=float), LEAST_EXPECTED)
    untold = np.exp(-recall * expected)
    louder = np.asarray(signals, dtype=float) / np.maximum(expected_false, LEAST_EXPECTED)
    told = louder * (1.0 - untold)
    silent = untold - np.exp(-expected)
    answer: Floats = np.where(np.asarray(changed, dtype=bool), told / (told + silent), 0.0)
    return answer


def right_signals(signals: ArrayLike, told: ArrayLike, expected_right: ArrayLike) -> Floats:
    """How many of the signals since the last check were right, 0 .. signals.

    told: of `told_change`. expected_right: signals that changes at the listing's rate would have
    raised in the time; in a long time a fast changer raises several.
    """
    most = np.maximum(np.asarray(expected_right, dtype=float), LEAST_EXPECTED)
    number = np.asarray(told, dtype=float) * most / -np.expm1(-most)
    right: Floats = np.minimum(number, np.asarray(signals, dtype=float))
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


def recall_of(right: float, expected_changes: float) -> float:
    """Share of changes that raise a signal: right signals, of the changes that were to be expected
    in the years between checks at the learned rates."""
    learned = right + PRIOR_RECALL * RECALL_STRENGTH
    return min(GREATEST_RECALL, learned / (expected_changes + RECALL_STRENGTH))
