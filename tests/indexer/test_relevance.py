"""A floor under what people find: judged queries of a real directory, on the embedded engine."""

from pathlib import Path

import pytest

from bench.relevance import Judged, Means, directory_of, judged_queries, measured, of_engine
from geodata.gazetteer import open_gazetteer
from indexer.engine import open_engine
from indexer.search import UnderstandingEngine

LEAST_NDCG10 = 0.68
"""0.700 was measured on 2026-11-25 (`python -m bench.relevance`)."""
LEAST_SUCCESS3 = 0.96
"""0.977 was."""


@pytest.fixture(scope="module")
def judged(shared: Path) -> Judged:
    assert shared.is_dir()
    return judged_queries()


@pytest.fixture(scope="module")
def means(judged: Judged, tmp_path_factory: pytest.TempPathFactory) -> Means:
    folder = tmp_path_factory.mktemp("relevance")
    engine = open_engine(f"sqlite:///{folder / 'index.sqlite'}")
    engine.rebuild(directory_of(folder))
    places = open_gazetteer()
    return measured(of_engine(UnderstandingEngine(engine, places), places), judged)


@pytest.mark.slow
def test_people_find_what_they_need(means: Means) -> None:
    assert means.overall["ndcg10"] >= LEAST_NDCG10
    assert means.overall["s3"] >= LEAST_SUCCESS3


@pytest.mark.slow
def test_every_answerable_query_finds_something_and_nonsense_nothing(means: Means) -> None:
    assert means.overall["zero"] == 0.0
    assert means.nonsense_answered == 0


@pytest.mark.slow
def test_no_row_that_must_stay_unseen_is_found(means: Means) -> None:
    assert means.forbidden == frozenset()
