"""`wellkept place`: what a place text is taken for."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Annotated

import typer

from geodata.places import Alternative, Kind, Place
from wellkept.commands.output import CommandError, joined, json_lines, print_json

MOST_TOLD = 5


def place_command(
    text: Annotated[str, typer.Argument(help="As people type it.")] = "",
    batch: Annotated[Path | None, typer.Option(help='JSON lines {"id","text"}.')] = None,
    as_json: Annotated[bool, typer.Option("--json")] = False,
) -> None:
    """What a place text is taken for."""
    opened = joined()
    extent = opened.extent
    if batch is not None:
        for line in json_lines(batch):
            told = opened.places.understand(str(line.get("text") or ""), extent=extent)
            typer.echo(json.dumps(told.as_json(line.get("id")), ensure_ascii=False))
        return
    place = opened.places.understand(text, extent=extent)
    if as_json:
        print_json(place.as_json())
    else:
        _print_place(place)


def _print_place(place: Place) -> None:
    """Raises CommandError when nothing is known of where it is."""
    if place.point is None:
        raise CommandError(_unknown(place))
    at = f"{place.point.lat:.4f}, {place.point.lon:.4f}"
    typer.echo(f"{place.name} ({place.kind}): {at}")
    if place.corrected:
        typer.echo(f'  taken for "{place.corrected}"')
    if place.alternatives:
        typer.echo(f"  or {_named(place.alternatives)}")


def _unknown(place: Place) -> str:
    if place.kind is Kind.ADDRESS:
        return f'"{place.text}" names no town that we know: add the ZIP code or "City, ST"'
    others = f"; did you mean {_named(place.alternatives)}?" if place.alternatives else ""
    return f'we don\'t know the place "{place.text}": try a ZIP code or "City, ST"{others}'


def _named(alternatives: tuple[Alternative, ...]) -> str:
    return ", ".join(other.name for other in alternatives[:MOST_TOLD])
