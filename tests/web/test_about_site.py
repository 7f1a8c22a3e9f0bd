"""What we say about ourselves: from the record alone."""

from __future__ import annotations

import json
from datetime import timedelta

from directory.belief import BeliefState, when_checked, when_known
from directory.store import BeliefRow
from tests.factories import NOW, make_listing
from tests.web.conftest import Directory
from web.freshness import freshness_from


def row(listing_id: str, days_ago: float | None) -> BeliefRow:
    known = when_known(NOW - timedelta(days=2000))
    state: BeliefState = known
    if days_ago is not None:
        state = when_checked(known, NOW - timedelta(days=days_ago), "phone")
    return BeliefRow(listing_id, state)


ROWS = [row("a", 10), row("b", 200), row("c", 500), row("d", None)]


def test_shares_are_of_listings_and_of_what_people_look_at() -> None:
    fresh = freshness_from(ROWS, {"a": 1, "b": 8, "d": 1, "gone": 90}, NOW)
    assert [(share.months, share.of_listings) for share in fresh.shares] == [
        (3, 0.25),
        (12, 0.5),
        (24, 0.75),
    ]
    assert [share.of_views for share in fresh.shares] == [0.1, 0.9, 0.9]
    assert (fresh.never.of_listings, fresh.never.of_views) == (0.25, 0.1)
    assert fresh.ways == (("phone", 3),)
    assert fresh.views == 10


def test_without_views_only_listings_are_told() -> None:
    fresh = freshness_from(ROWS, {}, NOW)
    assert {share.of_views for share in fresh.shares} == {None}
    assert fresh.last_year.told == 0.5


def test_an_empty_directory_has_nothing_to_tell() -> None:
    assert freshness_from([], {}, NOW).last_year.told == 0.0


def test_the_page_and_its_json_say_the_same(directory: Directory) -> None:
    make_listing(directory.store, "Corner pantry")
    directory.refresh()
    page = directory.client.get("/about/freshness").get_data(as_text=True)
    assert "1 listing, May 4" in page
    told = json.loads(directory.client.get("/about/freshness.json").get_data())
    assert told["listings"] == 1
    assert told["never_checked"] == {"share_of_listings": 1.0, "share_of_views": None}
    home = directory.client.get("/").get_data(as_text=True)
    assert "0% of them were checked in the last 12 months." in home
    assert 'href="/about/freshness"' in home


def test_every_public_page_leads_to_what_we_know_of_its_reader(directory: Directory) -> None:
    assert 'href="/about/privacy"' in directory.client.get("/").get_data(as_text=True)
    answer = directory.client.get("/about/privacy")
    assert "They are not saved, not logged" in answer.get_data(as_text=True)
    assert "Set-Cookie" not in answer.headers
