"""crawl: visits sites, reads what is new, writes findings, and judges the run as a whole.

A process that dies leaves whole pages and whole sites. The next crawl goes on with the visits that
were begun, without asking again for pages that came, and closes the run that died.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any, Protocol

from crawler import store as tables
from crawler.cadence import due_after
from crawler.finding import VANISHED, Finding, SiteState, Verdict
from crawler.holding import reason_to_hold
from crawler.judgement import Before, Judgement, judged
from crawler.record import ACTOR, Recorder
from crawler.settings import CrawlRules
from crawler.site import Site, sites_of
from crawler.site_visit import FetchedPage, SiteVisit
from crawler.snapshots import Snapshots
from directory.listing import listings_of
from directory.store import Store, Transaction

SITES_IN_BATCH = 200
"""Fetched, then read: what a process holds in memory, and does again after a crash at most."""
EARLIER_RUNS = 10
"""Whose rates are the usual ones."""


class Progress(Protocol):
    """Told how far the work is."""

    def __call__(self, done: int, total: int | None = None) -> None: ...


def silent(done: int, total: int | None = None) -> None:
    """Nobody looks."""


@dataclass(frozen=True)
class Crawling:
    """What every crawl needs."""

    store: Store
    snapshots: Snapshots
    rules: CrawlRules
    clock: Callable[[], datetime]

    def content_of(self, page: FetchedPage) -> bytes:
        """What the page's snapshot holds. Raises SnapshotError."""
        return self.snapshots.read(page.digest)


@dataclass(frozen=True)
class CrawlRun:
    """One run, when it is over."""

    run_id: int
    sites: Mapping[str, int]
    """SiteState -> number."""
    fields: Mapping[str, Mapping[str, int]]
    """Field -> verdict -> number."""
    pages: int
    new_pages: int
    held_for: str = ""
    """Why nobody hears of it; empty: it is heard."""
    visits: tuple[tuple[str, str, str], ...] = field(default=(), repr=False)
    """(address, state, reason) of each site."""


def directory_sites(store: Store) -> list[Site]:
    """The sites that the public listings name."""
    with store.reading() as view:
        return sites_of(one for full in view.full_services() for one in listings_of(full))


def due_sites(
    store: Store, now: datetime, worth: Mapping[str, float], limit: int | None = None
) -> list[Site]:
    """Sites to visit now: those begun and not over, then by worth; new ones are due."""
    found = directory_sites(store)
    with store.reading() as view:
        known = tables.sites(view.connection)
    due = [site for site in found if site.url not in known or known[site.url].due_at <= now]

    def order(site: Site) -> tuple[bool, float, str]:
        is_begun = site.url in known and known[site.url].begun_at is not None
        return not is_begun, -_worth_of(site, worth), site.url

    return sorted(due, key=order)[:limit]


def _worth_of(site: Site, worth: Mapping[str, float]) -> float:
    return sum(worth.get(listing_id, 0.0) for listing_id in site.listing_ids)


def crawl(
    crawling: Crawling,
    sites: Sequence[Site],
    *,
    worth: Mapping[str, float] | None = None,
    progress: Progress = silent,
) -> CrawlRun:
    """Visits the sites. worth: listing_id -> worth of a check, which shortens intervals."""
    from crawler.fetch import fetch_sites  # Scrapy takes a second to import: only who crawls waits

    _close_crashed(crawling)
    with _writing(crawling) as tx:
        run_id = tables.open_run(tx.connection, crawling.clock())
    by_worth = sorted(sites, key=lambda site: -_worth_of(site, worth or {}))
    places = {site.url: place / len(by_worth) for place, site in enumerate(by_worth)}
    done = 0
    for batch in _batches(sites):
        recorder = Recorder(crawling.store, crawling.snapshots, crawling.clock)
        fetch_sites(batch, recorder, crawling.rules, crawling.clock)
        for visit in recorder.taken():
            _settle(crawling, run_id, visit, places[visit.site.url])
            done += 1
            progress(done, len(sites))
    return _finished(crawling, run_id)


def _batches(sites: Sequence[Site]) -> Iterator[Sequence[Site]]:
    return (sites[at : at + SITES_IN_BATCH] for at in range(0, len(sites), SITES_IN_BATCH))


def _writing(crawling: Crawling) -> Any:
    return crawling.store.transaction(actor=ACTOR, now=crawling.clock())


# -- one site


def _settle(crawling: Crawling, run_id: int, visit: SiteVisit, place: float) -> None:
    """Reads a visit and writes what it means, in one transaction."""
    if not visit.pages:
        return
    with crawling.store.reading() as view:
        row = tables.sites(view.connection, [visit.site.url])[visit.site.url]
        stored = view.listings(visit.site.listing_ids)
        listings = [one.listing for one in stored.values() if one.is_public and one.listing]
    has_to_read = row.reads_again or set(row.listing_ids) != set(visit.site.listing_ids)
    before = Before(row.failures, row.reason or "", row.unchanged, has_to_read)
    judgement = judged(visit, listings, crawling.content_of, before)
    with _writing(crawling) as tx:
        _write_findings(tx, run_id, visit, judgement)
        _write_visit(tx, run_id, visit, judgement)
        tables.put_sites(tx.connection, [_site_row(visit, row, judgement, place, tx.now)])


def _write_findings(tx: Transaction, run_id: int, visit: SiteVisit, judgement: Judgement) -> None:
    earlier = tables.last_findings(tx.connection, visit.site.listing_ids)
    rows = []
    for one in judgement.findings:
        last = earlier.get((one.listing_id, one.field.value))
        is_same = last is not None and (last.verdict, last.value, last.new_value) == (
            one.verdict.value, one.value, one.new_value,
        )  # fmt: skip
        state = "repeated" if is_same else "new"
        row = _finding_row(run_id, visit, one, judgement) | {"state": state}
        if one.verdict is Verdict.ABSENT and last and last.verdict == Verdict.CONFIRMS:
            row["note"] = VANISHED
        rows.append(row)
    common = {"found_at": tx.now}
    tables.add_findings(tx.connection, [row | common for row in rows])


def _finding_row(
    run_id: int, visit: SiteVisit, one: Finding, judgement: Judgement
) -> dict[str, Any]:
    fact = one.fact
    note = one.note or (f"one of: {'; '.join(one.options)}" if one.options else "")
    return {
        "run_id": run_id,
        "site_url": visit.site.url,
        "listing_id": one.listing_id,
        "field": one.field.value,
        "verdict": one.verdict.value,
        "value": one.value,
        "new_value": one.new_value,
        "page": fact.page if fact else visit.site.url,
        "quote": fact.quote if fact else "",
        "method": fact.method if fact else "",
        "confidence": fact.confidence if fact else 0.0,
        "note": note,
        "digest": judgement.digests.get(fact.page, "") if fact else "",
    }


def _write_visit(tx: Transaction, run_id: int, visit: SiteVisit, judgement: Judgement) -> None:
    row = {
        "run_id": run_id,
        "site_url": visit.site.url,
        "state": judgement.site.state.value,
        "reason": judgement.site.reason,
        "pages": len(visit.pages),
        "new_pages": sum(bool(page.digest) and not page.is_unchanged for page in visit.pages),
        "at": tx.now,
    }
    tables.put_visit(tx.connection, row)


def _site_row(
    visit: SiteVisit, row: Any, judgement: Judgement, place: float, now: datetime
) -> dict[str, Any]:
    state = judgement.site.state
    unchanged = row.unchanged + 1 if state is SiteState.UNCHANGED else 0
    is_read = state not in (SiteState.UNREACHABLE, SiteState.BLOCKED)
    due_at = due_after(
        now,
        state,
        failures=judgement.failures,
        unchanged=unchanged,
        place=place,
        retry_at=None if judgement.is_over else visit.retry_at,
    )
    return {
        "url": visit.site.url,
        "listing_ids": list(visit.site.listing_ids) if is_read else row.listing_ids,
        "begun_at": None if judgement.is_over else row.begun_at,
        "visited_at": now,
        "due_at": due_at,
        "state": state.value,
        "reason": judgement.site.reason,
        "moved_to": judgement.site.moved_to,
        "failures": judgement.failures,
        "unchanged": unchanged,
        "reads_again": row.reads_again and not is_read,
    }


# -- the run


def _close_crashed(crawling: Crawling) -> None:
    """Runs whose process died are judged by what they wrote."""
    with crawling.store.reading() as view:
        died = tables.unfinished_runs(view.connection)
    for run_id in died:
        _finished(crawling, run_id)


def _finished(crawling: Crawling, run_id: int) -> CrawlRun:
    with _writing(crawling) as tx:
        visits = tables.visits_of(tx.connection, run_id)
        sites = Counter(row.state for row in visits)
        fields = tables.verdict_counts(tx.connection, run_id)
        runs = tables.runs(tx.connection, EARLIER_RUNS)
        held_for = reason_to_hold(sites, fields, [r.fields for r in runs if not r.held_for])
        pages, new_pages = (sum(getattr(row, n) for row in visits) for n in ("pages", "new_pages"))
        values = {
            "sites": dict(sites), "fields": {name: dict(one) for name, one in fields.items()},
            "pages": pages, "new_pages": new_pages,
        }  # fmt: skip
        tables.settle_findings(tx.connection, run_id, "held" if held_for else "news")
        if held_for:
            tables.read_again(tx.connection, run_id)
        tables.finish_run(
            tx.connection, run_id, **values, finished_at=tx.now, held_for=held_for or None
        )
    told = tuple((row.site_url, row.state, row.reason) for row in visits)
    return CrawlRun(run_id, values["sites"], values["fields"], pages, new_pages, held_for, told)


def forget_old_snapshots(crawling: Crawling, kept_for: timedelta) -> int:
    """Deletes snapshots that no page shows any more; answers how many."""
    with _writing(crawling) as tx:
        digests = tables.unused_snapshots(tx.connection, tx.now - kept_for)
        tables.drop_snapshots(tx.connection, digests)
    return crawling.snapshots.forget(digests)
