"""Values that visitors and sources offer for a field, as text that a verifier can take."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any, TypeVar

from pydantic import BaseModel, ValidationError

from directory.evidence import EntityType
from directory.fields import field_of_path, field_values
from directory.listing import Listing
from directory.model import document_of
from directory.store import StoredListing, Suggestion, View
from verification.task_page import FieldInDoubt

AT_LOCATION = re.compile(r"service_at_locations\[(\d+)\]\.(\w+)")

VISITOR = ""
"""The origin of what a report says."""

M = TypeVar("M", bound=BaseModel)


@dataclass(frozen=True)
class Offer:
    """A value that somebody else gave."""

    value: str
    origin: str
    """A source's name, or VISITOR."""
    at: datetime


def offers_of(item: FieldInDoubt, said: Iterable[Offer]) -> tuple[Offer, ...]:
    """What may be taken in place of the value: what reports say, then `said`, each value once.

    What was said before the last check of the field is settled by it.
    """
    reported = [Offer(r.suggested, VISITOR, r.received_at) for r in item.reports if r.suggested]
    checked_at = item.last_check.checked_at if item.last_check else None
    unlike: dict[str, Offer] = {}
    for offer in (*reported, *said):
        is_news = offer.origin == VISITOR or checked_at is None or offer.at > checked_at
        if is_news and offer.value != item.value:
            unlike.setdefault(offer.value, offer)
    return tuple(unlike.values())


def suggested_values(view: View, stored: StoredListing) -> dict[str, list[Offer]]:
    """By field: what sources suggest for it, oldest first, as the field's text."""
    found: dict[str, list[Offer]] = {}
    if stored.listing is None:
        return found
    for suggestion in _suggestions(view, stored.listing, stored.service_id):
        field = field_of_path(suggestion.entity_type, suggestion.field_path) or ""
        value = field_values(with_suggestion(stored.listing, suggestion)).get(field)
        if value:
            offer = Offer(value, suggestion.source, suggestion.suggested_at)
            found.setdefault(field, []).append(offer)
    return found


def _suggestions(view: View, listing: Listing, service_id: str) -> Iterator[Suggestion]:
    yield from view.suggestions(EntityType.SERVICE, service_id)
    if listing.location:  # None too when its address is confidential
        yield from view.suggestions(EntityType.LOCATION, listing.location.id)
    if listing.organization:
        yield from view.suggestions(EntityType.ORGANIZATION, listing.organization.id)


def with_suggestion(listing: Listing, suggestion: Suggestion) -> Listing:
    """The listing as it would be; the same when the suggestion does not fit."""
    at_location = AT_LOCATION.fullmatch(suggestion.field_path)
    try:
        if at_location:
            return _with_at_location(listing, int(at_location[1]), at_location[2], suggestion)
        name, value = suggestion.field_path, suggestion.suggested
        if suggestion.entity_type == EntityType.SERVICE:
            return replace(listing, service=_changed(listing.service, name, value))
        if suggestion.entity_type == EntityType.LOCATION and listing.location:
            return replace(listing, location=_changed(listing.location, name, value))
        if listing.organization:
            return replace(listing, organization=_changed(listing.organization, name, value))
    except ValidationError:
        pass  # a source may say what is no such value; it is kept, and not offered
    return listing


def _with_at_location(listing: Listing, number: int, name: str, suggestion: Suggestion) -> Listing:
    places = listing.service.service_at_locations
    here = listing.at_location
    if here is None or number >= len(places) or places[number].location_id != here.location_id:
        return listing
    return replace(listing, at_location=_changed(here, name, suggestion.suggested))


def _changed(model: M, name: str, value: Any) -> M:
    return type(model).model_validate(document_of(model) | {name: value})
