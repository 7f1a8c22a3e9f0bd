"""SearchQuery: everything a search can ask, typed, once, before either engine."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime
from enum import StrEnum

from directory.eligibility import Circumstances
from geodata.places import Area
from geodata.shapes import Point
from indexer.asked import Part
from indexer.hours import asked_time

DEFAULT_RADIUS_MILES = 10.0
DEFAULT_LIMIT = 20
MAX_LIMIT = 100
METRES_PER_MILE = 1609.344

_ANY_TIME = datetime(2000, 1, 1, tzinfo=UTC)
"""What is asked for is only read here, not compared with a time."""


class Sort(StrEnum):
    BEST = "best"
    DISTANCE = "distance"
    NAME = "name"
    VERIFIED = "verified"


class UsageError(ValueError):
    """A query that cannot be meant: the message says which part, and what to write instead."""


@dataclass(frozen=True)
class SearchQuery:
    """Frozen value; field names are the query parameters of the pages and of `wellkept search`."""

    text: str = ""
    """As typed; analysed by `indexer.text`, never handed to an engine raw."""
    parts: tuple[Part, ...] = ()
    """What the text means, from `indexer.understanding`; empty: each of its words for itself."""
    ignoring: tuple[str, ...] = ()
    """Facts of the text that somebody took back: their words are words (`Fact.key`, "spelling")."""
    folds: bool = True
    """Whether further listings of an organization fold under its first. False when the line names
    one: then its listings are what is looked for."""
    near: Point | None = None
    near_label: str | None = None
    """What the place was taken for, for people: "20009 (Washington, DC)"."""
    near_areas: tuple[Area, ...] = ()
    """The areas in which that place lies. Listings that provably do not serve it are left out, and
    those that serve it from elsewhere are found too."""
    radius_miles: float = DEFAULT_RADIUS_MILES
    need: tuple[str, ...] = ()
    """Category or need values, as facets give them. A listing with any of them matches."""
    language: tuple[str, ...] = ()
    cost: str | None = None
    remote: bool = True
    """Whether listings without a point (phone, online, confidential address) are included."""
    verified_within_days: int | None = None
    open: str | None = None
    """now, evening, weekend, or an ISO time. Listings that are surely closed then are left out;
    those of which it is not known come after those that are open."""
    about: Circumstances | None = None
    """What the person told of themselves; its repr shows nothing."""
    strict: bool = False
    """Only listings that surely are for that person; else all but those that surely are not."""
    for_others: bool = False
    """Whether listings that surely are for other people are shown too."""
    sort: Sort = Sort.BEST
    page: int = 1
    limit: int = DEFAULT_LIMIT

    def __post_init__(self) -> None:
        if not 1 <= self.limit <= MAX_LIMIT:
            raise UsageError(f"limit must be between 1 and {MAX_LIMIT}, not {self.limit}")
        if self.page < 1:
            raise UsageError(f"page must be 1 or more, not {self.page}")
        if not 0 < self.radius_miles <= 12_500:
            raise UsageError(
                f"radius_miles must be more than 0 and at most 12500: {self.radius_miles}"
            )
        try:
            asked_time(self.open, _ANY_TIME)
        except ValueError as error:
            raise UsageError(
                "open must be now, evening, weekend or a time as in 2026-05-04T14:30"
            ) from error

    @property
    def has_filter(self) -> bool:
        """Whether it asks for something besides words. To leave out what has no place is no such
        thing: it only limits what was asked for."""
        asked = (self.near, self.need, self.language, self.cost, self.open)
        return any(asked) or self.verified_within_days is not None

    @property
    def radius_m(self) -> float:
        return self.radius_miles * METRES_PER_MILE

    @property
    def offset(self) -> int:
        return (self.page - 1) * self.limit
