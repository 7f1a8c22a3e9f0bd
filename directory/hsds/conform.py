"""Makes a document valid HSDS 3.2 for others: what is required is there, formats are kept.

Nothing is invented. A required description is the name, as HSDS importers do, and is marked so; a
required part of an address that nobody knows is empty. What cannot be said in the format that HSDS
asks for is left out; it stays in the record.
Source: HSDS 3.2 schema/*.json: required, enum, format.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

from directory.entities import JsonDocument
from directory.hsds.identity import is_uuid
from directory.model import ServiceStatus, stable_id

Shape = dict[str, Any]

_URI = re.compile(r"[a-zA-Z][a-zA-Z0-9+-]*:[!#$%&'()*+,./0-9:;=?@A-Z_a-z~-]+")
_DOMAIN = re.compile(r"[\w-]+(\.[\w-]+)+(:\d+)?([/?#][!#$%&'()*+,./0-9:;=?@A-Z_a-z~-]*)?", re.ASCII)
_EMAIL = re.compile(r"[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+(\.[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+)*"
                    r"@[A-Za-z0-9-]+(\.[A-Za-z0-9-]+)+")  # fmt: skip
_RFC_3339 = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:\d\d)")
_URI_NAMES = frozenset(("url", "website", "uri", "schedule_link", "term_uri"))
_EMAIL_NAMES = frozenset(("email", "assurer_email"))
_TIME_NAMES = frozenset(("last_modified", "updated"))
_ENUMS = {
    "freq": ("WEEKLY", "MONTHLY"),
    "wkst": ("MO", "TU", "WE", "TH", "FR", "SA", "SU"),
    "address_type": ("physical", "postal", "virtual"),
    "location_type": ("physical", "postal", "virtual"),
}
_REQUIRED_TEXT = ("address_1", "city", "state_province", "postal_code", "country")
_DESCRIBED = frozenset(("organization", "program", "taxonomy_term"))
"""Objects whose description HSDS requires."""

FILLED = "description_is_the_name"
"""`link_type` of the attribute that says so."""


def web_address(text: str) -> str | None:
    """An absolute address; None when the text is none.

    >>> web_address("www.dc.gov/food"), web_address("call us")
    ('http://www.dc.gov/food', None)
    """
    text = text.strip()
    if _URI.fullmatch(text):
        return text
    return f"http://{text}" if _DOMAIN.fullmatch(text) else None


def email_address(text: str) -> str | None:
    """The first mail address in a text, as people write "a@b.org or c@d.org"."""
    found = _EMAIL.search(text)
    return found[0] if found else None


def date_time(text: str) -> str | None:
    """RFC 3339, in UTC unless it was that before; None when the text is no time."""
    if _RFC_3339.fullmatch(text):
        return text
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        return None
    aware = moment if moment.tzinfo else moment.replace(tzinfo=UTC)
    return aware.astimezone(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")


def conforming(document: JsonDocument, kind: str) -> JsonDocument:
    """The document as HSDS requires it; `kind` is the name of its schema."""
    found = {name: _conforming_value(name, value) for name, value in document.items()}
    found = {name: value for name, value in found.items() if value not in (None, "", [], {})}
    return _with_required(found, kind)


def _conforming_value(name: str, value: Any) -> Any:
    if isinstance(value, dict):
        return conforming(value, kind_of_property(name))
    if isinstance(value, list):
        kind = kind_of_property(name)
        return [conforming(part, kind) if isinstance(part, dict) else part for part in value]
    rule = _rule_of(name)
    return rule(str(value)) if rule and value is not None else value


def _rule_of(name: str) -> Callable[[str], str | None] | None:
    if name == "id" or name.endswith("_id"):
        return _uuid
    if name in _URI_NAMES:
        return web_address
    if name in _EMAIL_NAMES:
        return email_address
    if name in _TIME_NAMES:
        return date_time
    if name in _ENUMS:
        return lambda text: text if text in _ENUMS[name] else None
    return None


def _uuid(text: str) -> str:
    return text if is_uuid(text) else stable_id("exported", text)


_NOT_BY_S = {
    "addresses": "address",
    "accessibility": "accessibility",
    "funding": "funding",
    "additional_websites": "url",
    "additional_urls": "url",
    "capacities": "service_capacity",
    "metadata": "metadata",
}


def kind_of_property(name: str) -> str:
    """The schema of what stands in a property: "phones" -> "phone"."""
    return _NOT_BY_S.get(name) or name.removesuffix("s")


def _with_required(document: JsonDocument, kind: str) -> JsonDocument:
    if kind == "address":
        defaults = dict.fromkeys(_REQUIRED_TEXT, "") | {"address_type": "physical"}
        return defaults | document
    if kind == "location":
        return {"location_type": "physical"} | document
    if kind == "service":
        statuses = [status.value for status in ServiceStatus]
        is_known = document.get("status") in statuses
        return document if is_known else document | {"status": ServiceStatus.ACTIVE.value}
    if kind in _DESCRIBED and "description" not in document and document.get("name"):
        return _described_by_name(document, kind)
    return document


def _described_by_name(document: JsonDocument, kind: str) -> JsonDocument:
    filled = document | {"description": document["name"]}
    if kind == "taxonomy_term":
        return filled  # a term has no attributes
    mark = {
        "id": stable_id("attribute", str(document.get("id")), FILLED),
        "link_id": document.get("id"),
        "link_entity": kind,
        "link_type": FILLED,
        "value": "true",
        "label": "The source gives no description; the name stands in its place",
    }
    return filled | {"attributes": [*document.get("attributes", ()), mark]}
