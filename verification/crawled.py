"""What a crawl found becomes suggestions beside the values, and signals about the listings.

A crawl writes rows (`crawler.tables.crawl_finding`), this job hears those that are news. A value
that a site states otherwise becomes a suggestion, whose signal `hear_suggestions` raises; a site
that is gone, and a value that vanished from it, are signals by themselves. Nothing is edited.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from typing import Any

from crawler import store as crawled
from crawler.finding import VANISHED, Verdict
from directory.belief import doubt
from directory.edits import edited
from directory.errors import EditRefusedError
from directory.evidence import EntityType, Field
from directory.fields import field_of_path
from directory.store import Transaction, View
from verification import store
from verification.intake import raise_signal
from verification.pool import pool_of
from verification.signals import Signal, Source
from verification.views import WINDOW_MONTHS, mean_views, window_start
from verification.worth import importance, worth

AT_ONCE = 500
"""Findings heard in one transaction; the job comes again."""


def hear_findings(tx: Transaction, *, now: datetime) -> int:
    """Hears news of crawls; answers how many became a suggestion or a signal."""
    rows = crawled.findings_to_hear(tx.connection, AT_ONCE)
    number = sum(_hear(tx, row, now) for row in rows)
    crawled.mark_heard(tx.connection, [row.finding_id for row in rows])
    return number


def _hear(tx: Transaction, row: Any, now: datetime) -> bool:
    stored = tx.listing(row.listing_id)
    if stored is None or not stored.is_public or stored.listing is None:
        return False
    if row.verdict == Verdict.CONTRADICTS and row.new_value:
        suggestions = list(_suggestions(tx, row, stored))
        tx.suggest(suggestions)
        return bool(suggestions)
    if row.verdict == Verdict.CONTRADICTS:
        return _raise(tx, row, Source.DEAD_LINK, now)
    if row.verdict == Verdict.ABSENT and row.note == VANISHED:
        return _raise(tx, row, Source.CRAWL, now)
    return False


def _raise(tx: Transaction, row: Any, source: Source, now: datetime) -> bool:
    signal = Signal(
        listing_id=row.listing_id,
        source=source,
        field=Field(row.field),
        voter=f"crawl:{row.site_url}:{row.field}".encode(),
        detail={"finding_id": row.finding_id, "page": row.page, "note": row.note},
    )
    return raise_signal(tx, signal, actor="crawl", now=now).is_counted


def _suggestions(tx: Transaction, row: Any, stored: Any) -> Iterator[dict[str, Any]]:
    """The new value in the shape of the documents, where nobody suggests it yet."""
    full = tx.full_service(stored.service_id)
    try:
        documents = edited(full, stored.listing, Field(row.field), row.new_value) if full else {}
    except EditRefusedError:
        return  # it has no place in the record: the finding stays, as evidence
    for (kind, entity_id), document in documents.items():
        before = tx.entities(kind, [entity_id])[entity_id].document
        waiting = {(s.field_path, str(s.suggested)) for s in tx.suggestions(kind, entity_id)}
        for path, old, new in _differences(before, document):
            is_meant = field_of_path(kind.value, path) == row.field
            if is_meant and (path, str(new)) not in waiting:
                yield _suggestion(kind, entity_id, path, old, new, row)


def _suggestion(
    kind: EntityType, entity_id: str, path: str, old: Any, new: Any, row: Any
) -> dict[str, Any]:
    return {
        "entity_type": kind.value,
        "entity_id": entity_id,
        "field_path": path,
        "current": old,
        "suggested": new,
        "source": f"crawl:{row.page}",
        "reason": f'their site says on {row.found_at:%Y-%m-%d}: "{row.quote or row.note}"',
    }


def _differences(before: dict[str, Any], after: dict[str, Any]) -> Iterator[tuple[str, Any, Any]]:
    """(path, old, new) of properties that differ; of a service's places each by itself."""
    for name, new in after.items():
        old = before.get(name)
        if old == new:
            continue
        if name != "service_at_locations" or not old or len(old) != len(new):
            yield name, old, new
            continue
        for place, (was, now) in enumerate(zip(old, new, strict=True)):
            for path, one, other in _differences(was, now):
                yield f"{name}[{place}].{path}", one, other


def worths(view: View, *, now: datetime) -> dict[str, float]:
    """listing_id -> worth of a check now: sites of listings worth more are read more often."""
    rows = view.belief_rows()
    if not rows:
        return {}
    views = store.views_since(view.connection, window_start(now))
    mean = mean_views(view, pool_of(view), now)
    values = worth(
        importance=importance([views.get(row.listing_id, 0) for row in rows], WINDOW_MONTHS, mean),
        change_rate=[row.belief.change_rate for row in rows],
        doubt=[doubt(row.belief, now) for row in rows],
    )
    return {row.listing_id: float(value) for row, value in zip(rows, values, strict=True)}
