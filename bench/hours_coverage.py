"""Of how many listings is it known when they are open? The directories of Washington DC.

    python -m bench.hours_coverage

Read are ../shared/data: the 2-1-1 (one row, one listing: its hours as text) and CRIE (one service,
one listing: its schedule rows). The state is asked at an ordinary Wednesday and Saturday. Printed
are the shares, the ten most frequent texts that are not understood, and what the states of a page
of 20 hits cost.
"""

from __future__ import annotations

import csv
import gzip
import io
import zipfile
from collections import Counter
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from time import perf_counter
from zoneinfo import ZoneInfo

from directory.hours import Hours, read_hours
from directory.hours.structured import read_columns
from directory.openings import Openings, openings_of_hours
from directory.schedule import Openness, open_state

DATA = Path(__file__).parents[2] / "shared/data"
ZONE = ZoneInfo("America/New_York")
TIMES = [datetime(2026, 11, 18, 10, 30, tzinfo=ZONE), datetime(2026, 11, 21, 10, 30, tzinfo=ZONE)]
HITS, PAGES, ROUNDS = 20, 100, 3


def main() -> None:
    """Prints the tables."""
    for name, texts in (("dc-211-icarol", _of_211()), ("dc-crie-hsds", _of_crie())):
        listings = [(text, openings_of_hours(read)) for text, read in texts]
        print(f"{name}: {len(listings)} listings")
        _print_shares(listings)
        _print_unread(listings)
        _print_cost([openings for _, openings in listings])


def _of_211() -> Iterator[tuple[str, list[Hours]]]:
    with gzip.open(DATA / "dc-211-icarol/211-dc.csv.gz", "rt", encoding="utf-8-sig") as file:
        for row in csv.DictReader(file):
            text = " ".join((row["HoursOfOperation"] or row["Hours"] or "").split())
            yield text, [read_hours(text)] if text else []


def _of_crie() -> Iterator[tuple[str, list[Hours]]]:
    archive = zipfile.ZipFile(DATA / "dc-crie-hsds/dc-crie-2023-05-31.zip")
    rows: dict[str, list[dict[str, str]]] = {
        row["service_recordid"]: [] for row in _rows(archive, "services.csv")
    }
    for row in _rows(archive, "schedules.csv"):
        for service in row["service_id"].split(","):
            rows.setdefault(service.strip(), []).append(row)
    for own in rows.values():
        texts = [_columns(row) for row in own]
        yield (
            "; ".join(" ".join(text) for text in texts if any(text[1:])),
            [read_columns(*text) for text in texts],
        )


def _columns(row: dict[str, str]) -> tuple[str, str, str]:
    days = row["weekday"] or row["byday"]
    return days, row["opens_at"] or row["dtstart"], row["closes_at"] or row["until"]


def _rows(archive: zipfile.ZipFile, name: str) -> Iterator[dict[str, str]]:
    with archive.open(name) as file:
        yield from csv.DictReader(io.TextIOWrapper(file, "utf-8-sig"))


def _print_shares(listings: list[tuple[str, Openings]]) -> None:
    stated = [openings for text, openings in listings if text]
    print(f"  with hours: {len(stated)} ({len(stated) / len(listings):.1%} of all)")
    for at in TIMES:
        states = [open_state(openings, at, zone=ZONE) for openings in stated]
        known = sum(state.value is not Openness.UNKNOWN for state in states)
        reasons = Counter(state.reason.value for state in states if state.reason)
        print(f"  {at:%a %H:%M}: known {known} ({known / len(stated):.1%} of those with hours)")
        print("    " + "; ".join(f"{reason} {n}" for reason, n in reasons.most_common()))


def _print_unread(listings: list[tuple[str, Openings]]) -> None:
    unread = Counter(text for text, openings in listings if openings.unread)
    print("  most frequent texts that are not understood in full:")
    for text, count in unread.most_common(10):
        print(f"    {count:4} {text[:110]}")


def _print_cost(all_openings: list[Openings]) -> None:
    """Of pages of 20 states, each in the fastest of three rounds."""
    with_hours = [openings for openings in all_openings if openings.kinds]
    firsts = [page * HITS % max(len(with_hours) - HITS, 1) for page in range(PAGES)]
    pages = [with_hours[first : first + HITS] for first in firsts]
    costs = sorted(min(_cost_ms(page) for _ in range(ROUNDS)) for page in pages)
    median, high = costs[PAGES // 2], costs[PAGES * 95 // 100]
    print(f"  states of {HITS} hits: p50 {median:.2f} ms, p95 {high:.2f} ms")


def _cost_ms(page: list[Openings]) -> float:
    began = perf_counter()
    for openings in page:
        open_state(openings, TIMES[0], zone=ZONE)
    return (perf_counter() - began) * 1000


if __name__ == "__main__":
    main()
