"""What sources say: their rows, their statements about entities, what they suggest, how new."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.dialects import postgresql, sqlite

from directory.evidence import Check, EntityType
from directory.store.loading import batches
from directory.store.rows import RawRecord, Said
from directory.tables import (
    field_check,
    listing,
    observation,
    raw_record,
    service,
    source,
    suggestion,
)


def said_by(
    connection: sa.Connection, source_name: str, entity_type: EntityType, ids: Iterable[str]
) -> dict[str, Said]:
    """The newest statement of the source about each entity, by entity id."""
    found: dict[str, Said] = {}
    for batch in batches(ids):
        query = (
            sa.select(observation)
            .where(observation.c.source == source_name)
            .where(observation.c.entity_type == entity_type.value)
            .where(observation.c.entity_id.in_(batch))
            .order_by(observation.c.as_of)
        )
        for row in connection.execute(query):
            found[row.entity_id] = Said(row.observation_id, row.as_of, row.statement)
    return found


def observe(connection: sa.Connection, rows: Sequence[Mapping[str, Any]]) -> dict[str, int]:
    """Stores statements (columns of `observation`, without its id); entity id -> id."""
    found: dict[str, int] = {}
    for batch in batches(rows):
        insert = upsert(connection, observation)
        statement = insert.on_conflict_do_update(
            index_elements=["source", "entity_type", "entity_id", "as_of"],
            set_={
                "statement": insert.excluded.statement,
                "content_hash": insert.excluded.content_hash,
                "observed_at": insert.excluded.observed_at,
            },
        ).returning(observation.c.entity_id, observation.c.observation_id)
        answer = connection.execute(statement, [dict(row) for row in batch])
        found |= {row.entity_id: row.observation_id for row in answer}
    return found


def suggest(connection: sa.Connection, rows: Sequence[Mapping[str, Any]], now: datetime) -> None:
    """Stores suggestions (columns of `suggestion` but its id, state and time)."""
    if rows:
        common = {"state": "open", "suggested_at": now}
        connection.execute(sa.insert(suggestion), [dict(row) | common for row in rows])


def keep_raw(
    connection: sa.Connection, source_name: str, records: Sequence[RawRecord], now: datetime
) -> None:
    """Keeps source rows as they were read; one that is there already is left as it is."""
    for batch in batches(records):
        rows = [vars(record) | {"source": source_name, "first_seen_at": now} for record in batch]
        connection.execute(upsert(connection, raw_record).on_conflict_do_nothing(), rows)


def note_source(
    connection: sa.Connection, name: str, format_: str, as_of: date, now: datetime
) -> None:
    """Notes an import; `as_of` only ever moves forward."""
    insert = upsert(connection, source).values(
        source=name, format=format_, as_of=as_of, imported_at=now
    )
    newest = sa.case(
        (source.c.as_of > insert.excluded.as_of, source.c.as_of), else_=insert.excluded.as_of
    )
    connection.execute(
        insert.on_conflict_do_update(
            index_elements=["source"], set_={"as_of": newest, "imported_at": now}
        )
    )


def verified_fields(connection: sa.Connection, listing_ids: Iterable[str]) -> dict[str, set[str]]:
    """listing_id -> the fields that somebody verified."""
    found: dict[str, set[str]] = {}
    for batch in batches(listing_ids):
        query = sa.select(field_check.c.listing_id, field_check.c.field).where(
            field_check.c.listing_id.in_(batch), field_check.c.checked_by != Check.IMPORT.value
        )
        for listing_id, field in connection.execute(query):
            found.setdefault(listing_id, set()).add(field)
    return found


def verified_of_entities(
    connection: sa.Connection, entity_type: EntityType, ids: Iterable[str]
) -> dict[str, set[str]]:
    """Entity id -> the fields that somebody verified of a listing that shows the entity."""
    key = {
        EntityType.SERVICE: listing.c.service_id,
        EntityType.LOCATION: listing.c.location_id,
        EntityType.ORGANIZATION: service.c.organization_id,
    }[entity_type]
    found: dict[str, set[str]] = {}
    for batch in batches(ids):
        query = (
            sa.select(key, field_check.c.field)
            .select_from(field_check)
            .join(listing, listing.c.listing_id == field_check.c.listing_id)
            .join(service, service.c.service_id == listing.c.service_id)
            .where(key.in_(batch), field_check.c.checked_by != Check.IMPORT.value)
        )
        for entity_id, field in connection.execute(query):
            found.setdefault(entity_id, set()).add(field)
    return found


def upsert(connection: sa.Connection, table: sa.Table) -> Any:
    """An INSERT that knows ON CONFLICT, in the dialect of the connection."""
    is_postgres = connection.dialect.name == "postgresql"
    return (postgresql if is_postgres else sqlite).insert(table)
