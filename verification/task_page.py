"""Everything a verifier needs to see of one task, gathered in one value."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from directory.belief import probability
from directory.fields import field_of_path, field_values
from directory.store import FieldCheck, Revision, StoredListing, View
from verification import store
from verification.errors import NoTaskError
from verification.findings import CONFIRMABLE
from verification.rows import AttemptRow, ReportRow, TaskRow
from verification.task_queue import reason_in_words
from verification.views import WINDOW_MONTHS, views_in_window


@dataclass(frozen=True)
class FieldInDoubt:
    """One field with all that stands beside it."""

    field: str
    value: str
    is_doubted: bool
    reports: tuple[ReportRow, ...]
    history: tuple[Revision, ...]
    """Newest first."""
    last_check: FieldCheck | None


@dataclass(frozen=True)
class TaskPage:
    task: TaskRow
    stored: StoredListing
    fields: tuple[FieldInDoubt, ...]
    """Doubted ones first, else in the order of CONFIRMABLE."""
    attempts: tuple[AttemptRow, ...]
    reason: str
    belief: float


def task_page(view: View, task_id: int, *, now: datetime) -> TaskPage:
    """Raises NoTaskError when there is no such task."""
    task = store.task_by_id(view.connection, task_id)
    stored = view.listing(task.listing_id) if task else None
    if task is None or stored is None:
        raise NoTaskError(f"there is no task {task_id}")
    reports = store.reports_of(view.connection, [task.listing_id])
    views = views_in_window(view, task.listing_id, now)
    views_a_month = round(views / WINDOW_MONTHS)
    return TaskPage(
        task=task,
        stored=stored,
        fields=_fields(view, task, stored, reports),
        attempts=tuple(store.attempts_of(view.connection, task_id)),
        reason=reason_in_words(stored.belief, reports, views_a_month, now),
        belief=probability(stored.belief, now),
    )


def _fields(
    view: View, task: TaskRow, stored: StoredListing, reports: Sequence[ReportRow]
) -> tuple[FieldInDoubt, ...]:
    values = field_values(stored.listing) if stored.listing else {}
    history = view.history(task.listing_id)
    checks = view.field_checks(task.listing_id)
    names = dict.fromkeys((*task.fields, *(field.value for field in CONFIRMABLE)))
    return tuple(
        FieldInDoubt(
            field=name,
            value=values.get(name) or "",
            is_doubted=name in task.fields,
            reports=tuple(report for report in reports if report.field == name),
            history=tuple(r for r in history if field_of_path(r.entity_type, r.field_path) == name),
            last_check=checks.get(name),
        )
        for name in names
    )
