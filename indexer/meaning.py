"""Meaning beside words: what the words found is put in order by both, alike on every engine.

score = text x place x trust x meaning, the first three from the engine (`indexer.fields`).

Only where there is evidence of what is meant: some need was understood, and the words found
something. It lets nothing in and leaves nothing out, so that filters, place, totals and facets stay
those of the words, and nonsense still finds nothing.
"""

from __future__ import annotations

import logging
from collections import OrderedDict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from hashlib import blake2b
from math import exp
from threading import Lock
from time import perf_counter

from indexer.asked import is_of_needs
from indexer.embedding import Embedder
from indexer.engine import Engine
from indexer.query import MAX_LIMIT, SearchQuery, Sort
from indexer.result import Hit, SearchPage
from indexer.sqlite.vectors import Vector, Vectors, VectorsError

logger = logging.getLogger(__name__)

STRENGTH = 4.0
"""Times the cosine, as exponent: a listing whose meaning is nearer than that of the others by 0.1
counts 1.5 times. From 2 to 6 it makes no difference that could be measured. To fuse by ranks found
as much, but forgot how far away a listing is (docs/search.md)."""

QUERIES_KEPT = 1_000
"""Vectors of lines asked lately: 1.5 MB, in memory only, by a hash of the line."""


@dataclass
class Meaning:
    """Orders by words and meaning together. For any number of threads."""

    embedder: Embedder
    vectors: Vectors
    _asked: OrderedDict[bytes, Vector] = field(default_factory=OrderedDict)
    _lock: Lock = field(default_factory=Lock)

    def search(self, engine: Engine, query: SearchQuery, *, now: datetime) -> SearchPage:
        """The page of an understood query. The first MAX_LIMIT hits, as many as fill whole pages,
        are ordered anew together; pages after them are those of the words, so that none repeats or
        is skipped. Raises EngineUnavailableError."""
        window = MAX_LIMIT // query.limit * query.limit
        if not has_evidence(query) or query.offset >= window:
            return engine.search(query, now=now)
        started = perf_counter()
        page = engine.search(replace(query, page=1, limit=window), now=now)
        try:
            hits = self._ordered(query.text, page.hits)
        except VectorsError as error:
            logger.warning("%s", error)
            hits = page.hits
        end = query.offset + query.limit
        return replace(
            page,
            page=query.page,
            hits=tuple(hits[query.offset : end]),
            has_next=page.has_next or len(hits) > end,
            took_ms=(perf_counter() - started) * 1000,
        )

    def _ordered(self, text: str, hits: Sequence[Hit]) -> Sequence[Hit]:
        vectors = self.vectors.of(hit.listing_id for hit in hits)
        if not vectors:
            return hits
        asked = self._vector_of(text)
        near = {key: float(vector @ asked) for key, vector in vectors.items()}
        return by_both(hits, near)

    def _vector_of(self, text: str) -> Vector:
        key = blake2b(text.encode(), digest_size=16).digest()
        with self._lock:
            if key in self._asked:
                self._asked.move_to_end(key)
                return self._asked[key]
        vector = self.embedder.query(text)
        with self._lock:
            self._asked[key] = vector
            if len(self._asked) > QUERIES_KEPT:
                self._asked.popitem(last=False)
        return vector


def has_evidence(query: SearchQuery) -> bool:
    """Whether a need was understood in a typed line, and the order is left to us. A line that names
    somebody says by its letters what it means."""
    is_ours = query.sort is Sort.BEST and query.folds
    return is_ours and bool(query.text.strip()) and is_of_needs(query.parts)


def by_both(hits: Sequence[Hit], near: Mapping[str, float]) -> Sequence[Hit]:
    """The hits by score times meaning, of equal ones the earlier first. near: listing_id -> cosine;
    what has none is as near as the average."""
    average = sum(near.values()) / len(near)
    scored = (
        replace(
            hit, score=hit.score * exp(STRENGTH * (near.get(hit.listing_id, average) - average))
        )
        for hit in hits
    )
    return sorted(scored, key=lambda hit: -hit.score)
