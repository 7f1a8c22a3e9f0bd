"""How many services a second does an import write, with revisions, beside bare inserts?

    python -m bench.import [--services 5000] [FILE ...]

Made-up services with an organization, a location, phones and schedules each, from HSDS JSON into
SQLite: created, then the same file again, then a newer one in which each tenth differs. The
baseline inserts the very rows that the first import left behind, of all tables, in one transaction
through the sqlite3 module. FILE: real directories to measure as well.
"""

from __future__ import annotations

import argparse
import json
import sqlite3
from collections.abc import Iterator
from datetime import UTC, date, datetime
from pathlib import Path
from random import Random
from tempfile import TemporaryDirectory
from time import perf_counter
from typing import Any

from directory.database import open_database
from directory.hsds.reading import read_directory
from directory.imports import ImportReport, import_directory
from directory.model import stable_id
from directory.store import Store

NOW = datetime(2026, 11, 25, 12, tzinfo=UTC)
WORDS = (
    "food", "pantry", "shelter", "meals", "legal", "aid", "family", "health", "clinic", "youth",
    "senior", "housing", "rent", "help", "clothing", "counseling", "english", "classes", "jobs",
    "training", "transport", "ride", "dental", "care", "recovery",
)  # fmt: skip
CHANGED_EVERY = 10


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--services", type=int, default=5000)
    parser.add_argument("files", type=Path, nargs="*")
    arguments = parser.parse_args()
    with TemporaryDirectory() as folder:
        _measure(Path(folder), arguments.services)
    for path in arguments.files:
        with TemporaryDirectory() as folder:
            _measure_file(Path(folder), path)


def _measure(folder: Path, count: int) -> None:
    first = _written(folder / "a.ndjson", count, changed=False)
    second = _written(folder / "b.ndjson", count, changed=True)
    store = _store(folder / "record.sqlite")
    rates = {"created": _rate(store, first, date(2025, 1, 1), count)}
    bare = count / _bare_s(folder / "record.sqlite", folder / "bare.sqlite")
    rates["the same again"] = _rate(store, first, date(2025, 1, 1), count)
    rates["newer, a tenth changed"] = _rate(store, second, date(2026, 1, 1), count)
    started = perf_counter()
    read_directory(first)
    rates["reading alone"] = count / (perf_counter() - started)
    print(
        f"{count:,} services; bare inserts of the rows that the first import wrote: {bare:,.0f}/s"
    )
    for name, rate in rates.items():
        print(f"{name:24} {rate:>8,.0f} services/s   {rate / bare:.3f} of bare")


def _measure_file(folder: Path, path: Path) -> None:
    store = _store(folder / "record.sqlite")
    started = perf_counter()
    report = import_directory(store, path, now=NOW)
    taken_s = perf_counter() - started
    count = report.read["services"]
    print(f"{path.name}: {count:,} services in {taken_s:.1f} s, {count / taken_s:,.0f} services/s")


def _store(path: Path) -> Store:
    database = open_database(f"sqlite:///{path}")
    database.migrate()
    return Store(database)


def _rate(store: Store, path: Path, as_of: date, count: int) -> float:
    started = perf_counter()
    report: ImportReport = import_directory(store, path, source="bench", as_of=as_of, now=NOW)
    taken_s = perf_counter() - started
    assert report.read["services"] == count
    return count / taken_s


def _bare_s(full: Path, bare: Path) -> float:
    """Seconds to insert all rows of one database into another with the same tables."""
    open_database(f"sqlite:///{bare}").migrate()
    source, target = sqlite3.connect(full), sqlite3.connect(bare, isolation_level=None)
    target.execute("PRAGMA journal_mode = WAL")
    tables = [name for (name,) in source.execute(
        "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite%'"
        " AND name <> 'alembic_version'")]  # fmt: skip
    rows = {name: source.execute(f'SELECT * FROM "{name}"').fetchall() for name in tables}
    started = perf_counter()
    target.execute("BEGIN IMMEDIATE")
    for name, some in rows.items():
        if some:
            marks = ", ".join("?" * len(some[0]))
            target.executemany(f'INSERT INTO "{name}" VALUES ({marks})', some)
    target.execute("COMMIT")
    return perf_counter() - started


def _written(path: Path, count: int, *, changed: bool) -> Path:
    with path.open("w", encoding="utf-8") as file:
        for document in _documents(count, changed=changed):
            file.write(json.dumps(document) + "\n")
    return path


def _documents(count: int, *, changed: bool) -> Iterator[dict[str, Any]]:
    random = Random(7)
    for number in range(count):
        text = " ".join(random.choices(WORDS, k=60))
        number_text = f"(202) 555-{number % 10_000:04}"
        if changed and number % CHANGED_EVERY == 0:
            number_text = f"(301) 555-{number % 10_000:04}"
        yield _document(str(number), text, number_text, random)


def _document(key: str, text: str, number: str, random: Random) -> dict[str, Any]:
    """A service about as large as those of real directories: 2 KB."""
    owner = {"id": stable_id("o", key), "name": f"House {key}", "description": text[:200]}
    address = {
        "id": stable_id("a", key), "address_1": f"{key} Main Street", "city": "Washington",
        "state_province": "DC", "postal_code": "20009", "country": "US",
        "address_type": "physical",
    }  # fmt: skip
    place = {
        "id": stable_id("l", key), "location_type": "physical", "addresses": [address],
        "latitude": 38.9 + random.random() / 10, "longitude": -77 + random.random() / 10,
    }  # fmt: skip
    schedules = [
        {"id": stable_id("h", key, day), "freq": "WEEKLY", "byday": day,
         "opens_at": "09:00", "closes_at": "17:00"}
        for day in ("MO", "WE", "FR")
    ]  # fmt: skip
    return {
        "id": stable_id("s", key), "name": f"Service {key}", "status": "active",
        "description": text, "assured_date": "2024-05-01", "organization": owner,
        "phones": [{"id": stable_id("p", key), "number": number, "type": "voice"}],
        "schedules": schedules,
        "service_at_locations": [{"id": stable_id("x", key), "location": place}],
    }  # fmt: skip


if __name__ == "__main__":
    main()
