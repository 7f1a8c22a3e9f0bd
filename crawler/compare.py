"""A site's facts against listings: per field confirms, contradicts, absent or ambiguous. Pure.

Compared is what is meant: phones by E.164, addresses by their key, hours by their week. So a new
template that says the same raises nothing. A contradiction carries the new value for a person to
judge; it changes nothing by itself.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from rapidfuzz import fuzz

from crawler.compare_hours import compared_hours
from crawler.extract.addresses import place_key
from crawler.extract.fact import Fact, FactField
from crawler.extract.notices import Notice
from crawler.extract.phones import e164, parsed_phone
from crawler.extract.site import SiteReading
from crawler.finding import Finding, SiteFinding, SiteState, Verdict
from directory.evidence import Field
from directory.fields import (
    address_text,
    phone_text,
    phones_of,
    shown_address,
    shown_phone,
    website_of,
)
from directory.listing import Listing
from directory.model import Address, ServiceStatus

SPELLING = 88
"""rapidfuzz ratio of two streets that are one, spelled differently: "Leach Ave", "Leech Ave"."""
SURER = 0.1
"""By so much the first candidate has to be surer than the next to be the one that is meant."""
NOT_CALLED = ("fax", "tty", "text")
NOT_VISITED = ("shipping", "delivery")
STATUS_BY_NOTICE = {
    Notice.TEMPORARILY_CLOSED.value: ServiceStatus.TEMPORARILY_CLOSED.value,
    Notice.CLOSED_FOR_EVER.value: ServiceStatus.DEFUNCT.value,
}


def compare(
    site: SiteFinding, reading: SiteReading | None, listings: Sequence[Listing]
) -> list[Finding]:
    """The findings of a site for each of its listings, in their order. A site that could not be
    read says nothing of their fields, only of their website."""
    if site.state in (SiteState.BLOCKED, SiteState.UNREACHABLE, SiteState.UNCHANGED):
        return []
    if reading is None or site.state in (SiteState.GONE, SiteState.PARKED):
        return [_of_dead_site(site, listing) for listing in listings if website_of(listing)]
    return [finding for one in listings for finding in _of_listing(site, reading, one, listings)]


def _of_dead_site(site: SiteFinding, listing: Listing) -> Finding:
    return Finding(
        listing.listing_id, Field.WEBSITE, Verdict.CONTRADICTS, website_of(listing) or "",
        site.moved_to, note=f"{site.state}: {site.reason}",
    )  # fmt: skip


def _of_listing(
    site: SiteFinding, reading: SiteReading, listing: Listing, listings: Sequence[Listing]
) -> Iterator[Finding]:
    if site.state is SiteState.MOVED:
        yield _of_dead_site(site, listing)
    found = [
        one for one in (
            _phone(reading, listing, listings), _address(reading, listing, listings),
            compared_hours(reading, listing, listings),
        ) if one is not None
    ]  # fmt: skip
    yield from found
    closed = _closed(reading, listing, listings)
    if closed:
        yield closed
    elif any(one.verdict is Verdict.CONFIRMS for one in found):
        yield Finding(listing.listing_id, Field.CLOSED, Verdict.CONFIRMS, listing.service.status)


def _silent(reading: SiteReading, listing: Listing, field: Field, value: str) -> Finding:
    """ABSENT only where all of the site could be read."""
    if reading.unreadable:
        note = "part of the site cannot be read without a browser"
        return Finding(listing.listing_id, field, Verdict.AMBIGUOUS, value, note=note)
    return Finding(listing.listing_id, field, Verdict.ABSENT, value)


def _chosen(
    listing: Listing, field: Field, value: str, candidates: Sequence[Fact], note: str = ""
) -> Finding:
    """CONTRADICTS with the one value that is meant; AMBIGUOUS where several may be."""
    first = candidates[0]
    is_clear = len(candidates) == 1 or first.confidence - candidates[1].confidence > SURER
    if not is_clear:
        options = tuple(str(fact.value) for fact in candidates)
        return Finding(
            listing.listing_id, field, Verdict.AMBIGUOUS, value, "", first, note, options
        )
    return Finding(
        listing.listing_id, field, Verdict.CONTRADICTS, value, str(first.value), first, note
    )


# ------------------------------------------------------------------ phones


def _phone(reading: SiteReading, listing: Listing, listings: Sequence[Listing]) -> Finding | None:
    shown = shown_phone(listing)
    value = phone_text(shown)
    number = parsed_phone(shown.number, reading.country) if shown else None
    if number is None:
        return None
    facts = reading.of(FactField.PHONE)
    same = next((fact for fact in facts if fact.key == e164(number)), None)
    if same:
        return Finding(listing.listing_id, Field.PHONE, Verdict.CONFIRMS, value, fact=same)
    known = _known_numbers(listings, reading.country)
    candidates = [f for f in facts if f.role not in NOT_CALLED and f.key not in known]
    if candidates:
        return _chosen(listing, Field.PHONE, value, candidates)
    return _silent(reading, listing, Field.PHONE, value)


def _known_numbers(listings: Sequence[Listing], country: str) -> set[str]:
    """All numbers of the listings: one of them is no news where another is missing."""
    texts = (phone.number for listing in listings for phone in phones_of(listing))
    return {e164(number) for text in texts if (number := parsed_phone(text, country))}


# ------------------------------------------------------------------ addresses


def _address(reading: SiteReading, listing: Listing, listings: Sequence[Listing]) -> Finding | None:
    shown = shown_address(listing)
    if shown is None or not shown.address_1 or listing.is_address_withheld:
        return None
    value, own = address_text(shown), _key(shown)
    facts = reading.of(FactField.ADDRESS)
    same = next((fact for fact in facts if _is_same_place(fact.key, own)), None)
    if same:
        return Finding(listing.listing_id, Field.ADDRESS, Verdict.CONFIRMS, value, fact=same)
    known = {_key(a) for one in listings if (a := shown_address(one)) and a.address_1}
    others = [f for f in facts if f.key not in known and not _is_box(f.key)]
    candidates = [f for f in others if f.role not in NOT_VISITED] or others
    respelled = [f for f in candidates if _is_respelled(f.key, own)]
    if respelled:
        return _chosen(
            listing, Field.ADDRESS, value, respelled[:1], "the same place, spelled otherwise"
        )
    if candidates:
        return _chosen(listing, Field.ADDRESS, value, candidates, _moved_note(reading))
    return _silent(reading, listing, Field.ADDRESS, value)


def _key(address: Address) -> tuple[str, str]:
    return place_key(
        " ".join(filter(None, (address.address_1, address.address_2))), town=address.city or "",
        region=address.state_province or "", code=address.postal_code or "",
    )  # fmt: skip


def _parts(key: object) -> tuple[str, str]:
    street, around = key if isinstance(key, tuple) else (str(key), "")
    return str(street), str(around)


def _is_same_place(key: object, own: tuple[str, str]) -> bool:
    """The same street, and the same code or town where both have a code or both have none."""
    street, around = _parts(key)
    is_comparable = any(c.isdigit() for c in around) == any(c.isdigit() for c in own[1])
    return street == own[0] and (around == own[1] or not is_comparable)


def _is_respelled(key: object, own: tuple[str, str]) -> bool:
    """The same number, and nearly the same street; or the same street with another code."""
    street, around = _parts(key)
    if street == own[0]:
        return True
    is_near = around == own[1] and street.split()[:1] == own[0].split()[:1]
    return is_near and fuzz.ratio(street, own[0]) >= SPELLING


def _is_box(key: object) -> bool:
    return _parts(key)[0].startswith("po box")


def _moved_note(reading: SiteReading) -> str:
    told = (f.quote for f in reading.of(FactField.NOTICE) if f.value == Notice.MOVED.value)
    return next(told, "")


# ------------------------------------------------------------------ closed


def _closed(reading: SiteReading, listing: Listing, listings: Sequence[Listing]) -> Finding | None:
    """A notice that it is closed. With several listings it may be about another one."""
    told = [f for f in reading.of(FactField.NOTICE) if f.value in STATUS_BY_NOTICE]
    if not told:
        return None
    fact, status = told[0], listing.service.status
    new = STATUS_BY_NOTICE[str(fact.value)]
    if status == new:
        return Finding(listing.listing_id, Field.CLOSED, Verdict.CONFIRMS, status, fact=fact)
    is_meant = len(listings) == 1 or listing.service.name.lower() in fact.quote.lower()
    verdict = Verdict.CONTRADICTS if is_meant else Verdict.AMBIGUOUS
    return Finding(listing.listing_id, Field.CLOSED, verdict, status, new if is_meant else "", fact)
