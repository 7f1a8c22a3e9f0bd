"""What a reporter sees: what became of the report. What a reader sees: what is being checked."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from directory.evidence import Outcome
from directory.store import View
from verification import store
from verification.intake import token_hash
from verification.rows import ReportRow
from verification.task_queue import rank_of, wrong_reports


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


@dataclass(frozen=True)
class Doubts:
    """What a reader of a listing is told about work that is going on."""

    told: tuple[tuple[str, datetime], ...]
    """Each field that someone says is wrong, with when we were first told; oldest first."""
    tries: int
    """Attempts since then that reached nobody."""


def doubts_of(view: View, listing_id: str) -> Doubts:
    """The open doubts about a listing; nothing of who reported and what they wrote."""
    told: dict[str, datetime] = {}
    for report in wrong_reports(store.reports_of(view.connection, [listing_id])):
        told.setdefault(report.field, report.received_at)
    task = store.unsettled_task(view.connection, listing_id)
    attempts = store.attempts_of(view.connection, task.task_id) if task else []
    tries = sum(attempt.outcome == Outcome.UNREACHABLE.value for attempt in attempts)
    return Doubts(tuple(told.items()), tries)
