"""What sources say against what was verified becomes a signal about each listing that shows it.

An import or a crawl writes a suggestion beside the value (`reconcile`); this job hears the new.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from directory.evidence import EntityType, Field
from directory.fields import field_of_path
from directory.store import Transaction
from directory.tables import listing, service, suggestion
from verification import store
from verification.intake import raise_signal
from verification.signals import Signal, Source
from verification.tables import learned

HEARD = "heard suggestions"
"""Name in the table `learned`: the last suggestion that was heard."""

SOURCES: Mapping[str, Source] = {"crawl": Source.CRAWL, "organization": Source.ORGANIZATION}
"""By the part of a suggestion's source before ":"; every other is an import."""


BATCH = 100
"""Suggestions heard in one transaction: imports make thousands, and others want to write."""


@dataclass(frozen=True)
class Heard:
    signals: int
    is_all: bool
    """False: there are more suggestions to hear."""


def hear_suggestions(tx: Transaction, *, now: datetime, most: int = BATCH) -> Heard:
    """Raises a signal for each new suggestion and listing, for at most `most` suggestions."""
    known = store.find(tx.connection, learned, name=HEARD)
    last_heard = int(known[0].value) if known else 0
    unanswered = store.find(tx.connection, suggestion, state="open")
    found = [row for row in unanswered if row.suggestion_id > last_heard]
    if not found:
        return Heard(0, is_all=True)
    number = sum(_hear(tx, row, now) for row in found[:most])
    last = found[:most][-1].suggestion_id
    row = {"name": HEARD, "value": float(last), "learned_at": now}
    store.put(tx.connection, learned, [row])
    return Heard(number, is_all=len(found) <= most)


def _hear(tx: Transaction, row: Any, now: datetime) -> int:
    name = field_of_path(row.entity_type, row.field_path)
    source = SOURCES.get(row.source.partition(":")[0], Source.IMPORT)
    shown = [found for found in _listings_of(tx, row) if found.is_public]
    for found in shown:
        signal = Signal(
            listing_id=found.listing_id,
            source=source,
            field=Field(name) if name else Field.OTHER,
            voter=f"{row.source}:{row.field_path}:{row.suggested!r}".encode(),
            detail={"suggestion_id": row.suggestion_id, "source": row.source},
        )
        raise_signal(tx, signal, actor="worker", now=now)
    return len(shown)


def _listings_of(tx: Transaction, row: Any) -> list[Any]:
    """The listings that show the entity."""
    if row.entity_type == EntityType.LOCATION:
        return store.find(tx.connection, listing, location_id=row.entity_id)
    if row.entity_type == EntityType.SERVICE:
        return store.find(tx.connection, listing, service_id=row.entity_id)
    owned = store.find(tx.connection, service, organization_id=row.entity_id)
    return store.find(tx.connection, listing, service_id=[found.service_id for found in owned])
