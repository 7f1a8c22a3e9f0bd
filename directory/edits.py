"""An edit of one field of a listing becomes changed documents. Pure."""

from __future__ import annotations

from typing import Any

from directory.entities import JsonDocument
from directory.errors import EditRefusedError
from directory.evidence import EntityType, Field
from directory.fields import (
    shown_address,
    shown_phone,
    status_of,
    with_address,
    with_hours,
    with_phone,
)
from directory.hsds.points import moved
from directory.listing import FullService, Listing, listings_of
from directory.model import (
    Location,
    Organization,
    Service,
    ServiceAtLocation,
    ServiceStatus,
    document_of,
)

Edited = dict[tuple[EntityType, str], JsonDocument]
"""(entity type, id) -> the whole new document."""


def edited(full: FullService, listing: Listing, field: Field, value: str) -> Edited:
    """The documents that change when `field` of the listing becomes `value`; usually one.

    A field is changed where it stands (at this location, on the location, the service or the
    organization), so that a number that three listings share is corrected for all three.
    Raises EditRefusedError.
    """
    change = _CHANGES.get(field)
    if change is None:
        raise EditRefusedError(f"{field.value!r} has no place in the record: write a note instead")
    return change(full, listing, value)


def _phone(full: FullService, listing: Listing, value: str) -> Edited:
    shown = shown_phone(listing)
    holder = _holder_of_phone(full, listing, shown.id if shown else None)
    return _put(full, holder, "phones", with_phone(holder.phones, shown, value, holder.id))


Holder = Service | ServiceAtLocation | Location | Organization


def _holder_of_phone(full: FullService, listing: Listing, phone_id: str | None) -> Holder:
    for holder in _holders(full, listing):
        if any(phone.id == phone_id for phone in holder.phones):
            return holder
    return full.service


def _holders(full: FullService, listing: Listing) -> list[Holder]:
    """As in the record, unredacted; nearest first, as `fields.phones_of` looks."""
    holders: list[Holder | None] = [
        _at_location(full, listing),
        full.locations.get(listing.location.id) if listing.location else None,
        full.service,
        full.organization,
    ]
    return [holder for holder in holders if holder is not None]


def _at_location(full: FullService, listing: Listing) -> ServiceAtLocation | None:
    if listing.at_location is None:
        return None
    wanted = listing.at_location.location_id
    return next(at for at in full.service.service_at_locations if at.location_id == wanted)


def _address(full: FullService, listing: Listing, value: str) -> Edited:
    if listing.location is None:
        raise EditRefusedError("this listing shows no address that could be changed")
    place = full.locations[listing.location.id]
    changed = _put(
        full, place, "addresses", with_address(place.addresses, shown_address(listing), value)
    )
    key = (EntityType.LOCATION, place.id)
    return changed | {key: moved(changed[key])}  # the point was of the old address


def _hours(full: FullService, listing: Listing, value: str) -> Edited:
    at = _at_location(full, listing)
    holder: Service | ServiceAtLocation = at if at is not None and at.schedules else full.service
    return _put(full, holder, "schedules", with_hours(holder.schedules, value, holder.id))


def _website(full: FullService, listing: Listing, value: str) -> Edited:
    organization = full.organization
    if full.service.url is None and organization is not None and organization.website:
        return _put(full, organization, "website", value)
    return _put(full, full.service, "url", value)


def _eligibility(full: FullService, listing: Listing, value: str) -> Edited:
    return _put(full, full.service, "eligibility_description", value)


NOT_OFFERED = (ServiceStatus.INACTIVE.value, ServiceStatus.DEFUNCT.value)


def _status(full: FullService, listing: Listing, value: str) -> Edited:
    """The status of the service, when this is its only listing. HSDS knows no status of a service
    at one of its places: where it is no longer offered there, it loses the place."""
    status = status_of(value)
    if listing.at_location is None or len(listings_of(full)) < 2 or status == full.service.status:
        return _put(full, full.service, "status", status)
    if status not in NOT_OFFERED:
        raise EditRefusedError(
            f"the service has other places, and {status!r} would be said of all of them: "
            "write it into the hours of this place"
        )
    document = document_of(full.service)
    document["service_at_locations"] = [
        at
        for at in document["service_at_locations"]
        if at.get("location_id") != listing.at_location.location_id
    ]
    return {(EntityType.SERVICE, full.service.id): document}


_CHANGES = {
    Field.PHONE: _phone,
    Field.ADDRESS: _address,
    Field.HOURS: _hours,
    Field.WEBSITE: _website,
    Field.ELIGIBILITY: _eligibility,
    Field.CLOSED: _status,
}


def _put(full: FullService, holder: Holder, name: str, value: Any) -> Edited:
    if isinstance(holder, ServiceAtLocation):
        document = document_of(full.service)
        for at in document["service_at_locations"]:
            if at["id"] == holder.id:
                at[name] = value
        return {(EntityType.SERVICE, full.service.id): document}
    kind = _ENTITY_TYPES[type(holder)]
    return {(kind, holder.id): document_of(holder) | {name: value}}


_ENTITY_TYPES: dict[type[Any], EntityType] = {
    Service: EntityType.SERVICE,
    Location: EntityType.LOCATION,
    Organization: EntityType.ORGANIZATION,
}
