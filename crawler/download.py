"""The one way out: HTTP over sockets that the guard makes, one answer at a time for each host."""

from __future__ import annotations

from time import monotonic
from typing import TYPE_CHECKING

import aiohttp
from scrapy import Request
from scrapy.core.downloader.handlers._aiohttp import AiohttpDownloadHandler, _ClientResponse
from scrapy.http import Response
from scrapy.utils.ssl import _make_ssl_context

from crawler.guard import socket_factory
from crawler.settings import CrawlRules

if TYPE_CHECKING:
    from scrapy.crawler import Crawler

REFUSED_HEADERS = ("Accept", "Accept-Encoding", "Content-Type", "User-Agent")
"""That aiohttp would add by itself; Scrapy says them."""


class GuardedDownloadHandler(AiohttpDownloadHandler):
    """Scrapy's handler for reactorless crawls, with sockets of ours."""

    experimental = False  # pinned by tests/crawler; the warning of each start tells nobody anything

    def __init__(self, crawler: Crawler) -> None:
        super(AiohttpDownloadHandler, self).__init__(crawler)
        rules: CrawlRules = crawler.settings["WELLKEPT_RULES"]
        self._ssl_context = _make_ssl_context(crawler.settings)
        self._session = aiohttp.ClientSession(
            connector=aiohttp.TCPConnector(
                limit=self._pool_size_total,
                limit_per_host=self._pool_size_per_host,
                socket_factory=socket_factory(allows_loopback=rules.allows_loopback),
            ),
            cookie_jar=aiohttp.DummyCookieJar(),
            auto_decompress=False,
            response_class=_ClientResponse,
            skip_auto_headers=REFUSED_HEADERS,
            trust_env=False,
        )

    async def download_request(self, request: Request) -> Response:
        """The delay counts from the end of an answer: a slow one gives the host its rest too."""
        try:
            return await super().download_request(request)
        finally:
            engine = self.crawler.engine
            slot = engine and engine.downloader.slots.get(request.meta.get("download_slot", ""))
            if slot:
                slot.lastseen = monotonic()
