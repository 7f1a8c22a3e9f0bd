"""apply_outcome: the one door by which verification changes the record.

The attempt, the edits with their revisions, what was checked, belief, the reports' verdicts, the
task and its event are one transaction: a crash leaves all of it or nothing.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from directory.belief import when_checked
from directory.evidence import Field, Outcome
from directory.fields import field_values
from directory.store import StoredListing, Transaction
from verification import store
from verification.errors import NoTaskError, TaskTakenError
from verification.field_doubt import doubt_left, result_of
from verification.findings import CONFIRMABLE, reject_contradictions
from verification.findings import Finding as Finding
from verification.intake import raise_signal
from verification.learning import CheckResult, learn
from verification.rows import TaskRow
from verification.signals import Signal, Source
from verification.tables import attempt as attempts
from verification.tables import signal as signals
from verification.tables import vote
from verification.withdrawal import abandon
from verification.words import FIELD_WORDS

RETRY_AFTER = (timedelta(days=1), timedelta(days=3), timedelta(days=7), timedelta(days=14))
"""How long a task waits after the first, second ... attempt without an answer; the last repeats."""

NO_ANSWER_RUN = 3
"""Attempts in a row without an answer that make one doubt whether the listing still exists."""

CLOSED_VERDICT = "They have closed for good. The listing says so now"

UNANSWERED = (Outcome.UNREACHABLE.value, Outcome.INCONCLUSIVE.value)


@dataclass(frozen=True)
class Applied:
    task_state: str
    settled: tuple[Field, ...]
    """Fields that are no longer in doubt."""
    still_open: tuple[str, ...]
    """Doubted fields that nobody answered; the task stays open for them."""
    reports_resolved: int


@dataclass(frozen=True)
class Attempt:
    """One attempt being applied: whose, at which task and listing, what was found, when."""

    task: TaskRow
    stored: StoredListing
    by: str
    finding: Finding
    now: datetime


def apply_outcome(
    tx: Transaction, task_id: int, by: str, finding: Finding, *, now: datetime
) -> Applied:
    """Does what the finding says, for the task that `by` holds.

    A task whose listing was withdrawn meanwhile is abandoned, with the attempt kept. Raises
    OutcomeError, NoTaskError, EditRefusedError when a value does not fit, and TaskTakenError when
    the task is another's or settled.
    """
    task = _held_task(tx, task_id, by)
    reject_contradictions(finding)
    stored = tx.listing(task.listing_id)
    store.add(tx.connection, attempts, [_attempt_values(task, by, finding, now)])
    if stored is None or stored.listing is None:
        return Applied("abandoned", (), (), abandon(tx, task, by, now=now))
    attempt = Attempt(task, stored, by, finding, now)
    if finding.closes:
        return _close_listing(tx, attempt)
    if finding.outcome in (Outcome.CONFIRMED, Outcome.CHANGED):
        return _settle(tx, attempt)
    return _wait(tx, attempt)


def _held_task(tx: Transaction, task_id: int, by: str) -> TaskRow:
    known = store.task_by_id(tx.connection, task_id)
    if known is None:
        raise NoTaskError(f"there is no task {task_id}")
    store.lock_listing(tx.connection, known.listing_id)
    task = store.task_by_id(tx.connection, task_id)
    assert task is not None  # tasks are never deleted
    if task.state != "claimed" or task.claimed_by != by:
        holder = f"{task.claimed_by}'s" if task.state == "claimed" else task.state
        raise TaskTakenError(f"task {task_id} is {holder}: claim it before you record an outcome")
    return task


def _attempt_values(task: TaskRow, by: str, finding: Finding, now: datetime) -> dict[str, object]:
    evidence = {
        "confirmed": [field.value for field in finding.confirm],
        "set": {field.value: value for field, value in finding.changes.items()},
    }
    return {
        "task_id": task.task_id, "listing_id": task.listing_id, "check": finding.check.value,
        "actor": by, "outcome": finding.outcome.value, "evidence": evidence,
        "note": finding.note or None, "at": now,
    }  # fmt: skip


def _settle(tx: Transaction, attempt: Attempt) -> Applied:
    task, finding = attempt.task, attempt.finding
    result = result_of(tx, attempt.stored, finding, now=attempt.now)
    left_doubt = doubt_left(tx, attempt.stored, finding, now=attempt.now)
    for field, value in finding.changes.items():
        tx.edit_listing(task.listing_id, field, value)
    _record_checks(tx, attempt)
    settled = (*finding.confirmed, *finding.changes)
    still_open = tuple(field for field in task.fields if field not in settled)
    resolved = _resolve_reports(tx, attempt)
    _learn(tx, attempt, result, left_doubt)
    _finish(tx, attempt, settled, still_open)
    return Applied("open" if still_open else "done", settled, still_open, resolved)


def _record_checks(tx: Transaction, attempt: Attempt) -> None:
    """Notes each field's value as it stands after the edits, with who checked it how."""
    finding, listing_id = attempt.finding, attempt.task.listing_id
    stored = tx.listing(listing_id)
    values = field_values(stored.listing) if stored and stored.listing else {}
    checked = {
        field: values.get(field)
        for field in (*finding.confirmed, *finding.changes)
        if field in CONFIRMABLE and (field in finding.changes or field in values)
    }
    tx.record_check(listing_id, checked, at=attempt.now, by=finding.check, actor=attempt.by)


def _learn(tx: Transaction, attempt: Attempt, result: CheckResult, left_doubt: float) -> None:
    """What the check teaches, and the belief after it; signals about fields that nobody settled
    keep their doubt."""
    now, check = attempt.now, attempt.finding.check
    rates = learn(tx, result, now=now)
    left = store.find(
        tx.connection, signals, listing_id=result.listing_id, is_counted=True, judged_at=None
    )
    state = when_checked(attempt.stored.belief, now, check.value, left_doubt)
    tx.set_belief(
        result.listing_id,
        replace(
            state,
            change_rate=rates.change,
            silent_rate=rates.silent,
            signal_doubt=sum(row.doubt for row in left),
            signals=len(left),
        ),
    )


def _resolve_reports(tx: Transaction, attempt: Attempt) -> int:
    resolved = 0
    for report in store.reports_of(tx.connection, [attempt.task.listing_id]):
        verdict = _verdict(Field(report.field), attempt.finding)
        if verdict is None:
            continue
        store.settle_report(tx.connection, report.report_id, "resolved", verdict, attempt.now)
        resolved += 1
    return resolved


def _verdict(field: Field, finding: Finding) -> str | None:
    """What the finding says about a report on the field; None: nothing."""
    name = FIELD_WORDS[field.value]
    if field in finding.changes:
        return f"Corrected: {name} is now {finding.changes[field]}"
    if field is Field.OTHER and field in finding.confirmed:
        return "They were asked, and what the listing says is right"
    if field in finding.confirmed:
        return f"They confirmed {name} as listed"
    return None


def _finish(
    tx: Transaction, attempt: Attempt, settled: Sequence[Field], still_open: Sequence[str]
) -> None:
    """Closes the task, or leaves it open for what nobody answered."""
    task = attempt.task
    values: dict[str, object] = {"claimed_by": None, "lease_until": None}
    if still_open:
        values |= {"state": "open", "fields": list(still_open)}
        # whoever voted on what was settled may do so again
        store.drop(tx.connection, vote, listing_id=task.listing_id, field=list(settled))
    else:
        values |= {"state": "done", "closed_at": attempt.now}
        store.end_cycle(tx.connection, task.listing_id)
    store.update_task(tx.connection, task.task_id, **values)
    event = "partly" if still_open else "done"
    detail = {"outcome": attempt.finding.outcome.value, "still_open": list(still_open)}
    store.add_event(tx.connection, task.task_id, event, attempt.by, attempt.now, detail)


def _close_listing(tx: Transaction, attempt: Attempt) -> Applied:
    """The listing is no longer offered, whatever else was in doubt."""
    listing_id, finding, now = attempt.task.listing_id, attempt.finding, attempt.now
    result = result_of(tx, attempt.stored, finding, now=now)
    status = finding.changes.get(Field.CLOSED, "defunct")
    for field, value in finding.changes.items():
        if field is not Field.CLOSED:
            tx.edit_listing(listing_id, field, value)
    tx.edit_listing(listing_id, Field.CLOSED, status)
    tx.record_check(listing_id, {Field.CLOSED: status}, at=now, by=finding.check, actor=attempt.by)
    reports = store.reports_of(tx.connection, [listing_id])
    for report in reports:
        store.settle_report(tx.connection, report.report_id, "resolved", CLOSED_VERDICT, now)
    _learn(tx, attempt, result, 0.0)
    _finish(tx, attempt, (Field.CLOSED,), ())
    return Applied("done", (Field.CLOSED,), (), len(reports))


def _wait(tx: Transaction, attempt: Attempt) -> Applied:
    """Nobody could say: the task waits, longer after each attempt; a crash only gives it back."""
    task, outcome, now = attempt.task, attempt.finding.outcome, attempt.now
    if _is_dead_line(tx, task, outcome):
        signal = Signal(task.listing_id, Source.NO_ANSWER, Field.CLOSED)
        raise_signal(tx, signal, actor="worker", now=now)
    if outcome is Outcome.CRASHED:
        values: dict[str, object] = {"state": "open"}
    else:
        pause = RETRY_AFTER[min(_unanswered(tx, task), len(RETRY_AFTER)) - 1]
        values = {"state": "waiting", "not_before": now + pause}
    store.update_task(tx.connection, task.task_id, claimed_by=None, lease_until=None, **values)
    detail = {"outcome": outcome.value}
    store.add_event(tx.connection, task.task_id, str(values["state"]), attempt.by, now, detail)
    return Applied(str(values["state"]), (), task.fields, 0)


def _is_dead_line(tx: Transaction, task: TaskRow, outcome: Outcome) -> bool:
    """Whether this was the last of a run of calls that says something by itself."""
    return outcome is Outcome.UNREACHABLE and _unanswered(tx, task) == NO_ANSWER_RUN


def _unanswered(tx: Transaction, task: TaskRow) -> int:
    """Attempts in a row, up to now, to which nobody answered; crashes do not count."""
    number = 0
    for attempt in reversed(store.attempts_of(tx.connection, task.task_id)):
        if attempt.outcome in UNANSWERED:
            number += 1
        elif attempt.outcome != Outcome.CRASHED.value:
            break
    return number


def reopen_waited(tx: Transaction, *, now: datetime) -> int:
    """Opens the tasks whose waiting time is over; answers how many."""
    due = store.tasks_past(tx.connection, "waiting", "not_before", now)
    for task in due:
        store.update_task(tx.connection, task.task_id, state="open", not_before=None)
        store.add_event(tx.connection, task.task_id, "due", "worker", now)
    return len(due)
