"""Completions of what is being typed: kinds of services first, then names."""

from __future__ import annotations

import json
from collections import Counter

from indexer.sqlite.compile import rowids_of_names, shown_of_rowids
from indexer.sqlite.generation import Reading
from indexer.sqlite.terms import NEED, Terms
from indexer.text import MAX_WORDS, prefixes_of

NAMES_LOOKED_AT = 100
"""Listings among whose names the most frequent are chosen; FTS5 stops when it has them."""


def suggested(reading: Reading, prefix: str, limit: int) -> list[str]:
    """At most `limit` texts of which every typed word begins a word; nothing for nothing typed."""
    typed = prefixes_of(prefix)[:MAX_WORDS]
    if not typed:
        return []
    values = _values(reading.terms[NEED], typed)
    names = _names(reading, typed)
    return list(dict.fromkeys((*values, *names)))[:limit]


def _values(needs: Terms, typed: list[str]) -> list[str]:
    """Values of the facet, those that begin with what is typed first, then shorter ones."""
    numbers = needs.by_letters.get(typed[0][:2], ())
    if len(typed[0]) == 1:
        numbers = tuple(range(1, len(needs.values)))
    found = [needs.values[number] for number in numbers]
    return sorted((v for v in found if _fits(v, typed)), key=lambda v: _rank(v, typed))


def _names(reading: Reading, typed: list[str]) -> list[str]:
    """Names of services and organizations, those of more listings first among equals."""
    statement = rowids_of_names(typed, NAMES_LOOKED_AT)
    rows = reading.connection.execute(statement.sql, statement.parameters).fetchall()
    if not rows:
        return []
    statement = shown_of_rowids([row[0] for row in rows])
    text = reading.connection.execute(statement.sql, statement.parameters).fetchone()[0]
    names = Counter(
        name for _, shown in json.loads(text) for name in shown[1:3] if name and _fits(name, typed)
    )
    return sorted(names, key=lambda name: (*_rank(name, typed)[:1], -names[name], name))


def _fits(text: str, typed: list[str]) -> bool:
    """Whether every typed word is a word of the text, the last one the beginning of one."""
    words = prefixes_of(text)
    return all(word in words for word in typed[:-1]) and any(
        word.startswith(typed[-1]) for word in words
    )


def _rank(text: str, typed: list[str]) -> tuple[bool, int, str]:
    is_start = " ".join(prefixes_of(text)).startswith(" ".join(typed))
    return not is_start, len(text), text
