"""The clock-driven jobs, the scheduler, and which of two workers leads."""

from __future__ import annotations

import logging
from collections.abc import Callable
from datetime import datetime, timedelta
from threading import Event, Thread
from time import monotonic, sleep

import pytest

from directory.database import Database
from directory.evidence import Outcome
from tests.factories import NOW
from tests.verification.conftest import Loop
from verification.findings import Finding
from verification.outcomes import RETRY_AFTER
from verification.scheduler import run_scheduler
from verification.task_queue import LEASE
from verification.worker import Job, queue_jobs, run_once

PATIENCE_S = 20.0
"""More than any of these waits should take on a busy machine."""


def wait_until(is_so: Callable[[], bool]) -> bool:
    end = monotonic() + PATIENCE_S
    while monotonic() < end:
        if is_so():
            return True
        sleep(0.02)
    return False


def test_the_jobs_do_what_is_due_and_nothing_twice(loop: Loop) -> None:
    held, waiting = loop.listing("Held"), loop.listing("Waiting")
    loop.listing("Old", checked=NOW - timedelta(days=900))
    for listing_id in (held, waiting):
        loop.report(listing_id)
    loop.settle(waiting, Finding(Outcome.UNREACHABLE))
    loop.now += RETRY_AFTER[0]
    loop.claim(loop.task(held).task_id)
    loop.now += LEASE
    jobs = queue_jobs(loop.store)
    done = run_once(jobs, lambda: loop.now)
    assert (done["release leases"], done["open due tasks"]) == (2, 1)
    assert {row["state"] for row in loop.rows("task")} == {"open"}
    assert set(run_once(jobs, lambda: loop.now).values()) == {0}


def test_a_job_that_fails_is_logged_and_does_not_stop_the_others(
    caplog: pytest.LogCaptureFixture,
) -> None:
    def crash(now: datetime) -> int:
        raise OSError("no space left on device")

    jobs = [Job("crashing", 60, crash), Job("counting", 60, lambda now: now.year)]
    with caplog.at_level(logging.ERROR):
        assert run_once(jobs, lambda: NOW) == {"crashing": None, "counting": 2026}
    assert "job 'crashing' failed; it is tried again in 60 s" in caplog.text


def test_the_scheduler_runs_each_job_again_and_again_until_told_to_stop() -> None:
    runs: list[str] = []

    def crash(now: datetime) -> int:
        runs.append("crashing")
        raise OSError("the database is away")

    def count(now: datetime) -> int:
        runs.append("counting")
        return 1

    stop = Event()
    jobs = [Job("crashing", 1, crash), Job("counting", 1, count)]
    thread = Thread(target=run_scheduler, args=(jobs, lambda: NOW, stop))
    thread.start()
    is_repeated = wait_until(lambda: min(runs.count("crashing"), runs.count("counting")) >= 2)
    stop.set()
    thread.join(PATIENCE_S)
    assert is_repeated
    assert not thread.is_alive()
    ended = len(runs)
    sleep(1.2)
    assert len(runs) == ended


def test_a_stopped_scheduler_lets_the_running_job_end() -> None:
    started, stop = Event(), Event()
    ended: list[int] = []

    def slow(now: datetime) -> int:
        if started.is_set():
            return 0
        started.set()
        sleep(0.3)
        ended.append(1)
        return 1

    thread = Thread(target=run_scheduler, args=([Job("slow", 3600, slow)], lambda: NOW, stop))
    thread.start()
    assert started.wait(PATIENCE_S)
    stop.set()
    thread.join(PATIENCE_S)
    assert ended == [1]


def test_of_two_workers_one_leads_and_the_other_follows_when_it_ends(
    loop: Loop, second_database: Callable[[], Database]
) -> None:
    stop, leads, may_end = Event(), Event(), Event()
    order: list[str] = []

    def work(name: str) -> None:
        database = second_database()
        with database.leadership("worker", stop) as is_leader:
            assert is_leader
            order.append(name)
            leads.set()
            may_end.wait(PATIENCE_S)
            order.append(f"{name} ends")
        database.close()

    first = Thread(target=work, args=("first",))
    first.start()
    assert leads.wait(PATIENCE_S)
    second = Thread(target=work, args=("second",))
    second.start()
    sleep(0.3)
    assert order == ["first"]
    may_end.set()
    first.join(PATIENCE_S)
    second.join(PATIENCE_S)
    assert order == ["first", "first ends", "second", "second ends"]


def test_a_worker_that_waits_to_lead_can_be_stopped(
    loop: Loop, second_database: Callable[[], Database]
) -> None:
    stop = Event()
    led: list[bool] = []
    database = second_database()

    def wait() -> None:
        with database.leadership("worker", stop) as is_leader:
            led.append(is_leader)

    with loop.store.database.leadership("worker", Event()) as is_leader:
        assert is_leader
        thread = Thread(target=wait)
        thread.start()
        stop.set()
        thread.join(PATIENCE_S)
    database.close()
    assert led == [False]
