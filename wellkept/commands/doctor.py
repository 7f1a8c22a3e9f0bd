"""`wellkept doctor`: what is configured, reachable, and what is wrong, with the remedy."""

from __future__ import annotations

import platform
import shutil
import sqlite3
import sys
from collections.abc import Callable
from dataclasses import asdict, dataclass
from importlib.metadata import version
from typing import Annotated

import typer

from directory.errors import DirectoryError
from indexer.engine import EngineError
from wellkept.commands.output import print_json
from wellkept.settings import Settings, read_settings
from wellkept.wiring import Joined, join

LEAST_FREE_BYTES = 200 * 1024**2


@dataclass(frozen=True)
class Finding:
    """One thing that was looked at."""

    name: str
    is_well: bool
    told: str
    remedy: str = ""


def doctor_command(as_json: Annotated[bool, typer.Option("--json")] = False) -> None:
    """Look at everything that a working directory needs. Exit 1 when something is wrong."""
    settings = read_settings()
    findings = [*_machine(settings), *_rooms(settings)]
    if as_json:
        print_json([asdict(finding) for finding in findings])
    else:
        for finding in findings:
            typer.echo(f"{'ok ' if finding.is_well else 'BAD'} {finding.name}: {finding.told}")
            if finding.remedy:
                typer.echo(f"    -> {finding.remedy}")
    if not all(finding.is_well for finding in findings):
        sys.exit(1)


def _machine(settings: Settings) -> list[Finding]:
    settings.home.mkdir(parents=True, exist_ok=True)
    free = shutil.disk_usage(settings.home).free
    return [
        Finding(
            "program", True,
            f"wellkept {version('wellkept')}, Python {platform.python_version()}",
        ),
        _fts5(),
        Finding(
            "home", free > LEAST_FREE_BYTES,
            f"{settings.home.resolve()}, {free // 1024**2:,} MB free",
            "" if free > LEAST_FREE_BYTES else "make room, or set WELLKEPT_HOME to another disk",
        ),
    ]  # fmt: skip


def _fts5() -> Finding:
    told = f"SQLite {sqlite3.sqlite_version}"
    try:
        with sqlite3.connect(":memory:") as connection:
            connection.execute("CREATE VIRTUAL TABLE tried USING fts5(a)")
    except sqlite3.OperationalError:
        remedy = "install a Python whose SQLite has FTS5, or use OpenSearch by WELLKEPT_SEARCH_URL"
        return Finding("search in SQLite", False, f"{told} without FTS5", remedy)
    return Finding("search in SQLite", True, f"{told} with FTS5")


def _rooms(settings: Settings) -> list[Finding]:
    try:
        opened = join(settings)
    except (DirectoryError, EngineError) as error:
        remedy = "look at WELLKEPT_DATABASE_URL and WELLKEPT_SEARCH_URL"
        return [Finding("record", False, str(error), remedy)]
    return [
        _tried("record", lambda: _record(opened)),
        _tried("search engine", lambda: _engine(opened)),
    ]


def _tried(name: str, look: Callable[[], Finding]) -> Finding:
    try:
        return look()
    except (DirectoryError, EngineError) as error:
        return Finding(name, False, str(error), "run `wellkept index --rebuild`")


def _record(opened: Joined) -> Finding:
    with opened.store.reading() as view:
        counts = view.counts()
    told = ", ".join(f"{number:,} {name}" for name, number in counts.items())
    url = opened.database.shown_url
    remedy = "" if counts.get("services") else "load a directory: wellkept import PATH"
    return Finding("record", True, f"{url}: {told}", remedy)


def _engine(opened: Joined) -> Finding:
    opened.engine.ping()
    return Finding("search engine", True, f"{opened.engine.count():,} listings can be found")
