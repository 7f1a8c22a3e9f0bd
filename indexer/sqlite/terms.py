"""The values of facets, numbered; how what people write finds them."""

from __future__ import annotations

import sqlite3
from dataclasses import dataclass, field

from indexer.groups import GroupTable
from indexer.lexicon.tables import need_codes
from indexer.serving import SetTable
from indexer.text import prefixes_of, tokens_of
from indexer.weeks import WeekTable

NEED, LANGUAGE, COST, ORGANIZATION = "need", "language", "cost", "organization"
SERVED = "served"
"""The sets of `indexer.serving`, one value for all that a listing says."""

WEEK, ASKS = "week", "asks"
"""Those of `indexer.weeks` and `indexer.requirements`."""

UNSAID = (SERVED, WEEK, ASKS)
"""Values that nobody writes: they are only found by number."""

KINDS_IN_MEMORY = (NEED, LANGUAGE, COST, *UNSAID)
"""Organizations are only counted by their number, so their ids stay in the file."""


@dataclass
class Terms:
    """The values of one facet. Number 0 is none; values only grow, so readers need no lock."""

    values: list[str] = field(default_factory=lambda: [""])
    numbers: dict[str, tuple[int, ...]] = field(default_factory=dict)
    """Value in lower case -> its numbers ("Food" and "food" are two values of one meaning)."""
    by_token: dict[str, tuple[int, ...]] = field(default_factory=dict)
    by_letters: dict[str, tuple[int, ...]] = field(default_factory=dict)
    """First two letters of each word -> numbers; for completion."""
    is_said: bool = True
    """Whether people write these values; else they are only found by number."""
    _table: SetTable | None = None
    _weeks: WeekTable | None = None
    _groups: GroupTable | None = None

    @property
    def table(self) -> SetTable:
        """The values as sets of areas; made anew when there are more."""
        table = self._table
        if table is None or table.size < len(self.values):
            table = self._table = SetTable(list(self.values))
        return table

    @property
    def weeks(self) -> WeekTable:
        """The values as weeks, in the same way."""
        weeks = self._weeks
        if weeks is None or weeks.size < len(self.values):
            weeks = self._weeks = WeekTable(list(self.values))
        return weeks

    @property
    def groups(self) -> GroupTable:
        """The values as requirements, in the same way."""
        groups = self._groups
        if groups is None or groups.size < len(self.values):
            groups = self._groups = GroupTable(list(self.values))
        return groups

    def add(self, value: str) -> None:
        number = len(self.values)
        # First, so that who finds the number finds the value.
        self.values.append(value)
        if not self.is_said:
            return
        _note(self.numbers, value.casefold(), number)
        for token in dict.fromkeys(() if value in need_codes() else tokens_of(value)):
            _note(self.by_token, token, number)
        for letters in dict.fromkeys(word[:2] for word in prefixes_of(value)):
            _note(self.by_letters, letters, number)

    def numbers_of(self, values: tuple[str, ...]) -> list[int]:
        """Numbers of these values, ignoring case; unknown values have none."""
        return [n for value in values for n in self.numbers.get(value.casefold(), ())]


def _note(index: dict[str, tuple[int, ...]], key: str, number: int) -> None:
    index[key] = (*index.get(key, ()), number)


def read_new_terms(connection: sqlite3.Connection, terms: dict[str, Terms]) -> None:
    """Adds the values that the index has learned since."""
    for kind, known in terms.items():
        rows = connection.execute(
            "SELECT value FROM term WHERE kind = ? AND number >= ? ORDER BY number",
            (kind, len(known.values)),
        ).fetchall()
        for (value,) in rows:
            known.add(value)


@dataclass
class TermWriter:
    """Gives numbers to values, new ones to new values; for use inside one write transaction."""

    connection: sqlite3.Connection
    _known: dict[tuple[str, str], int] = field(default_factory=dict)
    _last: dict[str, int] = field(default_factory=dict)

    def number_of(self, kind: str, value: str | None) -> int:
        """The number of the value; 0 for none."""
        if not value:
            return 0
        number = self._known.get((kind, value))
        if number is None:
            number = self._known[kind, value] = self._stored(kind, value) or self._add(kind, value)
        return number

    def _stored(self, kind: str, value: str) -> int | None:
        row = self.connection.execute(
            "SELECT number FROM term WHERE kind = ? AND value = ?", (kind, value)
        ).fetchone()
        return row[0] if row else None

    def _add(self, kind: str, value: str) -> int:
        if kind not in self._last:
            row = self.connection.execute(
                "SELECT coalesce(max(number), 0) FROM term WHERE kind = ?", (kind,)
            ).fetchone()
            self._last[kind] = row[0]
        self._last[kind] += 1
        self.connection.execute(
            "INSERT INTO term VALUES (?, ?, ?)", (kind, self._last[kind], value)
        )
        return self._last[kind]
