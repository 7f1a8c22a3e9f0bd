"""The eligibility of a whole service: its fields, its text, its tags; and out of the house."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import jsonschema_rs
import pytest
from hypothesis import HealthCheck, given, settings

from directory.eligibility import Criterion, Eligibility, eligibility_for, read_eligibility
from directory.eligibility.attributes import eligibility_of, with_eligibility
from directory.eligibility.model import Dimension, Provenance
from directory.exports import export_directory
from directory.hsds.conform import conforming
from directory.model import Attribute, RequiredDocument, Service, TaxonomyTerm, document_of
from directory.store import Store
from tests.directory.importing import listings, load, service_document, written
from tests.directory.test_eligibility import eligibilities

ID = "7a9d3c04-0a4e-4a0c-9f59-0d5a1b5b2a01"
VETERAN = Criterion(Dimension.POPULATION, "veteran")


def service(**values: Any) -> Service:
    return Service(id=ID, name="Pantry", **values)


def tag(name: str, link_type: str) -> Attribute:
    term = TaxonomyTerm(id=f"term {name}", name=name)
    return Attribute(id=f"tag {name}", link_type=link_type, taxonomy_term=term)


def told(eligibility: Eligibility) -> list[tuple[str, str | float | None, str]]:
    return [
        (c.dimension.value, c.value or c.min_years, c.provenance.value)
        for c in eligibility.criteria
    ]


def test_the_text_adds_to_what_is_asserted_and_never_overrules_it() -> None:
    asked = service(minimum_age=60, eligibility_description="Veterans, ages 55 and over")
    assert told(eligibility_for(asked)) == [
        ("age", 60, "asserted"),
        ("population", "veteran", "inferred"),
    ]


def test_a_group_that_lost_an_alternative_goes_whole() -> None:
    asked = service(
        minimum_age=60, eligibility_description="Veterans, students, or ages 55 and over"
    )
    assert read_eligibility(asked.eligibility_description or "").criteria[1].group == "a"
    assert told(eligibility_for(asked)) == [("age", 60, "asserted")]


def test_a_text_that_opens_to_all_is_not_believed_against_an_asserted_limit() -> None:
    open_text = "Open to the public"
    assert eligibility_for(service(eligibility_description=open_text)).open_to_all is True
    limited = eligibility_for(service(minimum_age=60, eligibility_description=open_text))
    assert limited.open_to_all is None


def test_tags_say_for_whom_and_never_no() -> None:
    tagged = service(attributes=(tag("Veterans", "Service Eligibility"), tag("Food", "Category")))
    (criterion,) = eligibility_for(tagged).criteria
    assert (criterion.value, criterion.group, criterion.confidence) == (
        "veteran",
        "tag population",
        0.5,
    )


def test_required_documents_are_read() -> None:
    papers = (RequiredDocument(id="d", document="Photo ID and proof of address"),)
    read = eligibility_for(service(required_documents=papers))
    assert [c.value for c in read.criteria] == ["photo_id", "proof_of_address"]


def test_a_service_that_says_nothing_asks_nothing() -> None:
    assert eligibility_for(service()) == Eligibility()


def test_our_own_attributes_are_no_tags() -> None:
    written_service = with_eligibility(service(), Eligibility((VETERAN,)))
    assert eligibility_for(written_service).criteria == (VETERAN,)
    assert eligibility_for(written_service).criteria[0].provenance is Provenance.ASSERTED


# ------------------------------------------------------------------ out of the house


def strict(schema: Any) -> Any:
    """The schema with no property allowed that it does not name."""
    if isinstance(schema, list):
        return [strict(part) for part in schema]
    if not isinstance(schema, dict):
        return schema
    made = {key: strict(value) for key, value in schema.items()}
    return made | ({"additionalProperties": False} if "properties" in made else {})


@pytest.fixture(scope="module")
def validator(shared: Path) -> jsonschema_rs.Draft202012Validator:
    schema = json.loads((shared / "hsds/3.2/bundled/service.json").read_text(encoding="utf-8"))
    return jsonschema_rs.Draft202012Validator(strict(schema), validate_formats=True)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(eligibility=eligibilities)
def test_every_eligibility_is_valid_hsds_in_strict_mode(
    eligibility: Eligibility, validator: jsonschema_rs.Draft202012Validator
) -> None:
    document = document_of(with_eligibility(service(), eligibility))
    validator.validate(conforming(document, "service"))


@pytest.mark.parametrize("database_kind", ["sqlite"])
def test_an_exported_eligibility_comes_back_and_the_text_is_untouched(
    store: Store, tmp_path: Path, validator: jsonschema_rs.Draft202012Validator
) -> None:
    text = "Veterans  in Ward 7\nCall first"
    asked = read_eligibility(text)
    source = Service.model_validate(service_document(eligibility_description=text))
    load(store, written(tmp_path / "in.json", document_of(with_eligibility(source, asked))))
    export_directory(store, tmp_path / "out.json")
    (document,) = json.loads((tmp_path / "out.json").read_text(encoding="utf-8"))
    validator.validate(document)
    assert document["eligibility_description"] == text
    assert eligibility_of(Service.model_validate(document)) == asked
    assert eligibility_of(listings(store)[0].service) == asked
