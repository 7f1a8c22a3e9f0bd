"""HSDS 3.2 documents as pydantic models. Unknown properties are kept and given back on export.

Source: Human Services Data Specification 3.2, schema/*.json. Every field has the HSDS name, so
`Service.model_validate(document)` reads a document and `document_of(service)` writes it: empty
properties are left out, as the specification asks. Lists are tuples and models are frozen, because
a document is a value: a change makes a new one (`model_copy(update=...)`).
"""

from __future__ import annotations

from enum import StrEnum
from typing import Any
from uuid import UUID, uuid5

from pydantic import BaseModel, ConfigDict

WELLKEPT_NAMESPACE = UUID("5d0f1c0e-52c5-5a7e-9a59-4f1d5d0b7c11")
"""Namespace of every id we make. Never changes: ids made from it are kept by other systems."""


def stable_id(*parts: str) -> str:
    """A UUID (version 5) that is the same for the same parts, in every run and on every machine."""
    return str(uuid5(WELLKEPT_NAMESPACE, "\x1f".join(parts)))


class ServiceStatus(StrEnum):
    """HSDS `service.status`."""

    ACTIVE = "active"
    INACTIVE = "inactive"
    DEFUNCT = "defunct"
    TEMPORARILY_CLOSED = "temporarily closed"


class Document(BaseModel):
    """What all HSDS objects have in common: an id, attributes, and room for what we do not know."""

    model_config = ConfigDict(extra="allow", frozen=True)

    id: str
    attributes: tuple[Attribute, ...] = ()


class TaxonomyTerm(BaseModel):
    model_config = ConfigDict(extra="allow", frozen=True)

    id: str
    name: str
    description: str | None = None
    code: str | None = None
    parent_id: str | None = None
    taxonomy: str | None = None
    taxonomy_id: str | None = None
    language: str | None = None
    term_uri: str | None = None


class Attribute(BaseModel):
    """A taxonomy term or a value attached to another object; `link_type` says in what role."""

    model_config = ConfigDict(extra="allow", frozen=True)

    id: str
    link_id: str | None = None
    link_entity: str | None = None
    link_type: str | None = None
    value: str | None = None
    label: str | None = None
    taxonomy_term_id: str | None = None
    taxonomy_term: TaxonomyTerm | None = None


class Url(Document):
    url: str
    label: str | None = None


class Language(Document):
    name: str | None = None
    code: str | None = None
    note: str | None = None


class Phone(Document):
    number: str
    extension: float | None = None
    type: str | None = None
    description: str | None = None
    languages: tuple[Language, ...] = ()


class Address(Document):
    """All parts may be empty in real data: none but the id is required here; export validates."""

    attention: str | None = None
    address_1: str | None = None
    address_2: str | None = None
    city: str | None = None
    region: str | None = None
    state_province: str | None = None
    postal_code: str | None = None
    country: str | None = None
    address_type: str | None = None


class Schedule(Document):
    """RFC 5545 parts with the wall clock in `opens_at`/`closes_at` (HH:MM)."""

    valid_from: str | None = None
    valid_to: str | None = None
    dtstart: str | None = None
    until: str | None = None
    count: float | None = None
    wkst: str | None = None
    freq: str | None = None
    interval: float | None = None
    byday: str | None = None
    byweekno: str | None = None
    bymonthday: str | None = None
    byyearday: str | None = None
    timezone: float | None = None
    opens_at: str | None = None
    closes_at: str | None = None
    description: str | None = None
    schedule_link: str | None = None
    attending_type: str | None = None
    notes: str | None = None


class ServiceArea(Document):
    name: str | None = None
    description: str | None = None
    extent: str | None = None
    extent_type: str | None = None
    uri: str | None = None


class RequiredDocument(Document):
    document: str | None = None
    uri: str | None = None


class Accessibility(Document):
    description: str | None = None
    details: str | None = None
    url: str | None = None


class CostOption(Document):
    valid_from: str | None = None
    valid_to: str | None = None
    option: str | None = None
    currency: str | None = None
    amount: float | None = None
    amount_description: str | None = None


class Funding(Document):
    source: str | None = None


class Contact(Document):
    name: str | None = None
    title: str | None = None
    department: str | None = None
    email: str | None = None
    phones: tuple[Phone, ...] = ()


class Program(Document):
    name: str
    description: str | None = None
    alternate_name: str | None = None
    organization_id: str | None = None


class OrganizationIdentifier(Document):
    identifier_type: str
    identifier: str
    identifier_scheme: str | None = None


class Location(Document):
    location_type: str = "physical"
    url: str | None = None
    name: str | None = None
    alternate_name: str | None = None
    description: str | None = None
    transportation: str | None = None
    latitude: float | None = None
    longitude: float | None = None
    external_identifier: str | None = None
    external_identifier_type: str | None = None
    organization_id: str | None = None
    languages: tuple[Language, ...] = ()
    addresses: tuple[Address, ...] = ()
    contacts: tuple[Contact, ...] = ()
    accessibility: tuple[Accessibility, ...] = ()
    phones: tuple[Phone, ...] = ()
    schedules: tuple[Schedule, ...] = ()


class Organization(Document):
    name: str
    description: str | None = None
    alternate_name: str | None = None
    email: str | None = None
    website: str | None = None
    additional_websites: tuple[Url, ...] = ()
    logo: str | None = None
    uri: str | None = None
    year_incorporated: float | None = None
    legal_status: str | None = None
    tax_status: str | None = None
    tax_id: str | None = None
    parent_organization_id: str | None = None
    funding: tuple[Funding, ...] = ()
    contacts: tuple[Contact, ...] = ()
    phones: tuple[Phone, ...] = ()
    programs: tuple[Program, ...] = ()
    organization_identifiers: tuple[OrganizationIdentifier, ...] = ()


class ServiceAtLocation(Document):
    """Where a service is given. In the store `location` is empty and `location_id` points to it."""

    service_id: str | None = None
    location_id: str | None = None
    description: str | None = None
    service_areas: tuple[ServiceArea, ...] = ()
    contacts: tuple[Contact, ...] = ()
    phones: tuple[Phone, ...] = ()
    schedules: tuple[Schedule, ...] = ()
    location: Location | None = None


class Service(Document):
    """In the store `organization` is empty and `organization_id` points to it."""

    name: str
    status: str = ServiceStatus.ACTIVE.value
    organization_id: str | None = None
    program_id: str | None = None
    alternate_name: str | None = None
    description: str | None = None
    url: str | None = None
    additional_urls: tuple[Url, ...] = ()
    email: str | None = None
    interpretation_services: str | None = None
    application_process: str | None = None
    fees_description: str | None = None
    fees: str | None = None
    wait_time: str | None = None
    licenses: str | None = None
    accreditations: str | None = None
    eligibility_description: str | None = None
    minimum_age: float | None = None
    maximum_age: float | None = None
    assured_date: str | None = None
    assurer_email: str | None = None
    alert: str | None = None
    last_modified: str | None = None
    phones: tuple[Phone, ...] = ()
    schedules: tuple[Schedule, ...] = ()
    service_areas: tuple[ServiceArea, ...] = ()
    service_at_locations: tuple[ServiceAtLocation, ...] = ()
    languages: tuple[Language, ...] = ()
    funding: tuple[Funding, ...] = ()
    cost_options: tuple[CostOption, ...] = ()
    required_documents: tuple[RequiredDocument, ...] = ()
    contacts: tuple[Contact, ...] = ()
    organization: Organization | None = None
    program: Program | None = None


def document_of(model: BaseModel) -> dict[str, Any]:
    """The HSDS document of a model, without empty properties (HSDS mapping rule: no nulls)."""
    return _without_empty(model.model_dump(mode="json"))


def _without_empty(value: dict[str, Any]) -> dict[str, Any]:
    kept: dict[str, Any] = {}
    for key, part in value.items():
        if isinstance(part, dict):
            part = _without_empty(part)
        elif isinstance(part, list):
            part = [_without_empty(p) if isinstance(p, dict) else p for p in part]
        if part is not None and part not in ("", [], {}):
            kept[key] = part
    return kept


Document.model_rebuild()
