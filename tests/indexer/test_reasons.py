"""Why a hit is there, in words."""

import pytest

from geodata.shapes import Point
from indexer.asked import parts_of_words
from indexer.fields import Found
from indexer.query import SearchQuery, UsageError
from indexer.reasons import applied_of, relaxed_words, why_of
from indexer.text import MAX_WORDS, words_of


def test_words_are_told_together_by_the_best_place_where_they_stand() -> None:
    words = parts_of_words(words_of("free food pantry hill"))
    found = [Found.TEXT, Found.NAME | Found.TEXT, Found.ALTERNATE, Found.NOWHERE]
    assert why_of(SearchQuery(), words, found, [], []) == (
        'Matches "food pantry" in its name',
        'Matches "free" in its description',
    )


def test_filters_are_told_in_the_words_of_the_listing() -> None:
    query = SearchQuery(need=("food", "other"), language=("spanish",), cost="free")
    assert why_of(query, (), (), ["Food", "Meals"], ["Spanish", "Arabic"]) == (
        "Offers Food", "Spanish spoken", "Free",
    )  # fmt: skip


def test_what_was_applied_is_told() -> None:
    query = SearchQuery(
        near=Point(lat=38.9, lon=-77.0), radius_miles=2.5, need=("Food", "Meals"), remote=False
    )
    assert applied_of(query, 0) == (
        "within 2.5 miles of this place", "Food or Meals", "only places to go to",
    )  # fmt: skip
    assert applied_of(SearchQuery("x"), MAX_WORDS) == ("the first 12 words",)
    assert applied_of(SearchQuery("x"), 1) == ()


@pytest.mark.parametrize(
    ("strict", "words"),
    [
        (0, "No listing has every word; these have most"),
        (1, "Only 1 listing has every word; the others have most"),
        (2, "Only 2 listings have every word; the others have most"),
    ],
)
def test_a_relaxed_search_says_so(strict: int, words: str) -> None:
    assert relaxed_words(strict) == words


@pytest.mark.parametrize(
    ("asked", "named"),
    [
        ({"limit": 0}, "limit"),
        ({"limit": 101}, "limit"),
        ({"page": 0}, "page"),
        ({"radius_miles": 0.0}, "radius_miles"),
        ({"radius_miles": float("nan")}, "radius_miles"),
    ],
)
def test_a_query_that_cannot_be_meant_is_refused(asked: dict[str, float], named: str) -> None:
    with pytest.raises(UsageError, match=named):
        SearchQuery("food", **asked)  # type: ignore[arg-type]
