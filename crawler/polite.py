"""One request at a time for each host, and never closer than its delay."""

from __future__ import annotations

from typing import TYPE_CHECKING

from scrapy import Request, Spider, signals
from scrapy.core.downloader import Downloader, Slot
from scrapy.extensions.throttle import AutoThrottle
from scrapy.http import Response

from crawler.web_address import host_of

if TYPE_CHECKING:
    from scrapy.crawler import Crawler


class PoliteDownloader(Downloader):
    """Scrapy's, to which "www.example.org" and "example.org" are one host; other ports too."""

    def get_slot_key(self, request: Request) -> str:
        return host_of(request.url)


class PoliteThrottle(AutoThrottle):
    """Scrapy's, with a floor for each host that asks for one: Crawl-delay of its robots.txt."""

    def __init__(self, crawler: Crawler) -> None:
        super().__init__(crawler)
        self.floors: dict[str, float] = {}
        crawler.signals.connect(self._reached, signal=signals.request_reached_downloader)

    def raise_floor(self, host: str, delay_s: float) -> None:
        self.floors[host] = max(delay_s, self.floors.get(host, 0.0))
        engine = self.crawler.engine
        slot = engine and engine.downloader.slots.get(host)
        if slot:
            slot.delay = max(slot.delay, delay_s)

    def _reached(self, request: Request, spider: Spider) -> None:
        """A slot that was idle for a minute is a new one, and has forgotten its delay."""
        host, slot = self._get_slot(request, spider)
        if slot and host in self.floors:
            slot.delay = max(slot.delay, self.floors[host])

    def _adjust_delay(self, slot: Slot, latency: float, response: Response) -> None:
        super()._adjust_delay(slot, latency, response)
        slot.delay = max(slot.delay, self.floors.get(host_of(response.url), 0.0))
