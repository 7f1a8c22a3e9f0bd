"""Whose is it? What the pages of a site say together about who owns a number or an address."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Hashable, Mapping, Sequence
from urllib.parse import urlsplit

from crawler.extract.fact import FactField, Mention, Owner
from crawler.extract.page_kind import PageKind
from crawler.extract.phones import HOTLINES
from crawler.lines import Zone
from crawler.page import Page

Told = tuple[Page, Mention]
CONTACTS = (FactField.PHONE, FactField.EMAIL, FactField.ADDRESS, FactField.HOURS)
OUTER_ZONES = (Zone.FOOTER, Zone.HEADER, Zone.NAVIGATION)
"""What stands here stands on every page, and is the site's own."""
CROWD = 6
"""So many numbers that only one page has are a list of others, when the site has one elsewhere."""
CROWD_ALONE = 12
"""So many on a site that has no other: still a list."""
LINKS_NEAR = 2
"""Lines between a number and a link to the site of whom it belongs to."""
LINKED_LEAST = 2
"""Numbers beside links to other sites that make a list."""
HALF = 0.5
NEUTRAL_HOSTS = re.compile(
    r"(?:^|\.)(?:facebook|fb|twitter|x|instagram|youtube|youtu|linkedin|tiktok|google|goo|maps"
    r"|apple|bing"
    r"|openstreetmap|paypal|eventbrite|gofundme|justgiving|mailchimp|constantcontact|wordpress|wix"
    r"|squarespace|pinterest|yelp|adobe|microsoft|amazon|vimeo|flickr|whatsapp|wa|t"
    r"|bit)\.(?:\w+)(?:\.\w+)?$"
)
OFFICE = re.compile(
    r"^(?:info|office|admin|contact|hello|mail|help|secretary|enquir\w+|inquir\w+|reception|support"
    r"|volunteer\w*|donat\w+|intake|general|bestuur|secretariaat|administratie)\b"
)
FOREIGN_HEADING = re.compile(
    r"\b(?:emergency|crisis|national|hot ?lines?|help ?lines?|other (?:resources"
    r"|organi[sz]ations|help|agencies)"
    r"|useful (?:numbers|contacts|links)|partners?|sponsors?|resources|referrals?|directory)\b",
    re.IGNORECASE,
)


class Neighbours:
    """The pages of a site as the surroundings of each mention."""

    def __init__(self, pages: Sequence[Page], kinds: Mapping[str, PageKind]) -> None:
        self.kinds = kinds
        self.page_count = max(1, len(pages))
        self._own_hosts = _own_hosts(pages)
        self._has_other_pages = any(kinds[page.url] is not PageKind.PEOPLE for page in pages)
        self._crowded: set[str] = set()
        self._external = {page.url: self._external_lines(page) for page in pages}

    def own_part(self, group: Sequence[Told]) -> list[Told]:
        """The mentions of one value that speak for the organization; [] when it is not its own."""
        if not group or group[0][1].field not in CONTACTS:
            return [one for one in group if one[1].owner is Owner.OWN]
        own = [one for one in group if one[1].owner is Owner.OWN]
        if any(mention.owner is Owner.PERSON for _, mention in group) and not _is_official(own):
            own = [one for one in own if one[1].zone in OUTER_ZONES]
        urls = {page.url for page, _ in own}
        share = len(urls) / self.page_count
        if group[0][1].key in HOTLINES and share < HALF:
            return []
        home = [one for one in own if not self._is_foreign(*one)]
        return home

    def without_crowds(self, groups: Mapping[Hashable, list[Told]]) -> list[list[Told]]:
        """Without what one page lists by the dozen, or beside links to whom it belongs."""
        listed: dict[str, set[Hashable]] = defaultdict(set)
        for key, group in groups.items():
            page = _only_page(group)
            if page and group[0][1].field in CONTACTS:
                listed[page].add(key)
        has_others = {page: len(groups) > len(keys) for page, keys in listed.items()}
        crowds = {
            page for page, keys in listed.items()
            if len(keys) >= (CROWD if has_others[page] else CROWD_ALONE)
            and self.kinds.get(page) is not PageKind.CONTACT
        }  # fmt: skip
        self._crowded |= crowds
        return [
            group for key, group in groups.items()
            if not any(key in listed[page] for page in crowds | self._crowded)
            and not self._is_linked_list(group, groups)
        ]  # fmt: skip

    def _is_linked_list(self, group: list[Told], groups: Mapping[Hashable, list[Told]]) -> bool:
        """Stands beside a link to another site, as other values of its page do."""
        page = _only_page(group)
        if not page or group[0][1].field not in (FactField.PHONE, FactField.ADDRESS):
            return False
        if not any(self._is_beside_link(*one) for one in group):
            return False
        beside = sum(
            1 for other in groups.values()
            if _only_page(other) == page and any(self._is_beside_link(*one) for one in other)
        )  # fmt: skip
        return beside >= LINKED_LEAST and self.kinds.get(page) is not PageKind.CONTACT

    def _is_foreign(self, page: Page, mention: Mention) -> bool:
        """Does the place say that it is somebody else's?"""
        if mention.zone in OUTER_ZONES or mention.line < 0:
            return False
        kind = self.kinds.get(page.url)
        if kind is PageKind.RESOURCES:
            return True
        if kind is PageKind.PEOPLE and self._has_other_pages:
            return mention.field is not FactField.HOURS and not _is_of_office(mention)
        if kind is PageKind.EVENTS and mention.field in (FactField.ADDRESS, FactField.HOURS):
            return True
        heading = page.lines[mention.line].heading if mention.line < len(page.lines) else ""
        is_listed = bool(FOREIGN_HEADING.search(heading)) and self._is_beside_link(page, mention)
        return is_listed and mention.field in (FactField.PHONE, FactField.EMAIL)

    def _is_beside_link(self, page: Page, mention: Mention) -> bool:
        near = range(mention.line - LINKS_NEAR, mention.line + LINKS_NEAR + 1)
        links = [line for line in near if line in self._external.get(page.url, ())]
        return mention.line >= 0 and any(_is_one_entry(page, mention.line, link) for link in links)

    def _external_lines(self, page: Page) -> frozenset[int]:
        return frozenset(
            link.line for link in page.links
            if (host := _host(link.url)) and not self._is_neutral(host)
        )  # fmt: skip

    def _is_neutral(self, host: str) -> bool:
        return host in self._own_hosts or bool(NEUTRAL_HOSTS.search(host))


def _only_page(group: Sequence[Told]) -> str:
    """The one page in whose middle a value stands; empty when it stands on more, or in a footer."""
    urls = {page.url for page, _ in group}
    is_outer = any(m.zone in OUTER_ZONES or m.line < 0 for _, m in group)
    return next(iter(urls)) if len(urls) == 1 and not is_outer else ""


def _is_of_office(mention: Mention) -> bool:
    """A number with a role, or an address that is a function's: "info@", "office@"."""
    if mention.field is FactField.EMAIL:
        return bool(OFFICE.match(str(mention.value)))
    return mention.role in ("fax", "toll free", "tty", "hotline")


def _is_one_entry(page: Page, one: int, other: int) -> bool:
    """No heading between two lines."""
    between = page.lines[min(one, other) + 1 : max(one, other)]
    return not any(line.is_heading for line in between)


def _is_official(own: Sequence[Told]) -> bool:
    """Stands somewhere without a person, with a word such as "Phone" or "Office"."""
    return any(mention.role or mention.zone in OUTER_ZONES for _, mention in own) or len(own) >= 2


def _own_hosts(pages: Sequence[Page]) -> set[str]:
    """Hosts of the site, and those to which half of its pages link."""
    hosts = {_host(page.url) for page in pages}
    hosts |= {_host(page.metas.get("og:url", "")) for page in pages}
    linked = Counter(host for page in pages for host in {_host(link.url) for link in page.links})
    enough = max(2, len(pages) * HALF)
    often = {host for host, count in linked.items() if count >= enough}
    return (hosts | often) - {""}


def _host(url: str) -> str:
    try:
        parts = urlsplit(url)
    except ValueError:
        return ""
    host = (parts.hostname or "") if parts.scheme in ("http", "https") else ""
    return host.lower().removeprefix("www.")
