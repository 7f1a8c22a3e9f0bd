"""What a visit means for the listings of its site: read, compared, doubted where it was torn."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace

from crawler.cadence import CONFIRMED_GONE
from crawler.compare import compare
from crawler.extract import SiteReading, read_site
from crawler.finding import Finding, SiteFinding, SiteState
from crawler.page import read_page
from crawler.site_state import state_of
from crawler.site_visit import FetchedPage, SiteVisit
from crawler.snapshots import SnapshotError
from crawler.visit import Failure, Visit
from directory.listing import Listing

TORN = "it changed while it was read"
WAIT = "it asks to wait"
MOST_WAITS = 3
"""Visits that a host may put off, before what came is all there is."""
FAILED = (SiteState.GONE, SiteState.UNREACHABLE, SiteState.BLOCKED)


@dataclass(frozen=True)
class Before:
    """What the visit before left."""

    failures: int = 0
    reason: str = ""
    unchanged: int = 0
    has_to_read: bool = False
    """Also where nothing changed: other listings, or a run that was held back."""


@dataclass(frozen=True)
class Judgement:
    """What became of a site, and what it says of its listings."""

    site: SiteFinding
    findings: tuple[Finding, ...] = ()
    digests: Mapping[str, str] = field(default_factory=dict)
    """Address of a page -> its snapshot."""
    failures: int = 0
    """Visits in a row without a page, this one included."""
    is_over: bool = True
    """False: the host asked to wait, and the visit goes on after that."""


def judged(
    visit: SiteVisit,
    listings: Sequence[Listing],
    content_of: Callable[[FetchedPage], bytes],
    before: Before,
) -> Judgement:
    """The judgement on a visit of at least one page."""
    if visit.retry_at is not None and before.failures < MOST_WAITS:
        waits = SiteFinding(SiteState.BLOCKED, WAIT)
        return Judgement(waits, failures=before.failures + 1, is_over=False)
    visits = _visits(visit, content_of, before)
    site = _doubted(state_of(visits), visit, before)
    failures = before.failures + 1 if site.state in FAILED or site.reason == TORN else 0
    has_nothing = site.state in (*FAILED, SiteState.UNCHANGED, SiteState.PARKED)
    reading = None if has_nothing else _reading(visits)
    digests = {page.final_url or page.url: page.digest for page in visit.pages}
    return Judgement(site, tuple(compare(site, reading, listings)), digests, failures)


def _doubted(site: SiteFinding, visit: SiteVisit, before: Before) -> SiteFinding:
    """A site is gone when a second visit says so; one that changes at every look is read anyway."""
    if site.state is SiteState.GONE and before.failures + 1 < CONFIRMED_GONE:
        return SiteFinding(SiteState.UNREACHABLE, f"{site.reason}; a second visit decides")
    if visit.is_torn and before.reason != TORN:
        return SiteFinding(SiteState.UNREACHABLE, TORN)
    return site


def _visits(
    visit: SiteVisit, content_of: Callable[[FetchedPage], bytes], before: Before
) -> list[Visit]:
    is_same = all(page.is_unchanged for page in visit.pages) and not before.has_to_read
    return [_visit(page, b"" if is_same else _content(page, content_of), before)
            for page in visit.pages]  # fmt: skip


def _content(page: FetchedPage, content_of: Callable[[FetchedPage], bytes]) -> bytes:
    """Empty for what has no snapshot, or has lost it."""
    try:
        return content_of(page) if page.digest else b""
    except SnapshotError:
        return b""


def _visit(page: FetchedPage, content: bytes, before: Before) -> Visit:
    return Visit(
        page.url,
        page.status,
        content,
        page.content_type,
        page.final_url,
        page.failure,
        page.is_unchanged and not before.has_to_read,
    )


def _reading(visits: Sequence[Visit]) -> SiteReading:
    """What the pages say; those that did not come may say what is not found."""
    pages = [
        read_page(one.content, one.landed, content_type=one.content_type)
        for one in visits
        if one.content and one.failure is None and 200 <= one.status < 300
    ]
    reading = read_site(pages)
    lost = tuple(one.url for one in visits if _may_be_there(one))
    return replace(reading, unreadable=(*reading.unreadable, *lost))


def _may_be_there(visit: Visit) -> bool:
    """A page that failed, except by the site's own will, may come another day."""
    is_failure = visit.failure is not None and visit.failure is not Failure.ROBOTS
    return is_failure or visit.status >= 429
