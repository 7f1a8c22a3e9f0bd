"""Terms of areas say of a place what `geodata.served.serves` says."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from geodata.coverage_words import Unresolved
from geodata.gazetteer import open_gazetteer
from geodata.places import Area
from geodata.served import EVERYWHERE, ServedAreas, Serves, Unread, serves
from geodata.service_area import Home, ServiceAreaReader
from indexer.serving import (
    NO,
    UNKNOWN,
    YES,
    Codes,
    SetTable,
    TermTable,
    mask_of,
    parts_of,
    served_of,
    set_of,
    terms_in,
    terms_of,
    tokens_of,
    verdicts,
)

PLACES = open_gazetteer()
DC = ServiceAreaReader(PLACES, Home("DC"))
TEXTS = [
    "District of Columbia", "Montgomery and Prince George's Counties", "20001, 20002", "20009",
    "Ward 7", "Nationwide", "Worldwide", "DC Metro Area", "Maryland", "Shaw", "",
    "Anyone except DC residents", "Maryland except Montgomery County", "Virginia, Ward 8",
    "Hartford County, Connecticut", "Puerto Rico", "Northern Virginia", "Alexandria, VA",
]  # fmt: skip
TYPED = [
    "20009", "20010", "Silver Spring MD", "Montgomery County, MD", "Maryland", "38.92,-77.03",
    "Shaw", "Hartford, CT", "Stamford, CT", "San Juan, Puerto Rico", "Alexandria, VA", "Chicago",
    "19.43,-99.13", "Columbia Heights",
]  # fmt: skip
CODE = {Serves.NO: NO, Serves.UNKNOWN: UNKNOWN, Serves.YES: YES}


def told(terms: tuple[str, ...], place: tuple[Area, ...]) -> int:
    """As a search does: terms of many listings in one table, one listing's by number."""
    everything = ["", *sorted({*OTHERS, *terms})]
    served, left_out = TermTable(everything).codes(place)
    numbers = [everything.index(term) for term in terms] or [0]
    one = verdicts(np.array([served[numbers].max()]), np.array([left_out[numbers].max()]))
    return int(one[0])


def terms_of_text(text: str) -> tuple[str, ...]:
    served = DC.read(text)
    return terms_of(served, PLACES.parts((*served.areas, *served.excluded)))


OTHERS = {term for text in TEXTS for term in terms_of_text(text)}


@pytest.mark.parametrize("typed", TYPED)
@pytest.mark.parametrize("text", TEXTS)
def test_terms_answer_as_serves_does(text: str, typed: str) -> None:
    served, place = DC.read(text), PLACES.understand(typed).areas
    verdict = serves(served, place, PLACES.parts((*served.areas, *served.excluded)))
    assert told(terms_of_text(text), place) == CODE[verdict.value]


AREAS = [
    EVERYWHERE, Area("country", "US", "United States"), Area("state", "11", "DC"),
    Area("state", "24", "Maryland"), Area("county", "24031", "Montgomery"),
    Area("county", "09003", "Hartford"), Area("zip", "20009", "20009"), Area("ward", "6", "Ward 6"),
    Area("place", "4140963", "Washington, DC"),
    Area("region", "washington-metropolitan-area", "DMV"),
]  # fmt: skip
OF_PLACE = [area for area in AREAS if area.kind not in ("world", "region")] + [
    Area("zip", "20010", "20010", is_approximate=True), Area("county", "09110", "Capitol"),
]  # fmt: skip


@given(
    st.frozensets(st.sampled_from(AREAS)), st.frozensets(st.sampled_from(AREAS)), st.booleans(),
    st.lists(st.sampled_from(OF_PLACE), unique_by=lambda area: area.kind),
)  # fmt: skip
def test_any_areas_are_answered_alike(
    areas: frozenset[Area], excluded: frozenset[Area], has_text: bool, place: list[Area]
) -> None:
    texts = (Unread("Ward 8", Unresolved.WARD),) if has_text else ()
    served = ServedAreas("", areas, excluded, texts)
    parts = PLACES.parts((*areas, *excluded))
    verdict = serves(served, place, parts).value
    terms = terms_of(served, parts)
    assert told(terms, tuple(place)) == CODE[verdict]
    assert serves(served_of(terms), place, parts_of(terms)).value is verdict


def test_sets_are_answered_by_number() -> None:
    sets = ["", *(set_of(terms_of_text(text)) for text in TEXTS)]
    table = SetTable(sets)
    for typed in TYPED:
        place = PLACES.understand(typed).areas
        wanted = [UNKNOWN, *(told(terms_of_text(text), place) for text in TEXTS)]
        assert table.verdicts(place).tolist() == wanted


def test_a_set_gives_its_terms_back() -> None:
    terms = terms_of_text("Maryland except Montgomery County")
    assert terms_in(set_of(terms)) == terms
    assert (terms_in(""), tokens_of(terms)) == ((), ("state:24",))


def test_each_state_has_a_bit_of_its_own() -> None:
    codes = [state.fips for state in PLACES.facts.states.values()]
    assert len({mask_of([code]) for code in codes}) == len(codes)
    assert max(mask_of([code]) for code in codes) < 1 << 63


def test_the_terms_of_a_place_are_found() -> None:
    terms = ["", *terms_of_text("Maryland"), *terms_of_text("Worldwide")]
    assert TermTable(terms).there(PLACES.understand("20910").areas) == [1, 2]
    assert TermTable(terms).there(PLACES.understand("20009").areas) == [2]


def test_nobody_is_told_more_than_three_texts() -> None:
    served = ServedAreas(
        "", unresolved=tuple(Unread(f"Ward {n}", Unresolved.WARD) for n in range(9))
    )
    assert len(terms_of(served, PLACES.parts(()))) == 3


def test_codes_are_small_numbers() -> None:
    codes: Codes = TermTable(["", "?\x1fWard 7"]).codes(())[0]
    assert codes.tolist() == [0, UNKNOWN]
