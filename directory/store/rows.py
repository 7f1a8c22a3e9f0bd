"""What the store answers with, where that is not a listing."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from directory.belief import BeliefState
from directory.listing import Listing


@dataclass(frozen=True)
class StoredListing:
    """A listing as the record knows it, public or not."""

    listing_id: str
    service_id: str
    location_id: str | None
    is_public: bool
    belief: BeliefState
    listing: Listing | None
    """Public facts; None when it is withheld or no longer offered at that place."""
    status: str
    """HSDS status of the service."""

    @property
    def name(self) -> str:
        """For staff and pages; never empty."""
        return self.listing.service.name if self.listing else "(withheld listing)"

    @property
    def organization_name(self) -> str | None:
        organization = self.listing.organization if self.listing else None
        return organization.name if organization else None


@dataclass(frozen=True)
class BeliefRow:
    """What ranking needs of a listing."""

    listing_id: str
    belief: BeliefState


@dataclass(frozen=True)
class FieldCheck:
    """The last verification of one field."""

    field: str
    value: Any
    checked_at: datetime
    checked_by: str
    actor: str


@dataclass(frozen=True)
class Revision:
    """One change of one property."""

    revision_id: int
    entity_type: str
    entity_id: str
    field_path: str
    """ "" for the creation."""
    previous: Any
    new: Any
    actor: str
    observation_id: int | None
    at: datetime


@dataclass(frozen=True)
class Suggestion:
    suggestion_id: int
    entity_type: str
    entity_id: str
    field_path: str
    current: Any
    suggested: Any
    source: str
    reason: str
    state: str
    suggested_at: datetime


@dataclass(frozen=True)
class SourceRow:
    source: str
    format: str
    as_of: date | None
    imported_at: datetime | None


@dataclass(frozen=True)
class Said:
    """What a source said last about an entity."""

    observation_id: int
    as_of: date
    statement: dict[str, Any]


@dataclass(frozen=True)
class RawRecord:
    """A row of a source as it was read, for ever."""

    content_hash: str
    file: str
    row: int
    body: Any
    rejected_for: str | None = None
