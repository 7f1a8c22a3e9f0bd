from math import exp

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from verification.worth import importance, worth

views = st.floats(0, 1e6)
rates = st.floats(0, 50)
doubts = st.floats(0, 20)


def test_worth_is_the_belief_form_of_the_formula() -> None:
    stale = 1 - exp(-0.7)
    expected = (30 / 1.5) * (stale + (1 - stale) * np.log(1 - stale))
    assert float(worth(importance=30, change_rate=1.5, doubt=0.7)) == pytest.approx(expected)


def test_a_listing_without_doubt_is_worth_nothing() -> None:
    assert float(worth(importance=1000, change_rate=1, doubt=0)) == 0.0


def test_a_check_that_costs_twice_is_worth_half() -> None:
    once = worth(importance=10, change_rate=1, doubt=1, minutes=3)
    twice = worth(importance=10, change_rate=1, doubt=1, minutes=6)
    assert float(once) == pytest.approx(2 * float(twice))


def test_at_equal_doubt_the_slow_changer_comes_first() -> None:
    values = worth(importance=10, change_rate=[0.5, 5.0], doubt=0.7)
    assert values[0] > values[1]


@given(views, rates, doubts)
def test_worth_is_never_negative(importance_: float, rate: float, doubt: float) -> None:
    assert float(worth(importance=importance_, change_rate=rate, doubt=doubt)) >= 0.0


@given(views, rates, doubts, st.floats(0, 5))
def test_worth_grows_with_doubt(weight: float, rate: float, doubt: float, more: float) -> None:
    low = float(worth(importance=weight, change_rate=rate, doubt=doubt))
    high = float(worth(importance=weight, change_rate=rate, doubt=doubt + more))
    assert high >= low - 1e-9 * max(1.0, low)


def test_few_days_of_counting_are_shrunk_toward_the_mean() -> None:
    assert float(importance(0, 3, 40)) == pytest.approx(10.0)
    assert float(importance(400, 3, 40)) == pytest.approx(110.0)


def test_no_listing_is_worth_nothing_for_want_of_views() -> None:
    assert float(importance(0, 3, 0)) == 1.0
