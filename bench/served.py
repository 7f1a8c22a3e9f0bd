"""What does it cost a search to know whom listings serve? The same listings without that, beside.

    python -m bench.served [--listings 30000] [--queries 200]

Of the listings a third serve their county, a tenth their state, 3 % the whole country, 7 % several
counties; the others do not say. So more is found near a place: what serves it from elsewhere.
"""

from __future__ import annotations

import argparse
import random
from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from tempfile import TemporaryDirectory
from time import perf_counter

import numpy as np

from bench.synthetic import NOW, queries_of, world_of
from geodata.gazetteer import COUNTRY, Gazetteer, open_gazetteer
from geodata.places import Area
from geodata.served import ServedAreas
from indexer.document import SearchDocument
from indexer.engine import Engine, open_engine
from indexer.query import SearchQuery
from indexer.serving import terms_of

SEED = 20_261_125
ROUNDS = 3
"""The fastest counts: what else the machine does between is not ours."""

SHARES = (("county", 0.35), ("state", 0.45), ("country", 0.48), ("counties", 0.55))
"""Up to which chance a listing serves what."""


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--listings", type=int, default=30_000)
    parser.add_argument("--queries", type=int, default=200)
    arguments = parser.parse_args()
    gazetteer, world = open_gazetteer(), world_of(arguments.listings)
    with TemporaryDirectory() as folder:
        for name in ("silent", "served"):
            engine = open_engine(f"sqlite:///{Path(folder) / name}.sqlite")
            documents = world.documents()
            if name == "served":
                documents = with_areas(list(documents), gazetteer)
            engine.rebuild(documents)
            for kind in ("full", "browse"):
                queries = queries_of(world, kind, arguments.queries)
                if name == "served":
                    queries = [near_areas(query, gazetteer) for query in queries]
                measure(engine, queries, f"{name} {kind}")


def measure(engine: Engine, queries: Sequence[SearchQuery], name: str) -> None:
    times, totals = [], []
    for query in queries:
        rounds = []
        for _ in range(ROUNDS):
            started = perf_counter()
            page = engine.search(query, now=NOW)
            rounds.append((perf_counter() - started) * 1000)
        times.append(min(rounds))
        totals.append(page.total)
    p50, p99 = np.percentile(times, [50, 99])
    print(f"{name:14} p50 {p50:6.2f} ms  p99 {p99:6.2f} ms  {np.median(totals):5.0f} found")


def near_areas(query: SearchQuery, gazetteer: Gazetteer) -> SearchQuery:
    near = query.near
    return replace(query, near_areas=tuple(gazetteer.areas.areas_of(near))) if near else query


def with_areas(
    documents: Sequence[SearchDocument], gazetteer: Gazetteer
) -> Iterator[SearchDocument]:
    chance = random.Random(SEED)
    at = np.array([[d.point.lat, d.point.lon] if d.point else [np.nan] * 2 for d in documents])
    around = gazetteer.areas.areas_of_many(at[:, 0].copy(), at[:, 1].copy())
    for document, areas in zip(documents, around, strict=True):
        served = served_by(areas, gazetteer, chance)
        parts = gazetteer.parts(served.areas)
        yield replace(document, served=terms_of(served, parts))


def served_by(areas: Sequence[Area], gazetteer: Gazetteer, chance: random.Random) -> ServedAreas:
    by_kind = {area.kind: area for area in areas}
    drawn = chance.random()
    what = next((kind for kind, most in SHARES if drawn < most), "")
    if what == "country":
        return ServedAreas("", frozenset({COUNTRY}))
    own = by_kind.get("county" if what == "counties" else what)
    if own is None:
        return ServedAreas("")
    more = [chance.choice(list(gazetteer.facts.counties)) for _ in range(2)]
    others = [gazetteer.areas_of_county(fips)[0] for fips in more] if what == "counties" else []
    return ServedAreas("", frozenset({own, *others}))


if __name__ == "__main__":
    main()
