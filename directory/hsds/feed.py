"""Reads feeds whose rows are each one place that offers something: JSON, GeoJSON, CSV.

A row becomes an organization, a location and a service there. Records of any shape are flattened
into cells ("address.city", "events.name"), and a layout says which cell is which property. A second
file with the same rows in another language, as the layout names it, becomes translations of them.
"""

from __future__ import annotations

import fnmatch
import json
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from string import Formatter
from typing import Any

from directory.entities import Entity, JsonDocument
from directory.errors import ImportRefusedError
from directory.evidence import EntityType
from directory.hsds.csv_files import Row, read_csv
from directory.hsds.dates import day_of
from directory.hsds.files import Part
from directory.hsds.identity import entity_id_of, with_child_ids
from directory.hsds.json_documents import is_json
from directory.hsds.layout import Layout, columns_of, layouts
from directory.hsds.mapping import mapped
from directory.hsds.points import NO_POINT, located
from directory.hsds.statements import RawRow, Reading, Stated
from directory.hsds.text import mended, opened_text
from directory.hsds.validity import usable
from directory.hsds.visibility import location_visibility, without_point
from directory.listing import Visibility
from directory.model import stable_id
from geodata.shapes import Precision

FORMAT = "feed"
SEPARATOR = "; "
"""Between the values of a list that share a cell."""
EXPIRED = "{n} rows are of offers that have ended: kept, and never public"
NO_NAME = "has no value, so the row is of no place: a summary of the feed, perhaps"
KINDS = (EntityType.ORGANIZATION, EntityType.LOCATION, EntityType.SERVICE)


def read_feed(parts: list[Part], source: str) -> Reading:
    """What the rows say. Raises ImportRefusedError when no layout knows their columns."""
    reading = Reading(FORMAT, source)
    files = {part: list(records_of(part)) for part in parts}
    for part, records in files.items():
        layout = layout_of(records)
        if layout is not None and not _is_translation(part, layout):
            _read(part, records, files, layout, reading)
    if not reading.raw:
        names = ", ".join(part.name for part in parts)
        raise ImportRefusedError(
            f"no layout knows the columns of {names}: write one, see docs/add-a-source.md"
        )
    return reading


def layout_of(records: Sequence[Mapping[str, Any]]) -> Layout | None:
    """The layout whose columns the first rows have; that with most columns counts."""
    columns = {name for record in records[:20] for name in cells_of(record)}
    fitting = [layout for layout in layouts(FORMAT) if layout.columns <= columns]
    return max(fitting, key=lambda layout: len(layout.columns), default=None)


def records_of(part: Part) -> Iterator[dict[str, Any]]:
    """The rows of a file as they are written. Raises ImportRefusedError."""
    with opened_text(part) as text:
        content = text.read()
    if not is_json(content):
        yield from (dict(row.cells) for row in read_csv(part).rows)
        return
    try:
        whole = json.loads(content)
    except ValueError:
        whole = [
            _line(part, n, line) for n, line in enumerate(content.split("\n"), 1) if line.strip()
        ]
    if isinstance(whole, dict):
        whole = next((value for value in whole.values() if isinstance(value, list)), [whole])
    yield from (record for record in whole if isinstance(record, dict))


def _line(part: Part, number: int, line: str) -> Any:
    try:
        return json.loads(line)
    except ValueError as error:
        raise ImportRefusedError(f"{part.name} line {number} is not JSON: {error}") from error


def cells_of(value: Any, path: str = "") -> dict[str, str]:
    """The record as cells.

    >>> cells_of({"a": {"b": 1}, "c": ["x", "y"], "d": [{"e": 1}, {"e": 2}], "f": {"yes": True}})
    {'a.b': '1', 'c': 'x; y', 'd.e': '1; 2', 'f': 'yes'}
    """
    if isinstance(value, Mapping):
        if value and all(isinstance(one, bool) for one in value.values()):
            return {path: SEPARATOR.join(str(key) for key, one in value.items() if one)}
        found: dict[str, str] = {}
        for key, one in value.items():
            found |= cells_of(one, f"{path}.{key}" if path else str(key))
        return found
    if isinstance(value, list):
        return _list_cells(value, path)
    return {path: "" if value is None else mended(str(value)).strip()}


def _list_cells(values: list[Any], path: str) -> dict[str, str]:
    if values and all(isinstance(one, int | float) for one in values):
        return {f"{path}.{place}": str(one) for place, one in enumerate(values)}
    joined: dict[str, list[str]] = {}
    for one in values:
        for name, cell in cells_of(one, path).items():
            joined.setdefault(name, []).append(cell)
    return {name: SEPARATOR.join(dict.fromkeys(filter(None, c))) for name, c in joined.items()}


def _is_translation(part: Part, layout: Layout) -> bool:
    return any(
        fnmatch.fnmatch(part.name, one) for one in layout.levels.get("languages", {}).values()
    )


def _read(
    part: Part,
    records: list[dict[str, Any]],
    files: Mapping[Part, list[dict[str, Any]]],
    layout: Layout,
    reading: Reading,
) -> None:
    """States each row. Translations are the rows at the same places of the other files."""
    others = {
        language: rows
        for language, pattern in layout.levels.get("languages", {}).items()
        for other, rows in files.items()
        if fnmatch.fnmatch(other.name, pattern) and len(rows) == len(records)
    }
    seen: Counter[str] = Counter()
    rows = []
    for number, record in enumerate(records, 1):
        cells = cells_of(record) | dict(_composed(record, layout))
        for language, translated in others.items():
            more = cells_of(translated[number - 1])
            cells |= {f"{language}:{name}": cell for name, cell in more.items()}
        rows.append((Row(number, cells, part.name), record))
    reading.as_of = max(filter(None, (_day(row, layout) for row, _ in rows)), default=None)
    for row, record in rows:
        reason = _state_row(row, layout, reading, seen)
        reading.raw.append(RawRow(part.name, row.number, record, reason))


def _day(row: Row, layout: Layout) -> date | None:
    return day_of(row.get(*layout.dates)) if layout.dates else None


def _composed(record: Mapping[str, Any], layout: Layout) -> Iterator[tuple[str, str]]:
    """Cells that the layout makes of several: one text for each part of a list, or for the row."""
    for name, rule in layout.levels.get("compose", {}).items():
        texts = (_filled(rule["text"], part) for part in _parts(record, rule.get("each", "")))
        yield name, SEPARATOR.join(dict.fromkeys(filter(None, texts)))


def _parts(value: Any, path: str) -> Iterator[Any]:
    if isinstance(value, list):
        for one in value:
            yield from _parts(one, path)
    elif not path:
        yield value
    elif isinstance(value, Mapping):
        head, _, rest = path.partition("|")
        yield from _parts(value.get(head, []), rest)


def _filled(template: str, part: Any) -> str:
    """The template with the cells of the part; empty where the part has none of them."""
    cells = cells_of(part)
    names = [name for _, name, _, _ in Formatter().parse(template) if name]
    if not any(cells.get(name) for name in names):
        return ""
    for name in names:
        template = template.replace("{" + name + "}", cells.get(name, ""))
    return " ".join(template.split()).strip(" -:;,")


def _state_row(row: Row, layout: Layout, reading: Reading, seen: Counter[str]) -> str | None:
    """States what the row offers; why it offers nothing, if so."""
    levels = layout.levels
    if not row.get(*levels["name"]):
        reading.reject(row.file, row.number, levels["name"][0], NO_NAME)
        return f"{levels['name'][0]} {NO_NAME}"
    key = " | ".join(row.get(name) for name in levels["id"])
    seen[key] += 1
    if seen[key] > 1:  # real feeds repeat ids: then the place in the file tells rows apart
        key = f"{key} #{seen[key]}"
    ends_on = day_of(row.get(*levels.get("ends_on", [])) or "")
    is_over = ends_on is not None and reading.as_of is not None and ends_on < reading.as_of
    if is_over:
        reading.remark(EXPIRED)
        reading.withheld_rows.add(key)
    _Statement(row, layout, reading, key, is_over).state()
    return None


class _Statement:
    """One row, stated."""

    def __init__(self, row: Row, layout: Layout, reading: Reading, key: str, is_over: bool) -> None:
        self.row, self.layout, self.reading, self.key = row, layout, reading, key
        self.visibility = Visibility.WITHHELD if is_over else Visibility.PUBLIC
        owner = row.get(*layout.levels.get("organization", [])) or key
        keys = {EntityType.ORGANIZATION: owner}
        self.ids = {
            kind: entity_id_of(reading.source, kind.value, keys.get(kind, key)) for kind in KINDS
        }

    def state(self) -> None:
        owner, place, service = (self._document(kind) for kind in KINDS)
        place["organization_id"] = service["organization_id"] = self.ids[EntityType.ORGANIZATION]
        has_place = bool(place.get("addresses")) or "latitude" in place
        service.setdefault("status", "active")
        service["attributes"] = list(self._translations())
        if has_place:
            place["location_type"] = "physical"
            service["service_at_locations"] = [self._at()]
            self._state(EntityType.LOCATION, place)
        self._state(EntityType.ORGANIZATION, owner)
        self._state(EntityType.SERVICE, service)

    def _document(self, kind: EntityType) -> JsonDocument:
        return mapped(self.layout.entities.get(kind.value, {}), self.row, self.reading)

    def _at(self) -> JsonDocument:
        service_id, location_id = self.ids[EntityType.SERVICE], self.ids[EntityType.LOCATION]
        made = stable_id("service_at_location", service_id, location_id)
        return {"id": made, "location_id": location_id}

    def _translations(self) -> Iterator[JsonDocument]:
        """Attributes of the service with its texts in other languages."""
        for language in self.layout.levels.get("languages", {}):
            rules = self.layout.entities.get(f"service:{language}", {})
            for name, text in mapped(rules, self.row, self.reading).items():
                yield {"link_type": f"translation:{language}", "label": name, "value": text}

    def _state(self, kind: EntityType, document: JsonDocument) -> None:
        entity_id, visibility, precision = self.ids[kind], self.visibility, Precision.NONE
        if kind is EntityType.LOCATION and visibility is Visibility.PUBLIC:
            document, visibility, precision = self._judged(document)
        document = {name: part for name, part in document.items() if part not in ("", [], None)}
        found, problems = usable(kind, with_child_ids({"id": entity_id} | document, entity_id))
        for name, reason in problems:
            self.reading.reject(self.row.file, self.row.number, name, reason)
        if found is not None:
            said = frozenset(columns_of(self.layout.entities.get(kind.value, {})))
            speaks_of = frozenset(self.layout.entities.get(kind.value, {})) if said else frozenset()
            source = self.reading.source
            entity = Entity(kind, entity_id, found, visibility, source, self.key, precision)
            self.reading.state(Stated(entity, speaks_of))

    def _judged(self, document: JsonDocument) -> tuple[JsonDocument, Visibility, Precision]:
        visibility = location_visibility(document)
        if visibility is Visibility.ADDRESS_WITHHELD:
            return without_point(document), visibility, Precision.NONE
        placed, precision = located(document)
        if "latitude" in document and precision is Precision.NONE:
            self.reading.remark(NO_POINT)
        return placed, visibility, precision
