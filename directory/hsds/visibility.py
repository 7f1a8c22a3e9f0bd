"""Who may see what was read: statuses, flags, confidential addresses and their copies."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import replace
from typing import Any

from directory.entities import Entity, JsonDocument
from directory.evidence import EntityType
from directory.hsds.statements import Reading, Stated
from directory.listing import Visibility
from directory.model import Location, ServiceStatus, stable_id
from directory.privacy import is_confidential, redaction_of, says_place_is_confidential

_STATUSES = {status.value: status for status in ServiceStatus}
_ALSO = {
    "enabled": ServiceStatus.ACTIVE,
    "published": ServiceStatus.ACTIVE,
    "open": ServiceStatus.ACTIVE,
    "temporarily_closed": ServiceStatus.TEMPORARILY_CLOSED,
    "closed": ServiceStatus.DEFUNCT,
    "deleted": ServiceStatus.DEFUNCT,
    "archived": ServiceStatus.INACTIVE,
    "disabled": ServiceStatus.INACTIVE,
    "unpublished": ServiceStatus.INACTIVE,
    "private": ServiceStatus.INACTIVE,
    "hidden": ServiceStatus.INACTIVE,
    "draft": ServiceStatus.INACTIVE,
}
_WITHHELD = (ServiceStatus.INACTIVE, ServiceStatus.DEFUNCT)
_OVER = re.compile(r"(inactive|archived|deleted|private|hidden)\b")
"""What a status begins with that has more words: "Inactive, pending review"."""

_NO_REFERRAL = re.compile(r"\b(do\s+not|don'?t|no)\s+(refer|publish|list|show)", re.IGNORECASE)

TRUE_WORDS = frozenset(("yes", "y", "true", "t", "1", "x", "on"))
FALSE_WORDS = frozenset(("no", "n", "false", "f", "0", "", "off"))

_PRIVATE_FLAG = re.compile(
    r"(^|_)(is_?)?(confidential|private|undisclosed)(_address|_location)?$"
    r"|address_?is_?private|hide_?address",
    re.IGNORECASE,
)
SOURCE_STATUS = "source_status"
"""`link_type` of the attribute that keeps a status that HSDS has no word for."""


def status_of(text: str) -> ServiceStatus | None:
    """The HSDS status that a source's word means; None when nobody knows.

    >>> status_of("Active, but do not refer")
    <ServiceStatus.INACTIVE: 'inactive'>
    """
    words = " ".join(text.lower().split())
    if _NO_REFERRAL.search(words) or _OVER.match(words):
        return ServiceStatus.INACTIVE
    return _STATUSES.get(words) or _ALSO.get(words)


def with_known_status(
    document: JsonDocument, reading: Reading, label: str
) -> tuple[JsonDocument, Visibility]:
    """The service with a status of HSDS, and whether it is public.

    A code that nobody explains is kept as an attribute; its service is public, and warned about.
    """
    text = str(document.get("status") or "").strip()
    status = status_of(text)
    visibility = Visibility.WITHHELD if status in _WITHHELD else Visibility.PUBLIC
    if status is not None or not text:
        return document | {"status": (status or ServiceStatus.ACTIVE).value}, visibility
    reading.remark(f"{label} have the status {text[:40]!r}, which nobody explains: kept and shown")
    kept = {
        "id": stable_id("attribute", document["id"], SOURCE_STATUS),
        "link_id": document["id"],
        "link_entity": "service",
        "link_type": SOURCE_STATUS,
        "label": "Status in the source",
        "value": text,
    }
    attributes = [*document.get("attributes", ()), kept]
    return document | {"status": ServiceStatus.ACTIVE.value, "attributes": attributes}, visibility


def is_true(text: Any) -> bool:
    """Whether a flag is set; a word that is neither yes nor no counts as set: that is safe."""
    return str(text if text is not None else "").strip().lower() not in FALSE_WORDS


def location_visibility(document: JsonDocument) -> Visibility:
    """ADDRESS_WITHHELD when an address reads "Confidential" or a flag says so."""
    addresses = document.get("addresses", ())
    texts = [
        address.get(name)
        for address in addresses
        for name in ("attention", "address_1", "address_2", "city", "region", "postal_code")
    ]
    flags = [
        value
        for part in (document, *addresses)
        for name, value in part.items()
        if _PRIVATE_FLAG.search(name) and not isinstance(value, dict | list)
    ]
    words = [document.get(name) for name in ("name", "alternate_name", "description")]
    is_private = (
        any(map(is_confidential, texts))
        or any(map(says_place_is_confidential, words))
        or any(map(is_true, flags))
    )
    return Visibility.ADDRESS_WITHHELD if is_private else Visibility.PUBLIC


def without_point(document: JsonDocument) -> JsonDocument:
    """A confidential place has no point, not even in the record: nothing can leak it."""
    return {key: value for key, value in document.items() if key not in ("latitude", "longitude")}


def withhold_copies(reading: Reading) -> None:
    """Withholds locations that repeat, in any spelling, a confidential address of their owner."""
    places = reading.stated[EntityType.LOCATION]
    for owner, secret in _confidential_by_owner(places.values()).items():
        pattern = redaction_of(secret)
        if pattern is None:
            continue
        for key, stated in places.items():
            is_theirs = stated.entity.document.get("organization_id") == owner
            if is_theirs and any(pattern.search(line) for line in _lines(stated.entity)):
                places[key] = _withheld(stated)


def _confidential_by_owner(stated: Iterable[Stated]) -> dict[str, list[Location]]:
    found: dict[str, list[Location]] = {}
    for one in stated:
        entity = one.entity
        owner = entity.document.get("organization_id")
        if owner and entity.visibility is Visibility.ADDRESS_WITHHELD:
            found.setdefault(owner, []).append(Location.model_validate(entity.document))
    return found


def _lines(entity: Entity) -> list[str]:
    return [
        " ".join(str(part) for part in address.values() if isinstance(part, str))
        for address in entity.document.get("addresses", ())
    ]


def _withheld(stated: Stated) -> Stated:
    entity = replace(
        stated.entity,
        visibility=Visibility.ADDRESS_WITHHELD,
        document=without_point(stated.entity.document),
    )
    return replace(stated, entity=entity)
