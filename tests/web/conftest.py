"""Pages over real parts: a record on both databases, an index, the gazetteer."""

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from flask.testing import FlaskClient

from geodata.gazetteer import Gazetteer, open_gazetteer
from indexer.sqlite.engine import SqliteEngine
from tests.factories import NOW
from web.app import create_app
from web.settings import WebSettings

if TYPE_CHECKING:
    from directory.store import Store

SETTINGS = WebSettings(secret_key="a key for tests")


@pytest.fixture(scope="session")
def places() -> Gazetteer:
    """The shipped gazetteer."""
    return open_gazetteer()


@pytest.fixture
def engine(tmp_path: Path) -> Iterator[SqliteEngine]:
    """An empty index of its own."""
    made = SqliteEngine(tmp_path / "index.sqlite")
    made.rebuild([])
    yield made
    made.close()


@pytest.fixture
def client(store: "Store", engine: SqliteEngine, places: Gazetteer) -> FlaskClient:
    """Asks the pages of an empty directory, at NOW."""
    app = create_app(
        store=store, engine=engine, places=places, settings=SETTINGS, clock=lambda: NOW
    )
    return app.test_client()
