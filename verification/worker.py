"""Jobs that the clock drives. Due work lives in the tables; a job looks there and does it."""

from __future__ import annotations

import logging
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime

from directory.store import Store
from verification.due import due_listings, open_tasks
from verification.outcomes import reopen_waited
from verification.relearning import relearn
from verification.suggestions import hear_suggestions
from verification.task_queue import release_lapsed
from verification.withdrawal import abandon_withdrawn

logger = logging.getLogger(__name__)

Clock = Callable[[], datetime]


@dataclass(frozen=True)
class Job:
    """Something to do again and again. Running it twice in a row is harmless."""

    name: str
    every_s: int
    run: Callable[[datetime], int]
    """now -> how many things were done."""


def queue_jobs(store: Store) -> list[Job]:
    """The jobs of this room; `wellkept/` adds those of the others."""

    def tidy(now: datetime) -> int:
        with store.transaction(actor="worker", now=now) as tx:
            given_up = abandon_withdrawn(tx, now=now)
            return given_up + release_lapsed(tx, now=now) + reopen_waited(tx, now=now)

    def open_due(now: datetime) -> int:
        with store.reading() as view:  # ranking takes seconds, and nobody should wait for it
            chosen = due_listings(view, now=now)
        with store.transaction(actor="worker", now=now) as tx:
            return open_tasks(tx, chosen, now=now)

    def hear(now: datetime) -> int:
        total = 0
        while True:
            with store.transaction(actor="worker", now=now) as tx:
                heard = hear_suggestions(tx, now=now)
            total += heard.signals
            if heard.is_all:
                return total

    return [
        Job("hear suggestions", 600, hear),
        Job("release leases", 30, tidy),
        Job("learn from checks", 6 * 3600, lambda now: relearn(store, now)),
        Job("open due tasks", 3600, open_due),
    ]


def run_once(jobs: Sequence[Job], clock: Clock) -> dict[str, int | None]:
    """Runs each job once, in order; name -> how many things it did, None when it failed."""
    return {job.name: run_job(job, clock) for job in jobs}


def run_job(job: Job, clock: Clock) -> int | None:
    """What the job did; None when it failed, which is logged and tried again at its next time."""
    try:
        done = job.run(clock())
    except Exception:
        logger.exception("job %r failed; it is tried again in %d s", job.name, job.every_s)
        return None
    if done:
        logger.info("job %r: %d done", job.name, done)
    return done
