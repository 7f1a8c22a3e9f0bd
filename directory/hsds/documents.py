"""A service of the record as one full HSDS document of public facts."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from directory.entities import JsonDocument
from directory.hsds.conform import conforming
from directory.listing import FullService, Listing, listings_of
from directory.model import document_of


def public_document(full: FullService, modified_at: datetime | None = None) -> JsonDocument | None:
    """The service with its organization and locations, valid HSDS 3.2; None when it is withheld.

    What is withheld or confidential is not in it: it is made of listings, which are public only.
    modified_at: when the record last changed it.
    """
    listings = listings_of(full)
    if not listings:
        return None
    service = listings[0].service
    document = document_of(service)
    document["service_at_locations"] = [_place(item) for item in listings if item.at_location]
    document.pop("organization_id", None)
    if listings[0].organization is not None:
        document["organization_id"] = listings[0].organization.id
        document["organization"] = document_of(listings[0].organization)
    if modified_at is not None:
        document["last_modified"] = modified_at.isoformat()
    return conforming(document, "service")


def _place(item: Listing) -> dict[str, Any]:
    assert item.at_location is not None
    place = document_of(item.at_location)
    place.pop("location_id", None)
    if item.location is not None:
        place["location_id"] = item.location.id
        place["location"] = document_of(item.location)
    return place
