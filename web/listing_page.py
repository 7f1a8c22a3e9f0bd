"""Everything that the page of one listing shows, gathered at one moment."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime
from typing import Any
from zoneinfo import ZoneInfo

from werkzeug.exceptions import NotFound

from directory.belief import BeliefState
from directory.eligibility import Eligibility
from directory.eligibility.model import criterion_json
from directory.eligibility.of_service import eligibility_for
from directory.evidence import Field
from directory.fields import address_text, field_values, schedules_of, shown_address, shown_phone
from directory.listing import Listing
from directory.model import Contact, CostOption, Language, Phone, ServiceStatus, document_of
from directory.openings import Openings, openings_of
from directory.schedule import next_days, open_state_of
from directory.store import FieldCheck, SourceRow, StoredListing, View
from geodata.zones import zone_at
from indexer.flatten import categories_of, is_free
from indexer.freshness import days_since, freshness_of, freshness_words
from indexer.language import language_names
from indexer.result import Freshness
from verification.reports import Doubts, doubts_of
from web.languages import gettext as _
from web.languages import lazy_gettext as _l
from web.open_words import DayWords, day_lines, state_words
from web.requirement_words import requirement_lines
from web.words import checked_words, day_words, is_mail, safe_link

CLOSED = (ServiceStatus.DEFUNCT.value, ServiceStatus.INACTIVE.value)

DAYS_TOLD = 14
"""Today and the rest of two weeks: what is every other week is among them."""

MAX_OTHERS = 30
"""Further listings of the organization that are named on the page."""

KNOWN_FIELDS = (
    Field.PHONE, Field.ADDRESS, Field.HOURS, Field.ELIGIBILITY, Field.WEBSITE, Field.CLOSED,
)  # fmt: skip
"""Rows of "How we know"."""


class NoListingError(NotFound):
    """There is no such listing, or it is not public: which of the two is not told."""

    description = _l("We have no public listing at this address. It may have been taken down.")


@dataclass(frozen=True)
class KnownField:
    """A field with what it rests on."""

    field: str
    value: str
    words: str
    """"Checked 12 days ago by phone", "From dc-crie, May 31, 2023"."""
    on: date | None


@dataclass(frozen=True)
class ListingPage:
    listing: Listing
    status: str
    belief: BeliefState
    freshness: Freshness
    checks: dict[str, FieldCheck]
    source: SourceRow | None
    doubts: Doubts
    others: tuple[Listing, ...]
    """Of the same organization, at most MAX_OTHERS."""
    now: datetime
    zone: ZoneInfo | None = None
    """Of the place, as far as it is known."""

    @property
    def openings(self) -> Openings:
        return openings_of(schedules_of(self.listing))

    @property
    def open_words(self) -> str:
        """Whether it is open now; "" when no hours are listed."""
        if not schedules_of(self.listing):
            return ""
        return state_words(open_state_of(self.listing, self.now, zone=self.zone).as_json())

    @property
    def days(self) -> list[DayWords]:
        """Today and the days after it; none where the hours are not known well enough."""
        openings = self.openings
        if self.zone is None or openings.unread or not openings.kinds:
            return []
        today = self.now.astimezone(self.zone).date()
        return day_lines(next_days(openings, today, DAYS_TOLD, zone=self.zone), today)

    @property
    def eligibility(self) -> Eligibility:
        return eligibility_for(self.listing.service)

    @property
    def requirements(self) -> list[str]:
        """What is listed of who may come, a line each."""
        return requirement_lines(map(criterion_json, self.eligibility.criteria))

    @property
    def is_closed(self) -> bool:
        return self.status in CLOSED

    @property
    def closed_on(self) -> date | None:
        """When we learned that it is closed."""
        check = self.checks.get(Field.CLOSED.value)
        return check.checked_at.date() if check else None

    @property
    def phone(self) -> Phone | None:
        return shown_phone(self.listing)

    @property
    def address(self) -> str:
        return address_text(shown_address(self.listing))

    @property
    def is_free(self) -> bool:
        return is_free(self.listing.service)

    @property
    def languages(self) -> tuple[str, ...]:
        location = self.listing.location
        spoken: tuple[Language, ...] = location.languages if location else ()
        return language_names((*self.listing.service.languages, *spoken))

    @property
    def categories(self) -> tuple[str, ...]:
        return categories_of(self.listing.service)

    @property
    def phones(self) -> list[Phone]:
        """Every number of the listing, each once, the nearest to the service first."""
        listing = self.listing
        holders = (listing.at_location, listing.location, listing.service, listing.organization)
        phones = [phone for holder in holders if holder for phone in holder.phones]
        return list({(phone.number, phone.extension): phone for phone in phones[::-1]}.values())[
            ::-1
        ]

    @property
    def costs(self) -> list[str]:
        """What it costs, as the source says."""
        service = self.listing.service
        options = [
            " ".join(filter(None, (cost.option, _amount(cost), cost.amount_description)))
            for cost in service.cost_options
        ]
        texts = filter(None, (service.fees_description, service.fees, *options))
        return list(dict.fromkeys(texts))

    @property
    def emails(self) -> list[str]:
        organization = self.listing.organization
        texts = (self.listing.service.email, organization.email if organization else None)
        return [text for text in dict.fromkeys(filter(None, texts)) if is_mail(text)]

    @property
    def websites(self) -> list[str]:
        """Links of the service and its organization, only those that a browser may open."""
        service, organization = self.listing.service, self.listing.organization
        texts = [service.url, *(url.url for url in service.additional_urls)]
        texts += [organization.website] if organization else []
        return list(dict.fromkeys(filter(None, (safe_link(text) for text in texts if text))))

    @property
    def contacts(self) -> list[Contact]:
        listing = self.listing
        at_place = listing.at_location.contacts if listing.at_location else ()
        return [contact for contact in (*at_place, *listing.service.contacts) if contact.name]

    @property
    def known(self) -> tuple[KnownField, ...]:
        return tuple(_known(self))


def _amount(cost: CostOption) -> str:
    return "" if cost.amount is None else f"{cost.amount:,.2f} {cost.currency or 'USD'}"


def listing_page(view: View, listing_id: str, *, now: datetime) -> ListingPage:
    """Raises NoListingError."""
    stored = public_listing(view, listing_id)
    assert stored.listing is not None
    others = view.listings(view.siblings(listing_id)[:MAX_OTHERS]).values()
    doubts = doubts_of(view, listing_id)
    return ListingPage(
        listing=stored.listing,
        status=stored.status,
        belief=stored.belief,
        freshness=freshness_beside(doubts, stored.belief, now),
        checks=view.field_checks(listing_id),
        source=view.source_of(listing_id),
        doubts=doubts,
        others=tuple(other.listing for other in others if other.listing),
        now=now,
        zone=zone_at(stored.listing.point) if stored.listing.point else None,
    )


def freshness_beside(doubts: Doubts, belief: BeliefState, now: datetime) -> Freshness:
    """How sure we are; where each doubt has its own line, the words leave doubts out."""
    freshness = freshness_of(belief, now)
    if not doubts.told:
        return freshness
    days = days_since(freshness.verified_on, now)
    return replace(freshness, words=freshness_words(days, belief.checked_by, has_signals=False))


def public_listing(view: View, listing_id: str) -> StoredListing:
    """Raises NoListingError."""
    stored = view.listing(listing_id)
    if stored is None or not stored.is_public or stored.listing is None:
        raise NoListingError
    return stored


def _known(page: ListingPage) -> Iterator[KnownField]:
    values = field_values(page.listing)
    for field in KNOWN_FIELDS:
        value = values.get(field.value)
        if value:
            yield _known_field(page, field.value, value)


def _known_field(page: ListingPage, field: str, value: str) -> KnownField:
    check = page.checks.get(field)
    if check is not None:
        on = check.checked_at.astimezone(UTC).date()
        words = checked_words(on, check.checked_by)
        return KnownField(field, value, words, on)
    source = page.source
    if source is not None and source.as_of is not None:
        said = _("From %(source)s, %(day)s", source=source.source, day=day_words(source.as_of))
        return KnownField(field, value, said, source.as_of)
    return KnownField(field, value, _("Not checked yet"), None)


def hsds_document(page: ListingPage) -> dict[str, Any]:
    """The listing as an HSDS service with its organization and this one place, and how fresh it
    is. Public facts only."""
    listing = page.listing
    document = document_of(listing.service)
    document.pop("service_at_locations", None)
    if listing.organization is not None:
        document["organization"] = document_of(listing.organization)
    if listing.at_location is not None:
        at_location = document_of(listing.at_location)
        if listing.location is not None:
            at_location["location"] = document_of(listing.location)
        document["service_at_locations"] = [at_location]
    verified_on = page.freshness.verified_on
    document["listing_id"] = listing.listing_id
    document["freshness"] = {
        "verified_on": verified_on.isoformat() if verified_on else None,
        "probability": page.freshness.probability,
        "words": page.freshness.words,
    }
    return document
