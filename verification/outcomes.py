"""apply_outcome: the one door by which verification changes the record.

The attempt, the edits with their revisions, what was checked, belief, the reports' verdicts, the
task and its event are one transaction: a crash leaves all of it or nothing.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from directory.belief import BeliefState, when_checked, with_signal
from directory.evidence import Check, Field, Outcome
from directory.fields import field_values
from directory.store import StoredListing, Transaction
from verification import store
from verification.errors import NoTaskError, OutcomeError, TaskTakenError
from verification.intake import REPORT_PRECISION
from verification.store import ReportRow, TaskRow
from verification.task_queue import wrong_reports
from verification.words import FIELD_WORDS

RETRY_AFTER = (timedelta(days=1), timedelta(days=3), timedelta(days=7), timedelta(days=14))
"""How long a task waits after the first, second ... attempt without an answer; the last repeats."""

CONFIRMABLE = (
    Field.PHONE,
    Field.ADDRESS,
    Field.HOURS,
    Field.CLOSED,
    Field.ELIGIBILITY,
    Field.WEBSITE,
)
"""What "all of it is still right" covers."""


@dataclass(frozen=True)
class Finding:
    """What a verifier found out: the outcome with its fields."""

    outcome: Outcome
    confirm: tuple[Field, ...] = ()
    """Fields that are right as they stand. Empty with CONFIRMED: all of them."""
    set_values: Mapping[Field, str] | None = None
    """Fields that are different, with their new value as text."""
    check: Check = Check.PHONE
    note: str = ""


@dataclass(frozen=True)
class Applied:
    task_state: str
    settled: tuple[Field, ...]
    """Fields that are no longer in doubt."""
    still_open: tuple[str, ...]
    """Doubted fields that nobody answered; the task stays open for them."""
    reports_resolved: int


def apply_outcome(
    tx: Transaction, task_id: int, by: str, finding: Finding, *, now: datetime
) -> Applied:
    """Does what the finding says, for the task that `by` holds.

    Raises OutcomeError, NoTaskError, and TaskTakenError when the task is another's or settled.
    """
    task = _held_task(tx, task_id, by)
    _reject_contradictions(finding)
    stored = tx.listing(task.listing_id)
    if stored is None:
        raise NoTaskError(f"the listing of task {task_id} is not in the record any more")
    store.insert_attempt(tx.connection, **_attempt_values(task, by, finding, now))
    if finding.outcome in (Outcome.CONFIRMED, Outcome.CHANGED):
        return _settle(tx, task, stored, by, finding, now)
    if finding.outcome is Outcome.GONE:
        return _close_listing(tx, task, stored, by, finding, now)
    return _wait(tx, task, by, finding, now)


def _held_task(tx: Transaction, task_id: int, by: str) -> TaskRow:
    task = store.task_by_id(tx.connection, task_id)
    if task is None:
        raise NoTaskError(f"there is no task {task_id}")
    if task.state != "claimed" or task.claimed_by != by:
        holder = f"{task.claimed_by}'s" if task.state == "claimed" else task.state
        raise TaskTakenError(f"task {task_id} is {holder}: claim it before you record an outcome")
    return task


def _reject_contradictions(finding: Finding) -> None:
    changes = finding.set_values or {}
    both = sorted(set(finding.confirm) & set(changes))
    if both:
        raise OutcomeError(f"{', '.join(both)}: either confirmed or set, not both")
    empty = sorted(field for field, value in changes.items() if not value.strip())
    if empty:
        raise OutcomeError(f"{', '.join(empty)}: the new value is empty")
    if finding.outcome is Outcome.CHANGED and not changes:
        raise OutcomeError("outcome 'changed' needs at least one new value: --set FIELD=VALUE")
    if finding.outcome is not Outcome.CHANGED and changes:
        raise OutcomeError("new values go with outcome 'changed'")


def _attempt_values(task: TaskRow, by: str, finding: Finding, now: datetime) -> dict[str, object]:
    changes = finding.set_values or {}
    evidence = {
        "confirmed": [field.value for field in finding.confirm],
        "set": {field.value: value for field, value in changes.items()},
    }
    return {
        "task_id": task.task_id, "listing_id": task.listing_id, "check": finding.check.value,
        "actor": by, "outcome": finding.outcome.value, "evidence": evidence,
        "note": finding.note or None, "at": now,
    }  # fmt: skip


def _settle(
    tx: Transaction,
    task: TaskRow,
    stored: StoredListing,
    by: str,
    finding: Finding,
    now: datetime,
) -> Applied:
    changes = dict(finding.set_values or {})
    confirmed = _confirmed_fields(finding)
    for field, value in changes.items():
        tx.edit_listing(task.listing_id, field, value.strip())
    _record_checks(tx, task.listing_id, confirmed, tuple(changes), by, finding, now)
    settled = (*confirmed, *changes)
    still_open = tuple(field for field in task.fields if field not in settled)
    reports = store.reports_of(tx.connection, [task.listing_id])
    resolved = _resolve_reports(tx, reports, confirmed, changes, now)
    left = [report for report in wrong_reports(reports) if report.field in still_open]
    tx.set_belief(task.listing_id, _belief_after(stored.belief, left, finding.check, now))
    _finish(tx, task, by, finding, still_open, now)
    return Applied("open" if still_open else "done", settled, still_open, resolved)


def _confirmed_fields(finding: Finding) -> tuple[Field, ...]:
    """What was confirmed; a plain "confirmed" covers everything."""
    if finding.confirm or finding.outcome is Outcome.CHANGED:
        return finding.confirm
    return (*CONFIRMABLE, Field.OTHER)


def _record_checks(
    tx: Transaction,
    listing_id: str,
    confirmed: Sequence[Field],
    changed: Sequence[Field],
    by: str,
    finding: Finding,
    now: datetime,
) -> None:
    """Notes each field's value as it stands after the edits, with who checked it how."""
    stored = tx.listing(listing_id)
    values = field_values(stored.listing) if stored and stored.listing else {}
    checked = {
        field: values.get(field)
        for field in (*confirmed, *changed)
        if field in CONFIRMABLE and (field in changed or field is Field.CLOSED or field in values)
    }
    tx.record_check(listing_id, checked, at=now, by=finding.check, actor=by)


def _belief_after(
    belief: BeliefState, left: Sequence[ReportRow], check: Check, now: datetime
) -> BeliefState:
    """The belief after a check; reports about fields that nobody settled keep their doubt."""
    state = when_checked(belief, now, check.value)
    for _ in left:
        state = with_signal(state, REPORT_PRECISION)
    return state


def _resolve_reports(
    tx: Transaction,
    reports: Sequence[ReportRow],
    confirmed: Sequence[Field],
    changes: Mapping[Field, str],
    now: datetime,
) -> int:
    resolved = 0
    for report in reports:
        field = Field(report.field)
        name = FIELD_WORDS[field.value]
        if field in changes:
            verdict = f"Corrected: {name} is now {changes[field].strip()}"
        elif field in confirmed:
            verdict = f"They confirmed {name} as listed"
        else:
            continue
        store.settle_report(tx.connection, report.report_id, "resolved", verdict, now)
        resolved += 1
    return resolved


def _finish(
    tx: Transaction,
    task: TaskRow,
    by: str,
    finding: Finding,
    still_open: Sequence[str],
    now: datetime,
) -> None:
    """Closes the task, or leaves it open for what nobody answered."""
    values: dict[str, object] = {"claimed_by": None, "lease_until": None}
    if still_open:
        values |= {"state": "open", "fields": list(still_open)}
    else:
        values |= {"state": "done", "closed_at": now}
        store.end_cycle(tx.connection, task.listing_id)
    store.update_task(tx.connection, task.task_id, **values)
    event = "partly" if still_open else "done"
    detail = {"outcome": finding.outcome.value, "still_open": list(still_open)}
    store.add_event(tx.connection, task.task_id, event, by, now, detail)


def _close_listing(
    tx: Transaction,
    task: TaskRow,
    stored: StoredListing,
    by: str,
    finding: Finding,
    now: datetime,
) -> Applied:
    tx.edit_listing(task.listing_id, Field.CLOSED, "defunct")
    tx.record_check(task.listing_id, {Field.CLOSED: "defunct"}, at=now, by=finding.check, actor=by)
    reports = store.reports_of(tx.connection, [task.listing_id])
    for report in reports:
        verdict = "They have closed for good. The listing says so now"
        store.settle_report(tx.connection, report.report_id, "resolved", verdict, now)
    tx.set_belief(task.listing_id, when_checked(stored.belief, now, finding.check.value))
    _finish(tx, task, by, finding, (), now)
    return Applied("done", (Field.CLOSED,), (), len(reports))


def _wait(tx: Transaction, task: TaskRow, by: str, finding: Finding, now: datetime) -> Applied:
    """Nobody could say: the task waits, longer after each attempt; a crash only gives it back."""
    if finding.outcome is Outcome.CRASHED:
        values: dict[str, object] = {"state": "open"}
    else:
        attempts = len(store.attempts_of(tx.connection, task.task_id))
        pause = RETRY_AFTER[min(attempts, len(RETRY_AFTER)) - 1]
        values = {"state": "waiting", "not_before": now + pause}
    store.update_task(tx.connection, task.task_id, claimed_by=None, lease_until=None, **values)
    detail = {"outcome": finding.outcome.value}
    store.add_event(tx.connection, task.task_id, str(values["state"]), by, now, detail)
    return Applied(str(values["state"]), (), task.fields, 0)


def reopen_waited(tx: Transaction, *, now: datetime) -> int:
    """Opens the tasks whose waiting time is over; answers how many."""
    due = store.waited_tasks(tx.connection, now)
    for task in due:
        store.update_task(tx.connection, task.task_id, state="open", not_before=None)
        store.add_event(tx.connection, task.task_id, "due", "worker", now)
    return len(due)
