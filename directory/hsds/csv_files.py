"""CSV as it comes: any delimiter in use, rows with their number, what is no row told apart."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from dataclasses import dataclass, field

from directory.errors import ImportRefusedError
from directory.hsds.files import Part
from directory.hsds.text import lines_of, mended, opened_text

MAX_CELL = 2**20
"""Characters. The longest description seen has 20,000."""

MAX_ROWS = 2_000_000
"""In one table; more does not fit into memory."""

DELIMITERS = ",;\t|"

csv.field_size_limit(MAX_CELL)


@dataclass(frozen=True)
class Row:
    """A row with as many cells as the header has."""

    number: int
    """1 = first data row."""
    cells: dict[str, str]
    file: str = ""

    def get(self, *names: str) -> str:
        """The first of these cells that is not blank, without blanks around it."""
        for name in names:
            if text := self.cells.get(name, "").strip():
                return text
        return ""


@dataclass(frozen=True)
class BadRow:
    number: int
    cells: list[str]
    reason: str


@dataclass
class CsvTable:
    """A file, read completely."""

    file: str
    columns: tuple[str, ...]
    encoding: str = "utf-8"
    rows: list[Row] = field(default_factory=list)
    bad_rows: list[BadRow] = field(default_factory=list)


def read_csv(part: Part) -> CsvTable:
    """The table in a file. Raises ImportRefusedError when it is none, or too large to hold."""
    with opened_text(part) as text:
        lines = lines_of(part, text)
        first = next(lines, "")
        if not first.strip():
            raise ImportRefusedError(f"{part.name} is empty: it lacks even the line of its columns")
        reader = csv.reader(_all(first, lines), delimiter=delimiter_of(first))
        try:
            columns = tuple(mended(name).strip() for name in next(reader))
            table = CsvTable(part.name, columns, text.encoding)
            _read_rows(reader, table)
        except csv.Error as error:
            raise ImportRefusedError(
                f"{part.name} cannot be read as CSV near line {reader.line_num}: {error}"
            ) from error
    return table


def _all(first: str, rest: Iterator[str]) -> Iterator[str]:
    yield first
    yield from rest


def _read_rows(reader: Iterator[list[str]], table: CsvTable) -> None:
    width = len(table.columns)
    for number, cells in enumerate((c for c in reader if any(map(str.strip, c))), 1):
        if number > MAX_ROWS:
            raise ImportRefusedError(f"{table.file} has more than {MAX_ROWS:,} rows: split it")
        cells = [mended(cell) for cell in cells]
        while len(cells) > width and not cells[-1].strip():
            cells.pop()
        if len(cells) > width:
            reason = f"has {len(cells)} cells and the header {width}: cells are shifted"
            table.bad_rows.append(BadRow(number, cells, reason))
        else:
            cells += [""] * (width - len(cells))
            row = dict(zip(table.columns, cells, strict=True))
            table.rows.append(Row(number, row, table.file))


def delimiter_of(header: str) -> str:
    """The delimiter that the header has most of; a comma when it has none.

    >>> delimiter_of("id;name;city")
    ';'
    """
    return max(DELIMITERS, key=header.count) if any(map(header.count, DELIMITERS)) else ","


def columns_in(head: str) -> tuple[str, ...]:
    """The columns of a CSV of which these are the first characters; () when it has none."""
    line = head.lstrip("\ufeff").splitlines()[0] if head.strip() else ""
    try:
        return tuple(
            name.strip() for name in next(csv.reader([line], delimiter=delimiter_of(line)))
        )
    except (csv.Error, StopIteration):
        return ()
