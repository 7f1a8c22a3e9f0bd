"""The keeper of real crawls: pages into tables, content into snapshots, visits for later."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from time import perf_counter
from typing import Any

from crawler import store as tables
from crawler.site import Site
from crawler.site_visit import FetchedPage, Known, SiteVisit
from crawler.snapshots import Snapshots
from directory.store import Store

ACTOR = "crawl"
PAGES_AT_ONCE = 64
"""Written in one transaction; so many are asked for again after a crash, at most."""
SECONDS_AT_ONCE = 1.0
"""And no page waits longer than this."""


@dataclass
class Recorder:
    """Implements site_visit.Keeper. One thread."""

    store: Store
    snapshots: Snapshots
    clock: Callable[[], datetime]
    visits: list[SiteVisit] = field(default_factory=list)
    """Those that are over, until they are taken."""
    _pages: list[FetchedPage] = field(default_factory=list)
    _kept: list[dict[str, Any]] = field(default_factory=list)
    _flushed: float = field(default_factory=perf_counter)

    def begin(self, site: Site) -> Known:
        now = self.clock()
        with self.store.transaction(actor=ACTOR, now=now) as tx:
            row = tables.sites(tx.connection, [site.url]).get(site.url)
            pages = tables.pages_of(tx.connection, site.url)
            if row is None:
                tables.put_sites(tx.connection, [_new_row(site, now)])
            elif row.begun_at is None:
                tables.change_site(tx.connection, site.url, begun_at=now)
            return Known(pages, row.begun_at if row else None)

    def keep(self, page: FetchedPage, content: bytes | None) -> FetchedPage:
        if content is not None and page.digest:
            self.snapshots.keep(content)
            self._kept.append(_snapshot_row(page, content))
        self._pages.append(page)
        if len(self._pages) >= PAGES_AT_ONCE or perf_counter() - self._flushed > SECONDS_AT_ONCE:
            self.flush()
        return page

    def content_of(self, page: FetchedPage) -> bytes:
        return self.snapshots.read(page.digest)

    def end(self, visit: SiteVisit) -> None:
        self.visits.append(visit)

    def flush(self) -> None:
        """Writes what waits."""
        if self._pages:
            with self.store.transaction(actor=ACTOR, now=self.clock()) as tx:
                tables.put_pages(tx.connection, self._pages)
                tables.put_snapshots(tx.connection, self._kept)
        self._pages, self._kept, self._flushed = [], [], perf_counter()

    def taken(self) -> list[SiteVisit]:
        """The visits that are over; all their pages are written."""
        self.flush()
        taken, self.visits = self.visits, []
        return taken


def _new_row(site: Site, now: datetime) -> dict[str, Any]:
    return {
        "url": site.url, "listing_ids": [], "begun_at": now, "due_at": now, "failures": 0,
        "unchanged": 0, "reads_again": False,
    }  # fmt: skip


def _snapshot_row(page: FetchedPage, content: bytes) -> dict[str, Any]:
    return {
        "digest": page.digest,
        "url": page.final_url or page.url,
        "status": page.status,
        "headers": dict(page.headers),
        "bytes": len(content),
        "fetched_at": page.fetched_at,
    }
