"""The SQL on this room's tables. Everything takes the connection of a unit of work that its caller
opened."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict
from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.dialects import postgresql, sqlite

from crawler.site_visit import FetchedPage
from crawler.tables import (
    crawl_finding,
    crawl_run,
    crawl_site,
    crawl_visit,
    crawled_page,
    snapshot,
)

BATCH = 400
"""Values in one statement; SQLite has a limit."""


def _upsert(connection: sa.Connection, table: sa.Table, rows: Sequence[Mapping[str, Any]]) -> None:
    """Writes rows by primary key; the newest says what holds."""
    if not rows:
        return
    dialect = postgresql if connection.dialect.name == "postgresql" else sqlite
    statement = dialect.insert(table)
    keys = [column.name for column in table.primary_key.columns]
    values = {name: statement.excluded[name] for name in rows[0] if name not in keys}
    connection.execute(
        statement.on_conflict_do_update(index_elements=keys, set_=values), [dict(r) for r in rows]
    )


# -- sites


def sites(connection: sa.Connection, urls: Iterable[str] | None = None) -> dict[str, sa.Row[Any]]:
    """What is known of these sites, by address; of all when `urls` is None."""
    if urls is None:
        return {row.url: row for row in connection.execute(sa.select(crawl_site))}
    found: dict[str, sa.Row[Any]] = {}
    for batch in _batches(list(urls)):
        query = sa.select(crawl_site).where(crawl_site.c.url.in_(batch))
        found |= {row.url: row for row in connection.execute(query)}
    return found


def put_sites(connection: sa.Connection, rows: Sequence[Mapping[str, Any]]) -> None:
    _upsert(connection, crawl_site, rows)


def change_site(connection: sa.Connection, url: str, **values: Any) -> None:
    connection.execute(sa.update(crawl_site).where(crawl_site.c.url == url).values(**values))


def read_again(connection: sa.Connection, run_id: int) -> None:
    """The sites of the run are read again at their next visit, also where nothing changed."""
    visited = sa.select(crawl_visit.c.site_url).where(crawl_visit.c.run_id == run_id)
    connection.execute(
        sa.update(crawl_site).where(crawl_site.c.url.in_(visited)).values(reads_again=True)
    )


# -- pages and snapshots


def pages_of(connection: sa.Connection, site_url: str) -> dict[str, FetchedPage]:
    query = sa.select(crawled_page).where(crawled_page.c.site_url == site_url)
    return {row.url: _page(row) for row in connection.execute(query)}


def _page(row: sa.Row[Any]) -> FetchedPage:
    values = row._asdict()
    values["links"] = tuple((url, score) for url, score in values["links"])
    return FetchedPage(**values)


def put_pages(connection: sa.Connection, pages: Sequence[FetchedPage]) -> None:
    """Of each page the newest; what failed says nothing about a page."""
    came = [page for page in pages if page.has_come]
    rows = {(page.site_url, page.url): _page_row(page) for page in came}
    _upsert(connection, crawled_page, list(rows.values()))


def _page_row(page: FetchedPage) -> dict[str, Any]:
    return {key: value for key, value in asdict(page).items() if key in crawled_page.c}


def put_snapshots(connection: sa.Connection, rows: Sequence[Mapping[str, Any]]) -> None:
    """The first who fetched the bytes stays."""
    dialect = postgresql if connection.dialect.name == "postgresql" else sqlite
    if rows:
        statement = dialect.insert(snapshot).on_conflict_do_nothing()
        connection.execute(statement, [dict(row) for row in rows])


def unused_snapshots(connection: sa.Connection, before: datetime) -> list[str]:
    """Digests of snapshots from before, that no page has now and no finding of since quotes."""
    shown = sa.select(crawled_page.c.digest)
    quoted = sa.select(crawl_finding.c.digest).where(crawl_finding.c.found_at >= before)
    query = sa.select(snapshot.c.digest).where(
        snapshot.c.fetched_at < before,
        snapshot.c.digest.not_in(shown),
        snapshot.c.digest.not_in(quoted),
    )
    return list(connection.execute(query).scalars())


def drop_snapshots(connection: sa.Connection, digests: Sequence[str]) -> None:
    for batch in _batches(list(digests)):
        connection.execute(sa.delete(snapshot).where(snapshot.c.digest.in_(batch)))


# -- runs


def open_run(connection: sa.Connection, now: datetime) -> int:
    """The number of a new run."""
    values = {"started_at": now, "sites": {}, "fields": {}, "pages": 0, "new_pages": 0}
    done = connection.execute(sa.insert(crawl_run).values(**values))
    assert done.inserted_primary_key
    return int(done.inserted_primary_key[0])


def unfinished_runs(connection: sa.Connection) -> list[int]:
    query = sa.select(crawl_run.c.run_id).where(crawl_run.c.finished_at.is_(None))
    return list(connection.execute(query.order_by(crawl_run.c.run_id)).scalars())


def finish_run(connection: sa.Connection, run_id: int, **values: Any) -> None:
    connection.execute(sa.update(crawl_run).where(crawl_run.c.run_id == run_id).values(**values))


def runs(connection: sa.Connection, limit: int) -> list[sa.Row[Any]]:
    """Finished ones, the newest first."""
    query = sa.select(crawl_run).where(crawl_run.c.finished_at.is_not(None))
    return list(connection.execute(query.order_by(crawl_run.c.run_id.desc()).limit(limit)))


def run_of(connection: sa.Connection, run_id: int) -> sa.Row[Any] | None:
    return connection.execute(sa.select(crawl_run).where(crawl_run.c.run_id == run_id)).first()


def put_visit(connection: sa.Connection, row: Mapping[str, Any]) -> None:
    _upsert(connection, crawl_visit, [row])


def visits_of(connection: sa.Connection, run_id: int) -> list[sa.Row[Any]]:
    query = sa.select(crawl_visit).where(crawl_visit.c.run_id == run_id)
    return list(connection.execute(query.order_by(crawl_visit.c.site_url)))


# -- findings


def add_findings(connection: sa.Connection, rows: Sequence[Mapping[str, Any]]) -> None:
    if rows:
        connection.execute(sa.insert(crawl_finding), [dict(row) for row in rows])


def verdict_counts(connection: sa.Connection, run_id: int) -> dict[str, Counter[str]]:
    """field -> verdict -> number."""
    query = (
        sa.select(crawl_finding.c.field, crawl_finding.c.verdict, sa.func.count())
        .where(crawl_finding.c.run_id == run_id)
        .group_by(crawl_finding.c.field, crawl_finding.c.verdict)
    )
    found: dict[str, Counter[str]] = {}
    for field, verdict, number in connection.execute(query):
        found.setdefault(field, Counter())[verdict] = number
    return found


def last_findings(
    connection: sa.Connection, listing_ids: Iterable[str]
) -> dict[tuple[str, str], sa.Row[Any]]:
    """(listing_id, field) -> the last finding that was not held back."""
    found: dict[tuple[str, str], sa.Row[Any]] = {}
    for batch in _batches(list(listing_ids)):
        query = (
            sa.select(crawl_finding)
            .where(crawl_finding.c.listing_id.in_(batch), crawl_finding.c.state != "held")
            .order_by(crawl_finding.c.finding_id)
        )
        found |= {(row.listing_id, row.field): row for row in connection.execute(query)}
    return found


def settle_findings(connection: sa.Connection, run_id: int, state: str) -> None:
    """The new findings of a run become news, or are held."""
    connection.execute(
        sa.update(crawl_finding)
        .where(crawl_finding.c.run_id == run_id, crawl_finding.c.state == "new")
        .values(state=state)
    )


def findings_to_hear(connection: sa.Connection, limit: int) -> list[sa.Row[Any]]:
    """News that nobody heard yet, oldest first."""
    query = sa.select(crawl_finding).where(crawl_finding.c.state == "news")
    return list(connection.execute(query.order_by(crawl_finding.c.finding_id).limit(limit)))


def mark_heard(connection: sa.Connection, finding_ids: Sequence[int]) -> None:
    for batch in _batches(list(finding_ids)):
        connection.execute(
            sa.update(crawl_finding)
            .where(crawl_finding.c.finding_id.in_(batch))
            .values(state="heard")
        )


def findings_of(connection: sa.Connection, listing_id: str) -> list[sa.Row[Any]]:
    """The last one of each field that was not held back, with its evidence."""
    found = last_findings(connection, [listing_id])
    return [found[key] for key in sorted(found)]


def _batches(values: list[Any]) -> Iterable[list[Any]]:
    return (values[start : start + BATCH] for start in range(0, len(values), BATCH))
