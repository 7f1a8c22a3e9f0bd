"""What came out of reading a file: statements of one source, and what could not be used."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from directory.entities import Entity
from directory.evidence import EntityType

REPEATED = "a service is stated more than once, and differently: the fullest statement counts"


@dataclass(frozen=True)
class Stated:
    """What the source says about one entity."""

    entity: Entity
    speaks_of: frozenset[str] = frozenset()
    """Properties that the row has a place for: an absent one of these is said to be empty. Of all
    others absence says nothing, because an export may be partial."""


@dataclass(frozen=True)
class Rejected:
    """A row, or a field of one, that could not be used."""

    file: str
    row: int
    """1 = first data row."""
    field: str | None
    reason: str


@dataclass(frozen=True)
class RawRow:
    """A row as it was read."""

    file: str
    row: int
    body: Any
    rejected_for: str | None = None


@dataclass
class Reading:
    """A file, read. Filled by one reader, then handed on."""

    format: str
    source: str
    as_of: date | None = None
    """As the file says; None when it does not."""
    stated: dict[EntityType, dict[str, Stated]] = field(
        default_factory=lambda: {kind: {} for kind in EntityType}
    )
    rejected: list[Rejected] = field(default_factory=list)
    raw: list[RawRow] = field(default_factory=list)
    remarks: Counter[str] = field(default_factory=Counter)
    """Warnings, and to how many rows they apply; "{n}" in one is the place of the number."""
    current: tuple[str, int] | None = None
    """(file, row) that is being read: a row counts once for each remark."""
    _told: set[tuple[str, tuple[str, int]]] = field(default_factory=set)
    withheld_rows: set[str] = field(default_factory=set)
    """Ids, as in the source, of rows that are kept and never public."""
    dangling: dict[tuple[str, str], list[tuple[int, str]]] = field(default_factory=dict)
    """(file, column) -> (row, value) of pointers to rows that are not there."""

    def state(self, stated: Stated) -> None:
        """Adds a statement. Of several about an entity the fullest counts: JSON repeats the
        organization in each of its services, often in short."""
        entity = stated.entity
        others = self.stated[entity.entity_type]
        known = others.get(entity.entity_id)
        if known is None or len(entity.document) > len(known.entity.document):
            others[entity.entity_id] = stated
        is_service = entity.entity_type is EntityType.SERVICE
        if known is not None and is_service and known.entity.document != entity.document:
            self.remark(REPEATED)

    def reject(self, file: str, row: int, field: str | None, reason: str) -> None:
        self.rejected.append(Rejected(file, row, field, reason))

    def remark(self, words: str, times: int = 1) -> None:
        """Notes a warning about the row that is being read; times=0: about a file."""
        if self.current is not None:
            if (words, self.current) in self._told:
                return
            self._told.add((words, self.current))
        self.remarks[words] += times

    def note_encoding(self, file: str, encoding: str) -> None:
        """A file that is not UTF-8 may have been read wrongly."""
        if encoding == "cp1252":
            self.remark(f"{file} is not UTF-8: read as Windows-1252, look at its accents", 0)

    def point_to_nothing(self, file: str, row: int, column: str, value: str) -> None:
        """Notes a pointer to a row that is not there; its own row is used without it."""
        self.dangling.setdefault((file, column), []).append((row, value))

    def warnings(self) -> list[str]:
        """One line each, in the order in which they first came up; pointers last."""
        told = [_counted(words, times) for words, times in self.remarks.items()]
        return told + [_dangling(*key, found) for key, found in self.dangling.items()]


def _counted(words: str, times: int) -> str:
    if "{n}" in words or times == 0:
        return words.replace("{n}", f"{times:,}")
    return f"{words} ({times:,} {'row' if times == 1 else 'rows'})"


def _dangling(file: str, column: str, found: list[tuple[int, str]]) -> str:
    shown = ", ".join(f"row {row} to {value}" for row, value in found[:3])
    more = f" and {len(found) - 3:,} more" if len(found) > 3 else ""
    return f"{file}, {column} points to rows that are not there: {shown}{more}; used without them"
