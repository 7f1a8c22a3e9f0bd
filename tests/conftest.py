"""The real parts that tests run on: databases, a browser, the shared data."""

import os
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from tests.parts import required_parts, without
from tests.paths import SHARED

if TYPE_CHECKING:
    from directory.store import Store


def pytest_configure(config: pytest.Config) -> None:
    """No test may touch what the settings of this machine name, nor may a process it starts."""
    required_parts()
    for name in [n for n in os.environ if n.startswith("WELLKEPT_") and n != "WELLKEPT_REQUIRE"]:
        del os.environ[name]


@pytest.fixture(scope="session")
def shared() -> Path:
    """The folder of shared data."""
    if not SHARED.is_dir():
        without("shared", "there is no folder ../shared")
    return SHARED


# ------------------------------------------------------------------ databases


@pytest.fixture(scope="session")
def postgres_url() -> Iterator[str]:
    """The address of a real PostgreSQL server, as libpq reads it; tests use `database_url`."""
    try:
        from tests.postgres import postgres_server
    except ImportError as absent:
        without("postgres", f"the package {absent.name} is not installed")
    with postgres_server() as address:
        yield address


@pytest.fixture(params=["sqlite", "postgres"])
def database_kind(request: pytest.FixtureRequest) -> str:
    """Tests that ask for a database run once on each kind."""
    return str(request.param)


@pytest.fixture
def database_url(
    database_kind: str, request: pytest.FixtureRequest, tmp_path: Path
) -> Iterator[str]:
    """The address of an empty database of its own, as SQLAlchemy reads it."""
    if database_kind == "sqlite":
        yield f"sqlite:///{tmp_path / 'record.sqlite'}"
        return
    server = request.getfixturevalue("postgres_url")
    from tests.postgres import fresh_database, url_of

    with fresh_database(server) as name:
        yield url_of(server, name)


def migrate(url: str) -> None:
    """Brings an empty database up to date, and lets go of it."""
    from directory.database import open_database

    database = open_database(url)
    database.migrate()
    database.engine.dispose()


@pytest.fixture(scope="session")
def sqlite_template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A migrated SQLite file to copy."""
    path = tmp_path_factory.mktemp("template") / "record.sqlite"
    migrate(f"sqlite:///{path}")
    return path


@pytest.fixture(scope="session")
def postgres_template(postgres_url: str) -> Iterator[str]:
    """The name of a migrated PostgreSQL database to copy."""
    from tests.postgres import fresh_database, url_of

    with fresh_database(postgres_url) as name:
        migrate(url_of(postgres_url, name))
        yield name


@pytest.fixture
def record_url(database_kind: str, request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """The address of a migrated database of its own, copied from a template in milliseconds."""
    if database_kind == "sqlite":
        path = tmp_path / "record.sqlite"
        shutil.copy(request.getfixturevalue("sqlite_template"), path)
        yield f"sqlite:///{path}"
        return
    template = request.getfixturevalue("postgres_template")
    server = request.getfixturevalue("postgres_url")
    from tests.postgres import fresh_database, url_of

    with fresh_database(server, template=template) as name:
        yield url_of(server, name)


@pytest.fixture
def store(record_url: str) -> Iterator["Store"]:
    """An empty record; a test that asks for it runs on both kinds of database."""
    from directory.database import open_database
    from directory.store import Store

    database = open_database(record_url)
    yield Store(database)
    database.engine.dispose()


# ------------------------------------------------------------------ search engine


@pytest.fixture(scope="session")
def opensearch_address() -> Iterator[str]:
    """Where a real OpenSearch answers: "127.0.0.1:9201"."""
    from tests.opensearch import OpenSearchAbsentError, opensearch_server

    try:
        with opensearch_server() as address:
            yield address
    except OpenSearchAbsentError as absent:
        without("opensearch", str(absent))


# ------------------------------------------------------------------ browser

BROWSERS = ["chromium", "chromium-browser", "google-chrome"]
CHROMIUM_ARGUMENTS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]


@pytest.fixture(scope="session")
def browser_type_launch_args() -> dict[str, Any]:
    """How pytest-playwright starts the browser: the system's Chromium, never one of its own."""
    found = next(filter(None, map(shutil.which, BROWSERS)), None)
    if found is None:
        without("browser", "there is no chromium on this machine")
    return {"executable_path": found, "args": CHROMIUM_ARGUMENTS}
