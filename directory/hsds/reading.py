"""read_directory: whatever was handed in becomes the statements of one source."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from datetime import date
from pathlib import Path

from directory.errors import ImportRefusedError
from directory.hsds.csv_files import columns_in
from directory.hsds.dates import day_in_name, without_date
from directory.hsds.files import Part, parts_of
from directory.hsds.icarol import read_icarol
from directory.hsds.json_documents import is_json, read_json
from directory.hsds.layout import layouts
from directory.hsds.statements import Reading
from directory.hsds.text import opened_text
from directory.hsds.visibility import withhold_copies

HEAD = 4096
"""Characters that are looked at to recognise a format."""

Reader = Callable[[list[Part], str], Reading]

READERS: dict[str, Reader] = {"hsds-json": read_json, "icarol-csv": read_icarol}
"""By the names of INTERFACES."""


def read_directory(path: Path, *, format: str = "auto", source: str | None = None) -> Reading:
    """What a file or folder says, completely, before anything of it is written.

    format: "auto" looks into the files. source: whose statements these are; default: by file name.
    Raises ImportRefusedError when nothing of it can be used.
    """
    if format not in ("auto", *READERS):
        known = ", ".join(("auto", *READERS))
        raise ImportRefusedError(f"the format {format!r} is not known: use one of {known}")
    parts = parts_of(path)
    chosen = recognised(parts, path.name) if format == "auto" else format
    reading = READERS[chosen](parts, source or source_name(path.name))
    reading.as_of = day_in_name(path.name) or reading.as_of or newest_in_zip(parts)
    withhold_copies(reading)
    return reading


def recognised(parts: Sequence[Part], name: str) -> str:
    """The format, by what is in the files."""
    heads = {part.name: head_of(part) for part in parts}
    if not any(head.strip() for head in heads.values()):
        raise ImportRefusedError(f"{name} is empty: there is nothing to import")
    if all(is_json(head) for head in heads.values() if head.strip()):
        return "hsds-json"
    columns = {name: set(columns_in(head)) for name, head in heads.items()}
    if any(_is_icarol(found) for found in columns.values()):
        return "icarol-csv"
    raise ImportRefusedError(
        f"{name} is in no format that is known: name it with --format ({', '.join(READERS)})"
    )


def _is_icarol(columns: set[str]) -> bool:
    return any(layout.columns <= columns for layout in layouts("icarol-csv"))


def head_of(part: Part) -> str:
    """The first characters of a file."""
    with opened_text(part) as text:
        return text.read(HEAD)


def source_name(file_name: str) -> str:
    """The default name of a source: the file's, without date and ending.

    >>> source_name("dc-crie-2023-05-31.zip"), source_name("211-dc.csv.gz")
    ('dc-crie', '211-dc')
    """
    stem = re.sub(r"(\.(zip|gz|csv|json|ndjson|jsonl|txt))+$", "", file_name, flags=re.IGNORECASE)
    return without_date(stem) or "import"


def newest_in_zip(parts: Sequence[Part]) -> date | None:
    """The newest date of a zip's entries: a last resort, as packing a file again renews it."""
    return max((part.modified_on for part in parts if part.modified_on), default=None)
