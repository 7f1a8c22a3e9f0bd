"""The public numbers, on both kinds of database."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from directory.evidence import Check, Field, Outcome
from tests.factories import NOW
from tests.verification.conftest import Loop
from verification.findings import Finding
from verification.transparency import (
    Channel,
    Checked,
    Transparency,
    business_days,
    transparency,
)
from verification.views import count_view


def told(loop: Loop) -> Transparency:
    with loop.store.reading() as view:
        return transparency(view, now=loop.now)


def test_an_empty_directory_has_numbers_too(loop: Loop) -> None:
    found = told(loop)
    assert (found.listings, found.reports, found.median_days_to_answer) == (0, 0, None)
    assert found.checked == (Checked(3, 0.0, 0.0), Checked(12, 0.0, 0.0), Checked(24, 0.0, 0.0))


def test_shares_are_of_listings_and_of_views(loop: Loop) -> None:
    ages = {"Fresh": 30, "Year": 300, "Old": 700}
    ids = {name: loop.listing(name, checked=NOW - timedelta(days=d)) for name, d in ages.items()}
    loop.listing("Never")
    with loop.store.transaction(actor="web", now=NOW) as tx:
        count_view(tx, ids["Fresh"], NOW.date(), views=60)
        count_view(tx, ids["Old"], NOW.date(), views=40)
    found = told(loop)
    assert found.listings == 4
    assert found.checked == (Checked(3, 0.25, 0.6), Checked(12, 0.5, 0.6), Checked(24, 0.75, 1.0))
    assert 0 < found.belief_of_listings < found.belief_of_views < 1


def test_answers_are_timed_from_the_report_to_the_verdict(loop: Loop) -> None:
    quick, slow, open_ = (loop.listing(name) for name in ("Quick", "Slow", "Open"))
    for listing_id in (quick, slow, open_):
        loop.report(listing_id, Field.PHONE)
    loop.now += timedelta(days=1)
    loop.settle(quick, Finding(Outcome.CONFIRMED, check=Check.VISIT))
    loop.settle(slow, Finding(Outcome.UNREACHABLE))
    loop.now += timedelta(days=8)
    loop.settle(slow, Finding(Outcome.CONFIRMED))
    found = told(loop)
    assert (found.reports, found.resolved) == (3, 2)
    assert found.median_days_to_answer == pytest.approx(5.0)
    assert found.within_rule == pytest.approx(0.5)
    assert found.channels == (Channel("phone", 2, 1), Channel("visit", 1, 1))
    loop.now += timedelta(days=400)
    assert (told(loop).reports, told(loop).channels) == (0, ())


@pytest.mark.parametrize(
    ("start", "end", "days"),
    [
        ("2026-05-04T09:00", "2026-05-04T23:00", 0),
        ("2026-05-04T09:00", "2026-05-06T23:59", 2),
        ("2026-05-08T17:00", "2026-05-11T08:00", 1),
        ("2026-05-09T10:00", "2026-05-10T10:00", 0),
        ("2026-05-04T09:00", "2026-05-03T09:00", 0),
    ],
)
def test_weekends_are_no_business_days(start: str, end: str, days: int) -> None:
    first, last = (datetime.fromisoformat(text).replace(tzinfo=UTC) for text in (start, end))
    assert business_days(first, last) == days
