"""How an index comes, changes, and goes, on every engine."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from threading import Event, Thread
from time import monotonic, sleep

import pytest

from indexer.document import SearchDocument
from indexer.engine import Engine, EngineUnavailableError
from indexer.query import SearchQuery
from tests.contract.conftest import OpenEngine, Search, index, names_of
from tests.contract.documents import CENTRE, NOW, document, listing_id, north

WAIT_S = 30.0
"""For another thread; far more than it takes."""


def test_without_an_index_every_question_says_what_to_do(open_one: OpenEngine) -> None:
    engine = open_one()
    asked = (
        lambda: engine.search(SearchQuery("soup"), now=NOW),
        lambda: engine.suggest("soup"),
        lambda: engine.upsert([document("Soup")]),
        lambda: engine.delete(["soup"]),
        engine.count,
        engine.ping,
    )
    for ask in asked:
        with pytest.raises(EngineUnavailableError, match="wellkept index --rebuild"):
            ask()


def test_an_index_that_comes_later_is_found(open_one: OpenEngine) -> None:
    early, late = open_one(), open_one()
    with pytest.raises(EngineUnavailableError):
        early.ping()
    late.rebuild([document("Soup")])
    early.ping()
    assert early.count() == 1


def test_an_empty_directory_is_searched_and_finds_nothing(engine: Engine, search: Search) -> None:
    for page in (search("soup"), search(near=CENTRE), search(need=("Food",))):
        assert (page.total, page.hits) == (0, ())
    assert engine.count() == 0
    assert engine.suggest("s") == []
    engine.ping()


def test_an_edit_is_in_the_next_search(engine: Engine, search: Search) -> None:
    index(engine, document("Soup", categories=("Food",)))
    edited = document("Soup", name="Bread", categories=("Baking",))
    engine.upsert([edited, document("Clothes")])
    assert names_of(search("bread")) == ["Bread"]
    assert search("soup").total == 0
    assert [count.value for count in search("bread").facets["need"]] == ["Baking"]
    assert engine.count() == 2
    assert "Bread" in engine.suggest("bre")
    assert engine.suggest("sou") == []


def test_a_listing_that_moves_is_found_only_where_it_went(engine: Engine, search: Search) -> None:
    index(engine, document("Soup", point=north(0)), document("Other", point=north(500)))
    engine.upsert([document("Soup", point=north(500))])
    assert search("soup", near=CENTRE).total == 0
    assert search("soup", near=north(500)).total == 1
    engine.upsert([document("Soup", point=None)])
    assert search("soup", near=CENTRE, remote=False).total == 0
    assert search("soup", near=CENTRE).total == 1
    engine.upsert([document("Soup", point=north(0))])
    assert search("soup", near=CENTRE, remote=False).total == 1
    assert engine.count() == 2


def test_a_withdrawn_listing_is_gone_and_can_come_back(engine: Engine, search: Search) -> None:
    soup = document("Soup", categories=("Food",))
    index(engine, soup, document("Bread", categories=("Food",)))
    engine.delete([soup.listing_id, "no such listing", soup.listing_id])
    assert search("soup").total == 0
    assert [count.count for count in search(need=("food",)).facets["need"]] == [1]
    assert engine.count() == 1
    engine.upsert([soup])
    assert search("soup").total == 1


def test_an_edit_repeated_changes_nothing(engine: Engine, search: Search) -> None:
    soup = document("Soup")
    for _ in range(3):
        engine.upsert([soup])
        engine.upsert([soup, replace(soup)])
    assert (engine.count(), search("soup").total) == (1, 1)


def test_building_anew_forgets_what_was_there_and_keeps_the_last_of_equal_ids(
    open_one: OpenEngine,
) -> None:
    engine = open_one()
    assert engine.rebuild([document("Cake")]) == 1
    assert engine.rebuild([document("Soup"), document("Soup", name="Bread")]) == 1
    for text, total in (("bread", 1), ("soup", 0), ("cake", 0)):
        assert engine.search(SearchQuery(text), now=NOW).total == total
    assert engine.count() == 1


def test_many_edits_are_all_found(engine: Engine, search: Search) -> None:
    """More than the room that the embedded engine leaves for edits."""
    index(engine, document("Soup"))
    engine.upsert(document(f"Bread {n}", organization_id=None) for n in range(5000))
    engine.upsert(document(f"Bread {n}", name=f"Cake {n}") for n in range(0, 5000, 10))
    assert search("bread").total == 4500
    assert search("cake").total == 500
    assert search("soup").total == 1


def test_what_another_process_changes_is_seen(open_one: OpenEngine) -> None:
    one, other = open_one(), open_one()
    one.rebuild([document("Soup")])
    assert other.count() == 1
    one.upsert([document("Bread")])
    assert other.search(SearchQuery("bread"), now=NOW).total == 1
    other.delete([listing_id("Soup")])
    assert one.search(SearchQuery("soup"), now=NOW).total == 0
    other.rebuild([document("Cake")])
    assert one.search(SearchQuery("cake"), now=NOW).total == 1
    assert one.search(SearchQuery("bread"), now=NOW).total == 0


def test_a_closed_engine_opens_again(engine: Engine, search: Search) -> None:
    index(engine, document("Soup"))
    engine.close()
    engine.close()
    assert search("soup").total == 1


class Slow:
    """Documents of a build that waits, after the first, until it may go on."""

    def __init__(self, *documents: SearchDocument) -> None:
        self.documents = documents
        self.has_begun, self.may_go_on = Event(), Event()

    def __iter__(self) -> Iterator[SearchDocument]:
        for number, made in enumerate(self.documents):
            yield made
            if number == 0:
                self.has_begun.set()
                assert self.may_go_on.wait(WAIT_S)


def test_searches_and_edits_go_on_while_an_index_is_built(open_one: OpenEngine) -> None:
    engine, builder = open_one(), open_one()
    engine.rebuild([document("Soup"), document("Gone"), document("Edited")])
    slow = Slow(document("Soup"), document("Gone"), document("Edited"), document("New"))
    thread = Thread(target=builder.rebuild, args=(slow,))
    thread.start()
    try:
        assert slow.has_begun.wait(WAIT_S)
        assert engine.search(SearchQuery("soup"), now=NOW).total == 1
        engine.upsert([document("Edited", name="Changed", categories=("Kept",))])
        engine.upsert([document("Added")])
        engine.delete([listing_id("Gone")])
        assert engine.search(SearchQuery("changed"), now=NOW).total == 1
        assert engine.search(SearchQuery("new"), now=NOW).total == 0
    finally:
        slow.may_go_on.set()
        thread.join(WAIT_S)
    assert engine.count() == 4
    for text, total in (("new", 1), ("changed", 1), ("added", 1), ("edited", 0), ("gone", 0)):
        assert engine.search(SearchQuery(text), now=NOW).total == total, text
    page = engine.search(SearchQuery(need=("kept",)), now=NOW)
    assert [(count.value, count.count) for count in page.facets["need"]] == [("Kept", 1)]


def test_no_search_fails_or_misses_while_indexes_are_swapped(open_one: OpenEngine) -> None:
    engine, builder = open_one(), open_one()
    builder.rebuild([document("Soup")])
    totals: list[int] = []
    failures: list[Exception] = []
    is_done = Event()

    def ask() -> None:
        while not is_done.is_set():
            try:
                totals.append(engine.search(SearchQuery("soup"), now=NOW).total)
            except Exception as error:  # whatever it is, it is what we look for
                failures.append(error)
            sleep(0.001)

    thread = Thread(target=ask)
    thread.start()
    for _ in range(5):
        before, deadline = len(totals), monotonic() + WAIT_S
        builder.rebuild([document("Soup"), document("Bread")])
        while len(totals) < before + 3 and not failures and monotonic() < deadline:
            sleep(0.001)
    is_done.set()
    thread.join(WAIT_S)
    assert failures == []
    assert set(totals) == {1}


def test_a_build_that_fails_leaves_the_index_as_it_was(open_one: OpenEngine) -> None:
    engine = open_one()
    engine.rebuild([document("Soup")])

    def failing() -> Iterator[SearchDocument]:
        yield document("Bread")
        raise RuntimeError("the record is gone")

    with pytest.raises(RuntimeError, match="the record is gone"):
        engine.rebuild(failing())
    engine.upsert([document("Cake")])
    for text, total in (("soup", 1), ("bread", 0), ("cake", 1)):
        assert engine.search(SearchQuery(text), now=NOW).total == total
