"""A listing of the record -> the SearchDocument that engines index. Pure; public facts only."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import asdict

from directory.belief import BeliefState
from directory.eligibility.of_service import eligibility_for
from directory.fields import address_text, phone_text, schedules_of, shown_address, shown_phone
from directory.listing import Listing
from directory.model import Attribute, Language, Service
from directory.openings import openings_of
from geodata.zones import zone_at
from indexer.document import SearchDocument
from indexer.fields import MAX_SUMMARY
from indexer.hours import Hours
from indexer.language import language_names
from indexer.needs import with_needs

NOT_A_CATEGORY = re.compile(r"eligib|audience|population|situation|cost|intake|source|identif")
"""Roles (HSDS attribute.link_type, an open list) of terms that do not say what a service is."""

FOR_WHOM = re.compile(r"eligib|audience|population|situation")

FREE = re.compile(
    r"\W*(there (is|are) )?(no (fees?|charges?|costs?)|free( of charge)?|none|without charge"
    r"|gratis|gratuit[oa]|sin costo)\b",
    re.IGNORECASE,
)
NOT_ALWAYS_FREE = re.compile(
    r"[$€£\d]|\b(sliding|except|but|however|some|may|var(y|ies)|insurance|co-?pay\w*|depend\w*"
    r"|unless|if|for (members|residents|seniors|veterans|children|those)|membership|fee for|low)\b",
    re.IGNORECASE,
)
"""What makes "free" a claim with conditions, which the filter "free" must not promise."""


def search_document(
    listing: Listing, belief: BeliefState, served: tuple[str, ...] = ()
) -> SearchDocument:
    """The document of a listing. served: whom it is for by place, see `indexer.serving`."""
    service, organization = listing.service, listing.organization
    description = description_of(listing)
    document = SearchDocument(
        listing_id=listing.listing_id,
        service_id=service.id,
        organization_id=organization.id if organization else None,
        name=service.name,
        organization=organization.name if organization else None,
        alternate_names=tuple(_alternate_names(listing)),
        summary=summary_of(description),
        description=description,
        details=" ".join(_details(listing)),
        categories=categories_of(service),
        languages=language_names(_languages(listing)),
        cost="free" if is_free(service) else None,
        served=served,
        hours=_hours(listing),
        eligibility=eligibility_for(service),
        point=listing.point,
        precision=listing.precision,
        address=address_text(shown_address(listing)) or None,
        phone=phone_text(shown_phone(listing)) or None,
        status=service.status,
        source_ids=asdict(listing.source_ids),
        belief=belief,
    )
    return with_needs(document)


def summary_of(description: str) -> str:
    """The beginning of a description on one line, at most MAX_SUMMARY characters, cut at a word.

    >>> summary_of("Groceries.\\n\\nBring a bag.")
    'Groceries. Bring a bag.'
    """
    line = " ".join(description.split())
    if len(line) <= MAX_SUMMARY:
        return line
    cut = line[: MAX_SUMMARY - 1]
    at_word = cut.rpartition(" ")[0] if line[len(cut)] != " " else cut
    return f"{(at_word or cut).rstrip(' ,;:-')}…"


def categories_of(service: Service) -> tuple[str, ...]:
    """Names of the taxonomy terms that say what the service is, each once."""
    named = (
        _term_name(attribute)
        for attribute in service.attributes
        if not NOT_A_CATEGORY.search((attribute.link_type or "").casefold())
    )
    return tuple(dict.fromkeys(filter(None, named)))


def is_free(service: Service) -> bool:
    """Whether it is said to be free, for everybody and without conditions."""
    said = [text for text in (service.fees_description, service.fees) if text]
    amounts = [option.amount for option in service.cost_options if option.amount is not None]
    if any(amounts) or not all(FREE.match(t) and not NOT_ALWAYS_FREE.search(t) for t in said):
        return False
    return bool(said or amounts)


def description_of(listing: Listing) -> str:
    """Of the service, else of what it does here, else of its organization."""
    at_location, organization = listing.at_location, listing.organization
    return (
        listing.service.description
        or (at_location.description if at_location else None)
        or (organization.description if organization else None)
        or ""
    )


def _alternate_names(listing: Listing) -> Iterator[str]:
    """Other names of the service and of its organization; sources put several into one value."""
    for named in (listing.service, listing.organization, listing.service.program):
        if named is not None and named.alternate_name:
            yield from filter(None, map(str.strip, re.split(r"[;\n]", named.alternate_name)))
    if listing.service.program is not None:
        yield listing.service.program.name


def _details(listing: Listing) -> Iterator[str]:
    """Who it is for, and the name of the place."""
    service, location = listing.service, listing.location
    yield from filter(None, (service.eligibility_description,))
    for attribute in service.attributes:
        if FOR_WHOM.search((attribute.link_type or "").casefold()):
            yield from filter(None, (_term_name(attribute),))
    if location is not None:
        yield from filter(None, (location.name, location.alternate_name))


def _languages(listing: Listing) -> Iterable[Language]:
    at_place = listing.location.languages if listing.location else ()
    return (*listing.service.languages, *at_place)


def _hours(listing: Listing) -> Hours:
    """By the clock of its place; without a point nobody knows which that is."""
    openings = openings_of(schedules_of(listing))
    zone = zone_at(listing.point) if listing.point and openings.kinds else None
    return Hours(openings, zone.key if zone else None, listing.service.status)


def _term_name(attribute: Attribute) -> str | None:
    term = attribute.taxonomy_term
    return (term.name.strip() if term else None) or None
