"""An entity: an organization, service or location as the record holds it, and how two differ."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from directory.evidence import EntityType
from directory.listing import Visibility
from directory.model import Location, Organization, Service
from geodata.shapes import Precision

JsonDocument = dict[str, Any]

MODELS: dict[EntityType, type[Organization] | type[Service] | type[Location]] = {
    EntityType.ORGANIZATION: Organization,
    EntityType.SERVICE: Service,
    EntityType.LOCATION: Location,
}


@dataclass(frozen=True)
class Entity:
    """A document with what HSDS has no word for."""

    entity_type: EntityType
    entity_id: str
    document: JsonDocument
    """HSDS without empty properties; a service's locations and organization by id only."""
    visibility: Visibility
    source: str
    source_row_id: str | None = None
    precision: Precision = Precision.NONE
    """Of a location's point."""


@dataclass(frozen=True)
class FieldDifference:
    """One property that differs; None stands for absent."""

    path: str
    previous: Any
    new: Any


def differences(previous: JsonDocument, new: JsonDocument, path: str = "") -> list[FieldDifference]:
    """Every property that differs, with its path ("phones[0].number"), in the order of `new`."""
    found: list[FieldDifference] = []
    for key in dict.fromkeys((*new, *previous)):
        here = f"{path}.{key}" if path else key
        found.extend(_differences_of(previous.get(key), new.get(key), here))
    return found


def _differences_of(previous: Any, new: Any, path: str) -> Iterator[FieldDifference]:
    if previous == new:
        return
    if isinstance(previous, dict) and isinstance(new, dict):
        yield from differences(previous, new, path)
    elif isinstance(previous, list) and isinstance(new, list):
        for place in range(max(len(previous), len(new))):
            before = previous[place] if place < len(previous) else None
            after = new[place] if place < len(new) else None
            yield from _differences_of(before, after, f"{path}[{place}]")
    else:
        yield FieldDifference(path, previous, new)


def comparable(value: Any) -> Any:
    """The value without ids, so that children compare by what they say.

    Exports give children new ids each time: of 501 services in two exports of one directory 480
    kept their id, but not one phone or schedule did.
    """
    if isinstance(value, dict):
        return {
            key: comparable(part)
            for key, part in value.items()
            if key != "id" and not key.endswith("_id")
        }
    if isinstance(value, list):
        return [comparable(part) for part in value]
    return value
