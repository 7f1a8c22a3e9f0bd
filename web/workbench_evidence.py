"""What stands beside each field on a task page, in words, with nothing that is confidential."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from directory.evidence import EntityType
from directory.privacy import WITHHELD, redaction_of
from directory.store import FieldCheck, Revision, StoredListing, View
from verification.rows import ReportRow
from verification.task_page import FieldInDoubt, TaskPage
from web.workbench_offers import Offer, offers_of, suggested_values

HISTORY_LINES = 5
"""Changes shown beside a field; the page of the listing has all of them."""


@dataclass(frozen=True)
class Change:
    """A revision as a person reads it."""

    what: str
    previous: str
    new: str
    actor: str
    at: datetime


@dataclass(frozen=True)
class FieldEvidence:
    """One row of the task page."""

    field: str
    value: str
    is_doubted: bool
    reports: tuple[ReportRow, ...]
    last_check: FieldCheck | None
    changes: tuple[Change, ...]
    """Newest first, at most HISTORY_LINES."""
    offers: tuple[Offer, ...]


def evidence_of(view: View, page: TaskPage) -> list[FieldEvidence]:
    """The rows of the page, in its order."""
    hide = hiding(view, page.stored)
    said = suggested_values(view, page.stored)
    return [_row(item, said.get(item.field, []), hide) for item in page.fields]


def _row(item: FieldInDoubt, said: list[Offer], hide: Hiding) -> FieldEvidence:
    return FieldEvidence(
        field=item.field,
        value=item.value,
        is_doubted=item.is_doubted,
        reports=item.reports,
        last_check=item.last_check,
        changes=tuple(changes_of(item.history, hide))[:HISTORY_LINES],
        offers=offers_of(item, [offer for offer in said if hide.allows(offer.value)]),
    )


@dataclass(frozen=True)
class Hiding:
    """What of old values may not be shown: the record keeps confidential addresses, pages don't."""

    hidden: frozenset[str]
    """Entity types whose every value is hidden."""
    pattern: re.Pattern[str] | None
    """Copies of a confidential address in other texts."""

    def is_secret(self, entity_type: str) -> bool:
        return entity_type in self.hidden

    def allows(self, value: str) -> bool:
        """Whether nothing confidential stands in a text that is no part of the record yet."""
        return self.pattern is None or not self.pattern.search(value)

    def text(self, entity_type: str, value: Any) -> str:
        """The value as a person may read it."""
        if self.is_secret(entity_type):
            return WITHHELD
        shown = text_of(value)
        return self.pattern.sub(WITHHELD, shown) if self.pattern else shown


def hiding(view: View, stored: StoredListing) -> Hiding:
    """What must not be shown of this listing's past."""
    if stored.listing is None:
        return Hiding(frozenset(EntityType), None)
    full = view.full_service(stored.service_id)
    pattern = redaction_of(full.confidential) if full else None
    is_withheld = stored.listing.is_address_withheld
    return Hiding(frozenset({EntityType.LOCATION.value} if is_withheld else ()), pattern)


def changes_of(revisions: Iterable[Revision], hide: Hiding) -> list[Change]:
    """The revisions in words, in their order."""
    return [
        Change(
            what=revision.field_path or "created",
            previous=hide.text(revision.entity_type, revision.previous),
            new=hide.text(revision.entity_type, revision.new),
            actor=revision.actor,
            at=revision.at,
        )
        for revision in revisions
    ]


def text_of(value: Any) -> str:
    """A JSON value as a line of text, without ids; "" for nothing."""
    if value is None:
        return ""
    if isinstance(value, dict):
        kept = {k: part for k, part in value.items() if k != "id" and not k.endswith("_id")}
        return ", ".join(filter(None, map(text_of, kept.values())))
    if isinstance(value, list):
        return "; ".join(filter(None, map(text_of, value)))
    return str(value)
