"""What import tests have in common: a file, its import, what came of it."""

from __future__ import annotations

import csv
import io
import json
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import sqlalchemy as sa

from directory.imports import ImportReport, import_directory
from directory.listing import Listing
from directory.store import Store
from directory.tables import raw_record, revision

NOW = datetime(2026, 5, 4, 12, tzinfo=UTC)
FIXTURES = Path(__file__).parent.parent / "fixtures"
FAIRVIEW = FIXTURES / "icarol" / "fairview.csv"


def load(store: Store, path: Path, now: datetime = NOW, **options: Any) -> ImportReport:
    return import_directory(store, path, now=now, **options)


def listings(store: Store) -> list[Listing]:
    """Everything that search may find, by name of the service and the place."""
    with store.reading() as view:
        found = [listing for listing, _ in view.search_inputs()]
    return sorted(found, key=lambda one: (one.service.name, one.listing_id))


def named(store: Store, name: str) -> list[Listing]:
    return [one for one in listings(store) if one.service.name == name]


def count(store: Store, table: sa.Table) -> int:
    with store.reading() as view:
        query = sa.select(sa.func.count()).select_from(table)
        return view.connection.execute(query).scalar_one()


def revisions(store: Store) -> int:
    return count(store, revision)


def raw_rows(store: Store) -> list[Any]:
    with store.reading() as view:
        return list(view.connection.execute(sa.select(raw_record)))


def table(columns: str, *rows: str) -> str:
    """CSV text of columns and cells that are parted by "|"."""
    out = io.StringIO()
    csv.writer(out).writerows(line.split("|") for line in (columns, *rows))
    return out.getvalue()


def folder(path: Path, **tables: str) -> Path:
    """A folder with these tables as `name.csv`."""
    path.mkdir(exist_ok=True)
    for name, text in tables.items():
        (path / f"{name}.csv").write_text(text, encoding="utf-8")
    return path


ORGANIZATIONS = table("id|name|description", "1|Bread House|Bakes")
SERVICES = table("id|organization_id|name|status", "7|1|Pantry|active", "8|1|Kitchen|active")
LOCATIONS = table("id|organization_id|name|latitude|longitude", "3|1|Hall|40.0|-82.0")
LINKS = table("id|service_id|location_id", "1|7|3")


def small(path: Path, **changes: str) -> Path:
    """A directory of one organization, two services and a location."""
    base = {"organizations": ORGANIZATIONS, "services": SERVICES, "locations": LOCATIONS}
    return folder(path, **(base | {"services_at_location": LINKS} | changes))


def service_document(**changes: Any) -> dict[str, Any]:
    """A full HSDS service."""
    return {
        "id": "7a9d3c04-0a4e-4a0c-9f59-0d5a1b5b2a01",
        "name": "Pantry",
        "status": "active",
        "phones": [{"id": "7a9d3c04-0a4e-4a0c-9f59-0d5a1b5b2a02", "number": "(740) 555-2000"}],
        "organization": {"id": "7a9d3c04-0a4e-4a0c-9f59-0d5a1b5b2a03", "name": "Bread House"},
    } | changes


def written(path: Path, value: Any) -> Path:
    path.write_text(value if isinstance(value, str) else json.dumps(value), encoding="utf-8")
    return path
