"""read_directory: whatever was handed in becomes the statements of one source."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from datetime import date
from pathlib import Path

from directory.errors import ImportRefusedError
from directory.hsds.csv_files import columns_in
from directory.hsds.dates import day_in_name, without_date
from directory.hsds.feed import FORMAT as FEED
from directory.hsds.feed import read_feed
from directory.hsds.files import Part, parts_of
from directory.hsds.icarol import read_icarol
from directory.hsds.json_documents import is_json, read_json
from directory.hsds.layout import Layout, layouts
from directory.hsds.points import judge_points
from directory.hsds.relational import reader_of
from directory.hsds.statements import Reading
from directory.hsds.text import NotTextError, opened_text
from directory.hsds.visibility import withhold_copies

HEAD = 4096
"""Characters that are looked at to recognise a format."""

Reader = Callable[[list[Part], str], Reading]

READERS: dict[str, Reader] = {
    "hsds-json": read_json,
    "icarol-csv": read_icarol,
    "hsds-csv": reader_of("hsds-csv"),
    "ohana-csv": reader_of("ohana-csv"),
    FEED: read_feed,
}
"""By the names of INTERFACES."""

CSV_FORMATS = tuple(name for name in READERS if name.endswith("-csv"))


def read_directory(path: Path, *, format: str = "auto", source: str | None = None) -> Reading:
    """What a file or folder says, completely, before anything of it is written.

    format: "auto" looks into the files. source: whose statements these are; default: by file name.
    Raises ImportRefusedError when nothing of it can be used.
    """
    if format not in ("auto", *READERS):
        known = ", ".join(("auto", *READERS))
        raise ImportRefusedError(f"the format {format!r} is not known: use one of {known}")
    heads = _heads(parts_of(path))
    if not any(head.strip() for head in heads.values()):
        raise ImportRefusedError(f"{path.name} is empty: there is nothing to import")
    chosen = recognised(heads, path.name) if format == "auto" else format
    reading = READERS[chosen](list(heads), source or source_name(path.name))
    reading.as_of = day_in_name(path.name) or reading.as_of or newest_in_zip(list(heads))
    withhold_copies(reading)
    judge_points(reading)
    return reading


def _heads(parts: list[Part]) -> dict[Part, str]:
    """The first characters of the files that are text. Raises NotTextError when none is."""
    heads: dict[Part, str] = {}
    problem: NotTextError | None = None
    for part in parts:
        try:
            heads[part] = head_of(part)
        except NotTextError as error:
            problem = error
    if problem is not None and not heads:
        raise problem
    return heads


def recognised(heads: Mapping[Part, str], name: str) -> str:
    """The format, by what is in the files; the layout that asks for most columns counts."""
    told = {part: head for part, head in heads.items() if head.strip()}
    if all(is_json(head) for head in told.values()):
        return FEED if any(map(_is_feed, told.values())) else "hsds-json"
    columns = {part.name.lower(): set(columns_in(head)) for part, head in told.items()}
    candidates = (layout for format_ in (*CSV_FORMATS, FEED) for layout in layouts(format_))
    for layout in sorted(candidates, key=lambda layout: -len(layout.columns)):
        if _fits(layout, columns):
            return layout.format
    raise ImportRefusedError(
        f"{name} is in no format that is known: name it with --format ({', '.join(READERS)})"
    )


def _is_feed(head: str) -> bool:
    """Whether the first record has what a layout of feeds asks for, as far as it is seen."""
    keys = set(re.findall(r'"([^"]+)"\s*:', head))
    return any(
        {part for name in layout.columns for part in name.split(".")} <= keys
        for layout in layouts(FEED)
    )


def _fits(layout: Layout, columns: Mapping[str, set[str]]) -> bool:
    if layout.columns:
        return any(layout.columns <= found for found in columns.values())
    required = [table for table in layout.tables.values() if table.is_required]
    return any(name in table.files for table in required for name in columns)


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
