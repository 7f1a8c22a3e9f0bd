"""Which texts complete what is being typed, and in which order; the same on every engine."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

from indexer.text import MAX_WORDS, prefixes_of

NAMES_LOOKED_AT = 100
"""Listings among whose names the most frequent are chosen; an engine stops when it has them."""


MAX_LETTERS = 64
"""Of a typed word; a longer one is no word, and an engine would refuse to look for it."""


def typed_words(prefix: str) -> list[str]:
    """The words typed so far; the last may be the beginning of one."""
    return [word[:MAX_LETTERS] for word in prefixes_of(prefix)[:MAX_WORDS]]


def completed(values: Iterable[str], names: Iterable[str], typed: list[str]) -> list[str]:
    """Every text of which each typed word is a word, the last one the beginning of one: values,
    then names, those of more listings first among those that begin with what is typed."""
    fitting = sorted({v for v in values if _fits(v, typed)}, key=lambda v: _rank(v, typed))
    counted = Counter(name for name in names if _fits(name, typed))
    by_count = sorted(counted, key=lambda n: (not _begins(n, typed), -counted[n], n))
    return list(dict.fromkeys((*fitting, *by_count)))


def _fits(text: str, typed: list[str]) -> bool:
    words = prefixes_of(text)
    return all(word in words for word in typed[:-1]) and any(
        word.startswith(typed[-1]) for word in words
    )


def _begins(text: str, typed: list[str]) -> bool:
    return " ".join(prefixes_of(text)).startswith(" ".join(typed))


def _rank(text: str, typed: list[str]) -> tuple[bool, int, str]:
    return not _begins(text, typed), len(text), text
