from datetime import UTC, datetime, timedelta

import pytest

from verification.words import ago, count_of, fields_in_words

NOW = datetime(2026, 5, 1, tzinfo=UTC)


@pytest.mark.parametrize(
    ("days", "words"),
    [
        (0, "less than a day"),
        (1, "1 day"),
        (59, "59 days"),
        (60, "2 months"),
        (425, "14 months"),
        (731, "2 years"),
        (1200, "3 years"),
    ],
)
def test_length_of_time_is_said_in_whole_units(days: int, words: str) -> None:
    assert ago(NOW - timedelta(days=days), NOW) == words


def test_counts_are_grouped_and_agree_in_number() -> None:
    assert count_of(1, "report") == "1 report"
    assert count_of(1200, "time") == "1,200 times"


def test_fields_are_listed_as_people_do() -> None:
    assert fields_in_words(["phone"]) == "the phone"
    assert fields_in_words(["phone", "hours"]) == "the phone and the hours"
