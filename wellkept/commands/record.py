"""`wellkept import | export | index`: the record in, out, and made searchable."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime
from pathlib import Path
from typing import Annotated

import typer

from directory.exports import export_directory
from directory.hsds.statements import Rejected
from directory.imports import ImportReport, import_directory
from wellkept.clock import utc_now
from wellkept.commands.output import joined, print_json, progress_bar

MAX_LINES = 20
"""Shown of a list on a terminal."""


def import_command(
    path: Annotated[Path, typer.Argument(help="A file or folder; a zip is read as it is.")],
    format_: Annotated[
        str, typer.Option("--format", help="auto, hsds-json, hsds-csv, icarol-csv, ohana-csv")
    ] = "auto",
    source: Annotated[
        str | None, typer.Option(help="Name of the source; default: by file.")
    ] = None,
    as_of: Annotated[
        datetime | None, typer.Option(formats=["%Y-%m-%d"], help="Date of the export.")
    ] = None,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Say what would change.")] = False,
    as_json: Annotated[bool, typer.Option("--json")] = False,
) -> None:
    """Load a directory; what it said before and says again changes nothing."""
    with progress_bar("Importing") as progress:
        report = import_directory(
            joined().store,
            path,
            format=format_,
            source=source,
            as_of=as_of.date() if as_of else None,
            dry_run=dry_run,
            now=utc_now(),
            progress=progress,
        )
    if as_json:
        print_json(report.as_json())
    else:
        _print_import(report, is_dry_run=dry_run)


def _print_import(report: ImportReport, *, is_dry_run: bool) -> None:
    told = report.as_json()
    read = ", ".join(f"{number:,} {name}" for name, number in told["read"].items())
    typer.secho(f"{report.source} ({report.format}, as of {report.as_of})", bold=True)
    typer.echo(f"  read      {read}")
    typer.echo(
        f"  {'would be' if is_dry_run else 'result':8}  {told['created']:,} created, "
        f"{told['updated']:,} updated, {told['unchanged']:,} unchanged"
    )
    if told["withheld"]:
        typer.echo(f"  withheld  {told['withheld']:,} rows: kept in the record, never public")
    _print_some("Could not be used, and is kept raw:", rejected_lines(report.rejected))
    _print_some("Take note:", told["warnings"])


def _print_some(heading: str, lines: Sequence[str]) -> None:
    """A list, the rest of which is in --json."""
    if lines:
        typer.secho(f"\n{heading}", bold=True)
    for line in lines[:MAX_LINES]:
        typer.echo(f"  - {line}")
    if len(lines) > MAX_LINES:
        typer.echo(f"  ... and {len(lines) - MAX_LINES:,} more: --json shows all of them")


def rejected_lines(rejected: Iterable[Rejected]) -> list[str]:
    """One line for all rows of a file that have the same reason."""
    rows: dict[tuple[str, str], list[int]] = {}
    for one in rejected:
        reason = f"{one.field} {one.reason}" if one.field else one.reason
        rows.setdefault((one.file, reason), []).append(one.row)
    return [f"{file}, {_rows_words(numbers)}: {reason}" for (file, reason), numbers in rows.items()]


def _rows_words(numbers: Sequence[int]) -> str:
    """ "row 7", or "1,204 rows (3, 4, 9, ...)"."""
    if len(numbers) == 1:
        return f"row {numbers[0]:,}"
    shown = ", ".join(str(number) for number in numbers[:3])
    return f"{len(numbers):,} rows ({shown}{', ...' if len(numbers) > 3 else ''})"


def export_command(
    path: Annotated[Path, typer.Argument(help="Where to write; .json or .ndjson.")],
    format_: Annotated[str, typer.Option("--format", help="hsds-json")] = "hsds-json",
) -> None:
    """Write the public directory as HSDS documents."""
    with progress_bar("Exporting") as progress:
        report = export_directory(joined().store, path, format=format_, progress=progress)
    typer.echo(f"Wrote {report.services:,} services to {path}.")


def index_command(
    is_rebuild: Annotated[
        bool, typer.Option("--rebuild", help="Build a new index beside the old one and swap.")
    ] = False,
) -> None:
    """Bring the index up to date."""
    opened = joined()
    if not is_rebuild:
        typer.echo(f"{opened.fresh_engine.apply_pending():,} listings brought up to date.")
        return
    with progress_bar("Indexing") as progress:
        count = opened.rebuild_index(progress)
    typer.echo(f"{count:,} listings indexed.")
