"""`wellkept user ...`: who may sign in to the workbench."""

from __future__ import annotations

from enum import StrEnum
from typing import Annotated

import typer

from web.accounts import AccountError, add_user, remove_user
from wellkept.clock import utc_now
from wellkept.commands.output import CommandError, joined

app = typer.Typer(no_args_is_help=True, help="Who may sign in to the workbench.")


class Role(StrEnum):
    VIEWER = "viewer"
    VERIFIER = "verifier"
    EDITOR = "editor"
    ADMINISTRATOR = "administrator"


@app.callback()
def people() -> None:
    """Who may sign in to the workbench."""


@app.command("add")
def add_command(
    name: Annotated[str, typer.Argument(help="The name that stands beside what they do.")],
    email: Annotated[str | None, typer.Option()] = None,
    role: Annotated[
        Role | None, typer.Option(help="A new user is a verifier unless this says otherwise.")
    ] = None,
) -> None:
    """Add a user, or make a new link for one; prints a sign-in link that works once."""
    opened, now = joined(), utc_now()
    try:
        with opened.store.transaction(actor="command line", now=now) as tx:
            token = add_user(tx, name, email=email, role=role, now=now)
    except AccountError as error:
        raise CommandError(str(error)) from error
    typer.echo(f"{opened.settings.base_url.rstrip('/')}/workbench/sign-in/{token}")


@app.command("remove")
def remove_command(name: Annotated[str, typer.Argument(help="As in `wellkept user add`.")]) -> None:
    """Take a user's access away, at once. What they did keeps their name."""
    try:
        with joined().store.transaction(actor="command line", now=utc_now()) as tx:
            remove_user(tx, name)
    except AccountError as error:
        raise CommandError(str(error)) from error
    typer.echo(f"{name} cannot sign in any more.")
