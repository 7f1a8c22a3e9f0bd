"""The queue: order, reasons, claims, leases, on both kinds of database."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta, timezone
from threading import Thread

import pytest
import sqlalchemy as sa

from directory.database import Database
from directory.evidence import Field, Outcome
from directory.store import Store
from tests.factories import NOW
from tests.verification.conftest import Loop
from verification.errors import NoTaskError, TaskTakenError
from verification.explain import why
from verification.findings import Finding
from verification.tables import task
from verification.task_page import task_page
from verification.task_queue import (
    LEASE,
    QueueRow,
    claim_next,
    claimed_by,
    queue,
    rank_of,
    release,
    release_lapsed,
)
from verification.views import count_view


def rows(loop: Loop, **page: int) -> list[QueueRow]:
    with loop.store.reading() as view:
        return queue(view, now=loop.now, **page)


def look(loop: Loop, listing_id: str, views: int) -> None:
    with loop.store.transaction(actor="web", now=loop.now) as tx:
        count_view(tx, listing_id, loop.now.date(), views=views)


def take_next(loop: Loop, by: str) -> int:
    with loop.store.transaction(actor=by, now=loop.now) as tx:
        return claim_next(tx, by, now=loop.now).task_id


def test_the_listing_most_looked_at_comes_first_and_says_why(loop: Loop) -> None:
    quiet = loop.listing("Quiet", checked=NOW - timedelta(days=425))
    busy = loop.listing("Busy", checked=NOW - timedelta(days=425))
    look(loop, busy, 3600)
    loop.report(quiet, Field.HOURS)
    for reporter in (b"a", b"b", b"b"):
        loop.report(busy, Field.PHONE, reporter=reporter)
    first, second = rows(loop)
    assert (first.listing_id, second.listing_id) == (busy, quiet)
    assert first.reason == (
        "14 months since the last check, 2 reports about the phone, shown 1,218 times a month"
    )
    assert second.reason == (
        "14 months since the last check, 1 report about the hours, shown 0 times a month"
    )
    assert (first.reports, first.fields, first.state) == (2, ("phone",), "open")
    assert first.worth > second.worth > 0
    assert first.organization == "Busy House"


def test_equal_tasks_keep_their_order_over_pages(loop: Loop) -> None:
    for number in range(5):
        loop.report(loop.listing(f"Pantry {number}"))
    pages = [row.task_id for offset in (0, 2, 4) for row in rows(loop, limit=2, offset=offset)]
    assert pages == sorted(pages)
    assert len(set(pages)) == 5


def test_the_reason_is_the_same_wherever_it_is_told(loop: Loop) -> None:
    listing_id = loop.listing()
    look(loop, listing_id, 90)
    loop.report(listing_id)
    reason = "never checked, 1 report about the phone, shown 30 times a month"
    (row,) = rows(loop)
    with loop.store.reading() as view:
        page = task_page(view, row.task_id, now=NOW)
        told = why(view, listing_id, now=NOW)
    assert row.reason == page.reason == reason
    assert told.splitlines()[1] == reason
    assert told.splitlines()[-1] == f"Queue: task {row.task_id}, open, place 1"


def test_views_are_counted_by_the_day_in_utc_and_forgotten_after_three_months(loop: Loop) -> None:
    listing_id = loop.listing()
    look(loop, listing_id, 300)
    loop.report(listing_id)
    assert rows(loop)[0].views_a_month == 101
    loop.now = (NOW + timedelta(days=90)).astimezone(timezone(timedelta(hours=14)))
    assert rows(loop)[0].views_a_month == 101
    loop.now += timedelta(days=1)
    assert rows(loop)[0].views_a_month == 0


def test_a_listing_has_one_unsettled_task_whoever_opens_it(
    loop: Loop, second_database: Callable[[], Database]
) -> None:
    """The unique index says so to a second connection, and lets a next one be opened after it."""
    listing_id = loop.listing()
    loop.report(listing_id)
    second = second_database()
    values = {"listing_id": listing_id, "state": "waiting", "fields": [], "opened_at": NOW}
    with pytest.raises(sa.exc.IntegrityError), second.writing() as connection:
        connection.execute(sa.insert(task).values(**values))
    second.close()
    loop.settle(listing_id, Finding(Outcome.CONFIRMED))
    loop.report(listing_id)
    assert [row["state"] for row in loop.rows("task")] == ["done", "open"]


def test_a_claimed_task_is_its_holders_until_the_lease_is_over(loop: Loop) -> None:
    listing_id = loop.listing()
    loop.report(listing_id)
    task_id = loop.task(listing_id).task_id
    assert loop.claim(task_id).lease_until == NOW + LEASE
    with pytest.raises(TaskTakenError, match=f"Ana is working on task {task_id}"):
        loop.claim(task_id, "Ben")
    loop.now += timedelta(minutes=30)
    assert loop.claim(task_id).lease_until == loop.now + LEASE
    loop.now += LEASE
    assert loop.claim(task_id, "Ben").claimed_by == "Ben"
    with pytest.raises(TaskTakenError, match="Ben's"):
        loop.record(task_id, Finding(Outcome.CONFIRMED))


def test_a_lapsed_lease_opens_the_task_for_others(loop: Loop) -> None:
    listing_id = loop.listing()
    loop.report(listing_id)
    loop.claim(loop.task(listing_id).task_id)
    for wait, expected in ((LEASE - timedelta(seconds=1), 0), (timedelta(seconds=1), 1)):
        loop.now += wait
        with loop.store.transaction(actor="worker", now=loop.now) as tx:
            assert release_lapsed(tx, now=loop.now) == expected
    assert (loop.task(listing_id).state, loop.events()[-1]) == ("open", "lapsed")


def test_a_task_can_be_given_back_by_its_holder_only(loop: Loop) -> None:
    listing_id = loop.listing()
    loop.report(listing_id)
    task_id = loop.task(listing_id).task_id
    loop.claim(task_id)
    with loop.store.transaction(actor="Ben", now=NOW) as tx:
        with pytest.raises(TaskTakenError, match="not yours"):
            release(tx, task_id, "Ben", now=NOW)
        release(tx, task_id, "Ana", now=NOW)
    assert (loop.task(listing_id).state, loop.events()[-1]) == ("open", "released")


def test_next_is_the_best_task_that_nobody_has(loop: Loop) -> None:
    ids = [loop.listing(name) for name in ("One", "Two")]
    look(loop, ids[1], 900)
    for listing_id in ids:
        loop.report(listing_id)
    assert take_next(loop, "Ana") == loop.task(ids[1]).task_id
    assert take_next(loop, "Ana") == loop.task(ids[0]).task_id
    with pytest.raises(NoTaskError, match="nothing is waiting"):
        take_next(loop, "Ben")
    with loop.store.reading() as view:
        assert len(claimed_by(view, "Ana")) == 2
    loop.now += LEASE
    assert take_next(loop, "Ben") == loop.task(ids[1]).task_id


def test_a_settled_task_can_not_be_claimed(loop: Loop) -> None:
    listing_id = loop.listing()
    loop.report(listing_id)
    task_id = loop.task(listing_id).task_id
    loop.settle(listing_id, Finding(Outcome.CONFIRMED))
    with pytest.raises(TaskTakenError, match=f"task {task_id} is settled already"):
        loop.claim(task_id)
    with pytest.raises(NoTaskError, match="there is no task 99"):
        loop.claim(99)
    with loop.store.reading() as view:
        assert rank_of(view, task_id, now=NOW) is None


def test_many_people_at_once_never_get_the_same_task(
    loop: Loop, second_database: Callable[[], Database]
) -> None:
    for number in range(12):
        loop.report(loop.listing(f"Pantry {number}"))
    taken: list[int] = []

    def work(by: str) -> None:
        database = second_database()
        for _ in range(3):
            with Store(database).transaction(actor=by, now=NOW) as tx:
                task_id = claim_next(tx, by, now=NOW).task_id
            taken.append(task_id)
        database.close()

    threads = [Thread(target=work, args=(f"person {number}",)) for number in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(taken) == [row["task_id"] for row in loop.rows("task")]
