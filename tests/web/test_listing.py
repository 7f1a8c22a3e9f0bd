"""The page of one listing, and its JSON."""

import json
from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest

from directory.belief import when_checked
from directory.evidence import Check, Field
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
from verification import store as verification_store
from verification.intake import receive_report

EVERYTHING: dict[str, Any] = {
    "alert": "Moved to the basement.",
    "required_documents": [{"id": "d", "document": "Photo ID"}],
    "schedules": [{"id": "s", "description": "Mon-Fri 9-5"}],
    "eligibility_description": "For residents of the District",
    "application_process": "Walk in.",
    "fees_description": "Sliding scale",
    "languages": [{"id": "l", "code": "es"}],
    "email": "food@example.org",
    "url": "food.example.org",
}


def page_of(directory: Directory, listing_id: str) -> str:
    answer = directory.client.get(f"/listing/{listing_id}")
    assert answer.status_code == 200
    return answer.get_data(as_text=True)


def test_everything_known_stands_there_in_its_order(directory: Directory) -> None:
    page = page_of(directory, make_listing(directory.store, **EVERYTHING))
    page = page[page.index("<main") :]
    order = [
        "Food pantry", "12 Test Street NW", "tel:+1-202-555-0123", "Before you go",
        "Moved to the basement.", "Photo ID", "Mon-Fri 9-5", "For residents of the District",
        "Walk in.", "Sliding scale", ">Where<", "Spanish", "food@example.org",
        "https://food.example.org", "Groceries once a month.", 'id="how-we-know"',
    ]  # fmt: skip
    places = [page.find(text) for text in order]
    assert -1 not in places
    assert places == sorted(places)


def test_what_is_not_known_is_left_out(directory: Directory) -> None:
    bare = service_entity("Hotline", phones=[], description=None)
    save(directory.store, bare)
    page = page_of(directory, listing_id_of(bare.entity_id, None))
    for heading in ("Before you go", "Who it is for", "How to get it", "Cost", "Languages"):
        assert f"<h2>{heading}</h2>" not in page
    assert "We do not know the hours. Call before you go." in page
    assert "No phone, mail or website is listed. Call 2-1-1" in page


def test_each_field_says_how_we_know_it(directory: Directory) -> None:
    listing_id = make_listing(directory.store)
    then = NOW - timedelta(days=12)
    with directory.store.transaction(actor="ada", now=then) as tx:
        tx.record_check(listing_id, {Field.PHONE: "x"}, at=then, by=Check.PHONE, actor="ada")
        tx.set_belief(listing_id, when_checked(tx.listing(listing_id).belief, then, "phone"))  # type: ignore[union-attr]
    page = page_of(directory, listing_id)
    assert page.count("Checked 12 days ago by phone") == 2
    assert "Not checked yet" in page
    assert f'href="/listing/{listing_id}/report?field=phone"' in page


def test_a_report_is_told_without_what_was_written(directory: Directory) -> None:
    listing_id = make_listing(directory.store)
    with directory.store.transaction(actor="report", now=NOW) as tx:
        receive_report(
            tx, listing_id, Field.PHONE, "wrong", words="my own words", reporter=None, now=NOW
        )
    page = page_of(directory, listing_id)
    assert "Someone told us on May 4 that the phone may be wrong. We are checking." in page
    assert "my own words" not in page


def test_a_closed_listing_keeps_its_page_and_says_what_is_near(directory: Directory) -> None:
    listing_id = make_listing(directory.store, "Pantry")
    make_listing(directory.store, "Pantry of the other street")
    with directory.store.transaction(actor="ada", now=NOW) as tx:
        tx.edit_listing(listing_id, Field.CLOSED, "defunct")
        tx.record_check(listing_id, {Field.CLOSED: "x"}, at=NOW, by=Check.PHONE, actor="ada")
    directory.refresh()
    page = page_of(directory, listing_id)
    assert "Closed. We learned this on May 4." in page
    assert "Pantry of the other street" in page


def test_withheld_and_unknown_listings_are_told_apart_by_nobody(directory: Directory) -> None:
    hidden = service_entity("Hidden", visibility=Visibility.WITHHELD)
    save(directory.store, hidden)
    for listing_id in (listing_id_of(hidden.entity_id, None), str(uuid4())):
        for address in (f"/listing/{listing_id}", f"/listing/{listing_id}/report"):
            answer = directory.client.get(address)
            assert answer.status_code == 404
            page = answer.get_data(as_text=True)
            assert "We have no public listing at this address." in page
            assert "Start a new search" in page
            assert "Hidden" not in page
        assert directory.client.get(f"/listing/{listing_id}.json").status_code == 404


def test_a_confidential_address_is_to_be_called_for(directory: Directory) -> None:
    listing_id = directory.confidential_listing()
    page = page_of(directory, listing_id)
    assert "Call for the address. It is kept private to protect people." in page
    document = directory.client.get(f"/listing/{listing_id}.json").get_data(as_text=True)
    assert "Safe place" not in page + document
    assert "latitude" not in document


def test_json_is_an_hsds_service_with_freshness(directory: Directory) -> None:
    listing_id = make_listing(directory.store)
    answer = directory.client.get(f"/listing/{listing_id}.json")
    document = json.loads(answer.get_data())
    assert document["name"] == "Food pantry"
    assert document["organization"]["name"] == "Food pantry House"
    place = document["service_at_locations"][0]["location"]
    assert place["addresses"][0]["postal_code"] == "20009"
    assert document["freshness"]["words"] == "Not checked yet. Call before you go."
    assert document["freshness"]["probability"] == pytest.approx(0.5, abs=0.01)


def test_views_are_counted_by_day_and_only_when_somebody_looks(directory: Directory) -> None:
    listing_id = make_listing(directory.store)
    page_of(directory, listing_id)
    page_of(directory, listing_id)
    directory.client.head(f"/listing/{listing_id}")
    directory.client.get(f"/listing/{listing_id}.json")
    directory.client.get(f"/listing/{listing_id}", headers={"Sec-Purpose": "prefetch"})
    with directory.store.reading() as view:
        counted = verification_store.views_since(view.connection, NOW.date())
    assert counted == {listing_id: 2}


HOSTILE = '"><script>alert(1)</script>'


def test_nothing_that_a_source_writes_becomes_markup(directory: Directory) -> None:
    owner = organization_entity(HOSTILE, website="javascript:alert(1)", email='a@b"><b>.c')
    place = location_entity(HOSTILE, transportation=HOSTILE)
    texts: dict[str, Any] = dict.fromkeys(
        ("alert", "eligibility_description", "application_process", "fees_description", "email",
         "interpretation_services", "wait_time"), HOSTILE,
    )  # fmt: skip
    made = service_entity(
        HOSTILE, organization=owner, locations=(place,), url=f"javascript:{HOSTILE}",
        description=HOSTILE, contacts=[{"id": "c", "name": HOSTILE, "email": HOSTILE}],
        phones=[{"id": "p", "number": HOSTILE, "description": HOSTILE, "type": HOSTILE}],
        schedules=[{"id": "s", "description": HOSTILE}], **texts,
    )  # fmt: skip
    save(directory.store, owner, place, made)
    directory.refresh()
    listing_id = listing_id_of(made.entity_id, place.entity_id)
    for address in (f"/listing/{listing_id}", "/search?q=alert", f"/listing/{listing_id}/report"):
        page = directory.client.get(address).get_data(as_text=True)
        assert "alert(1)" in page
        assert "<script>alert" not in page
        assert "<b>" not in page
        assert 'href="javascript:' not in page
