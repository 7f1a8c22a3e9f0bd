"""A visitor's report becomes a task, a check, a new number, and an answer for the visitor."""

from __future__ import annotations

import itertools
import multiprocessing
import shutil
import signal
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
import sqlalchemy as sa

from directory.tables import listing as listing_table
from directory.tables import listing_change, revision
from tests.flow.killed import play_until
from tests.flow.story import LATER, NEW, OLD, WORDS, clock, play, prepare, settings_of
from tests.flow.town import Notebook, served
from verification.tables import attempt, report, task, task_event, vote
from web.tables import sign_in_link

LEAST_WRITES = 30
"""Statements of the story that write; it has some forty with their commits."""

STEPS_TIMEOUT_S = 120

PROCESSES = multiprocessing.get_context("forkserver")
PROCESSES.set_forkserver_preload(["tests.flow.killed", "indexer.sqlite.engine"])


def test_a_reported_phone_is_checked_and_everybody_sees_it(record_url: str, tmp_path: Path) -> None:
    """Over HTTP, with the record, the engine and the worker as `wellkept serve` joins them."""
    notes = Notebook(tmp_path)
    settings = settings_of(record_url, notes)
    prepare(settings, notes)
    with served(settings, clock) as (opened, site):
        play(opened, site, notes)
    assert what_happened(record_url, notes) == ONCE
    assert is_settled(record_url)


@pytest.mark.slow
def test_dying_at_any_write_loses_nothing_and_repeats_nothing(
    record_url: str, database_kind: str, request: pytest.FixtureRequest, tmp_path: Path
) -> None:
    """Killed before each statement that writes; then people go on where they got no answer."""
    first = tmp_path / "first"
    first.mkdir()
    prepare(settings_of(record_url, Notebook(first)), Notebook(first))
    server = request.getfixturevalue("postgres_url") if database_kind == "postgres" else None
    stages = []
    for nth in itertools.count(1):
        notes = Notebook(tmp_path / str(nth))
        shutil.copytree(first, notes.folder)
        with copied(record_url, notes.folder, server) as url:
            if not is_killed(url, notes, nth):
                break
            died_at = (notes.folder / "died-at.txt").read_text(encoding="utf-8")
            left = what_happened(url, notes)
            assert left in STAGES, died_at
            stages.append(STAGES.index(left))
            with served(settings_of(url, notes), clock) as (opened, site):
                play(opened, site, notes)
            assert what_happened(url, notes) == ONCE, died_at
            assert is_settled(url), died_at
    assert nth > LEAST_WRITES
    assert stages == sorted(stages), "the story went back"
    assert set(stages) == set(range(len(STAGES)))


def is_killed(url: str, notes: Notebook, nth: int) -> bool:
    """Whether the story had an nth write, and so was killed."""
    process = PROCESSES.Process(target=play_until, args=(url, notes.folder, nth))
    process.start()
    process.join(STEPS_TIMEOUT_S)
    assert process.exitcode in (0, -signal.SIGKILL)
    return process.exitcode != 0


@contextmanager
def copied(url: str, folder: Path, server: str | None) -> Iterator[str]:
    """The address of a copy of a database that nobody uses at the moment."""
    address = sa.make_url(url)
    if server is None:
        shutil.copy(address.database or "", folder / "record.sqlite")
        yield f"sqlite:///{folder / 'record.sqlite'}"
        return
    from tests.postgres import fresh_database, url_of

    with fresh_database(server, template=address.database or "") as name:
        yield url_of(server, name)


# ------------------------------------------------------------------ what the record says

Happened = dict[str, object]

BEFORE: Happened = {
    "reports": [],
    "tasks": [],
    "attempts": [],
    "numbers": [],
    "votes": 0,
    "is_checked": False,
}
REPORTED = BEFORE | {"reports": [("linked", WORDS, None)], "tasks": ["open"], "votes": 1}
CLAIMED = REPORTED | {"tasks": ["claimed"]}
SAVED: Happened = {
    "reports": [("resolved", WORDS, f"Corrected: the phone is now {NEW}")],
    "tasks": ["done"],
    "attempts": [("changed", "Ann")],
    "numbers": [(OLD, NEW, "Ann")],
    "votes": 0,
    "is_checked": True,
}
STAGES = (BEFORE, REPORTED, CLAIMED, SAVED)
"""What the record may say after a crash: each step wholly, or not at all."""

ONCE = SAVED
"""And at the end, however often the process died."""


def what_happened(url: str, notes: Notebook) -> Happened:
    """What the record says of the pantry."""
    listing_id = notes["Food pantry"]
    engine = sa.create_engine(url)
    with engine.connect() as connection:
        happened = {
            "reports": _rows(connection, report, listing_id, "state", "words", "verdict"),
            "tasks": [state for (state,) in _rows(connection, task, listing_id, "state")],
            "attempts": _rows(connection, attempt, listing_id, "outcome", "actor"),
            "numbers": _new_numbers(connection),
            "votes": len(_rows(connection, vote, listing_id, "vote_hash")),
            "is_checked": _rows(connection, listing_table, listing_id, "checked_at") == [(LATER,)],
        }
        _no_step_is_repeated(connection)
    engine.dispose()
    return happened


def _rows(
    connection: sa.Connection, table: sa.Table, listing_id: str, *names: str
) -> list[tuple[object, ...]]:
    query = sa.select(*(table.c[name] for name in names)).where(table.c.listing_id == listing_id)
    return [tuple(row) for row in connection.execute(query)]


def _new_numbers(connection: sa.Connection) -> list[tuple[object, ...]]:
    query = sa.select(revision.c.previous, revision.c.new, revision.c.actor).where(
        revision.c.field_path == "phones[0].number"
    )
    return [tuple(row) for row in connection.execute(query)]


def _no_step_is_repeated(connection: sa.Connection) -> None:
    """Each event of a task once; one task a listing."""
    events = connection.execute(sa.select(task_event.c.task_id, task_event.c.event)).all()
    assert len(events) == len(set(events))
    listings = connection.execute(sa.select(task.c.listing_id)).scalars().all()
    assert len(listings) == len(set(listings))


def is_settled(url: str) -> bool:
    """Whether the link is used up and the index has all news."""
    engine = sa.create_engine(url)
    with engine.connect() as connection:
        used = connection.execute(sa.select(sign_in_link.c.used_at)).scalars().all()
        news = connection.execute(sa.select(listing_change)).all()
    engine.dispose()
    return used == [LATER] and not news
