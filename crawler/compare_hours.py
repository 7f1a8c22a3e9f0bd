"""Hours of a site against the schedules of a listing, by the week that both mean. Pure."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence

from crawler.extract.fact import Fact, FactField
from crawler.extract.site import SiteReading
from crawler.finding import Finding, Verdict
from directory.evidence import Field
from directory.fields import hours_texts, schedules_of
from directory.hours import RowKind, ScheduleRow
from directory.listing import Listing
from directory.openings import openings_of
from geodata.names import plain

Week = frozenset[tuple[str, int, int, int, str]]
"""Day (with its number in the month), opening and closing minute, weeks between, season."""
ALWAYS = "always"
SILENT_WORDS = {"hours", "the", "and", "of", "open", "opening", "our", "time", "times", "for"}


def compared_hours(
    reading: SiteReading, listing: Listing, listings: Sequence[Listing]
) -> Finding | None:
    """What the site says of the hours; None when the listing states none that can be compared."""
    own = week_of_listing(listing, reading.country)
    value = "\n".join(hours_texts(listing))
    if not own:
        return None
    facts = reading.of(FactField.HOURS)
    same = next((fact for fact in facts if week_of_fact(fact) == own), None)
    if same:
        return Finding(listing.listing_id, Field.HOURS, Verdict.CONFIRMS, value, fact=same)
    if not facts:
        verdict = Verdict.AMBIGUOUS if reading.unreadable else Verdict.ABSENT
        note = "part of the site cannot be read without a browser" if reading.unreadable else ""
        return Finding(listing.listing_id, Field.HOURS, verdict, value, note=note)
    return _differing(reading, listing, listings, value)


def _differing(
    reading: SiteReading, listing: Listing, listings: Sequence[Listing], value: str
) -> Finding:
    known = {week_of_listing(one, reading.country) for one in listings}
    new = [f for f in reading.of(FactField.HOURS) if week_of_fact(f) not in known]
    meant = [fact for fact in new if _is_about(fact, listing)] or new
    sure = [fact for fact in meant if not fact.value.get("rest")]
    if len(meant) == 1 and sure:
        quote = sure[0].quote
        return Finding(listing.listing_id, Field.HOURS, Verdict.CONTRADICTS, value, quote, sure[0])
    options = tuple(fact.quote for fact in meant)
    first = meant[0] if meant else None
    return Finding(
        listing.listing_id, Field.HOURS, Verdict.AMBIGUOUS, value, "", first, "", options
    )


def _is_about(fact: Fact, listing: Listing) -> bool:
    """Does the label of the hours name the service?"""
    label = set(plain(fact.role).split()) - SILENT_WORDS
    return bool(label & set(plain(listing.service.name).split()))


def week_of_listing(listing: Listing, country: str) -> Week | str:
    """The week of a listing's schedules; empty when they fix none."""
    openings = openings_of(schedules_of(listing), country=country)
    return merged_week(row for kind in openings.kinds for row in kind.rows)


def week_of_fact(fact: Fact) -> Week | str:
    """The week of hours that a site states."""
    if fact.value.get("always_open"):
        return ALWAYS
    return merged_week(_row(schedule) for schedule in fact.value["schedules"])


def _row(schedule: dict[str, object]) -> ScheduleRow:
    """A row as `ScheduleRow.as_json` wrote it, as far as weeks need it."""
    notes = [part.strip() for part in str(schedule.get("notes", "")).split(";")]
    kind = next((kind for kind in RowKind if kind.value in notes), RowKind.OPEN)
    season = next((p.removeprefix("season: ") for p in notes if p.startswith("season: ")), "")
    texts = {name: str(schedule.get(name, "")) for name in ("byday", "opens_at", "closes_at")}
    return ScheduleRow(
        "WEEKLY", **texts, interval=int(str(schedule.get("interval", 1))), kind=kind, season=season
    )


def merged_week(rows: Iterable[ScheduleRow]) -> Week | str:
    """Openings that touch are one: 9 to 12 and 12 to 5 is 9 to 5. By appointment is open here."""
    spans: dict[tuple[str, int, str], list[tuple[int, int]]] = defaultdict(list)
    for row in rows:
        if row.kind in (RowKind.OPEN, RowKind.APPOINTMENT) and row.opens_at and row.closes_at:
            opens, closes = _minutes(row.opens_at), _minutes(row.closes_at)
            closes = closes + 1 if row.closes_at == "23:59" else closes
            for day in filter(None, row.byday.split(",")):
                span = (opens, closes if closes > opens else closes + 1440)
                spans[day, row.interval, row.season].append(span)
    week = frozenset(
        (day, opens, closes, interval, season)
        for (day, interval, season), own in spans.items()
        for opens, closes in _joined(own)
    )
    is_always = len(week) == 7 and all(closes - opens == 1440 for _, opens, closes, _, _ in week)
    return ALWAYS if is_always else week


def _joined(spans: Iterable[tuple[int, int]]) -> list[tuple[int, int]]:
    joined: list[tuple[int, int]] = []
    for opens, closes in sorted(spans):
        if joined and opens <= joined[-1][1]:
            joined[-1] = (joined[-1][0], max(joined[-1][1], closes))
        else:
            joined.append((opens, closes))
    return joined


def _minutes(clock: str) -> int:
    return int(clock[:2]) * 60 + int(clock[3:5])
