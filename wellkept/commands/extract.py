"""`wellkept extract`: the facts on a website, from a saved copy or fetched politely."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Annotated

import typer

from crawler.extract import Fact, FactField, SiteReading, read_site
from crawler.finding import ACT, LOOK, SiteState
from crawler.page import Page
from crawler.saved import saved_pages
from wellkept.clock import utc_now
from wellkept.commands.output import CommandError, print_json
from wellkept.settings import read_settings

ADDRESS = re.compile(r"^https?://", re.IGNORECASE)
UNREAD = (*LOOK, *(state for state in ACT if state is not SiteState.MOVED))
"""States of a site of which nothing can be said but the state."""


def extract_command(
    source: Annotated[str, typer.Argument(help="A folder with a saved copy, or an address.")],
    base_url: Annotated[str, typer.Option(help="Where the saved copy is from.")] = "",
    as_json: Annotated[bool, typer.Option("--json")] = False,
) -> None:
    """The facts that a website states about its organization, each with the words that say it."""
    is_address = bool(ADDRESS.match(source))
    pages = _fetched(source) if is_address else saved_pages(_folder(source), base_url)
    reading = read_site(pages)
    if as_json:
        print_json(reading.as_json())
    else:
        _print_reading(reading)


def _folder(source: str) -> Path:
    """Raises CommandError for what is no folder."""
    folder = Path(source)
    if not folder.is_dir():
        raise CommandError(
            f"{source} is no folder: name one with a saved copy of a website, or an address that"
            " begins with https://"
        )
    return folder


def _fetched(url: str) -> list[Page]:
    """The pages of a site. Scrapy is imported only here: it takes a second.

    Raises CommandError when the site cannot be read, with the reason.
    """
    from crawler.settings import CrawlRules
    from crawler.single_site import pages_of, visits_of
    from crawler.site_state import state_of
    from crawler.web_address import WebAddressError

    contact = read_settings().crawl_contact
    if not contact:
        raise CommandError(
            "WELLKEPT_CRAWL_CONTACT is not set: say a mail address or a page of yours; it stands in"
            " every request, so that sites know who asks"
        )
    try:
        visits = visits_of(url, CrawlRules(contact), utc_now)
    except WebAddressError as error:
        raise CommandError(str(error)) from error
    site = state_of(visits) if visits else None
    if site is None or site.state in UNREAD:
        raise CommandError(f"{url} cannot be read: {site.reason if site else 'nothing came'}")
    return pages_of(visits)


def _print_reading(reading: SiteReading) -> None:
    typer.echo(f"{len(reading.pages)} pages read, country {reading.country}")
    for fact in reading.facts:
        typer.echo(f"{fact.field.value:12} {_value(fact)}  ({fact.confidence:.2f}, {fact.page})")
    for url in reading.unreadable:
        typer.echo(f"partly or wholly made by script: {url}")


def _value(fact: Fact) -> str:
    return fact.quote if fact.field is FactField.HOURS else str(fact.value)
