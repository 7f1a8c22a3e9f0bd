"""A statement as segments: what stands between commas, "and", "or", "who are", "with"."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from enum import IntEnum

from directory.eligibility.model import Dimension
from directory.eligibility.reading.items import Item, Kind


class Link(IntEnum):
    """How a segment is joined to the one before; the stronger wins."""

    START = 0
    APPOSED = 1
    """A further condition on the same people: "who are", "with", a bracket, where they live."""
    COMMA = 2
    AND = 3
    OR = 4


@dataclass(slots=True)
class Segment:
    link: Link
    items: list[Item] = field(default_factory=list)
    is_predicate: bool = False
    """Behind "must be", "who are": its parts hold together."""
    is_negated: bool = False

    @property
    def criteria(self) -> list[Item]:
        return [item for item in self.items if item.criterion is not None]

    @property
    def first_text(self) -> str:
        """Its first words in lower case; empty when nothing is left in it."""
        return self.items[0].text.lower() if self.items else ""

    @property
    def unknown(self) -> list[Item]:
        return [item for item in self.items if item.kind in _UNREAD]

    @property
    def has_noun(self) -> bool:
        return any(i.is_people or i.kind in (Kind.PERSON, Kind.OPEN) for i in self.items)

    def of(self, *kinds: Kind) -> list[Item]:
        return [item for item in self.items if item.kind in kinds]


_UNREAD = (
    Kind.UNKNOWN,
    Kind.ORGANIZATION,
    Kind.SERVING,
    Kind.ATTEND,
    Kind.SELF_PAY,
    Kind.BEHAVIOUR,
)
_LINKS = {Kind.COMMA: Link.COMMA, Kind.AND: Link.AND, Kind.OR: Link.OR}
_BREAKS = (Kind.COPULA, Kind.LINK, Kind.BRACKET)


def segments_of(items: Sequence[Item]) -> list[Segment]:
    """The segments in order; those without any content are left out."""
    found = [Segment(Link.START)]
    pending = Link.START
    is_predicate = False
    for item in items:
        if item.kind in _LINKS:
            pending = max(pending, _LINKS[item.kind])
            continue
        if item.kind in _BREAKS:
            is_predicate = item.kind is Kind.COPULA or (is_predicate and item.kind is not Kind.LINK)
            pending = pending if pending > Link.COMMA else Link.APPOSED
        elif item.kind is Kind.CRITERION and _stands_apart(found[-1], item):
            pending = max(pending, Link.APPOSED)
        if pending and _has_content(found[-1]):
            found.append(Segment(pending))
        elif pending is Link.OR and len(found) > 1:
            found[-1].link = max(found[-1].link, pending)
        pending = Link.START
        found[-1].is_predicate = found[-1].is_predicate or is_predicate
        found[-1].items.append(item)
    return [segment for segment in found if _has_content(segment)]


def _has_content(segment: Segment) -> bool:
    return any(i.kind not in (Kind.WEAK, *_BREAKS, Kind.CLOSING, Kind.NOT) for i in segment.items)


def _stands_apart(segment: Segment, item: Item) -> bool:
    """Where one must live is told of all that stands before, and what follows of those who do."""
    is_residency = _is_residency(item)
    has_residency = any(_is_residency(i) for i in segment.items)
    is_negated = bool(segment.items) and segment.items[-1].kind is Kind.NOT
    return (is_residency or has_residency) and _has_content(segment) and not is_negated


def _is_residency(item: Item) -> bool:
    return item.criterion is not None and item.criterion.dimension is Dimension.RESIDENCY
