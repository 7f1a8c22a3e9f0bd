"""`wellkept demo`: a sample directory, its pages and its worker in one process, without network."""

from __future__ import annotations

import gzip
import signal
import tempfile
from datetime import date, datetime
from pathlib import Path
from threading import Event, Thread
from typing import Annotated

import typer

from directory.imports import import_directory
from directory.store import Store
from verification.due import open_due_tasks
from verification.scheduler import run_scheduler
from wellkept.clock import utc_now
from wellkept.commands.output import CommandError, joined
from wellkept.commands.serve import LEADER, serve_pages, web_settings
from wellkept.demo.history import invent_history
from wellkept.wiring import DEMO_SOURCE, Joined, jobs_of

DIRECTORY = Path(__file__).parent / "directory.ndjson.gz"
AS_OF = date(2023, 5, 31)
"""The date of the facts."""


def demo_command(
    port: Annotated[int, typer.Option(min=0, max=65535)] = 8000,
    host: Annotated[str, typer.Option()] = "127.0.0.1",
) -> None:
    """A sample directory, its pages and its worker in one process; no network, no set-up."""
    opened = joined()
    load_demo(opened, utc_now())
    _tell(f"http://localhost:{port}")
    stop = Event()
    signal.signal(signal.SIGTERM, lambda *_: signal.raise_signal(signal.SIGINT))
    worker = Thread(target=_work, args=(opened, stop), daemon=True)
    worker.start()
    try:
        serve_pages(opened, web_settings(opened), host=host, port=port)
    finally:
        stop.set()
        worker.join(timeout=10)


def load_demo(opened: Joined, now: datetime) -> None:
    """Loads the demo's directory with its invented past, unless it is there already.

    Raises CommandError when the record holds another directory.
    """
    with opened.store.reading() as view:
        sources = {row.source for row in view.sources()}
    if sources - {DEMO_SOURCE}:
        raise CommandError(
            f"{opened.database.shown_url} holds the directory of {', '.join(sorted(sources))}: "
            "set WELLKEPT_HOME to another folder for the demo"
        )
    if DEMO_SOURCE not in sources or not _has_history(opened.store):
        typer.echo("Loading the demo's directory ...")
        _import(opened.store, now)
        _invent(opened.store, now)
        opened.rebuild_index()
    opened.fresh_engine.apply_pending()


def _has_history(store: Store) -> bool:
    """False: it was stopped between the import and the history, which are two steps."""
    with store.reading() as view:
        return any(row.belief.checked_at for row in view.belief_rows())


def _import(store: Store, now: datetime) -> None:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "directory.ndjson"
        path.write_bytes(gzip.decompress(DIRECTORY.read_bytes()))
        import_directory(store, path, format="hsds-json", source=DEMO_SOURCE, as_of=AS_OF, now=now)


def _invent(store: Store, now: datetime) -> None:
    """The whole history and the first tasks in one transaction: all of it or nothing."""
    with store.transaction(actor="demo", now=now) as tx:
        stored = tx.listings(row.listing_id for row in tx.belief_rows())
        invent_history(tx, [one for one in stored.values() if one.is_public])
        open_due_tasks(tx, now=now, keep=40)


def _tell(address: str) -> None:
    typer.echo(
        f"""
The demo: real places in Washington DC, facts of May 2023; descriptions and history are invented.
Three things to try:
  1. {address}/search?q=food+pantry&near=20009 : find a pantry, see how sure each listing is.
  2. Open a listing, choose "No" beside its phone, and say what is wrong. Keep the link.
  3. wellkept user add YOURNAME (in .venv/bin/): sign in by the link it prints, take the task,
     record the right number, and search again.
"""
    )


def _work(opened: Joined, stop: Event) -> None:
    """The worker, in this process; waits while another process leads."""
    with opened.database.leadership(LEADER, stop) as is_leader:
        if is_leader:
            run_scheduler(jobs_of(opened), utc_now, stop)
