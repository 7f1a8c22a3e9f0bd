"""HSDS 3.0 to 3.2 as JSON: one document, a list, a `Page` with its contents, or NDJSON."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from math import isfinite
from typing import Any

from directory.entities import Entity, JsonDocument
from directory.errors import ImportRefusedError
from directory.evidence import EntityType
from directory.hsds.dates import day_of
from directory.hsds.files import Part
from directory.hsds.identity import entity_id_of, with_child_ids
from directory.hsds.points import NO_POINT, located
from directory.hsds.statements import RawRow, Reading, Stated
from directory.hsds.text import MAX_LINE, lines_of, mended, opened_text
from directory.hsds.validity import usable
from directory.hsds.visibility import location_visibility, with_known_status, without_point
from directory.listing import Visibility
from geodata.shapes import Precision

MAX_WHOLE = 256 * 2**20
"""Characters of one JSON text; larger directories come as one document a line."""

IGNORED = "taxonomy"
_SERVICE_MARKS = frozenset(
    ("service_at_locations", "eligibility_description", "application_process", "fees_description",
     "organization_id", "status", "interpretation_services", "program_id")
)  # fmt: skip


def is_json(head: str) -> bool:
    """Whether a text begins as JSON does."""
    return head.lstrip("\ufeff \r\n\t")[:1] in ("{", "[")


def read_json(parts: list[Part], source: str) -> Reading:
    """What the documents say. Raises ImportRefusedError when they are no HSDS."""
    reading = Reading("hsds-json", source)
    reader = _Reader(reading)
    for part in parts:
        for row, document in enumerate(_documents(part), 1):
            reader.read(part.name, row, document)
    if not any(reading.stated.values()):
        reasons = "; ".join(sorted({r.reason for r in reading.rejected})[:3])
        raise ImportRefusedError(
            f"{parts[0].name} has no HSDS service, organization or location"
            + (f" ({reasons})" if reasons else "")
        )
    return reading


def _documents(part: Part) -> Iterator[Any]:
    """Every document, whatever they are wrapped in."""
    with opened_text(part) as text:
        first = text.readline(MAX_LINE)
        while first and not first.strip():
            first = text.readline(MAX_LINE)
        value = _loaded(first)
        if not isinstance(value, dict):
            yield from _unwrapped(_whole(part, first + text.read(MAX_WHOLE)))
            return
        yield from _unwrapped(value)
        for line in lines_of(part, text):
            if line.strip():
                yield _loaded(line)


def _whole(part: Part, content: str) -> Any:
    """The value of a file that is one JSON text. Raises ImportRefusedError."""
    if len(content) >= MAX_WHOLE:
        raise ImportRefusedError(
            f"{part.name} has more than {MAX_WHOLE // 2**20} MB in one JSON text: "
            "write one document a line"
        )
    try:
        return _parsed(content.lstrip("\ufeff"))
    except json.JSONDecodeError as error:
        raise ImportRefusedError(
            f"{part.name} is not JSON (line {error.lineno}, column {error.colno}: {error.msg})"
        ) from error
    except (RecursionError, ValueError) as error:
        raise ImportRefusedError(f"{part.name} is not JSON that can be read: {error}") from error


def _parsed(text: str) -> Any:
    """JSON without numbers that are none: NaN, Infinity, 1e999."""
    return json.loads(text, parse_constant=lambda _: None, parse_float=_finite)


def _finite(text: str) -> float | None:
    number = float(text)
    return number if isfinite(number) else None


def _loaded(line: str) -> Any:
    """The value of one line; the line itself when it is not JSON."""
    try:
        return _parsed(line.lstrip("\ufeff"))
    except (RecursionError, ValueError):
        return line


def _unwrapped(value: Any) -> list[Any]:
    if isinstance(value, dict) and isinstance(value.get("contents"), list):
        return list(value["contents"])
    return value if isinstance(value, list) else [value]


class _Reader:
    """Takes documents apart into services, organizations and locations that refer by id."""

    def __init__(self, reading: Reading) -> None:
        self.reading = reading
        self.file = ""
        self.row = 0

    def read(self, file: str, row: int, document: Any) -> None:
        """One document of the file, as it comes."""
        self.file, self.row = file, row
        kind = kind_of(document)
        rejected = len(self.reading.rejected)
        if kind is None:
            self._reject(None, "is no HSDS service, organization or location: kept as it is")
        elif kind != IGNORED:
            self._learn_date(document)
            try:
                _READERS[kind](self, document)
            except RecursionError:
                self._reject(None, "is nested too deeply to be read")
        reasons = [problem.reason for problem in self.reading.rejected[rejected:]]
        self.reading.raw.append(RawRow(file, row, document, "; ".join(reasons) or None))

    def _learn_date(self, document: JsonDocument) -> None:
        days = [day_of(document.get(name)) for name in ("last_modified", "assured_date")]
        known = [day for day in (*days, self.reading.as_of) if day is not None]
        self.reading.as_of = max(known, default=None)

    def _reject(self, field: str | None, reason: str) -> None:
        self.reading.reject(self.file, self.row, field, reason)

    def service(self, document: JsonDocument) -> str | None:
        """States a service with all that it holds; its id in the record, None when unusable."""
        document = dict(document)
        owner = self._nested(document, "organization", self.organization)
        places = [self._place(at) for at in _dicts(document, "service_at_locations")]
        document["service_at_locations"] = [at for at in places if at]
        if owner:
            document["organization_id"] = owner
        found = self._state(EntityType.SERVICE, document)
        for place in document["service_at_locations"]:
            self._belongs(place.get("location_id"), document.get("organization_id"))
        return found

    def _belongs(self, location_id: str | None, owner: str | None) -> None:
        """A nested location does not say whose it is: it is of the service's organization."""
        places = self.reading.stated[EntityType.LOCATION]
        if owner and location_id in places:
            document = places[location_id].entity.document
            document.setdefault("organization_id", self._id(EntityType.ORGANIZATION, owner))

    def _place(self, at: JsonDocument) -> JsonDocument:
        at = dict(at)
        place = self._nested(at, "location", self.location)
        if place:
            at["location_id"] = place
        elif at.get("location_id"):
            at["location_id"] = self._id(EntityType.LOCATION, str(at["location_id"]))
        return at

    def _nested(
        self, document: JsonDocument, name: str, read: Callable[[JsonDocument], str | None]
    ) -> str | None:
        part = document.pop(name, None)
        return read(part) if isinstance(part, dict) else None

    def organization(self, document: JsonDocument) -> str | None:
        """States an organization, with the services and locations that stand in it."""
        document = dict(document)
        services = _dicts(document, "services")
        locations = _dicts(document, "locations")
        document.pop("services", None)
        document.pop("locations", None)
        found = self._state(EntityType.ORGANIZATION, document)
        for service in services:
            self.service({"organization_id": document.get("id")} | service)
        for place in locations:
            self.location({"organization_id": document.get("id")} | place)
        return found

    def location(self, document: JsonDocument) -> str | None:
        """States a location."""
        return self._state(EntityType.LOCATION, dict(document))

    def service_at_location(self, document: JsonDocument) -> str | None:
        """A service seen from one of its places: states both."""
        at = dict(document)
        service = at.pop("service", None)
        if not isinstance(service, dict):
            self._reject("service", "is missing: a place without a service cannot be listed")
            return None
        return self.service(service | {"service_at_locations": [at]})

    def _id(self, kind: EntityType, row_id: str) -> str:
        return entity_id_of(self.reading.source, kind.value, row_id)

    def _state(self, kind: EntityType, document: JsonDocument) -> str | None:
        row_id = str(document.get("id") or "")
        if not row_id:
            self._reject("id", f"is missing: a {kind.value} without id cannot be kept up to date")
            return None
        document["id"] = entity_id = self._id(kind, row_id)
        for name in ("organization_id", "parent_organization_id"):
            if document.get(name):
                document[name] = self._id(EntityType.ORGANIZATION, str(document[name]))
        speaks_of = frozenset(document)
        document, visibility, precision = self._judged(kind, _without_empty(document))
        found, problems = usable(kind, with_child_ids(document, entity_id))
        for field, reason in problems:
            self._reject(field, reason)
        if found is None:
            return None
        if visibility is Visibility.WITHHELD:
            self.reading.withheld_rows.add(row_id)
        entity = Entity(
            kind, entity_id, found, visibility, self.reading.source, row_id, precision
        )  # fmt: skip
        self.reading.state(Stated(entity, speaks_of))
        return entity_id

    def _judged(
        self, kind: EntityType, document: JsonDocument
    ) -> tuple[JsonDocument, Visibility, Precision]:
        if kind is EntityType.SERVICE:
            return *with_known_status(document, self.reading, "services"), Precision.NONE
        if kind is EntityType.ORGANIZATION:
            return document, Visibility.PUBLIC, Precision.NONE
        visibility = location_visibility(document)
        if visibility is Visibility.ADDRESS_WITHHELD:
            return without_point(document), visibility, Precision.NONE
        placed, precision = located(document)
        if "latitude" in document and precision is Precision.NONE:
            self.reading.remark(NO_POINT)
        return placed, visibility, precision


_READERS: dict[str, Callable[[_Reader, JsonDocument], str | None]] = {
    "service": _Reader.service,
    "organization": _Reader.organization,
    "location": _Reader.location,
    "service_at_location": _Reader.service_at_location,
}


def kind_of(document: Any) -> str | None:
    """Which HSDS document this is, by the properties that only one kind has."""
    if not isinstance(document, dict):
        return None
    keys = document.keys()
    if "location_type" in keys or "addresses" in keys:
        return "location"
    if "service" in keys or ("location" in keys and "name" not in keys):
        return "service_at_location"
    if keys & _SERVICE_MARKS:
        return "service"
    if keys & {"term_uri", "taxonomy_detail", "version", "code", "parent_id"}:
        return IGNORED
    return "organization" if {"id", "name"} <= keys else None


def _dicts(document: JsonDocument, name: str) -> list[JsonDocument]:
    value = document.get(name)
    return [part for part in value if isinstance(part, dict)] if isinstance(value, list) else []


def _without_empty(value: Any) -> Any:
    if isinstance(value, dict):
        found = {key: _without_empty(part) for key, part in value.items()}
        return {key: part for key, part in found.items() if part not in (None, "", [], {})}
    if isinstance(value, str):
        return mended(value)
    return [_without_empty(part) for part in value] if isinstance(value, list) else value
