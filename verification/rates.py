"""Learned rates of change: a Gamma belief about each listing's rate, started by its class.

A check finds a change or none; with the signals that came before, that updates the distribution.
At one check a year no listing's own rate converges, so the start is the class's (category,
organization type, field), which all checks of the class teach.

Checks are made where signals came, so "how many checks found a change" is a biased teacher. What is
used is the likelihood of all that was seen since the last check, signals too: then it does not
matter why the check was made. With rate D, recall r and t years since the last check:

    nothing found            exp(-D t)
    a change that signalled  D exp(-D t)
    a silent change          exp(-r D t) - exp(-D t)

Source: FRESHNESS 1.3. All functions are pure and take arrays of one shape.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

Floats = NDArray[np.float64]

CLASS_SHAPE = 1.0
"""Shape of the Gamma inside a class: how far listings of one class differ. At 1 the standard
deviation is the mean, which is what stays of a lognormal spread when classes explain half of it."""

IMAGINED_YEARS = 1.0
"""Each class starts with one imagined change and one imagined quiet interval of this length, so
that a class with few checks stays near one change a year."""

LEAST_RATE, GREATEST_RATE = 0.01, 100.0
BISECTIONS = 14


@dataclass(frozen=True)
class RateBelief:
    """Gamma(shape, years) about a rate per year; its mean is shape / years."""

    shape: Floats
    years: Floats

    @property
    def mean(self) -> Floats:
        return self.shape / self.years


@dataclass(frozen=True)
class Checks:
    """What checks found. All of one shape (n,)."""

    years: Floats
    """Since the check before, more than 0."""
    changed: Floats
    """1.0 found a change, 0.0 none."""
    signalled: Floats
    """Probability that a change that was found raised one of the signals (`precision`)."""


def start_of_class(class_rate: ArrayLike) -> RateBelief:
    """What is believed of a listing of a class with this mean rate before its own first check."""
    rate = np.asarray(class_rate, dtype=float)
    shape = np.full_like(rate, CLASS_SHAPE)
    return RateBelief(shape, shape / rate)


def after_checks(belief: RateBelief, checks: Checks, recall: float) -> RateBelief:
    """The belief after one more check of each listing. Quiet checks are exact (the Gamma is
    conjugate); for changes the first two moments of the mixture are matched."""
    a, tau = belief.shape, checks.years
    late = belief.years + tau
    soon = belief.years + recall * tau
    weight_soon, weight_late = (belief.years / soon) ** a, (belief.years / late) ** a
    rest = np.maximum(weight_soon - weight_late, 1e-12)
    silent_mean = (weight_soon * a / soon - weight_late * a / late) / rest
    silent_square = a * (a + 1) * (weight_soon / soon**2 - weight_late / late**2) / rest
    q = checks.signalled
    mean = q * (a + 1) / late + (1 - q) * silent_mean
    square = q * (a + 1) * (a + 2) / late**2 + (1 - q) * silent_square
    variance = np.maximum(square - mean**2, 1e-9)
    is_changed = checks.changed > 0
    shape = np.where(is_changed, mean**2 / variance, a)
    return RateBelief(shape, np.where(is_changed, mean / variance, late))


def rates_of_classes(
    classes: NDArray[np.int64], checks: Checks, recall: float, *, number: int
) -> Floats:
    """Mean rate per class, shape (number,), that makes what its checks found most likely.

    classes: class of each check, 0 .. number - 1. Within a class rates are Gamma(CLASS_SHAPE).
    Solved for all classes at once by bisection on a log scale (error below 0.1 %).
    """
    imagined = Checks(
        np.full(2 * number, IMAGINED_YEARS), np.repeat([1.0, 0.0], number), np.zeros(2 * number)
    )
    every = Checks(
        *(np.concatenate(pair) for pair in zip(_parts(checks), _parts(imagined), strict=True))
    )
    index = np.concatenate([classes, np.tile(np.arange(number), 2)])
    low, high = np.full(number, np.log(LEAST_RATE)), np.full(number, np.log(GREATEST_RATE))
    for _ in range(BISECTIONS):
        middle = (low + high) / 2
        slope = np.bincount(index, _slope(np.exp(middle)[index], every, recall), minlength=number)
        low, high = np.where(slope > 0, middle, low), np.where(slope > 0, high, middle)
    rates: Floats = np.exp((low + high) / 2)
    return rates


def _parts(checks: Checks) -> tuple[Floats, Floats, Floats]:
    return checks.years, checks.changed, checks.signalled


def _slope(rate: Floats, checks: Checks, recall: float) -> Floats:
    """Derivative of the log likelihood of each check by its class's mean rate."""
    k, tau = CLASS_SHAPE, checks.years
    late, soon = 1 + rate * tau / k, 1 + rate * recall * tau / k
    quiet = -tau / late
    signalled = 1 / rate + (k + 1) / k * quiet
    rest = np.maximum(soon**-k - late**-k, 1e-12)
    silent = (tau * late ** (-k - 1) - recall * tau * soon ** (-k - 1)) / rest
    q = checks.signalled
    slope: Floats = np.where(checks.changed > 0, q * signalled + (1 - q) * silent, quiet)
    return slope
