"""How long ranking takes: the queue's first page, and every listing of a large directory.

    python -m bench.task_queue [--listings 100000] [--tasks 1000] [--ranked 1000000]

The record is a SQLite file of synthetic listings without places, each looked at on ten days. The
baseline of the page is the query that sums all views first, as a plain join would; that of ranking
is the same formula, a listing at a time.
"""

from __future__ import annotations

import argparse
from collections.abc import Callable
from dataclasses import asdict
from datetime import UTC, datetime, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory
from time import perf_counter
from typing import Any

import numpy as np
import sqlalchemy as sa

from directory.belief import when_known
from directory.database import open_database
from directory.listing import listing_id_of
from directory.store import Store
from directory.store.loading import batches
from directory.tables import listing, organization, service
from verification.due import open_due_tasks
from verification.relearning import relearn
from verification.tables import listing_view, task
from verification.task_queue import queue
from verification.views import window_start
from verification.worth import best_first, worth

NOW = datetime(2026, 5, 4, 12, tzinfo=UTC)
VIEW_DAYS = 10


def fill(store: Store, listings: int, tasks: int) -> None:
    """Services without places, ten of an organization, and open tasks of the first of them."""
    random = np.random.default_rng(1)
    ages = random.uniform(0, 1500, listings)
    views = random.zipf(1.6, listings).clip(max=2000)
    ids = [f"service-{number:06}" for number in range(listings)]
    with store.database.writing() as connection:
        for batch in batches(range(listings), 20_000):
            numbers = [number for number in batch if number % 10 == 0]
            connection.execute(sa.insert(organization), [_organization(n // 10) for n in numbers])
            connection.execute(sa.insert(service), [_service(ids[n], n // 10) for n in batch])
            rows = [_listing(ids[n], timedelta(days=float(ages[n]))) for n in batch]
            connection.execute(sa.insert(listing), rows)
            seen = [_views(ids[n], day, int(views[n])) for n in batch for day in range(VIEW_DAYS)]
            connection.execute(sa.insert(listing_view), seen)
        open_tasks = [_task(ids[n]) for n in range(tasks)]
        connection.execute(sa.insert(task), open_tasks)


def _organization(number: int) -> dict[str, Any]:
    key = f"organization-{number:06}"
    return {
        "organization_id": key, "document": {"id": key, "name": key, "description": key},
        "name": key, "visibility": "public", "source": "bench", "last_modified": NOW,
    }  # fmt: skip


def _service(key: str, owner: int) -> dict[str, Any]:
    document = {
        "id": key, "name": f"Pantry {key}", "status": "active",
        "organization_id": f"organization-{owner:06}",
        "phones": [{"id": f"phone-{key}", "number": "(202) 555-0123"}],
    }  # fmt: skip
    return {
        "service_id": key, "organization_id": document["organization_id"], "document": document,
        "name": document["name"], "status": "active", "visibility": "public", "source": "bench",
        "last_modified": NOW,
    }  # fmt: skip


def _listing(key: str, age: timedelta) -> dict[str, Any]:
    belief = asdict(when_known(NOW - age))
    known = {"listing_id": listing_id_of(key, None), "service_id": key, "is_public": True}
    return known | belief


def _views(key: str, day: int, views: int) -> dict[str, Any]:
    at = (NOW - timedelta(days=8 * day)).date()
    return {"listing_id": listing_id_of(key, None), "day": at, "views": views}


def _task(key: str) -> dict[str, Any]:
    listing_id = listing_id_of(key, None)
    return {"listing_id": listing_id, "state": "open", "fields": ["phone"], "opened_at": NOW}


def all_views_first(store: Store) -> None:
    """What the page would do without an index on purpose: views of everything, then the tasks."""
    views = (
        sa.select(listing_view.c.listing_id, sa.func.sum(listing_view.c.views).label("views"))
        .where(listing_view.c.day >= window_start(NOW))
        .group_by(listing_view.c.listing_id)
        .subquery()
    )
    query = sa.select(task, views.c.views).outerjoin(views, views.c.listing_id == task.c.listing_id)
    with store.reading() as view:
        list(view.connection.execute(query))


def first_page(store: Store) -> None:
    with store.reading() as view:
        assert len(queue(view, now=NOW, limit=25)) == 25


def median_ms(action: Callable[[], object], times: int) -> float:
    spans = []
    for _ in range(times):
        start = perf_counter()
        action()
        spans.append((perf_counter() - start) * 1000)
    return float(np.median(spans))


def rank_arrays(number: int) -> tuple[float, float]:
    """Milliseconds for all at once, and for a listing at a time (measured on a hundredth)."""
    random = np.random.default_rng(2)
    weights, rates = random.zipf(1.6, number).astype(float), random.lognormal(-0.7, 1, number)
    doubts = random.exponential(1, number)

    def at_once() -> None:
        best_first(worth(importance=weights, change_rate=rates, doubt=doubts), 200)

    def one_at_a_time() -> None:
        part = range(number // 100)
        values = [
            float(worth(importance=weights[n], change_rate=rates[n], doubt=doubts[n])) for n in part
        ]
        sorted(values)

    return median_ms(at_once, 5), median_ms(one_at_a_time, 1) * 100


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--listings", type=int, default=100_000)
    parser.add_argument("--tasks", type=int, default=1_000)
    parser.add_argument("--ranked", type=int, default=1_000_000)
    options = parser.parse_args()
    at_once, one_by_one = rank_arrays(options.ranked)
    print(f"ranking {options.ranked:,}: {at_once:.0f} ms; one by one {one_by_one:.0f} ms")
    with TemporaryDirectory() as folder:
        database = open_database(f"sqlite:///{Path(folder) / 'record.sqlite'}")
        database.migrate()
        store = Store(database)
        fill(store, options.listings, options.tasks)
        span = median_ms(lambda: relearn(store, NOW), 1)
        print(f"learning from scratch, {options.listings:,} listings: {span:.0f} ms")
        page = median_ms(lambda: first_page(store), 9)
        plain = median_ms(lambda: all_views_first(store), 9)
        print(
            f"first page of {options.tasks:,} tasks: {page:.1f} ms; all views first {plain:.1f} ms"
        )
        with store.transaction(actor="worker", now=NOW) as tx:
            span = median_ms(lambda: open_due_tasks(tx, now=NOW, keep=options.tasks + 200), 1)
        print(f"opening 200 due tasks: {span:.0f} ms")
        database.close()


if __name__ == "__main__":
    main()
