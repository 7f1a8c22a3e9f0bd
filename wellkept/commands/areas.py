"""`wellkept areas import`: an operator's own polygons, such as wards and districts."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from geodata.geojson import GeoJsonError
from geodata.own_areas import import_areas
from wellkept.commands.output import CommandError
from wellkept.settings import read_settings

app = typer.Typer(no_args_is_help=True, help="Wards, districts and catchments of your own.")


@app.callback()
def areas() -> None:
    """So that `import` stays a command of a group, also while it is the only one."""


@app.command("import")
def import_command(
    path: Annotated[Path, typer.Argument(metavar="FILE.geojson", help="Polygons in WGS84.")],
    kind: Annotated[str, typer.Option(help="What they are, in one word: ward.")],
    name_property: Annotated[str, typer.Option(help="The property that names each.")],
) -> None:
    """Keep the polygons of a file as areas of this kind, instead of those kept before."""
    settings = read_settings()
    try:
        count = import_areas(path, settings.areas, kind=kind, name_property=name_property)
    except GeoJsonError as error:
        raise CommandError(f"{path}: {error}") from error
    typer.echo(
        f"{count} areas of the kind {kind}; `wellkept index --rebuild` brings them to search"
    )
