"""How a crawl behaves: politeness first, then limits, then Scrapy's names for both."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

LEAST_DELAY_S = 5.0
"""No host is asked more often than once in so many seconds: a sweep of all sites is bound by its
largest site then, and still done in an hour."""


class HasteError(ValueError):
    """Rules that would ask too often."""


@dataclass(frozen=True)
class CrawlRules:
    """The rules of one crawl."""

    contact: str
    """Mail address or page of whoever answers for the crawl; stands in every request."""
    delay_s: float = LEAST_DELAY_S
    """Between the end of one answer and the next request to the host; Crawl-delay raises it."""
    longest_delay_s: float = 60.0
    """A host that asks for more, or is slower, is left alone."""
    page_budget: int = 12
    """Pages of a site: 66 with two useful ones are normal, and the useful ones are linked early."""
    timeout_s: float = 20.0
    """For the whole of one answer, so that a server that drips bytes ends too."""
    most_bytes: int = 5_000_000
    """Of one page, before and after decompression; the largest real one of the sets has 0.3 MB."""
    most_redirects: int = 5
    sites_at_once: int = 200
    breaks_after: int = 3
    """Failures in a row after which the host is left alone until its next visit."""
    allows_haste: bool = False
    """Only tests and measurements against servers of their own: lifts LEAST_DELAY_S."""
    allows_loopback: bool = False
    """Only tests and measurements: lets requests reach this machine."""

    def __post_init__(self) -> None:
        """Raises HasteError."""
        if self.delay_s < LEAST_DELAY_S and not self.allows_haste:
            raise HasteError(
                f"a delay of {self.delay_s:g} s is impolite: use at least {LEAST_DELAY_S:g} s"
            )

    @property
    def user_agent(self) -> str:
        return f"{ROBOT_NAME}/1.0 (community resource directory; contact: {self.contact})"


ROBOT_NAME = "Wellkept"
"""What robots.txt calls us."""


def scrapy_settings(rules: CrawlRules) -> dict[str, Any]:
    """The rules in Scrapy's words; everything that is not needed is off."""
    return _polite(rules) | _bounded(rules) | _PLAIN


def _polite(rules: CrawlRules) -> dict[str, Any]:
    return {
        "USER_AGENT": rules.user_agent,
        "ROBOTSTXT_OBEY": True,
        "ROBOTSTXT_USER_AGENT": ROBOT_NAME,
        "DOWNLOAD_DELAY": rules.delay_s,
        "DOWNLOAD_DELAY_JITTER": 0.0,  # half the delay at worst, else
        "CONCURRENT_REQUESTS_PER_DOMAIN": 1,
        "AUTOTHROTTLE_ENABLED": rules.delay_s > 0,
        "AUTOTHROTTLE_START_DELAY": rules.delay_s,
        "AUTOTHROTTLE_MAX_DELAY": max(rules.longest_delay_s, rules.delay_s),
        "AUTOTHROTTLE_TARGET_CONCURRENCY": 0.25,  # at rest four times as long as it works for us
        "DOWNLOADER": "crawler.polite.PoliteDownloader",
        "EXTENSIONS": {
            "scrapy.extensions.throttle.AutoThrottle": None,
            "crawler.polite.PoliteThrottle": 0,
        },
        "DOWNLOADER_MIDDLEWARES": {
            "scrapy.downloadermiddlewares.robotstxt.RobotsTxtMiddleware": None,
            "crawler.robots.RobotsMiddleware": 100,
        },
    }


def _bounded(rules: CrawlRules) -> dict[str, Any]:
    return {
        "WELLKEPT_RULES": rules,
        "CONCURRENT_REQUESTS": rules.sites_at_once,
        "DOWNLOAD_TIMEOUT": rules.timeout_s,
        "DOWNLOAD_MAXSIZE": rules.most_bytes,
        "REDIRECT_MAX_TIMES": rules.most_redirects,
    }


_HANDLER = "crawler.download.GuardedDownloadHandler"
_PLAIN: dict[str, Any] = {
    "TWISTED_REACTOR_ENABLED": False,  # so that a crawl runs in any thread, again and again
    "TELNETCONSOLE_ENABLED": False,
    "DOWNLOAD_HANDLERS": {
        "http": _HANDLER, "https": _HANDLER, "file": None, "data": None, "ftp": None, "s3": None,
    },
    "DOWNLOAD_VERIFY_CERTIFICATES": True,
    "DOWNLOAD_FAIL_ON_DATALOSS": True,
    "HTTPERROR_ALLOW_ALL": True,  # an error is a finding too
    "RETRY_ENABLED": False,  # the next visit is the retry
    "COOKIES_ENABLED": False,
    "HTTPPROXY_ENABLED": False,  # it would read the environment, and pass by the guard
    "REFERRER_POLICY": "no-referrer",
    "METAREFRESH_ENABLED": True,
    "METAREFRESH_MAXDELAY": 5,
    "DUPEFILTER_CLASS": "scrapy.dupefilters.BaseDupeFilter",  # frontiers know what they asked
    "CONCURRENT_ITEMS": 1,  # Scrapy makes so many tasks for each answer; one request follows
    "MEMUSAGE_ENABLED": False,
    "LOG_ENABLED": False,
    "WARN_ON_GENERATOR_RETURN_VALUE": False,
    "DEFAULT_REQUEST_HEADERS": {
        "Accept": "text/html,application/xhtml+xml;q=0.9,text/plain;q=0.5",
        "Accept-Language": "en,*;q=0.5",
    },
}  # fmt: skip
