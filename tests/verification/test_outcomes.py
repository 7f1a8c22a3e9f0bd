"""What each outcome does to the record, the reports, belief and the task, on both databases."""

from __future__ import annotations

from datetime import timedelta

import pytest

from directory.belief import probability
from directory.errors import EditRefusedError
from directory.evidence import Check, EntityType, Field, Outcome
from directory.fields import field_values
from directory.listing import Visibility, listing_id_of
from directory.store import Store
from tests.factories import NOW, location_entity, save, service_entity
from tests.verification.conftest import Loop
from verification.errors import NoTaskError, OutcomeError, TaskTakenError
from verification.findings import Finding
from verification.outcomes import RETRY_AFTER, reopen_waited
from verification.task_queue import claim_next, queue
from verification.withdrawal import VERDICT, abandon_withdrawn

NEW_PHONE = "(202) 555-0199"


def value_of(loop: Loop, listing_id: str, field: str) -> str | None:
    listing = loop.stored(listing_id).listing
    assert listing is not None
    return field_values(listing).get(field)


def test_a_correction_is_edit_check_verdict_belief_and_news_at_once(loop: Loop) -> None:
    listing_id = loop.listing(checked=NOW - timedelta(days=400))
    loop.report(listing_id, words="out of service")
    with loop.store.transaction(actor="index", now=NOW) as tx:
        tx.applied_changes([change for change, _ in tx.pending_changes()])
    applied = loop.settle(listing_id, Finding(Outcome.CHANGED, set_values={Field.PHONE: NEW_PHONE}))
    assert (applied.task_state, applied.settled, applied.reports_resolved) == (
        "done", (Field.PHONE,), 1,
    )  # fmt: skip
    assert value_of(loop, listing_id, "phone") == NEW_PHONE
    edit = next(r for r in loop.rows("revision") if r["field_path"] == "phones[0].number")
    assert (edit["previous"], edit["new"], edit["actor"]) == ("(202) 555-0123", NEW_PHONE, "Ana")
    checked = next(row for row in loop.rows("field_check") if row["checked_at"] == NOW)
    assert (checked["field"], checked["value"], checked["checked_by"], checked["actor"]) == (
        "phone", NEW_PHONE, "phone", "Ana",
    )  # fmt: skip
    service = loop.rows("service")[0]
    assert service["assured_on"] == NOW.date()
    assert service["document"]["assured_date"] == "2026-05-04"
    (report,) = loop.rows("report")
    assert (report["state"], report["verdict"], report["words"]) == (
        "resolved", f"Corrected: the phone is now {NEW_PHONE}", "out of service",
    )  # fmt: skip
    assert {row["listing_id"] for row in loop.rows("listing_change")} == {listing_id}
    (attempt,) = loop.rows("attempt")
    assert (attempt["outcome"], attempt["evidence"]["set"]) == ("changed", {"phone": NEW_PHONE})
    assert loop.events() == ["opened", "claimed", "done"]
    assert loop.rows("task")[0]["closed_at"] == NOW


def test_a_plain_confirmation_settles_everything(loop: Loop) -> None:
    listing_id = loop.listing()
    for field in (Field.PHONE, Field.HOURS, Field.OTHER):
        loop.report(listing_id, field)
    applied = loop.settle(listing_id, Finding(Outcome.CONFIRMED, check=Check.VISIT))
    assert (applied.task_state, applied.still_open, applied.reports_resolved) == ("done", (), 3)
    belief = loop.stored(listing_id).belief
    assert (probability(belief, NOW), belief.checked_by, belief.signals) == (1.0, "visit", 0)
    assert [row["verdict"] for row in loop.rows("report")] == [
        "They confirmed the phone as listed",
        "They confirmed the hours as listed",
        "They were asked, and what the listing says is right",
    ]
    assert {row["field"] for row in loop.rows("field_check")} == {"phone", "address", "closed"}


def test_what_nobody_answered_stays_open_and_in_doubt(loop: Loop) -> None:
    listing_id = loop.listing(checked=NOW - timedelta(days=365))
    loop.report(listing_id, Field.PHONE, reporter=b"a")
    loop.report(listing_id, Field.HOURS, reporter=b"a")
    before = loop.stored(listing_id).belief
    applied = loop.settle(listing_id, Finding(Outcome.CONFIRMED, confirm=(Field.PHONE,)))
    assert (applied.task_state, applied.still_open) == ("open", ("hours",))
    task = loop.task(listing_id)
    assert (task.state, task.fields, task.claimed_by) == ("open", ("hours",), None)
    belief = loop.stored(listing_id).belief
    assert belief.signals == 1
    assert belief.checked_at == NOW
    assert 0 < belief.anchor_doubt < before.silent_rate
    assert probability(before, NOW) < probability(belief, NOW) < 0.5
    assert [row["state"] for row in loop.rows("report")] == ["resolved", "linked"]
    assert loop.report(listing_id, Field.PHONE, reporter=b"a").is_counted
    assert not loop.report(listing_id, Field.HOURS, reporter=b"a").is_counted


def test_repetitions_that_nobody_settled_keep_no_doubt(loop: Loop) -> None:
    listing_id = loop.listing(checked=NOW)
    loop.report(listing_id, Field.PHONE)
    for _ in range(5):
        loop.report(listing_id, Field.HOURS, reporter=b"a")
    loop.settle(listing_id, Finding(Outcome.CONFIRMED, confirm=(Field.PHONE,)))
    assert loop.stored(listing_id).belief.signals == 1


def test_a_check_of_all_fields_one_by_one_leaves_no_doubt(loop: Loop) -> None:
    listing_id = loop.listing()
    loop.report(listing_id)
    fields = (Field.PHONE, Field.ADDRESS, Field.CLOSED)
    loop.settle(listing_id, Finding(Outcome.CONFIRMED, confirm=fields))
    assert probability(loop.stored(listing_id).belief, NOW) == pytest.approx(1.0)


def test_an_only_listing_that_is_gone_is_a_defunct_service(loop: Loop) -> None:
    listing_id = loop.listing()
    loop.report(listing_id, Field.CLOSED)
    loop.report(listing_id, Field.PHONE)
    applied = loop.settle(listing_id, Finding(Outcome.GONE))
    assert (applied.task_state, applied.reports_resolved) == ("done", 2)
    stored = loop.stored(listing_id)
    assert (stored.status, stored.is_public) == ("defunct", True)
    with loop.store.reading() as view:
        assert list(view.search_inputs()) == []
    assert {row["verdict"] for row in loop.rows("report")} == {
        "They have closed for good. The listing says so now"
    }


@pytest.mark.parametrize(
    "finding",
    [
        Finding(Outcome.GONE),
        Finding(Outcome.CHANGED, set_values={Field.CLOSED: "defunct"}),
        Finding(Outcome.CHANGED, set_values={Field.CLOSED: "inactive"}),
    ],
)
def test_one_of_many_sites_that_is_gone_leaves_the_others(loop: Loop, finding: Finding) -> None:
    places = (location_entity("north"), location_entity("south"))
    made = service_entity(locations=places)
    save(loop.store, *places, made)
    north, south = (listing_id_of(made.entity_id, place.entity_id) for place in places)
    loop.report(north, Field.HOURS)
    assert loop.settle(north, finding).task_state == "done"
    assert (loop.stored(north).is_public, loop.stored(north).listing) == (False, None)
    assert loop.stored(south).status == "active"
    with loop.store.reading() as view:
        assert [listing.listing_id for listing, _ in view.search_inputs()] == [south]
        edit = view.revisions(EntityType.SERVICE, made.entity_id)[-1]
    assert edit.field_path.startswith("service_at_locations")
    loop.report(south)
    loop.settle(south, Finding(Outcome.GONE))
    assert loop.stored(south).status == "defunct"


def test_a_check_of_one_site_says_nothing_about_the_others(loop: Loop) -> None:
    """The service's assured_date is the newest of its sites; a later edit must not take it for a
    check of all of them, nor for a second check of the same site."""
    places = (location_entity("north"), location_entity("south"))
    made = service_entity(locations=places)
    save(loop.store, *places, made)
    north, south = (listing_id_of(made.entity_id, place.entity_id) for place in places)
    loop.now = NOW.replace(hour=8)
    loop.report(north)
    loop.settle(north, Finding(Outcome.CONFIRMED))
    loop.now = NOW.replace(hour=10)
    loop.report(north, Field.HOURS)
    loop.now = NOW.replace(hour=15)
    with loop.store.transaction(actor="Ben", now=loop.now) as tx:
        tx.edit_listing(north, Field.WEBSITE, "https://pantry.example")
    assert loop.stored(south).belief.checked_at is None
    belief = loop.stored(north).belief
    assert (belief.checked_by, belief.checked_at, belief.signals) == (
        "phone", NOW.replace(hour=8), 1,
    )  # fmt: skip


def test_a_status_that_would_be_said_of_all_sites_is_refused(loop: Loop) -> None:
    places = (location_entity("north"), location_entity("south"))
    made = service_entity(locations=places)
    save(loop.store, *places, made)
    listing_id = listing_id_of(made.entity_id, places[0].entity_id)
    loop.report(listing_id)
    finding = Finding(Outcome.CHANGED, set_values={Field.CLOSED: "temporarily closed"})
    with pytest.raises(EditRefusedError, match="the service has other places"):
        loop.settle(listing_id, finding)
    assert loop.rows("attempt") == []
    assert loop.task(listing_id).state == "claimed"


def test_without_an_answer_the_task_waits_longer_each_time(loop: Loop) -> None:
    listing_id = loop.listing()
    loop.report(listing_id)
    belief = loop.stored(listing_id).belief
    task_id = loop.task(listing_id).task_id
    for place in (0, 1):
        loop.claim(task_id)
        outcome = Outcome.INCONCLUSIVE if place else Outcome.UNREACHABLE
        assert loop.record(task_id, Finding(outcome)).task_state == "waiting"
        assert loop.task(listing_id).not_before == loop.now + RETRY_AFTER[place]
        with pytest.raises(TaskTakenError, match="is waiting until"):
            loop.claim(task_id, "Ben")
        loop.now += RETRY_AFTER[place]
    assert loop.stored(listing_id).belief == belief
    with loop.store.transaction(actor="worker", now=loop.now) as tx:
        assert reopen_waited(tx, now=loop.now) == 1
    assert loop.task(listing_id).state == "open"


def test_three_calls_without_an_answer_make_one_doubt_that_it_exists(loop: Loop) -> None:
    listing_id = loop.listing(checked=NOW)
    loop.report(listing_id)
    task_id = loop.task(listing_id).task_id
    signals = []
    for place in range(5):
        loop.claim(task_id)
        loop.record(task_id, Finding(Outcome.UNREACHABLE))
        signals.append(loop.stored(listing_id).belief.signals)
        loop.now += RETRY_AFTER[min(place, 3)]
    assert signals == [1, 1, 2, 2, 2]
    task = loop.task(listing_id)
    assert (task.state, task.fields) == ("waiting", ("phone", "closed"))
    assert task.not_before == loop.now
    assert loop.rows("signal")[-1]["source"] == "no answer"


def test_after_an_answer_the_waits_begin_again(loop: Loop) -> None:
    listing_id = loop.listing()
    loop.report(listing_id)
    loop.report(listing_id, Field.HOURS)
    loop.settle(listing_id, Finding(Outcome.UNREACHABLE))
    loop.now += RETRY_AFTER[0]
    loop.settle(listing_id, Finding(Outcome.CONFIRMED, confirm=(Field.PHONE,)))
    loop.settle(listing_id, Finding(Outcome.CRASHED))
    assert loop.task(listing_id).state == "open"
    loop.settle(listing_id, Finding(Outcome.UNREACHABLE))
    assert loop.task(listing_id).not_before == loop.now + RETRY_AFTER[0]


@pytest.mark.parametrize(
    ("finding", "message"),
    [
        (Finding(Outcome.CHANGED), "needs at least one new value"),
        (Finding(Outcome.CONFIRMED, set_values={Field.PHONE: "1"}), "go with outcome 'changed'"),
        (Finding(Outcome.CHANGED, set_values={Field.PHONE: "  "}), "phone: the new value is empty"),
        (
            Finding(Outcome.CHANGED, (Field.PHONE,), {Field.PHONE: "1"}),
            "phone: either confirmed or set, not both",
        ),
        (Finding(Outcome.UNREACHABLE, (Field.PHONE,)), "confirmed fields go with"),
    ],
)
def test_a_contradiction_is_refused_and_leaves_nothing(
    loop: Loop, finding: Finding, message: str
) -> None:
    listing_id = loop.listing()
    loop.report(listing_id)
    with pytest.raises(OutcomeError, match=message):
        loop.settle(listing_id, finding)
    assert loop.rows("attempt") == []
    assert loop.task(listing_id).state == "claimed"


def test_a_field_without_a_place_is_refused_whole(loop: Loop) -> None:
    listing_id = loop.listing()
    loop.report(listing_id, Field.OTHER)
    finding = Finding(
        Outcome.CHANGED, set_values={Field.PHONE: NEW_PHONE, Field.OTHER: "ring twice"}
    )
    with pytest.raises(EditRefusedError, match="write a note instead"):
        loop.settle(listing_id, finding)
    assert value_of(loop, listing_id, "phone") == "(202) 555-0123"
    assert loop.rows("attempt") == []


def test_only_who_holds_a_task_may_record(loop: Loop) -> None:
    listing_id = loop.listing()
    loop.report(listing_id)
    task_id = loop.task(listing_id).task_id
    with pytest.raises(TaskTakenError, match=f"task {task_id} is open: claim it before"):
        loop.record(task_id, Finding(Outcome.CONFIRMED))
    loop.claim(task_id, "Ben")
    with pytest.raises(TaskTakenError, match=f"task {task_id} is Ben's"):
        loop.record(task_id, Finding(Outcome.CONFIRMED))
    with pytest.raises(NoTaskError, match="there is no task 99"):
        loop.record(99, Finding(Outcome.CONFIRMED))


def withhold(store: Store, name: str) -> None:
    entity_id = service_entity(name).entity_id
    with store.transaction(actor="import:test", now=NOW) as tx:
        before = tx.entities(EntityType.SERVICE, [entity_id])[entity_id]
        after = type(before)(**{**before.__dict__, "visibility": Visibility.WITHHELD})
        tx.write([(before, after)])


def test_a_listing_withdrawn_while_its_task_is_open_ends_the_task(loop: Loop) -> None:
    held, left = loop.listing("Held"), loop.listing("Left")
    for listing_id in (held, left):
        loop.report(listing_id)
    task_id = loop.task(held).task_id
    loop.claim(task_id)
    withhold(loop.store, "Held")
    withhold(loop.store, "Left")
    with loop.store.reading() as view:
        assert queue(view, now=NOW) == []
    with loop.store.transaction(actor="Ben", now=NOW) as tx, pytest.raises(NoTaskError):
        claim_next(tx, "Ben", now=NOW)
    assert loop.record(task_id, Finding(Outcome.CONFIRMED)).task_state == "abandoned"
    assert loop.rows("attempt")[0]["outcome"] == "confirmed"
    with loop.store.transaction(actor="worker", now=NOW) as tx:
        assert abandon_withdrawn(tx, now=NOW) == 1
        assert abandon_withdrawn(tx, now=NOW) == 0
    assert [row["state"] for row in loop.rows("task")] == ["abandoned", "abandoned"]
    assert {(row["state"], row["verdict"]) for row in loop.rows("report")} == {
        ("dismissed", VERDICT)
    }
