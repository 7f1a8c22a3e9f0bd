"""Completions of what is being typed: kinds of services first, then names."""

from __future__ import annotations

import json
from collections.abc import Iterator

from indexer.completion import NAMES_LOOKED_AT, completed, typed_words
from indexer.sqlite.compile import rowids_of_names, shown_of_rowids
from indexer.sqlite.generation import Reading
from indexer.sqlite.terms import NEED, Terms


def suggested(reading: Reading, prefix: str, limit: int) -> list[str]:
    """At most `limit` texts of which every typed word begins a word; nothing for nothing typed."""
    typed = typed_words(prefix)
    if not typed:
        return []
    return completed(_values(reading.terms[NEED], typed), _names(reading, typed), typed)[:limit]


def _values(needs: Terms, typed: list[str]) -> list[str]:
    """Values of the facet of which some word begins with the letters typed first."""
    numbers = needs.by_letters.get(typed[0][:2], ())
    if len(typed[0]) == 1:
        numbers = tuple(range(1, len(needs.values)))
    return [needs.values[number] for number in numbers]


def _names(reading: Reading, typed: list[str]) -> Iterator[str]:
    """Names of services and organizations."""
    statement = rowids_of_names(typed, NAMES_LOOKED_AT)
    rows = reading.connection.execute(statement.sql, statement.parameters).fetchall()
    if not rows:
        return
    statement = shown_of_rowids([row[0] for row in rows])
    text = reading.connection.execute(statement.sql, statement.parameters).fetchone()[0]
    for _, shown in json.loads(text):
        yield from filter(None, shown[1:3])
