"""export_directory: the public part of the record as a file that other programs read."""

from __future__ import annotations

import contextlib
import json
import os
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TextIO

from directory.entities import JsonDocument
from directory.errors import ExportRefusedError
from directory.hsds.documents import public_document
from directory.imports import Progress, silent
from directory.store import Store

ENDINGS = {".json": "json", ".ndjson": "ndjson", ".jsonl": "ndjson"}
"""How the file is written, by the end of its name."""

REPORT_EVERY = 100


@dataclass(frozen=True)
class ExportReport:
    services: int


def export_directory(
    store: Store, path: Path, *, format: str = "hsds-json", progress: Progress = silent
) -> ExportReport:
    """Writes every public service with its organization and locations, whole or not at all.

    A name that ends in .json gets one list, .ndjson (or .jsonl) one document a line, in the order
    of ids. Raises ExportRefusedError.
    """
    if format != "hsds-json":
        raise ExportRefusedError(
            f"the format {format!r} cannot be written yet: use --format hsds-json"
        )
    form = ENDINGS.get(path.suffix.lower())
    if form is None:
        raise ExportRefusedError(f"{path.name} must end in {', '.join(ENDINGS)}: choose one")
    with store.reading() as view, replaced(path) as file:
        total = view.counts()["services"]
        modified_at = view.modified_at()
        documents = (
            public_document(full, modified_at.get(full.service.id)) for full in view.full_services()
        )
        told = _told(documents, total, progress)
        return ExportReport(_WRITERS[form](file, (d for d in told if d is not None)))


def _told(
    documents: Iterable[JsonDocument | None], total: int, progress: Progress
) -> Iterator[JsonDocument | None]:
    for done, document in enumerate(documents, 1):
        if done % REPORT_EVERY == 0:
            progress(done, total)
        yield document


def _write_lines(file: TextIO, documents: Iterable[JsonDocument]) -> int:
    count = 0
    for count, document in enumerate(documents, 1):  # noqa: B007
        file.write(json.dumps(document, ensure_ascii=False) + "\n")
    return count


def _write_list(file: TextIO, documents: Iterable[JsonDocument]) -> int:
    count = 0
    file.write("[")
    for document in documents:
        file.write((",\n" if count else "\n") + json.dumps(document, ensure_ascii=False))
        count += 1
    file.write("\n]\n")
    return count


_WRITERS: dict[str, Callable[[TextIO, Iterable[JsonDocument]], int]] = {
    "json": _write_list,
    "ndjson": _write_lines,
}


@contextlib.contextmanager
def replaced(path: Path) -> Iterator[TextIO]:
    """A file that takes the place of `path` when all is written, and leaves nothing otherwise."""
    beside = path.with_name(f".{path.name}.{os.getpid()}.part")
    try:
        with beside.open("w", encoding="utf-8") as file:
            yield file
            file.flush()
            os.fsync(file.fileno())
        beside.replace(path)
    except OSError as error:
        raise ExportRefusedError(f"{path} cannot be written: {error.strerror or error}") from error
    finally:
        beside.unlink(missing_ok=True)
