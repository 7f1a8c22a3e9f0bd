"""A listing is what search shows: one service at one location, or a service without a location."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from enum import StrEnum

from directory.model import Location, Organization, Service, ServiceAtLocation, stable_id
from directory.privacy import redacted, redaction_of
from geodata.shapes import Point, Precision


class Visibility(StrEnum):
    """Who may see an aggregate. Kept beside the HSDS document, because HSDS has no word for it."""

    PUBLIC = "public"
    ADDRESS_WITHHELD = "address_withheld"
    """A confidential location: its service is listed without address, point, or copies of them."""
    WITHHELD = "withheld"
    """Kept in the record; never in the index, on a page, in an export or in a log."""


@dataclass(frozen=True)
class SourceIds:
    """Ids of the imported rows as written there; None where there is none or it is withheld."""

    organization: str | None = None
    service: str | None = None
    location: str | None = None


@dataclass(frozen=True)
class FullService:
    """A service with everything needed to list it; what `store.full_service` answers."""

    service: Service
    visibility: Visibility
    organization: Organization | None
    """None when the service has none, or when it is withheld."""
    locations: Mapping[str, Location] = field(default_factory=dict)
    """By location_id."""
    location_visibility: Mapping[str, Visibility] = field(default_factory=dict)
    source_ids: Mapping[str, str] = field(default_factory=dict)
    """Aggregate id -> id of the imported row."""
    precisions: Mapping[str, Precision] = field(default_factory=dict)
    """location_id -> how precise its point is."""
    confidential: tuple[Location, ...] = ()
    """Locations whose address no public text may repeat: its own and its organization's."""


@dataclass(frozen=True)
class Listing:
    """One service at one location, with public facts only."""

    listing_id: str
    service: Service
    organization: Organization | None
    location: Location | None
    """None: no place (phone, virtual, mobile), or the place is confidential."""
    at_location: ServiceAtLocation | None
    is_address_withheld: bool = False
    point: Point | None = None
    precision: Precision = Precision.NONE
    source_ids: SourceIds = SourceIds()


def listing_id_of(service_id: str, location_id: str | None) -> str:
    """The id that a service at a location keeps for ever."""
    return stable_id("listing", service_id, location_id or "")


def listings_of(full: FullService) -> list[Listing]:
    """The public listings of a service, in the order of its locations; none when it is withheld.

    A location that is withheld is left out; one whose address is confidential is listed without
    address and point, and copies of the address are taken out of all other texts. A service whose
    every location is left out is listed without a place.
    """
    if full.visibility is Visibility.WITHHELD:
        return []
    full = _without_confidential_copies(full)
    listings = [
        _listing_at(full, at_location)
        for at_location in full.service.service_at_locations
        if _visibility_at(full, at_location) is not Visibility.WITHHELD
    ]
    return listings or [_listing_without_place(full)]


def _without_confidential_copies(full: FullService) -> FullService:
    pattern = redaction_of(full.confidential)
    if pattern is None:
        return full
    return replace(
        full,
        service=redacted(full.service, pattern),
        organization=redacted(full.organization, pattern) if full.organization else None,
        locations={key: redacted(place, pattern) for key, place in full.locations.items()},
    )


def _visibility_at(full: FullService, at_location: ServiceAtLocation) -> Visibility:
    if at_location.location_id not in full.locations:
        return Visibility.WITHHELD
    return full.location_visibility.get(at_location.location_id or "", Visibility.PUBLIC)


def _listing_at(full: FullService, at_location: ServiceAtLocation) -> Listing:
    location_id = at_location.location_id or ""
    location = full.locations[location_id]
    is_address_withheld = _visibility_at(full, at_location) is Visibility.ADDRESS_WITHHELD
    return Listing(
        listing_id=listing_id_of(full.service.id, location_id),
        service=full.service,
        organization=full.organization,
        location=None if is_address_withheld else location,
        at_location=at_location,
        is_address_withheld=is_address_withheld,
        point=None if is_address_withheld else _point_of(location),
        precision=_precision_at(full, location_id, is_address_withheld=is_address_withheld),
        source_ids=_source_ids(full, location_id),
    )


def _listing_without_place(full: FullService) -> Listing:
    return Listing(
        listing_id=listing_id_of(full.service.id, None),
        service=full.service,
        organization=full.organization,
        location=None,
        at_location=None,
        source_ids=_source_ids(full, None),
    )


def _precision_at(full: FullService, location_id: str, *, is_address_withheld: bool) -> Precision:
    if is_address_withheld or _point_of(full.locations[location_id]) is None:
        return Precision.NONE
    return full.precisions.get(location_id, Precision.STREET)


def _point_of(location: Location) -> Point | None:
    if location.latitude is None or location.longitude is None:
        return None
    return Point(lat=location.latitude, lon=location.longitude)


def _source_ids(full: FullService, location_id: str | None) -> SourceIds:
    organization = full.organization
    return SourceIds(
        organization=full.source_ids.get(organization.id) if organization else None,
        service=full.source_ids.get(full.service.id),
        location=full.source_ids.get(location_id) if location_id else None,
    )
