"""fetch_sites: Scrapy without its reactor, in whatever thread calls."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterable
from datetime import datetime
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
    return asyncio.run(_crawl(sites, keeper, rules, clock))


async def _crawl(
    sites: Iterable[Site], keeper: Keeper, rules: CrawlRules, clock: Callable[[], datetime]
) -> dict[str, Any]:
    runner = AsyncCrawlerRunner(scrapy_settings(rules))
    crawler = runner.create_crawler(SiteSpider)
    await runner.crawl(crawler, sites=sites, keeper=keeper, rules=rules, clock=clock)
    return dict(crawler.stats.get_stats()) if crawler.stats else {}
