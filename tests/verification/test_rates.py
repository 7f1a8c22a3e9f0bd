"""Rates learned from checks that were made where signals came."""

import numpy as np
import pytest

from directory.belief import PRIOR_CHANGE_RATE
from verification.rates import (
    GRID,
    START,
    Checks,
    class_starts,
    log_likelihood,
    log_likelihood_of_silence,
    mean_rate,
)

RECALL = 0.3


def checks(*rows: tuple[float, float, float]) -> Checks:
    """(years, changed, hinted) of each."""
    return Checks(*(np.array(column, dtype=float) for column in zip(*rows, strict=True)))


def rate_after(*rows: tuple[float, float, float]) -> float:
    likelihood = log_likelihood(checks(*rows), RECALL).sum(axis=0, keepdims=True)
    return float(mean_rate(START, likelihood)[0])


def test_before_any_check_a_listing_changes_as_belief_begins() -> None:
    assert float(mean_rate(START)[0]) == pytest.approx(PRIOR_CHANGE_RATE, rel=0.05)
    assert START.sum() == pytest.approx(1.0)


def test_a_quiet_check_slows_and_a_change_quickens() -> None:
    assert rate_after((1, 0, 0)) < PRIOR_CHANGE_RATE < rate_after((1, 1, 0))
    assert rate_after((5, 0, 0)) < rate_after((1, 0, 0))
    assert rate_after((0.1, 1, 0)) > rate_after((5, 1, 0))


def test_a_change_that_signals_told_of_is_no_proof_that_there_were_silent_ones() -> None:
    """After five years a silent change is likely however slow; one that told says so by itself."""
    assert rate_after((5, 1, 100)) != pytest.approx(rate_after((5, 1, 0)), rel=0.02)


def test_long_silence_speaks_for_a_slow_listing_and_signals_against() -> None:
    years = np.array([0.0, 1.0, 5.0, 5.0])
    silence = log_likelihood_of_silence(years, np.array([0.0, 0.0, 0.0, 10.0]), RECALL)
    now, one, five, signalled = mean_rate(START, silence)
    assert five < one < now < signalled
    assert now == pytest.approx(float(mean_rate(START)[0]))


def test_the_order_of_checks_does_not_matter() -> None:
    rows = [(1.0, 0.0, 0.0), (0.5, 1.0, 2.0), (2.0, 1.0, 0.0)]
    assert rate_after(*rows) == pytest.approx(rate_after(*rows[::-1]))


def test_a_flood_of_signals_is_no_flood_of_changes() -> None:
    assert rate_after((1, 1, 1e4)) < 3.0
    assert np.isfinite(log_likelihood(checks((0.001, 1, 1e4), (100, 1, 0)), RECALL)).all()


def simulated(rates: np.ndarray, rounds: int, seed: int) -> tuple[np.ndarray, np.ndarray]:
    """Log likelihoods and true rates of listings checked at random times."""
    random = np.random.default_rng(seed)
    total = np.zeros((len(rates), len(GRID)))
    for _ in range(rounds):
        years = random.uniform(0.1, 1.5, len(rates))
        silent = random.poisson((1 - RECALL) * rates * years)
        telling = random.poisson(RECALL * rates * years)
        usual = 0.3 * years
        signals = telling + random.poisson(usual)
        found = Checks(years, (silent + telling > 0).astype(float), signals / usual)
        total += log_likelihood(found, RECALL)
    return total, rates


def test_learned_rates_are_right_on_the_average() -> None:
    """Twenty checks of each of two thousand listings: the mean rate within a tenth."""
    random = np.random.default_rng(1)
    truth = 0.45 * np.exp(random.normal(0, 1.2, 2000))
    likelihoods, rates = simulated(truth, 20, seed=2)
    learned = mean_rate(START, likelihoods)
    assert float(learned.mean() / rates.mean()) == pytest.approx(1.0, abs=0.1)
    assert float(np.corrcoef(np.log(learned), np.log(rates))[0, 1]) > 0.8


def test_a_class_teaches_its_listings_before_their_own_first_check() -> None:
    truth = np.repeat([0.2, 3.0], 200)
    classes = np.repeat([0, 1], 200)
    likelihoods, _ = simulated(truth, 1, seed=3)
    starts = class_starts(likelihoods, classes, number=3)
    slow, fast, unknown = mean_rate(starts)
    assert 0.1 < slow < 0.4
    assert 2.0 < fast < 5.0
    assert unknown == pytest.approx(float(mean_rate(START)[0]))
    assert starts.sum(axis=1) == pytest.approx(1.0)
