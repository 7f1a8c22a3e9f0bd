"""Segments that belong together: "people | with disabilities", "seniors, | 60 and older"."""

from __future__ import annotations

from collections.abc import Sequence

from directory.eligibility.model import Dimension
from directory.eligibility.reading.items import Item, Kind
from directory.eligibility.reading.segments import Link, Segment


def merged(segments: Sequence[Segment]) -> list[Segment]:
    """The segments with those merged that speak of the same people."""
    found: list[Segment] = []
    for place, segment in enumerate(segments):
        following = segments[place + 1] if place + 1 < len(segments) else None
        if found and _belongs(found[-1], segment, following):
            found[-1].items += segment.items
            found[-1].is_negated = found[-1].is_negated or segment.is_negated
        else:
            found.append(segment)
    return _without_bare_people(found)


def _belongs(before: Segment, segment: Segment, following: Segment | None) -> bool:
    if _is_number_of(before, segment):
        return True
    if segment.link is not Link.APPOSED or before.is_negated or segment.is_negated:
        return False
    if _is_residency(segment):
        return False
    if not before.criteria and not before.unknown and before.link > Link.APPOSED:
        return True  # "seniors or people | with disabilities"
    is_next_people = following is not None and following.link > Link.APPOSED and following.has_noun
    return is_next_people and not segment.is_predicate and bool(before.criteria)


def _is_number_of(before: Segment, segment: Segment) -> bool:
    """Nothing but ages in numbers, right behind a word for an age."""
    has_word = any(item.is_word for item in before.items)
    is_joined = segment.link in (Link.APPOSED, Link.COMMA)
    return (
        has_word
        and is_joined
        and bool(segment.criteria)
        and not segment.unknown
        and all(_is_age(item) and not item.is_word for item in segment.criteria)
    )


def _without_bare_people(segments: list[Segment]) -> list[Segment]:
    """ "Individuals or families who are homeless": bare people add nothing to a list."""
    found: list[Segment] = []
    pending = Link.START
    for place, segment in enumerate(segments):
        following = segments[place + 1] if place + 1 < len(segments) else None
        is_bare = (
            not segment.criteria and not segment.unknown and not segment.of(Kind.OPEN, Kind.PREFER)
        )
        if (
            is_bare
            and following is not None
            and following.link > Link.APPOSED
            and not segment.of(Kind.NOTHING)
        ):
            pending = pending or segment.link
            continue
        if pending:
            segment.link = pending if pending is not Link.START else segment.link
        pending = Link.START
        found.append(segment)
    if found:
        found[0].link = Link.START
    return found


def _is_residency(segment: Segment) -> bool:
    return any(i.criterion and i.criterion.dimension is Dimension.RESIDENCY for i in segment.items)


def _is_age(item: Item) -> bool:
    return item.criterion is not None and item.criterion.dimension is Dimension.AGE
