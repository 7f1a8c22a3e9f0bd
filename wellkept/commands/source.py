"""`wellkept source list | add | test`: the feeds that are described, and whether they still fit."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Annotated

import typer

from crawler.sources import NAME, FeedSource, SourceError, problems_of, sources
from directory.hsds.layout import layouts
from wellkept.commands.output import CommandError, print_json
from wellkept.settings import Settings, read_settings

app = typer.Typer(no_args_is_help=True, help="Feeds that may be read, and how.")

OWN_SOURCES = "sources"
"""Folder in the home folder with an operator's own sources."""


def _own(settings: Settings) -> Path:
    return settings.home / OWN_SOURCES


def _all(settings: Settings) -> list[FeedSource]:
    try:
        return sources(_own(settings))
    except SourceError as error:
        raise CommandError(str(error)) from error


@app.command("list")
def list_command(as_json: Annotated[bool, typer.Option("--json")] = False) -> None:
    """Every source: what it is, how often it is read, by whose permission."""
    found = _all(read_settings())
    if as_json:
        print_json([vars(source) for source in found])
        return
    for one in found:
        typer.echo(f"{one.name:32} {one.title} (every {one.cadence_days} days; {one.permission})")


@app.command("add")
def add_command(
    name: Annotated[str, typer.Argument(help="Small letters, digits and hyphens.")],
    url: Annotated[str, typer.Option(help="Where the feed is.")],
    layout: Annotated[str, typer.Option(help="How its rows are read.")],
    permission: Annotated[str, typer.Option(help="By which right it is read.")],
    title: Annotated[str, typer.Option(help="What it is.")] = "",
    cadence_days: Annotated[int, typer.Option(min=1)] = 28,
) -> None:
    """Describe a new source in a file of your own; see docs/add-a-source.md."""
    settings = read_settings()
    known = sorted(one.name for one in layouts("feed"))
    if layout not in known:
        raise CommandError(f"there is no layout {layout!r}: use one of {', '.join(known)}")
    if not NAME.fullmatch(name):
        raise CommandError(f"{name!r} is no name of a source: use small letters, digits, hyphens")
    if name in {source.name for source in _all(settings)}:
        raise CommandError(f"there is a source {name} already: choose another name")
    said = {"title": title or name, "url": url, "permission": permission, "layout": layout}
    lines = [f"{key} = {json.dumps(value, ensure_ascii=False)}" for key, value in said.items()]
    path = _own(settings) / f"{name}.toml"
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text("\n".join([*lines, f"cadence_days = {cadence_days}", ""]), encoding="utf-8")
    typer.echo(f"Wrote {path}. Add samples to it, then: wellkept source test {name} --file FILE")


@app.command("test")
def test_command(
    name: Annotated[str, typer.Argument(metavar="NAME")],
    file: Annotated[Path, typer.Option(help="A copy of the feed: a file or a folder.")],
) -> None:
    """Whether a copy of the feed is read as its source says; nothing is imported."""
    found = {source.name: source for source in _all(read_settings())}
    if name not in found:
        raise CommandError(f"there is no source {name!r}: wellkept source list shows all")
    problems = problems_of(found[name], file)
    for problem in problems:
        typer.echo(f"  - {problem}")
    if problems:
        raise CommandError(f"{file.name} is not as {name} should be: it is not to be imported")
    samples = len(found[name].samples)
    typer.echo(f"{file.name} is as {name} should be; {samples} samples are as they should be")
