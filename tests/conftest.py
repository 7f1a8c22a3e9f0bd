"""The real parts that tests run on: databases, a browser, the shared data."""

import os
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.parts import required_parts, without
from tests.paths import SHARED


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
