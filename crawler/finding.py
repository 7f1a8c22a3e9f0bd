"""What a crawl finds of a field or of a site. Evidence, never an edit."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from crawler.extract.fact import Fact
from directory.evidence import Field


class Verdict(StrEnum):
    """What the site says of one field of a listing."""

    CONFIRMS = "confirms"
    CONTRADICTS = "contradicts"
    """It says something else, and what is known."""
    ABSENT = "absent"
    """It was read, and says nothing of it."""
    AMBIGUOUS = "ambiguous"
    """Several values may be meant, or part of the site could not be read."""


class SiteState(StrEnum):
    """What became of a site. The first three ask for action, the next two for a person's look."""

    GONE = "gone"
    PARKED = "parked"
    MOVED = "moved"
    BLOCKED = "blocked"
    """It does not want to be read by us: robots.txt, a login, a ban."""
    UNREACHABLE = "unreachable"
    """Maybe fixable: a time-out, a certificate, an error of the server."""
    UNCHANGED = "unchanged"
    """As when it was last read: a weak confirmation."""
    ALIVE = "alive"


ACT = (SiteState.GONE, SiteState.PARKED, SiteState.MOVED)
LOOK = (SiteState.BLOCKED, SiteState.UNREACHABLE)
VANISHED = "it was on the site before"
"""Note of what is absent now and was confirmed by the visit before."""


@dataclass(frozen=True)
class SiteFinding:
    """What became of a site, and why we think so."""

    state: SiteState
    reason: str = ""
    moved_to: str = ""
    """Of MOVED: the address that it leads to."""


@dataclass(frozen=True)
class Finding:
    """What a site says of one field of one listing."""

    listing_id: str
    field: Field
    verdict: Verdict
    value: str = ""
    """As the listing has it."""
    new_value: str = ""
    """Of CONTRADICTS: what the site says, as text for people."""
    fact: Fact | None = None
    """The evidence: quote, page, method and confidence; None of ABSENT."""
    note: str = ""
    options: tuple[str, ...] = ()
    """Of AMBIGUOUS: the values that may be meant."""
