"""Reads a directory in several tables: HSDS in CSV, and layouts that are built like it."""

from __future__ import annotations

from collections.abc import Callable

from directory.entities import Entity, JsonDocument
from directory.evidence import EntityType
from directory.hsds.children import Children, Owner, place_key
from directory.hsds.files import Part
from directory.hsds.identity import entity_id_of, with_child_ids
from directory.hsds.layout import Layout, columns_of, layouts
from directory.hsds.mapping import mapped
from directory.hsds.points import NO_POINT, located
from directory.hsds.relations import Relations, TableRow, entity_rows, read_relations
from directory.hsds.statements import Reading, Stated
from directory.hsds.validity import usable
from directory.hsds.visibility import location_visibility, with_known_status, without_point
from directory.listing import Visibility
from directory.model import stable_id
from geodata.shapes import Precision

NO_PLACE_OWNER = "locations belong to no organization: kept without one"
NO_SERVICE_OWNER = "services belong to no organization: shown without one"


def reader_of(format_: str) -> Callable[[list[Part], str], Reading]:
    """The reader of a format whose layout has tables."""

    def read(parts: list[Part], source: str) -> Reading:
        reading = Reading(format_, source)
        relations = read_relations(parts, layouts(format_)[0], reading)
        _Builder(relations).build()
        relations.keep_raw()
        return reading

    return read


class _Builder:
    """Rows and their children become statements."""

    def __init__(self, relations: Relations) -> None:
        self.relations = relations
        self.reading = relations.reading
        self.layout: Layout = relations.layout
        self._places: dict[str, dict[str, JsonDocument]] = {}
        """service row id -> location row id -> what the link says."""
        place_ids = self._read_places()
        pairs = {place_key(s, place) for s, places in self._places.items() for place in places}
        self.children = Children(relations, pairs, place_ids)

    def build(self) -> None:
        """Fills the reading."""
        for row in entity_rows(self.relations, "organizations"):
            self._organization(row)
        for row in entity_rows(self.relations, "locations"):
            self._location(row)
        for row in entity_rows(self.relations, "services"):
            self._service(row)

    def _read_places(self) -> dict[str, Owner]:
        """Where services are given: link rows, and lists of locations in the rows of services."""
        ids: dict[str, Owner] = {}
        for link in self.relations.table("service_at_location"):
            said = mapped(link.table.rules, link.row, self.reading)
            for service in self.relations.find(link, "services"):
                for place in self.relations.find(link, "locations"):
                    self._places.setdefault(service.row_id, {})[place.row_id] = said
                    ids[link.row_id] = place_key(service.row_id, place.row_id)
        for row in entity_rows(self.relations, "services"):
            for place in self.relations.find(row, "locations"):
                self._places.setdefault(row.row_id, {}).setdefault(place.row_id, {})
        return ids

    def _id(self, kind: EntityType, row_id: str) -> str:
        return entity_id_of(self.reading.source, kind.value, row_id)

    def _organization(self, row: TableRow) -> None:
        document = self._document(row)
        if parents := self.relations.find(row, "parent", "organizations"):
            parent = self._id(EntityType.ORGANIZATION, parents[0].row_id)
            document["parent_organization_id"] = parent
        status = str(document.pop("status", ""))
        judged = with_known_status(
            {"id": row.row_id, "status": status}, self.reading, "organizations"
        )
        self._state(EntityType.ORGANIZATION, row, document, judged[1])

    def _location(self, row: TableRow) -> None:
        document = self._document(row)
        owner = self._owner(row)
        if owner:
            document["organization_id"] = owner
        else:
            self.reading.remark(NO_PLACE_OWNER)
        document.setdefault("location_type", "physical")
        visibility = location_visibility(document)
        if visibility is Visibility.ADDRESS_WITHHELD:
            self._state(EntityType.LOCATION, row, without_point(document), visibility)
            return
        placed, precision = located(document)
        if "latitude" in document and precision is Precision.NONE:
            self.reading.remark(NO_POINT)
        self._state(EntityType.LOCATION, row, placed, visibility, precision)

    def _owner(self, row: TableRow) -> str | None:
        owners = self.relations.find(row, "organizations")
        return self._id(EntityType.ORGANIZATION, owners[0].row_id) if owners else None

    def _service(self, row: TableRow) -> None:
        service_id = self._id(EntityType.SERVICE, row.row_id)
        document = self._document(row) | {"id": service_id}
        places = self._places.get(row.row_id, {})
        owner = self._owner(row) or self._owner_of_places(row, places)
        if owner:
            document["organization_id"] = owner
        else:
            self.reading.remark(NO_SERVICE_OWNER)
        self._attach_terms(row, document)
        document["service_at_locations"] = [
            self._place(row.row_id, place, said) for place, said in places.items()
        ]
        document, visibility = with_known_status(document, self.reading, "services")
        self._state(EntityType.SERVICE, row, document, visibility)

    def _owner_of_places(self, row: TableRow, places: dict[str, JsonDocument]) -> str | None:
        """In layouts whose services name no organization it is that of their location."""
        if "organizations" in row.table.pointers:
            return None
        there = self.relations.by_id.get("locations", {})
        owners = [owner for place in places if (owner := self._owner(there[place]))]
        return owners[0] if owners else None

    def _attach_terms(self, row: TableRow, document: JsonDocument) -> None:
        known = {a.get("taxonomy_term_id") for a in document.get("attributes", ())}
        terms = self.children.terms
        more = [terms.attribute(t) for t in terms.named(row) if t["id"] not in known]
        document["attributes"] = [*document.get("attributes", ()), *more]

    def _place(self, service: str, place: str, said: JsonDocument) -> JsonDocument:
        ids = (self._id(EntityType.SERVICE, service), self._id(EntityType.LOCATION, place))
        return (
            said
            | self.children.of(place_key(service, place))
            | {"id": stable_id("service_at_location", *ids), "location_id": ids[1]}
        )

    def _document(self, row: TableRow) -> JsonDocument:
        """The row's own properties and its children."""
        own = mapped(row.table.rules, row.row, self.reading)
        children = self.children.of((row.table.name, row.row_id))
        both = own.keys() & children.keys()
        document = own | children
        for name in both:
            if isinstance(own[name], list):
                document[name] = [*own[name], *children[name]]
        if not document.get("program"):
            for program in self.relations.find(row, "programs")[:1]:
                document["program"] = self._program(program)
        return document

    def _program(self, row: TableRow) -> JsonDocument:
        found = mapped(row.table.rules, row.row, self.reading)
        return found | {"id": entity_id_of(self.reading.source, "program", row.row_id)}

    def _state(
        self,
        kind: EntityType,
        row: TableRow,
        document: JsonDocument,
        visibility: Visibility,
        precision: Precision = Precision.NONE,
    ) -> None:
        entity_id = self._id(kind, row.row_id)
        document = {name: part for name, part in document.items() if part not in ("", [], None)}
        found, problems = usable(kind, with_child_ids(document | {"id": entity_id}, entity_id))
        for field, reason in problems:
            if found is None:
                self.relations.reject(row.row, field, reason)
            else:
                self.reading.reject(row.row.file, row.row.number, field, reason)
        if found is None:
            return
        if visibility is Visibility.WITHHELD:
            self.reading.withheld_rows.add(row.row_id)
        entity = Entity(
            kind, entity_id, found, visibility, self.reading.source, row.row_id, precision
        )
        self.reading.state(Stated(entity, self._speaks_of(row)))

    def _speaks_of(self, row: TableRow) -> frozenset[str]:
        """Properties whose own column the table has; tables of children may be partial."""
        columns = self.relations.columns[row.table.name]
        rules = row.table.rules
        return frozenset(n for n in rules if set(columns_of({n: rules[n]})) & columns)
