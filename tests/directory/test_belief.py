from dataclasses import replace
from datetime import UTC, datetime, timedelta
from math import exp

import pytest
from hypothesis import given
from hypothesis import strategies as st

from directory.belief import (
    FIELD_SHARES,
    NEVER_CHECKED_DOUBT,
    BeliefState,
    doubt,
    doubt_by_field,
    doubt_of_signal,
    probability,
    when_checked,
    when_known,
    with_signal,
)
from directory.evidence import Field

NOW = datetime(2026, 5, 1, 12, tzinfo=UTC)
YEAR = timedelta(days=365.25)

states = st.builds(
    BeliefState,
    anchored_at=st.just(NOW),
    checked_at=st.just(NOW),
    checked_by=st.just("phone"),
    change_rate=st.floats(0.02, 20),
    silent_rate=st.floats(0, 20),
    anchor_doubt=st.floats(0, 5),
    signal_doubt=st.floats(0, 5),
    signals=st.integers(0, 10),
)
precisions = st.floats(0, 1)
ages = st.timedeltas(timedelta(0), timedelta(days=20_000))


def test_a_listing_checked_just_now_is_certain() -> None:
    state = when_checked(when_known(NOW - YEAR), NOW, "phone")
    assert probability(state, NOW) == 1.0
    assert (state.checked_at, state.checked_by) == (NOW, "phone")


def test_a_listing_that_nobody_checked_starts_at_an_even_chance() -> None:
    assert probability(when_known(NOW), NOW) == pytest.approx(exp(-NEVER_CHECKED_DOUBT))


def test_one_report_of_precision_a_half_halves_the_belief() -> None:
    state = when_checked(when_known(NOW), NOW, "phone")
    assert probability(with_signal(state, 0.5), NOW) == pytest.approx(0.5)


def test_a_year_of_silent_changes_makes_the_belief_of_the_formula() -> None:
    state = replace(when_checked(when_known(NOW), NOW, "phone"), silent_rate=0.7)
    assert probability(state, NOW + YEAR) == pytest.approx(exp(-0.7))


def test_a_clock_that_ran_backwards_does_not_make_belief_more_than_certain() -> None:
    state = when_checked(when_known(NOW), NOW, "phone")
    assert probability(state, NOW - YEAR) == 1.0


@given(states, ages, ages)
def test_belief_falls_with_age(state: BeliefState, first: timedelta, more: timedelta) -> None:
    assert probability(state, NOW + first + more) <= probability(state, NOW + first)


@given(states, ages, precisions)
def test_belief_falls_with_a_signal(state: BeliefState, age: timedelta, precision: float) -> None:
    now = NOW + age
    assert probability(with_signal(state, precision), now) <= probability(state, now)


@given(states, ages)
def test_a_check_never_lowers_belief(state: BeliefState, age: timedelta) -> None:
    now = NOW + age
    assert probability(when_checked(state, now, "visit"), now) >= probability(state, now)


@given(states, st.permutations([0.1, 0.5, 0.9, 1.0]))
def test_the_order_of_signals_of_one_moment_does_not_matter(
    state: BeliefState, order: list[float]
) -> None:
    shuffled, sorted_ = state, state
    for precision in order:
        shuffled = with_signal(shuffled, precision)
    for precision in sorted(order):
        sorted_ = with_signal(sorted_, precision)
    assert shuffled.signals == sorted_.signals
    assert shuffled.signal_doubt == pytest.approx(sorted_.signal_doubt)


@given(precisions)
def test_the_doubt_of_one_signal_is_a_number(precision: float) -> None:
    assert 0.0 <= doubt_of_signal(precision) <= 6.0


fields = st.sampled_from(sorted(FIELD_SHARES))
shares = st.dictionaries(fields, st.floats(0.01, 1), min_size=1)


@given(states, ages, shares, st.sets(fields))
def test_the_doubts_of_the_fields_add_up_to_the_doubt_of_the_listing(
    state: BeliefState, age: timedelta, shares: dict[Field, float], settled: set[Field]
) -> None:
    now = NOW + age
    parts = doubt_by_field(state, now, shares, settled)
    assert all(part >= 0 for part in parts.values())
    assert sum(parts.values()) == pytest.approx(doubt(state, now) - state.signal_doubt)


@given(states, ages, shares, st.sets(fields))
def test_a_check_of_some_fields_never_lowers_belief(
    state: BeliefState, age: timedelta, shares: dict[Field, float], checked: set[Field]
) -> None:
    now = NOW + age
    parts = doubt_by_field(state, now, shares)
    left = sum(part for field, part in parts.items() if field not in checked)
    after = when_checked(state, now, "phone", left)
    assert probability(after, now) >= probability(state, now) - 1e-9


def test_what_was_left_in_doubt_belongs_to_the_fields_that_were_not_settled() -> None:
    state = replace(when_checked(when_known(NOW), NOW, "phone", 0.6), silent_rate=0.0)
    shares = {Field.PHONE: 0.25, Field.HOURS: 0.5, Field.ADDRESS: 0.25}
    parts = doubt_by_field(state, NOW + YEAR, shares, {Field.PHONE})
    assert parts == pytest.approx({Field.PHONE: 0.0, Field.HOURS: 0.4, Field.ADDRESS: 0.2})
