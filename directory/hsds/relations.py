"""The tables of a layout in the files at hand: rows by id, and where their pointers lead."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from directory.errors import ImportRefusedError
from directory.hsds.csv_files import CsvTable, Row, read_csv
from directory.hsds.files import Part
from directory.hsds.layout import Layout, Table
from directory.hsds.statements import RawRow, Reading

NO_ROW = frozenset(("0", "-1", "null", "none"))
"""How exports write "no row" into a pointer."""

ENTITY_TABLES = ("organizations", "services", "locations")


@dataclass(frozen=True, eq=False)
class TableRow:
    """A row with the table it is of."""

    table: Table
    row: Row
    row_id: str

    def pointers(self, name: str) -> list[str]:
        """Ids of rows of another table, in order, each once."""
        text = self.row.get(*self.table.pointers.get(name, ()))
        parts = (part.strip() for part in re.split(r"[,;|]", text))
        return list(dict.fromkeys(p for p in parts if p and p.lower() not in NO_ROW))

    def column_of(self, name: str) -> str:
        """The column that holds a pointer, for messages."""
        columns = self.table.pointers[name]
        return next((c for c in columns if self.row.get(c)), columns[0])


@dataclass
class Relations:
    """All rows of a directory in tables."""

    layout: Layout
    reading: Reading
    rows: dict[str, list[TableRow]] = field(default_factory=dict)
    by_id: dict[str, dict[str, TableRow]] = field(default_factory=dict)
    columns: dict[str, set[str]] = field(default_factory=dict)
    _rejected: dict[tuple[str, int], str] = field(default_factory=dict)
    _files: list[CsvTable] = field(default_factory=list)

    def table(self, name: str) -> list[TableRow]:
        return self.rows.get(name, [])

    def find(self, row: TableRow, name: str, table: str | None = None) -> list[TableRow]:
        """The rows that a pointer leads to; those that are not there are noted."""
        there = self.by_id.get(table or name, {})
        found = []
        for key in row.pointers(name):
            if key in there:
                found.append(there[key])
            else:
                file, number = row.row.file, row.row.number
                self.reading.point_to_nothing(file, number, row.column_of(name), key)
        return found

    def reject(self, row: Row, column: str | None, reason: str) -> None:
        """The row is kept raw and not used."""
        key = (row.file, row.number)
        if key not in self._rejected:
            self._rejected[key] = f"{column} {reason}" if column else reason
            self.reading.reject(row.file, row.number, column, reason)

    def is_rejected(self, row: Row) -> bool:
        return (row.file, row.number) in self._rejected

    def keep_raw(self) -> None:
        """Hands all rows on as they were read, with the reason where they were not used."""
        for table in self._files:
            for row in table.rows:
                body = {name: cell for name, cell in row.cells.items() if cell}
                reason = self._rejected.get((row.file, row.number))
                self.reading.raw.append(RawRow(table.file, row.number, body, reason))
            for bad in table.bad_rows:
                self.reading.reject(table.file, bad.number, None, bad.reason)
                self.reading.raw.append(RawRow(table.file, bad.number, bad.cells, bad.reason))


def read_relations(parts: list[Part], layout: Layout, reading: Reading) -> Relations:
    """The tables in the files. Raises ImportRefusedError when one that is needed is missing."""
    relations = Relations(layout, reading)
    for part in parts:
        if not part.name.lower().endswith((".csv", ".txt", ".tsv")):
            reading.remark(f"{part.name} is no table: left out", 0)
            continue
        tables = [t for t in layout.tables.values() if part.name.lower() in t.files]
        _add(relations, part, tables[0] if tables else None)
    _check(relations, parts)
    return relations


def _add(relations: Relations, part: Part, table: Table | None) -> None:
    if part.max_bytes == 0 and table is not None and not table.is_required:
        relations.reading.remark(f"{part.name} is empty", 0)
        return
    read = read_csv(part)
    relations._files.append(read)
    relations.reading.note_encoding(read.file, read.encoding)
    if table is None:
        relations.reading.remark(f"{part.name} is no table of the layout: kept raw", 0)
        return
    relations.columns.setdefault(table.name, set()).update(read.columns)
    rows = [TableRow(table, row, row.get(*table.id)) for row in read.rows]
    relations.rows.setdefault(table.name, []).extend(rows)
    index = relations.by_id.setdefault(table.name, {})
    for row in rows:
        if table.name in ENTITY_TABLES and not _is_new(relations, row, index):
            continue
        index.setdefault(row.row_id, row)


def _is_new(relations: Relations, row: TableRow, index: dict[str, TableRow]) -> bool:
    column = next((name for name in row.table.id if name in row.row.cells), row.table.id[0])
    if not row.row_id:
        relations.reject(row.row, column, "is empty: a row without id cannot be kept up to date")
    elif row.row_id in index:
        relations.reject(row.row, column, f"is {row.row_id}, as in a row before: that one counts")
    return not relations.is_rejected(row.row)


def _check(relations: Relations, parts: list[Part]) -> None:
    """Raises ImportRefusedError when a table that others need is missing."""
    names = ", ".join(sorted(part.name for part in parts)) or "nothing"
    for table in relations.layout.tables.values():
        is_needed = table.is_required or any(map(relations.table, table.required_with))
        if is_needed and table.name not in relations.rows:
            raise ImportRefusedError(
                f"{table.files[0]} is missing and a directory needs it; here are {names[:300]}"
            )
    if not any(relations.table(name) for name in ENTITY_TABLES):
        raise ImportRefusedError("the tables have no rows: there is nothing to import")


def entity_rows(relations: Relations, name: str) -> Iterator[TableRow]:
    """The usable rows of organizations, services or locations."""
    return (row for row in relations.table(name) if not relations.is_rejected(row.row))
