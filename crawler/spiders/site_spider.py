"""Reads any organization's site: its addresses first, then the likeliest links, one at a time."""

from __future__ import annotations

import re
from collections.abc import AsyncIterator, Callable, Iterable, Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from email.utils import parsedate_to_datetime
from html import unescape
from typing import Any
from urllib.parse import urljoin

from scrapy import Request, Spider, signals
from scrapy.crawler import Crawler
from scrapy.http import Response, TextResponse

from crawler.failure import failure_of
from crawler.page import read_page
from crawler.settings import CrawlRules
from crawler.site import Site
from crawler.site_state import is_elsewhere
from crawler.site_visit import FetchedPage, Keeper, SiteVisit, opened
from crawler.snapshots import digest_of
from crawler.visit import Failure

PATIENCE = timedelta(days=7)
"""A Retry-After that is longer counts as so much."""
UNSAID_PATIENCE = timedelta(hours=6)
"""Of a 429 that does not say when."""
ASKS_TO_WAIT = (429, 503)
FEW_LINKS = 3
"""A first page with fewer gives no choice: then a sitemap is worth one of the budget."""
LOCATION = re.compile(rb"<loc>\s*([^<\s]+)\s*</loc>")
MOST_LISTED = 1_000
LISTED_LOSS = 0.5
"""A sitemap is a hint: less than a link of the site itself."""
KEPT_HEADERS = (
    "content-type", "content-language", "last-modified", "etag", "date", "server", "cache-control",
    "link", "retry-after", "x-robots-tag",
)  # fmt: skip
"""Of a snapshot; cookies and the rest say nothing about a page."""


class SiteSpider(Spider):
    """One request at a time for each site; the next one follows from the answer."""

    name = "site"

    def __init__(
        self,
        sites: Iterable[Site],
        keeper: Keeper,
        rules: CrawlRules,
        clock: Callable[[], datetime],
        **kwargs: Any,
    ) -> None:
        super().__init__(**kwargs)
        self.sites, self.keeper, self.rules, self.clock = sites, keeper, rules, clock

    @classmethod
    def from_crawler(cls, crawler: Crawler, *args: Any, **kwargs: Any) -> SiteSpider:
        spider = super().from_crawler(crawler, *args, **kwargs)
        crawler.signals.connect(spider.crashed, signal=signals.spider_error)
        return spider

    async def start(self) -> AsyncIterator[Request]:
        for site in self.sites:
            visit = opened(site, self.keeper.begin(site), self.rules.page_budget)
            request = self._next(visit)
            if request:
                yield request

    # -- what next

    def _next(self, visit: SiteVisit) -> Request | None:
        """The next request of the visit; None when it is over, which the keeper is told."""
        while not self._is_over(visit) and (url := visit.frontier.next()):
            page = visit.fresh(url)
            if page is None:
                return self._asking(url, visit)
            visit.take(page)
        if _may_be_torn(visit):
            visit.is_rechecked = True
            return self._asking(visit.pages[0].url, visit, self.recheck)
        self.keeper.end(visit)
        return None

    def _is_over(self, visit: SiteVisit) -> bool:
        """The host is broken, or asked to be left alone, or its site is elsewhere."""
        has_no_start = len(visit.pages) == 1 and visit.failures_in_row == 1
        is_broken = visit.failures_in_row >= self.rules.breaks_after
        return has_no_start or is_broken or visit.retry_at is not None

    def _asking(
        self, url: str, visit: SiteVisit, callback: Callable[..., Any] | None = None
    ) -> Request:
        """Conditional, where the page is known."""
        headers = {}
        known = visit.known.pages.get(url)
        if callback is None and known and known.digest and known.etag:
            headers["If-None-Match"] = known.etag
        if callback is None and known and known.digest and known.last_modified:
            headers["If-Modified-Since"] = known.last_modified
        return Request(
            url,
            headers=headers,
            meta={"visit": visit, "asked": url, "is_aside": callback is not None},
            callback=callback or self.parse,
            errback=self.failed,
            dont_filter=True,
        )

    # -- answers

    def parse(self, response: Response) -> Iterable[Request]:
        visit: SiteVisit = response.meta["visit"]
        page, content = self._page_of(response, visit)
        if not _is_foreign(page, visit):
            visit.take(self.keeper.keep(page, content))
        if response.status in ASKS_TO_WAIT:
            visit.retry_at = _retry_at(response, self.clock())
        sitemap = _sitemap_for(visit, response)
        if sitemap:
            visit.frontier.budget -= 1
            return [self._asking(sitemap, visit, self.read_sitemap)]
        return self._going_on(visit)

    def read_sitemap(self, response: Response) -> Iterable[Request]:
        """Addresses to try after those that pages link to: sitemaps list what is not there."""
        visit: SiteVisit = response.meta["visit"]
        found = [unescape(one.decode("utf-8", "ignore")) for one in LOCATION.findall(response.body)]
        scored = visit.scored([(url, "") for url in found[:MOST_LISTED]])
        visit.frontier.add([(url, score - LISTED_LOSS) for url, score in scored])
        return self._going_on(visit)

    def failed(self, failure: Any) -> Iterable[Request]:
        request = failure.request
        visit: SiteVisit = request.meta["visit"]
        if not request.meta["is_aside"]:
            page = FetchedPage(
                visit.site.url,
                request.meta["asked"],
                self.clock(),
                failure=failure_of(failure.value),
            )
            if visit.start is None or page.failure is not Failure.ROBOTS:
                visit.take(self.keeper.keep(page, None))
        return self._going_on(visit)

    def crashed(self, failure: Any, response: Response, spider: Spider) -> None:
        """We could not deal with a page, which Scrapy has logged: the visit ends, no other does."""
        visit: SiteVisit = response.meta["visit"]
        lost = FetchedPage(visit.site.url, response.meta["asked"], self.clock())
        visit.take(replace(lost, failure=Failure.OTHER))
        self.keeper.end(visit)

    def recheck(self, response: Response) -> Iterable[Request]:
        """Whether the first page still is what it was when the visit began."""
        visit: SiteVisit = response.meta["visit"]
        first = visit.pages[0]
        if digest_of(response.body) != first.digest:
            before = read_page(self.keeper.content_of(first), first.url).text
            visit.is_torn = read_page(response.body, response.url).text != before
        return self._going_on(visit)

    def _going_on(self, visit: SiteVisit) -> Sequence[Request]:
        request = self._next(visit)
        return [request] if request else []

    def _page_of(self, response: Response, visit: SiteVisit) -> tuple[FetchedPage, bytes | None]:
        """The page, and its content where that is new."""
        asked: str = response.meta["asked"]
        known = visit.known.pages.get(asked)
        if response.status == 304 and known:
            page = replace(known, fetched_at=self.clock(), is_unchanged=True, failure=None)
            return page, None
        is_good = 200 <= response.status < 300
        if not visit.pages:
            visit.settle(response.url)
        digest = digest_of(response.body) if is_good else ""
        page = FetchedPage(
            visit.site.url,
            asked,
            self.clock(),
            final_url="" if response.url == asked else response.url,
            status=response.status,
            digest=digest,
            content_type=_header(response, "content-type"),
            etag=_header(response, "etag") if is_good else "",
            last_modified=_header(response, "last-modified") if is_good else "",
            headers=_kept_headers(response),
        )
        if known and digest and known.digest == digest:
            return replace(page, links=known.links, is_unchanged=True), None
        return replace(page, links=visit.scored(links_of(response))), response.body


def _sitemap_for(visit: SiteVisit, response: Response) -> str | None:
    """A sitemap that robots.txt names, where the first page leads nowhere: made by script, say."""
    first = visit.start
    if len(visit.pages) != 1 or first is None or len(first.links) >= FEW_LINKS:
        return None
    named = [url for url in response.meta.get("sitemaps", ()) if visit.frontier.owns(url)]
    return named[0] if named and visit.frontier.budget > 1 and first.has_come else None


def _may_be_torn(visit: SiteVisit) -> bool:
    """Something changed since the last visit: then perhaps during this one."""
    has_news = any(page.digest and not page.is_unchanged for page in visit.pages)
    is_known = bool(visit.known.pages) and visit.known.begun_at is None
    return is_known and has_news and len(visit.pages) > 1 and not visit.is_rechecked


def _is_foreign(page: FetchedPage, visit: SiteVisit) -> bool:
    """A link of the site that leads to another domain is no page of the site."""
    return (
        visit.start is not None and bool(page.final_url) and is_elsewhere(page.url, page.final_url)
    )


def links_of(response: Response) -> list[tuple[str, str]]:
    """(address, text) of each link that leads to a page; [] of what is no markup."""
    if not isinstance(response, TextResponse) or b"<a" not in response.body.lower():
        return []
    base = response.xpath("string(//base/@href)").get()
    origin = urljoin(response.url, base) if base else response.url
    found = []
    for anchor in response.selector.root.iter("a"):
        href = (anchor.get("href") or "").strip()
        if href and not href.startswith(("#", "mailto:", "tel:", "javascript:", "data:")):
            words = " ".join(anchor.itertext()) or anchor.get("title") or ""
            found.append((_joined(origin, href), " ".join(words.split())[:200]))
    return found


def _joined(base: str, href: str) -> str:
    if href.startswith("/") and not href.startswith("//") and "/." not in href:
        scheme, _, rest = base.partition("://")  # most links: ten times faster than urljoin
        return f"{scheme}://{rest.partition('/')[0]}{href}".partition("#")[0]
    try:
        return urljoin(base, href).partition("#")[0]
    except ValueError:  # "http://[broken"
        return href


def _header(response: Response, name: str) -> str:
    return (response.headers.get(name) or b"").decode("latin-1").strip()


def _kept_headers(response: Response) -> dict[str, str]:
    return {name: text for name in KEPT_HEADERS if (text := _header(response, name))}


def _retry_at(response: Response, now: datetime) -> datetime:
    """When it may be asked again: Retry-After in seconds or as a date (RFC 9110, 10.2.3)."""
    text = _header(response, "retry-after")
    if text.isdigit():
        return now + min(timedelta(seconds=int(text)), PATIENCE)
    try:
        at = parsedate_to_datetime(text)
    except ValueError:
        return now + UNSAID_PATIENCE
    return min(max(at.astimezone(now.tzinfo), now), now + PATIENCE)
