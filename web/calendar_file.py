"""The sure hours of the next two weeks as a calendar (RFC 5545), in the time of the place."""

from __future__ import annotations

from urllib.parse import urlsplit

from icalendar import Calendar, Event

from directory.schedule import Stretch
from web.hours_ahead import sure_stretches
from web.listing_page import ListingPage
from web.words import dated_words


def calendar_file(page: ListingPage, address: str) -> bytes | None:
    """An event for each time at which it is surely open; None when there is none. `address` is that
    of the listing's page. A withheld address is not in `page`."""
    calendar = Calendar()
    calendar.add("prodid", "-//Wellkept//Hours of a listing//EN")
    calendar.add("version", "2.0")
    calendar.add("method", "PUBLISH")
    for stretch in sure_stretches(page):
        calendar.add_component(_event(page, stretch, address))
    if not calendar.subcomponents:
        return None
    calendar.add_missing_timezones()
    written: bytes = calendar.to_ical()
    return written


def _event(page: ListingPage, stretch: Stretch, address: str) -> Event:
    name = one_line(page.listing.service.name)
    start = stretch.start.astimezone(page.zone)
    event = Event()
    event.add("uid", f"{page.listing.listing_id}-{start:%Y%m%dT%H%M}@{urlsplit(address).hostname}")
    event.add("dtstamp", page.now)
    event.add("dtstart", start)
    event.add("dtend", stretch.end.astimezone(page.zone))
    event.add("summary", f"{name}: {one_line(stretch.label)}" if stretch.label else name)
    event.add("transp", "TRANSPARENT")  # to know of a place takes no time of the day
    if page.address:
        event.add("location", one_line(page.address))
    event.add("description", f"{dated_words(page.freshness.verified_on)}\n{address}")
    event.add("url", address)
    return event


def one_line(text: str) -> str:
    """Without line breaks and other control characters, which a calendar has no use for."""
    return " ".join("".join(sign if sign.isprintable() else " " for sign in text).split())
