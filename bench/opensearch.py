"""What does a search cost on OpenSearch, the whole `engine.search`, beside the bare request?

    python -m bench.opensearch [--listings 100000] [--queries 300]

Starts a real server (one node, one shard) and asks it, and the embedded engine, the same queries of
the same listings in the same run. Bare: the request alone, made beforehand, through the same
client. The totals of every query must be equal.
"""

from __future__ import annotations

import argparse
from dataclasses import replace
from pathlib import Path
from tempfile import TemporaryDirectory
from time import perf_counter
from typing import Any

import numpy as np
from opensearchpy import OpenSearch
from opensearchpy.helpers import bulk

from bench.search import KINDS, timed
from bench.synthetic import NOW, World, queries_of, world_of
from indexer.engine import Engine, open_engine
from indexer.opensearch.address import address_of
from indexer.opensearch.compile import search_body
from indexer.opensearch.driver import client_of
from indexer.opensearch.known import known_body, known_of
from indexer.opensearch.mapping import index_body, source_of
from indexer.opensearch.question import asked_of
from indexer.opensearch.write import BULK_TIMEOUT_S, CHUNK_DOCUMENTS, names_of
from indexer.query import SearchQuery
from tests.opensearch import opensearch_server

PREFIX = "bench"
EDITS = 50


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--listings", type=int, default=100_000)
    parser.add_argument("--queries", type=int, default=300)
    arguments = parser.parse_args()
    world = world_of(arguments.listings)
    with TemporaryDirectory() as folder, opensearch_server() as server:
        url = f"opensearch+http://{server}/{PREFIX}"
        embedded = open_engine(f"sqlite:///{Path(folder) / 'index.sqlite'}")
        embedded.rebuild(world.documents())
        engine, client = open_engine(url), client_of(address_of(url))
        _rebuild(engine, client, world)
        print(f"{'':7} {'embedded p50':>13} {'p99 ms':>7} {'OpenSearch':>11} {'p99':>7} "
              f"{'bare':>7} {'p99':>7}")  # fmt: skip
        for kind in KINDS:
            _compare(embedded, engine, client, kind, queries_of(world, kind, arguments.queries))
        _edits(engine, world)


def _rebuild(engine: Engine, client: OpenSearch, world: World) -> None:
    """The rate of a rebuild, against the same documents sent bare."""
    documents = list(world.documents())
    started = perf_counter()
    engine.rebuild(iter(documents))
    ours_s = perf_counter() - started
    actions = [{"_index": "bare", "_source": source_of(document)} for document in documents]
    client.indices.create(index="bare", body=index_body())
    started = perf_counter()
    bulk(client, actions, chunk_size=CHUNK_DOCUMENTS, request_timeout=BULK_TIMEOUT_S)
    bare_s = perf_counter() - started
    client.indices.delete(index="bare")
    print(
        f"rebuild {len(world) / ours_s:,.0f} listings/s, bare {len(world) / bare_s:,.0f}/s, "
        f"ratio {bare_s / ours_s:.2f}"
    )


def _compare(
    embedded: Engine, engine: Engine, client: OpenSearch, kind: str, queries: list[SearchQuery]
) -> None:
    index = names_of(PREFIX).current
    known, now_s = known_of(client.search(index=index, body=known_body())), NOW.timestamp()
    bodies = {query: search_body(query, asked_of(query), now_s, known) for query in queries}

    def bare(query: SearchQuery) -> Any:
        return client.search(index=index, body=bodies[query])

    pages, embedded_ms = timed(lambda query: embedded.search(query, now=NOW), queries)
    others, engine_ms = timed(lambda query: engine.search(query, now=NOW), queries)
    _, bare_ms = timed(bare, queries)
    for query, page, other in zip(queries, pages, others, strict=True):
        assert page.total == other.total, (query, page.total, other.total)
    times = (*embedded_ms, *engine_ms, *bare_ms)
    told = " ".join(
        f"{ms:>{width}.2f}" for ms, width in zip(times, (13, 7, 11, 7, 7, 7), strict=True)
    )
    relaxed = sum("ever" in " ".join(page.applied[-1:]) for page in pages)
    print(f"{kind:7} {told}  {len(queries)} totals equal, {relaxed} relaxed (two requests)")


def _edits(engine: Engine, world: World) -> None:
    """One listing changed, and found in its new form by the next search."""
    times = []
    for number in range(0, len(world), len(world) // EDITS):
        document = replace(world.document(number), name=f"edited {number}x")
        started = perf_counter()
        engine.upsert([document])
        page = engine.search(SearchQuery(f"edited {number}x"), now=NOW)
        times.append((perf_counter() - started) * 1000)
        assert page.hits[0].listing_id == document.listing_id
    p50, p99 = np.percentile(times, (50, 99))
    print(f"edit and search {p50:.1f} ms, p99 {p99:.1f} ms")


if __name__ == "__main__":
    main()
