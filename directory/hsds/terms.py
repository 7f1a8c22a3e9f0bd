"""Taxonomy terms of a directory in tables, and the attributes that attach them."""

from __future__ import annotations

import re
from collections.abc import Iterator

from directory.entities import JsonDocument
from directory.hsds.identity import entity_id_of
from directory.hsds.mapping import mapped
from directory.hsds.relations import Relations, TableRow


class Terms:
    """Terms by id of their row."""

    def __init__(self, relations: Relations) -> None:
        self.relations = relations
        self._made: dict[str, JsonDocument] = {}

    def attributes(self, row: TableRow) -> list[JsonDocument]:
        """What an attribute row attaches: a term for each that it names, or a value."""
        found = mapped(row.table.rules, row.row, self.relations.reading)
        terms = list(self.named(row))
        if terms:
            return [self.attribute(term) | found for term in terms]
        return [found] if found.get("value") else []

    def named(self, row: TableRow) -> Iterator[JsonDocument]:
        """The terms that a row points to."""
        for other in self.relations.find(row, "terms"):
            if (term := self._term(other)) is not None:
                yield term

    def attribute(self, term: JsonDocument) -> JsonDocument:
        """An attribute that attaches a term; in the role that its taxonomy has."""
        role = re.sub(r"\W+", "_", str(term.get("taxonomy") or "taxonomy_term")).strip("_").lower()
        return {"link_type": role, "taxonomy_term_id": term["id"], "taxonomy_term": term}

    def _term(self, row: TableRow) -> JsonDocument | None:
        if row.row_id not in self._made:
            self._made[row.row_id] = self._read(row)
        made = self._made[row.row_id]
        return made if "name" in made else None

    def _read(self, row: TableRow) -> JsonDocument:
        source = self.relations.reading.source
        term = mapped(row.table.rules, row.row, self.relations.reading)
        term["id"] = entity_id_of(source, "taxonomy_term", row.row_id)
        if parents := row.pointers("parents"):
            term["parent_id"] = entity_id_of(source, "taxonomy_term", parents[0])
        if taxonomy := self._taxonomy(row):
            term["taxonomy"] = taxonomy
        return term

    def _taxonomy(self, row: TableRow) -> str | None:
        """The name of the taxonomy: by its row, else as the cell says."""
        for key in row.pointers("taxonomies"):
            other = self.relations.by_id.get("taxonomies", {}).get(key)
            return other.row.get("name") if other else (None if key.isdigit() else key)
        return None
