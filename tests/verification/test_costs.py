"""What a check costs, and that nobody waits on a dead line while others could be asked."""

from datetime import timedelta

import pytest

from directory.evidence import Outcome
from tests.verification.conftest import Loop
from verification.costs import (
    CHECK_MINUTES,
    PRIOR_ANSWERED,
    chance_of_answer,
    minutes_of_settling,
    pooled_answered,
)
from verification.findings import Finding
from verification.task_queue import queue


def test_before_any_attempt_the_pooled_share_holds() -> None:
    assert pooled_answered(0, 0) == pytest.approx(PRIOR_ANSWERED)
    assert float(chance_of_answer(0, 0, 0.7)) == pytest.approx(0.7)


def test_attempts_teach_the_pool_and_the_listing() -> None:
    assert pooled_answered(50, 50) == pytest.approx(0.8)
    assert chance_of_answer([0, 4], [4, 4], 0.5).tolist() == [0.25, 0.75]


def test_a_check_takes_as_many_calls_as_it_needs() -> None:
    assert minutes_of_settling([1.0, 0.5]).tolist() == [CHECK_MINUTES, 2 * CHECK_MINUTES]
    assert float(minutes_of_settling(0.0)) < 1e6


def test_a_line_that_nobody_answers_goes_behind_an_equal_one(loop: Loop) -> None:
    busy, other = loop.listing("Busy"), loop.listing("Other")
    for listing_id in (busy, other):
        loop.report(listing_id)
    loop.settle(busy, Finding(Outcome.UNREACHABLE))
    loop.now += timedelta(days=1)
    with loop.store.reading() as view:
        first, second = queue(view, now=loop.now)
    assert (first.listing_id, second.listing_id) == (other, busy)
    assert second.worth == pytest.approx(first.worth * 4 / 5, rel=0.01)
