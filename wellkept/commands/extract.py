"""`wellkept extract`: the facts on a website, from a saved copy or fetched politely."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from crawler.extract import Fact, FactField, SiteReading, read_site
from crawler.saved import saved_pages
from wellkept.commands.output import CommandError, print_json


def extract_command(
    source: Annotated[str, typer.Argument(help="A folder with a saved copy, or an address.")],
    base_url: Annotated[str, typer.Option(help="Where the saved copy is from.")] = "",
    as_json: Annotated[bool, typer.Option("--json")] = False,
) -> None:
    """The facts that a website states about its organization, each with the words that say it."""
    reading = read_site(saved_pages(_folder(source), base_url))
    if as_json:
        print_json(reading.as_json())
    else:
        _print_reading(reading)


def _folder(source: str) -> Path:
    """Raises CommandError for what is no folder."""
    folder = Path(source)
    if not folder.is_dir():
        raise CommandError(f"{source} is no folder: name one that holds a saved copy of a website")
    return folder


def _print_reading(reading: SiteReading) -> None:
    typer.echo(f"{len(reading.pages)} pages read, country {reading.country}")
    for fact in reading.facts:
        typer.echo(f"{fact.field.value:12} {_value(fact)}  ({fact.confidence:.2f}, {fact.page})")
    for url in reading.unreadable:
        typer.echo(f"partly or wholly made by script: {url}")


def _value(fact: Fact) -> str:
    return fact.quote if fact.field is FactField.HOURS else str(fact.value)
