"""Pages over real parts: a record on both databases, an index, the gazetteer."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from flask import Flask
from flask.testing import FlaskClient

from directory.listing import Visibility, listing_id_of
from geodata.gazetteer import Gazetteer, open_gazetteer
from indexer.refresh import refresh
from indexer.search import UnderstandingEngine
from indexer.sqlite.engine import SqliteEngine
from tests.factories import NOW, location_entity, save, service_entity
from web.app import create_app
from web.settings import WebSettings

if TYPE_CHECKING:
    from directory.store import Store

SETTINGS = WebSettings(secret_key="a key for tests")


@dataclass
class Directory:
    """A directory with its pages, at NOW."""

    store: Store
    engine: SqliteEngine
    app: Flask
    client: FlaskClient

    def refresh(self) -> None:
        """Brings what was written into the index."""
        refresh(self.store, self.engine)

    def confidential_listing(self) -> str:
        """The listing_id of a shelter whose address is not to be known."""
        hidden = location_entity("Safe place", visibility=Visibility.ADDRESS_WITHHELD)
        shelter = service_entity(
            "Shelter", locations=(hidden,), description="Come to 12 Test St. N.W."
        )
        save(self.store, hidden, shelter)
        self.refresh()
        return listing_id_of(shelter.entity_id, hidden.entity_id)


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
def directory(store: Store, engine: SqliteEngine, places: Gazetteer) -> Directory:
    """An empty directory."""
    return directory_over(store, engine, places)


def directory_over(
    store: Store, engine: SqliteEngine, places: Gazetteer, **changes: Any
) -> Directory:
    """A directory whose application is made with some parts changed."""
    parts: dict[str, Any] = {"settings": SETTINGS, "clock": lambda: NOW, **changes}
    asked = UnderstandingEngine(engine, places)
    app = create_app(store=store, engine=asked, places=places, **parts)
    return Directory(store, engine, app, app.test_client())


@pytest.fixture
def client(directory: Directory) -> FlaskClient:
    """Asks the pages of an empty directory."""
    return directory.client
