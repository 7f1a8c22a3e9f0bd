"""Doubt of each field: the listing's doubt without signals, split by how often each field changes.

The parts add up to the whole, so that a check of the phone alone takes away the phone's part and
leaves the rest in doubt.
"""

from __future__ import annotations

from datetime import datetime

from directory.belief import FIELD_SHARES, doubt_by_field
from directory.evidence import Field
from directory.fields import field_values
from directory.store import StoredListing, View
from verification.findings import Finding


def doubts_of(view: View, stored: StoredListing, *, now: datetime) -> dict[Field, float]:
    """Doubt per field that the listing has, in the order of FIELD_SHARES; sums to its doubt
    without signals."""
    values = field_values(stored.listing) if stored.listing else {}
    shares = {field: share for field, share in FIELD_SHARES.items() if field in values}
    settled = {
        Field(name)
        for name, check in view.field_checks(stored.listing_id).items()
        if check.checked_at >= stored.belief.anchored_at
    }
    return doubt_by_field(stored.belief, now, shares, settled)


def doubt_left(view: View, stored: StoredListing, finding: Finding, *, now: datetime) -> float:
    """The doubt without signals of the fields that the finding says nothing about."""
    settled = {*finding.confirmed, *finding.changes}
    doubts = doubts_of(view, stored, now=now)
    return sum(doubt for field, doubt in doubts.items() if field not in settled)
