"""The story in a process that is killed, hard, as it is about to write for the nth time."""

from __future__ import annotations

import os
import re
import signal
from pathlib import Path
from threading import Lock
from typing import Any

import sqlalchemy as sa

from tests.flow.story import clock, play, settings_of
from tests.flow.town import Notebook, served

WRITES = re.compile(r"\s*(INSERT|UPDATE|DELETE)\b", re.IGNORECASE)


def play_until(record_url: str, folder: Path, nth: int) -> None:
    """Plays the story; comes back only when it has fewer than `nth` writes."""
    notes = Notebook(folder)
    with served(settings_of(record_url, notes), clock) as (opened, site):
        die_at(nth, folder / "died-at.txt")
        play(opened, site, notes)


def die_at(nth: int, last_words: Path) -> None:
    """Kills this process before its nth statement that writes; a commit of such ones counts too."""
    lock, seen, wrote = Lock(), 0, set[int]()

    def count(what: str) -> None:
        nonlocal seen
        with lock:
            seen += 1
            if seen == nth:
                last_words.write_text(what, encoding="utf-8")
                os.kill(os.getpid(), signal.SIGKILL)

    def before_statement(connection: sa.Connection, _cursor: Any, statement: str, *_: Any) -> None:
        if WRITES.match(statement):
            wrote.add(id(connection))
            count(statement)

    def before_commit(connection: sa.Connection) -> None:
        if id(connection) in wrote:
            wrote.discard(id(connection))
            count("COMMIT")

    sa.event.listen(sa.Engine, "before_cursor_execute", before_statement)
    sa.event.listen(sa.Engine, "commit", before_commit)
