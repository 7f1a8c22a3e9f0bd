"""Meaning beside words: what the words found is put in order by both, alike on every engine.

Only where there is evidence of what is meant: some need was understood, and the words found
something. It lets nothing in and leaves nothing out, so that filters, place, totals and facets stay
those of the words, and nonsense still finds nothing.
"""

from __future__ import annotations

import logging
from collections import OrderedDict
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from hashlib import blake2b
from threading import Lock
from time import perf_counter

from indexer.asked import is_of_needs
from indexer.embedding import Embedder
from indexer.engine import Engine
from indexer.query import MAX_LIMIT, SearchQuery, Sort
from indexer.result import Hit, SearchPage
from indexer.sqlite.vectors import Vector, Vectors, VectorsError

logger = logging.getLogger(__name__)

RANKS_ALIKE = 60
"""Added to both ranks, so that the first places of one list do not outweigh the agreement of both;
the number that the literature of reciprocal rank fusion uses."""

MEANING = 0.5
"""How much the order by meaning counts beside the order by words, which knows needs, place and
trust too. With the words of today 0.25 to 0.5 is best, with those of the first day 0.5 to 1
(docs/search.md)."""

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
        return [hits[at] for at in fused([near.get(hit.listing_id) for hit in hits])]

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


def fused(near: Sequence[float | None]) -> list[int]:
    """Places of a list in the order of both ranks together; of equal ones the earlier first.
    near: cosines of the listings in the order of the words; None: no vector, its place says both.

    >>> fused([0.1, 0.8, 0.9])
    [0, 2, 1]
    """
    known = [at for at, cosine in enumerate(near) if cosine is not None]
    nearest = sorted(known, key=lambda at: (-(near[at] or 0.0), at))
    by_meaning = list(range(len(near)))
    for place, at in zip(known, nearest, strict=True):
        by_meaning[at] = place  # those with a vector change places among themselves alone
    scores = [
        1 / (RANKS_ALIKE + 1 + at) + MEANING / (RANKS_ALIKE + 1 + place)
        for at, place in enumerate(by_meaning)
    ]
    return sorted(range(len(near)), key=lambda at: (-scores[at], at))
