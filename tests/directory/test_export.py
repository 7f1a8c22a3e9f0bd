"""The export is valid HSDS 3.2, whole, and has nothing that is not public."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import jsonschema_rs
import pytest
import sqlalchemy as sa

from directory.errors import ExportRefusedError
from directory.exports import export_directory
from directory.hsds.conform import conforming
from directory.store import Store
from tests.directory.importing import FAIRVIEW, load, service_document, written

pytestmark = pytest.mark.parametrize("database_kind", ["sqlite"])


def exported(store: Store, path: Path) -> list[dict[str, Any]]:
    export_directory(store, path)
    text = path.read_text(encoding="utf-8")
    return (
        json.loads(text)
        if path.suffix == ".json"
        else [json.loads(line) for line in text.splitlines()]
    )


@pytest.fixture
def validator(shared: Path) -> jsonschema_rs.Draft202012Validator:
    schema = json.loads((shared / "hsds/3.2/bundled/service.json").read_text(encoding="utf-8"))
    return jsonschema_rs.Draft202012Validator(schema, validate_formats=True)


def test_every_exported_service_is_valid(
    store: Store, tmp_path: Path, validator: jsonschema_rs.Draft202012Validator
) -> None:
    load(store, FAIRVIEW)
    documents = exported(store, tmp_path / "out.ndjson")
    assert len(documents) == 11
    for document in documents:
        validator.validate(document)


@pytest.mark.parametrize("ending", [".ndjson", ".json"])
def test_what_was_exported_is_imported_unchanged(store: Store, tmp_path: Path, ending: str) -> None:
    document = service_document(
        x_unknown="kept",
        attributes=[{"id": "7a9d3c04-0a4e-4a0c-9f59-0d5a1b5b2a09", "link_type": "x", "value": "y"}],
        description="Bread & soup",
    )
    load(store, written(tmp_path / "in.json", document))
    (found,) = exported(store, tmp_path / f"out{ending}")
    for name in ("id", "name", "phones", "x_unknown", "description"):
        assert found[name] == document[name]
    assert [a["value"] for a in found["attributes"]] == ["y"]
    report = load(store, tmp_path / f"out{ending}", source="in")
    assert report.read["services"] == 1
    assert report.as_json()["created"] == 0


def test_the_official_example_is_given_back_whole(
    store: Store, tmp_path: Path, shared: Path
) -> None:
    """But for a point that is no place, and for when it was changed, which was now."""
    example = shared / "hsds/3.1/examples/service_full.json"
    load(store, example)
    (found,) = exported(store, tmp_path / "out.json")
    told = lacking(json.loads(example.read_text(encoding="utf-8")), found)
    assert told == [
        "last_modified", "service_at_locations[0].location.latitude",
        "service_at_locations[0].location.longitude", "organization.locations",
    ]  # fmt: skip


def lacking(wanted: Any, found: Any, path: str = "") -> list[str]:
    """Paths of what `found` lacks or says otherwise."""
    if isinstance(wanted, dict) and isinstance(found, dict):
        return [
            place
            for key, part in wanted.items()
            for place in lacking(part, found.get(key), f"{path}.{key}".lstrip("."))
        ]
    if isinstance(wanted, list) and isinstance(found, list) and len(wanted) == len(found):
        pairs = enumerate(zip(wanted, found, strict=True))
        return [place for n, (w, f) in pairs for place in lacking(w, f, f"{path}[{n}]")]
    return [] if wanted == found else [path]


def test_what_is_withheld_or_confidential_is_not_exported(store: Store, tmp_path: Path) -> None:
    load(store, FAIRVIEW)
    path = tmp_path / "out.ndjson"
    text = json.dumps(exported(store, path)).lower()
    for secret in ("quiet c", "40.06", "hidden program", "closed agency", "secret-note", "ann@"):
        assert secret not in text.replace("program of a closed agency", "")
    (counseling,) = [d for d in exported(store, path) if d["name"] == "Harbor House Counseling"]
    assert "location" not in counseling["service_at_locations"][0]
    assert "location_id" not in counseling["service_at_locations"][0]


def test_an_inactive_service_is_not_exported(store: Store, tmp_path: Path) -> None:
    load(store, written(tmp_path / "in.json", service_document(status="inactive")))
    assert exported(store, tmp_path / "out.json") == []


def test_an_unwritable_format_or_name_is_refused(store: Store, tmp_path: Path) -> None:
    with pytest.raises(ExportRefusedError, match="cannot be written yet"):
        export_directory(store, tmp_path / "out.ndjson", format="hsds-csv")
    with pytest.raises(ExportRefusedError, match=r"must end in \.json"):
        export_directory(store, tmp_path / "out.xls")
    with pytest.raises(ExportRefusedError, match="cannot be written: No such file"):
        export_directory(store, tmp_path / "absent" / "out.json")
    assert list(tmp_path.iterdir()) == [
        path for path in tmp_path.iterdir() if "sqlite" in path.name
    ]


def test_a_failed_export_leaves_the_file_that_was_there(store: Store, tmp_path: Path) -> None:
    load(store, FAIRVIEW)
    path = written(tmp_path / "out.json", "[]")

    def power_cut(_connection: Any, _cursor: Any, statement: str, *_more: Any) -> None:
        if "FROM location" in statement:
            raise ZeroDivisionError

    sa.event.listen(store.database.engine, "before_cursor_execute", power_cut)
    with pytest.raises(ZeroDivisionError):
        export_directory(store, path)
    assert path.read_text() == "[]"
    assert [one.name for one in tmp_path.iterdir() if one.suffix == ".part"] == []


@pytest.mark.parametrize(
    ("kind", "document", "expected"),
    [
        ("organization", {"id": "x", "name": "A", "website": "www.a.org"},
         {"name": "A", "description": "A", "website": "http://www.a.org"}),
        ("organization", {"id": "x", "name": "A", "website": "call us", "email": "a@b.org or c"},
         {"name": "A", "description": "A", "email": "a@b.org"}),
        ("address", {"id": "x", "city": "Fairview"},
         {"city": "Fairview", "address_1": "", "postal_code": "", "address_type": "physical"}),
        ("schedule", {"id": "x", "freq": "DAILY", "byday": "MO"}, {"byday": "MO"}),
        ("service", {"id": "x", "name": "A", "status": "7"}, {"name": "A", "status": "active"}),
        ("service", {"id": "x", "name": "A", "last_modified": "2026-05-04 12:00"},
         {"last_modified": "2026-05-04T12:00:00.000Z", "status": "active"}),
    ],
)  # fmt: skip
def test_a_document_is_made_to_conform_and_nothing_is_invented(
    kind: str, document: dict[str, Any], expected: dict[str, Any], database_kind: str
) -> None:
    found = conforming(document, kind)
    assert {name: found.get(name) for name in expected} == expected
    assert found.keys() - expected.keys() <= {
        "id", "name", "attributes", "state_province", "country",
    }  # fmt: skip
