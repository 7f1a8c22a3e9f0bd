"""APScheduler as the clock: it runs the jobs it is handed and keeps no state of its own."""

from __future__ import annotations

from collections.abc import Sequence
from threading import Event

from apscheduler.schedulers.background import BackgroundScheduler

from verification.worker import Clock, Job, run_job

MISFIRE_GRACE_S = 3600
"""A machine that slept for less than this makes up a missed run, once."""


def run_scheduler(jobs: Sequence[Job], clock: Clock, stop: Event) -> None:
    """Runs every job now and then at its interval, until `stop` is set. UTC, no job store."""
    scheduler = BackgroundScheduler(
        timezone="UTC",
        job_defaults={
            "coalesce": True,
            "max_instances": 1,
            "misfire_grace_time": MISFIRE_GRACE_S,
        },
    )
    for job in jobs:
        run_job(job, clock)
        scheduler.add_job(run_job, "interval", seconds=job.every_s, args=(job, clock), id=job.name)
    scheduler.start()
    try:
        stop.wait()
    finally:
        scheduler.shutdown(wait=True)
