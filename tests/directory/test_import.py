"""import_directory: what is news is written, what is not changes nothing."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa

from directory.evidence import Check, EntityType, Field
from directory.fields import field_values
from directory.listing import listing_id_of
from directory.model import stable_id
from directory.store import Store
from directory.tables import listing_change, observation
from tests.directory.importing import (
    FAIRVIEW,
    NOW,
    SERVICES,
    count,
    folder,
    listings,
    load,
    named,
    raw_rows,
    revisions,
    service_document,
    small,
    table,
    written,
)

PANTRY = stable_id("s", "service", "7")


def pantry_phone(store: Store) -> str | None:
    (found,) = named(store, "Pantry")
    return field_values(found).get("phone")


# ------------------------------------------------------------------ formats


@pytest.mark.parametrize(
    "content",
    [
        service_document(),
        [service_document()],
        {"total_items": 1, "empty": False, "contents": [service_document()]},
        json.dumps(service_document()) + "\n\n" + json.dumps(service_document(id="b" * 8)) + "\n",
        {"id": "x1", "service": service_document()},
        {"id": "x2", "name": "Bread House", "services": [service_document()]},
        "\ufeff" + json.dumps(service_document()),
    ],
    ids=["document", "list", "page", "ndjson", "at location", "organization", "byte order mark"],
)
def test_hsds_json_in_every_wrapping(store: Store, tmp_path: Path, content: Any) -> None:
    report = load(store, written(tmp_path / "a.json", content))
    assert report.rejected == ()
    assert field_values(listings(store)[0])["phone"] == "(740) 555-2000"


def test_json_that_no_database_would_keep_is_kept(store: Store, tmp_path: Path) -> None:
    nasty = service_document(name="Pan\0try \ud800", description="x" * 5_000_000)
    text = json.dumps([nasty]).replace(
        '"status"', '"minimum_age": NaN, "maximum_age": 1e999, "status"'
    )
    report = load(store, written(tmp_path / "a.json", text))
    assert report.rejected == ()
    (found,) = named(store, "Pantry ")
    assert (found.service.minimum_age, found.service.maximum_age) == (None, None)


def test_of_several_statements_in_a_file_the_fullest_counts(store: Store, tmp_path: Path) -> None:
    house = service_document()["organization"]
    lines = [
        service_document(),
        service_document(
            id="7a9d3c04-0a4e-4a0c-9f59-0d5a1b5b2a99", organization=house | {"email": "a@b.example"}
        ),
        service_document(description="Groceries"),
    ]
    report = load(store, written(tmp_path / "a.json", lines))
    assert report.read == {"organizations": 1, "services": 2, "locations": 0}
    first, _ = sorted(named(store, "Pantry"), key=lambda one: one.service.id)
    assert first.organization is not None
    assert (first.organization.email, first.service.description) == ("a@b.example", "Groceries")
    assert any("stated more than once" in warning for warning in report.warnings)


def test_a_line_that_is_no_json_is_told_and_the_others_load(store: Store, tmp_path: Path) -> None:
    deep = '{"id": "d", "name": "Deep", "status": ' + "[" * 900 + "]" * 900 + "}"
    lines = [json.dumps(service_document()), '{"id": ', deep, '"words"']
    report = load(store, written(tmp_path / "a.ndjson", "\n".join(lines)))
    assert [one.row for one in report.rejected][:1] == [2]
    assert {one.row for one in report.rejected} == {2, 3, 4}
    assert len(named(store, "Pantry")) == 1


def test_unknown_properties_of_json_are_kept(store: Store, tmp_path: Path) -> None:
    document = service_document(x_beds=[{"free": 3}])
    load(store, written(tmp_path / "a.json", document))
    extra = listings(store)[0].service.model_extra
    assert extra == {"x_beds": [{"free": 3, "id": extra["x_beds"][0]["id"]}]} if extra else False


def test_the_three_kinds_of_row_are_read_and_joined(store: Store, tmp_path: Path) -> None:
    report = load(store, small(tmp_path / "s")).as_json()
    assert report["source"] == "s"
    assert report["read"] == {"organizations": 1, "services": 2, "locations": 1}
    assert (report["created"], report["updated"], report["unchanged"]) == (4, 0, 0)
    (pantry,) = named(store, "Pantry")
    assert pantry.organization is not None
    assert pantry.organization.name == "Bread House"
    assert (pantry.source_ids.organization, pantry.source_ids.service) == ("1", "7")
    assert pantry.source_ids.location == "3"
    assert named(store, "Kitchen")[0].location is None


def test_the_source_and_the_date_are_by_file_unless_given(store: Store, tmp_path: Path) -> None:
    path = small(tmp_path / "town-2024-03")
    report = load(store, path)
    assert (report.source, report.as_of) == ("town", date(2024, 3, 1))
    given = load(store, path, source="other", as_of=date(2025, 1, 1))
    assert (given.source, given.as_of) == ("other", date(2025, 1, 1))


# ------------------------------------------------------------------ again, older, partial


def test_a_second_import_changes_nothing(store: Store) -> None:
    load(store, FAIRVIEW)
    before = revisions(store), count(store, listing_change), count(store, observation)
    report = load(store, FAIRVIEW).as_json()
    assert (report["created"], report["updated"]) == (0, 0)
    assert report["unchanged"] == sum(report["read"].values())
    assert (revisions(store), count(store, listing_change), count(store, observation)) == before


def verify_phone(store: Store, number: str) -> None:
    listing_id = listing_id_of(PANTRY, stable_id("s", "location", "3"))
    with store.transaction(actor="Ana", now=NOW) as tx:
        tx.edit_listing(listing_id, Field.PHONE, number)
        tx.record_check(
            listing_id, {Field.PHONE: number}, at=NOW, by=Check.PHONE, actor="Ana"
        )  # fmt: skip


def phones(number: str) -> str:
    return table("id|service_id|number", f"1|7|{number}")


def test_a_repeated_import_leaves_a_value_that_was_verified_otherwise(
    store: Store, tmp_path: Path
) -> None:
    path = small(tmp_path / "s", phones=phones("(740) 555-2000"))
    load(store, path)
    verify_phone(store, "(740) 555-2999")
    before = revisions(store)
    report = load(store, path).as_json()
    assert (report["updated"], revisions(store), report["warnings"]) == (0, before, [])
    assert pantry_phone(store) == "(740) 555-2999"


def test_a_newer_source_that_disagrees_with_a_verified_value_suggests(
    store: Store, tmp_path: Path
) -> None:
    load(store, small(tmp_path / "s", phones=phones("(740) 555-2000")), as_of=date(2024, 1, 1))
    verify_phone(store, "(740) 555-2999")
    newer = small(tmp_path / "s", phones=phones("(740) 555-2111"))
    for _ in range(2):
        load(store, newer, as_of=date(2026, 1, 1))
    assert pantry_phone(store) == "(740) 555-2999"
    with store.reading() as view:
        (suggestion,) = view.suggestions(EntityType.SERVICE, PANTRY)
    assert suggestion.suggested[0]["number"] == "(740) 555-2111"
    assert suggestion.current[0]["number"] == "(740) 555-2999"
    assert "verified" in suggestion.reason


def test_an_older_export_overwrites_nothing_and_says_why(store: Store, tmp_path: Path) -> None:
    load(store, small(tmp_path / "s", phones=phones("(740) 555-2000")), as_of=date(2024, 1, 1))
    more = table("id|organization_id|name|status", "7|1|Old name|active", "9|1|Shop|active")
    before = revisions(store)
    older = load(store, small(tmp_path / "s", services=more), as_of=date(2021, 1, 1))
    assert any("older here (2021-01-01)" in warning for warning in older.warnings)
    assert older.as_json()["updated"] == 0
    assert revisions(store) == before + 1  # the service that only the older export has
    assert len(named(store, "Pantry")) == len(named(store, "Shop")) == 1


def test_what_a_partial_export_lacks_is_not_deleted(store: Store, tmp_path: Path) -> None:
    load(store, small(tmp_path / "s", phones=phones("(740) 555-2000")), as_of=date(2024, 1, 1))
    (tmp_path / "s" / "phones.csv").unlink()
    part = table("id|organization_id|name|status", "7|1|Pantry and more|active")
    report = load(store, small(tmp_path / "s", services=part), as_of=date(2025, 1, 1))
    assert report.as_json()["updated"] == 1
    assert [one.service.name for one in listings(store)] == ["Kitchen", "Pantry and more"]
    assert field_values(listings(store)[1])["phone"] == "(740) 555-2000"


def test_children_with_new_ids_that_say_the_same_are_the_same(store: Store, tmp_path: Path) -> None:
    load(store, small(tmp_path / "s", phones=phones("(740) 555-2000")), as_of=date(2024, 1, 1))
    renumbered = table("id|service_id|number", "99|7|(740) 555-2000")
    report = load(store, small(tmp_path / "s", phones=renumbered), as_of=date(2025, 1, 1))
    assert report.as_json()["unchanged"] == 4


def test_a_dry_run_writes_nothing(store: Store, tmp_path: Path) -> None:
    report = load(store, small(tmp_path / "s"), dry_run=True).as_json()
    assert report["created"] == 4
    with store.reading() as view:
        assert view.counts()["services"] == 0
        assert view.sources() == []
    assert raw_rows(store) == []


# ------------------------------------------------------------------ what cannot be used


def test_a_row_that_cannot_be_used_is_kept_raw_and_told(store: Store, tmp_path: Path) -> None:
    bad = SERVICES + "9,1,,active\r\n,1,No id,active\r\n10,1,a,b,c,d,e\r\n"
    report = load(store, small(tmp_path / "s", services=bad))
    told = [(one.file, one.row, one.field) for one in report.rejected]
    assert told == [
        ("services.csv", 4, "id"), ("services.csv", 3, "name"), ("services.csv", 5, None),
    ]  # fmt: skip
    assert len(listings(store)) == 2
    kept = {row.row: row for row in raw_rows(store) if row.rejected_for}
    assert sorted(kept) == [3, 4, 5]
    assert kept[4].body == {"organization_id": "1", "name": "No id", "status": "active"}
    assert "cells are shifted" in kept[5].rejected_for


def test_a_part_that_does_not_fit_is_left_out_of_its_document(store: Store, tmp_path: Path) -> None:
    broken = service_document(phones=[{"id": "p"}, {"id": "q", "number": "(740) 555-2001"}])
    report = load(store, written(tmp_path / "a.json", broken))
    (rejected,) = report.rejected
    assert (rejected.row, rejected.field) == (1, "phones[0].number")
    assert field_values(listings(store)[0])["phone"] == "(740) 555-2001"


def test_every_raw_row_is_kept_once(store: Store) -> None:
    for _ in range(2):
        load(store, FAIRVIEW)
    rows = raw_rows(store)
    assert len(rows) == 23
    (kept,) = [row for row in rows if row.body.get("ResourceAgencyNum") == "601"]
    assert kept.body["VendorColumn"] == "kept as it was"


# ------------------------------------------------------------------ crash


def test_after_a_crash_only_whole_services_are_there_and_the_same_command_finishes(
    store: Store, tmp_path: Path
) -> None:
    many = [f"{n}|{n}|Service {n}|active" for n in range(1, 451)]
    owners = [f"{n}|House {n}|Says" for n in range(1, 451)]
    path = folder(
        tmp_path / "s",
        organizations=table("id|name|description", *owners),
        services=table("id|organization_id|name|status", *many),
    )
    inserts = iter(range(100))

    def power_cut(_connection: Any, _cursor: Any, statement: str, *_more: Any) -> None:
        if statement.startswith("INSERT INTO service ") and next(inserts) == 2:
            raise RuntimeError("power cut")

    sa.event.listen(store.database.engine, "before_cursor_execute", power_cut)
    with pytest.raises(RuntimeError, match="power cut"):
        load(store, path)
    sa.event.remove(store.database.engine, "before_cursor_execute", power_cut)
    found = listings(store)
    assert len(found) == 400
    assert all(one.organization is not None for one in found)
    report = load(store, path).as_json()
    assert (report["created"], report["unchanged"]) == (100, 800)
    assert len(listings(store)) == 450
