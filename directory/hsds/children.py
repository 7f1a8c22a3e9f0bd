"""Rows that belong to other rows: phones, schedules, addresses, languages, attributes ...

A child goes to the nearest owner that its row names: the service at its location, the service, the
location, the organization. A cell may name several owners.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from typing import Any

from directory.entities import JsonDocument, comparable
from directory.hsds.converters import CHILD_CONVERTERS
from directory.hsds.layout import Table
from directory.hsds.mapping import mapped
from directory.hsds.relations import Relations, TableRow
from directory.hsds.schedules import merged
from directory.hsds.terms import Terms
from directory.hsds.text import plain

Owner = tuple[str, str]
"""(table, row id); of a place ("service_at_location", "service id/location id")."""

OWNERS = ("services", "locations", "organizations")
NO_CONTENT = "{file} has rows that say nothing: kept raw only"
NO_OWNER = "belongs to no row that is there"
TEXTS = frozenset(("eligibility_description",))
"""Properties of which several rows make one text."""


def place_key(service_id: str, location_id: str) -> Owner:
    return ("service_at_location", f"{service_id}/{location_id}")


class Children:
    """All children, by owner and property."""

    def __init__(
        self, relations: Relations, places: set[Owner], place_ids: dict[str, Owner]
    ) -> None:
        self.relations = relations
        self.terms = Terms(relations)
        self._places = places
        self._place_ids = place_ids
        self._found: defaultdict[Owner, defaultdict[str, list[Any]]] = defaultdict(
            lambda: defaultdict(list)
        )
        self._listed = self._owners_that_list()
        for table in relations.layout.tables.values():  # phones before contacts, which have them
            if table.becomes and not table.is_internal:
                self._read(table)

    def of(self, owner: Owner) -> JsonDocument:
        """The properties that children make, each child once."""
        found: JsonDocument = {}
        for name, children in self._found.get(owner, {}).items():
            distinct = _distinct(children)
            if name in TEXTS:
                found[name] = "\n".join(str(child["text"]) for child in distinct)
            else:
                found[name] = merged(distinct) if name == "schedules" else distinct
        return found

    def _owners_that_list(self) -> dict[tuple[str, str], list[Owner]]:
        """(table, row id) of children -> owners whose own row lists the id."""
        found: defaultdict[tuple[str, str], list[Owner]] = defaultdict(list)
        for name in OWNERS:
            for row in self.relations.table(name):
                for table in row.table.pointers.keys() - {*OWNERS, "terms", "parent"}:
                    for key in row.pointers(table):
                        found[table, key].append((name, row.row_id))
        return found

    def _read(self, table: Table) -> None:
        for row in self.relations.table(table.name):
            owners = self._owners(row)
            children = self._documents(row)
            if children and not owners and not table.is_lookup:
                self.relations.reject(row.row, _column_of_owner(row), NO_OWNER)
            for owner in owners:
                self._found[owner][table.becomes or ""].extend(children)

    def _owners(self, row: TableRow) -> list[Owner]:
        """Those that the row names, else those whose own row lists it."""
        listed = self._listed.get((row.table.name, row.row_id), [])
        return list(dict.fromkeys(self._named(row) or listed))

    def _named(self, row: TableRow) -> list[Owner]:
        """The nearest owners that the row itself names, and those whose row lists it."""
        listed = self._listed.get((row.table.name, row.row_id), [])
        at = [
            self._place_ids[k] for k in row.pointers("service_at_location") if k in self._place_ids
        ]
        if at:
            return at
        services = self._there(row, "services") + [
            key for name, key in listed if name == "services"
        ]
        locations = self._there(row, "locations")
        if services and locations:
            pairs = [place_key(s, place) for s in services for place in locations]
            linked = [pair for pair in pairs if pair in self._places]
            alone = [s for s in services if not any(place_key(s, p) in linked for p in locations)]
            return [*linked, *(("services", service) for service in alone)]
        for name, keys in (("services", services), ("locations", locations)):
            if keys:
                return [(name, key) for key in keys]
        if linked_to := self._linked(row):
            return linked_to
        by_rank = ("organizations", "contacts")
        found = [[(name, key) for key in self._there(row, name)] for name in by_rank]
        return found[0] or found[1]

    def _there(self, row: TableRow, name: str) -> list[str]:
        known = self.relations.by_id.get(name, {})
        return [key for key in row.pointers(name) if key in known]

    def _linked(self, row: TableRow) -> list[Owner]:
        """HSDS attributes: `link_id` is a row of any table."""
        return [
            (name, key)
            for key in row.pointers("linked")
            for name in OWNERS
            if key in self.relations.by_id.get(name, {})
        ]

    def _documents(self, row: TableRow) -> list[JsonDocument]:
        if row.table.becomes == "attributes":
            return self.terms.attributes(row)
        found = mapped(row.table.rules, row.row, self.relations.reading)
        if "languages" in row.table.pointers:
            found["languages"] = list(self._languages(row))
        if row.table.name == "contacts":
            found |= self.of(("contacts", row.row_id))
        found = {name: part for name, part in found.items() if part}
        if not found.keys() - {"address_type", "country"}:
            self.relations.reading.remark(NO_CONTENT.replace("{file}", row.row.file))
            return []
        if row.table.convert is not None:
            return CHILD_CONVERTERS[row.table.convert](found, self.relations.reading)
        return [found | ({"id": row.row_id} if row.row_id else {})]

    def _languages(self, row: TableRow) -> Iterator[JsonDocument]:
        for other in self.relations.find(row, "languages"):
            name = other.row.get("name", "language")
            if name:
                yield {"name": plain(name)}


def _column_of_owner(row: TableRow) -> str | None:
    """The column by which the row names its owner, else the first by which it could."""
    names = [name for name in row.table.pointers if name in (*OWNERS, "linked")]
    used = [name for name in names if row.pointers(name)]
    return row.column_of((used or names)[0]) if names else None


def _distinct(children: list[Any]) -> list[Any]:
    found: list[Any] = []
    seen: set[str] = set()
    for child in children:
        key = repr(comparable(child))
        if key not in seen:
            seen.add(key)
            found.append(child)
    return found
