"""One site fetched for its facts alone: nothing is stored, and nothing is compared."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from crawler.fetch import fetch_sites
from crawler.page import Page, read_page
from crawler.settings import CrawlRules
from crawler.site import Site
from crawler.site_visit import FetchedPage, Known, SiteVisit
from crawler.visit import Visit
from crawler.web_address import normalized


class _Pages:
    """A keeper that holds what comes until the visit is over."""

    def __init__(self) -> None:
        self.visits: list[Visit] = []

    def begin(self, site: Site) -> Known:
        return Known()

    def keep(self, page: FetchedPage, content: bytes | None) -> FetchedPage:
        self.visits.append(
            Visit(
                page.url, page.status, content or b"", page.content_type, page.final_url,
                page.failure,
            )
        )  # fmt: skip
        return page

    def content_of(self, page: FetchedPage) -> bytes:
        return next((v.content for v in self.visits if v.url == page.url), b"")

    def end(self, visit: SiteVisit) -> None:
        """Nothing is kept."""


def visits_of(url: str, rules: CrawlRules, clock: Callable[[], datetime]) -> list[Visit]:
    """The visits to the pages of a site, its start page first. Raises WebAddressError for what is
    no address."""
    pages = _Pages()
    fetch_sites([Site(normalized(url))], pages, rules, clock)
    return pages.visits


def pages_of(visits: list[Visit]) -> list[Page]:
    """Those that came, as extractors read them."""
    return [
        read_page(one.content, one.landed, content_type=one.content_type)
        for one in visits
        if one.failure is None and 200 <= one.status < 300
    ]
