"""Does the policy keep a directory true? A simulated world, driven by the product's own code.

    python -m bench.freshness [--listings 10000] [--seeds 3] [--only NAME] [--plots docs/freshness]

World (docs/freshness.md): listings change at lognormal rates (mean one a year), are looked at by
Zipf's law, and a change raises a signal with some probability; false signals make up the rest.
Every policy sees the same world of the same seed; figures are the share of views that met a right
listing, after three years of burn-in.
"""

from __future__ import annotations

import argparse
from collections.abc import Callable
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from directory.belief import doubt_of
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
from verification.rates import START, Checks, class_starts, log_likelihood, mean_rate
from verification.worth import best_first, worth

Floats = NDArray[np.float64]
Places = NDArray[np.int64]
DAYS = 365.25
MEAN_RATE, SIGMA, CLASS_SHARE, CLASSES = 1.0, 1.15, 0.5, 30
BURN_IN_YEARS, YEARS = 3, 10


@dataclass(frozen=True)
class Case:
    """One world and how much of it a policy is told."""

    name: str = "plain"
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

    @property
    def precision(self) -> Floats:
        return precision_of(self.right, self.judged, self.pooled)


Policy = Callable[[Known], Floats]
"""What is known -> value of a check per listing; the highest are checked."""


def round_robin(known: Known) -> Floats:
    return known.age_years


def reports_first(known: Known) -> Floats:
    return known.age_years + 1000.0 * (known.signals > 0)


def importance_times_age(known: Known) -> Floats:
    return known.importance * known.age_years


def oracle(recall: float) -> Policy:
    """Knows every listing's true rate, the true recall and the true precision."""

    def value(known: Known) -> Floats:
        x = doubt_of(
            0.0,
            (1 - recall) * known.rates,
            known.age_years,
            known.signals * -np.log(1 - known.precision),
        )
        return worth(importance=known.importance, change_rate=known.rates, doubt=x)

    return value


def learned(known: Known) -> Floats:
    """The product: rates, recall and precision from what checks found."""
    rates = known.learner.rates
    silent = (1 - known.learner.recall) * rates
    per_signal = -np.log(1 - known.learner.precision)
    x = doubt_of(0.0, silent, known.age_years, known.signals * per_signal)
    return worth(importance=known.importance, change_rate=rates, doubt=x)


@dataclass(frozen=True)
class Result:
    fresh: float
    flat: float
    found_change: float
    over_two_years: float
    by_month: tuple[float, ...] = ()


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
        return Known(self.believed, years, self.signals, world.rates, true_precision, self.learner)

    def result(self) -> Result:
        fresh, flat, found, old = self.sums / self.days
        return Result(fresh, flat, found, old, tuple(self.months))


BASELINES: tuple[tuple[str, Policy], ...] = (
    ("yearly round robin", round_robin),
    ("reports first", reports_first),
    ("importance x age", importance_times_age),
)

CASES = (
    Case(),
    Case("all learned", importance_noise=0.5),
    Case("spam 5", importance_noise=0.5, spam_a_year=5),
    Case("spam 50", importance_noise=0.5, spam_a_year=50),
    Case("spam 500", importance_noise=0.5, spam_a_year=500),
    Case("half the capacity", checks_a_year=0.5, importance_noise=0.5),
    Case("recall 0.1", recall=0.1, importance_noise=0.5),
    Case("recall 0.6", recall=0.6, importance_noise=0.5),
    Case("recall 0.9", recall=0.9, importance_noise=0.5),
    Case("importance noise 1", importance_noise=1.0),
    Case("viewer reports", importance_noise=0.5, viewer_reports=True),
)


def row(case: Case, listings: int, seed: int) -> dict[str, Result]:
    """Every policy on the same world of one seed."""
    clean = replace(case, spam_a_year=0.0, importance_noise=0.0)
    results = {
        "oracle": simulate(make_world(clean, listings, seed), oracle(case.recall)),
        "learned": simulate(
            make_world(case, listings, seed), learned, is_learning=True, every_days=7,
            floor_years=2.0,
        ),
    }  # fmt: skip
    for name, policy in BASELINES:
        results[name] = simulate(make_world(case, listings, seed), policy)
    return results


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--listings", type=int, default=10_000)
    parser.add_argument("--seeds", type=int, default=3)
    parser.add_argument("--only", default="")
    options = parser.parse_args()
    names = ["oracle", "learned", *(name for name, _ in BASELINES)]
    print(f"{'case':<20}" + "".join(f"{name:>20}" for name in names) + f"{'oracle - learned':>18}")
    for case in CASES:
        if options.only not in case.name:
            continue
        rows = [row(case, options.listings, seed) for seed in range(options.seeds)]
        means = {name: float(np.mean([r[name].fresh for r in rows])) for name in names}
        gap = means["oracle"] - means["learned"]
        print(f"{case.name:<20}" + "".join(f"{means[n]:>20.4f}" for n in names) + f"{gap:>18.4f}")


if __name__ == "__main__":
    main()
