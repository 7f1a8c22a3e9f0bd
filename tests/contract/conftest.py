"""The engine that the contract is tried on, and ways to fill it."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any
from urllib.request import Request, urlopen
from uuid import uuid4

import pytest

from indexer.document import SearchDocument
from indexer.engine import Engine, open_engine
from indexer.query import SearchQuery
from indexer.result import SearchPage
from indexer.sqlite.engine import SqliteEngine
from tests.contract.documents import NOW

OpenEngine = Callable[[], Engine]
Search = Callable[..., SearchPage]


@pytest.fixture(params=["sqlite", "opensearch"])
def engine_kind(request: pytest.FixtureRequest) -> str:
    """Tests that ask for an engine run once on each kind."""
    return str(request.param)


@pytest.fixture
def engine_url(engine_kind: str, request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """The address of an index that is not there yet."""
    if engine_kind == "sqlite":
        yield f"sqlite:///{tmp_path / 'index.sqlite'}"
        return
    address, prefix = request.getfixturevalue("opensearch_address"), f"test-{uuid4().hex}"
    yield f"opensearch+http://{address}/{prefix}"
    asked = Request(f"http://{address}/{prefix}*", method="DELETE")
    urlopen(asked).close()


@pytest.fixture
def open_one(engine_url: str) -> Iterator[OpenEngine]:
    """Opens engines on one index, which is not there yet: each as another process would."""
    opened: list[Engine] = []

    def open_another() -> Engine:
        opened.append(open_engine(engine_url))
        return opened[-1]

    yield open_another
    for engine in opened:
        engine.close()


@pytest.fixture(scope="session")
def standing_engine(opensearch_address: str) -> Iterator[Engine]:
    """An OpenSearch engine that is built once: there a build takes a second, an edit does not."""
    engine = open_engine(f"opensearch+http://{opensearch_address}/standing")
    engine.rebuild([])
    yield engine
    engine.close()


@pytest.fixture
def engine(engine_kind: str, request: pytest.FixtureRequest) -> Iterator[Engine]:
    """An engine with an empty index."""
    if engine_kind == "sqlite":
        engine: Engine = request.getfixturevalue("open_one")()
        engine.rebuild([])
        yield engine
        return
    engine = request.getfixturevalue("standing_engine")
    yield engine
    address = request.getfixturevalue("opensearch_address")
    with urlopen(f"http://{address}/standing-v*/_search?size=10000&_source=false") as answer:
        engine.delete(hit["_id"] for hit in json.load(answer)["hits"]["hits"])


@pytest.fixture
def search(engine: Engine) -> Search:
    """`search("soup", near=..., limit=5)`."""

    def ask(text: str = "", **asked: Any) -> SearchPage:
        return engine.search(SearchQuery(text, **asked), now=NOW)

    return ask


def names_of(page: SearchPage) -> list[str]:
    return [hit.name for hit in page.hits]


def ids_of(page: SearchPage) -> set[str]:
    """Folded ones too."""
    return {key for hit in page.hits for key in (hit.listing_id, *hit.more.listing_ids)}


def index(engine: Engine, *documents: SearchDocument) -> None:
    """Fills the index: built anew where that takes milliseconds."""
    if isinstance(engine, SqliteEngine):
        engine.rebuild(documents)
    else:
        engine.upsert(documents)
