"""The rows of this room's tables, as values."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any


@dataclass(frozen=True)
class TaskRow:
    task_id: int
    listing_id: str
    state: str
    fields: tuple[str, ...]
    language: str | None
    """Whoever checks must speak it; None: any."""
    claimed_by: str | None
    lease_until: datetime | None
    not_before: datetime | None
    opened_at: datetime
    closed_at: datetime | None


@dataclass(frozen=True)
class ReportRow:
    report_id: int
    listing_id: str
    task_id: int | None
    field: str
    assertion: str
    suggested: str | None
    words: str | None
    is_counted: bool
    """False: its reporter had said so before in the same cycle."""
    state: str
    verdict: str | None
    received_at: datetime
    resolved_at: datetime | None


@dataclass(frozen=True)
class AttemptRow:
    attempt_id: int
    task_id: int
    check: str
    actor: str
    outcome: str
    evidence: dict[str, Any] | None
    note: str | None
    at: datetime


@dataclass(frozen=True)
class RankRow:
    """What ranking needs of a task and its listing: belief columns and views."""

    task_id: int
    listing_id: str
    state: str
    language: str | None
    lease_until: datetime | None
    anchored_at: datetime
    change_rate: float
    silent_rate: float
    anchor_doubt: float
    signal_doubt: float
    views: int
    attempts: int
    """Of the last year; crashed ones left out."""
    answered: int
