"""What task force members can do: the languages that they speak, and how much in a day.

A name without a row may take every task, as many as it likes.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

from directory.store import Transaction, View
from verification import store
from verification.tables import attempt, member


@dataclass(frozen=True)
class Member:
    name: str
    languages: tuple[str, ...] = ("en",)
    """ISO 639-1."""
    tasks_a_day: int | None = None
    """None: no limit."""


def member_of(view: View, name: str) -> Member | None:
    rows = store.find(view.connection, member, name=name)
    return Member(name, tuple(rows[0].languages), rows[0].tasks_a_day) if rows else None


def set_member(
    tx: Transaction, name: str, *, languages: Sequence[str], tasks_a_day: int | None
) -> None:
    """Notes what a member can do, in the place of what was noted before."""
    codes = sorted({code.strip().casefold() for code in languages})
    row = {"name": name, "languages": codes, "tasks_a_day": tasks_a_day}
    store.put(tx.connection, member, [row])


def tasks_left(view: View, who: Member, now: datetime) -> int | None:
    """How many more tasks the member wants today (UTC), 0 or more; None: any number. Attempts and
    what is held count."""
    if who.tasks_a_day is None:
        return None
    midnight = now.astimezone(UTC).replace(hour=0, minute=0, second=0, microsecond=0)
    done = store.count_since(view.connection, attempt.c.at, midnight, actor=who.name)
    held = len(store.tasks(view.connection, state="claimed", claimed_by=who.name))
    return max(0, who.tasks_a_day - done - held)


def speaks(who: Member | None, language: str | None) -> bool:
    return who is None or language is None or language in who.languages
