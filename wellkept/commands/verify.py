"""`wellkept verify ...`: the task force's queue from the terminal."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict
from typing import Annotated

import typer

from directory.evidence import Check, Field, Outcome
from directory.store import Store
from verification.explain import why as explain_listing
from verification.outcomes import Finding, apply_outcome
from verification.task_page import TaskPage, task_page
from verification.task_queue import QueueRow, claim, claim_next, queue
from verification.words import fields_in_words
from wellkept.clock import utc_now
from wellkept.commands.output import joined, print_json

app = typer.Typer(no_args_is_help=True, help="The task force's queue.")

By = Annotated[str, typer.Option("--by", help="Your name, as in `wellkept user add`.")]
QUEUE_JSON = (
    "task_id", "listing_id", "name", "organization", "state", "worth", "belief", "fields",
    "reports", "reason",
)  # fmt: skip


@contextmanager
def the_record() -> Iterator[Store]:
    """The record as the settings say, closed at the end."""
    opened = joined()
    try:
        yield opened.store
    finally:
        opened.database.close()


@app.command("queue")
def queue_command(
    limit: Annotated[int, typer.Option(min=1, max=1000)] = 20,
    as_json: Annotated[bool, typer.Option("--json")] = False,
) -> None:
    """Open tasks, best first."""
    with the_record() as store, store.reading() as view:
        rows = queue(view, now=utc_now(), limit=limit)
    if as_json:
        print_json([{key: asdict(row)[key] for key in QUEUE_JSON} for row in rows])
        return
    for row in rows:
        typer.echo(_queue_line(row))
    if not rows:
        typer.echo("Nothing is waiting to be checked.")


def _queue_line(row: QueueRow) -> str:
    holder = f" [{row.claimed_by}]" if row.claimed_by else ""
    title = f"{row.organization} - {row.name}" if row.organization else row.name
    return (
        f"{row.task_id:>6}  {title[:60]:<60}  {fields_in_words(row.fields)}: {row.reason}{holder}"
    )


@app.command("claim")
def claim_command(task_id: Annotated[int, typer.Argument(metavar="TASK")], by: By) -> None:
    """Take a task; it is yours for 45 minutes."""
    now = utc_now()
    with the_record() as store, store.transaction(actor=by, now=now) as tx:
        task = claim(tx, task_id, by, now=now)
        page = task_page(tx, task.task_id, now=now)
    _print_task(page)


@app.command("next")
def next_command(by: By) -> None:
    """Take the best task that nobody has."""
    now = utc_now()
    with the_record() as store, store.transaction(actor=by, now=now) as tx:
        page = task_page(tx, claim_next(tx, by, now=now).task_id, now=now)
    _print_task(page)


def _print_task(page: TaskPage) -> None:
    stored = page.stored
    typer.echo(f"Task {page.task.task_id}: {stored.name}")
    typer.echo(f"{stored.organization_name or 'no organization'}; listing {page.task.listing_id}")
    typer.echo(page.reason)
    for field in page.fields:
        mark = "?" if field.is_doubted else " "
        typer.echo(f" {mark} {field.field:<12} {' / '.join(field.value.splitlines()) or '-'}")
        for report in field.reports:
            said = " ".join(filter(None, (report.assertion, report.suggested, report.words)))
            typer.echo(f"     reported {report.received_at:%Y-%m-%d}: {said}")


@app.command("record")
def record_command(
    task_id: Annotated[int, typer.Argument(metavar="TASK")],
    by: By,
    outcome: Annotated[Outcome, typer.Option()],
    confirm: Annotated[list[Field] | None, typer.Option(help="A field that is right.")] = None,
    set_: Annotated[
        list[str] | None, typer.Option("--set", metavar="FIELD=VALUE", help="A new value.")
    ] = None,
    check: Annotated[Check, typer.Option(help="How you checked.")] = Check.PHONE,
    note: Annotated[str, typer.Option()] = "",
) -> None:
    """Say how your check of a claimed task ended."""
    changes = dict(_assignment(text) for text in set_ or ())
    finding = Finding(outcome, tuple(confirm or ()), changes, check, note)
    now = utc_now()
    with the_record() as store, store.transaction(actor=by, now=now) as tx:
        applied = apply_outcome(tx, task_id, by, finding, now=now)
    typer.echo(
        f"Task {task_id} is {applied.task_state}; reports resolved: {applied.reports_resolved}"
    )
    if applied.still_open:
        typer.echo(f"Still in doubt: {fields_in_words(applied.still_open)}")


def _assignment(text: str) -> tuple[Field, str]:
    name, sign, value = text.partition("=")
    if not sign or name not in set(Field):
        fields = ", ".join(Field)
        raise typer.BadParameter(f"{text!r} is not FIELD=VALUE; FIELD is one of {fields}")
    return Field(name), value


@app.command("why")
def why_command(listing_id: Annotated[str, typer.Argument(metavar="LISTING")]) -> None:
    """Belief and worth of a listing in words and numbers."""
    with the_record() as store, store.reading() as view:
        typer.echo(explain_listing(view, listing_id, now=utc_now()))
