"""`wellkept crawl`: reads organizations' own sites, and notes what they say of their listings."""

from __future__ import annotations

from typing import Annotated, Any

import typer

from crawler.run import Crawling, CrawlRun, crawl, directory_sites, due_sites
from crawler.site import Site
from crawler.web_address import WebAddressError, host_of, normalized
from verification.crawled import hear_findings, worths
from wellkept.clock import utc_now
from wellkept.commands.output import CommandError, joined, print_json, progress_bar
from wellkept.wiring import crawling_of

MOST_SHOWN = 20
"""Sites that are told one by one on a terminal."""


def crawl_command(
    url: Annotated[str, typer.Option(help="One site: any address of it.")] = "",
    due: Annotated[bool, typer.Option("--due", help="Every site that is due.")] = False,
    limit: Annotated[int | None, typer.Option(min=1, help="Sites at most.")] = None,
    as_json: Annotated[bool, typer.Option("--json")] = False,
) -> None:
    """Fetch politely, compare with the listings, record evidence. Nothing is edited."""
    if bool(url) == due:
        raise typer.BadParameter("say either --url URL or --due")
    crawling, now = crawling_of(joined()), utc_now()
    with crawling.store.reading() as view:
        worth = worths(view, now=now)
    sites = [_site(crawling, url)] if url else due_sites(crawling.store, now, worth, limit)
    with progress_bar("Reading sites") as progress:
        run = crawl(crawling, sites, worth=worth, progress=progress)
    with crawling.store.transaction(actor="crawl", now=now) as tx:
        heard = hear_findings(tx, now=now)
    if as_json:
        print_json(_run_json(run, heard))
    else:
        _print_run(run, heard)


def _site(crawling: Crawling, url: str) -> Site:
    """The site of the directory that the address is of, else one that no listing names."""
    try:
        wanted = normalized(url)
    except WebAddressError as error:
        raise CommandError(str(error)) from error
    same = [site for site in directory_sites(crawling.store) if site.host == host_of(wanted)]
    exact = [site for site in same if wanted in (site.url, *site.starts)]
    return next(iter(exact or same), Site(wanted))


def _run_json(run: CrawlRun, heard: int) -> dict[str, Any]:
    return {
        "run_id": run.run_id,
        "sites": run.sites,
        "fields": run.fields,
        "pages": run.pages,
        "new_pages": run.new_pages,
        "held_for": run.held_for or None,
        "heard": heard,
        "visits": [dict(zip(("url", "state", "reason"), one, strict=True)) for one in run.visits],
    }


def _print_run(run: CrawlRun, heard: int) -> None:
    for address, state, reason in run.visits[:MOST_SHOWN]:
        typer.echo(f"{state:12} {address}{f'  ({reason})' if reason else ''}")
    if len(run.visits) > MOST_SHOWN:
        typer.echo(f"... and {len(run.visits) - MOST_SHOWN:,} more: --json shows all of them")
    states = ", ".join(f"{number:,} {state}" for state, number in sorted(run.sites.items()))
    typer.secho(f"{run.pages:,} pages asked for, {run.new_pages:,} new; {states}", bold=True)
    for name, verdicts in sorted(run.fields.items()):
        told = ", ".join(f"{number:,} {verdict}" for verdict, number in sorted(verdicts.items()))
        typer.echo(f"  {name:12} {told}")
    if run.held_for:
        typer.echo(f"Held back, nobody hears of it: {run.held_for}")
    else:
        typer.echo(f"{heard:,} became a suggestion or a signal for the task force.")
