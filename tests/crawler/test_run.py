"""A run turns sites into findings about listings, once, and only when it can be believed."""

from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from crawler import store as tables
from crawler.holding import reason_to_hold
from crawler.run import Crawling, CrawlRun, crawl, directory_sites, due_sites, forget_old_snapshots
from crawler.site import Site
from crawler.snapshots import Snapshots
from directory.model import stable_id
from directory.store import Store
from tests.crawler.servers import NOW, SmallSite, hasty, page, served
from tests.factories import location_entity, organization_entity, save, service_entity

CONTACT = "Food Pantry House. Call us at {phone}. 12 Test Street NW, Washington, DC 20009"


class Days:
    """A clock that stands still until it is told."""

    def __init__(self) -> None:
        self.now = NOW

    def __call__(self) -> datetime:
        return self.now


@pytest.fixture
def clock() -> Days:
    return Days()


@pytest.fixture
def crawling(store: Store, tmp_path: Path, clock: Days) -> Crawling:
    return Crawling(store, Snapshots(tmp_path / "snapshots"), hasty(), clock)


def add_listing(store: Store, url: str, name: str = "Food pantry") -> None:
    owner = organization_entity(f"{name} House", website=url)
    place = location_entity(f"{name} hall")
    phones = [{"id": stable_id("phone", name), "number": "(202) 387-4410", "type": "voice"}]
    made = service_entity(name, organization=owner, locations=(place,), phones=phones)
    save(store, owner, place, made)


def pages(phone: str) -> dict[str, bytes]:
    return {
        "/": page("Food Pantry House", "/contact"),
        "/contact": page(CONTACT.format(phone=phone)),
    }


def run(crawling: Crawling) -> CrawlRun:
    return crawl(crawling, directory_sites(crawling.store))


def news(store: Store) -> list[tuple[str, str, str]]:
    with store.reading() as view:
        found = tables.findings_to_hear(view.connection, 100)
    return [(row.field, row.verdict, row.new_value) for row in found]


def test_a_site_that_says_the_same_confirms(store: Store, crawling: Crawling) -> None:
    with served(SmallSite(pages("202-387-4410"))) as site:
        add_listing(store, site.url)
        done = run(crawling)
    assert (done.sites, done.pages, done.held_for) == ({"alive": 1}, 2, "")
    assert ("phone", "confirms", "") in news(store)
    assert not [one for one in news(store) if one[1] == "contradicts"]


def test_another_number_is_a_contradiction_with_its_quote_and_snapshot(
    store: Store, crawling: Crawling
) -> None:
    with served(SmallSite(pages("202-387-5577"))) as site:
        add_listing(store, site.url)
        run(crawling)
    with store.reading() as view:
        rows = tables.findings_to_hear(view.connection, 100)
    row = next(row for row in rows if row.field == "phone")
    assert row.verdict == "contradicts"
    assert "387-5577" in row.new_value
    assert "387-5577" in row.quote
    assert row.page == site.url + "contact"
    assert b"387-5577" in crawling.snapshots.read(row.digest)


def test_what_was_said_before_is_no_news(store: Store, crawling: Crawling) -> None:
    small = SmallSite(pages("202-387-5577"))
    with served(small) as site:
        add_listing(store, site.url)
        first = run(crawling)
        before = len(news(store))
        second = run(crawling)
        small.pages = pages("202-387-5577") | {"/": page("Food Pantry House, anew", "/contact")}
        third = run(crawling)
    assert (first.new_pages, second.new_pages, third.new_pages) == (2, 0, 1)
    assert (second.sites, third.sites) == ({"unchanged": 1}, {"alive": 1})
    assert len(news(store)) == before


def test_a_site_is_gone_when_a_second_visit_says_so(store: Store, crawling: Crawling) -> None:
    with served(SmallSite({})) as site:
        add_listing(store, site.url)
        first, second = run(crawling), run(crawling)
    assert (first.sites, second.sites) == ({"unreachable": 1}, {"gone": 1})
    assert news(store) == [("website", "contradicts", "")]


def test_a_page_that_failed_is_not_silent(store: Store, crawling: Crawling) -> None:
    """The number may stand on the page that did not come."""
    broken: dict[str, Any] = pages("") | {"/contact": (500, {}, b"")}
    with served(SmallSite(broken)) as site:
        add_listing(store, site.url)
        run(crawling)
    assert ("phone", "ambiguous", "") in news(store)


def test_sites_are_due_by_cadence_and_worth(store: Store, crawling: Crawling, clock: Days) -> None:
    with (
        served(SmallSite(pages("202-387-4410"))) as one,
        served(SmallSite(pages("202-387-4410")), "127.0.0.2") as other,
    ):
        add_listing(store, one.url, "First")
        add_listing(store, other.url, "Second")
        worth = {directory_sites(store)[1].listing_ids[0]: 5.0}
        due = due_sites(store, NOW, worth)
        assert len(due) == 2
        assert due[0].listing_ids[0] in worth
        crawl(crawling, due, worth=worth)
        assert due_sites(store, NOW, worth) == []
        assert due_sites(store, NOW + timedelta(days=8), worth) == due[:1]
        assert len(due_sites(store, NOW + timedelta(days=29), worth)) == 2


def test_a_host_that_asks_to_wait_is_left_alone_until_then(
    store: Store, crawling: Crawling
) -> None:
    busy = SmallSite({"/": (429, {"Retry-After": "7200"}, b"")})
    with served(busy) as site:
        add_listing(store, site.url)
        done = run(crawling)
    assert done.sites == {"blocked": 1}
    assert site.asked == ["/robots.txt", "/"]
    assert due_sites(store, NOW + timedelta(minutes=119), {}) == []
    assert len(due_sites(store, NOW + timedelta(minutes=120), {})) == 1


def test_a_held_run_is_not_heard_and_its_sites_are_read_again(
    store: Store, crawling: Crawling
) -> None:
    with store.transaction(actor="test", now=NOW) as tx:
        for _ in range(3):
            run_id = tables.open_run(tx.connection, NOW)
            usual = {"phone": {"confirms": 30, "contradicts": 1}}
            tables.finish_run(tx.connection, run_id, finished_at=NOW, fields=usual)
    small = SmallSite({"/": page("Nothing to see here, as of today and for ever.")})
    with served(small) as site:
        for number in range(25):
            add_listing(store, site.url + str(number), f"Pantry {number}")
        small.pages = {f"/{number}": page("Welcome to our hall") for number in range(25)}
        done = run(crawling)
    assert "phone was found for 0% of the listings, usually for 100%" in done.held_for
    assert news(store) == []
    with store.reading() as view:
        assert all(row.reads_again for row in tables.sites(view.connection).values())


@pytest.mark.parametrize(
    ("sites", "phone", "is_held"),
    [
        ({"alive": 40}, {"confirms": 36, "contradicts": 2, "absent": 2}, False),
        ({"alive": 40}, {"confirms": 12, "absent": 28}, True),
        ({"alive": 40}, {"confirms": 10, "contradicts": 30}, True),
        ({"alive": 10}, {"absent": 10}, False),
        ({"alive": 2, "unreachable": 8}, {}, True),
        ({"alive": 3, "gone": 1}, {}, False),
    ],
)
def test_runs_are_held_when_their_rates_cannot_be(
    sites: dict[str, int], phone: dict[str, int], is_held: bool
) -> None:
    usual = [{"phone": {"confirms": 80, "contradicts": 5, "absent": 15}}]
    assert bool(reason_to_hold(sites, {"phone": phone}, usual)) is is_held


def test_old_snapshots_that_no_page_shows_are_forgotten(
    store: Store, crawling: Crawling, clock: Days
) -> None:
    small = SmallSite({"/": page("one")})
    with served(small) as site:
        add_listing(store, site.url)
        run(crawling)
        clock.now = NOW + timedelta(days=10)
        small.pages = {"/": page("two")}
        run(crawling)
    assert forget_old_snapshots(crawling, timedelta(days=400)) == 0
    clock.now = NOW + timedelta(days=500)
    assert forget_old_snapshots(crawling, timedelta(days=400)) == 1
    assert len(list(crawling.snapshots.all())) == 1


def test_one_host_of_several_organizations_is_several_sites(store: Store) -> None:
    add_listing(store, "http://county.example/pantry/index.html", "One")
    add_listing(store, "county.example/shelter/", "Two")
    add_listing(store, "https://www.facebook.com/pantry", "Three")
    found = [(site.url, site.folder) for site in directory_sites(store)]
    assert found == [
        ("http://county.example/pantry/index.html", "/pantry/"),
        ("http://county.example/shelter/", "/shelter/"),
    ]


def test_a_site_changing_while_it_is_read_waits_for_another_day(
    store: Store, crawling: Crawling
) -> None:
    small = SmallSite(pages("202-387-4410"))
    with served(small) as site:
        add_listing(store, site.url)
        run(crawling)

        def new_contact(_: dict[str, str]) -> tuple[int, dict[str, str], bytes]:
            small.pages = {"/": page("We moved", "/contact"), "/contact": new_contact}
            return 200, {"Content-Type": "text/html"}, page("Call 202-387-9911")

        small.pages = {"/": page("Food Pantry House", "/contact"), "/contact": new_contact}
        done = run(crawling)
    assert done.visits[0][1:] == ("unreachable", "it changed while it was read")
    assert not [one for one in news(store) if one[1] == "contradicts"]


def test_a_site_of_nobody_is_read_too(crawling: Crawling) -> None:
    with served(SmallSite(pages("202-387-4410"))) as site:
        done = crawl(crawling, [Site(site.url)])
    assert (done.sites, done.fields) == ({"alive": 1}, {})
