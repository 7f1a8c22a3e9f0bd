"""Whose signals are believed how much."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from verification.precision import (
    GREATEST_PRECISION,
    GREATEST_RECALL,
    PRIOR_PRECISION,
    PRIOR_RECALL,
    false_a_year,
    pooled_precision,
    precision_of,
    recall_of,
    right_signals,
    told_change,
)


def test_nothing_is_known_before_the_first_check() -> None:
    assert pooled_precision([], []) == PRIOR_PRECISION
    assert pooled_precision([], [], 0.8) == pytest.approx(0.8)
    assert float(precision_of(0, 0, 0.6)) == pytest.approx(0.6)
    assert recall_of(0, 0) == PRIOR_RECALL


def test_four_false_signals_about_a_listing_halve_its_word() -> None:
    assert float(precision_of(0, 4, 0.5)) == pytest.approx(0.25)


def test_a_flood_about_one_listing_takes_nothing_from_the_others() -> None:
    quiet = pooled_precision([1] * 50, [2] * 50)
    flooded = pooled_precision([1] * 50 + [0], [2] * 50 + [5000])
    assert quiet == pytest.approx(0.5)
    assert flooded == pytest.approx(0.5, abs=0.01)


def test_no_source_is_believed_without_a_rest_of_doubt() -> None:
    assert float(precision_of(1e6, 1e6, 1.0)) == GREATEST_PRECISION
    assert recall_of(1e6, 1) == GREATEST_RECALL


def test_a_check_that_finds_nothing_proves_all_signals_wrong() -> None:
    told = told_change(
        [3, 500], [False, False], expected_false=[0.1, 300], expected_changes=1, recall=0.3
    )
    assert right_signals([3, 500], told, [0.5, 0.5]).tolist() == [0.0, 0.0]


def test_the_change_that_comes_during_a_flood_earns_it_no_trust() -> None:
    told = told_change([500], [True], expected_false=[500], expected_changes=1, recall=0.3)
    right = right_signals([500], told, [0.3])
    assert float(precision_of(right, 500, 0.5)[0]) < 0.01


def test_in_a_long_time_a_fast_changer_is_right_several_times() -> None:
    expected = [0.3, 10.0]
    told = told_change(
        [4, 4], [True, True], expected_false=0.5, expected_changes=expected, recall=0.3
    )
    slow, fast = right_signals([4, 4], told, [0.1, 3.0])
    assert slow < 1.1
    assert 2.0 < fast <= 4.0


counts = st.floats(0, 1e4)


@given(counts, st.booleans(), st.floats(0, 1e4), st.floats(0.01, 0.9), st.floats(0, 100))
def test_no_more_signals_are_right_than_came(
    signals: float, changed: bool, false: float, recall: float, expected: float
) -> None:
    told = told_change(
        signals, changed, expected_false=false, expected_changes=expected, recall=recall
    )
    right = float(right_signals(signals, told, recall * expected))
    assert 0.0 <= float(told) <= 1.0
    assert 0.0 <= right <= signals


@given(counts, counts, st.floats(0, 1))
def test_precision_is_a_probability(right: float, more: float, pooled: float) -> None:
    assert 0.0 <= float(precision_of(right, right + more, pooled)) <= GREATEST_PRECISION


def test_false_signals_a_year_start_low_and_follow_what_was_judged() -> None:
    assert float(false_a_year(0, 0, 0)) == pytest.approx(0.3)
    assert float(false_a_year(1, 101, 9)) == pytest.approx(10.03)
    assert np.asarray(false_a_year([0, 0], [0, 10], [1, 1])).shape == (2,)
