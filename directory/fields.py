"""The reportable fields of a listing: where each stands in the documents, what it says, and how a
new value is written. The one place that knows this; pages, verification and the crawler ask here.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any

from directory.errors import EditRefusedError
from directory.evidence import Field
from directory.listing import Listing
from directory.model import Address, Phone, Schedule, ServiceStatus, document_of, stable_id

VOICE = ("voice", None, "", "cell", "hotline")
"""Phone types that a person answers; None and "" are unknown, and mostly are voice."""

PATH_FIELDS = {
    "phones": Field.PHONE,
    "addresses": Field.ADDRESS,
    "schedules": Field.HOURS,
    "status": Field.CLOSED,
    "eligibility_description": Field.ELIGIBILITY,
    "minimum_age": Field.ELIGIBILITY,
    "maximum_age": Field.ELIGIBILITY,
    "url": Field.WEBSITE,
    "website": Field.WEBSITE,
}
"""The property at the start of a path, and the field that it is of."""

ADDRESS_LINE = re.compile(
    r"^(?P<address_1>[^,\n]+(?:,[^,\n]+)*?)[,\n]\s*(?P<city>[^,\n]+)[,\s]+"
    r"(?P<state_province>[A-Z]{2})\s+(?P<postal_code>\d{5}(?:-\d{4})?)\s*$"
)
""" "614 H Street NW, Suite 2, Washington, DC 20001"; other forms are kept as one line."""


def field_of_path(entity_type: str, path: str) -> str | None:
    """The field that a revision's path is about; None when it is about none of them."""
    parts = re.split(r"[.\[]", path)
    if parts[0] == "service_at_locations" and len(parts) > 2:
        parts = parts[2:]
    field = PATH_FIELDS.get(parts[0])
    return field.value if field else None


def field_values(listing: Listing) -> dict[str, str]:
    """What the listing says in each field, as text; fields that it says nothing about are absent.

    "closed" is the HSDS status, so that "is it still there?" has a value to confirm.
    """
    values = {
        Field.PHONE: phone_text(shown_phone(listing)),
        Field.ADDRESS: address_text(shown_address(listing)),
        Field.HOURS: "\n".join(hours_texts(listing)),
        Field.ELIGIBILITY: listing.service.eligibility_description or "",
        Field.WEBSITE: website_of(listing) or "",
        Field.CLOSED: listing.service.status,
    }
    return {field.value: value for field, value in values.items() if value}


def phones_of(listing: Listing) -> tuple[Phone, ...]:
    """The phones nearest to the service: at this location, of the location, the service, the
    organization; the first of these that has any."""
    for holder in (listing.at_location, listing.location, listing.service, listing.organization):
        if holder is not None and holder.phones:
            return holder.phones
    return ()


def shown_phone(listing: Listing) -> Phone | None:
    """The number to call: the first that a person answers, searched outwards as in phones_of."""
    for holder in (listing.at_location, listing.location, listing.service, listing.organization):
        for phone in holder.phones if holder is not None else ():
            if (phone.type or "").lower() in VOICE and any(c.isdigit() for c in phone.number):
                return phone
    return None


def phone_text(phone: Phone | None) -> str:
    """ "(202) 555-0100 ext. 4"."""
    if phone is None:
        return ""
    return f"{phone.number} ext. {phone.extension:g}" if phone.extension else phone.number


def shown_address(listing: Listing) -> Address | None:
    """The physical address of the location, else its first; None when there is none."""
    addresses = listing.location.addresses if listing.location else ()
    physical = [address for address in addresses if address.address_type in (None, "physical")]
    return next(iter(physical or addresses), None)


def address_text(address: Address | None) -> str:
    """One line, as on an envelope: "614 H Street NW, Washington, DC 20001"."""
    if address is None:
        return ""
    region = " ".join(filter(None, (address.state_province, address.postal_code)))
    parts = (address.address_1, address.address_2, address.city, region)
    return ", ".join(part for part in parts if part)


def schedules_of(listing: Listing) -> tuple[Schedule, ...]:
    """The schedules nearest to the service, as in phones_of (organizations have none)."""
    for holder in (listing.at_location, listing.service, listing.location):
        if holder is not None and holder.schedules:
            return holder.schedules
    return ()


def hours_texts(listing: Listing) -> list[str]:
    """The hours as the source writes them, one text a schedule, without repetitions."""
    return list(dict.fromkeys(filter(None, map(_schedule_text, schedules_of(listing)))))


def _schedule_text(schedule: Schedule) -> str:
    if schedule.description:
        return schedule.description.strip()
    days = schedule.byday or ""
    if schedule.opens_at and schedule.closes_at:
        return f"{days} {schedule.opens_at}-{schedule.closes_at}".strip()
    return ""


def website_of(listing: Listing) -> str | None:
    """The service's own page, else the organization's."""
    return listing.service.url or (listing.organization.website if listing.organization else None)


def with_phone(
    phones: Sequence[Phone], shown: Phone | None, value: str, owner_id: str
) -> list[Any]:
    """The phones as documents with `value` in the place of the shown one, or before all."""
    number, _, extension = value.partition(" ext. ")
    change = {"number": number.strip(), "extension": _extension(extension)}
    if shown is None:
        new = Phone.model_validate(
            {"id": stable_id("phone", owner_id, value), "type": "voice"} | change
        )
        return [document_of(new), *map(document_of, phones)]
    return [
        document_of(phone.model_copy(update=change) if phone.id == shown.id else phone)
        for phone in phones
    ]


def _extension(text: str) -> float | None:
    if text.strip() and not text.strip().isdigit():
        raise EditRefusedError(f"{text!r} is not an extension: write digits, as in 555-0100 ext. 4")
    return float(text) if text.strip() else None


def with_address(addresses: Sequence[Address], shown: Address | None, value: str) -> list[Any]:
    """The addresses as documents with `value` in the place of the shown one."""
    matched = ADDRESS_LINE.match(value.strip())
    parts: dict[str, str | None] = (
        dict(matched.groupdict()) if matched else {"address_1": value.strip()}
    )
    parts["address_2"] = None
    if shown is None:
        known = {"id": stable_id("address", value), "address_type": "physical", "country": "US"}
        new = Address.model_validate(known | parts)
        return [document_of(new), *map(document_of, addresses)]
    return [
        document_of(address.model_copy(update=parts) if address.id == shown.id else address)
        for address in addresses
    ]


def with_hours(schedules: Sequence[Schedule], value: str, owner_id: str) -> list[Any]:
    """One schedule with the text; what was structured before is replaced, as it is not true any
    more. Reading the text into times is another step."""
    first = schedules[0].id if schedules else stable_id("schedule", owner_id)
    return [document_of(Schedule(id=first, description=value.strip()))]


def status_of(value: str) -> str:
    """An HSDS status. Raises EditRefusedError for anything else."""
    statuses = [status.value for status in ServiceStatus]
    if value not in statuses:
        raise EditRefusedError(f"{value!r} is not a status: use one of {', '.join(statuses)}")
    return value
