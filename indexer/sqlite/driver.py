"""Which SQLite is used, how a connection is opened, and its errors in our words."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from importlib import import_module
from pathlib import Path
from types import ModuleType
from urllib.parse import quote

from indexer.engine import BUILD, EngineError, EngineUnavailableError

BUSY_TIMEOUT_S = 5.0
CACHE_KIB = 65_536
"""Page cache of a connection that reads: the whole text index of 100,000 listings."""


class NeedsRebuildError(EngineUnavailableError):
    """There is no index, or not one that this program can read; building it again is the remedy."""


@cache
def sqlite() -> ModuleType:
    """The standard library's SQLite when it has FTS5, else the one of the extra `sqlite`.
    Raises EngineUnavailableError when neither has it."""
    if _has_fts5(sqlite3):
        return sqlite3
    try:
        module = import_module("pysqlite3")
    except ImportError as error:
        raise EngineUnavailableError(
            "this Python's SQLite has no FTS5, which search needs: install the extra "
            "wellkept[sqlite], or another Python"
        ) from error
    return module


def _has_fts5(module: ModuleType) -> bool:
    connection = module.connect(":memory:")
    try:
        connection.execute("CREATE VIRTUAL TABLE tried USING fts5(a)")
    except module.OperationalError:
        return False
    finally:
        connection.close()
    return True


def connect(path: Path, *, mode: str) -> sqlite3.Connection:
    """A connection in autocommit mode, to be used by one thread at a time. `mode`: "rwc" makes the
    file, "rw" wants it there; raises the driver's error when it is not."""
    connection: sqlite3.Connection = sqlite().connect(
        f"file:{quote(str(path.absolute()))}?mode={mode}",
        uri=True,
        isolation_level=None,
        check_same_thread=False,
        timeout=BUSY_TIMEOUT_S,
        cached_statements=256,
    )
    connection.execute("PRAGMA synchronous = NORMAL")
    connection.execute(f"PRAGMA cache_size = -{CACHE_KIB}")
    return connection


@contextmanager
def translated(path: Path) -> Iterator[None]:
    """What SQLite says of the file, in our words and with what to do."""
    module = sqlite()
    try:
        yield
    except module.OperationalError as error:
        if _is_busy(error):
            raise EngineError(f"the search index is busy ({error}): try again") from error
        raise NeedsRebuildError(
            f"the search index {path} cannot be read ({error}): run `{BUILD}`"
        ) from error
    except module.DatabaseError as error:
        raise NeedsRebuildError(
            f"the search index {path} is damaged ({error}): run `{BUILD}`"
        ) from error


def _is_busy(error: Exception) -> bool:
    return "locked" in str(error) or "busy" in str(error)
