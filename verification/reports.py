"""What a reporter sees: what became of the report."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from directory.store import View
from verification import store
from verification.intake import token_hash
from verification.store import ReportRow
from verification.task_queue import rank_of


@dataclass(frozen=True)
class Step:
    """One step of a report's way: received, linked, attempted, resolved (or dismissed)."""

    kind: str
    at: datetime | None
    detail: str = ""


@dataclass(frozen=True)
class ReportStatus:
    listing_id: str
    field: str
    assertion: str
    suggested: str | None
    state: str
    verdict: str | None
    received_at: datetime
    resolved_at: datetime | None
    rank: int | None
    """Place in the list of checks, 1 = next; None once settled, or while it waits."""
    steps: tuple[Step, ...]


def report_status(view: View, token: str, *, now: datetime) -> ReportStatus | None:
    """The status behind a private link; None when there is no such report."""
    report = store.report_by_token(view.connection, token_hash(token))
    if report is None:
        return None
    is_open = report.task_id is not None and report.state == "linked"
    rank = rank_of(view, report.task_id, now=now) if is_open and report.task_id else None
    return ReportStatus(
        report.listing_id, report.field, report.assertion, report.suggested, report.state,
        report.verdict, report.received_at, report.resolved_at, rank, _steps(view, report, rank),
    )  # fmt: skip


def _steps(view: View, report: ReportRow, rank: int | None) -> tuple[Step, ...]:
    steps = [Step("received", report.received_at)]
    if report.task_id is not None:
        steps.append(Step("linked", report.received_at, str(rank or "")))
        steps += [
            Step("attempted", attempt.at, attempt.outcome)
            for attempt in store.attempts_of(view.connection, report.task_id)
            if attempt.at >= report.received_at
        ]
    if report.resolved_at is not None:
        steps.append(Step(report.state, report.resolved_at, report.verdict or ""))
    return tuple(steps)
