"""A site's pages read together: mentions of all pages become facts about its organization.

A number in every footer is the organization's, a dozen on a page of links are others'; what stands
only on leftover, missing or event pages is not taken, and nothing of people is.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Hashable, Iterator, Sequence
from dataclasses import dataclass

from crawler.extract.addresses import address_mention, american_addresses
from crawler.extract.country import country_of
from crawler.extract.emails import email_mentions
from crawler.extract.european_addresses import british_addresses, continental_addresses
from crawler.extract.fact import Fact, FactField, Mention
from crawler.extract.hours import hours_mentions
from crawler.extract.names import best_names, name_key, name_mentions
from crawler.extract.neighbours import CONTACTS, Neighbours
from crawler.extract.notices import date_mentions, notice_mentions
from crawler.extract.offers import eligibility_mentions, language_mentions, service_mentions
from crawler.extract.page_kind import PageKind, page_kind
from crawler.extract.phones import phone_mentions
from crawler.extract.structured import structured_mentions
from crawler.page import Page, Readability

Told = tuple[Page, Mention]
NOT_TAKEN = (PageKind.LEFTOVER, PageKind.MISSING)
MOST = {FactField.SERVICE: 30, FactField.ELIGIBILITY: 30, FactField.NOTICE: 5, FactField.UPDATED: 1}
"""Facts of a kind that one site is allowed, the surest first."""
PER_PAGE, PER_PAGE_MOST = 0.02, 0.08
"""What each further page that says the same adds to the confidence."""
CONTACT_BONUS = 0.04
UNSURE = 0.2
"""A form that is so much less sure than another is not counted: an address without its code."""


@dataclass(frozen=True)
class SiteReading:
    """What was read of a site."""

    facts: tuple[Fact, ...]
    """In the order of fields, the surest first."""
    country: str
    pages: tuple[str, ...]
    """Addresses of the pages that were read."""
    unreadable: tuple[str, ...] = ()
    """Those that are made by script, in whole or in part: silence there is not absence."""

    def of(self, field: FactField) -> tuple[Fact, ...]:
        return tuple(fact for fact in self.facts if fact.field is field)

    def as_json(self) -> dict[str, object]:
        """The shape of `wellkept extract`."""
        return {"pages": len(self.pages), "facts": [fact.as_json() for fact in self.facts]}


def read_site(pages: Sequence[Page], *, country: str = "") -> SiteReading:
    """The facts on the pages of one site. `country` (ISO 3166): told by the pages if not given."""
    country = country or country_of(pages)
    kinds = {page.url: page_kind(page) for page in pages}
    taken = [page for page in pages if kinds[page.url] not in NOT_TAKEN]
    told = [(page, mention) for page in taken for mention in mentions_of(page, country)]
    neighbours = Neighbours(taken, kinds)
    facts = [fact for field in FactField for fact in _facts(field, told, neighbours)]
    unreadable = tuple(p.url for p in pages if p.readability is not Readability.READABLE)
    return SiteReading(tuple(facts), country, tuple(page.url for page in pages), unreadable)


def mentions_of(page: Page, country: str) -> Iterator[Mention]:
    """Everything that one page mentions, in no order."""
    yield from name_mentions(page)
    yield from phone_mentions(page, country)
    yield from email_mentions(page)
    yield from _address_mentions(page, country)
    yield from hours_mentions(page, country)
    yield from notice_mentions(page)
    yield from date_mentions(page, country)
    yield from service_mentions(page)
    yield from eligibility_mentions(page)
    yield from language_mentions(page)
    yield from structured_mentions(page, country)


def _address_mentions(page: Page, country: str) -> Iterator[Mention]:
    if country in ("GB", "IE"):
        found = british_addresses(page, country)
    elif country in ("NL", "BE", "DE"):
        found = continental_addresses(page, country)
    else:
        found = american_addresses(page, country if country in ("CA", "AU") else "US")
    for first, last, postal in found:
        mention = address_mention(page, first, last, postal)
        if mention:
            yield mention


# ------------------------------------------------------------------ merging


def _facts(field: FactField, told: Sequence[Told], neighbours: Neighbours) -> list[Fact]:
    own = [(page, mention) for page, mention in told if mention.field is field]
    if field is FactField.NAME:
        return [
            _named(mention, own, sure) for mention, sure in best_names(own, neighbours.page_count)
        ]
    groups: dict[Hashable, list[Told]] = defaultdict(list)
    for page, mention in own:
        groups[_group_key(mention)].append((page, mention))
    kept = [neighbours.own_part(group) for group in neighbours.without_crowds(groups)]
    facts = [_fact(group, neighbours) for group in _shown(kept)]
    facts.sort(key=lambda fact: (-fact.confidence, -len(fact.pages)))
    if field is FactField.UPDATED:
        facts.sort(key=lambda fact: str(fact.value), reverse=True)
    return facts[: MOST.get(field)]


def _shown(groups: Sequence[list[Told]]) -> list[list[Told]]:
    """Without what is told to machines alone, where people are shown something else: it is old."""
    kept = [group for group in groups if group]
    shown = [group for group in kept if any(m.line >= 0 for _, m in group)]
    is_contact = bool(shown) and shown[0][0][1].field in CONTACTS
    return shown if is_contact else kept


def _group_key(mention: Mention) -> Hashable:
    """Addresses of one street are one place, also where a page has another ZIP code."""
    if mention.field is FactField.ADDRESS and isinstance(mention.key, tuple):
        return str(mention.key[0])
    return mention.key


def _fact(group: Sequence[Told], neighbours: Neighbours) -> Fact:
    """One fact of all mentions that say it: the commonest form, the surest quote."""
    surest = max(mention.confidence for _, mention in group)
    group = [one for one in group if one[1].confidence > surest - UNSURE]
    by_key = Counter(mention.key for _, mention in group)
    key = max(by_key, key=lambda k: (by_key[k], str(k)))
    same = [(page, mention) for page, mention in group if mention.key == key]
    page, best = max(same, key=lambda pair: _rank(pair[0], pair[1], neighbours))
    urls = tuple(dict.fromkeys(p.url for p, _ in group))
    more = min(PER_PAGE_MOST, PER_PAGE * (len(urls) - 1))
    bonus = CONTACT_BONUS if neighbours.kinds.get(page.url) is PageKind.CONTACT else 0.0
    roles = Counter(mention.role for _, mention in group if mention.role)
    role = best.role or (roles.most_common(1)[0][0] if roles else "")
    sure = min(0.98, best.confidence + more + bonus)
    return Fact(best.field, best.value, page.url, best.quote, best.method, sure, key, role, urls)


def _rank(page: Page, mention: Mention, neighbours: Neighbours) -> tuple[float, bool, int]:
    is_contact = neighbours.kinds.get(page.url) is PageKind.CONTACT
    return mention.confidence, is_contact and mention.line >= 0, -len(mention.quote)


def _named(mention: Mention, own: Sequence[Told], sure: float) -> Fact:
    said = [page.url for page, one in own if name_key(one.value) == mention.key]
    urls = tuple(dict.fromkeys(said))
    return Fact(
        FactField.NAME, mention.value, urls[0], mention.quote, mention.method, sure, mention.key,
        pages=urls,
    )  # fmt: skip
