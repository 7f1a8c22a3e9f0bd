"""What a query asks of the words of listings, before any request is made of it. Pure."""

from __future__ import annotations

from dataclasses import dataclass, replace

from indexer.asked import Part, Relaxation, parts_of_words, relaxation_of
from indexer.query import SearchQuery
from indexer.text import Word, words_of


@dataclass(frozen=True)
class Asked:
    words: tuple[Word, ...]
    """Of the text: what a name is compared with."""
    parts: tuple[Part, ...]
    relaxation: Relaxation | None
    """How it may be relaxed; None: not at all."""
    is_relaxed: bool = False

    @property
    def tokens(self) -> list[str]:
        return [word.token for word in self.words]

    @property
    def required(self) -> tuple[Part, ...]:
        """The parts that decide which listings are found."""
        return tuple(part for part in self.parts if part.is_required)

    def relaxed(self) -> Asked:
        """The same, of which most is enough."""
        return replace(self, is_relaxed=True)


def asked_of(query: SearchQuery) -> Asked:
    words = words_of(query.text)
    parts = query.parts or parts_of_words(words)
    return Asked(words, parts, relaxation_of(parts))
