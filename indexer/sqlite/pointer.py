"""Which file is the index: a small pointer file that names the current generation.

Renaming a new database over one that others have open would leave them with the old data, so each
build is a file of its own and only the pointer is replaced.
"""

from __future__ import annotations

import os
import re
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from indexer.engine import BUILD, EngineError
from indexer.sqlite.driver import NeedsRebuildError, connect, sqlite

BUILD_WAIT_S = 3600
"""How long one build waits for another: a build of a million listings takes minutes."""

_GENERATION = re.compile(r"\.g(\d+)\Z")
_DATABASE = b"SQLite format 3"
_SIDE_FILES = ("", "-wal", "-shm", "-journal")


def current(pointer: Path) -> Path:
    """The file that the pointer names. Raises NeedsRebuildError when there is none."""
    try:
        named = pointer.read_bytes()[:4096].decode().strip()
    except FileNotFoundError as error:
        raise NeedsRebuildError(f"there is no search index yet: run `{BUILD}`") from error
    except (OSError, UnicodeDecodeError) as error:
        raise NeedsRebuildError(f"{pointer} is not a search index: run `{BUILD}`") from error
    path = pointer.with_name(Path(named).name)
    if _number(pointer, path) is None:
        raise NeedsRebuildError(f"{pointer} is not a search index: run `{BUILD}`")
    return path


def stamp(pointer: Path) -> tuple[int, int]:
    """Changes whenever the pointer is replaced; zeros when there is none."""
    try:
        status = os.stat(pointer)
    except OSError:
        return 0, 0
    return status.st_mtime_ns, status.st_ino


@contextmanager
def building(pointer: Path) -> Iterator[None]:
    """Held by the one process that builds a generation; others wait. A process that dies lets go.
    Raises EngineError after BUILD_WAIT_S."""
    pointer.parent.mkdir(parents=True, exist_ok=True)
    lock = connect(pointer.with_name(f"{pointer.name}.lock"), mode="rwc")
    try:
        lock.execute(f"PRAGMA busy_timeout = {BUILD_WAIT_S * 1000}")
        lock.execute("BEGIN EXCLUSIVE")
        yield
    finally:
        lock.close()


def reserve(pointer: Path) -> Path:
    """A new, empty file for the next generation, which nobody else was given."""
    number = max((n for _, n in _generations(pointer)), default=0)
    while True:
        number += 1
        path = pointer.with_name(f"{pointer.name}.g{number}")
        try:
            path.touch(exist_ok=False)
        except FileExistsError:
            continue
        return path


def refuse_foreign(pointer: Path) -> None:
    """Raises EngineError when a database lies where the pointer should be: it is not ours to
    replace."""
    if pointer.is_dir():
        raise EngineError(f"{pointer} is a folder: name a file as the search index")
    if pointer.is_file():
        with pointer.open("rb") as file:
            if file.read(len(_DATABASE)) == _DATABASE:
                raise EngineError(f"{pointer} is a database, not a search index: name another file")


def point_to(pointer: Path, generation: Path) -> None:
    """Makes the generation the current one, at once and for good."""
    new = pointer.with_name(f"{generation.name}.new")
    with new.open("w", encoding="utf-8") as file:
        file.write(f"{generation.name}\n")
        file.flush()
        os.fsync(file.fileno())
    new.replace(pointer)


def remove_unheld(pointer: Path) -> None:
    """Removes the generations that are not current and that no process has open."""
    kept = current(pointer)
    for path, _ in _generations(pointer):
        if path != kept and _is_unheld(path):
            remove(path)


def remove(generation: Path) -> None:
    """Removes the files of a generation."""
    for suffix in _SIDE_FILES:
        generation.with_name(generation.name + suffix).unlink(missing_ok=True)


def _generations(pointer: Path) -> list[tuple[Path, int]]:
    found = [(path, _number(pointer, path)) for path in pointer.parent.iterdir()]
    return [(path, number) for path, number in found if number is not None]


def _number(pointer: Path, path: Path) -> int | None:
    match = _GENERATION.search(path.name)
    is_ours = match is not None and path.name == pointer.name + match[0]
    return int(match[1]) if match is not None and is_ours else None


def _is_unheld(path: Path) -> bool:
    """Whether SQLite gives us the file for ourselves: not while a builder or a reader has it."""
    module = sqlite()
    try:
        connection = connect(path, mode="rw")
    except module.OperationalError:
        return False
    try:
        connection.execute("PRAGMA busy_timeout = 0")
        connection.execute("PRAGMA locking_mode = EXCLUSIVE")
        connection.execute("BEGIN EXCLUSIVE")
        connection.execute("ROLLBACK")
    except module.OperationalError:
        return False
    except module.DatabaseError:
        return True  # damaged, or half of a build that died
    finally:
        connection.close()
    return True
