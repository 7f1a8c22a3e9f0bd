"""robots.txt, as RFC 9309 says: absent allows all, unreadable forbids all; Crawl-delay is kept."""

from __future__ import annotations

import zlib
from typing import TYPE_CHECKING

from protego import Protego
from scrapy import Request
from scrapy.downloadermiddlewares.robotstxt import RobotsTxtMiddleware
from scrapy.exceptions import (
    CannotResolveHostError,
    DownloadCancelledError,
    DownloadConnectionRefusedError,
    DownloadFailedError,
    DownloadTimeoutError,
    IgnoreRequest,
    ResponseDataLossError,
    UnsupportedURLSchemeError,
)
from scrapy.http import Response
from scrapy.http.request import NO_CALLBACK

from crawler.polite import PoliteThrottle
from crawler.settings import ROBOT_NAME, CrawlRules
from crawler.web_address import host_of

if TYPE_CHECKING:
    from scrapy.crawler import Crawler

MOST_BYTES = 512_000
"""RFC 9309, 2.5: at least 500 KiB are read; what comes later is not."""
KEPT_HOSTS = 1_000
"""Rules that are kept at a time; those of the oldest host are asked for again."""
FETCH_ERRORS = (
    CannotResolveHostError, DownloadCancelledError, DownloadConnectionRefusedError,
    DownloadFailedError, DownloadTimeoutError, IgnoreRequest, ResponseDataLossError,
    UnsupportedURLSchemeError, OSError, EOFError, ValueError, zlib.error,
)  # fmt: skip
"""Of the network, of Scrapy's limits, and of bodies that are no gzip."""
SERVER_TROUBLE = 500
TOO_MANY = 429


class RobotsForbidError(IgnoreRequest):
    """robots.txt does not want this page to be read by us."""


class RobotsUnreadableError(IgnoreRequest):
    """There may be rules, and they cannot be read: nothing is fetched."""


class RobotsMiddleware(RobotsTxtMiddleware):
    """Scrapy's, with what RFC 9309 says of errors, which Scrapy takes for permission."""

    def __init__(self, crawler: Crawler) -> None:
        super().__init__(crawler)
        self._rules: CrawlRules = crawler.settings["WELLKEPT_RULES"]
        self._known: dict[str, Protego | Exception] = {}

    async def process_request(self, request: Request, spider: object = None) -> None:
        """Raises RobotsForbidError, RobotsUnreadableError."""
        if request.meta.get("dont_obey_robotstxt"):
            return
        rules = await self._rules_for(request)
        if isinstance(rules, Exception):
            raise RobotsUnreadableError(f"robots.txt cannot be read: {rules}") from rules
        if not rules.can_fetch(request.url, ROBOT_NAME):
            raise RobotsForbidError(f"robots.txt forbids {request.url}")
        delay_s = float(rules.crawl_delay(ROBOT_NAME) or 0.0)
        if delay_s > self._rules.longest_delay_s:
            raise RobotsForbidError(f"robots.txt asks for {delay_s:g} s between requests")
        request.meta["sitemaps"] = list(rules.sitemaps)

    async def _rules_for(self, request: Request) -> Protego | Exception:
        """One site is read by one request at a time, so no two ask for the same file."""
        scheme, _, rest = request.url.partition("://")
        place = f"{scheme}://{rest.partition('/')[0]}"
        if place not in self._known:
            if len(self._known) >= KEPT_HOSTS:
                self._known.pop(next(iter(self._known)))
            self._known[place] = await self._asked(f"{place}/robots.txt")
            self._keep_delay(request.url, self._known[place])
        return self._known[place]

    async def _asked(self, url: str) -> Protego | Exception:
        meta = {"dont_obey_robotstxt": True, "download_maxsize": self._rules.most_bytes}
        asking = Request(url, priority=self.DOWNLOAD_PRIORITY, meta=meta, callback=NO_CALLBACK)
        assert self.crawler.engine
        try:
            response = await self.crawler.engine.download_async(asking)
        except FETCH_ERRORS as error:  # there may be rules
            return error
        return _read(response)

    def _keep_delay(self, url: str, rules: Protego | Exception) -> None:
        throttle = self.crawler.get_extension(PoliteThrottle)
        if throttle and not isinstance(rules, Exception):
            throttle.raise_floor(host_of(url), float(rules.crawl_delay(ROBOT_NAME) or 0.0))


def _read(response: Response) -> Protego | Exception:
    """The rules of an answer; an error where it says that it cannot answer now."""
    if response.status >= SERVER_TROUBLE or response.status == TOO_MANY:
        return RobotsUnreadableError(f"it answers {response.status}")
    if response.status != 200:
        return Protego.parse("")
    return Protego.parse(response.body[:MOST_BYTES].decode("utf-8", "ignore").lstrip("\ufeff"))
