"""fetch_sites: Scrapy without its reactor, in whatever thread calls."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterable
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime
from functools import partial
from typing import Any

from scrapy.crawler import AsyncCrawlerRunner

from crawler.settings import CrawlRules, scrapy_settings
from crawler.site import Site
from crawler.site_visit import Keeper
from crawler.spiders.site_spider import SiteSpider


def fetch_sites(
    sites: Iterable[Site], keeper: Keeper, rules: CrawlRules, clock: Callable[[], datetime]
) -> dict[str, Any]:
    """Visits each site and hands the keeper what came; answers Scrapy's statistics.

    What a keeper raises ends the visit that it was about; the other sites go on.
    """
    work = partial(_crawl, sites, keeper, rules, clock)
    if not _has_loop():
        return asyncio.run(work())
    with ThreadPoolExecutor(max_workers=1) as elsewhere:  # a thread has one loop at a time
        return elsewhere.submit(lambda: asyncio.run(work())).result()


def _has_loop() -> bool:
    """Whether this thread runs an event loop already, as below a page that is served by one."""
    try:
        asyncio.get_running_loop()
    except RuntimeError:
        return False
    return True


async def _crawl(
    sites: Iterable[Site], keeper: Keeper, rules: CrawlRules, clock: Callable[[], datetime]
) -> dict[str, Any]:
    runner = AsyncCrawlerRunner(scrapy_settings(rules))
    crawler = runner.create_crawler(SiteSpider)
    await runner.crawl(crawler, sites=sites, keeper=keeper, rules=rules, clock=clock)
    return dict(crawler.stats.get_stats()) if crawler.stats else {}
