"""The hours of the next days for programs: only what is sure, because a calendar or a search engine
shows no "call first" beside a time."""

from __future__ import annotations

from collections.abc import Iterator

from directory.evidence import Field
from directory.model import ServiceStatus
from directory.schedule import OpenDay, Openness, Stretch, next_days
from web.listing_page import DAYS_TOLD, ListingPage
from web.words import freshness_kind


def days_ahead(page: ListingPage) -> list[OpenDay]:
    """Today and the rest of two weeks; none where the hours are not read whole, where the zone of
    the place is not known, or where it is closed."""
    openings = page.openings
    is_read = bool(openings.kinds) and not openings.unread and not openings.is_by_appointment
    if page.status != ServiceStatus.ACTIVE.value or page.zone is None or not is_read:
        return []
    today = page.now.astimezone(page.zone).date()
    return next_days(openings, today, DAYS_TOLD, zone=page.zone)


def sure_stretches(page: ListingPage) -> Iterator[Stretch]:
    """When it is surely open, from now on, in the order of time and in the zone of the place."""
    for day in days_ahead(page):
        for stretch in day.stretches:
            if stretch.value is Openness.OPEN and stretch.end > page.now:
                yield stretch


def sure_days(page: ListingPage) -> list[OpenDay]:
    """Whole days of which all is known: open at these times, else closed. None when the listing was
    not checked lately, when its hours are doubted, or when it keeps several kinds of hours."""
    is_doubted = Field.HOURS.value in dict(page.doubts.told)
    if freshness_kind(page.freshness) != "checked" or is_doubted or len(page.openings.kinds) != 1:
        return []
    return [
        day
        for day in days_ahead(page)
        if all(stretch.value is Openness.OPEN for stretch in day.stretches)
    ]
