"""`wellkept geocode --due`: better points for listings that have none, from a geocoder."""

from __future__ import annotations

import time
from typing import Annotated

import typer

from directory.geocoding import GeocodeReport, Pace, geocode_due
from geodata.geocoders import geocoder_of
from geodata.surroundings import Surroundings
from wellkept.clock import utc_now
from wellkept.commands.output import CommandError, joined, print_json, progress_bar

BUDGET = 1_000
"""Questions of one run: a quarter of an hour at one a second."""


def geocode_command(
    due: Annotated[
        bool, typer.Option("--due", help="Every public location without a good point.")
    ] = False,
    budget: Annotated[int, typer.Option(min=1, help="Questions at most.")] = BUDGET,
    as_json: Annotated[bool, typer.Option("--json")] = False,
) -> None:
    """Ask the configured geocoder for points. Confidential locations are never asked for."""
    if not due:
        raise typer.BadParameter("say --due: there is nothing else to geocode")
    opened = joined()
    if not opened.settings.geocoder:
        raise CommandError(
            "no geocoder is configured: set WELLKEPT_GEOCODER to nominatim:URL or census:URL"
        )
    try:
        geocoder = geocoder_of(opened.settings.geocoder)
    except ValueError as error:
        raise CommandError(f"WELLKEPT_GEOCODER: {error}") from error
    with progress_bar("geocode") as bar:
        report = geocode_due(
            opened.store, geocoder, Surroundings(opened.places.facts),
            Pace(budget, time.sleep, time.monotonic), now=utc_now(), progress=bar,
        )  # fmt: skip
    if as_json:
        print_json({"due": report.due, "asked": report.asked, "stopped": report.is_stopped,
                    **report.counts})  # fmt: skip
    else:
        _print_report(report)
    if report.is_stopped and not report.asked:
        raise CommandError("the geocoder does not answer: try again later")


def _print_report(report: GeocodeReport) -> None:
    found = report.counts
    typer.echo(
        f"{report.due} locations due, {report.asked} questions asked: {found['accepted']} placed, "
        f"{found['suggested']} for a person to decide, {found['nothing']} not found, "
        f"{found['not asked']} left"
    )
    if report.is_stopped:
        typer.echo("stopped early: run it again to go on")
