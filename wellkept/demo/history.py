"""An invented past for the demo: checks, views and reports. The same for the same listing always.

Nothing of it happened, and every page that shows the demo says so.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from random import Random

from directory.belief import when_checked
from directory.evidence import Check, Field
from directory.fields import field_values
from directory.store import StoredListing, Transaction
from verification.intake import receive_report
from verification.views import WINDOW_DAYS, count_view

AGES = ((0.20, 3, 90), (0.25, 90, 365), (0.25, 365, 1_100), (0.10, 1_100, 2_200))
"""(share of listings, from, to days since the last check); the rest was never checked."""

CHECKS = (Check.PHONE, Check.PHONE, Check.PHONE, Check.EMAIL, Check.VISIT)
VOLUNTEERS = ("Amara (demo)", "Ben (demo)", "Chloe (demo)")

MOST_VIEWS = 900
"""Views in three months of the listing that is looked at most; the n-th has an n-th of it."""

VIEW_DAYS = (4, 31, 62)
"""Days ago on which the views stand; three rows a listing are enough to rank by."""


@dataclass(frozen=True)
class InventedReport:
    """What a visitor of the demo might have said."""

    field: Field
    words: str
    suggested: str = ""


REPORTS = (
    InventedReport(Field.PHONE, "I get a recording that the number is out of service."),
    InventedReport(Field.HOURS, "The door was locked on Friday afternoon.", "Monday-Thursday 9-5"),
    InventedReport(Field.PHONE, "Somebody else answers, they get many of these calls."),
    InventedReport(Field.ADDRESS, "They moved around the corner, there is a note on the door."),
    InventedReport(Field.CLOSED, "The building is empty."),
    InventedReport(Field.ELIGIBILITY, "They asked for proof of address, that is not said here."),
    InventedReport(Field.WEBSITE, "The page belongs to a casino now."),
    InventedReport(Field.HOURS, "They told me they are closed in August."),
)


def invent_history(tx: Transaction, listings: Sequence[StoredListing]) -> None:
    """Checks, views and open reports for these listings, written as of `tx.now`."""
    for place, stored in enumerate(sorted(listings, key=_chance_of)):
        chance = Random(stored.listing_id)
        _invent_check(tx, stored, chance)
        _invent_views(tx, stored, place)
    for stored, report in zip(_doubted(listings), REPORTS, strict=False):
        receive_report(
            tx, stored.listing_id, report.field, "wrong", suggested=report.suggested,
            words=report.words, reporter=None, now=tx.now - timedelta(days=1, hours=5),
        )  # fmt: skip


def _chance_of(stored: StoredListing) -> float:
    """A number that belongs to the listing: its place in every drawing of lots."""
    return Random("order" + stored.listing_id).random()


def _doubted(listings: Sequence[StoredListing]) -> list[StoredListing]:
    """Who gets a report: listings that were checked, each of another organization."""
    by_organization = {
        stored.organization_name: stored
        for stored in sorted(listings, key=_chance_of, reverse=True)
        if stored.listing and field_values(stored.listing).get("phone")
    }
    return list(by_organization.values())[-2 * len(REPORTS) :: 2]


def _invent_check(tx: Transaction, stored: StoredListing, chance: Random) -> None:
    at = _checked_at(chance, tx.now)
    if at is None or stored.listing is None:
        return
    check, actor = chance.choice(CHECKS), chance.choice(VOLUNTEERS)
    values = field_values(stored.listing)
    checked = {Field(name): value for name, value in values.items() if chance.random() < 0.8}
    tx.record_check(stored.listing_id, checked, at=at, by=check, actor=actor)
    tx.set_belief(stored.listing_id, when_checked(stored.belief, at, check.value))


def _checked_at(chance: Random, now: datetime) -> datetime | None:
    drawn = chance.random()
    for share, least, most in AGES:
        if drawn < share:
            return now - timedelta(days=chance.randint(least, most), hours=chance.randint(0, 8))
        drawn -= share
    return None


def _invent_views(tx: Transaction, stored: StoredListing, place: int) -> None:
    views = MOST_VIEWS // (place + 1) + 2
    for days in VIEW_DAYS:
        assert days < WINDOW_DAYS
        count_view(tx, stored.listing_id, (tx.now - timedelta(days=days)).date(), views=views // 3)
