"""Putting off, handing over, languages, a day's work, a whole organization; on both databases."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from datetime import timedelta
from threading import Barrier, Thread

import pytest

from directory.database import Database
from directory.evidence import Field, Outcome
from directory.listing import listing_id_of
from directory.store import Store
from tests.factories import NOW, location_entity, organization_entity, save, service_entity
from tests.verification.conftest import Loop
from verification.errors import NoTaskError, OutcomeError, TaskTakenError
from verification.findings import Finding
from verification.members import Member, member_of, set_member
from verification.task_moves import (
    LONGEST_SNOOZE,
    claim_organization,
    hand_over,
    needs_language,
    snooze,
)
from verification.task_queue import LEASE, claim_next


def held(loop: Loop, name: str = "Food pantry", by: str = "Ana") -> tuple[str, int]:
    """A new listing with a reported phone, and its task that `by` holds."""
    listing_id = loop.listing(name)
    loop.report(listing_id)
    task_id = loop.task(listing_id).task_id
    loop.claim(task_id, by)
    return listing_id, task_id


def take_next(loop: Loop, by: str) -> int:
    with loop.store.transaction(actor=by, now=loop.now) as tx:
        return claim_next(tx, by, now=loop.now).task_id


def note_member(loop: Loop, name: str, languages: list[str], tasks_a_day: int | None) -> None:
    with loop.store.transaction(actor="admin", now=NOW) as tx:
        set_member(tx, name, languages=languages, tasks_a_day=tasks_a_day)


def test_a_task_that_is_put_off_is_offered_again_when_its_time_has_come(loop: Loop) -> None:
    listing_id, task_id = held(loop)
    until = NOW + timedelta(days=7)
    with loop.store.transaction(actor="Ana", now=NOW) as tx:
        snooze(tx, task_id, "Ana", until, now=NOW)
    task = loop.task(listing_id)
    assert (task.state, task.not_before, task.claimed_by) == ("waiting", until, None)
    with pytest.raises(NoTaskError):
        take_next(loop, "Ben")
    loop.now = until
    assert take_next(loop, "Ben") == task_id
    assert loop.events() == ["opened", "claimed", "snoozed", "claimed"]


def test_news_wakes_a_task_that_was_put_off(loop: Loop) -> None:
    listing_id, task_id = held(loop)
    with loop.store.transaction(actor="Ana", now=NOW) as tx:
        snooze(tx, task_id, "Ana", NOW + timedelta(days=7), now=NOW)
    loop.report(listing_id, Field.CLOSED)
    assert loop.task(listing_id).state == "open"


@pytest.mark.parametrize("wait", [timedelta(0), LONGEST_SNOOZE + timedelta(seconds=1)])
def test_nothing_is_put_off_into_the_past_or_for_ever(loop: Loop, wait: timedelta) -> None:
    listing_id, task_id = held(loop)
    with (
        loop.store.transaction(actor="Ana", now=NOW) as tx,
        pytest.raises(OutcomeError, match="at most 60 days"),
    ):
        snooze(tx, task_id, "Ana", NOW + wait, now=NOW)
    assert loop.task(listing_id).state == "claimed"


def test_a_task_that_is_handed_over_is_the_others(loop: Loop) -> None:
    listing_id, task_id = held(loop)
    loop.now += timedelta(minutes=10)
    with loop.store.transaction(actor="Ana", now=loop.now) as tx:
        hand_over(tx, task_id, "Ana", "Ben", now=loop.now)
    task = loop.task(listing_id)
    assert (task.claimed_by, task.lease_until) == ("Ben", loop.now + LEASE)
    assert loop.rows("task_event")[-1]["detail"] == {"to": "Ben"}
    with loop.store.transaction(actor="Ana", now=loop.now) as tx:
        with pytest.raises(TaskTakenError, match="not yours"):
            hand_over(tx, task_id, "Ana", "Cy", now=loop.now)
        with pytest.raises(TaskTakenError, match="not yours"):
            snooze(tx, task_id, "Ana", loop.now + timedelta(days=1), now=loop.now)
        with pytest.raises(TaskTakenError, match="not yours"):
            needs_language(tx, task_id, "Ana", "es", now=loop.now)


def test_a_task_that_needs_a_language_goes_to_who_speaks_it(loop: Loop) -> None:
    _, task_id = held(loop)
    note_member(loop, "Ben", ["en"], None)
    note_member(loop, "Ines", ["es", "EN "], None)
    with loop.store.transaction(actor="Ana", now=NOW) as tx:
        needs_language(tx, task_id, "Ana", "ES", now=NOW)
    with pytest.raises(NoTaskError):
        take_next(loop, "Ben")
    assert take_next(loop, "Ines") == task_id


def test_nobody_is_offered_more_than_a_day_of_work(loop: Loop) -> None:
    note_member(loop, "Ana", ["en"], 2)
    listing_id, task_id = held(loop, "First")
    loop.record(task_id, Finding(Outcome.CONFIRMED))
    for name in ("Second", "Third"):
        loop.report(loop.listing(name))
    take_next(loop, "Ana")
    with pytest.raises(NoTaskError, match="Ana has done 2 tasks today, as many as agreed"):
        take_next(loop, "Ana")
    loop.now += timedelta(days=1)
    assert take_next(loop, "Ana")
    assert loop.stored(listing_id).belief.checked_at == NOW


def test_what_a_member_can_do_is_the_last_that_was_noted(loop: Loop) -> None:
    note_member(loop, "Ana", ["en"], 5)
    note_member(loop, "Ana", ["fr", "en"], None)
    with loop.store.reading() as view:
        assert member_of(view, "Ana") == Member("Ana", ("en", "fr"), None)
        assert member_of(view, "Nobody") is None


def test_one_call_takes_all_tasks_of_an_organization(loop: Loop) -> None:
    owner, place = organization_entity(), location_entity()
    services = [
        service_entity(name, organization=owner, locations=(place,)) for name in ("A", "B", "C")
    ]
    save(loop.store, owner, place, *services)
    ids = [listing_id_of(made.entity_id, place.entity_id) for made in services]
    for listing_id in (*ids, loop.listing("Other")):
        loop.report(listing_id)
    loop.claim(loop.task(ids[2]).task_id, "Ben")
    with loop.store.transaction(actor="Ana", now=NOW) as tx:
        taken = claim_organization(tx, loop.task(ids[0]).task_id, "Ana", now=NOW)
    assert [task.listing_id for task in taken] == ids[:2]
    assert [row["claimed_by"] for row in loop.rows("task")] == ["Ana", "Ana", "Ben", None]


def test_two_who_take_the_same_organization_at_once_share_it(
    loop: Loop, second_database: Callable[[], Database]
) -> None:
    """Each begins at another end; neither waits for ever, and no task is taken twice."""
    owner, place = organization_entity(), location_entity()
    names = ("A", "B", "C", "D", "E", "F")
    services = [service_entity(n, organization=owner, locations=(place,)) for n in names]
    save(loop.store, owner, place, *services)
    for made in services:
        loop.report(listing_id_of(made.entity_id, place.entity_id))
    ids = [row["task_id"] for row in loop.rows("task")]
    start = Barrier(2)
    taken: dict[str, list[int]] = {"Ana": [], "Ben": []}

    def work(by: str, first: int) -> None:
        database = second_database()
        start.wait()
        with (
            suppress(TaskTakenError),
            Store(database).transaction(actor=by, now=NOW) as tx,
        ):
            taken[by] = [task.task_id for task in claim_organization(tx, first, by, now=NOW)]
        database.close()

    threads = [Thread(target=work, args=pair) for pair in (("Ana", ids[0]), ("Ben", ids[-1]))]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    held = {row["task_id"]: row["claimed_by"] for row in loop.rows("task")}
    assert sorted(taken["Ana"] + taken["Ben"]) == ids
    assert all(held[task_id] == by for by, mine in taken.items() for task_id in mine)
