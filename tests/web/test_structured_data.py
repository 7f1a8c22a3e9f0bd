"""What search engines read: JSON-LD, canonical addresses, the sitemap, robots.txt."""

import json
import re
from datetime import timedelta
from typing import Any
from xml.etree import ElementTree as Xml

import pytest

from directory.belief import when_checked
from directory.evidence import Field
from directory.listing import Visibility, listing_id_of
from tests.factories import (
    NOW,
    location_entity,
    make_listing,
    organization_entity,
    save,
    service_entity,
)
from tests.web.conftest import Directory
from verification.intake import receive_report
from web import sitemap

HOURS = [{"id": "s", "description": "Mon-Fri 9-5"}]
HOSTILE = '</script><script>alert(1)</script><!--&\u2028"'


@pytest.fixture(params=["sqlite"])
def database_kind(request: pytest.FixtureRequest) -> str:
    """One kind is enough: the record is only read as all pages read it."""
    return str(request.param)


def data_in(page: str) -> dict[str, Any] | None:
    found = re.findall(r'<script type="application/ld\+json">(.*?)</script>', page, re.S)
    assert len(found) <= 1
    read: dict[str, Any] | None = json.loads(found[0]) if found else None
    return read


def data_of(directory: Directory, listing_id: str) -> dict[str, Any] | None:
    return data_in(directory.client.get(f"/listing/{listing_id}").get_data(as_text=True))


def check(directory: Directory, listing_id: str, days_ago: int = 3) -> None:
    then = NOW - timedelta(days=days_ago)
    with directory.store.transaction(actor="ada", now=then) as tx:
        stored = tx.listing(listing_id)
        assert stored is not None
        tx.set_belief(listing_id, when_checked(stored.belief, then, "phone"))


def test_a_listing_is_a_service_of_an_organization(directory: Directory) -> None:
    listing_id = make_listing(
        directory.store,
        fees_description="Free",
        service_areas=[{"id": "a", "name": "District of Columbia"}],
    )
    address = f"http://localhost:8000/listing/{listing_id}"
    assert data_of(directory, listing_id) == {
        "@context": "https://schema.org",
        "@type": "Service",
        "@id": address,
        "url": address,
        "name": "Food pantry",
        "description": "Groceries once a month.",
        "provider": {
            "@type": "Organization",
            "name": "Food pantry House",
            "description": "Food pantry House",
        },
        "areaServed": [{"@type": "AdministrativeArea", "name": "District of Columbia"}],
        "availableChannel": {
            "@type": "ServiceChannel",
            "servicePhone": {"@type": "ContactPoint", "telephone": "(202) 555-0123"},
            "serviceLocation": {
                "@type": "Place",
                "name": "Food pantry hall",
                "address": {
                    "@type": "PostalAddress",
                    "streetAddress": "12 Test Street NW",
                    "addressLocality": "Washington",
                    "addressRegion": "DC",
                    "postalCode": "20009",
                    "addressCountry": "US",
                },
            },
        },
        "offers": {"@type": "Offer", "price": "0", "priceCurrency": "USD"},
    }


def hours_in(data: dict[str, Any] | None) -> list[dict[str, str]]:
    assert data is not None
    told: list[dict[str, str]] = data["availableChannel"]["serviceLocation"].get(
        "openingHoursSpecification", []
    )
    return told


def test_hours_are_told_when_they_were_checked_lately(directory: Directory) -> None:
    listing_id = make_listing(directory.store, schedules=HOURS)
    assert hours_in(data_of(directory, listing_id)) == []
    check(directory, listing_id)
    told = hours_in(data_of(directory, listing_id))
    assert len(told) == 14
    assert told[0] == {
        "@type": "OpeningHoursSpecification",
        "dayOfWeek": "https://schema.org/Monday",
        "opens": "09:00",
        "closes": "17:00",
        "validFrom": "2026-05-04",
        "validThrough": "2026-05-04",
    }
    assert (told[5]["validFrom"], told[5]["opens"], told[5]["closes"]) == (
        "2026-05-09", "00:00", "00:00",
    )  # fmt: skip


@pytest.mark.parametrize("why", ["old", "doubted", "unread", "closed for now"])
def test_hours_that_are_not_certain_are_told_to_no_machine(directory: Directory, why: str) -> None:
    hours = "Mon-Fri 9-5, except when the moon is full" if why == "unread" else "Mon-Fri 9-5"
    status = "temporarily closed" if why == "closed for now" else "active"
    listing_id = make_listing(
        directory.store, schedules=[{"id": "s", "description": hours}], status=status
    )
    check(directory, listing_id, days_ago=400 if why == "old" else 3)
    if why == "doubted":
        with directory.store.transaction(actor="report", now=NOW) as tx:
            receive_report(tx, listing_id, Field.HOURS, "wrong", reporter=None, now=NOW)
    assert hours_in(data_of(directory, listing_id)) == []


def test_a_hostile_name_cannot_leave_its_block(directory: Directory) -> None:
    owner, place = organization_entity(HOSTILE, website="javascript:x"), location_entity(HOSTILE)
    made = service_entity(HOSTILE, organization=owner, locations=(place,), description=HOSTILE)
    save(directory.store, owner, place, made)
    address = f"/listing/{listing_id_of(made.entity_id, place.entity_id)}"
    page = directory.client.get(address).get_data(as_text=True)
    data = data_in(page)
    assert data is not None
    assert data["name"] == HOSTILE
    assert "url" not in data["provider"]
    assert "<script>alert" not in page
    assert "<!--" not in page


def test_a_place_that_is_kept_private_or_closed_is_told_to_no_machine(
    directory: Directory,
) -> None:
    assert data_of(directory, directory.confidential_listing()) is None
    listing_id = make_listing(directory.store)
    with directory.store.transaction(actor="ada", now=NOW) as tx:
        tx.edit_listing(listing_id, Field.CLOSED, "defunct")
    assert data_of(directory, listing_id) is None


@pytest.mark.parametrize(
    ("address", "canonical"),
    [
        ("/", "http://localhost:8000/"),
        ("/browse?lang=es&l=x", "http://localhost:8000/browse?lang=es"),
        ("/about/privacy?x=1", "http://localhost:8000/about/privacy"),
        ("/search?q=food", None),
    ],
)
def test_a_page_names_its_one_address(
    directory: Directory, address: str, canonical: str | None
) -> None:
    page = directory.client.get(address).get_data(as_text=True)
    found = re.findall(r'<link rel="canonical" href="([^"]*)">', page)
    assert found == ([canonical] if canonical else [])


def addresses_in(directory: Directory, path: str) -> list[str]:
    answer = directory.client.get(path)
    assert answer.status_code == 200
    assert answer.headers["Content-Type"] == "application/xml; charset=utf-8"
    assert "Set-Cookie" not in answer.headers
    root = Xml.fromstring(answer.get_data())
    return [loc.text or "" for loc in root.iter(f"{{{sitemap.NAMESPACE}}}loc")]


def test_the_sitemap_holds_what_search_may_find_in_pages(
    directory: Directory, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sitemap, "MAX_LISTINGS", 2)
    assert addresses_in(directory, "/sitemap.xml") == ["http://localhost:8000/sitemap-1.xml"]
    public = [make_listing(directory.store, name) for name in ("One", "Two", "Three")]
    gone = make_listing(directory.store, "Gone")
    save(directory.store, service_entity("Hidden", visibility=Visibility.WITHHELD))
    with directory.store.transaction(actor="ada", now=NOW) as tx:
        tx.edit_listing(gone, Field.CLOSED, "defunct")
    files = addresses_in(directory, "/sitemap.xml")
    assert files == [f"http://localhost:8000/sitemap-{n}.xml" for n in (1, 2)]
    pages = [addresses_in(directory, f"/sitemap-{n}.xml") for n in (1, 2)]
    listed = [address for page in pages for address in page if "/listing/" in address]
    assert listed == [f"http://localhost:8000/listing/{one}" for one in sorted(public)]
    assert "http://localhost:8000/browse" in pages[0]
    for number in (0, 3):
        assert directory.client.get(f"/sitemap-{number}.xml").status_code == 404


def test_robots_are_kept_from_staff_and_from_what_people_keep(directory: Directory) -> None:
    answer = directory.client.get("/robots.txt")
    lines = answer.get_data(as_text=True).splitlines()
    assert answer.headers["Content-Type"] == "text/plain; charset=utf-8"
    for path in ("/workbench", "/report/", "/listing/*/report", "/confirm", "/list?"):
        assert f"Disallow: {path}" in lines
    assert "Disallow: /list" not in lines
    assert "Sitemap: http://localhost:8000/sitemap.xml" in lines
