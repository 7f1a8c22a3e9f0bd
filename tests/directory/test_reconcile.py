"""Which of two statements holds. Pure: documents in, a decision out."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from directory.entities import Entity
from directory.evidence import EntityType
from directory.hsds.statements import Stated
from directory.listing import Visibility
from directory.reconcile import Known, Verdict, reconcile

THEN, NOW = date(2023, 5, 31), date(2025, 1, 1)


def entity(
    source: str = "a", visibility: Visibility = Visibility.PUBLIC, **document: Any
) -> Entity:
    return Entity(EntityType.SERVICE, "s1", {"id": "s1", **document}, visibility, source)


def known(held: dict[str, Any], said: dict[str, Any] | None, *verified: str) -> Known:
    statement = None if said is None else {"id": "s1", **said}
    return Known(entity(**held), statement, THEN if said is not None else None, frozenset(verified))


def phone(number: str, child_id: str = "p1") -> dict[str, str]:
    return {"id": child_id, "number": number}


def test_what_is_unknown_is_created() -> None:
    assert reconcile(None, Stated(entity(name="A")), NOW).verdict is Verdict.CREATED


@pytest.mark.parametrize(
    ("held", "said", "new", "expected"),
    [
        # the source says what it said: whatever others made of it stands
        ({"name": "A"}, {"name": "A"}, {"name": "A"}, {"name": "A"}),
        ({"name": "B"}, {"name": "A"}, {"name": "A"}, {"name": "B"}),
        # it changed its mind
        ({"name": "A"}, {"name": "A"}, {"name": "C"}, {"name": "C"}),
        ({"name": "A"}, {"name": "A"}, {"name": "A", "alert": "!"}, {"name": "A", "alert": "!"}),
        # absence says nothing
        ({"name": "A", "email": "e"}, {"name": "A", "email": "e"}, {"name": "A"},
         {"name": "A", "email": "e"}),
        # children are compared by what they say, and keep the known id
        ({"phones": [phone("1", "old")]}, {"phones": [phone("1", "older")]},
         {"phones": [phone("1", "new")]}, {"phones": [phone("1", "old")]}),
        ({"phones": [phone("1", "a"), phone("2", "b")]}, {"phones": [phone("2"), phone("1")]},
         {"phones": [phone("2"), phone("1")]}, {"phones": [phone("1", "a"), phone("2", "b")]}),
        ({"phones": [phone("1", "old")]}, {"phones": [phone("1", "old")]},
         {"phones": [phone("2", "n2"), phone("1", "n1")]},
         {"phones": [phone("2", "n2"), phone("1", "old")]}),
    ],
)  # fmt: skip
def test_merge(
    held: dict[str, Any], said: dict[str, Any], new: dict[str, Any], expected: dict[str, Any]
) -> None:
    decision = reconcile(known(held, said), Stated(entity(**new)), NOW)
    assert decision.entity.document == {"id": "s1", **expected}
    assert decision.proposals == ()
    assert decision.verdict is (Verdict.UNCHANGED if held == expected else Verdict.UPDATED)


def test_a_property_that_the_row_has_a_place_for_can_be_emptied() -> None:
    decision = reconcile(
        known({"alert": "!"}, {"alert": "!"}), Stated(entity(), frozenset({"alert"})), NOW
    )
    assert "alert" not in decision.entity.document


def test_an_older_statement_overwrites_nothing() -> None:
    held = known({"name": "A"}, {"name": "A"})
    decision = reconcile(held, Stated(entity(name="C")), date(2021, 10, 1))
    assert (decision.verdict, decision.entity) == (Verdict.OLDER, held.entity)


@pytest.mark.parametrize(
    ("held", "said", "new", "verified", "reason"),
    [
        ({"phones": [phone("2")]}, {"phones": [phone("1")]}, {"phones": [phone("3")]},
         ("phone",), "verified"),
        ({"phones": [phone("1")]}, {"phones": [phone("1")]}, {"phones": [phone("3")]},
         ("phone",), "verified"),
        ({"name": "B"}, {"name": "A"}, {"name": "C"}, (), "somebody else"),
    ],
)  # fmt: skip
def test_a_new_value_becomes_a_suggestion_beside_one_that_others_stand_for(
    held: dict[str, Any],
    said: dict[str, Any],
    new: dict[str, Any],
    verified: tuple[str, ...],
    reason: str,
) -> None:
    decision = reconcile(known(held, said, *verified), Stated(entity(**new)), NOW)
    assert decision.verdict is Verdict.UNCHANGED
    assert decision.entity.document == {"id": "s1", **held}
    (proposal,) = decision.proposals
    assert (proposal.current, proposal.suggested) == (*held.values(), *new.values())
    assert reason in proposal.reason


def test_a_field_that_nobody_verified_is_taken_beside_one_that_was_kept() -> None:
    before: dict[str, Any] = {"phones": [phone("1")], "email": "a@b.example"}
    new: dict[str, Any] = {"phones": [phone("2")], "email": "c@d.example"}
    decision = reconcile(known(before, before, "phone"), Stated(entity(**new)), NOW)
    assert decision.entity.document["email"] == "c@d.example"
    assert decision.entity.document["phones"] == [phone("1")]
    assert [proposal.field_path for proposal in decision.proposals] == ["phones"]


def place(location_id: str, **said: Any) -> dict[str, Any]:
    return {"id": f"at {location_id}", "location_id": location_id, **said}


def test_places_are_matched_by_location_and_kept_when_a_partial_export_lacks_them() -> None:
    before: dict[str, Any] = {"service_at_locations": [place("x"), place("y")]}
    new: dict[str, Any] = {
        "service_at_locations": [place("y", description="Back door"), place("z")]
    }
    decision = reconcile(known(before, before), Stated(entity(**new)), NOW)
    assert decision.entity.document["service_at_locations"] == [
        place("x"), place("y", description="Back door"), place("z"),
    ]  # fmt: skip


def test_a_complete_list_of_places_takes_one_away() -> None:
    before = {"service_at_locations": [place("x"), place("y")]}
    stated = Stated(entity(service_at_locations=[place("y")]), frozenset({"service_at_locations"}))
    decision = reconcile(known(before, before), stated, NOW)
    assert decision.entity.document["service_at_locations"] == [place("y")]


def test_hours_at_a_place_that_were_verified_stay() -> None:
    def at(hours: str) -> dict[str, Any]:
        return {"service_at_locations": [place("x", schedules=[{"id": "h", "description": hours}])]}

    decision = reconcile(known(at("9-5"), at("9-5"), "hours"), Stated(entity(**at("8-4"))), NOW)
    assert decision.entity.document == {"id": "s1", **at("9-5")}
    (proposal,) = decision.proposals
    assert proposal.field_path == "service_at_locations[0].schedules"


def test_assured_date_only_moves_forward() -> None:
    held = known({"assured_date": "2024-06-01"}, {"assured_date": "2022-01-01"})
    decision = reconcile(held, Stated(entity(assured_date="2023-03-03")), NOW)
    assert decision.entity.document["assured_date"] == "2024-06-01"
    assert decision.proposals == ()


@pytest.mark.parametrize(
    ("held", "stated", "source", "expected"),
    [
        (Visibility.PUBLIC, Visibility.WITHHELD, "a", Visibility.WITHHELD),
        (Visibility.WITHHELD, Visibility.PUBLIC, "a", Visibility.PUBLIC),
        (Visibility.WITHHELD, Visibility.PUBLIC, "b", Visibility.WITHHELD),
    ],
)
def test_only_the_source_that_withheld_can_publish(
    held: Visibility, stated: Visibility, source: str, expected: Visibility
) -> None:
    before = Known(entity("a", held, name="A"), {"id": "s1", "name": "A"}, THEN)
    decision = reconcile(before, Stated(replace(entity(source, stated, name="A"))), NOW)
    assert decision.entity.visibility is expected
