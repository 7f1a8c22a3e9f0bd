"""`wellkept serve | work`: the web and the worker."""

from __future__ import annotations

import logging
import signal
from threading import Event
from typing import Annotated

import typer
from waitress import create_server

from verification.scheduler import run_scheduler
from verification.worker import run_once
from web import create_app
from web.settings import WebSettings
from wellkept.clock import utc_now
from wellkept.commands.output import CommandError, joined
from wellkept.settings import secret_key_of
from wellkept.wiring import Joined, jobs_of

THREADS = 8
"""Request threads. One process, so that limits and caches are counted once."""

LEADER = "worker"


def web_settings(opened: Joined) -> WebSettings:
    return WebSettings(
        secret_key=secret_key_of(opened.settings),
        base_url=opened.settings.base_url,
        is_demo=opened.is_demo,
    )


def serve_command(
    host: Annotated[str, typer.Option()] = "127.0.0.1",
    port: Annotated[int, typer.Option(min=0, max=65535)] = 8000,
) -> None:
    """Serve the pages."""
    opened = joined()
    serve_pages(opened, web_settings(opened), host=host, port=port)


def serve_pages(opened: Joined, settings: WebSettings, *, host: str, port: int) -> None:
    """Serves until the process is told to stop. Requests are not logged: addresses and what people
    search for do not belong together in a file."""
    application = create_app(
        store=opened.store,
        engine=opened.search_engine,
        places=opened.places,
        settings=settings,
        clock=utc_now,
    )
    try:
        server = create_server(application, host=host, port=port, threads=THREADS, ident=None)
    except OSError as error:
        raise CommandError(
            f"port {port} of {host} cannot be used ({error.strerror}): choose another with --port"
        ) from error
    typer.echo(f"Serving on http://{host}:{server.effective_port} (stop with Ctrl+C)")
    server.run()


def work_command(
    once: Annotated[bool, typer.Option("--once", help="Do what is due, then stop.")] = False,
) -> None:
    """Do what is due: leases, tasks, index. One worker at a time; a second one waits."""
    logging.basicConfig(level=logging.INFO, format="%(asctime)s %(message)s")
    opened = joined()
    stop = Event()
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, lambda *_: stop.set())
    with opened.database.leadership(LEADER, stop) as is_leader:
        if not is_leader:
            return
        if once:
            for name, done in run_once(jobs_of(opened), utc_now).items():
                typer.echo(f"{name}: {'failed' if done is None else done}")
        else:
            run_scheduler(jobs_of(opened), utc_now, stop)
