"""The `wellkept` command. Exit 0 done, 1 not done (one sentence on stderr), 2 wrong usage."""

from __future__ import annotations

import sys

import typer

from directory.errors import DirectoryError
from indexer.engine import EngineError
from indexer.query import UsageError
from verification.errors import VerificationError
from wellkept.commands import (
    areas,
    crawl,
    doctor,
    extract,
    geocode,
    parse,
    people,
    place,
    record,
    search,
    serve,
    source,
    verify,
)
from wellkept.commands.output import CommandError
from wellkept.demo import demo_command
from wellkept.settings import SettingsError

app = typer.Typer(
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    help="A community resource directory that keeps itself true.",
)
app.command("demo")(demo_command)
app.command("import")(record.import_command)
app.command("export")(record.export_command)
app.command("index")(record.index_command)
app.command("search")(search.search_command)
app.command("extract")(extract.extract_command)
app.command("crawl")(crawl.crawl_command)
app.command("place")(place.place_command)
app.command("geocode")(geocode.geocode_command)
app.command("serve")(serve.serve_command)
app.command("work")(serve.work_command)
app.command("doctor")(doctor.doctor_command)
app.add_typer(parse.app, name="parse")
app.add_typer(areas.app, name="areas")
app.add_typer(source.app, name="source")
app.add_typer(verify.app, name="verify")
app.add_typer(people.app, name="user")


def main() -> None:
    """Runs the command; problems that we know are one sentence, not a traceback."""
    try:
        app()
    except UsageError as error:
        sys.exit(_tell(error, code=2))
    except (
        CommandError, DirectoryError, EngineError, SettingsError, VerificationError,
    ) as error:  # fmt: skip
        sys.exit(_tell(error, code=1))


def _tell(error: Exception, *, code: int) -> int:
    typer.echo(f"wellkept: {error}", err=True)
    return code


if __name__ == "__main__":
    main()
