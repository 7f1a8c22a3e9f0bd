"""SearchDocument: a listing, flattened to what search needs. Built from the store, never read back
to decide anything."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from directory.belief import BeliefState
from directory.eligibility import Eligibility
from geodata.shapes import Point, Precision
from indexer.hours import Hours
from indexer.lexicon.tables import need_codes


@dataclass(frozen=True)
class SearchDocument:
    """Public facts only. Texts are as people read them; engines index their analysed tokens."""

    listing_id: str
    service_id: str
    organization_id: str | None
    name: str
    organization: str | None
    alternate_names: tuple[str, ...] = ()
    summary: str = ""
    """One line of description, at most 200 characters, cut at a word."""
    description: str = ""
    details: str = ""
    """Searched, but not shown in a hit: who it is for, the name of the place."""
    categories: tuple[str, ...] = ()
    """Names of the service's own taxonomy terms."""
    needs: tuple[str, ...] = ()
    """Codes of the lexicon, wider ones too: the facet, and what browsing shows."""
    need_levels: tuple[tuple[str, int], ...] = ()
    """Every code that anything says, and how much it is about it: 1 (a mention) .. NEED_LEVELS."""
    populations: tuple[str, ...] = ()
    """For whom it says it is; codes of the lexicon."""
    languages: tuple[str, ...] = ()
    """Names of the languages spoken, as people read them: "Spanish"."""
    cost: str | None = None
    """"free" when it is said to be free, else None."""
    served: tuple[str, ...] = ()
    """Whom it is for by place, as terms of `indexer.serving`; empty: it does not say."""
    hours: Hours = field(default_factory=Hours)
    """When it is open."""
    eligibility: Eligibility = field(default_factory=Eligibility)
    """Who may come."""
    point: Point | None = None
    precision: Precision = Precision.NONE
    address: str | None = None
    phone: str | None = None
    status: str = "active"
    source_ids: Mapping[str, str | None] = field(default_factory=dict)
    belief: BeliefState | None = None


def searched_texts(document: SearchDocument) -> Iterator[str]:
    """Every text in which words are looked for."""
    yield document.name
    yield from document.alternate_names
    yield document.organization or ""
    yield from document.categories
    yield from (need for need in document.needs if need not in need_codes())
    yield document.description
    yield document.details


def needs_of(document: SearchDocument) -> tuple[str, ...]:
    """The values of the facet "need": needs and categories, each once."""
    return tuple(dict.fromkeys((*document.needs, *document.categories)))
