"""`wellkept parse`: what is understood of a text, for people and for scorers."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Annotated

import typer

from directory.eligibility import eligibility_json, read_eligibility
from directory.hours import read_hours
from wellkept.commands.output import json_lines

app = typer.Typer(no_args_is_help=True, help="What is understood of a text.")


@app.command("hours")
def hours_command(
    batch: Annotated[Path, typer.Option(help='JSON lines {"id","text","country"}.')],
) -> None:
    """Opening hours: one JSON line out for each line in."""
    for line in json_lines(batch):
        hours = read_hours(str(line.get("text") or ""), country=str(line.get("country") or "US"))
        answer = {"id": line.get("id"), **hours.as_json()}
        typer.echo(json.dumps(answer, ensure_ascii=False))


@app.command("eligibility")
def eligibility_command(
    batch: Annotated[Path, typer.Option(help='JSON lines {"id","text"}.')],
) -> None:
    """Who may come: one JSON line out for each line in."""
    for line in json_lines(batch):
        read = read_eligibility(str(line.get("text") or ""))
        answer = {"id": line.get("id"), **eligibility_json(read)}
        typer.echo(json.dumps(answer, ensure_ascii=False))
