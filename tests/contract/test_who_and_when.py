"""Who may come, and when: filters, facets and what a hit says, on every engine."""

from __future__ import annotations

from typing import Any

import pytest

from directory.eligibility import Circumstances
from directory.eligibility.reading import read_eligibility
from directory.hours import read_hours
from directory.openings import openings_of_hours
from indexer.document import SearchDocument
from indexer.engine import Engine
from indexer.hours import Hours
from indexer.query import SearchQuery, UsageError
from indexer.result import SearchPage
from tests.contract.conftest import Search, index, names_of
from tests.contract.documents import document, north

EAST, WEST = "America/New_York", "America/Los_Angeles"


def hours(text: str, zone: str | None = EAST) -> Hours:
    return Hours(openings_of_hours([read_hours(text)]), zone)


# NOW is Monday, May 4, 2026, 8:00 in the east.
TOWN = (
    document("Soup A", hours=hours("Mon-Fri 7am-3pm")),
    document("Soup B", hours=hours("Mon-Fri 7am-3pm", WEST)),
    document("Soup C", hours=hours("call for hours")),
    document("Soup D", hours=hours("Mon-Wed 5pm-8pm; Sat 9am-1pm")),
    document("Soup E", hours=Hours(status="temporarily closed")),
    document("Soup F", hours=hours("24 hours")),
)


@pytest.mark.parametrize(
    ("when", "found", "counts"),
    [
        ("now", "AFC", (2, 1, 3)),
        ("2026-05-04T10:30", "ABFC", (3, 1, 2)),
        ("2026-05-04T14:30:00Z", "ABFC", (3, 1, 2)),
        ("2026-05-04T13:30:00Z", "AFC", (2, 1, 3)),
        ("evening", "DFC", (2, 1, 3)),
        ("weekend", "DFC", (2, 1, 3)),
        ("2026-05-25T10:30", "ABCF", (0, 4, 2)),
    ],
    ids=["now", "by the clock of each place", "a moment", "earlier in the west", "evening",
         "weekend", "holiday"],
)  # fmt: skip
def test_what_is_surely_closed_is_left_out_and_what_is_not_known_comes_last(
    engine: Engine, search: Search, when: str, found: str, counts: tuple[int, int, int]
) -> None:
    index(engine, *TOWN)
    page = search("soup", open=when)
    names = "".join(name[-1] for name in names_of(page))
    assert sorted(names) == sorted(found)
    sure = counts[0]
    assert sorted(names[:sure]) == sorted(found[:sure])
    assert counted(page, "open") == dict(zip(("open", "unknown", "closed"), counts, strict=True))


def counted(page: SearchPage, name: str) -> dict[str, int]:
    return {count.value: count.count for count in page.facets[name]}


def test_a_hit_says_until_when_or_from_when(engine: Engine, search: Search) -> None:
    index(engine, *TOWN)
    told = {hit.name[-1]: dict(hit.open) for hit in search("soup").hits}
    assert told["A"] == {"value": "open", "until": "2026-05-04T15:00:00-04:00"}
    assert told["B"] == {"value": "closed", "next": "2026-05-04T07:00:00-07:00"}
    assert told["C"]["value"] == "unknown"
    assert told["E"] == {"value": "closed", "reason": "temporarily closed"}
    assert told["F"] == {"value": "open"}


def test_a_time_that_is_none_is_told() -> None:
    with pytest.raises(UsageError, match="open must be now, evening, weekend or a time"):
        SearchQuery(open="soon")


WHO = {
    "A": "Women 18 and older",
    "B": "Open to all",
    "C": "Veterans",
    "D": "",
    "E": "Low income",
}


@pytest.fixture
def people(engine: Engine) -> Engine:
    index(engine, *(asking(name, text) for name, text in WHO.items()))
    return engine


def asking(name: str, text: str, **changes: Any) -> SearchDocument:
    return document(f"Soup {name}", eligibility=read_eligibility(text), **changes)


@pytest.mark.parametrize(
    ("person", "asked", "found"),
    [
        (Circumstances(), {}, "ABCDE"),
        (Circumstances(gender="men"), {}, "BCDE"),
        (Circumstances(age=15), {}, "BCDE"),
        (Circumstances(gender="women", age=40), {}, "ABCDE"),
        (Circumstances(is_={"veteran": False}), {}, "ABDE"),
        (Circumstances(gender="men"), {"strict": True}, "B"),
        (Circumstances(gender="men"), {"for_others": True}, "ABCDE"),
    ],
)
def test_only_what_surely_is_for_others_is_left_out(
    people: Engine, search: Search, person: Circumstances, asked: dict[str, Any], found: str
) -> None:
    page = search("soup", about=person, **asked)
    assert "".join(sorted(name[-1] for name in names_of(page))) == found


def test_all_three_answers_are_counted_and_told(people: Engine, search: Search) -> None:
    page = search("soup", about=Circumstances(gender="men"))
    assert counted(page, "eligibility") == {"yes": 1, "unknown": 3, "no": 1}
    told = {hit.name[-1]: hit.eligibility or {} for hit in page.hits}
    assert told["B"]["value"] == "yes"
    assert told["C"]["value"] == "unknown"
    assert told["C"]["ask_next"] == ["is_veteran"]
    assert told["C"]["reasons"] == ["Ask about: Veterans"]


def test_who_told_nothing_is_told_nothing(people: Engine, search: Search) -> None:
    page = search("soup")
    assert "eligibility" not in page.facets
    assert {hit.eligibility for hit in page.hits} == {None}
    assert next(hit.asks for hit in page.hits if hit.name == "Soup C") == ("is_veteran",)


def test_an_edit_changes_who_may_come_and_when(people: Engine, search: Search) -> None:
    people.upsert([asking("A", "Men only", hours=hours("24 hours"), point=north(1))])
    page = search("soup", about=Circumstances(gender="men"), open="now")
    assert names_of(page)[0] == "Soup A"
    assert "Soup A" not in names_of(search("soup", about=Circumstances(gender="women")))
