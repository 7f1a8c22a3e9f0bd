"""What became of a site, told from its visits: alive, moved, parked, gone, blocked ... Pure."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from crawler.finding import SiteFinding, SiteState
from crawler.page import Page, read_page
from crawler.visit import Failure, Visit

if TYPE_CHECKING:
    from tldextract import TLDExtract

GONE_STATUS = (404, 410)
BLOCKED_STATUS = (401, 402, 403, 407, 429, 451)
PARKED = re.compile(
    r"\b(?:domain (?:name )?(?:is |may be )?(?:for sale|parked|available for purchase)"
    r"|buy this domain|this domain (?:has|is) (?:expired|parked)"
    r"|(?:sedo|hugedomains|afternic|dan\.com|bodis|parkingcrew|godaddy auctions)"
    r"|domain parking|parked (?:free|domain)|inquire about this domain"
    r"|make an offer on this domain|this (?:web ?site|account) has been suspended"
    r"|account suspended|website (?:is )?(?:coming soon|expired)"
    r"|apache2? (?:debian|ubuntu)? ?default page|welcome to nginx|index of /|future home of"
    r"|site not (?:published|configured)"
    r"|renew (?:your|this) domain|related (?:searches|links)\s+privacy policy"
    r"|dit domein is (?:te koop|gereserveerd|geparkeerd))",
    re.IGNORECASE,
)
PARKING_HOSTS = re.compile(
    r"(?:^|\.)(?:sedo|sedoparking|hugedomains|afternic|dan|bodis|parkingcrew|above|undeveloped"
    r"|uniregistry|domainmarket|buydomains)\.(?:com|net|de)$"
)
PARKED_LETTERS = 2500
"""A page that shows more is a site, whatever words it has."""
LOGIN = re.compile(
    r"\b(?:log ?in|sign ?in|password required|members? only|inloggen|please authenticate"
    r"|verify you are (?:a )?human|checking your browser"
                   r"|access denied|are you a robot|enable cookies to continue"
                   r"|just a moment)\b", re.IGNORECASE)  # fmt: skip
PASSWORD = re.compile(r"<input[^>]+type=[\"']?password", re.IGNORECASE)
WALL_LETTERS = 600
"""A page that asks to sign in and shows less else is a wall."""
BY_FAILURE = {
    Failure.ROBOTS: SiteState.BLOCKED, Failure.NO_HOST: SiteState.GONE,
    Failure.FORBIDDEN_ADDRESS: SiteState.BLOCKED,
}  # fmt: skip
"""All others are UNREACHABLE: maybe fixable."""


def state_of(visits: Sequence[Visit]) -> SiteFinding:
    """What became of the site whose start page is the first of the visits (at least one)."""
    start = visits[0]
    if start.failure is not None:
        return SiteFinding(
            BY_FAILURE.get(start.failure, SiteState.UNREACHABLE), start.failure.value
        )
    if start.status in GONE_STATUS:
        return _without_start(visits)
    if start.status in BLOCKED_STATUS:
        return SiteFinding(SiteState.BLOCKED, f"it answers {start.status}")
    if start.status >= 400:
        return SiteFinding(SiteState.UNREACHABLE, f"it answers {start.status}")
    if all(visit.is_unchanged for visit in visits):
        return SiteFinding(SiteState.UNCHANGED)
    if start.is_unchanged:
        return SiteFinding(SiteState.ALIVE)
    return _of_content(
        start, read_page(start.content, start.landed, content_type=start.content_type)
    )


def _without_start(visits: Sequence[Visit]) -> SiteFinding:
    """The start page is missing: the page was renamed where others of its site answer."""
    alive = [v for v in visits[1:] if v.failure is None and 200 <= v.status < 400]
    if alive:
        return SiteFinding(SiteState.MOVED, "the page is gone, its site is not", alive[0].landed)
    return SiteFinding(SiteState.GONE, f"it answers {visits[0].status}")


def _of_content(start: Visit, page: Page) -> SiteFinding:
    shown = page.text
    host = urlsplit(start.landed).hostname or ""
    is_small = len(shown) <= PARKED_LETTERS
    if PARKING_HOSTS.search(host) or (is_small and PARKED.search(f"{page.title}\n{shown}")):
        return SiteFinding(SiteState.PARKED, "a page of a domain seller or a server's default page")
    if is_elsewhere(start.url, start.landed):
        return SiteFinding(SiteState.MOVED, f"it leads to {host}", start.landed)
    if _is_wall(page):
        return SiteFinding(SiteState.BLOCKED, "it asks to sign in")
    if not shown.strip() and not page.source.strip():
        return SiteFinding(SiteState.UNREACHABLE, "the page is empty")
    return SiteFinding(SiteState.ALIVE)


def _is_wall(page: Page) -> bool:
    if len(page.text) > WALL_LETTERS:
        return False
    return bool(PASSWORD.search(page.source) or LOGIN.search(f"{page.title}\n{page.text}"))


def is_elsewhere(url: str, landed: str) -> bool:
    """Is it the site of another domain? "www" and https are not another site.

    >>> is_elsewhere("http://a.org", "https://www.a.org/home"), is_elsewhere("http://a.org", "http://b.org")
    (False, True)
    """
    return _domain(url) != _domain(landed)


def _domain(url: str) -> str:
    host = urlsplit(url).hostname or ""
    parts = _suffixes()(host)
    return f"{parts.domain}.{parts.suffix}" if parts.suffix else host.removeprefix("www.")


@cache
def _suffixes() -> TLDExtract:
    """The public suffixes that come with the library; nothing is fetched."""
    from tldextract import TLDExtract

    return TLDExtract(suffix_list_urls=(), cache_dir=None)
