"""`wellkept import | export | index`: the record in, out, and made searchable."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from typing import Annotated

import typer

from directory.exports import export_directory
from directory.imports import ImportReport, import_directory
from indexer.refresh import rebuild
from wellkept.clock import utc_now
from wellkept.commands.output import joined, print_json, progress_bar


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
    verb = "Would change" if is_dry_run else "Changed"
    typer.echo(f"Source {told['source']}: read {read}.")
    typer.echo(
        f"{verb}: {told['created']:,} created, {told['updated']:,} updated, "
        f"{told['unchanged']:,} unchanged; {told['withheld']:,} withheld."
    )
    for rejected in told["rejected"][:20]:
        field = f", {rejected['field']}" if rejected["field"] else ""
        typer.echo(
            f"Rejected {rejected['file']} row {rejected['row']}{field}: {rejected['reason']}"
        )
    for warning in told["warnings"][:20]:
        typer.echo(f"Warning: {warning}")
    hidden = max(0, len(told["rejected"]) - 20) + max(0, len(told["warnings"]) - 20)
    if hidden:
        typer.echo(f"... and {hidden:,} more: --json shows all of them")


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
        count = rebuild(opened.store, opened.engine, progress=progress)
    typer.echo(f"{count:,} listings indexed.")
