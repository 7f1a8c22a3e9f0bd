"""From rows to FullService, many at a time in few queries."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import islice
from typing import Any, TypeVar

import sqlalchemy as sa

from directory.listing import FullService, Visibility
from directory.model import Location, Organization, Service
from directory.tables import location, organization, service
from geodata.shapes import Precision

BATCH = 500
"""Ids in one query; below SQLite's smallest limit of bound values (999)."""

T = TypeVar("T")


def batches(items: Iterable[T], size: int = BATCH) -> Iterator[list[T]]:
    """The items in lists of at most `size`."""
    rest = iter(items)
    while batch := list(islice(rest, size)):
        yield batch


def full_services(
    connection: sa.Connection, service_ids: Iterable[str] | None = None
) -> Iterator[FullService]:
    """Services with everything needed to list them; all of them, by id, when no ids are given."""
    ids = all_service_ids(connection) if service_ids is None else service_ids
    for batch in batches(ids):
        yield from _load(connection, batch)


def all_service_ids(connection: sa.Connection) -> list[str]:
    query = sa.select(service.c.service_id).order_by(service.c.service_id)
    return list(connection.execute(query).scalars())


def _load(connection: sa.Connection, service_ids: Sequence[str]) -> Iterator[FullService]:
    query = sa.select(service).where(service.c.service_id.in_(service_ids))
    rows = {row.service_id: row for row in connection.execute(query)}
    models = {key: Service.model_validate(row.document) for key, row in rows.items()}
    places = {at.location_id for model in models.values() for at in model.service_at_locations} - {
        None
    }
    locations = _by_id(connection, location, "location_id", places)
    owners = {row.organization_id for row in rows.values()} - {None}
    organizations = _by_id(connection, organization, "organization_id", owners)
    confidential = _confidential_by_owner(connection, owners)
    for service_id in service_ids:
        if service_id in rows:
            row = rows[service_id]
            yield _full(
                row,
                models[service_id],
                organizations.get(row.organization_id),
                locations,
                confidential[row.organization_id],
            )


def _by_id(
    connection: sa.Connection, table: sa.Table, key: str, ids: Iterable[Any]
) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for batch in batches(sorted(ids)):
        query = sa.select(table).where(table.c[key].in_(batch))
        found |= {getattr(row, key): row for row in connection.execute(query)}
    return found


def _confidential_by_owner(
    connection: sa.Connection, owners: Iterable[str]
) -> Mapping[str | None, list[Location]]:
    """Locations with a withheld address, by the organization in whose texts they may be copied."""
    found: defaultdict[str | None, list[Location]] = defaultdict(list)
    for batch in batches(sorted(owners)):
        query = sa.select(location.c.organization_id, location.c.document).where(
            location.c.organization_id.in_(batch),
            location.c.visibility == Visibility.ADDRESS_WITHHELD.value,
        )
        for owner, document in connection.execute(query):
            found[owner].append(Location.model_validate(document))
    return found


def _full(
    row: Any,
    model: Service,
    owner: Any,
    locations: Mapping[str, Any],
    confidential: Sequence[Location],
) -> FullService:
    here = {
        at.location_id: locations[at.location_id]
        for at in model.service_at_locations
        if at.location_id and at.location_id in locations
    }
    is_owner_public = owner is not None and owner.visibility == Visibility.PUBLIC.value
    found = {key: Location.model_validate(place.document) for key, place in here.items()}
    visibility = {key: Visibility(place.visibility) for key, place in here.items()}
    own = [found[key] for key, seen in visibility.items() if seen is Visibility.ADDRESS_WITHHELD]
    source_ids = {place.location_id: place.source_row_id for place in here.values()}
    source_ids[row.service_id] = row.source_row_id
    if is_owner_public:
        source_ids[owner.organization_id] = owner.source_row_id
    return FullService(
        service=model,
        visibility=Visibility(row.visibility),
        organization=Organization.model_validate(owner.document) if is_owner_public else None,
        locations=found,
        location_visibility=visibility,
        source_ids={key: value for key, value in source_ids.items() if value},
        precisions={key: Precision(place.precision) for key, place in here.items()},
        confidential=(*confidential, *own),
    )
