"""Reads a wide table with levels: rows, their nesting, then the statements they make."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from directory.entities import Entity, JsonDocument
from directory.errors import ImportRefusedError
from directory.evidence import EntityType
from directory.hsds.csv_files import CsvTable, Row, read_csv
from directory.hsds.dates import day_of
from directory.hsds.files import Part
from directory.hsds.identity import entity_id_of, with_child_ids
from directory.hsds.layout import Layout, columns_of, layouts
from directory.hsds.levels import Nesting, Offer, Place
from directory.hsds.points import NO_POINT, located
from directory.hsds.statements import RawRow, Reading, Stated
from directory.hsds.validity import usable
from directory.hsds.visibility import location_visibility, without_point
from directory.hsds.wide import Level, WideRow
from directory.listing import Visibility
from directory.model import ServiceStatus, stable_id
from geodata.shapes import Precision

FORMAT = "icarol-csv"
JOINED = frozenset(("organization_id", "attributes", "phones"))
"""Made of several columns of the row. Places are of other rows: an export may lack sites."""


def read_icarol(parts: list[Part], source: str) -> Reading:
    """What the table says. Raises ImportRefusedError when there is no such table."""
    reading = Reading(FORMAT, source)
    found = False
    for part in parts:
        table = read_csv(part)
        layout = layout_of(table)
        if layout is not None:
            found = True
            _Reader(table, layout, reading).read()
    if not found:
        wanted = ", ".join(sorted(layouts(FORMAT)[-1].columns))
        raise ImportRefusedError(
            f"no iCarol table in {', '.join(part.name for part in parts)}: it has columns {wanted}"
        )
    return reading


def layout_of(table: CsvTable) -> Layout | None:
    """The layout whose columns the table has; one for this very source before the general one."""
    for layout in layouts(FORMAT):
        if layout.columns <= set(table.columns) and _is_source(table, layout):
            return layout
    return None


def _is_source(table: CsvTable, layout: Layout) -> bool:
    """Whether most rows that say whose they are say that they are of this source."""
    for column, value in layout.where.items():
        said = [row.get(column) for row in table.rows if row.get(column)]
        if said.count(value) * 2 <= len(said) or not said:
            return False
    return True


class _Reader:
    def __init__(self, table: CsvTable, layout: Layout, reading: Reading) -> None:
        self.table = table
        self.layout = layout
        self.reading = reading
        self._rejected: dict[int, str] = {}

    def read(self) -> None:
        """Fills the reading."""
        self.reading.as_of = self._as_of()
        self.reading.note_encoding(self.table.file, self.table.encoding)
        rows = {row.row_id: row for row in self._usable_rows()}
        nesting = Nesting(rows, self.layout, self.reading, self.table.file)
        nesting.report()
        self.reading.withheld_rows |= {row.row_id for row in rows.values() if row.is_withheld}
        for agency in nesting.agencies:
            self._organization(agency, nesting)
        for row in rows.values():
            self._location(row, nesting)
        for offer in nesting.offers():
            self._service(offer)
        self._keep_raw()

    def _as_of(self) -> date | None:
        """The newest date in the first of the columns that has any: people mistype the others."""
        for name in self.layout.dates:
            days = (day_of(row.get(name)) for row in self.table.rows)
            if newest := max((day for day in days if day), default=None):
                return newest
        return None

    def _usable_rows(self) -> Iterator[WideRow]:
        seen: set[str] = set()
        for row in self.table.rows:
            wide = WideRow(row, self.layout, self.reading)
            column = self.layout.levels["id"]
            if not wide.row_id:
                self._reject(row, column, "is empty: a row without id cannot be kept up to date")
            elif wide.row_id in seen:
                self._reject(row, column, f"is {wide.row_id}, as in a row before: that one counts")
            elif wide.name is None:
                self._reject(row, "PublicName", "is empty, and no other column names the row")
            else:
                seen.add(wide.row_id)
                yield wide

    def _reject(self, row: Row, column: str, reason: str) -> None:
        self._rejected[row.number] = f"{column} {reason}"
        self.reading.reject(self.table.file, row.number, column, reason)

    def _keep_raw(self) -> None:
        for row in self.table.rows:
            body = {name: cell for name, cell in row.cells.items() if cell}
            reason = self._rejected.get(row.number)
            self.reading.raw.append(RawRow(self.table.file, row.number, body, reason))
        for bad in self.table.bad_rows:
            self.reading.reject(self.table.file, bad.number, None, bad.reason)
            self.reading.raw.append(RawRow(self.table.file, bad.number, bad.cells, bad.reason))

    # -- statements

    def _id(self, kind: EntityType, row: WideRow) -> str:
        return entity_id_of(self.reading.source, kind.value, row.row_id)

    def _organization(self, row: WideRow, nesting: Nesting) -> None:
        document = row.with_phones("organization")
        if (above := nesting.agency_of(row)) is not None:
            document["parent_organization_id"] = self._id(EntityType.ORGANIZATION, above)
        self._state(EntityType.ORGANIZATION, row, document, "organization")

    def _location(self, row: WideRow, nesting: Nesting) -> None:
        is_site = nesting.level(row) is Level.SITE
        document = row.place() or ({} if is_site else None)
        if document is None:
            return
        if is_site:
            document |= row.with_phones("at_site") | {"name": row.name}
            document.pop("description", None)
        agency = row if nesting.level(row) is Level.AGENCY else nesting.agency_of(row)
        if agency is not None:
            document["organization_id"] = self._id(EntityType.ORGANIZATION, agency)
        self._state(EntityType.LOCATION, row, document, "location")

    def _service(self, offer: Offer) -> None:
        service_id = self._id(EntityType.SERVICE, offer.row)
        document = offer.row.with_phones("service")
        document["status"] = offer.row.hsds_status.value
        document["attributes"] = [*offer.row.terms(service_id), *self._source_status(offer.row)]
        document["service_at_locations"] = [self._place(service_id, p) for p in offer.places]
        if offer.agency is not None:
            document["organization_id"] = self._id(EntityType.ORGANIZATION, offer.agency)
        self._state(EntityType.SERVICE, offer.row, document, "service")

    def _source_status(self, row: WideRow) -> Iterator[JsonDocument]:
        if row.status and row.status.lower() != ServiceStatus.ACTIVE.value:
            yield {
                "link_type": "source_status",
                "value": row.status,
                "label": "Status in the source",
            }

    def _place(self, service_id: str, place: Place) -> JsonDocument:
        location_id = self._id(EntityType.LOCATION, place.row)
        said = place.at.with_phones("at_site") if place.at is not None else {}
        if place.at is place.row:
            said.pop("description", None)  # a site describes itself, not what is given there
        return said | {
            "id": stable_id("service_at_location", service_id, location_id),
            "location_id": location_id,
        }

    def _state(self, kind: EntityType, row: WideRow, document: JsonDocument, rules: str) -> None:
        entity_id = self._id(kind, row)
        visibility, precision = Visibility.PUBLIC, Precision.NONE
        if kind is EntityType.LOCATION:
            document, visibility, precision = self._judged(document)
        if row.is_withheld:
            visibility = Visibility.WITHHELD
        document = {name: part for name, part in document.items() if part not in ("", [], None)}
        found, problems = usable(kind, with_child_ids({"id": entity_id} | document, entity_id))
        for field, reason in problems:
            self.reading.reject(self.table.file, row.row.number, field, reason)
        if found is not None:
            entity = Entity(
                kind, entity_id, found, visibility, self.reading.source, row.row_id, precision
            )
            self.reading.state(Stated(entity, self._speaks_of(rules)))

    def _judged(self, document: JsonDocument) -> tuple[JsonDocument, Visibility, Precision]:
        visibility = location_visibility(document)
        if visibility is Visibility.ADDRESS_WITHHELD:
            return without_point(document), visibility, Precision.NONE
        placed, precision = located(document)
        if "latitude" in document and precision is Precision.NONE:
            self.reading.remark(NO_POINT)
        return placed, visibility, precision

    def _speaks_of(self, rules: str) -> frozenset[str]:
        mine = self.layout.entities[rules]
        here = {
            n for n, rule in mine.items() if set(columns_of({n: rule})) & set(self.table.columns)
        }
        return frozenset(here | JOINED)
