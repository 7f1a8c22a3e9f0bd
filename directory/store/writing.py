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

from directory.belief import BeliefState
from directory.edits import edited
from directory.entities import Entity
from directory.errors import EditRefusedError
from directory.evidence import Check, EntityType, Field
from directory.hsds.points import POINT, noted_precision
from directory.store import statements
from directory.store.documents import (
    Change,
    link_locations,
    read_entities,
    write_entities,
    write_revisions,
)
from directory.store.listings import bring_up_to_date, forget, services_touched_by, touch
from directory.store.reading import View
from directory.store.rows import RawRecord, Said
from directory.tables import field_check, listing, service
from geodata.shapes import Precision


class Transaction(View):
    """A unit of work, handed across rooms: all that happens in it happens, or nothing does."""

    def __init__(self, connection: sa.Connection, *, actor: str, now: datetime) -> None:
        super().__init__(connection)
        self.actor = actor
        self.now = now

    # -- documents

    def entities(self, entity_type: EntityType, ids: Iterable[str]) -> dict[str, Entity]:
        """What the record holds, by id; unknown ids are absent."""
        return read_entities(self.connection, entity_type, ids)

    def write(
        self, changes: Sequence[Change], observations: Mapping[str, int] | None = None
    ) -> None:
        """Writes (before, after) pairs: documents, revisions, listings, news for the index.

        before: what the record holds, None for a new entity. observations: entity id -> on which
        observation the change rests. Pairs that are equal are left alone.
        """
        real = [(before, after) for before, after in changes if before != after]
        write_entities(self.connection, real, self.now)
        write_revisions(self.connection, real, observations or {}, actor=self.actor, now=self.now)
        link_locations(self.connection, real)
        touched = services_touched_by(self.connection, [after for _, after in real])
        bring_up_to_date(self.connection, touched, self.now, assured=_newly_assured(real))

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
        pairs: list[Change] = []
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
        return statements.said_by(self.connection, source_name, entity_type, ids)

    def observe(self, rows: Sequence[Mapping[str, Any]]) -> dict[str, int]:
        """Stores statements (columns of `observation`, without its id); entity id -> id."""
        return statements.observe(self.connection, rows)

    def suggest(self, rows: Sequence[Mapping[str, Any]]) -> None:
        """Stores suggestions (columns of `suggestion` but its id, state and time)."""
        statements.suggest(self.connection, rows, self.now)

    def keep_raw(self, source_name: str, records: Sequence[RawRecord]) -> None:
        """Keeps source rows as they were read; one that is there already is left as it is."""
        statements.keep_raw(self.connection, source_name, records, self.now)

    def note_source(self, name: str, format_: str, as_of: date) -> None:
        """Notes an import; `as_of` only ever moves forward."""
        statements.note_source(self.connection, name, format_, as_of, self.now)

    def verified_fields(self, listing_ids: Iterable[str]) -> dict[str, set[str]]:
        """listing_id -> the fields that somebody verified."""
        return statements.verified_fields(self.connection, listing_ids)

    def verified_of_entities(
        self, entity_type: EntityType, ids: Iterable[str]
    ) -> dict[str, set[str]]:
        """Entity id -> the fields that somebody verified of a listing that shows the entity."""
        return statements.verified_of_entities(self.connection, entity_type, ids)


def _newly_assured(changes: Iterable[Change]) -> set[str]:
    """Ids of the entities whose assured_date changes."""
    return {
        after.entity_id
        for before, after in changes
        if before is not None
        and before.document.get("assured_date") != after.document.get("assured_date")
    }


def _with_document(entity: Entity, document: dict[str, Any]) -> Entity:
    has_point = "latitude" in document
    is_same = all(document.get(name) == entity.document.get(name) for name in POINT)
    known = entity.precision if is_same else noted_precision(document) or entity.precision
    precision = known if has_point else Precision.NONE
    return Entity(
        entity.entity_type, entity.entity_id, document, entity.visibility, entity.source,
        entity.source_row_id, precision,
    )  # fmt: skip
