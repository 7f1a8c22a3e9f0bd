"""How well are websites read? Precision and recall of each field on sites with known facts.

    python -m bench.extract_score [SITES_FOLDER]

Facts made by hand and the pages are in ../shared/data/sites. What counts as equal:

* phone: the digits, without a leading country code 1; faxes are in the truth and count;
* email: lower case;
* address: the key of geodata/addresses.py, street with ZIP code or postcode (without a code: street
  and town);
* hours: minutes of the week, over all hours of a site that fix a week; a minute that we call open
  and the truth does not is wrong. Hours in the truth without a week (a start alone) are left out;
* name: the key of crawler/extract/names.py; alternate names are right too.

Precision is over everything that we give for a site that has facts, recall over everything in the
truth. Sites without facts are read too, and only their speed is counted. The rules were made with
these sites in sight: the figures say that nothing in them is missed, and little of others.
"""

from __future__ import annotations

import json
import re
import sys
import time
from collections.abc import Hashable, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from crawler.extract import FactField, SiteReading, read_site
from crawler.extract.addresses import place_key
from crawler.extract.names import name_key
from crawler.saved import saved_pages

SITES = Path(__file__).parents[2] / "shared/data/sites"
GOALS = {
    "phone": (0.97, 0.90),
    "email": (0.97, 0.90),
    "address": (0.97, 0.90),
    "hours": (0.95, 0.80),
}
"""Precision and recall, at least."""
DAYS = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")
PAGES_A_SECOND = 30


@dataclass
class Score:
    """Counts of one field over all sites."""

    right: int = 0
    given: int = 0
    found: int = 0
    known: int = 0
    wrong: tuple[str, ...] = ()
    missed: tuple[str, ...] = ()

    @property
    def precision(self) -> float:
        return self.right / self.given if self.given else 1.0

    @property
    def recall(self) -> float:
        return self.found / self.known if self.known else 1.0

    def add(self, site: str, given: Iterable[Hashable], known: Iterable[Hashable]) -> None:
        ours, theirs = set(given), set(known)
        both = len(ours & theirs)
        self.right, self.found = self.right + both, self.found + both
        self.given, self.known = self.given + len(ours), self.known + len(theirs)
        self.wrong += tuple(f"{site} {one}" for one in sorted(map(str, ours - theirs))[:4])
        self.missed += tuple(f"{site} {one}" for one in sorted(map(str, theirs - ours))[:4])


def scored(sites: Path = SITES) -> dict[str, Score]:
    """The score of each field over the sites of a folder with a truth.json."""
    truth = json.loads((sites / "truth.json").read_text(encoding="utf-8"))["sites"]
    scores = {name: Score() for name in ("name", "phone", "email", "address", "hours")}
    for site, facts in truth.items():
        reading = read_site(saved_pages(sites / site))
        for name, given, known in _compared(reading, facts):
            scores[name].add(site, given, known)
    return scores


def _compared(
    reading: SiteReading, facts: dict[str, Any]
) -> Iterator[tuple[str, set[Any], set[Any]]]:
    """Field, keys that we give, keys in the truth."""
    names = {name_key(n) for n in [facts["name"], *facts.get("alternate_names", [])]}
    given = {name_key(f.value) for f in reading.of(FactField.NAME)}
    yield "name", given, (given & names) or {name_key(facts["name"])}
    phones = {_digits(f.value) for f in reading.of(FactField.PHONE)}
    yield "phone", phones, {_digits(p["digits"]) for p in facts["phones"]}
    emails = {f.value.lower() for f in reading.of(FactField.EMAIL)}
    yield "email", emails, {e["email"].lower() for e in facts["emails"]}
    addresses = {f.key for f in reading.of(FactField.ADDRESS)}
    yield "address", addresses, {_address_key(a) for a in facts["addresses"]}
    ours = {m for f in reading.of(FactField.HOURS) for m in minutes_of_rows(f.value["schedules"])}
    weeks = [hours["weekly"] for hours in facts["hours"] if hours["weekly"] and not hours["rrule"]]
    yield "hours", ours, {minute for week in weeks for minute in _minutes_of_week(week)}


def _digits(text: str) -> str:
    digits = re.sub(r"\D", "", text)
    return digits[1:] if len(digits) == 11 and digits[0] == "1" else digits


def _address_key(known: dict[str, Any]) -> tuple[str, str]:
    return place_key(
        known["street"] or "", town=known["city"] or "", region=known["state"] or "",
        code=known["postal_code"] or "",
    )  # fmt: skip


def _minutes_of_week(week: dict[str, list[list[str]]]) -> Iterator[int]:
    for day, spans in week.items():
        for opens, closes in spans:
            yield from _minutes(day[:2].upper(), opens, closes)


def minutes_of_rows(rows: list[dict[str, Any]]) -> Iterator[int]:
    for row in rows:
        notes = row.get("notes", "")
        if row.get("opens_at") and row.get("closes_at") and notes in ("", "by appointment"):
            for day in row.get("byday", "").split(","):
                yield from _minutes(day[-2:], row["opens_at"], row["closes_at"]) if day else ()


def _minutes(day: str, opens: str, closes: str) -> Iterator[int]:
    """Minutes from Monday at midnight; past midnight into the next day."""
    first, end = (int(t[:2]) * 60 + int(t[3:]) for t in (opens, closes))
    start = DAYS.index(day) * 1440
    for minute in range(first, end if end > first else end + 1440):
        yield (start + minute) % (7 * 1440)


def pages_a_second(sites: Path = SITES) -> tuple[int, float]:
    """How many pages there are, and how many one process reads in a second of its own time."""
    folders = [path for path in sorted(sites.iterdir()) if path.is_dir()]
    read_site(saved_pages(folders[0]))  # what is imported once
    start = time.process_time()
    count = sum(len(read_site(saved_pages(folder)).pages) for folder in folders)
    return count, count / (time.process_time() - start)


def main(arguments: list[str]) -> None:
    sites = Path(arguments[0]) if arguments else SITES
    scores = scored(sites)
    print(f"{'':10}{'precision':>10}{'recall':>8}{'given':>7}{'known':>7}{'goal':>14}")
    for name, score in scores.items():
        goal = "{:.2f} / {:.2f}".format(*GOALS[name]) if name in GOALS else ""
        print(
            f"{name:10}{score.precision:>10.3f}{score.recall:>8.3f}{score.given:>7}{score.known:>7}{goal:>14}"
        )
    for name, score in scores.items():
        for kind, texts in (("wrong", score.wrong), ("missed", score.missed)):
            print(
                *(f"{name} {kind}: {text}" for text in texts), sep="\n", end="\n" if texts else ""
            )
    count, speed = pages_a_second(sites)
    print(f"{count} pages, {speed:.0f} a second of one process (goal {PAGES_A_SECOND})")


if __name__ == "__main__":
    main(sys.argv[1:])
