"""A simulated directory, and everything that a policy may know of it.

The world is that of docs/freshness.md: listings change at lognormal rates (mean one a year), half
of whose spread is between classes; they are looked at by Zipf's law; a change raises a signal with
some probability, and false signals make up the rest. All arrays have shape (listings,).
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from verification.learning import GREATEST_HINT
from verification.precision import (
    PRIOR_PRECISION,
    PRIOR_RECALL,
    false_a_year,
    pooled_precision,
    precision_of,
    recall_of,
    right_signals,
    told_change,
)
from verification.rates import (
    START,
    Checks,
    class_starts,
    log_likelihood,
    log_likelihood_of_silence,
    mean_rate,
)
from verification.worth import best_first

Floats = NDArray[np.float64]
Places = NDArray[np.int64]
DAYS = 365.25
MEAN_RATE, SIGMA, CLASS_SHARE, CLASSES = 1.0, 1.15, 0.5, 30
BURN_IN_YEARS, YEARS = 3, 10


@dataclass(frozen=True)
class Case:
    """One world and how much of it a policy is told."""

    checks_a_year: float = 1.0
    """Per listing."""
    precision: float = 0.5
    recall: float = 0.3
    spam_a_year: float = 0.0
    """False reports a year on each of the spammed listings (5 %)."""
    importance_noise: float = 0.0
    """Standard deviation of the log of believed importance."""
    viewer_reports: bool = False
    """Reports are raised by viewers of a wrong listing (1 %) and of a right one (0.4 %)."""
    views_a_year: float = 2e6


@dataclass
class World:
    """The truth of a directory and the clock, in days. All arrays have shape (listings,)."""

    case: Case
    rates: Floats
    classes: NDArray[np.int64]
    weights: Floats
    """Share of all views; sums to 1."""
    false_signals: Floats
    """Per year."""
    random: np.random.Generator

    @property
    def size(self) -> int:
        return len(self.rates)


def make_world(case: Case, listings: int, seed: int) -> World:
    random = np.random.default_rng(seed)
    classes = random.integers(0, CLASSES, listings)
    of_class = random.normal(0, SIGMA * np.sqrt(CLASS_SHARE), CLASSES)[classes]
    of_listing = random.normal(0, SIGMA * np.sqrt(1 - CLASS_SHARE), listings)
    rates = np.exp(of_class + of_listing)
    rates *= MEAN_RATE / rates.mean()
    weights = 1.0 / np.arange(1, listings + 1)
    random.shuffle(weights)
    false_signals = case.recall * rates * (1 - case.precision) / case.precision
    is_spammed = random.random(listings) < 0.05
    false_signals = false_signals + case.spam_a_year * is_spammed
    return World(case, rates, classes, weights / weights.sum(), false_signals, random)


@dataclass
class Known:
    """What a policy knows of each listing. Shape (listings,)."""

    importance: Floats
    age_years: Floats
    signals: Floats
    rates: Floats
    """True rates: only the oracle looks at them."""
    precision: Floats
    """True precision of the signals about each: only the oracle looks at it."""
    recall: float
    """True recall: only the oracle looks at it."""
    learner: Learner


class Learner:
    """Everything learned from checks, by the product's rates and precision."""

    def __init__(self, world: World) -> None:
        self.world = world
        n = world.size
        self.likelihoods = np.zeros((n, len(START)))
        self.starts = np.tile(START, (CLASSES, 1))
        self.rates = mean_rate(START, self.likelihoods)
        self.right, self.judged, self.watched = np.zeros(n), np.zeros(n), np.zeros(n)
        self.recall = PRIOR_RECALL
        self.pooled = PRIOR_PRECISION

    def learn(
        self, which: Places, years: Floats, changed: NDArray[np.bool_], signals: Floats
    ) -> None:
        years = np.maximum(years, 1 / DAYS)
        false = false_a_year(self.right[which], self.judged[which], self.watched[which]) * years
        expected = self.rates[which] * years
        told = told_change(
            signals, changed, expected_false=false, expected_changes=expected, recall=self.recall
        )
        self.right[which] += right_signals(signals, told, self.recall * expected)
        self.judged[which] += signals
        self.watched[which] += years
        checks = Checks(years, changed.astype(float), np.minimum(signals / false, GREATEST_HINT))
        self.likelihoods[which] += log_likelihood(checks, self.recall)
        starts = self.starts[self.world.classes[which]]
        self.rates[which] = mean_rate(starts, self.likelihoods[which])

    def pool(self) -> None:
        """What the worker's job does every night; here every quarter, to save time."""
        classes = self.world.classes
        self.starts = class_starts(self.likelihoods, classes, number=CLASSES)
        self.rates = mean_rate(self.starts[classes], self.likelihoods)
        self.recall = recall_of(float(self.right.sum()), float(self.rates @ self.watched))
        self.pooled = pooled_precision(self.right, self.judged)

    def rates_after(self, years: Floats, signals: Floats) -> Floats:
        """Rates with what the time since the last check says; the worker's job asks every night."""
        years = np.maximum(years, 1 / DAYS)
        usual = false_a_year(self.right, self.judged, self.watched) * years
        hinted = np.minimum(signals / usual, GREATEST_HINT)
        silence = log_likelihood_of_silence(years, hinted, self.recall)
        return mean_rate(self.starts[self.world.classes], self.likelihoods + silence)

    @property
    def precision(self) -> Floats:
        return precision_of(self.right, self.judged, self.pooled)


Policy = Callable[[Known], Floats]
"""What is known -> value of a check per listing; the highest are checked."""


@dataclass(frozen=True)
class Result:
    """Means over the years after the burn-in."""

    fresh: float
    """Share of views that met a right listing."""
    flat: float
    """Share of listings that are right."""
    found_change: float
    """Share of checks that found a change."""
    over_two_years: float
    """Share of listings whose last check is older."""
    by_month: tuple[float, ...] = ()
    """`fresh` on every thirtieth day, burn-in too."""


def simulate(
    world: World,
    policy: Policy,
    *,
    is_learning: bool = False,
    every_days: int = 1,
    floor_years: float | None = None,
) -> Result:
    run = Run(world, policy, is_learning, every_days, floor_years)
    for day in range(int(YEARS * DAYS)):
        run.step(day)
    return run.result()


class Run:
    """One policy in one world, day by day."""

    def __init__(
        self,
        world: World,
        policy: Policy,
        is_learning: bool,
        every_days: int,
        floor_years: float | None,
    ) -> None:
        self.world, self.policy, self.is_learning = world, policy, is_learning
        self.every_days, self.floor_years = every_days, floor_years
        n = world.size
        self.is_stale = np.zeros(n, bool)
        self.checked_day = -world.random.integers(0, 365, n).astype(float)
        self.is_stale = world.random.random(n) < 1 - np.exp(world.rates * self.checked_day / DAYS)
        self.signals = np.zeros(n)
        noise = world.case.importance_noise
        of_noise = np.random.default_rng(n).normal(0, noise, n)
        self.believed = world.weights * np.exp(of_noise)
        self.learner = Learner(world)
        self.sums = np.zeros(4)
        self.days = self.due = 0.0
        self.months: list[float] = []

    def step(self, day: int) -> None:
        self._change()
        self.due += self.world.case.checks_a_year * self.world.size / DAYS
        if day % self.every_days == 0:
            self._check(day, int(self.due))
            self.due -= int(self.due)
        if self.is_learning and day % 91 == 90:
            self.learner.pool()
        fresh = 1.0 - float(self.world.weights @ self.is_stale)
        if day % 30 == 0:
            self.months.append(fresh)
        if day >= BURN_IN_YEARS * DAYS:
            age = day - self.checked_day
            self.sums[0] += fresh
            self.sums[1] += 1.0 - self.is_stale.mean()
            self.sums[3] += (age > 2 * DAYS).mean()
            self.days += 1

    def _change(self) -> None:
        world, case = self.world, self.world.case
        changes = world.random.random(world.size) < world.rates / DAYS
        self.is_stale |= changes
        if case.viewer_reports:
            views = case.views_a_year * world.weights / DAYS
            self.signals += world.random.poisson(views * np.where(self.is_stale, 0.01, 0.004))
            return
        told = changes & (world.random.random(world.size) < case.recall)
        self.signals += told + world.random.poisson(world.false_signals / DAYS)

    def _check(self, day: int, number: int) -> None:
        years = (day - self.checked_day) / DAYS
        values = self.policy(self._known(years))
        is_over = None if self.floor_years is None else years > self.floor_years
        which = best_first(values, number, is_over=is_over)
        changed = self.is_stale[which]
        if self.is_learning:
            self.learner.learn(which, years[which], changed, self.signals[which])
        if day >= BURN_IN_YEARS * DAYS:
            self.sums[2] += changed.mean() * self.every_days if number else 0.0
        self.is_stale[which] = False
        self.signals[which] = 0
        self.checked_day[which] = day

    def _known(self, years: Floats) -> Known:
        world = self.world
        true_precision = (
            world.case.recall
            * world.rates
            / (world.case.recall * world.rates + world.false_signals)
        )
        return Known(
            self.believed, years, self.signals, world.rates, true_precision, world.case.recall,
            self.learner,
        )  # fmt: skip

    def result(self) -> Result:
        fresh, flat, found, old = self.sums / self.days
        return Result(fresh, flat, found, old, tuple(self.months))
