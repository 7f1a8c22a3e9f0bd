"""Facts of a site against listings: verdicts per field, and what became of the site."""

from __future__ import annotations

from dataclasses import replace

import pytest

from crawler.compare import compare
from crawler.extract import SiteReading, read_site
from crawler.finding import Finding, SiteFinding, SiteState, Verdict
from crawler.page import read_page
from crawler.site_state import state_of
from crawler.visit import Failure, Visit
from directory.evidence import Field
from directory.listing import Listing
from directory.model import Address, Location, Organization, Phone, Schedule, Service

ALIVE = SiteFinding(SiteState.ALIVE)
URL = "https://pantry.org/"
ADDRESS = "<p>12 Oak Street, Bend, OR 97701</p>"


def listing_of(
    name: str = "Food pantry",
    phone: str = "503-222-3344",
    street: str = "12 Oak St",
    hours: str = "Mon-Fri 12-5pm",
) -> Listing:
    service = Service(
        id=name, name=name, url=URL, phones=(Phone(id="p", number=phone),),
        schedules=(Schedule(id="s", description=hours),) if hours else (),
    )  # fmt: skip
    address = Address(
        id="a", address_1=street, city="Bend", state_province="OR", postal_code="97701"
    )
    place = Location(id="l", addresses=(address,) if street else ())
    return Listing(name, service, Organization(id="o", name="Bread of Life"), place, None)


def reading_of(markup: str) -> SiteReading:
    return read_site([read_page(f"<body>{markup}".encode(), URL)], country="US")


def found(markup: str, listing: Listing | None = None, *others: Listing) -> dict[Field, Finding]:
    listings = [listing or listing_of(), *others]
    findings = compare(ALIVE, reading_of(markup), listings)
    return {f.field: f for f in findings if f.listing_id == listings[0].listing_id}


@pytest.mark.parametrize(
    ("field", "markup", "verdict", "new_value"),
    [
        (Field.PHONE, "<p>(503) 222.3344</p>", Verdict.CONFIRMS, ""),
        (Field.PHONE, "<p>Phone: 503-222-9999</p>", Verdict.CONTRADICTS, "(503) 222-9999"),
        (Field.PHONE, "<p>503-222-9999</p><p>503-222-8888</p>", Verdict.AMBIGUOUS, ""),
        (Field.PHONE, "<p>Fax: 503-222-9999</p>", Verdict.ABSENT, ""),
        (Field.PHONE, "<p>Write to us</p><p>Loading…</p>", Verdict.AMBIGUOUS, ""),
        (Field.ADDRESS, ADDRESS, Verdict.CONFIRMS, ""),
        (Field.ADDRESS, "<p>12 Oak Street, Suite 4, Bend, Oregon 97701</p>", Verdict.CONFIRMS, ""),
        (Field.ADDRESS, "<p>12 Oat Street, Bend, OR 97701</p>", Verdict.CONTRADICTS, "12 Oat"),
        (Field.ADDRESS, "<p>9 Elm Road, Bend, OR 97703</p>", Verdict.CONTRADICTS, "9 Elm Road"),
        (Field.ADDRESS, "<p>PO Box 4, Bend, OR 97701</p>", Verdict.ABSENT, ""),
        (Field.HOURS, "<h3>Hours</h3><p>Monday through Friday: 12:00 pm - 5:00 pm</p>",
         Verdict.CONFIRMS, ""),
        (Field.HOURS, "<h3>Hours</h3><p>Mon - Thu 12-5pm<br>Fri 12-2pm<br>Fri 2pm-5pm</p>",
         Verdict.CONFIRMS, ""),
        (Field.HOURS, "<h3>Hours</h3><p>Mon-Fri 12-6pm</p>", Verdict.CONTRADICTS, "12-6pm"),
        (Field.HOURS, "<h3>Office hours</h3><p>Mon 9am-1pm</p>"
         "<h3>Shop hours</h3><p>Sat 9am-1pm</p>", Verdict.AMBIGUOUS, ""),
        (Field.HOURS, "<h3>Office hours</h3><p>Mon 9am-1pm</p>"
         "<h3>Food pantry hours</h3><p>Sat 9am-1pm</p>", Verdict.CONTRADICTS, "Sat 9am-1pm"),
        (Field.HOURS, "<p>Call us</p>", Verdict.ABSENT, ""),
        (Field.CLOSED, "<p>We are closed until further notice.</p>", Verdict.CONTRADICTS,
         "temporarily closed"),
        (Field.CLOSED, "<p>The pantry has permanently closed.</p>", Verdict.CONTRADICTS, "defunct"),
        (Field.CLOSED, "<p>503-222-3344</p>", Verdict.CONFIRMS, ""),
    ],
)  # fmt: skip
def test_a_field_is_compared_by_what_it_means(
    field: Field, markup: str, verdict: Verdict, new_value: str
) -> None:
    finding = found(markup)[field]
    assert finding.verdict is verdict
    assert new_value in finding.new_value
    assert bool(finding.new_value) == (verdict is Verdict.CONTRADICTS)


def test_a_contradiction_brings_page_and_quote() -> None:
    finding = found("<p>Phone: 503-222-9999</p>")[Field.PHONE]
    assert finding.fact is not None
    assert (finding.fact.page, finding.fact.quote) == (URL, "Phone: 503-222-9999")
    assert finding.value == "503-222-3344"


def test_a_field_that_the_listing_does_not_state_is_not_judged() -> None:
    fields = found("<p>503-222-3344</p>", listing_of(street="", hours=""))
    assert set(fields) == {Field.PHONE, Field.CLOSED}


def test_numbers_of_other_listings_are_no_news() -> None:
    """Two listings share a site: what the other one says is not this one's new number."""
    other = listing_of("Shelter", "503-222-9999", "9 Elm Road", "Sat 9am-1pm")
    markup = (
        "<p>Shelter: 503-222-9999</p><p>9 Elm Road, Bend, OR 97701</p><p>Hours: Sat 9am-1pm</p>"
    )
    verdicts = {f.field: f.verdict for f in found(markup, None, other).values()}
    assert verdicts == {
        Field.PHONE: Verdict.ABSENT, Field.ADDRESS: Verdict.ABSENT, Field.HOURS: Verdict.AMBIGUOUS,
    }  # fmt: skip


def test_a_notice_on_a_site_of_several_listings_is_not_pinned_on_one() -> None:
    notice = "<p>Our office is temporarily closed until further notice.</p>"
    finding = found(notice, None, listing_of("Shelter"))[Field.CLOSED]
    assert finding.verdict is Verdict.AMBIGUOUS


def test_a_confidential_address_is_never_compared() -> None:
    withheld = replace(listing_of(), is_address_withheld=True)
    assert Field.ADDRESS not in found(ADDRESS, withheld)


# ------------------------------------------------------------------ what became of the site

PAGE = b"<h1>Bread of Life</h1><p>We help families with food every week of the year.</p>"
SALE = b"<title>pantry.org</title><p>This domain is for sale. Buy this domain.</p>"
LOGIN = b"<h1>Sign in</h1><form><input type=password></form>"


@pytest.mark.parametrize(
    ("visit", "state"),
    [
        (Visit(URL, 200, PAGE), SiteState.ALIVE),
        (Visit(URL, 200, PAGE, final_url="https://www.pantry.org/home"), SiteState.ALIVE),
        (Visit(URL, 200, PAGE, final_url="https://bread.org/"), SiteState.MOVED),
        (Visit(URL, 200, PAGE, is_unchanged=True), SiteState.UNCHANGED),
        (Visit(URL, 200, SALE), SiteState.PARKED),
        (Visit(URL, 200, PAGE, final_url="https://www.hugedomains.com/x"), SiteState.PARKED),
        (Visit(URL, 200, LOGIN), SiteState.BLOCKED),
        (Visit(URL, 200, b""), SiteState.UNREACHABLE),
        (Visit(URL, 404, PAGE), SiteState.GONE),
        (Visit(URL, 403, PAGE), SiteState.BLOCKED),
        (Visit(URL, 429, PAGE), SiteState.BLOCKED),
        (Visit(URL, 503, PAGE), SiteState.UNREACHABLE),
        (Visit(URL, failure=Failure.NO_HOST), SiteState.GONE),
        (Visit(URL, failure=Failure.ROBOTS), SiteState.BLOCKED),
        (Visit(URL, failure=Failure.TIMEOUT), SiteState.UNREACHABLE),
        (Visit(URL, failure=Failure.CERTIFICATE), SiteState.UNREACHABLE),
    ],
)
def test_the_state_of_a_site_is_told_from_its_start_page(visit: Visit, state: SiteState) -> None:
    assert state_of([visit]).state is state


def test_a_missing_start_page_of_a_living_site_has_moved() -> None:
    site = state_of([Visit(URL + "food", 404), Visit(URL, 200, PAGE)])
    assert (site.state, site.moved_to) == (SiteState.MOVED, URL)


def test_a_dead_site_speaks_of_the_website_only_and_a_blocked_one_of_nothing() -> None:
    gone = compare(SiteFinding(SiteState.GONE, "it answers 404"), None, [listing_of()])
    assert [(f.field, f.verdict, f.note) for f in gone] == [
        (Field.WEBSITE, Verdict.CONTRADICTS, "gone: it answers 404")
    ]
    for state in (SiteState.BLOCKED, SiteState.UNREACHABLE, SiteState.UNCHANGED):
        assert compare(SiteFinding(state), reading_of("<p>x</p>"), [listing_of()]) == []


def test_a_site_that_moved_is_read_and_its_new_address_suggested() -> None:
    moved = SiteFinding(SiteState.MOVED, "it leads to bread.org", "https://bread.org/")
    findings = compare(moved, reading_of("<p>503-222-3344</p>"), [listing_of(street="", hours="")])
    assert [(f.field, f.verdict, f.new_value) for f in findings] == [
        (Field.WEBSITE, Verdict.CONTRADICTS, "https://bread.org/"),
        (Field.PHONE, Verdict.CONFIRMS, ""),
        (Field.CLOSED, Verdict.CONFIRMS, ""),
    ]
