"""Numbers as people say them, for reasons and status pages. English; pages translate templates."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

FIELD_WORDS = {
    "phone": "the phone",
    "address": "the address",
    "hours": "the hours",
    "closed": "whether it still exists",
    "eligibility": "who it is for",
    "website": "the website",
    "other": "something else",
}


def count_of(number: int, singular: str, plural: str | None = None) -> str:
    """ "1 report", "2 reports", "1,200 reports"."""
    word = singular if number == 1 else (plural or singular + "s")
    return f"{number:,} {word}"


def ago(at: datetime, now: datetime) -> str:
    """ "today", "12 days", "14 months", "3 years": the length of the time between, whole units."""
    days = max(0, (now - at).days)
    if days == 0:
        return "less than a day"
    if days < 60:
        return count_of(days, "day")
    if days < 730:
        return count_of(round(days / 30.44), "month")
    return count_of(int(days / 365.25), "year")


def fields_in_words(fields: Sequence[str]) -> str:
    """ "the phone and the hours"."""
    words = [FIELD_WORDS.get(field, field) for field in fields]
    if len(words) < 2:
        return "".join(words)
    return ", ".join(words[:-1]) + " and " + words[-1]
