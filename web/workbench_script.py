"""What a verifier may read aloud on the phone: a greeting, a question for each doubt, thanks."""

from __future__ import annotations

from collections.abc import Sequence

from directory.store import StoredListing
from web.workbench_evidence import FieldEvidence

QUESTIONS = {
    "phone": ("Is {value} the right number for people to call?", "Which number should they call?"),
    "address": ("Do people come to {value}?", "Where do people go?"),
    "hours": ("Are these your hours: {value}?", "When are you open?"),
    "closed": ("Do you still offer this?", "Do you still offer this?"),
    "eligibility": ("We say who it is for: {value}. Is that right?", "Who may come?"),
    "website": ("Is your website still {value}?", "Do you have a website?"),
    "other": ("Has anything else changed?", "Has anything else changed?"),
}
"""Field -> the question when a value is listed, and when none is."""


def script_of(rows: Sequence[FieldEvidence], stored: StoredListing, site_name: str) -> list[str]:
    """Sentences in the order in which they are said."""
    owner = stored.organization_name
    whose = stored.name if owner in (None, stored.name) else f"{stored.name} of {owner}"
    asked = [row for row in rows if row.is_doubted] or list(rows)
    return [
        f"Hello. I am calling for {site_name}, a list of places that help people here.",
        f"People find {whose} on it. May I ask if what it says is still right?",
        *(_question(row) for row in asked),
        "Thank you. What you told me is on the list from today.",
    ]


def _question(row: FieldEvidence) -> str:
    listed, missing = QUESTIONS[row.field]
    if not row.value:
        return missing
    return listed.format(value=", ".join(row.value.split("\n")).rstrip("."))
