"""`wellkept search`: the same search as the page, from the terminal."""

from __future__ import annotations

import json
from collections.abc import Iterable
from datetime import datetime
from pathlib import Path
from typing import Annotated, Any

import typer

from directory.eligibility import Circumstances
from directory.eligibility.circumstances import CircumstancesError, circumstances_of
from geodata.shapes import Precision
from indexer.query import DEFAULT_LIMIT, DEFAULT_RADIUS_MILES, SearchQuery, Sort
from indexer.result import Hit, SearchPage
from wellkept.clock import utc_now
from wellkept.commands.output import CommandError, joined, json_lines, print_json
from wellkept.wiring import Joined


def search_command(
    text: Annotated[str, typer.Argument(help="What is needed, in plain words.")] = "",
    near: Annotated[str, typer.Option(help="ZIP, place or LAT,LON.")] = "",
    radius_miles: Annotated[float, typer.Option()] = DEFAULT_RADIUS_MILES,
    need: Annotated[list[str] | None, typer.Option(help="Category; repeatable.")] = None,
    language: Annotated[list[str] | None, typer.Option()] = None,
    cost: Annotated[str | None, typer.Option(help="free")] = None,
    remote: Annotated[bool, typer.Option(help="Include phone and online.")] = True,
    verified_within_days: Annotated[int | None, typer.Option(min=1)] = None,
    open_at: Annotated[
        str | None, typer.Option("--open", help="now, evening, weekend or an ISO time.")
    ] = None,
    about: Annotated[
        Path | None, typer.Option(help='JSON of circumstances: {"age": 34, "is_veteran": true}.')
    ] = None,
    strict: Annotated[bool, typer.Option(help="Only what surely is for that person.")] = False,
    sort: Annotated[Sort, typer.Option()] = Sort.BEST,
    page: Annotated[int, typer.Option(min=1)] = 1,
    limit: Annotated[int, typer.Option(min=1, max=100)] = DEFAULT_LIMIT,
    as_json: Annotated[bool, typer.Option("--json")] = False,
    batch: Annotated[Path | None, typer.Option(help='JSON lines {"id","q","near"}.')] = None,
) -> None:
    """Search the directory."""
    opened = joined()
    if batch is not None:
        _search_batch(opened, batch)
        return
    query = SearchQuery(
        text=text,
        **_near(opened, near),
        radius_miles=radius_miles,
        need=tuple(need or ()),
        language=tuple(language or ()),
        cost=cost,
        remote=remote,
        verified_within_days=verified_within_days,
        open=open_at,
        about=_about(about),
        strict=strict,
        sort=sort,
        page=page,
        limit=limit,
    )
    found = opened.search_engine.search(query, now=utc_now())
    if as_json:
        print_json(found.as_json())
    else:
        _print_page(found)


def _about(path: Path | None) -> Circumstances | None:
    """Raises CommandError; no message repeats what was told."""
    if path is None:
        return None
    try:
        told = json.loads(path.read_text("utf-8"))
        if not isinstance(told, dict):
            raise CommandError(f'{path} holds no object of circumstances: write {{"age": 34}}')
        return circumstances_of(told)
    except CircumstancesError as error:
        raise CommandError(f"{path}: {error}") from error
    except (OSError, ValueError) as error:
        raise CommandError(f"{path} cannot be read as JSON") from error


def _near(opened: Joined, near: str) -> dict[str, Any]:
    if not near:
        return {}
    place = opened.places.understand(near, extent=opened.extent)
    if place.point is None:
        raise CommandError(f'we don\'t know the place "{near}": try a ZIP code or "City, ST"')
    return {"near": place.point, "near_label": place.name or near, "near_areas": place.areas}


def _search_batch(opened: Joined, path: Path) -> None:
    """One JSON line out for each line in; a line that cannot be read says so in its place."""
    for line in json_lines(path):
        try:
            query = SearchQuery(
                text=str(line.get("q") or ""), **_near(opened, str(line.get("near") or ""))
            )
        except (CommandError, ValueError) as error:
            answer: dict[str, Any] = {"id": line.get("id"), "error": str(error)}
        else:
            page = opened.search_engine.search(query, now=utc_now()).as_json()
            answer = {"id": line.get("id"), "total": page["total"], "hits": page["hits"]}
        typer.echo(json.dumps(answer, ensure_ascii=False))


def _print_page(page: SearchPage) -> None:
    total = f"{page.total:,}" if page.total_is_exact else f"{page.total:,}+"
    typer.echo(f"{total} listings" + (f" ({'; '.join(page.applied)})" if page.applied else ""))
    for hit in page.hits:
        typer.echo("")
        for line in _hit_lines(hit):
            typer.echo(line)


def _hit_lines(hit: Hit) -> Iterable[str]:
    yield f"{hit.organization} - {hit.name}" if hit.organization else hit.name
    if hit.summary:
        yield f"  {hit.summary}"
    where = [hit.address or ""]
    if hit.distance_miles is not None:
        where.append(_distance(hit.distance_miles, hit.point_precision))
    where.append(hit.phone or "")
    yield "  " + " · ".join(part for part in where if part)
    yield f"  {_open(hit)}"
    if hit.eligibility is not None:
        yield from (f"  {reason}" for reason in hit.eligibility["reasons"])
    if hit.serves["value"] != "unknown":
        yield f"  {hit.serves['reason']}"
    yield f"  {hit.freshness.words}"
    if hit.more.count:
        yield f"  {hit.more.count} more from {hit.organization}"
    yield f"  {hit.listing_id}"


def _open(hit: Hit) -> str:
    """By the clock of the place."""
    state, told = hit.open["value"], hit.open
    if state == "open":
        until = told.get("until")
        return f"Open, until {_clock(until)}" if until else "Open"
    if state == "closed":
        opens = told.get("next")
        return f"Closed, opens {_clock(opens)}" if opens else "Closed"
    return f"Hours not certain: {told['reason']}"


def _clock(moment: str) -> str:
    return f"{datetime.fromisoformat(moment):%a %b %-d, %-I:%M %p}"


def _distance(miles: float, precision: str) -> str:
    """From the middle of a ZIP code or a town it is only "about"."""
    is_about = precision in (Precision.ZIP, Precision.CITY)
    return f"about {max(1, round(miles))} miles" if is_about else f"{miles:.1f} miles"
