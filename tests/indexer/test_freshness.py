"""How sure we are, in words."""

from datetime import UTC, date, datetime, timedelta
from math import exp

import pytest

from directory.belief import NEVER_CHECKED_DOUBT, when_checked, when_known, with_signal
from indexer.freshness import age_words, days_since, freshness_of

NOW = datetime(2026, 5, 4, 12, tzinfo=UTC)
TOLD = "Since then we were told that something may be wrong. Call before you go."


@pytest.mark.parametrize(
    ("days", "words"),
    [
        (0, "today"), (1, "yesterday"), (2, "2 days ago"), (60, "60 days ago"),
        (61, "2 months ago"), (365, "12 months ago"), (700, "23 months ago"),
        (730, "2 years ago"), (3650, "10 years ago"),
    ],
)  # fmt: skip
def test_ages_are_told_as_people_do(days: int, words: str) -> None:
    assert age_words(days) == words


@pytest.mark.parametrize(
    ("days", "by", "signals", "words"),
    [
        (0, "phone", 0, "Checked today by phone"),
        (12, "visit", 0, "Checked 12 days ago by a visit"),
        (12, "website", 0, "Checked 12 days ago on their website"),
        (12, "import", 0, "Checked 12 days ago by our source"),
        (12, "pigeon", 0, "Checked 12 days ago"),
        (12, "phone", 1, f"Checked 12 days ago by phone. {TOLD}"),
        (365, "email", 0, "Checked 12 months ago by e-mail"),
        (366, "phone", 0, "Last checked 12 months ago. Call before you go."),
        (1100, "phone", 2, f"Last checked 3 years ago. {TOLD}"),
    ],
)
def test_a_check_is_told_with_its_age_and_way(days: int, by: str, signals: int, words: str) -> None:
    belief = when_checked(when_known(NOW - timedelta(days=5000)), NOW - timedelta(days=days), by)
    for _ in range(signals):
        belief = with_signal(belief, 0.5)
    fresh = freshness_of(belief, NOW)
    assert fresh.words == words
    assert fresh.verified_on == (NOW - timedelta(days=days)).date()
    assert 0 < fresh.probability <= 1


def test_what_nobody_checked_says_so() -> None:
    never = freshness_of(when_known(NOW), NOW)
    assert (never.verified_on, never.words) == (None, "Not checked yet. Call before you go.")
    assert freshness_of(None, NOW) == never
    assert never.probability == exp(-NEVER_CHECKED_DOUBT)
    doubted = freshness_of(with_signal(when_known(NOW), 0.5), NOW)
    assert doubted.words == (
        "Not checked yet, and we were told that something may be wrong. Call before you go."
    )
    assert doubted.probability < never.probability


def test_days_are_those_of_the_calendar_and_never_negative() -> None:
    early = datetime(2026, 5, 4, 0, 1, tzinfo=UTC)
    assert days_since(date(2026, 5, 3), early) == 1
    assert days_since(date(2026, 6, 1), early) == 0
    assert days_since(None, early) is None
