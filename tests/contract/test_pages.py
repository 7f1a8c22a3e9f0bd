"""Order, pages and folding, on every engine."""

from __future__ import annotations

import pytest

from indexer.engine import Engine
from indexer.query import Sort
from indexer.result import SearchPage
from tests.contract.conftest import Search, ids_of, index, names_of
from tests.contract.documents import CENTRE, checked, document, listing_id, north

SORTED = (
    document("Soup d", point=north(3), belief=checked(5)),
    document("Soup É", point=north(1), belief=None),
    document("soup B", point=None, belief=checked(50)),
    document("Soup a", point=north(2), belief=checked(500)),
)


@pytest.mark.parametrize(
    ("sort", "order"),
    [
        (Sort.NAME, "aBdÉ"),
        (Sort.DISTANCE, "ÉadB"),
        (Sort.VERIFIED, "dBaÉ"),
    ],
)
def test_hits_stand_in_the_order_that_is_asked_for(
    engine: Engine, search: Search, sort: Sort, order: str
) -> None:
    index(engine, *SORTED)
    page = search("soup", near=CENTRE, sort=sort)
    assert "".join(name[-1] for name in names_of(page)) == order


def test_by_distance_from_nowhere_is_by_what_fits_best(engine: Engine, search: Search) -> None:
    index(engine, *SORTED)
    assert names_of(search("soup", sort=Sort.DISTANCE)) == names_of(search("soup"))


def pages_of(search: Search, limit: int, sort: Sort) -> list[SearchPage]:
    pages = [search("soup", limit=limit, sort=sort)]
    while pages[-1].has_next:
        pages.append(search("soup", limit=limit, sort=sort, page=len(pages) + 1))
    return pages


@pytest.mark.parametrize("sort", [Sort.BEST, Sort.NAME, Sort.VERIFIED])
def test_pages_of_equal_hits_never_repeat_or_skip(
    engine: Engine, search: Search, sort: Sort
) -> None:
    made = [
        document("Soup", listing_id=listing_id(str(n)), organization_id=None) for n in range(23)
    ]
    index(engine, *made)
    pages = pages_of(search, 5, sort)
    seen = [hit.listing_id for page in pages for hit in page.hits]
    assert seen == sorted(document.listing_id for document in made)
    assert [len(page.hits) for page in pages] == [5, 5, 5, 5, 3]
    assert {page.total for page in pages} == {23}


def test_a_page_behind_the_last_is_empty(engine: Engine, search: Search) -> None:
    index(engine, *SORTED)
    page = search("soup", page=9)
    assert (page.total, page.hits, page.has_next) == (4, (), False)


def test_an_organization_stands_once_with_the_others_folded_under_it(
    engine: Engine, search: Search
) -> None:
    chain = [
        document(f"Soup {n}", organization="Chain", organization_id="chain", point=north(n))
        for n in range(5)
    ]
    index(engine, *chain, document("Soup alone", point=north(2.5)))
    page = search("soup", near=CENTRE)
    assert names_of(page) == ["Soup 0", "Soup alone"]
    first = page.hits[0]
    assert first.more.count == 4
    assert first.more.listing_ids == tuple(listing_id(f"Soup {n}") for n in range(1, 5))
    assert page.total == 6
    assert page.hits[1].more.count == 0


def test_listings_without_an_organization_are_not_folded(engine: Engine, search: Search) -> None:
    index(engine, *(document(f"Soup {n}", organization_id=None) for n in range(3)))
    assert len(search("soup").hits) == 3


def test_pages_count_organizations(engine: Engine, search: Search) -> None:
    index(
        engine,
        *(document(f"Soup {n}", organization_id=f"organization {n % 4}") for n in range(12)),
    )
    pages = pages_of(search, 3, Sort.BEST)
    assert [len(page.hits) for page in pages] == [3, 1]
    assert len(ids_of(pages[0]) | ids_of(pages[1])) == 12
    assert not ids_of(pages[0]) & ids_of(pages[1])


def test_a_large_organization_names_its_first_hundred(engine: Engine, search: Search) -> None:
    index(engine, *(document(f"Soup {n}", organization_id="chain") for n in range(150)))
    (hit,) = search("soup").hits
    assert (hit.more.count, len(hit.more.listing_ids)) == (149, 100)
