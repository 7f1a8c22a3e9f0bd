"""What extractors find: mentions on one page, and the facts that a site's mentions add up to."""

from __future__ import annotations

from collections.abc import Hashable
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from crawler.lines import Zone

LONGEST_QUOTE = 300
"""Characters of a page that are kept as evidence of one fact."""


class FactField(StrEnum):
    """What a fact is about."""

    NAME = "name"
    PHONE = "phone"
    EMAIL = "email"
    ADDRESS = "address"
    HOURS = "hours"
    SERVICE = "service"
    ELIGIBILITY = "eligibility"
    LANGUAGE = "language"
    NOTICE = "notice"
    """Temporarily or for ever closed, or moved."""
    UPDATED = "updated"
    """When the page says that it was last changed."""


class Owner(StrEnum):
    """Whose a number or an address is, as far as its surroundings say."""

    OWN = "own"
    PERSON = "person"
    """Somebody's own: never kept."""
    FOREIGN = "foreign"
    """Of another organization, of who built the site, or an example."""


@dataclass(frozen=True, slots=True)
class Mention:
    """One thing said at one place of a page."""

    field: FactField
    key: Hashable
    """What it means: mentions with equal keys say the same."""
    value: Any
    """As the fact tells it."""
    quote: str
    method: str
    """How it was found: "text", "tel link", "JSON-LD" ..."""
    confidence: float
    """0 to 1, before the other pages are asked."""
    line: int = -1
    """Index of its line on the page; -1: in no visible line."""
    zone: Zone = Zone.MAIN
    role: str = ""
    """Of a phone what it is for ("fax"), of hours what is open ("Food pantry")."""
    owner: Owner = Owner.OWN


@dataclass(frozen=True, slots=True)
class Fact:
    """What a site says of its organization, with the page and the words that say it best."""

    field: FactField
    value: Any
    page: str
    quote: str
    method: str
    confidence: float
    """0 to 1: how sure it is that the site says this of its own organization."""
    key: Hashable = ""
    role: str = ""
    pages: tuple[str, ...] = ()
    """All pages that say it."""

    def as_json(self) -> dict[str, Any]:
        """The shape of `wellkept extract`; the role of a phone stands in `method`."""
        is_named = self.field is FactField.PHONE and self.role
        return {
            "field": self.field.value,
            "value": self.value,
            "page": self.page,
            "quote": self.quote,
            "method": f"{self.method}, {self.role}" if is_named else self.method,
            "confidence": round(self.confidence, 2),
        }


def quote_of(text: str) -> str:
    """The text in one line, cut where it gets long."""
    one = " ".join(text.split())
    return one if len(one) <= LONGEST_QUOTE else one[: LONGEST_QUOTE - 1].rstrip() + "…"
