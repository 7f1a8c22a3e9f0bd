"""View: what can be asked of the record."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import datetime
from typing import Any

import sqlalchemy as sa

from directory.belief import BeliefState
from directory.evidence import EntityType
from directory.listing import FullService, Listing, Visibility, listings_of
from directory.model import ServiceStatus
from directory.store.loading import batches, full_services
from directory.store.rows import (
    BeliefRow,
    FieldCheck,
    Revision,
    SourceRow,
    StoredListing,
    Suggestion,
)
from directory.tables import (
    field_check,
    listing,
    listing_change,
    location,
    organization,
    revision,
    service,
    source,
    suggestion,
)
from geodata.shapes import Box

NOT_OFFERED = (ServiceStatus.INACTIVE.value, ServiceStatus.DEFUNCT.value)
"""Statuses whose listings keep their page but are not found by search."""


FAR_SHARE = 0.05
"""At each edge so many of the places are left out: some of DC 2-1-1's are in Roanoke and Austin."""


class View:
    """Questions to the record, on one connection: all answers are of one moment."""

    def __init__(self, connection: sa.Connection) -> None:
        self.connection = connection

    def full_service(self, service_id: str) -> FullService | None:
        return next(full_services(self.connection, [service_id]), None)

    def full_services(self, service_ids: Iterable[str] | None = None) -> Iterator[FullService]:
        """All services, or these, in the order of the ids; unknown ids are left out."""
        return full_services(self.connection, service_ids)

    def listing(self, listing_id: str) -> StoredListing | None:
        return self.listings([listing_id]).get(listing_id)

    def listings(self, listing_ids: Iterable[str]) -> dict[str, StoredListing]:
        """By listing_id; unknown ids are absent."""
        found: dict[str, StoredListing] = {}
        for batch in batches(listing_ids):
            query = sa.select(listing).where(listing.c.listing_id.in_(batch))
            rows = list(self.connection.execute(query))
            fulls = {
                full.service.id: full
                for full in self.full_services({row.service_id for row in rows})
            }
            public = {
                item.listing_id: item for full in fulls.values() for item in listings_of(full)
            }
            for row in rows:
                status = fulls[row.service_id].service.status
                found[row.listing_id] = _stored(row, public.get(row.listing_id), status)
        return found

    def search_inputs(
        self, listing_ids: Iterable[str] | None = None
    ) -> Iterator[tuple[Listing, BeliefState]]:
        """Every listing that search may find, or those of these ids that it may."""
        wanted = None if listing_ids is None else set(listing_ids)
        service_ids = None if wanted is None else self._services_of(wanted)
        for batch in batches(self.full_services(service_ids)):
            items = [
                item
                for full in batch
                if full.service.status not in NOT_OFFERED
                for item in listings_of(full)
                if wanted is None or item.listing_id in wanted
            ]
            beliefs = self._beliefs([item.listing_id for item in items])
            for item in items:
                if item.listing_id in beliefs:
                    yield item, beliefs[item.listing_id]

    def _services_of(self, listing_ids: Iterable[str]) -> list[str]:
        found: set[str] = set()
        for batch in batches(listing_ids):
            query = sa.select(listing.c.service_id).where(listing.c.listing_id.in_(batch))
            found |= set(self.connection.execute(query).scalars())
        return sorted(found)

    def _beliefs(self, listing_ids: Iterable[str]) -> dict[str, BeliefState]:
        found: dict[str, BeliefState] = {}
        for batch in batches(listing_ids):
            query = sa.select(listing).where(
                listing.c.listing_id.in_(batch), listing.c.is_public.is_(True)
            )
            found |= {row.listing_id: belief_of(row) for row in self.connection.execute(query)}
        return found

    def belief_rows(self) -> list[BeliefRow]:
        """Of every listing that search may find, in the order of their ids."""
        query = (
            sa.select(listing)
            .join(service, service.c.service_id == listing.c.service_id)
            .where(listing.c.is_public.is_(True), service.c.status.not_in(NOT_OFFERED))
            .order_by(listing.c.listing_id)
        )
        return [BeliefRow(row.listing_id, belief_of(row)) for row in self.connection.execute(query)]

    def siblings(self, listing_id: str) -> list[str]:
        """The other public listings of the same organization, by listing_id."""
        owner = (
            sa.select(service.c.organization_id)
            .join(listing, listing.c.service_id == service.c.service_id)
            .where(listing.c.listing_id == listing_id)
            .scalar_subquery()
        )
        query = (
            sa.select(listing.c.listing_id)
            .join(service, service.c.service_id == listing.c.service_id)
            .where(service.c.organization_id == owner, listing.c.is_public.is_(True))
            .where(listing.c.listing_id != listing_id, service.c.status.not_in(NOT_OFFERED))
            .order_by(listing.c.listing_id)
        )
        return list(self.connection.execute(query).scalars())

    def field_checks(self, listing_id: str) -> dict[str, FieldCheck]:
        """The last verification of each field that was ever verified."""
        query = sa.select(field_check).where(field_check.c.listing_id == listing_id)
        return {
            row.field: FieldCheck(row.field, row.value, row.checked_at, row.checked_by, row.actor)
            for row in self.connection.execute(query)
        }

    def revisions(self, entity_type: EntityType, entity_id: str) -> list[Revision]:
        """Oldest first."""
        return self._revisions([(entity_type.value, entity_id)])

    def history(self, listing_id: str) -> list[Revision]:
        """Changes of the listing's service, location and organization, newest first."""
        row = self.connection.execute(
            sa.select(listing.c.service_id, listing.c.location_id, service.c.organization_id)
            .join(service, service.c.service_id == listing.c.service_id)
            .where(listing.c.listing_id == listing_id)
        ).first()
        if row is None:
            return []
        entities = [(EntityType.SERVICE.value, row.service_id)]
        if row.location_id:
            entities.append((EntityType.LOCATION.value, row.location_id))
        if row.organization_id:
            entities.append((EntityType.ORGANIZATION.value, row.organization_id))
        return self._revisions(entities)[::-1]

    def _revisions(self, entities: list[tuple[str, str]]) -> list[Revision]:
        chosen = [
            sa.and_(revision.c.entity_type == kind, revision.c.entity_id == entity_id)
            for kind, entity_id in entities
        ]
        query = sa.select(revision).where(sa.or_(*chosen)).order_by(revision.c.revision_id)
        return [Revision(**row._mapping) for row in self.connection.execute(query)]

    def suggestions(self, entity_type: EntityType, entity_id: str) -> list[Suggestion]:
        """Open ones, oldest first."""
        query = (
            sa.select(suggestion)
            .where(suggestion.c.entity_type == entity_type.value)
            .where(suggestion.c.entity_id == entity_id, suggestion.c.state == "open")
            .order_by(suggestion.c.suggestion_id)
        )
        return [Suggestion(**row._mapping) for row in self.connection.execute(query)]

    def pending_changes(self, limit: int | None = 1000) -> list[tuple[int, str]]:
        """(change_id, listing_id) of news that the index has not got yet, oldest first; all of it
        when `limit` is None."""
        query = (
            sa.select(listing_change.c.change_id, listing_change.c.listing_id)
            .order_by(listing_change.c.change_id)
            .limit(limit)
        )
        return [(row.change_id, row.listing_id) for row in self.connection.execute(query)]

    def modified_at(self) -> dict[str, datetime]:
        """service_id -> when the service was last changed here."""
        query = sa.select(service.c.service_id, service.c.last_modified)
        return {row.service_id: row.last_modified for row in self.connection.execute(query)}

    def counts(self) -> dict[str, int]:
        """Rows of the record, for `wellkept doctor`."""
        public = sa.select(sa.func.count()).select_from(listing).where(listing.c.is_public)
        return {
            "organizations": self._count(organization),
            "services": self._count(service),
            "locations": self._count(location),
            "public listings": self.connection.execute(public).scalar_one(),
            "changes waiting for the index": self._count(listing_change),
        }

    def _count(self, table: sa.Table) -> int:
        return self.connection.execute(sa.select(sa.func.count()).select_from(table)).scalar_one()

    def sources(self) -> list[SourceRow]:
        query = sa.select(source).order_by(source.c.source)
        return [SourceRow(**row._mapping) for row in self.connection.execute(query)]

    def source_of(self, listing_id: str) -> SourceRow | None:
        """The source that brought the listing's service."""
        query = (
            sa.select(source)
            .join(service, service.c.source == source.c.source)
            .join(listing, listing.c.service_id == service.c.service_id)
            .where(listing.c.listing_id == listing_id)
        )
        row = self.connection.execute(query).first()
        return SourceRow(**row._mapping) if row else None

    def extent(self) -> Box | None:
        """Where the directory is: the box of most of its public points, without the few that lie
        far from the others (a national office in a directory of one city). None without points."""
        where = sa.and_(
            location.c.visibility == Visibility.PUBLIC.value, location.c.lat.is_not(None)
        )
        count = self.connection.execute(
            sa.select(sa.func.count()).select_from(location).where(where)
        ).scalar_one()
        if not count:
            return None
        left_out = int(count * FAR_SHARE)
        south, north, west, east = (
            self.connection.execute(
                sa.select(column).where(where).order_by(order).limit(1).offset(left_out)
            ).scalar_one()
            for column in (location.c.lat, location.c.lon)
            for order in (column.asc(), column.desc())
        )
        return Box(south, west, north, east)


def belief_of(row: Any) -> BeliefState:
    """The belief columns of a listing row."""
    return BeliefState(
        anchored_at=row.anchored_at,
        checked_at=row.checked_at,
        checked_by=row.checked_by,
        change_rate=row.change_rate,
        silent_rate=row.silent_rate,
        anchor_doubt=row.anchor_doubt,
        signal_doubt=row.signal_doubt,
        signals=row.signals,
    )


def _stored(row: Any, item: Listing | None, status: str) -> StoredListing:
    return StoredListing(
        listing_id=row.listing_id,
        service_id=row.service_id,
        location_id=row.location_id,
        is_public=row.is_public,
        belief=belief_of(row),
        listing=item,
        status=status,
    )
