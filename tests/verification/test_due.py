"""Tasks that age opens, on both kinds of database."""

from __future__ import annotations

from datetime import timedelta

from directory.evidence import Field, Outcome
from tests.factories import NOW
from tests.verification.conftest import Loop
from verification.due import FLOOR, open_due_tasks
from verification.findings import Finding
from verification.views import count_view


def open_due(loop: Loop, keep: int = 200) -> int:
    with loop.store.transaction(actor="worker", now=loop.now) as tx:
        return open_due_tasks(tx, now=loop.now, keep=keep)


def test_listings_in_doubt_get_a_task_and_fresh_ones_are_left_in_peace(loop: Loop) -> None:
    loop.listing("Fresh", checked=NOW)
    old = loop.listing("Old", checked=NOW - timedelta(days=400))
    assert open_due(loop) == 1
    assert loop.task(old).fields == ("phone", "address")
    assert loop.rows("task_event")[0]["actor"] == "worker"
    assert open_due(loop) == 0


def test_the_worker_keeps_no_more_tasks_than_people_can_look_through(loop: Loop) -> None:
    listings = [loop.listing(f"Pantry {number}") for number in range(5)]
    loop.report(listings[0])
    assert open_due(loop, keep=3) == 2
    assert open_due(loop, keep=3) == 0
    loop.settle(listings[0], Finding(Outcome.CONFIRMED))
    assert open_due(loop, keep=3) == 1


def test_the_most_looked_at_of_equals_is_due_first(loop: Loop) -> None:
    listings = [loop.listing(f"Pantry {number}") for number in range(3)]
    with loop.store.transaction(actor="web", now=NOW) as tx:
        count_view(tx, listings[2], NOW.date(), views=500)
    open_due(loop, keep=1)
    assert [row["listing_id"] for row in loop.rows("task")] == [listings[2]]


def test_a_listing_over_the_floor_gets_its_share_however_little_it_is_worth(loop: Loop) -> None:
    busy = [loop.listing(f"Busy {n}", checked=NOW - timedelta(days=700)) for n in range(4)]
    forgotten = loop.listing("Forgotten", checked=NOW - FLOOR - timedelta(days=1))
    with loop.store.transaction(actor="web", now=NOW) as tx:
        for listing_id in busy:
            count_view(tx, listing_id, NOW.date(), views=5000)
    assert open_due(loop, keep=4) == 4
    assert forgotten in {row["listing_id"] for row in loop.rows("task")}


def test_many_listings_over_the_floor_never_fill_the_list(loop: Loop) -> None:
    for number in range(4):
        loop.listing(f"Forgotten {number}", checked=NOW - FLOOR - timedelta(days=1))
    busy = [loop.listing(f"Busy {n}", checked=NOW - timedelta(days=700)) for n in range(3)]
    with loop.store.transaction(actor="web", now=NOW) as tx:
        for listing_id in busy:
            count_view(tx, listing_id, NOW.date(), views=5000)
    for keep in (1, 2, 3, 4):
        assert open_due(loop, keep=keep) == 1
    assert {row["listing_id"] for row in loop.rows("task")} > set(busy)


def test_a_listing_that_was_never_checked_is_over_the_floor_two_years_after_its_import(
    loop: Loop,
) -> None:
    forgotten = loop.listing("Forgotten")
    loop.now += FLOOR + timedelta(days=1)
    busy = loop.listing("Busy", checked=loop.now - timedelta(days=300))
    with loop.store.transaction(actor="web", now=loop.now) as tx:
        count_view(tx, busy, loop.now.date(), views=100_000)
    open_due(loop, keep=1)
    assert [row["listing_id"] for row in loop.rows("task")] == [forgotten]


def test_a_due_task_asks_for_what_was_not_settled_last_time(loop: Loop) -> None:
    listing_id = loop.listing()
    loop.report(listing_id)
    loop.settle(listing_id, Finding(Outcome.CONFIRMED, confirm=(Field.PHONE,)))
    loop.now += timedelta(days=30)
    open_due(loop)
    assert loop.task(listing_id).fields == ("address", "closed")


def test_an_empty_directory_has_nothing_due(loop: Loop) -> None:
    assert open_due(loop) == 0
