"""Learned rates of change: how likely each rate of a grid is for a listing, started by its class.

A check finds a change or none; with the signals that came before, that is a likelihood over the
grid. At one check a year no listing's own rate converges, so the start is the class's (category,
organization type), which all checks of the class teach.

Checks are made where signals came, so "how many checks found a change" is a biased teacher. What is
used is the likelihood of all that was seen since the last check, signals too: then it does not
matter why the check was made. With rate D, recall r, t years since the last check, and n signals
where f t come anyway:

    nothing found    exp(-D t)
    a change found   (n / f t) (1 - exp(-r D t))  +  exp(-r D t) - exp(-D t)

The first part of a change is that at least one raised a signal, with how much likelier that makes n
signals; the second that there were silent ones only. How many signals were right is not asked, so
that a flood of them is no flood of changes. Source: FRESHNESS 1.3; derived. All functions are pure
and take arrays.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

Floats = NDArray[np.float64]

GRID = np.geomspace(0.01, 40.0, 32)
"""Rates a year that are told apart, from once in a century to every nine days; steps of 31 %."""

SPREAD = 0.8
"""Standard deviation of the log of the rates inside a class: they differ about twofold. What stays
of a lognormal spread of 1.15 when classes explain half of it."""

MEDIANS = np.geomspace(0.05, 20.0, 25)
"""Median rates that a class may have."""

MEDIAN, MEDIAN_SPREAD = 0.45, 1.0
"""What is believed of a class without checks: the median of its median, and its log's spread. With
SPREAD this makes a mean of one change a year (`belief.PRIOR_CHANGE_RATE`)."""


def _bells(medians: ArrayLike, spread: float, over: Floats) -> Floats:
    """Lognormal weights over `over`, one row for each median; rows sum to 1."""
    distance = (np.log(over)[None, :] - np.log(np.atleast_1d(medians))[:, None]) / spread
    weights = np.exp(-0.5 * distance**2)
    normal: Floats = weights / weights.sum(axis=1, keepdims=True)
    return normal


_INSIDE = _bells(MEDIANS, SPREAD, GRID)
"""Shape (medians, grid): how rates lie inside a class of each median."""
_BEFORE = _bells(MEDIAN, MEDIAN_SPREAD, MEDIANS)[0]

START: Floats = _BEFORE @ _INSIDE
"""What is believed of a listing of an unknown class, over the grid; sums to 1."""

TINY = 1e-300


@dataclass(frozen=True)
class Checks:
    """What checks found. All of one shape (n,)."""

    years: Floats
    """Since the check before, more than 0."""
    changed: Floats
    """1.0 found a change, 0.0 none."""
    hinted: Floats
    """Signals in that time, over the number that comes without a change."""


def log_likelihood(checks: Checks, recall: float) -> Floats:
    """Of each check at each rate of the grid, shape (n, grid), up to a constant of each check."""
    t, hinted = checks.years[:, None], checks.hinted[:, None]
    quiet = -GRID * t
    untold = np.exp(-recall * GRID * t)
    stale = hinted * (1.0 - untold) + untold - np.exp(quiet)
    found = checks.changed[:, None] > 0
    answer: Floats = np.where(found, np.log(np.maximum(stale, TINY)), quiet)
    return answer


def log_likelihood_of_silence(years: ArrayLike, hinted: ArrayLike, recall: float) -> Floats:
    """Of the time since the last check, in which nobody looked: shape (n, grid).

    years, hinted: as in Checks, of the time until now. A fast changer would have signalled, so that
    long silence speaks for a slow one.
    """
    untold = np.exp(-recall * GRID * np.atleast_1d(np.asarray(years, dtype=float))[:, None])
    heard = np.atleast_1d(np.asarray(hinted, dtype=float))[:, None]
    silence: Floats = np.log(untold + heard * (1.0 - untold))
    return silence


def class_starts(likelihoods: Floats, classes: NDArray[np.int64], *, number: int) -> Floats:
    """What each class starts its listings with, shape (number, grid); rows sum to 1.

    likelihoods: log likelihood of all that is known of a listing, shape (listings, grid); classes:
    the class of each, 0 .. number - 1. A class without any starts with START.
    """
    scaled = np.exp(likelihoods - likelihoods.max(axis=1, keepdims=True))
    of_median = np.log(np.maximum(scaled @ _INSIDE.T, TINY))
    places = np.arange(len(MEDIANS))
    evidence = np.stack(
        [np.bincount(classes, of_median[:, place], minlength=number) for place in places], axis=1
    ) + np.log(_BEFORE)
    weights = np.exp(evidence - evidence.max(axis=1, keepdims=True))
    starts: Floats = weights / weights.sum(axis=1, keepdims=True) @ _INSIDE
    return starts


def mean_rate(start: Floats, likelihoods: Floats | float = 0.0) -> Floats:
    """Expected changes a year, shape (n,), after checks of these log likelihoods.

    start: of the class, shape (grid,) or (n, grid); likelihoods: shape (n, grid), 0.0: no checks.
    """
    logs = np.log(np.maximum(np.atleast_2d(start), TINY)) + likelihoods
    weights = np.exp(logs - logs.max(axis=1, keepdims=True))
    rates: Floats = weights @ GRID / weights.sum(axis=1)
    return rates
