"""One door to the database, SQLite or PostgreSQL: connections, transactions, locks, migrations."""

from __future__ import annotations

import fcntl
import sqlite3
import weakref
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from threading import Event
from typing import Any

import sqlalchemy as sa
from alembic import command
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy.exc import ArgumentError, DBAPIError, NoSuchModuleError

from directory.errors import DatabaseNewerError, DatabaseUnavailableError

MIGRATIONS = Path(__file__).parent / "migrations"
BUSY_TIMEOUT_MS = 5000
"""A writer waits this long for another; transactions here take milliseconds."""

RETRY_S = 1.0
"""A standby worker asks again for the leadership this often."""


def open_database(url: str) -> Database:
    """The database behind an address: `sqlite:///path` or `postgresql+psycopg://...`.

    Nothing is read or migrated yet. Raises DatabaseUnavailableError when the address is wrong.
    """
    try:
        address = sa.make_url(url)
        if address.get_backend_name() not in ("sqlite", "postgresql"):
            raise DatabaseUnavailableError(
                f"{url!r} is neither sqlite:///PATH nor postgresql+psycopg://...: "
                "set WELLKEPT_DATABASE_URL to one of these"
            )
        if address.get_backend_name() == "sqlite" and address.database:
            Path(address.database).parent.mkdir(parents=True, exist_ok=True)
        engine = sa.create_engine(address)
    except (ArgumentError, NoSuchModuleError, ModuleNotFoundError, OSError) as error:
        raise DatabaseUnavailableError(f"the database {url!r} cannot be opened: {error}") from error
    if engine.dialect.name == "sqlite":
        sa.event.listen(engine, "connect", _set_up_sqlite)
        sa.event.listen(engine, "begin", _begin_sqlite)
    return Database(engine)


def _set_up_sqlite(connection: sqlite3.Connection, _record: Any) -> None:
    connection.isolation_level = None  # we say BEGIN ourselves, see _begin_sqlite
    for pragma in (
        "journal_mode=WAL",
        "synchronous=NORMAL",
        "foreign_keys=ON",
        f"busy_timeout={BUSY_TIMEOUT_MS}",
    ):
        connection.execute(f"PRAGMA {pragma}")


def _begin_sqlite(connection: sa.Connection) -> None:
    """A writer takes its lock at once: upgrading a read lock fails at once when another writes."""
    is_writing = connection.get_execution_options().get("is_writing", False)
    connection.exec_driver_sql("BEGIN IMMEDIATE" if is_writing else "BEGIN")


class Database:
    """Connections of one database. Safe to share between threads. Closed with the last reference,
    so that a command need not think of it."""

    def __init__(self, engine: sa.Engine) -> None:
        self.engine = engine
        weakref.finalize(self, engine.dispose)
        self._writer = engine.execution_options(is_writing=True)

    @property
    def shown_url(self) -> str:
        """The address without its password."""
        return self.engine.url.render_as_string(hide_password=True)

    @contextmanager
    def reading(self) -> Iterator[sa.Connection]:
        """A connection that sees one state of the database. Raises DatabaseUnavailableError."""
        with self._connection(self.engine) as connection:
            yield connection

    @contextmanager
    def writing(self) -> Iterator[sa.Connection]:
        """A transaction: all of it or, after any exception, nothing."""
        with self._connection(self._writer) as connection:
            yield connection

    @contextmanager
    def _connection(self, engine: sa.Engine) -> Iterator[sa.Connection]:
        try:
            connection = engine.connect()
        except DBAPIError as error:
            raise DatabaseUnavailableError(
                f"the database {self.shown_url} cannot be reached ({error.orig}): "
                "look at WELLKEPT_DATABASE_URL, and whether the server runs"
            ) from error
        with connection, connection.begin():
            yield connection

    def migrate(self) -> None:
        """Brings the tables up to date, one process at a time. Raises DatabaseNewerError."""
        with self.locked("migrate"), self.writing() as connection:
            current = MigrationContext.configure(connection).get_current_revision()
            config = _alembic_config(connection)
            known = [script.revision for script in _scripts(config).walk_revisions()]
            if current is not None and current not in known:
                raise DatabaseNewerError(
                    f"the database {self.shown_url} was written by a newer wellkept (its version "
                    f"is {current}): install that version, or restore a backup made before"
                )
            if current != _scripts(config).get_current_head():
                command.upgrade(config, "head")

    @contextmanager
    def locked(self, name: str) -> Iterator[None]:
        """Waits until no other process holds the lock of this name; freed by a crash too."""
        with self._lock(name, stop=None) as is_held:
            assert is_held
            yield

    @contextmanager
    def leadership(self, name: str, stop: Event) -> Iterator[bool]:
        """True as soon as no other process leads; False when `stop` was set before that."""
        with self._lock(name, stop=stop) as is_held:
            yield is_held

    @contextmanager
    def _lock(self, name: str, *, stop: Event | None) -> Iterator[bool]:
        held = self._file_lock if self.engine.dialect.name == "sqlite" else self._advisory_lock
        with held(name, stop) as is_held:
            yield is_held

    @contextmanager
    def _file_lock(self, name: str, stop: Event | None) -> Iterator[bool]:
        database = self.engine.url.database
        if not database or database == ":memory:":
            yield True
            return
        with open(f"{database}.{name}.lock", "a", encoding="ascii") as file:
            if stop is None:
                fcntl.flock(file, fcntl.LOCK_EX)
                yield True
                return
            yield _until(lambda: _try_flock(file.fileno()), stop)

    @contextmanager
    def _advisory_lock(self, name: str, stop: Event | None) -> Iterator[bool]:
        key = zlib.crc32(f"wellkept {name}".encode())
        options = {"isolation_level": "AUTOCOMMIT"}
        with self.engine.execution_options(**options).connect() as connection:
            if stop is None:
                connection.execute(sa.select(sa.func.pg_advisory_lock(key)))
                is_held = True
            else:
                asked = sa.select(sa.func.pg_try_advisory_lock(key))
                is_held = _until(lambda: bool(connection.execute(asked).scalar()), stop)
            try:
                yield is_held
            finally:
                if is_held:
                    connection.execute(sa.select(sa.func.pg_advisory_unlock(key)))

    def close(self) -> None:
        """Closes the pooled connections."""
        self.engine.dispose()


def _try_flock(descriptor: int) -> bool:
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True


def _until(try_it: Any, stop: Event) -> bool:
    """Tries again and again; False when `stop` is set first."""
    while not stop.is_set():
        if try_it():
            return True
        stop.wait(RETRY_S)
    return False


def _alembic_config(connection: sa.Connection) -> Config:
    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS))
    config.attributes["connection"] = connection
    return config


def _scripts(config: Config) -> ScriptDirectory:
    return ScriptDirectory.from_config(config)
