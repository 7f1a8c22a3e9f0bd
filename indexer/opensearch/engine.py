"""The OpenSearch engine: the steps of a search, and of a write."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime
from threading import Lock
from time import perf_counter
from typing import Any

from opensearchpy import OpenSearch
from opensearchpy.exceptions import NotFoundError

from indexer.completion import completed, typed_words
from indexer.document import SearchDocument
from indexer.opensearch.address import address_of
from indexer.opensearch.build import build
from indexer.opensearch.compile import name_words_body, search_body, suggest_body
from indexer.opensearch.driver import client_of, translated
from indexer.opensearch.dsl import Json, term
from indexer.opensearch.known import Known, KnownForAWhile, known_body, known_of
from indexer.opensearch.page import completions_of, name_words_of, page_of, total_of
from indexer.opensearch.question import Asked, asked_of
from indexer.opensearch.remembered import Remembered
from indexer.opensearch.write import deletions, names_of, next_change, send, targets_of, upserts
from indexer.query import SearchQuery
from indexer.reasons import applied_of, relaxed_words
from indexer.result import SearchPage

WHOLE_ANSWERS_ONLY = {"allow_partial_search_results": "false"}
"""A shard that fails is an error, never a shorter list."""


class OpenSearchEngine:
    """Search in a cluster, for any number of threads and processes. See `indexer.engine.Engine`."""

    def __init__(self, url: str) -> None:
        self._address = address_of(url)
        self._names = names_of(self._address.prefix)
        self._opened: OpenSearch | None = None
        self._lock = Lock()
        self._words = Remembered()
        self._known = KnownForAWhile()

    @property
    def gaps(self) -> frozenset[str]:
        return frozenset({"deep-pages", "late-requirements", "rare-name-words"})

    def search(self, query: SearchQuery, *, now: datetime) -> SearchPage:
        started = perf_counter()
        asked = asked_of(query)
        if not asked.parts and not query.has_filter:
            page = SearchPage(0, True, query.page, (), {}, ())
        else:
            with translated(self._address):
                page = self._page(query, asked, now)
        return replace(page, took_ms=(perf_counter() - started) * 1000)

    def _page(self, query: SearchQuery, asked: Asked, now: datetime) -> SearchPage:
        """One request; a second one, for most of the parts, when too few listings have all."""
        now_s, relaxation = now.timestamp(), asked.relaxation
        known = self._known_now()
        applied = applied_of(query, len(asked.words))
        answer = self._ask(search_body(query, asked, now_s, known))
        strict = total_of(answer)
        if relaxation is not None and strict < relaxation.few:
            relaxed = self._ask(search_body(query, asked.relaxed(), now_s, known))
            if total_of(relaxed) > strict:
                answer, asked = relaxed, asked.relaxed()
                applied = (*applied, relaxed_words(strict))
        return page_of(answer, query, asked, applied, now)

    def _known_now(self) -> Known:
        known = self._known.get()
        return known or self._known.put(known_of(self._ask(known_body())))

    def suggest(self, prefix: str, *, limit: int = 8) -> list[str]:
        typed = typed_words(prefix)
        if not typed:
            self.ping()
            return []
        with translated(self._address):
            values, names = completions_of(self._ask(suggest_body(typed)))
        return completed(values, names, typed)[:limit]

    def has_word(self, token: str) -> bool:
        known = self._words.get(token)
        if known is None:
            with translated(self._address):
                found = self._ask({"query": term("body", token), "size": 0, "terminate_after": 1})
            known = self._words.put(token, value=total_of(found) > 0)
        return known

    def name_words(self) -> dict[str, int]:
        """Of those that stand in most listings."""
        with translated(self._address):
            return name_words_of(self._ask(name_words_body()))

    def count(self) -> int:
        with translated(self._address):
            return int(self._client.count(index=self._names.current)["count"])

    def ping(self) -> None:
        self.count()

    def upsert(self, documents: Iterable[SearchDocument]) -> None:
        # All of them are read before the change has its number, see `write`.
        written = list(documents)
        self._write(lambda target, change: upserts(written, target, change))

    def delete(self, listing_ids: Iterable[str]) -> None:
        removed = list(listing_ids)
        self._write(lambda target, change: deletions(removed, target, change))

    def rebuild(self, documents: Iterable[SearchDocument]) -> int:
        with translated(self._address):
            count = build(self._client, self._names, documents)
        self._known.forget()
        return count

    def close(self) -> None:
        with self._lock:
            if self._opened is not None:
                self._opened.close()
            self._opened = None

    # ------------------------------------------------------------------ asking

    @property
    def _client(self) -> OpenSearch:
        with self._lock:
            if self._opened is None:
                self._opened = client_of(self._address)
            return self._opened

    def _ask(self, body: Json) -> Json:
        try:
            return self._search(body)
        except NotFoundError:
            # Once more: a build may have removed the index after the alias had named it to us.
            return self._search(body)

    def _search(self, body: Json) -> Json:
        answer: Json = self._client.search(
            index=self._names.current, body=body, params=dict(WHOLE_ANSWERS_ONLY)
        )
        return answer

    def _write(self, actions_of: Any) -> None:
        """Carries out the same actions on every index that an edit concerns."""
        with translated(self._address):
            change = next_change(self._client, self._names)
            targets = targets_of(self._client, self._names)
            actions = (action for target in targets for action in actions_of(target, change))
            send(self._client, self._names, actions)
            self._client.indices.refresh(index=self._names.current)
        self._known.forget()
