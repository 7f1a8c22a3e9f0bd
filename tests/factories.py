"""Made-up documents for tests: small, whole, and different only in what a test says."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from directory.entities import Entity
from directory.evidence import EntityType
from directory.listing import Visibility, listing_id_of
from directory.model import stable_id
from directory.store import Store
from geodata.shapes import Precision

NOW = datetime(2026, 5, 4, 12, tzinfo=UTC)


def organization_entity(name: str = "Bread House", **changes: Any) -> Entity:
    """An organization with a phone of its own."""
    entity_id = stable_id("organization", name)
    document = {"id": entity_id, "name": name, "description": name, **changes}
    return entity(EntityType.ORGANIZATION, entity_id, document)


def location_entity(
    name: str = "Main hall",
    *,
    visibility: Visibility = Visibility.PUBLIC,
    point: tuple[float, float] | None = (38.9, -77.03),
    **changes: Any,
) -> Entity:
    """A hall in Washington DC."""
    entity_id = stable_id("location", name)
    address = {
        "id": stable_id("address", name),
        "address_1": "12 Test Street NW",
        "city": "Washington",
        "state_province": "DC",
        "postal_code": "20009",
        "country": "US",
        "address_type": "physical",
    }
    document: dict[str, Any] = {
        "id": entity_id, "name": name, "location_type": "physical", "addresses": [address],
    }  # fmt: skip
    if point is not None:
        document |= {"latitude": point[0], "longitude": point[1]}
    made = entity(EntityType.LOCATION, entity_id, document | changes, visibility)
    precision = Precision.ROOFTOP if point else Precision.NONE
    return Entity(**{**made.__dict__, "precision": precision})


def service_entity(
    name: str = "Food pantry",
    *,
    organization: Entity | None = None,
    locations: tuple[Entity, ...] = (),
    visibility: Visibility = Visibility.PUBLIC,
    **changes: Any,
) -> Entity:
    """A food pantry with a phone, at these locations."""
    entity_id = stable_id("service", name)
    document: dict[str, Any] = {
        "id": entity_id,
        "name": name,
        "status": "active",
        "description": "Groceries once a month.",
        "phones": [{"id": stable_id("phone", name), "number": "(202) 555-0123", "type": "voice"}],
        "service_at_locations": [
            {"id": stable_id("at", name, place.entity_id), "location_id": place.entity_id}
            for place in locations
        ],
    }
    if organization is not None:
        document["organization_id"] = organization.entity_id
    return entity(EntityType.SERVICE, entity_id, document | changes, visibility)


def entity(
    entity_type: EntityType,
    entity_id: str,
    document: dict[str, Any],
    visibility: Visibility = Visibility.PUBLIC,
) -> Entity:
    return Entity(entity_type, entity_id, document, visibility, "test", f"row of {entity_id[:8]}")


def save(store: Store, *entities: Entity, now: datetime = NOW) -> None:
    """Writes new entities as an import would."""
    with store.transaction(actor="import:test", now=now) as tx:
        tx.write([(None, made) for made in entities])


def make_listing(store: Store, name: str = "Food pantry", **changes: Any) -> str:
    """The listing_id of a new service at a new hall of a new organization."""
    owner = organization_entity(f"{name} House")
    place = location_entity(f"{name} hall")
    made = service_entity(name, organization=owner, locations=(place,), **changes)
    save(store, owner, place, made)
    return listing_id_of(made.entity_id, place.entity_id)
