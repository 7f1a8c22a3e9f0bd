"""A search as people ask it: the line is understood, the engine finds, the page says what was done.

The one way in for pages and the command. Without it an engine takes each word for itself.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass, field, replace
from datetime import datetime
from threading import Lock
from time import monotonic

from geodata.shapes import Box
from indexer.asked import NEED, Part, Way, marked
from indexer.crisis import DEFAULT_REGION, lines_of
from indexer.document import SearchDocument
from indexer.engine import Engine
from indexer.lexicon import Kind, Lexicon, lexicon
from indexer.lexicon.tables import need_codes
from indexer.meaning import Meaning
from indexer.place_words import Places
from indexer.query import SearchQuery
from indexer.result import Fact, Line, SearchPage, Understood
from indexer.spelling import Spelling
from indexer.text import prefixes_of
from indexer.understanding import Understanding, understand

WORDS_KEPT_S = 600
"""How long the words of a directory's names are kept for spelling: they change slowly, and to read
them takes some 0.1 s for 100,000 listings."""


LEAST_NAME_WORDS = 2
NAMES_COMPARED = 5
"""Completions that are looked at to tell whether a line is a name."""


@dataclass
class UnderstandingEngine:
    """An engine that understands what it is asked; everything else it hands to the engine within.
    For any number of threads. `extent`: where the directory is, for places of one name; `region`:
    whose crisis lines are told."""

    engine: Engine
    places: Places | None = None
    extent: Box | None = None
    region: str = DEFAULT_REGION
    meaning: Meaning | None = None
    """Puts what is found in order by meaning too; None: by words alone."""
    words: Lexicon = field(default_factory=lexicon)
    _spelling: Spelling | None = None
    _read_at: float = 0.0
    _lock: Lock = field(default_factory=Lock)

    @property
    def gaps(self) -> frozenset[str]:
        return self.engine.gaps

    def search(self, query: SearchQuery, *, now: datetime) -> SearchPage:
        """The page, and on it what the line was taken for. A place in the query itself goes before
        one in its text; `query.ignoring` takes facts back."""
        ignoring = {*query.ignoring, *(("place",) if query.near is not None else ())}
        understood = self.understand(query.text, ignoring)
        if understood.may_be_name and self._names(understood.line):
            understood = understood.as_name()
        page = self._found(understood_query(query, understood), now)
        return told(page, understood, self.words, self.region)

    def _found(self, query: SearchQuery, now: datetime) -> SearchPage:
        if self.meaning is None:
            return self.engine.search(query, now=now)
        return self.meaning.search(self.engine, query, now=now)

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

    def _names(self, line: str) -> bool:
        """Whether something's name begins with the line."""
        typed = prefixes_of(line)
        if len(typed) < LEAST_NAME_WORDS:
            return False
        names = self.engine.suggest(line, limit=NAMES_COMPARED)
        return any(prefixes_of(name)[: len(typed)] == typed for name in names)

    def suggest(self, prefix: str, *, limit: int = 8) -> list[str]:
        return self.engine.suggest(prefix, limit=limit)

    def has_word(self, token: str) -> bool:
        return self.engine.has_word(token)

    def name_words(self) -> dict[str, int]:
        return self.engine.name_words()

    def upsert(self, documents: Iterable[SearchDocument]) -> None:
        self.engine.upsert(documents)

    def delete(self, listing_ids: Iterable[str]) -> None:
        self.engine.delete(listing_ids)

    def rebuild(self, documents: Iterable[SearchDocument]) -> int:
        return self.engine.rebuild(documents)

    def count(self) -> int:
        return self.engine.count()

    def ping(self) -> None:
        self.engine.ping()

    def close(self) -> None:
        self.engine.close()

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
    parts = understood.parts or tuple(most_about(query.need))
    query = replace(query, text=understood.line, parts=parts, folds=not understood.is_name)
    place = understood.place
    if query.near is None and place is not None and place.point is not None:
        query = replace(query, near=place.point, near_label=place.name, near_areas=place.areas)
    return query


def most_about(needs: Iterable[str]) -> Iterator[Part]:
    """Who only looks through a need sees first what is most about it."""
    for need in needs:
        if need in need_codes():
            way = Way((marked(NEED, need),))
            yield Part(need, (way,), is_required=False, is_in_text=False)


def told(page: SearchPage, understood: Understanding, words: Lexicon, region: str) -> SearchPage:
    """The page with what was understood, in the shape of INTERFACES."""
    spoken = understood.codes(Kind.LANGUAGE)
    place = understood.place
    return replace(
        page,
        corrected=understood.corrected,
        understood=Understood(
            needs=understood.needs,
            place=place.as_json() if place else None,
            language=words.language_names[spoken[0]][0] if spoken else None,
            facts=tuple(facts_of(understood, words)),
            crisis=tuple(
                Line(line.phone, line.name())
                for line in lines_of(understood.dangers, region, words)
            ),
        ),
    )


def facts_of(understood: Understanding, words: Lexicon) -> Iterator[Fact]:
    """The chips, in the order of the line; the place last."""
    for each in understood.meant:
        labels = " or ".join(label_of(each.kind, code, words) for code in each.codes)
        yield Fact(each.key, str(each.kind), labels or each.typed, each.typed)
    if understood.place is not None:
        yield Fact("place", "place", understood.place.name or "", understood.place_typed or "")


def label_of(kind: Kind, code: str, words: Lexicon) -> str:
    """What people read for a code."""
    if kind is Kind.NEED:
        return words.needs[code].name()
    if kind is Kind.LANGUAGE:
        return words.language_names[code][0]
    return code.replace("_", " ")
