"""A list that is kept in the address: what is carried along, what is told, what is given away."""

import re
from html import unescape
from urllib.parse import unquote
from uuid import uuid4

import pytest

from directory.evidence import Field
from directory.listing import Visibility, listing_id_of
from tests.factories import NOW, make_listing, save, service_entity
from tests.web.conftest import Directory
from web.shortlist import MAX_KEPT, Shortlist, shortlist_of

A, B, C = (f"{n:08d}-0000-4000-8000-000000000000" for n in (1, 2, 3))


@pytest.mark.parametrize(
    ("text", "ids", "unread"),
    [
        ("", (), 0),
        (f"{A},{B}", (A, B), 0),
        (f" {A} ,,{A},{B.replace('-', '')}", (A, B), 0),
        (f"{A},<script>,\x00,{A[:-1]}", (A,), 3),
        (",".join(str(uuid4()) for _ in range(MAX_KEPT + 2)), None, 2),
    ],
)
def test_an_address_is_read_as_a_list(text: str, ids: tuple[str, ...] | None, unread: int) -> None:
    read = shortlist_of(text)
    assert read.unread == unread
    assert read.listing_ids == ids or (ids is None and read.is_full)


def test_a_list_is_added_to_put_in_order_and_shortened() -> None:
    kept = Shortlist((A, B))
    assert kept.having(C).listing_ids == (A, B, C)
    assert kept.having(A) == kept
    assert kept.lacking([A]).listing_ids == (B,)
    assert kept.having(C).moved(C, by=-1).listing_ids == (A, C, B)
    assert kept.moved(A, by=1).listing_ids == (B, A)
    assert kept.moved(A, by=-1) == kept
    full = Shortlist(tuple(str(uuid4()) for _ in range(MAX_KEPT)))
    assert full.having(A) == full


@pytest.fixture(params=["sqlite"])
def database_kind(request: pytest.FixtureRequest) -> str:
    """One kind is enough: the record is only read as all pages read it."""
    return str(request.param)


def addresses_in(page: str) -> list[str]:
    return [unescape(text) for text in re.findall(r'href="([^"]*)"', page)]


def test_keeping_works_by_links_alone_and_goes_from_page_to_page(directory: Directory) -> None:
    first, second = make_listing(directory.store, "Pantry"), make_listing(directory.store, "Meals")
    directory.refresh()
    page = directory.client.get(f"/search?q=pantry&near=20009&l={second}").get_data(as_text=True)
    both = f"/search?q=pantry&near=20009&l={second},{first}#keep-{first}"
    assert both in addresses_in(page)
    assert f"/listing/{first}?l={second}" in addresses_in(page)
    assert f'<input type="hidden" name="l" value="{second}">' in page
    answer = directory.client.get(both)
    page = answer.get_data(as_text=True)
    assert "Set-Cookie" not in answer.headers
    assert "My list (2)" in page
    assert f"/list?l={second},{first}" in addresses_in(page)
    assert f"/search?q=pantry&near=20009&l={second}#keep-{first}" in addresses_in(page)
    answer = directory.client.post(f"/search?l={first}", data={"q": "meals"})
    assert answer.headers["Location"] == f"/search?q=meals&l={first}"
    page = directory.client.get(f"/listing/{first}?l={first}").get_data(as_text=True)
    assert f"/listing/{first}#keep-{first}" in addresses_in(page)


def test_a_search_that_stands_in_no_address_is_asked_again_by_its_form(
    directory: Directory,
) -> None:
    listing_id = make_listing(directory.store, "Pantry")
    directory.refresh()
    page = directory.client.post("/search", data={"q": "pantry", "age": "67"}).get_data(True)
    assert f'form="search-again" formaction="/search?l={listing_id}#keep-{listing_id}"' in page
    form = page[page.index('id="search-again"') :]
    assert '<input type="hidden" name="age" value="67">' in form[: form.index("</form>")]
    assert not [address for address in addresses_in(page) if "67" in address.partition("?")[2]]


def test_the_list_says_what_to_do_in_its_order(directory: Directory) -> None:
    first, second = make_listing(directory.store, "Pantry"), make_listing(directory.store, "Meals")
    answer = directory.client.get(f"/list?l={second},{first}")
    page = answer.get_data(as_text=True)
    assert answer.status_code == 200
    assert 0 < page.index("<bdi>Meals</bdi>") < page.index("<bdi>Pantry</bdi>")
    assert page.count("tel:+1-202-555-0123") == 2
    assert "Not checked yet. Call before you go." in page
    assert f"/list?l={first},{second}#kept-{first}" in addresses_in(page)
    assert f"/list?l={first}" in addresses_in(page)
    assert f'value="http://localhost:8000/list?l={second},{first}"' in page
    assert '<svg role="img" aria-label="Code with the address of this list"' in page
    assert "style=" not in page
    assert '<meta name="robots" content="noindex">' in page


def test_the_letter_holds_the_list_and_ends_with_its_address(directory: Directory) -> None:
    listing_id = make_listing(directory.store, "Pantry & more\r\nBcc: x@example.org")
    page = directory.client.get(f"/list?l={listing_id}").get_data(as_text=True)
    letter = next(address for address in addresses_in(page) if address.startswith("mailto:"))
    assert letter.startswith("mailto:?subject=My%20list%20from%20Wellkept&body=Pantry%20%26%20more")
    assert letter.count("&") == 1
    assert unquote(letter).endswith(f"/list?l={listing_id}")
    many = [make_listing(directory.store, f"Pantry {n} {'x' * 200}") for n in range(9)]
    page = directory.client.get(f"/list?l={','.join(many)}").get_data(as_text=True)
    letter = next(address for address in addresses_in(page) if address.startswith("mailto:"))
    assert len(letter) < 2_000
    assert unquote(letter).endswith(many[-1])


def test_what_is_gone_withheld_or_no_id_is_told_without_its_name(directory: Directory) -> None:
    hidden = service_entity("Hidden", visibility=Visibility.WITHHELD)
    save(directory.store, hidden)
    listing_id = make_listing(directory.store, "Pantry")
    gone = (listing_id_of(hidden.entity_id, None), str(uuid4()), "<b>x")
    answer = directory.client.get("/list", query_string={"l": ",".join((*gone, listing_id))})
    page = answer.get_data(as_text=True)
    assert answer.status_code == 200
    assert "3 listings of this list are not here any more" in page
    assert "Hidden" not in page
    assert "<b>x" not in page
    assert f"/list?l={listing_id}" in addresses_in(page)
    assert f'value="http://localhost:8000/list?l={listing_id}"' in page
    with directory.store.transaction(actor="ada", now=NOW) as tx:
        tx.edit_listing(listing_id, Field.CLOSED, "defunct")
    assert "Closed." in directory.client.get(f"/list?l={listing_id}").get_data(as_text=True)


def test_a_confidential_address_is_on_no_list(directory: Directory) -> None:
    listing_id = directory.confidential_listing()
    page = directory.client.get(f"/list?l={listing_id}").get_data(as_text=True)
    assert "Call for the address" in page
    assert "12 Test" not in unquote(page)
    assert "Safe place" not in unquote(page)


@pytest.mark.parametrize("address", ["/list", "/list?l=", "/list?l=%ff,%00&l=x"])
def test_an_empty_list_has_ways_on(directory: Directory, address: str) -> None:
    answer = directory.client.get(address)
    page = answer.get_data(as_text=True)
    assert answer.status_code == 200
    assert "Nothing is on your list yet" in page
    assert "Start a new search" in page
    assert "My list (" not in page


def test_a_full_list_takes_no_more(directory: Directory) -> None:
    make_listing(directory.store, "Pantry")
    directory.refresh()
    kept = ",".join(str(uuid4()) for _ in range(MAX_KEPT))
    page = directory.client.get(f"/search?q=pantry&l={kept}").get_data(as_text=True)
    assert "Your list is full" in page
