"""What does a search cost, the whole `engine.search`, beside the plain FTS5 x R*Tree join?

    python -m bench.search [--listings 10000 100000] [--queries 300] [--no-join] [--cpu]

Same listings, same queries, same process, warm; totals and facets of every query must be equal, and
the sets of listings of all but the widest. The join does less: it explains nothing, folds nothing,
and knows neither freshness nor hours. `--cpu` tells the time of the processor, not of the clock:
for machines that are busy with other work. Everything is in memory, so on quiet ones they agree.
"""

from __future__ import annotations

import argparse
import sqlite3
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from tempfile import TemporaryDirectory
from time import perf_counter, process_time
from typing import TypeVar

import numpy as np

from bench.join import Answer, Join
from bench.synthetic import NOW, World, queries_of, world_of
from indexer.document import searched_texts
from indexer.engine import Engine, open_engine
from indexer.query import MAX_LIMIT, SearchQuery
from indexer.result import SearchPage

T = TypeVar("T")
Clock = Callable[[], float]
ROUNDS = 3
"""The fastest counts: what else the machine does between is not ours."""

KINDS = ("full", "rare", "browse", "wide")
MOST_COMPARED = 3_000
"""Sets of more listings than this are compared by their totals and facets alone."""


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--listings", type=int, nargs="+", default=[10_000, 100_000])
    parser.add_argument("--queries", type=int, default=300)
    parser.add_argument("--no-join", action="store_true")
    parser.add_argument("--cpu", action="store_true")
    arguments = parser.parse_args()
    clock = process_time if arguments.cpu else perf_counter
    for listings in arguments.listings:
        with TemporaryDirectory() as folder:
            with_join = not arguments.no_join
            _measure(Path(folder), listings, arguments.queries, clock, with_join=with_join)


def _measure(folder: Path, listings: int, queries: int, clock: Clock, *, with_join: bool) -> None:
    world = world_of(listings)
    engine = open_engine(f"sqlite:///{folder / 'index.sqlite'}")
    _rebuild(engine, world, folder)
    join = None
    if with_join:
        started = perf_counter()
        join = Join(folder / "join.sqlite", world.documents())
        print(f"{listings:>9,} join built in {perf_counter() - started:.1f} s")
    print(
        f"{'':9} {'':7} {'engine p50':>11} {'p99 ms':>8} {'join p50':>9} {'p99 ms':>8}  "
        "ratio p50 p99"
    )
    for kind in KINDS:
        _compare(engine, join, kind, queries_of(world, kind, queries), listings, clock)
    _edits(engine, world)


def _rebuild(engine: Engine, world: World, folder: Path) -> None:
    """The rate of a rebuild, against bare inserts of the same texts into FTS5."""
    documents = list(world.documents())
    started = perf_counter()
    engine.rebuild(iter(documents))
    built_s = perf_counter() - started
    texts = [" ".join(searched_texts(document)) for document in documents]
    bare = sqlite3.connect(folder / "bare.sqlite", isolation_level=None)
    bare.execute("PRAGMA journal_mode = WAL")
    bare.execute("CREATE VIRTUAL TABLE fts USING fts5(body)")
    started = perf_counter()
    bare.execute("BEGIN")
    bare.executemany("INSERT INTO fts(rowid, body) VALUES (?, ?)", enumerate(texts))
    bare.execute("COMMIT")
    bare_s = perf_counter() - started
    bare.close()
    size_mb = sum(path.stat().st_size for path in folder.glob("index.*")) / 1e6
    count = len(documents)
    print(
        f"{count:>9,} rebuild {count / built_s:,.0f} listings/s ({size_mb:.0f} MB), bare FTS5 "
        f"{count / bare_s:,.0f}/s, ratio {bare_s / built_s:.2f}"
    )


def _compare(
    engine: Engine,
    join: Join | None,
    kind: str,
    queries: list[SearchQuery],
    listings: int,
    clock: Clock,
) -> None:
    pages, engine_ms = timed(lambda query: engine.search(query, now=NOW), queries, clock)
    told = f"{listings:>9,} {kind:7} {engine_ms[0]:>11.2f} {engine_ms[1]:>8.2f}"
    if join is None:
        print(told)
        return
    now_s = NOW.timestamp()
    answers, join_ms = timed(lambda query: join.search(query, now_s), queries, clock)
    compared = sum(
        _check(engine, join, query, page, answer)
        for query, page, answer in zip(queries, pages, answers, strict=True)
    )
    ratios = [slow / fast for slow, fast in zip(join_ms, engine_ms, strict=True)]
    print(
        f"{told} {join_ms[0]:>9.2f} {join_ms[1]:>8.2f}  1/{ratios[0]:.1f} 1/{ratios[1]:.1f}   "
        f"{np.median([page.total for page in pages]):.0f} hits at the median, "
        f"{sum('ever' in ' '.join(p.applied[-1:]) for p in pages)} relaxed, {compared} sets equal"
    )


def timed(
    search: Callable[[SearchQuery], T], queries: list[SearchQuery], clock: Clock = perf_counter
) -> tuple[list[T], tuple[float, float]]:
    """The answers, and p50 and p99 in milliseconds, each query in the fastest of ROUNDS rounds
    after a first one."""
    answers = [search(query) for query in queries]
    times = np.empty((ROUNDS, len(queries)))
    for round_times in times:
        for number, query in enumerate(queries):
            started = clock()
            search(query)
            round_times[number] = (clock() - started) * 1000
    p50, p99 = np.percentile(times.min(axis=0), (50, 99))
    return answers, (float(p50), float(p99))


def _check(
    engine: Engine, join: Join, query: SearchQuery, page: SearchPage, answer: Answer
) -> bool:
    """Whether the sets were compared too; stops the bench at the first difference."""
    facets = {
        name: {
            count.value: count.count
            for count in counts
            # The engine tells a selected value always, the join only when it is frequent.
            if count.count and (not count.selected or count.value in answer.facets[name])
        }
        for name, counts in page.facets.items()
        if name in answer.facets  # the join knows no hours
    }
    assert page.total_is_exact, query
    assert page.total == answer.total, (query, page.total, answer.total)
    assert facets == answer.facets, (query, facets, answer.facets)
    if page.total > MOST_COMPARED:
        return False
    join.search(query, NOW.timestamp())
    assert _all_ids(engine, query) == join.ids(query), query
    return True


def _all_ids(engine: Engine, query: SearchQuery) -> set[str]:
    """The listings of all pages, folded ones too."""
    ids: set[str] = set()
    query = replace(query, limit=MAX_LIMIT)
    while True:
        page = engine.search(query, now=NOW)
        for hit in page.hits:
            ids |= {hit.listing_id, *hit.more.listing_ids}
        if not page.has_next:
            return ids
        query = replace(query, page=query.page + 1)


def _edits(engine: Engine, world: World) -> None:
    """One listing changed, and found in its new form by the next search."""
    times = []
    for number in range(0, len(world), max(1, len(world) // 300)):
        document = replace(world.document(number), name=f"edited {number}x")
        started = perf_counter()
        engine.upsert([document])
        page = engine.search(SearchQuery(f"edited {number}x"), now=NOW)
        times.append((perf_counter() - started) * 1000)
        assert page.hits[0].listing_id == document.listing_id
    p50, p99 = np.percentile(times, (50, 99))
    print(f"{len(world):>9,} edit and search {p50:.2f} ms, p99 {p99:.2f} ms")


if __name__ == "__main__":
    main()
