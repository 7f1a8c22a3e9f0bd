"""Sites: which addresses the listings name, and which of them are read as one. Pure."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from crawler.web_address import WebAddressError, folder_of, host_of, normalized
from directory.fields import website_of
from directory.listing import Listing

NOT_THEIRS = re.compile(
    r"(?:^|\.)(?:(?:facebook|fb|instagram|twitter|x|youtube|linkedin|tiktok|pinterest|nextdoor|yelp|"
    r"maps\.google)\.com|fb\.me|youtu\.be|linktr\.ee|goo\.gl|bit\.ly)$"
)
"""Hosts on which nobody has a site of their own, and which do not want to be read."""


@dataclass(frozen=True)
class Site:
    """One organization's pages on one host."""

    url: str
    """Where reading begins; it names the site."""
    listing_ids: tuple[str, ...] = ()
    starts: tuple[str, ...] = ()
    """Further addresses that its listings name."""
    folder: str = "/"
    """Only paths below are its own."""

    @property
    def host(self) -> str:
        return host_of(self.url)


def sites_of(listings: Iterable[Listing]) -> list[Site]:
    """The sites of the listings, by address. Listings without a readable address are left out."""
    by_host: dict[str, dict[str, list[Listing]]] = defaultdict(lambda: defaultdict(list))
    for listing in listings:
        url = _address_of(listing)
        if url and not NOT_THEIRS.search(host_of(url)):
            by_host[host_of(url)][url].append(listing)
    sites = [site for by_url in by_host.values() for site in _sites_of_host(by_url)]
    return sorted(sites, key=lambda site: site.url)


def _address_of(listing: Listing) -> str | None:
    try:
        return normalized(website_of(listing) or "")
    except WebAddressError:
        return None


def _sites_of_host(by_url: Mapping[str, Sequence[Listing]]) -> list[Site]:
    """One where the host is one organization's; else one for each address, in its own folder."""
    owners = {_owner_of(one) for listings in by_url.values() for one in listings}
    if len(owners) == 1:
        first, *more = sorted(by_url, key=lambda url: (len(url), url))
        ids = tuple(one.listing_id for listings in by_url.values() for one in listings)
        return [Site(first, tuple(sorted(ids)), tuple(more))]
    return [
        Site(url, tuple(sorted(one.listing_id for one in listings)), folder=folder_of(url))
        for url, listings in by_url.items()
    ]


def _owner_of(listing: Listing) -> str:
    return listing.organization.id if listing.organization else listing.service.id
