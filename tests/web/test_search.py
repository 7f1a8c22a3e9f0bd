"""Search: the form, the results, their JSON, what an address may hold."""

import json
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
from flask.testing import FlaskClient

from tests.factories import location_entity, make_listing, save, service_entity
from tests.web.conftest import Directory


def results(client: FlaskClient, address: str) -> str:
    answer = client.get(address)
    assert answer.status_code == 200
    return answer.get_data(as_text=True)


def found(client: FlaskClient, address: str) -> Any:
    answer = client.get(address)
    assert answer.status_code == 200
    return json.loads(answer.get_data())


def test_results_say_what_where_and_how_sure(directory: Directory) -> None:
    listing_id = make_listing(directory.store, "Corner pantry")
    directory.refresh()
    page = results(directory.client, "/search?q=pantry&near=20009")
    assert "1 place found" in page
    assert f"/listing/{listing_id}" in page
    assert "Corner pantry House" in page
    assert "Not checked yet. Call before you go." in page
    assert 'href="tel:+1-202-555-0123"' in page
    assert "miles" in page


def test_json_has_the_shape_that_programs_rely_on(directory: Directory) -> None:
    make_listing(directory.store, "Corner pantry")
    directory.refresh()
    page = found(directory.client, "/search.json?q=pantry")
    assert page["total"] == 1
    assert {"total", "total_is_exact", "page", "hits", "facets", "applied"} <= page.keys()
    assert page["hits"][0]["name"] == "Corner pantry"
    assert page["hits"][0]["freshness"]["verified_on"] is None


@pytest.mark.parametrize(
    ("near", "kept"),
    [
        ("20009", "20009"),
        ("20009-1234", "20009"),
        ("38.917234,-77.032191", "38.92,-77.03"),
        ("1420 Harvard Street NW, Washington, DC 20009", "20009"),
        ("1420 Harvard Street NW, Silver Spring, MD", "Silver Spring, MD"),
        ("Columbia Heights", "Columbia Heights"),
    ],
)
def test_the_form_leads_to_an_address_that_holds_no_street_and_no_exact_point(
    directory: Directory, near: str, kept: str
) -> None:
    answer = directory.client.post("/search", data={"q": "food", "near": near})
    assert answer.status_code == 303
    address = urlsplit(answer.headers["Location"])
    assert parse_qs(address.query) == {"q": ["food"], "near": [kept]}
    assert directory.client.get(answer.headers["Location"]).status_code == 200


def test_an_address_that_is_too_exact_is_taken_out_of_the_address_bar(
    directory: Directory,
) -> None:
    answer = directory.client.get("/search?q=food&near=38.917234,-77.032191&need=Meals")
    assert answer.status_code == 302
    assert answer.headers["Location"] == "/search?q=food&near=38.92,-77.03&need=Meals"


@pytest.mark.parametrize(
    "form",
    [
        {"q": "food", "near": "12 Nowhere Street, Xyzzy"},
        {"q": "food near 1420 Harvard Street NW"},
        {"q": "food", "age": "34"},
        {"q": "food", "has_children": "yes"},
    ],
)
def test_what_must_not_stand_in_an_address_is_answered_at_once(
    directory: Directory, form: dict[str, str]
) -> None:
    answer = directory.client.post("/search", data=form)
    assert answer.status_code == 200
    assert answer.headers["Cache-Control"] == "no-store"
    page = answer.get_data(as_text=True)
    links = [part.split('"')[0] for part in page.split('href="')[1:]]
    assert not [link for link in links if "1420" in link or "Nowhere" in link or "age=" in link]


def test_filters_are_kept_as_chips_that_can_be_dropped(directory: Directory) -> None:
    make_listing(directory.store, "Pantry", languages=[{"id": "1", "code": "es"}])
    make_listing(directory.store, "Kitchen pantry")
    directory.refresh()
    page = results(directory.client, "/search?q=pantry&language=Spanish")
    assert "1 place found" in page
    assert 'class="wk-chip" href="/search?q=pantry"' in page
    assert 'value="Spanish" checked' in page


@pytest.mark.parametrize(
    ("line", "chip", "without"),
    [
        ("food for veterans", "for veterans", "ignoring=population:veteran"),
        ("pantry in anacostia", "near Anacostia, Washington, DC", "ignoring=place"),
        ("spanish speaking pantry", "Spanish spoken", "ignoring=language:es"),
    ],
)
def test_what_a_line_was_taken_for_is_a_chip_that_can_be_taken_back(
    directory: Directory, line: str, chip: str, without: str
) -> None:
    make_listing(directory.store, "Corner pantry")
    directory.refresh()
    page = results(directory.client, f"/search?q={line.replace(' ', '+')}")
    assert f"<bdi>{chip}</bdi>" in page
    assert without in page
    again = results(directory.client, f"/search?q={line.replace(' ', '+')}&{without}")
    assert f"<bdi>{chip}</bdi>" not in again


def test_a_corrected_word_is_said_with_the_way_back(directory: Directory) -> None:
    make_listing(directory.store, "Corner pantry")
    directory.refresh()
    page = results(directory.client, "/search?q=corner+pantyr")
    assert "Showing results for <strong><bdi>corner pantry</bdi></strong>" in page
    assert 'href="/search?q=corner+pantyr&amp;ignoring=spelling"' in page
    assert "Showing results" not in results(
        directory.client, "/search?q=corner+pantyr&ignoring=spelling"
    )


def test_needs_have_one_name_each_in_the_language_of_the_page(directory: Directory) -> None:
    make_listing(directory.store, "Corner pantry")
    directory.refresh()
    page = results(directory.client, "/search?need=food-pantry")
    assert "1 place found" in page
    assert "<h1>Groceries, food pantries</h1>" in page
    assert 'value="food-pantry" checked' in page
    spanish = results(directory.client, "/search?need=food-pantry&lang=es")
    assert "<h1>Despensas de alimentos</h1>" in spanish


def test_all_needs_can_be_looked_through(directory: Directory) -> None:
    assert 'href="/browse"' in results(directory.client, "/")
    assert 'href="/search?need=food-pantry"' in results(directory.client, "/browse")


def test_nothing_found_offers_ways_on_with_how_much(directory: Directory) -> None:
    make_listing(directory.store, "Corner pantry")
    directory.refresh()
    page = results(directory.client, "/search?q=pantry&cost=free")
    assert "Nothing found for" in page
    assert "Without filters (1)" in page
    assert "Call 2-1-1, free, day and night" in page


def test_an_unknown_place_is_said_and_everything_is_shown(directory: Directory) -> None:
    make_listing(directory.store, "Corner pantry")
    directory.refresh()
    page = results(directory.client, "/search?q=pantry&near=Xyzzyville")
    assert "We do not know the place" in page
    assert "1 place found" in page


def test_programs_are_told_of_an_unknown_place(directory: Directory) -> None:
    """They would take listings from everywhere for listings near it."""
    answer = directory.client.get("/search.json?q=pantry&near=Xyzzyville")
    assert answer.status_code == 400
    assert "Xyzzyville" in json.loads(answer.get_data())["error"]


def test_an_ambiguous_place_offers_the_others(directory: Directory) -> None:
    make_listing(directory.store, "Corner pantry")
    directory.refresh()
    page = results(directory.client, "/search?q=pantry&near=Springfield&radius_miles=5000")
    assert "Another place?" in page
    assert page.count("Springfield, ") > 2


def test_places_of_the_same_name_elsewhere_are_not_worth_a_line(directory: Directory) -> None:
    make_listing(directory.store, "Corner pantry")
    far = location_entity("Far hall", point=(38.99, -77.0))
    save(directory.store, far, service_entity("Far pantry", locations=(far,)))
    directory.refresh()
    page = results(directory.client, "/search?q=pantry&near=Columbia+Heights")
    assert "near Columbia Heights" in page
    assert "Another place?" not in page


def test_a_whole_state_is_looked_at(directory: Directory) -> None:
    """Its middle is a hundred miles from its ends."""
    make_listing(directory.store, "Corner pantry")
    directory.refresh()
    page = found(directory.client, "/search.json?q=pantry&near=Maryland")
    assert page["total"] == 1
    narrow = found(directory.client, "/search.json?q=pantry&near=Maryland&radius_miles=10")
    assert narrow["total"] == 0


def test_an_empty_directory_says_so(directory: Directory) -> None:
    assert "There are no listings here yet" in results(directory.client, "/")
    assert "There are no listings here yet" in results(directory.client, "/search?q=food")


def test_pages_lead_on_and_back(directory: Directory) -> None:
    save(directory.store, *[service_entity(f"Pantry {number}") for number in range(5)])
    directory.refresh()
    first = results(directory.client, "/search?q=pantry&limit=2")
    assert 'rel="next" href="/search?page=2&amp;q=pantry&amp;limit=2#hits"' in first
    second = results(directory.client, "/search?q=pantry&limit=2&page=2")
    assert 'rel="prev" href="/search?q=pantry&amp;limit=2#hits"' in second
    assert "There is no page 9" in results(directory.client, "/search?q=pantry&limit=2&page=9")


def test_a_line_that_tells_of_danger_is_answered_with_whom_to_call(directory: Directory) -> None:
    make_listing(directory.store, "Corner pantry")
    directory.refresh()
    page = results(directory.client, "/search?q=i+want+to+kill+myself")
    assert 'href="tel:988"' in page[: page.index("Nothing found")]
    assert "You can call now:" in page
    assert "You can call now:" not in results(directory.client, "/search?q=pantry")


def test_completions_begin_with_what_is_typed(directory: Directory) -> None:
    make_listing(directory.store, "Corner pantry")
    directory.refresh()
    assert found(directory.client, "/suggest?q=corn") == ["Corner pantry", "Corner pantry House"]
    assert found(directory.client, "/suggest?q=") == []


def test_a_confidential_address_is_on_no_page(directory: Directory) -> None:
    listing_id = directory.confidential_listing()
    for address in ("/search?q=shelter", "/search.json?q=shelter", f"/listing/{listing_id}"):
        assert "12 Test Street" not in results(directory.client, address)
