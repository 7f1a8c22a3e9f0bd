"""What a search answers: a page of hits with facets, typed; `as_json` gives INTERFACES' shapes."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from datetime import date
from typing import Any


@dataclass(frozen=True)
class FacetCount:
    value: str
    label: str
    count: int
    selected: bool = False


@dataclass(frozen=True)
class Freshness:
    """How sure we are. `probability` is the belief, 0 to 1; `words` is what people read."""

    verified_on: date | None
    probability: float
    words: str


@dataclass(frozen=True)
class More:
    """Further listings of the same organization, folded under this one."""

    count: int = 0
    """All of them; `listing_ids` names the first hundred, in the order of the search."""
    listing_ids: tuple[str, ...] = ()


@dataclass(frozen=True)
class Hit:
    """One listing on a results page; the shape of HIT in INTERFACES."""

    listing_id: str
    name: str
    organization: str | None
    source_ids: Mapping[str, str | None]
    summary: str
    address: str | None
    point_precision: str
    distance_miles: float | None
    freshness: Freshness
    why: tuple[str, ...]
    score: float
    more: More = More()
    serves: Mapping[str, str] = field(
        default_factory=lambda: {"value": "unknown", "reason": "no place was asked about"}
    )
    open: Mapping[str, str] = field(
        default_factory=lambda: {"value": "unknown", "reason": "hours are listed as text"}
    )
    eligibility: Mapping[str, Any] | None = None
    asks: tuple[str, ...] = ()
    """Circumstances that would settle who may come, for somebody who has told none; an addition."""
    phone: str | None = None
    """For the Call button; an addition to HIT."""


@dataclass(frozen=True)
class Fact:
    """One thing that the line was taken to say: a chip that can be taken back."""

    key: str
    """What `SearchQuery.ignoring` takes back: "need:shelter", "population:veteran", "place"."""
    kind: str
    """need, population, language, time, cost, access, place."""
    label: str
    """As people read it: "Shelter tonight"."""
    words: str
    """The words that say it, as typed; empty when it is only guessed."""


@dataclass(frozen=True)
class Line:
    """Whom to call when a life is in danger."""

    phone: str
    name: str


@dataclass(frozen=True)
class Understood:
    needs: tuple[str, ...] = ()
    place: Mapping[str, Any] | None = None
    language: str | None = None
    facts: tuple[Fact, ...] = ()
    """Everything understood, in the order of the line."""
    crisis: tuple[Line, ...] = ()
    """To be shown above the hits; empty: no danger is spoken of."""


@dataclass(frozen=True)
class SearchPage:
    """The shape of SEARCH PAGE in INTERFACES."""

    total: int
    """Listings found, those that are folded under others included."""
    total_is_exact: bool
    """False: at least `total` ("50,000+")."""
    page: int
    hits: tuple[Hit, ...]
    """At most `limit`; one for each organization, its further listings in `more`."""
    facets: Mapping[str, tuple[FacetCount, ...]]
    applied: tuple[str, ...]
    """The filters in words."""
    corrected: str | None = None
    understood: Understood = Understood()
    has_next: bool = False
    """Whether there is a page after this one. Pages hold organizations and `total` counts listings,
    so the one cannot be reckoned from the other."""
    took_ms: float = 0.0

    def as_json(self) -> dict[str, Any]:
        """The JSON document of INTERFACES; dates as ISO text."""
        document = asdict(self)
        for hit in document["hits"]:
            verified_on = hit["freshness"]["verified_on"]
            hit["freshness"]["verified_on"] = verified_on.isoformat() if verified_on else None
        return document
