"""Transaction: the one writer of the record.

Every change of a document is a revision and, for each listing that it touches, a `listing_change`
row for the index, in the same transaction.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict
from datetime import UTC, date, datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.dialects import postgresql, sqlite

from directory.belief import BeliefState
from directory.edits import edited
from directory.entities import Entity, differences
from directory.errors import EditRefusedError
from directory.evidence import Check, EntityType, Field
from directory.listing import Visibility
from directory.store.listings import (
    assured_on,
    bring_up_to_date,
    forget,
    services_touched_by,
    touch,
)
from directory.store.loading import batches
from directory.store.reading import View
from directory.store.rows import RawRecord, Said
from directory.tables import (
    field_check,
    listing,
    location,
    observation,
    organization,
    raw_record,
    revision,
    service,
    service_at_location,
    source,
    suggestion,
)
from geodata.shapes import Precision

TABLES = {
    EntityType.ORGANIZATION: (organization, "organization_id"),
    EntityType.SERVICE: (service, "service_id"),
    EntityType.LOCATION: (location, "location_id"),
}


class Transaction(View):
    """A unit of work, handed across rooms: all that happens in it happens, or nothing does."""

    def __init__(self, connection: sa.Connection, *, actor: str, now: datetime) -> None:
        super().__init__(connection)
        self.actor = actor
        self.now = now

    # -- documents

    def entities(self, entity_type: EntityType, ids: Iterable[str]) -> dict[str, Entity]:
        """What the record holds, by id; unknown ids are absent."""
        table, key = TABLES[entity_type]
        found: dict[str, Entity] = {}
        for batch in batches(ids):
            rows = self.connection.execute(sa.select(table).where(table.c[key].in_(batch)))
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

    def write(
        self,
        changes: Sequence[tuple[Entity | None, Entity]],
        observations: Mapping[str, int] | None = None,
    ) -> None:
        """Writes (before, after) pairs: documents, revisions, listings, news for the index.

        before: what the record holds, None for a new entity. observations: entity id -> on which
        observation the change rests. Pairs that are equal are left alone.
        """
        real = [(before, after) for before, after in changes if before != after]
        for entity_type in EntityType:
            self._insert([a for b, a in real if b is None and a.entity_type is entity_type])
            self._update([a for b, a in real if b is not None and a.entity_type is entity_type])
        self._write_revisions(real, observations or {})
        services = [after for _, after in real if after.entity_type is EntityType.SERVICE]
        self._link_locations(services)
        touched = services_touched_by(self.connection, [after for _, after in real])
        bring_up_to_date(self.connection, touched, self.now)

    def _insert(self, entities: Sequence[Entity]) -> None:
        if entities:
            table, _ = TABLES[entities[0].entity_type]
            self.connection.execute(sa.insert(table), [self._row(entity) for entity in entities])

    def _update(self, entities: Sequence[Entity]) -> None:
        if not entities:
            return
        table, key = TABLES[entities[0].entity_type]
        rows = [self._row(entity) for entity in entities]
        names = [name for name in rows[0] if name != key]
        update = (
            sa.update(table)
            .where(table.c[key] == sa.bindparam("of_id"))
            .values({name: sa.bindparam(f"new_{name}") for name in names})
        )
        self.connection.execute(
            update,
            [{"of_id": row[key]} | {f"new_{name}": row[name] for name in names} for row in rows],
        )

    def _row(self, entity: Entity) -> dict[str, Any]:
        document = entity.document
        row: dict[str, Any] = {
            TABLES[entity.entity_type][1]: entity.entity_id,
            "document": document,
            "visibility": entity.visibility.value,
            "source": entity.source,
            "source_row_id": entity.source_row_id,
            "last_modified": self.now,
        }
        if entity.entity_type is EntityType.LOCATION:
            addresses = document.get("addresses") or [{}]
            return row | {
                "organization_id": document.get("organization_id"),
                "lat": document.get("latitude"),
                "lon": document.get("longitude"),
                "precision": entity.precision.value,
                "postal_code": addresses[0].get("postal_code"),
            }
        row["name"] = document.get("name", "")
        if entity.entity_type is EntityType.SERVICE:
            row |= {
                "organization_id": document.get("organization_id"),
                "status": document.get("status", "active"),
                "assured_on": assured_on(document.get("assured_date")),
            }
        return row

    def _write_revisions(
        self, changes: Sequence[tuple[Entity | None, Entity]], observations: Mapping[str, int]
    ) -> None:
        rows = []
        for before, after in changes:
            common = {
                "entity_type": after.entity_type.value,
                "entity_id": after.entity_id,
                "actor": self.actor,
                "observation_id": observations.get(after.entity_id),
                "at": self.now,
            }
            rows += [common | change for change in _revisions_of(before, after)]
        if rows:
            self.connection.execute(sa.insert(revision), rows)

    def _link_locations(self, services: Sequence[Entity]) -> None:
        for batch in batches(entity.entity_id for entity in services):
            self.connection.execute(
                sa.delete(service_at_location).where(service_at_location.c.service_id.in_(batch))
            )
        links = {
            (entity.entity_id, at["location_id"])
            for entity in services
            for at in entity.document.get("service_at_locations", ())
            if at.get("location_id")
        }
        if links:
            rows = [{"service_id": s, "location_id": at} for s, at in sorted(links)]
            self.connection.execute(sa.insert(service_at_location), rows)

    # -- edits and checks

    def edit_listing(
        self, listing_id: str, field: Field, value: str, *, observation_id: int | None = None
    ) -> None:
        """Changes a field where it stands; an edit is not a verification (see record_check).

        Raises EditRefusedError when the listing does not exist or the value does not fit.
        """
        stored = self.listing(listing_id)
        full = self.full_service(stored.service_id) if stored else None
        if stored is None or full is None or stored.listing is None:
            raise EditRefusedError(f"there is no public listing {listing_id}")
        observations = {}
        pairs: list[tuple[Entity | None, Entity]] = []
        for (kind, entity_id), document in edited(full, stored.listing, field, value).items():
            before = self.entities(kind, [entity_id])[entity_id]
            pairs.append((before, _with_document(before, document)))
            if observation_id is not None:
                observations[entity_id] = observation_id
        self.write(pairs, observations)

    def record_check(
        self, listing_id: str, fields: Mapping[Field, Any], *, at: datetime, by: Check, actor: str
    ) -> None:
        """Notes that these fields were verified with these values; sets HSDS assured_date."""
        rows = [
            {
                "listing_id": listing_id,
                "field": field.value,
                "value": value,
                "checked_at": at,
                "checked_by": by.value,
                "actor": actor,
            }
            for field, value in fields.items()
        ]
        if rows:
            names = [row["field"] for row in rows]
            self.connection.execute(
                sa.delete(field_check).where(
                    field_check.c.listing_id == listing_id, field_check.c.field.in_(names)
                )
            )
            self.connection.execute(sa.insert(field_check), rows)
        self._assure(listing_id, at.astimezone(UTC).date())
        touch(self.connection, [listing_id], self.now)

    def _assure(self, listing_id: str, day: date) -> None:
        """assured_date is no edit: it moves without a revision and without last_modified."""
        row = self.connection.execute(
            sa.select(service.c.service_id, service.c.document)
            .join(listing, listing.c.service_id == service.c.service_id)
            .where(listing.c.listing_id == listing_id)
        ).one()
        document = row.document | {"assured_date": day.isoformat()}
        self.connection.execute(
            sa.update(service)
            .where(service.c.service_id == row.service_id)
            .values(document=document, assured_on=day)
        )

    def set_belief(self, listing_id: str, state: BeliefState) -> None:
        """Replaces the belief; news for the index, because belief takes part in ranking."""
        self.connection.execute(
            sa.update(listing).where(listing.c.listing_id == listing_id).values(**asdict(state))
        )
        touch(self.connection, [listing_id], self.now)

    def note_listing_change(self, listing_id: str) -> None:
        touch(self.connection, [listing_id], self.now)

    def applied_changes(self, change_ids: Iterable[int]) -> None:
        """Forgets news that the index has got."""
        forget(self.connection, change_ids)

    # -- what sources say

    def said_by(
        self, source_name: str, entity_type: EntityType, ids: Iterable[str]
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
            for row in self.connection.execute(query):
                found[row.entity_id] = Said(row.observation_id, row.as_of, row.statement)
        return found

    def observe(self, rows: Sequence[Mapping[str, Any]]) -> dict[str, int]:
        """Stores statements (columns of `observation`, without its id); entity id -> id."""
        found: dict[str, int] = {}
        for batch in batches(rows):
            insert = self._upsert(observation)
            statement = insert.on_conflict_do_update(
                index_elements=["source", "entity_type", "entity_id", "as_of"],
                set_={
                    "statement": insert.excluded.statement,
                    "content_hash": insert.excluded.content_hash,
                    "observed_at": insert.excluded.observed_at,
                },
            ).returning(observation.c.entity_id, observation.c.observation_id)
            answer = self.connection.execute(statement, [dict(row) for row in batch])
            found |= {row.entity_id: row.observation_id for row in answer}
        return found

    def suggest(self, rows: Sequence[Mapping[str, Any]]) -> None:
        """Stores suggestions (columns of `suggestion` but its id, state and time)."""
        if rows:
            common = {"state": "open", "suggested_at": self.now}
            self.connection.execute(sa.insert(suggestion), [dict(row) | common for row in rows])

    def keep_raw(self, source_name: str, records: Sequence[RawRecord]) -> None:
        """Keeps source rows as they were read; one that is there already is left as it is."""
        for batch in batches(records):
            rows = [
                asdict(record) | {"source": source_name, "first_seen_at": self.now}
                for record in batch
            ]
            self.connection.execute(self._upsert(raw_record).on_conflict_do_nothing(), rows)

    def note_source(self, name: str, format_: str, as_of: date) -> None:
        """Notes an import; `as_of` only ever moves forward."""
        insert = self._upsert(source).values(
            source=name, format=format_, as_of=as_of, imported_at=self.now
        )
        newest = sa.case(
            (source.c.as_of > insert.excluded.as_of, source.c.as_of), else_=insert.excluded.as_of
        )
        self.connection.execute(
            insert.on_conflict_do_update(
                index_elements=["source"], set_={"as_of": newest, "imported_at": self.now}
            )
        )

    def verified_fields(self, listing_ids: Iterable[str]) -> dict[str, set[str]]:
        """listing_id -> the fields that somebody verified."""
        found: dict[str, set[str]] = {}
        for batch in batches(listing_ids):
            query = sa.select(field_check.c.listing_id, field_check.c.field).where(
                field_check.c.listing_id.in_(batch), field_check.c.checked_by != Check.IMPORT.value
            )
            for listing_id, field in self.connection.execute(query):
                found.setdefault(listing_id, set()).add(field)
        return found

    def _upsert(self, table: sa.Table) -> Any:
        """An INSERT that knows ON CONFLICT, in the dialect of the connection."""
        is_postgres = self.connection.dialect.name == "postgresql"
        return (postgresql if is_postgres else sqlite).insert(table)


def _with_document(entity: Entity, document: dict[str, Any]) -> Entity:
    has_point = "latitude" in document
    precision = entity.precision if has_point else Precision.NONE
    return Entity(
        entity.entity_type, entity.entity_id, document, entity.visibility, entity.source,
        entity.source_row_id, precision,
    )  # fmt: skip


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
