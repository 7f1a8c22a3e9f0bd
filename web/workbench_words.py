"""Facts of the workbench in the words that staff read. Templates reach them as `say`."""

from __future__ import annotations

import re
from datetime import datetime

from directory.store import FieldCheck
from verification.outcomes import Applied
from verification.rows import TaskRow
from verification.words import ago, fields_in_words

FIELD_NAMES = {
    "phone": "Phone",
    "address": "Address",
    "hours": "Hours",
    "closed": "Still there?",
    "eligibility": "Who it is for",
    "website": "Website",
    "other": "Something else",
}

STATUS_NAMES = {
    "active": "open, offered now",
    "temporarily closed": "closed for some time",
    "inactive": "not offered now",
    "defunct": "closed for good",
}
"""HSDS service.status."""

OUTCOME_NAMES = {
    "confirmed": "confirmed",
    "changed": "changed",
    "gone": "closed for good",
    "unreachable": "no answer",
    "inconclusive": "nobody could say",
    "crashed": "broken off",
}

CHECK_NAMES = {
    "phone": "by phone",
    "email": "by e-mail",
    "visit": "by a visit",
    "website": "on their website",
    "import": "by the source",
}


def field_name(field: str) -> str:
    return FIELD_NAMES.get(field, field)


def dialled(phone: str) -> str:
    """The number as a phone dials it, its extension after a pause: "2025550100,4"."""
    number, _, extension = phone.lower().partition("ext")
    digits = "".join(c for c in number if c.isdigit() or c == "+")
    after = "".join(c for c in extension if c.isdigit())
    return f"{digits},{after}" if after else digits


def since(at: datetime, now: datetime) -> str:
    """ "today", "12 days ago", "14 months ago"."""
    return "today" if at.date() == now.date() else f"{ago(at, now)} ago"


def day_of(at: datetime) -> str:
    """ "May 3, 2026"."""
    return f"{at:%B} {at.day}, {at.year}"


def exact(at: datetime) -> str:
    """For those who look closely: "May 3, 2026, 14:05 UTC"."""
    return f"{day_of(at)}, {at:%H:%M} UTC"


def minutes_left(until: datetime | None, now: datetime) -> int:
    """Whole minutes of a lease, 0 when it is over."""
    return max(0, round((until - now).total_seconds() / 60)) if until else 0


def checked(check: FieldCheck, now: datetime) -> str:
    """ "Checked 14 months ago by phone (Ann)"."""
    how = CHECK_NAMES.get(check.checked_by, check.checked_by)
    return f"Checked {since(check.checked_at, now)} {how} ({check.actor})"


def property_of(path: str) -> str:
    """A revision's path as words: "phones[0].number" is "phones 1, number"."""
    words = re.sub(r"\[(\d+)\]", lambda found: f" {int(found[1]) + 1}", path)
    return words.replace("service_at_locations", "at location").replace(".", ", ").replace("_", " ")


def holder_in_words(task: TaskRow, now: datetime) -> str:
    """Why a task cannot be saved by somebody who does not hold it."""
    if task.state == "claimed":
        minutes = minutes_left(task.lease_until, now)
        return (
            f"{task.claimed_by} has this task for another {minutes} minutes. Nothing was saved; "
            "what you typed is still here. Talk to each other, or try again later."
        )
    if task.state == "open":
        return (
            "Your time for this task was over and it is free again. Nothing was saved yet; what "
            "you typed is still here. Take it again and save."
        )
    if task.state == "waiting" and task.not_before:
        return f"This task waits until {exact(task.not_before)}. Nothing was saved."
    when = f" {since(task.closed_at, now)}" if task.closed_at else ""
    return f"This task was settled{when}. Nothing was saved a second time."


def saved_in_words(action: str, applied: Applied) -> str:
    """What a verifier reads after saving."""
    if applied.task_state == "abandoned":
        return "Saved your attempt. The listing was withdrawn meanwhile: nothing is left to do."
    if action == "no-answer":
        return "Saved: no answer. The task comes back by itself when it is time to try again."
    if action == "wrong-number":
        return "Saved: wrong number. The task comes back, with the phone in doubt."
    if action == "closed":
        return "Saved: closed for good. The search does not show it any more."
    if applied.task_state == "waiting":
        return "Saved. Nobody could say, so the task comes back when it is time to try again."
    if applied.still_open:
        left = fields_in_words(applied.still_open)
        return f"Saved. The search shows it as checked today; still to settle: {left}."
    return "Saved. The search shows it as checked today."
