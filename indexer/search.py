"""A search as people ask it: the line is understood, the engine finds, the page says what was done.

The one way in for pages and the command. Without it an engine takes each word for itself.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, field, replace
from datetime import datetime
from threading import Lock
from time import monotonic

from geodata.shapes import Box
from indexer.engine import Engine
from indexer.lexicon import Kind, Lexicon, lexicon
from indexer.place_words import Places
from indexer.query import SearchQuery
from indexer.result import SearchPage, Understood
from indexer.spelling import Spelling
from indexer.understanding import Understanding, understand

WORDS_KEPT_S = 600
"""How long the words of a directory's names are kept for spelling: they change slowly, and to read
them takes some 0.1 s for 100,000 listings."""


@dataclass
class Asker:
    """What understanding needs beside the line, kept between searches; for any number of threads.
    `extent`: where the directory is, for places of one name."""

    engine: Engine
    places: Places | None = None
    extent: Box | None = None
    words: Lexicon = field(default_factory=lexicon)
    _spelling: Spelling | None = None
    _read_at: float = 0.0
    _lock: Lock = field(default_factory=Lock)

    def understand(self, text: str, ignoring: Collection[str] = ()) -> Understanding:
        """What the line means here. Raises EngineUnavailableError."""
        return understand(
            text,
            spelling=self._fresh_spelling(),
            is_found=self.engine.has_word,
            places=self.places,
            extent=self.extent,
            ignoring=ignoring,
            words=self.words,
        )

    def search(
        self, query: SearchQuery, *, now: datetime, ignoring: Collection[str] = ()
    ) -> tuple[SearchPage, Understanding]:
        """The page, and what the line was taken for. A place in the query itself goes before one in
        its text; `ignoring` takes facts back ("need:shelter", "place", "spelling")."""
        if query.near is not None:
            ignoring = {*ignoring, "place"}
        understood = self.understand(query.text, ignoring)
        page = self.engine.search(understood_query(query, understood), now=now)
        return told(page, understood, self.words), understood

    def _fresh_spelling(self) -> Spelling:
        with self._lock:
            if self._spelling is None or monotonic() - self._read_at > WORDS_KEPT_S:
                self._spelling = Spelling(
                    self.words.words("en"),
                    self.engine.name_words(),
                    less_likely=self.words.words("es"),
                )
                self._read_at = monotonic()
            return self._spelling


def understood_query(query: SearchQuery, understood: Understanding) -> SearchQuery:
    """The query with what its text means. A chosen need, language or cost stays a filter."""
    query = replace(
        query, text=understood.line, parts=understood.parts, folds=not understood.is_name
    )
    place = understood.place
    if query.near is None and place is not None and place.point is not None:
        query = replace(query, near=place.point, near_label=place.name, near_areas=place.areas)
    return query


def told(page: SearchPage, understood: Understanding, words: Lexicon) -> SearchPage:
    """The page with what was understood, in the shape of INTERFACES."""
    spoken = understood.codes(Kind.LANGUAGE)
    return replace(
        page,
        corrected=understood.corrected,
        understood=Understood(
            needs=understood.needs,
            place=understood.place.as_json() if understood.place else None,
            language=words.language_names[spoken[0]][0] if spoken else None,
        ),
    )
