"""What people ask a real directory: both engines answer alike."""

from __future__ import annotations

import json
from pathlib import Path
from statistics import median

import pytest

from geodata.gazetteer import Gazetteer, open_gazetteer
from indexer.engine import Engine, open_engine
from indexer.query import SearchQuery
from indexer.result import SearchPage
from indexer.search import UnderstandingEngine
from tests.contract.documents import NOW

FIRST = 10


def query_of(asked: dict[str, str | None], places: Gazetteer) -> SearchQuery:
    near = places.understand(f"{asked['near']}, Washington, DC") if asked["near"] else None
    return SearchQuery(asked["q"] or "", near=near.point if near else None)


def first_of(page: SearchPage) -> list[str]:
    return [hit.listing_id for hit in page.hits[:FIRST]]


@pytest.mark.slow
def test_judged_questions_find_the_same_on_both_engines(
    shared: Path, opensearch_address: str, tmp_path: Path
) -> None:
    from bench.relevance import directory_of

    documents, places = directory_of(tmp_path), open_gazetteer()
    lines = (shared / "data/judgements/dc-queries.jsonl").read_text(encoding="utf-8").splitlines()
    queries = [query_of(json.loads(line), places) for line in lines]
    pages = []
    for url in (f"sqlite:///{tmp_path}/index", f"opensearch+http://{opensearch_address}/judged"):
        engine: Engine = open_engine(url)
        engine.rebuild(documents)
        asker = UnderstandingEngine(engine, places)
        pages.append([asker.search(query, now=NOW) for query in queries])
        engine.close()
    embedded, opensearch = pages
    assert [page.total for page in embedded] == [page.total for page in opensearch]
    same = [
        len(set(first_of(one)) & set(first_of(other))) / max(1, len(first_of(one)))
        for one, other in zip(embedded, opensearch, strict=True)
        if one.total
    ]
    assert median(same) == 1.0
    assert min(same) >= 0.7
