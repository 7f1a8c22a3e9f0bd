"""Doubt of each field: the listing's doubt without signals, split by how often each field changes.

The parts add up to the whole, so that a check of the phone alone takes away the phone's part and
leaves the rest in doubt.
"""

from __future__ import annotations

import re
from collections.abc import Collection
from datetime import datetime

from directory.belief import DAYS_PER_YEAR, doubt_by_field
from directory.evidence import Check, Field
from directory.fields import field_values
from directory.store import StoredListing, View
from verification.classes import class_of
from verification.findings import Finding
from verification.learning import CheckResult
from verification.pool import pool_of

SECONDS_PER_YEAR = DAYS_PER_YEAR * 86400


def doubts_of(view: View, stored: StoredListing, *, now: datetime) -> dict[Field, float]:
    """Doubt per field that the listing has, in the order of FIELD_SHARES; sums to its doubt
    without signals."""
    settled = {
        Field(name)
        for name, check in view.field_checks(stored.listing_id).items()
        if check.checked_at >= stored.belief.anchored_at
    }
    return doubt_by_field(stored.belief, now, _shares(view, stored), settled)


def _shares(view: View, stored: StoredListing) -> dict[Field, float]:
    """How often each field that the listing has changes, in the order of FIELD_SHARES."""
    values = field_values(stored.listing) if stored.listing else {}
    return {field: share for field, share in pool_of(view).shares.items() if field in values}


def result_of(view: View, stored: StoredListing, finding: Finding, *, now: datetime) -> CheckResult:
    """What the finding teaches, asked before anything is edited. A value that is set to what it
    was is confirmed; a listing that is gone is settled in all its fields."""
    assert stored.listing is not None  # its caller gives up the tasks of withdrawn listings
    values = field_values(stored.listing)
    changed = {
        field
        for field, value in finding.changes.items()
        if not _says_the_same(field, value, values.get(field, ""))
    }
    settled = {*finding.confirmed, *finding.changes}
    if finding.closes:
        changed, settled = changed | {Field.CLOSED}, set(Field)
    since = (now - (stored.belief.checked_at or stored.belief.anchored_at)).total_seconds()
    return CheckResult(
        listing_id=stored.listing_id,
        class_key=class_of(stored.listing),
        settled=frozenset(settled),
        changed=frozenset(changed),
        years=_years_watched(view, stored, settled, now),
        watched_years=max(0.0, since) / SECONDS_PER_YEAR,
    )


def _says_the_same(field: Field, value: str, known: str) -> bool:
    """Whether only the spelling differs."""
    if field is Field.PHONE:
        return re.sub(r"\D", "", value) == re.sub(r"\D", "", known)
    return " ".join(value.casefold().split()) == " ".join(known.casefold().split())


def _years_watched(
    view: View, stored: StoredListing, settled: Collection[Field], now: datetime
) -> float | None:
    """Years since the settled fields were checked before, weighted by their shares of the changes;
    None when none of them ever was."""
    shares = _shares(view, stored)
    checks = view.field_checks(stored.listing_id)
    whole = stored.belief.checked_at if stored.belief.checked_by == Check.IMPORT.value else None
    years = 0.0
    is_known = False
    for field in shares.keys() & set(settled):
        times = [checks[field].checked_at] if field in checks else []
        times += [whole] if whole else []
        if times:
            is_known = True
            seconds = max(0.0, (now - max(times)).total_seconds())
            years += shares[field] * seconds / SECONDS_PER_YEAR
    return years / sum(shares.values()) if is_known else None


def doubt_left(view: View, stored: StoredListing, finding: Finding, *, now: datetime) -> float:
    """The doubt without signals of the fields that the finding says nothing about."""
    settled = {*finding.confirmed, *finding.changes}
    doubts = doubts_of(view, stored, now=now)
    return sum(doubt for field, doubt in doubts.items() if field not in settled)
