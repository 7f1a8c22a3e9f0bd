"""Makes `directory.ndjson.gz`, the demo's directory: facts of the open data of Washington DC.

    python -m wellkept.demo.build ../shared/data/dc-crie-hsds/dc-crie-2023-05-31.zip

Taken are facts: names, addresses, points, phones, websites, hours, languages, categories. Every
description is one of `sentences.toml`; not one sentence of the export is copied.
"""

from __future__ import annotations

import gzip
import json
import sys
import tempfile
import tomllib
from collections.abc import Iterable, Iterator, Mapping
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from directory.database import open_database
from directory.fields import VOICE
from directory.imports import import_directory
from directory.listing import FullService, Visibility
from directory.model import (
    Attribute,
    Location,
    Phone,
    Schedule,
    Service,
    document_of,
    stable_id,
)
from directory.store import Store

HERE = Path(__file__).parent
DIRECTORY = HERE / "directory.ndjson.gz"
LISTINGS = 1_000
AS_OF = datetime(2023, 5, 31, tzinfo=UTC)
"""The date of the export."""

MAX_SENTENCES = 2
MAX_PLACES = 6
"""A service at more places than this would fill the demo with one organization."""

SCHEDULE_FACTS = frozenset({"id", "freq", "wkst", "interval", "byday", "opens_at", "closes_at"})
ADDRESS_FACTS = frozenset(
    {"id", "address_1", "address_2", "city", "state_province", "postal_code", "country",
     "address_type"}
)  # fmt: skip
ELIGIBILITY = "eligibility"
"""Taxonomies whose terms say for whom, not what, have this in their name."""


def build(export: Path) -> int:
    """Writes the demo's directory; answers how many listings it has."""
    sentences = tomllib.loads((HERE / "sentences.toml").read_text(encoding="utf-8"))["says"]
    with tempfile.TemporaryDirectory() as folder:
        database = open_database(f"sqlite:///{folder}/record.sqlite")
        database.migrate()
        store = Store(database)
        import_directory(store, export, source="export", as_of=AS_OF.date(), now=AS_OF)
        with store.reading() as view:
            chosen = list(_chosen(view.full_services(), sentences))
        database.close()
    lines = [json.dumps(document, ensure_ascii=False, sort_keys=True) for document in chosen]
    text = "\n".join(lines) + "\n"
    DIRECTORY.write_bytes(gzip.compress(text.encode(), mtime=0))
    return sum(max(1, len(document["service_at_locations"])) for document in chosen)


def _chosen(
    services: Iterable[FullService], sentences: Mapping[str, str]
) -> Iterator[dict[str, Any]]:
    """Documents of facts for about LISTINGS listings, always the same ones, those of which most is
    known first."""
    usable = [full for full in services if _is_usable(full, sentences)]
    usable.sort(key=lambda full: (-_known_of(full), stable_id("demo", full.service.id)))
    count = 0
    for full in usable:
        if count >= LISTINGS:
            return
        count += max(1, len(_public_places(full)))
        yield facts_of(full, sentences)


def _is_usable(full: FullService, sentences: Mapping[str, str]) -> bool:
    return (
        full.visibility is Visibility.PUBLIC
        and full.organization is not None
        and not full.confidential
        and 0 < len(_public_places(full)) <= MAX_PLACES
        and bool(_said_of(full, sentences))
    )


def _known_of(full: FullService) -> int:
    """How many of the things that people look for first are there: a number to call, hours."""
    holders: list[Service | Location] = [full.service, *_public_places(full)]
    assert full.organization is not None
    has_phone = bool(full.organization.phones) or any(holder.phones for holder in holders)
    return has_phone + any(_schedules(holder.schedules) for holder in holders)


def _public_places(full: FullService) -> list[Location]:
    return [
        place
        for key, place in full.locations.items()
        if full.location_visibility[key] is Visibility.PUBLIC and place.latitude is not None
    ]


def facts_of(full: FullService, sentences: Mapping[str, str]) -> dict[str, Any]:
    """The service as an HSDS document with facts of the export and words of our own."""
    service, organization = full.service, full.organization
    assert organization is not None
    document: dict[str, Any] = {
        "id": service.id,
        "name": service.name,
        "status": "active",
        "description": " ".join(_said_of(full, sentences)),
        "url": service.url,
        "phones": _phones(service.phones),
        "schedules": _schedules(service.schedules),
        "languages": [{"id": one.id, "name": one.name} for one in service.languages if one.name],
        "attributes": _terms(service.attributes),
        "eligibility_description": _for_whom(service.attributes),
        "organization": {
            "id": organization.id,
            "name": organization.name,
            "description": organization.name,
            "website": organization.website,
            "phones": _phones(organization.phones),
        },
        "service_at_locations": [
            {"id": stable_id("demo at", service.id, place.id), "location": _place(place)}
            for place in _public_places(full)
        ],
    }
    cleaned: dict[str, Any] = _without_none(document)
    return cleaned


def _said_of(full: FullService, sentences: Mapping[str, str]) -> list[str]:
    names = {term.name for term in _terms_of(full.service.attributes)}
    return [text for name, text in sentences.items() if name in names][:MAX_SENTENCES]


def _terms_of(attributes: Iterable[Attribute]) -> list[Any]:
    return [one.taxonomy_term for one in attributes if one.taxonomy_term is not None]


def _terms(attributes: Iterable[Attribute]) -> list[dict[str, Any]]:
    """Categories only: whom a service is for is said in words."""
    return [
        {
            "id": stable_id("demo term", attribute.id),
            "link_entity": "service",
            "taxonomy_term": {
                "id": attribute.taxonomy_term.id,
                "name": attribute.taxonomy_term.name,
                "description": attribute.taxonomy_term.name,
                "taxonomy": attribute.taxonomy_term.taxonomy,
            },
        }
        for attribute in attributes
        if attribute.taxonomy_term is not None and not _is_for_whom(attribute)
    ]


def _is_for_whom(attribute: Attribute) -> bool:
    term = attribute.taxonomy_term
    return term is not None and ELIGIBILITY in (term.taxonomy or "").lower()


def _for_whom(attributes: Iterable[Attribute]) -> str | None:
    """ "For: Veterans, DC Resident." from the names of the terms."""
    names = [a.taxonomy_term.name for a in attributes if a.taxonomy_term and _is_for_whom(a)]
    return f"For: {', '.join(dict.fromkeys(names))}." if names else None


def _phones(phones: Iterable[Phone]) -> list[dict[str, Any]]:
    return [
        document_of(
            Phone(id=phone.id, number=phone.number, extension=phone.extension, type="voice")
        )
        for phone in phones
        if (phone.type or "").lower() in VOICE
    ]


def _schedules(schedules: Iterable[Schedule]) -> list[dict[str, Any]]:
    documents = [document_of(schedule) for schedule in schedules]
    return [
        {key: value for key, value in document.items() if key in SCHEDULE_FACTS}
        for document in documents
        if "opens_at" in document and "closes_at" in document
    ]


def _place(place: Location) -> dict[str, Any]:
    addresses = [document_of(address) for address in place.addresses]
    return {
        "id": place.id,
        "name": place.name,
        "location_type": "physical",
        "latitude": place.latitude,
        "longitude": place.longitude,
        "addresses": [
            {key: value for key, value in address.items() if key in ADDRESS_FACTS}
            for address in addresses
            if "address_1" in address
        ],
        "phones": _phones(place.phones),
        "schedules": _schedules(place.schedules),
    }


def _without_none(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: _without_none(part) for key, part in value.items() if part not in (None, [])}
    if isinstance(value, list):
        return [_without_none(part) for part in value]
    return value


if __name__ == "__main__":
    print(f"{build(Path(sys.argv[1])):,} listings in {DIRECTORY}")
