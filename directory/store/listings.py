"""The listing rows that belong to services, kept true in the write that changes the services."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from datetime import UTC, date, datetime, time
from typing import Any

import sqlalchemy as sa

from directory.belief import BeliefState, when_checked, when_known
from directory.entities import Entity
from directory.evidence import Check, EntityType
from directory.listing import FullService, listing_id_of, listings_of
from directory.store.loading import batches, full_services
from directory.tables import listing, listing_change, service, service_at_location


def services_touched_by(connection: sa.Connection, entities: Sequence[Entity]) -> list[str]:
    """Services whose listings show something of these entities, sorted."""
    by_type: dict[EntityType, list[str]] = {kind: [] for kind in EntityType}
    for entity in entities:
        by_type[entity.entity_type].append(entity.entity_id)
    touched = set(by_type[EntityType.SERVICE])
    for batch in batches(by_type[EntityType.LOCATION]):
        query = sa.select(service_at_location.c.service_id).where(
            service_at_location.c.location_id.in_(batch)
        )
        touched |= set(connection.execute(query).scalars())
    for batch in batches(by_type[EntityType.ORGANIZATION]):
        query = sa.select(service.c.service_id).where(service.c.organization_id.in_(batch))
        touched |= set(connection.execute(query).scalars())
    return sorted(touched)


def bring_up_to_date(
    connection: sa.Connection,
    service_ids: Sequence[str],
    now: datetime,
    *,
    assured: Collection[str] = (),
) -> None:
    """Makes, shows and hides the listing rows of these services, and tells the index.

    assured: services whose assured_date is news. Any other is of a check that was noted already, at
    one of the service's places.
    """
    for batch in batches(service_ids):
        fulls = list(full_services(connection, batch))
        known = _known(connection, batch)
        wanted: dict[str, dict[str, Any]] = {}
        for full in fulls:
            wanted |= {row["listing_id"]: row for row in _rows_of(full, now)}
        new = [row for key, row in wanted.items() if key not in known]
        if new:
            connection.execute(sa.insert(listing), new)
        public = {key for key, row in wanted.items() if row["is_public"]}
        _set_public(
            connection, [key for key, was in known.items() if was != (key in public)], public
        )
        news = [row for row in wanted.values() if row["service_id"] in assured]
        _learn_assurance(connection, [row for row in news if row["listing_id"] in known])
        touch(connection, wanted.keys() | known.keys(), now)


def _known(connection: sa.Connection, service_ids: Sequence[str]) -> dict[str, bool]:
    query = sa.select(listing.c.listing_id, listing.c.is_public).where(
        listing.c.service_id.in_(service_ids)
    )
    return {row.listing_id: row.is_public for row in connection.execute(query)}


def _rows_of(full: FullService, now: datetime) -> list[dict[str, Any]]:
    """A row for each place of the service, the ones that are not public too."""
    public = {item.listing_id for item in listings_of(full)}
    places = [at.location_id for at in full.service.service_at_locations if at.location_id]
    ids: dict[str, str | None] = {listing_id_of(full.service.id, place): place for place in places}
    without_place = listing_id_of(full.service.id, None)
    if without_place in public or not ids:
        ids[without_place] = None
    belief = dict(vars(_first_belief(full, now)))
    return [
        {
            "listing_id": listing_id,
            "service_id": full.service.id,
            "location_id": place,
            "is_public": listing_id in public,
        }
        | belief
        for listing_id, place in ids.items()
    ]


def _first_belief(full: FullService, now: datetime) -> BeliefState:
    """Of a listing that is new here: as its source assures it, else never checked."""
    state = when_known(now)
    day = assured_on(full.service.assured_date)
    if day is None:
        return state
    return when_checked(state, min(noon_of(day), now), Check.IMPORT.value)


def _set_public(connection: sa.Connection, changed: Iterable[str], public: set[str]) -> None:
    for listing_id in changed:
        connection.execute(
            sa.update(listing)
            .where(listing.c.listing_id == listing_id)
            .values(is_public=listing_id in public)
        )


def _learn_assurance(connection: sa.Connection, rows: Sequence[dict[str, Any]]) -> None:
    """A source that assures a listing later than anything known has checked it."""
    names = ("anchored_at", "checked_at", "checked_by", "anchor_doubt", "signal_doubt", "signals")
    for row in rows:
        if row["checked_at"] is None:
            continue
        connection.execute(
            sa.update(listing)
            .where(listing.c.listing_id == row["listing_id"])
            .where(sa.or_(listing.c.checked_at.is_(None), listing.c.checked_at < row["checked_at"]))
            .where(listing.c.anchored_at < row["anchored_at"])
            .values({name: row[name] for name in names})
        )


def touch(connection: sa.Connection, listing_ids: Iterable[str], now: datetime) -> None:
    """News for the index about these listings."""
    rows = [{"listing_id": key, "changed_at": now} for key in sorted(listing_ids)]
    if rows:
        connection.execute(sa.insert(listing_change), rows)


def forget(connection: sa.Connection, change_ids: Iterable[int]) -> None:
    """Deletes news that the index has got."""
    for batch in batches(change_ids):
        connection.execute(sa.delete(listing_change).where(listing_change.c.change_id.in_(batch)))


def assured_on(text: str | None) -> date | None:
    """HSDS assured_date as a date; None when it is absent or no date."""
    try:
        return date.fromisoformat((text or "")[:10])
    except ValueError:
        return None


def noon_of(day: date) -> datetime:
    """The middle of a day in UTC: a date says no hour, and noon is never a day off."""
    return datetime.combine(day, time(12), tzinfo=UTC)
