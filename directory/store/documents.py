"""Entities in their tables: reading, writing, their revisions, and where services are given."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any

import sqlalchemy as sa

from directory.entities import Entity, differences
from directory.evidence import EntityType
from directory.listing import Visibility
from directory.store.listings import assured_on
from directory.store.loading import batches
from directory.tables import location, organization, revision, service, service_at_location
from geodata.shapes import Precision

TABLES = {
    EntityType.ORGANIZATION: (organization, "organization_id"),
    EntityType.SERVICE: (service, "service_id"),
    EntityType.LOCATION: (location, "location_id"),
}

Change = tuple[Entity | None, Entity]
"""What the record holds (None: nothing yet) and what it shall hold."""


def read_entities(
    connection: sa.Connection, entity_type: EntityType, ids: Iterable[str]
) -> dict[str, Entity]:
    """What the record holds, by id; unknown ids are absent."""
    table, key = TABLES[entity_type]
    found: dict[str, Entity] = {}
    for batch in batches(ids):
        rows = connection.execute(sa.select(table).where(table.c[key].in_(batch)))
        for row in rows:
            found[getattr(row, key)] = Entity(
                entity_type=entity_type,
                entity_id=getattr(row, key),
                document=row.document,
                visibility=Visibility(row.visibility),
                source=row.source,
                source_row_id=row.source_row_id,
                precision=Precision(getattr(row, "precision", Precision.NONE)),
            )
    return found


def write_entities(connection: sa.Connection, changes: Sequence[Change], now: datetime) -> None:
    """Inserts the new ones, updates the others."""
    for entity_type in EntityType:
        mine = [pair for pair in changes if pair[1].entity_type is entity_type]
        _insert(connection, [after for before, after in mine if before is None], now)
        _update(connection, [after for before, after in mine if before is not None], now)


def _insert(connection: sa.Connection, entities: Sequence[Entity], now: datetime) -> None:
    if entities:
        table, _ = TABLES[entities[0].entity_type]
        connection.execute(sa.insert(table), [_row(entity, now) for entity in entities])


def _update(connection: sa.Connection, entities: Sequence[Entity], now: datetime) -> None:
    if not entities:
        return
    table, key = TABLES[entities[0].entity_type]
    rows = [_row(entity, now) for entity in entities]
    names = [name for name in rows[0] if name != key]
    update = (
        sa.update(table)
        .where(table.c[key] == sa.bindparam("of_id"))
        .values({name: sa.bindparam(f"new_{name}") for name in names})
    )
    connection.execute(
        update,
        [{"of_id": row[key]} | {f"new_{name}": row[name] for name in names} for row in rows],
    )


def _row(entity: Entity, now: datetime) -> dict[str, Any]:
    row = {
        TABLES[entity.entity_type][1]: entity.entity_id,
        "document": entity.document,
        "visibility": entity.visibility.value,
        "source": entity.source,
        "source_row_id": entity.source_row_id,
        "last_modified": now,
    }
    return row | _COLUMNS[entity.entity_type](entity)


def _organization_columns(entity: Entity) -> dict[str, Any]:
    return {"name": entity.document.get("name", "")}


def _service_columns(entity: Entity) -> dict[str, Any]:
    document = entity.document
    return {
        "name": document.get("name", ""),
        "organization_id": document.get("organization_id"),
        "status": document.get("status", "active"),
        "assured_on": assured_on(document.get("assured_date")),
    }


def _location_columns(entity: Entity) -> dict[str, Any]:
    document = entity.document
    addresses = document.get("addresses") or [{}]
    return {
        "organization_id": document.get("organization_id"),
        "lat": document.get("latitude"),
        "lon": document.get("longitude"),
        "precision": entity.precision.value,
        "postal_code": addresses[0].get("postal_code"),
    }


_COLUMNS = {
    EntityType.ORGANIZATION: _organization_columns,
    EntityType.SERVICE: _service_columns,
    EntityType.LOCATION: _location_columns,
}


def write_revisions(
    connection: sa.Connection,
    changes: Sequence[Change],
    observations: Mapping[str, int],
    *,
    actor: str,
    now: datetime,
) -> None:
    """A row for each property that differs; observations: entity id -> on which it rests."""
    rows = []
    for before, after in changes:
        common = {
            "entity_type": after.entity_type.value,
            "entity_id": after.entity_id,
            "actor": actor,
            "observation_id": observations.get(after.entity_id),
            "at": now,
        }
        rows += [common | change for change in _revisions_of(before, after)]
    if rows:
        connection.execute(sa.insert(revision), rows)


def _revisions_of(before: Entity | None, after: Entity) -> list[dict[str, Any]]:
    """Rows of `revision` without what they have in common; a creation is one row."""
    if before is None:
        return [{"field_path": "", "previous": None, "new": None}]
    rows = [
        {"field_path": change.path, "previous": change.previous, "new": change.new}
        for change in differences(before.document, after.document)
    ]
    if before.visibility is not after.visibility:
        rows.append(
            {
                "field_path": "visibility",
                "previous": before.visibility.value,
                "new": after.visibility.value,
            }
        )
    return rows


def link_locations(connection: sa.Connection, changes: Sequence[Change]) -> None:
    """Brings service_at_location in line with the changed service documents."""
    services = [pair for pair in changes if pair[1].entity_type is EntityType.SERVICE]
    known = [after.entity_id for before, after in services if before is not None]
    for batch in batches(known):
        connection.execute(
            sa.delete(service_at_location).where(service_at_location.c.service_id.in_(batch))
        )
    links = {
        (after.entity_id, at["location_id"])
        for _, after in services
        for at in after.document.get("service_at_locations", ())
        if at.get("location_id")
    }
    if links:
        rows = [{"service_id": s, "location_id": at} for s, at in sorted(links)]
        connection.execute(sa.insert(service_at_location), rows)
