"""Edited copies of saved websites: what a site looks like after something happened to it.

    python -m tests.crawler.edited_sites SITE_FOLDER OUT_FOLDER     writes the copies to look at

Each copy comes with what a crawl has to find in it. A redesign says the same in another template
and has to raise nothing.
"""

from __future__ import annotations

import html
import re
import sys
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path
from typing import Any

from crawler.extract import FactField, SiteReading, read_site
from crawler.finding import SiteState, Verdict
from crawler.lines import Zone
from crawler.page import Page, read_page
from crawler.visit import Failure, Visit
from directory.evidence import Field
from directory.listing import Listing
from directory.model import (
    Address,
    Location,
    Organization,
    Phone,
    Schedule,
    Service,
    ServiceAtLocation,
    stable_id,
)  # fmt: skip

BASE = "https://www.wellkept-saved-site.org/"
COPIES = 20


@dataclass(frozen=True)
class Copy:
    """One edited copy: the visits of a crawl, the listing it is compared with, what is expected."""

    name: str
    visits: tuple[Visit, ...]
    listing: Listing
    state: SiteState = SiteState.ALIVE
    field: Field | None = None
    """Which CONTRADICTS; None: nothing may be raised."""
    new_value: str = ""
    """Letters and digits that the new value has to contain."""


@dataclass(frozen=True)
class Site:
    """A saved site with what it says."""

    name: str
    sources: dict[str, str]
    """File name -> markup; the start page first."""
    reading: SiteReading

    def visits(self, edit: Callable[[str], str] = str) -> tuple[Visit, ...]:
        return tuple(
            Visit(BASE + name, 200, edit(source).encode(), "text/html; charset=utf-8")
            for name, source in self.sources.items()
        )

    def first(self, field: FactField) -> str:
        facts = self.reading.of(field)
        return str(facts[0].value) if facts else ""


def saved_site(folder: Path) -> Site:
    """The site in a folder, its start page (index or contact) first."""
    files = sorted(folder.glob("*.html"), key=lambda p: (p.stem != "index", p.stem != "contact", p))
    pages = [read_page(file.read_bytes(), BASE + file.name) for file in files]
    sources = {file.name: page.source for file, page in zip(files, pages, strict=True)}
    return Site(folder.name, sources, read_site(pages))


def listing_of(site: Site) -> Listing:
    """A listing that says what the site says: the phones that people call, an address, hours."""
    phones = [f for f in site.reading.of(FactField.PHONE) if f.role != "fax"]
    hours = site.reading.of(FactField.HOURS)
    service = Service(
        id=stable_id("service", site.name), name=site.first(FactField.NAME) or site.name,
        url=BASE + next(iter(site.sources)),
        phones=tuple(Phone(id=f"p{n}", number=f.value) for n, f in enumerate(phones)),
        schedules=tuple(
            Schedule(id=f"s{n}", description="", **_schedule(row))
            for n, row in enumerate(hours[0].value["schedules"] if hours else [])
        ),
    )  # fmt: skip
    address = _address(site)
    location = Location(id="location", addresses=(address,)) if address else None
    at_location = ServiceAtLocation(id="at", location_id="location") if location else None
    organization = Organization(id="organization", name=service.name)
    return Listing(stable_id("listing", site.name), service, organization, location, at_location)


def _schedule(row: dict[str, str]) -> dict[str, Any]:
    return {
        key: row[key] for key in ("freq", "byday", "opens_at", "closes_at", "notes") if key in row
    }


def _address(site: Site) -> Address | None:
    text = site.first(FactField.ADDRESS)
    if not text:
        return None
    parts = text.split(", ")
    if site.reading.country == "NL":
        code, town = parts[-1][:7], parts[-1][8:]
        return Address(id="a", address_1=parts[0], city=town, postal_code=code, country="NL")
    region, _, code = (
        parts[-1].rpartition(" ") if site.reading.country == "US" else ("", "", parts[-1])
    )
    return Address(
        id="a", address_1=", ".join(parts[:-2]), city=parts[-2], state_province=region,
        postal_code=code, country=site.reading.country,
    )  # fmt: skip


# ------------------------------------------------------------------ the copies


def copies_of(site: Site) -> list[Copy]:
    """Twenty copies: as many kinds as the site has facts for, then more of the same kinds."""
    listing = listing_of(site)
    kinds = [
        *_phones(site, listing), *_hours(site, listing), *_moves(site, listing),
        *_notices(site, listing), *_redesigns(site, listing), *_renamed(site, listing),
        *_typos(site, listing), *_deaths(site, listing),
    ]  # fmt: skip
    more = [*_phones(site, listing, first=2), *_notices(site, listing, first=3)]
    return (kinds + more)[:COPIES]


def _phones(site: Site, listing: Listing, first: int = 0) -> Iterator[Copy]:
    """Another number on every page, in the form of the old one."""
    if not listing.service.phones:
        return
    old = re.sub(r"\D", "", listing.service.phones[0].number)
    for step in range(first, first + (2 if first == 0 else 4)):
        new = old[:-4] + f"{(int(old[-4:]) + 1111 + step * 137) % 10000:04}"
        edit = _digits_replaced(old, new)
        yield Copy(
            f"phone changed {step}", site.visits(edit), listing, field=Field.PHONE, new_value=new
        )


def _digits_replaced(old: str, new: str) -> Callable[[str], str]:
    pattern = re.compile(r"(?<!\d)" + r"([\s().·/-]{0,3})".join(old) + r"(?!\d)")

    def edit(source: str) -> str:
        def written(match: re.Match[str]) -> str:
            between = [*match.groups(), ""]
            return "".join(digit + gap for digit, gap in zip(new, between, strict=True))

        return pattern.sub(written, source)

    return edit


def _hours(site: Site, listing: Listing) -> Iterator[Copy]:
    """It closes an hour later, then an hour earlier."""
    closings = sorted({s.closes_at for s in listing.service.schedules if s.closes_at}, reverse=True)
    for step in (60, -30) if closings else ():
        times = [(old, _later(old, step)) for old in closings]
        visits = site.visits(partial(_times_replaced, times=times))
        yield Copy(f"hours changed {step}", visits, listing, field=Field.HOURS)


MARK = "\x01"
"""Between the letters of what was replaced, so that it is not replaced again."""


def _later(clock: str, minutes: int) -> str:
    total = int(clock[:2]) * 60 + int(clock[3:]) + minutes
    return f"{total // 60:02}:{total % 60:02}"


def _forms(clock: str) -> list[str]:
    hour, minute = int(clock[:2]), clock[3:]
    half, twelve = ("AM" if hour < 12 else "PM"), (hour - 1) % 12 + 1
    short = f"{twelve}" if minute == "00" else f"{twelve}:{minute}"
    long = [f"{hour}.{minute}", f"{hour}:{minute}", f"{twelve}:{minute} {half}"]
    return [*long, f"{short}{half.lower()}"]


def _times_replaced(source: str, times: Sequence[tuple[str, str]]) -> str:
    """Closing times only: those behind a dash or a "to"."""
    for old, new in times:
        for one, other in zip(_forms(old), _forms(new), strict=True):
            if one.endswith("m") and not other.endswith("m"):
                continue
            pattern = re.compile(
                rf"((?:-|–|—|&ndash;|&mdash;|tot|to)\s*(?:(?:±|&plusmn;)\s*)?){re.escape(one)}",
                re.I,
            )
            source = pattern.sub(rf"\g<1>{MARK.join(other)}", source)
    return source.replace(MARK, "")


NEW_PLACES = {
    "US": (("1815 Maple Street", "3"), ("640 Orchard Road", "7")),
    "GB": (("22 Canal Road", "3QT"), ("7 Station Lane", "9WX")),
    "NL": (("Dorpsstraat 12", "AB"), ("Molenweg 88", "CD")),
}


def _moves(site: Site, listing: Listing) -> Iterator[Copy]:
    address = listing.location.addresses[0] if listing.location else None
    if address is None:
        return
    old_code = address.postal_code or ""
    for street, ending in NEW_PLACES[site.reading.country]:
        code = old_code[: -len(ending)] + ending
        edit = _street_replaced(site, address, street, (old_code, code))
        yield Copy(
            f"moved to {street}", site.visits(edit), listing, field=Field.ADDRESS, new_value=street
        )


def _street_replaced(
    site: Site, address: Address, street: str, codes: tuple[str, str]
) -> Callable[[str], str]:
    """The street in each of the forms that the site writes, and its code."""
    forms = {str(address.address_1)}
    forms |= {_abbreviated(form) for form in forms} | {
        form.replace("Street", "St.") for form in forms
    }
    pattern = re.compile(
        "|".join(re.escape(f) for f in sorted(forms, key=len, reverse=True)) + r"\b"
    )

    def edit(source: str) -> str:
        return (
            pattern.sub(street, source).replace(*codes) if codes[0] else pattern.sub(street, source)
        )

    return edit


def _abbreviated(street: str) -> str:
    return street.replace("Avenue", "Ave").replace("Street", "St")


SENTENCES = (
    ("Our office is temporarily closed until further notice.", "temporarily closed"),
    ("We have permanently closed. Thank you for all the years.", "defunct"),
    ("The program is currently closed for renovations.", "temporarily closed"),
    ("NOTICE: temporarily closed due to flooding.", "temporarily closed"),
    ("After forty years this agency has ceased operations.", "defunct"),
    ("We are closed until further notice.", "temporarily closed"),
    ("Our services are suspended until January.", "temporarily closed"),
)


def _notices(site: Site, listing: Listing, first: int = 0) -> Iterator[Copy]:
    sentences = SENTENCES[first : first + (3 if first == 0 else 4)]
    for number, (sentence, status) in enumerate(sentences, start=first):
        visits = site.visits()
        start = visits[0]
        body = re.sub(
            r"(<body[^>]*>)", rf"\1<div class='alert'><p>{sentence}</p></div>",
            start.content.decode(), count=1, flags=re.I,
        )  # fmt: skip
        changed = (replace(start, content=body.encode()), *visits[1:])
        yield Copy(f"notice {number}", changed, listing, field=Field.CLOSED, new_value=status)


# ------------------------------------------------------------------ redesigns


def _redesigns(site: Site, listing: Listing) -> Iterator[Copy]:
    for template in (_cards, _table, _list, _restyled):
        visits = tuple(
            replace(visit, content=template(read_page(visit.content, visit.url)).encode())
            for visit in site.visits()
        )
        yield Copy(f"redesign {template.__name__.strip('_')}", visits, listing)


def _by_zone(page: Page, line: Callable[[str, bool], str], join: str = "\n") -> str:
    """The lines of a page, written anew, in the tags of their zones."""
    tags = {
        Zone.FOOTER: "footer",
        Zone.HEADER: "header",
        Zone.NAVIGATION: "nav",
        Zone.ASIDE: "aside",
    }
    parts: list[str] = []
    zone: Zone | None = None
    for one in page.lines:
        if one.zone is not zone:
            parts += [
                f"</{tags.get(zone, 'main')}>" if zone else "",
                f"<{tags.get(one.zone, 'main')}>",
            ]
            zone = one.zone
        parts.append(line(html.escape(one.text), one.is_heading))
    parts.append(f"</{tags.get(zone, 'main')}>" if zone else "")
    return join.join(part for part in parts if part)


def _document(page: Page, body: str) -> str:
    language = f" lang='{page.language}'" if page.language else ""
    head = f"<head><title>{html.escape(page.title)}</title></head>"
    return f"<!doctype html><html{language}>{head}<body>{body}</body></html>"


def _cards(page: Page) -> str:
    def line(text: str, is_heading: bool) -> str:
        return (
            f"<h3 class='t'>{text}</h3>"
            if is_heading
            else f"<div class='card'><div><span>{text}</span></div></div>"
        )

    return _document(page, f"<div id='wrap'>{_by_zone(page, line)}</div>")


def _table(page: Page) -> str:
    def line(text: str, is_heading: bool) -> str:
        return f"<b>{text}</b><br>" if is_heading else f"{text}<br>"

    return _document(page, f"<table><tr><td width=100%>{_by_zone(page, line)}</td></tr></table>")


def _list(page: Page) -> str:
    def line(text: str, is_heading: bool) -> str:
        return f"</ul><h2>{text}</h2><ul>" if is_heading else f"<li><p>{text}</p></li>"

    return _document(page, f"<ul>{_by_zone(page, line)}</ul>")


def _restyled(page: Page) -> str:
    """The same markup without classes, and numbers and times in another fashion."""
    text = re.sub(r"\s(?:class|id|style)=(\"[^\"]*\"|'[^']*')", "", page.source)
    text = re.sub(r"\((\d{3})\)\s?(\d{3})-(\d{4})", r"\1.\2.\3", text)
    text = re.sub(r"(\d)\s?AM\b", r"\1 a.m.", re.sub(r"(\d)\s?PM\b", r"\1 p.m.", text))
    return (
        text.replace("Monday - Thursday", "Mon–Thu").replace("<b>", "<em>").replace("</b>", "</em>")
    )


# ------------------------------------------------------------------ names, typos, deaths


def _renamed(site: Site, listing: Listing) -> Iterator[Copy]:
    """The contact page under another name, with the links to it."""
    visits = site.visits(lambda text: text.replace("contact.html", "reach-us.html"))
    renamed = tuple(replace(v, url=v.url.replace("contact.html", "reach-us.html")) for v in visits)
    yield Copy("page renamed", renamed, listing)


def _typos(site: Site, listing: Listing) -> Iterator[Copy]:
    """The listing has a typo in the street that the site has corrected; without an address, a typo
    in the prose."""
    address = listing.location.addresses[0] if listing.location else None
    if address is None:
        yield Copy(
            "typo fixed in prose", site.visits(lambda t: t.replace(" the ", " teh ", 1)), listing
        )
        return
    street = str(address.address_1)
    at = next(
        i
        for i in range(len(street) - 2, 0, -1)
        if street[i : i + 2].isalpha() and street[i : i + 2].islower()
    )
    word = re.search(r"[A-Z][a-z]{3,}", street)
    at = word.start() + 1 if word else at
    wrong = street[:at] + street[at + 1] + street[at] + street[at + 2 :]
    if wrong == street:
        wrong = street[:at] + street[at + 1 :]
    typo = address.model_copy(update={"address_1": wrong})
    location = (
        listing.location.model_copy(update={"addresses": (typo,)}) if listing.location else None
    )
    old = replace(listing, location=location)
    yield Copy("address typo fixed", site.visits(), old, field=Field.ADDRESS, new_value=street)


PARKED = "<title>{0}</title><h1>{0}</h1><p>This domain is for sale. Buy this domain.</p>"
LOGIN = (
    "<title>Log in</title><form><h1>Please sign in</h1><input name=u>"
    "<input type=password name=p></form>"
)


def _deaths(site: Site, listing: Listing) -> Iterator[Copy]:
    def all_of(status: int, text: str = "", failure: Failure | None = None) -> tuple[Visit, ...]:
        return tuple(Visit(v.url, status, text.encode(), failure=failure) for v in site.visits())

    yield Copy(
        "parked", all_of(200, PARKED.format("wellkept-saved-site.org")), listing, SiteState.PARKED
    )
    yield Copy("404", all_of(404, "<h1>Not Found</h1>"), listing, SiteState.GONE)
    yield Copy("500", all_of(500, "<h1>Error</h1>"), listing, SiteState.UNREACHABLE)
    yield Copy("login wall", all_of(200, LOGIN), listing, SiteState.BLOCKED)
    yield Copy("robots forbids", all_of(0, failure=Failure.ROBOTS), listing, SiteState.BLOCKED)


def raised(verdict: Verdict) -> bool:
    """Does it ask for somebody's time?"""
    return verdict is not Verdict.CONFIRMS


def main(arguments: list[str]) -> None:
    folder, out = (Path(argument) for argument in arguments)
    for number, copy in enumerate(copies_of(saved_site(folder))):
        target = out / f"{number:02}-{copy.name.replace(' ', '-')}"
        target.mkdir(parents=True, exist_ok=True)
        for visit in copy.visits:
            (target / visit.url.rsplit("/", 1)[-1]).write_bytes(visit.content)


if __name__ == "__main__":
    main(sys.argv[1:])
