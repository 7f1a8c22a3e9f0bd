"""A listing as a contact card: vCard 4.0 (RFC 6350), for the contacts of a phone."""

from __future__ import annotations

import re
from collections.abc import Iterator
from urllib.parse import quote

from directory.fields import hours_texts, shown_address
from directory.model import Phone
from web.listing_page import ListingPage
from web.words import dated_words, phone_link

LINE_OCTETS = 75
"""RFC 6350, 3.2: longer lines are folded."""

CONTROLS = re.compile(r"[\x00-\x09\x0b-\x1f\x7f]")
"""All but the line feed, which has an escape."""

URI_SIGNS = "!#$%&'()*+,/:;=?@[]~"
"""What may stand in an address as it is; line breaks and the like are written as %0A."""

PHONE_TYPES = {"fax": "fax", "text": "text", "sms": "text", "tty": "textphone", "cell": "cell"}
"""HSDS phone.type to the TYPE of RFC 6350, 6.4.1; all others are voice."""


def contact_card(page: ListingPage, address: str) -> str:
    """The card; `address` is that of the listing's page. A withheld address is not in `page`."""
    lines = ["BEGIN:VCARD", "VERSION:4.0", *_lines(page, address), "END:VCARD"]
    return "".join(f"{folded(line)}\r\n" for line in lines)


def _lines(page: ListingPage, address: str) -> Iterator[str]:
    listing = page.listing
    yield "KIND:org"
    yield f"UID:urn:uuid:{listing.listing_id}"
    yield f"FN:{escaped(listing.service.name)}"
    if listing.organization is not None:
        yield f"ORG:{escaped(listing.organization.name)}"
    yield from map(_phone_line, (phone for phone in page.phones if phone_link(phone.number)))
    yield from (f"EMAIL:{escaped(email)}" for email in page.emails)
    yield from (f"URL:{uri(website)}" for website in page.websites)
    yield from _address_lines(page)
    note = "\n".join((*hours_texts(listing), dated_words(page.freshness.verified_on)))
    yield f"NOTE:{escaped(note)}"
    yield f"SOURCE:{uri(address)}"
    yield f"REV:{page.now:%Y%m%dT%H%M%SZ}"


def _phone_line(phone: Phone) -> str:
    kind = PHONE_TYPES.get((phone.type or "").casefold(), "voice")
    extension = f";ext={phone.extension:g}" if phone.extension else ""
    return f"TEL;VALUE=uri;TYPE={kind}:{phone_link(phone.number)}{extension}"


def _address_lines(page: ListingPage) -> Iterator[str]:
    """Post box, suite, street, city, region, code, country (RFC 6350, 6.3.1)."""
    address = shown_address(page.listing)
    if address is None:
        return
    parts = (
        "", address.address_2, address.address_1, address.city, address.state_province,
        address.postal_code, address.country,
    )  # fmt: skip
    yield "ADR:" + ";".join(escaped(part or "") for part in parts)


def escaped(text: str) -> str:
    """A text value: RFC 6350, 3.4. Other control characters become spaces.

    >>> print(escaped("Bread; milk, eggs" + chr(13) + chr(10) + "a" + chr(92) + "b"))
    Bread\\; milk\\, eggs\\na\\\\b
    """
    text = CONTROLS.sub(" ", text.replace("\r\n", "\n").replace("\r", "\n"))
    for sign in ("\\", ",", ";"):
        text = text.replace(sign, f"\\{sign}")
    return text.replace("\n", "\\n")


def uri(address: str) -> str:
    """A URI value: these are not escaped, so nothing in it may end the line."""
    return quote(address, safe=URI_SIGNS)


def folded(line: str) -> str:
    """The line in parts of at most LINE_OCTETS, no character cut (RFC 6350, 3.2)."""
    parts, used = [""], 0
    for sign in line:
        size = len(sign.encode(errors="replace"))
        if used + size > LINE_OCTETS:
            parts.append("")
            used = 1  # the space that continues a line
        parts[-1] += sign
        used += size
    return "\r\n ".join(parts)
