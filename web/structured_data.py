"""What search engines may take of a listing: JSON-LD in the terms of schema.org.

It stands in a `<script type="application/ld+json">`: a block of data, which browsers do not run and
to which a policy for scripts does not apply (HTML, 4.12.1). Hours are told only where they are
sure. Of a listing whose address is withheld nothing is told at all.
"""

from __future__ import annotations

from typing import Any

from directory.fields import phone_text, shown_address
from directory.model import Address
from directory.schedule import OpenDay, Stretch
from web.hours_ahead import sure_days
from web.listing_page import ListingPage
from web.words import safe_link

CONTEXT = "https://schema.org"

FREE = {"@type": "Offer", "price": "0", "priceCurrency": "USD"}


def structured_data(page: ListingPage, address: str) -> dict[str, Any] | None:
    """A schema.org Service at `address`, the listing's page; None when it is closed, or when its
    address is withheld."""
    listing = page.listing
    if page.is_closed or listing.is_address_withheld:
        return None
    service = listing.service
    return _without_gaps(
        {
            "@context": CONTEXT,
            "@type": "Service",
            "@id": address,
            "url": address,
            "name": service.name,
            "description": service.description,
            "provider": _organization(page),
            "areaServed": [
                {"@type": "AdministrativeArea", "name": area.name or area.description}
                for area in service.service_areas
                if area.name or area.description
            ],
            "availableChannel": _channel(page),
            "offers": FREE if page.is_free else None,
        }
    )


def _organization(page: ListingPage) -> dict[str, Any] | None:
    organization = page.listing.organization
    if organization is None:
        return None
    return _without_gaps(
        {
            "@type": "Organization",
            "name": organization.name,
            "description": organization.description,
            "url": safe_link(organization.website or ""),
        }
    )


def _channel(page: ListingPage) -> dict[str, Any] | None:
    phone = phone_text(page.phone)
    channel = _without_gaps(
        {
            "@type": "ServiceChannel",
            "servicePhone": {"@type": "ContactPoint", "telephone": phone} if phone else None,
            "serviceLocation": _place(page),
        }
    )
    return channel if len(channel) > 1 else None


def _place(page: ListingPage) -> dict[str, Any] | None:
    location, address = page.listing.location, shown_address(page.listing)
    if location is None or address is None:
        return None
    return _without_gaps(
        {
            "@type": "Place",
            "name": location.name,
            "address": _postal_address(address),
            "openingHoursSpecification": [
                one for day in sure_days(page) for one in _opening_hours(day)
            ],
        }
    )


def _postal_address(address: Address) -> dict[str, Any]:
    return _without_gaps(
        {
            "@type": "PostalAddress",
            "streetAddress": ", ".join(filter(None, (address.address_1, address.address_2))),
            "addressLocality": address.city,
            "addressRegion": address.state_province,
            "postalCode": address.postal_code,
            "addressCountry": address.country,
        }
    )


def _opening_hours(day: OpenDay) -> list[dict[str, Any]]:
    """Those of one date. 00:00 to 00:00 is how search engines are told of a closed day."""
    times = [_times(stretch) for stretch in day.stretches] or [("00:00", "00:00")]
    date = day.day.isoformat()
    return [
        {
            "@type": "OpeningHoursSpecification",
            "dayOfWeek": f"{CONTEXT}/{day.day:%A}",
            "opens": opens,
            "closes": closes,
            "validFrom": date,
            "validThrough": date,
        }
        for opens, closes in times
    ]


def _times(stretch: Stretch) -> tuple[str, str]:
    """ "00:00" to "23:59" for a whole day."""
    opens, closes = f"{stretch.start:%H:%M}", f"{stretch.end:%H:%M}"
    return opens, "23:59" if closes == opens else closes


def _without_gaps(values: dict[str, Any]) -> dict[str, Any]:
    return {key: value for key, value in values.items() if value not in (None, "", [], {})}
