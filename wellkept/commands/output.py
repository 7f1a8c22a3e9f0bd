"""How commands speak: one JSON document or plain lines on stdout, problems on stderr."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import typer
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

from wellkept.settings import read_settings
from wellkept.wiring import Joined, join


class CommandError(Exception):
    """The command could not be done; the message is the one clear sentence for stderr."""


def joined() -> Joined:
    """Store and engine as the settings say."""
    return join(read_settings())


def print_json(value: Any) -> None:
    typer.echo(json.dumps(value, ensure_ascii=False, indent=2, default=str))


def json_lines(path: Path) -> Iterator[dict[str, Any]]:
    """The objects of a file of JSON lines. Raises CommandError with the line that is none."""
    try:
        text = path.read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        raise CommandError(f"{path} cannot be read: {error}") from error
    for number, line in enumerate(text.split("\n"), start=1):
        if line.strip():
            yield _json_object(line, f"{path} line {number}")


def _json_object(line: str, where: str) -> dict[str, Any]:
    try:
        value = json.loads(line)
    except ValueError as error:
        raise CommandError(f"{where} is not JSON: {error}") from error
    if not isinstance(value, dict):
        raise CommandError(f"{where} is not a JSON object")
    return value


class ProgressBar:
    """A progress bar on a terminal; silent when piped. Call it with (done, total or None)."""

    def __init__(self, progress: Progress, label: str) -> None:
        self._progress = progress
        self._task = progress.add_task(label, total=None)

    def __call__(self, done: int, total: int | None = None) -> None:
        self._progress.update(self._task, completed=done, total=total)


@contextmanager
def progress_bar(label: str) -> Iterator[ProgressBar]:
    """A bar on stderr while the block runs."""
    columns = (
        TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn(),
    )  # fmt: skip
    is_shown = sys.stderr.isatty()
    console = Console(stderr=True)
    with Progress(*columns, console=console, disable=not is_shown, transient=True) as progress:
        yield ProgressBar(progress, label)
