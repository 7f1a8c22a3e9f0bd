"""Sources that disagree with what was verified are heard once, on both kinds of database."""

from __future__ import annotations

from typing import Any

from directory.evidence import EntityType, Outcome
from directory.listing import listing_id_of
from tests.factories import NOW, location_entity, organization_entity, save, service_entity
from tests.verification.conftest import Loop
from verification.due import open_due_tasks
from verification.findings import Finding
from verification.suggestions import hear_suggestions
from verification.worker import queue_jobs, run_once


def suggest(loop: Loop, entity_type: EntityType, entity_id: str, **changes: Any) -> None:
    row = {
        "entity_type": entity_type.value, "entity_id": entity_id, "field_path": "phones[0].number",
        "current": "1", "suggested": "2", "source": "import:crie", "reason": "verified otherwise",
    }  # fmt: skip
    with loop.store.transaction(actor="import:crie", now=loop.now) as tx:
        tx.suggest([row | changes])


def hear(loop: Loop) -> int:
    with loop.store.transaction(actor="worker", now=loop.now) as tx:
        return hear_suggestions(tx, now=loop.now).signals


def test_a_suggestion_is_a_signal_about_each_listing_that_shows_it(loop: Loop) -> None:
    owner = organization_entity()
    places = (location_entity("north"), location_entity("south"))
    made = service_entity(organization=owner, locations=places)
    save(loop.store, owner, *places, made)
    north, south = (listing_id_of(made.entity_id, place.entity_id) for place in places)
    suggest(loop, EntityType.LOCATION, places[0].entity_id, field_path="addresses[0].city")
    assert hear(loop) == 1
    loop.report(south)
    suggest(loop, EntityType.SERVICE, made.entity_id)
    suggest(loop, EntityType.ORGANIZATION, owner.entity_id, field_path="name")
    assert hear(loop) == 4
    assert loop.task(south).fields == ("phone", "other")
    assert len(loop.rows("task")) == 1
    assert [row["source"] for row in loop.rows("signal")].count("import") == 5
    assert loop.stored(north).belief.signals == 3
    with loop.store.transaction(actor="worker", now=NOW) as tx:
        open_due_tasks(tx, now=NOW)
    assert loop.task(north).fields == ("address", "phone", "other")


def test_each_suggestion_is_heard_once_and_by_its_source(loop: Loop) -> None:
    listing_id = loop.listing(checked=NOW)
    service_id = loop.stored(listing_id).service_id
    suggest(loop, EntityType.SERVICE, service_id)
    assert [hear(loop), hear(loop)] == [1, 0]
    suggest(loop, EntityType.SERVICE, service_id, source="crawl:pantry.example")
    assert hear(loop) == 1
    loop.report(listing_id)
    loop.settle(listing_id, Finding(Outcome.CONFIRMED))
    assert hear(loop) == 0
    assert [row["source"] for row in loop.rows("signal")] == ["import", "crawl", "report"]
    assert {row["source"] for row in loop.rows("source_precision")} == {
        "crawl", "import", "report",
    }  # fmt: skip


def test_many_suggestions_are_heard_in_short_transactions(loop: Loop) -> None:
    service_id = loop.stored(loop.listing()).service_id
    for number in range(5):
        suggest(loop, EntityType.SERVICE, service_id, suggested=str(number))
    heard = []
    for _ in range(4):
        with loop.store.transaction(actor="worker", now=NOW) as tx:
            heard.append(hear_suggestions(tx, now=NOW, most=2))
    assert [(part.signals, part.is_all) for part in heard] == [
        (2, False), (2, False), (1, True), (0, True),
    ]  # fmt: skip
    assert run_once(queue_jobs(loop.store), lambda: NOW)["hear suggestions"] == 0
