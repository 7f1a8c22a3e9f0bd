"""A listing of the record becomes a search document, with public facts only."""

from typing import Any

import pytest

from directory.belief import when_known
from directory.listing import Listing, Visibility
from directory.model import Language, Organization, Service
from directory.store import Store
from geodata.shapes import Precision
from indexer.document import SearchDocument
from indexer.fields import MAX_SUMMARY
from indexer.flatten import categories_of, is_free, search_document, summary_of
from indexer.language import language_names
from tests.factories import (
    NOW,
    location_entity,
    organization_entity,
    save,
    service_entity,
)


def listed(**changes: Any) -> Listing:
    """A listing of a service without a place."""
    document = {"id": "s", "name": "Soup"} | changes
    owner = Organization(id="o", name="House", description="A house.", alternate_name="H; Haus")
    return Listing("l", Service.model_validate(document), owner, location=None, at_location=None)


def flat(**changes: Any) -> SearchDocument:
    return search_document(listed(**changes), when_known(NOW))


def document_in(store: Store) -> SearchDocument:
    with store.reading() as view:
        ((listing, belief),) = view.search_inputs()
    return search_document(listing, belief)


def test_a_listing_is_flattened_whole(store: Store) -> None:
    owner = organization_entity("Bread House", alternate_name="BH")
    place = location_entity("Main hall", languages=[{"id": "l", "code": "es"}])
    made = service_entity(
        "Food pantry", organization=owner, locations=(place,), eligibility_description="Families",
        fees_description="Free of charge", languages=[{"id": "m", "name": "Arabic, some English"}],
    )  # fmt: skip
    save(store, owner, place, made)
    document = document_in(store)
    assert (document.name, document.organization) == ("Food pantry", "Bread House")
    assert document.organization_id == owner.entity_id
    assert document.alternate_names == ("BH",)
    assert document.details == "Families Main hall"
    assert document.languages == ("Arabic", "English", "Spanish")
    assert document.cost == "free"
    assert document.address == "12 Test Street NW, Washington, DC 20009"
    assert document.phone == "(202) 555-0123"
    assert document.precision is Precision.ROOFTOP
    assert document.point is not None
    assert document.source_ids == {
        "organization": owner.source_row_id,
        "service": made.source_row_id,
        "location": place.source_row_id,
    }


def test_a_confidential_place_gives_nothing_away(store: Store) -> None:
    owner = organization_entity()
    place = location_entity("Safe hall", visibility=Visibility.ADDRESS_WITHHELD)
    made = service_entity(
        "Shelter", organization=owner, locations=(place,),
        description="Come to 12 Test St. NW at night.",
    )  # fmt: skip
    save(store, owner, place, made)
    document = document_in(store)
    assert (document.point, document.precision, document.address) == (None, Precision.NONE, None)
    assert "Test" not in str(document)
    assert "Safe hall" not in str(document)


def term(name: str, link_type: str | None = None) -> dict[str, Any]:
    return {"id": name, "link_type": link_type, "taxonomy_term": {"id": name, "name": name}}


def test_terms_are_categories_unless_they_say_something_else() -> None:
    attributes = [
        term("Food"), term("Meals", "service"), term("Veterans", "intended_audience"),
        term("Food"), term("Under 18", "eligibility"), {"id": "x", "value": "5"}, term(" "),
    ]  # fmt: skip
    document = flat(attributes=attributes)
    assert document.categories == ("Food", "Meals")
    assert document.details == "Veterans Under 18"
    assert categories_of(listed().service) == ()


@pytest.mark.parametrize(
    ("said", "is_it"),
    [
        ({"fees_description": "Free"}, True),
        ({"fees_description": "There is no fee."}, True),
        ({"fees_description": "None"}, True),
        ({"fees": "Gratis"}, True),
        ({"cost_options": [{"id": "c", "amount": 0}]}, True),
        ({"fees_description": "No fees", "cost_options": [{"id": "c", "amount": 5}]}, False),
        ({"fees_description": "Free for members"}, False),
        ({"fees_description": "No charge, but donations are welcome"}, False),
        ({"fees_description": "Free to $20"}, False),
        ({"fees_description": "None listed; varies"}, False),
        ({"fees_description": "Freedom card"}, False),
        ({"fees_description": "Sliding scale"}, False),
        ({"fees_description": "Free", "fees": "20"}, False),
        ({}, False),
    ],
)
def test_free_is_what_is_said_to_be_free_without_conditions(
    said: dict[str, Any], is_it: bool
) -> None:
    assert is_free(listed(**said).service) is is_it


def test_a_summary_is_one_line_cut_at_a_word() -> None:
    assert summary_of("  Soup\n and  bread. ") == "Soup and bread."
    exact = "a" * MAX_SUMMARY
    assert summary_of(exact) == exact
    cut = summary_of("word, " * 100)
    assert cut.endswith("word…")
    assert len(cut) <= MAX_SUMMARY
    assert len(summary_of("b" * 500)) == MAX_SUMMARY


def test_a_service_without_a_description_has_that_of_its_organization() -> None:
    assert flat().summary == "A house."
    assert flat(description="Soup.").summary == "Soup."
    assert flat(alternate_name="Broth\nStew").alternate_names == ("Broth", "Stew", "H", "Haus")


@pytest.mark.parametrize(
    ("language", "names"),
    [
        ({"code": "es"}, ("Spanish",)),
        ({"code": "pt-BR"}, ("Portuguese",)),
        ({"code": "spa", "name": "Español"}, ("Spanish",)),
        ({"name": "ASL"}, ("American Sign Language",)),
        ({"name": "TDD and some Spanish"}, ("Spanish",)),
        ({"name": "Chinese (Mandarin)"}, ("Chinese", "Mandarin")),
        ({"name": "Over 150 languages"}, ()),
        ({"name": "Thailand"}, ()),
        ({"code": "xx"}, ()),
        ({}, ()),
    ],
)
def test_languages_are_told_by_their_names(
    language: dict[str, str], names: tuple[str, ...]
) -> None:
    assert language_names([Language.model_validate({"id": "l"} | language)]) == names
