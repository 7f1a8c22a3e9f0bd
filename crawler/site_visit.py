"""What is remembered of pages, and one visit to a site while it goes on."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Protocol

from crawler.frontier import FIRST, Frontier
from crawler.link_score import is_page, score_of
from crawler.site import Site
from crawler.visit import Failure
from crawler.web_address import WebAddressError, host_of, normalized, root_of

ScoredLinks = tuple[tuple[str, float], ...]

MOST_LINKS = 60
"""Links of a page that are remembered, the likeliest first."""
MISSING = (404, 410)
HOME_SCORE = 2.5
"""Of the home page, where listings name another: it has the menu."""


@dataclass(frozen=True)
class FetchedPage:
    """One page of a site, as it was last asked for."""

    site_url: str
    url: str
    """As asked for."""
    fetched_at: datetime
    final_url: str = ""
    """Where redirects led; empty when there were none."""
    status: int = 0
    """Of HTTP; 0 without an answer."""
    digest: str = ""
    """Of its snapshot; empty when there is none."""
    content_type: str = ""
    etag: str = ""
    last_modified: str = ""
    links: ScoredLinks = ()
    headers: Mapping[str, str] = field(default_factory=dict)
    failure: Failure | None = None
    is_unchanged: bool = False
    """304, or the bytes of the visit before."""

    @property
    def has_come(self) -> bool:
        """There is a page, or the host says that there is none."""
        is_answer = 200 <= self.status < 300 or self.status in MISSING
        return self.failure is None and is_answer


@dataclass(frozen=True)
class Known:
    """What the record knows when a visit begins."""

    pages: Mapping[str, FetchedPage] = field(default_factory=dict)
    """By address."""
    begun_at: datetime | None = None
    """When a visit began that was never finished: pages since then are not asked for again."""


class Keeper(Protocol):
    """Where a crawl puts what it fetches."""

    def begin(self, site: Site) -> Known:
        """Notes that the visit begins."""

    def keep(self, page: FetchedPage, content: bytes | None) -> FetchedPage:
        """Stores the page, and its snapshot where there is new content."""

    def content_of(self, page: FetchedPage) -> bytes:
        """What its snapshot holds."""

    def end(self, visit: SiteVisit) -> None:
        """The visit is over."""


@dataclass
class SiteVisit:
    """One visit, from the first address to the last page that its budget allows."""

    site: Site
    known: Known
    frontier: Frontier
    pages: list[FetchedPage] = field(default_factory=list)
    failures_in_row: int = 0
    retry_at: datetime | None = None
    """The host asked not to be asked before that."""
    is_torn: bool = False
    """Its first page was another at the end: what was read is of two versions."""
    is_rechecked: bool = False
    _raw: set[str] = field(default_factory=set)

    @property
    def start(self) -> FetchedPage | None:
        return self.pages[0] if self.pages else None

    def settle(self, url: str) -> None:
        """The first address led here: this host is the site's from now on."""
        if host_of(url) != self.frontier.host:
            self.frontier.host, self.frontier.folder = host_of(url), "/"

    def take(self, page: FetchedPage) -> None:
        """Goes on from a page that came, or did not."""
        self.pages.append(page)
        is_missing = page.failure is None and page.status in MISSING
        is_failed = page.failure is not None or (page.status >= 400 and not is_missing)
        self.failures_in_row = self.failures_in_row + 1 if is_failed else 0
        self.frontier.note(page.final_url)
        self.frontier.add(page.links)
        if len(self.pages) == 1 and not is_failed:
            home = root_of(page.final_url or page.url)
            self.frontier.add([(home, FIRST if is_missing else HOME_SCORE)])

    def fresh(self, url: str) -> FetchedPage | None:
        """The page, if it came in this visit before a crash."""
        page, begun_at = self.known.pages.get(url), self.known.begun_at
        return page if page and begun_at and page.fetched_at >= begun_at else None

    def scored(self, links: Sequence[tuple[str, str]]) -> ScoredLinks:
        """(address, text) of links as far as no page before had them, the likeliest first."""
        found: dict[str, float] = {}
        for raw, text in links:
            if raw in self._raw:
                continue
            self._raw.add(raw)
            url = _page_address(raw)
            if url and self.frontier.owns(url):
                found[url] = max(found.get(url, -99.0), score_of(url, text))
        return tuple(sorted(found.items(), key=lambda pair: -pair[1])[:MOST_LINKS])


def opened(site: Site, known: Known, budget: int) -> SiteVisit:
    """A visit that has read nothing yet."""
    frontier = Frontier(site.host, budget, site.folder)
    addresses = [site.url, *site.starts]
    frontier.add([(url, FIRST - place) for place, url in enumerate(addresses)])
    return SiteVisit(site, known, frontier)


def _page_address(raw: str) -> str | None:
    try:
        url = normalized(raw)
    except WebAddressError:
        return None
    return url if is_page(url) else None
