"""Segments that belong together: "people | with disabilities", "seniors, | 60 and older"."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from directory.eligibility.model import Dimension
from directory.eligibility.reading.items import Item, Kind
from directory.eligibility.reading.segments import Link, Segment


def merged(segments: Sequence[Segment]) -> list[Segment]:
    """The segments with those merged that speak of the same people."""
    found = _with_appositions(_with_shared_nouns(segments))
    return _with_numbers(_without_bare_people(found))


def _with_shared_nouns(segments: Sequence[Segment]) -> list[Segment]:
    """ "Blind or deaf | children 5-12": the noun and its ages are shared by what stands before."""
    found: list[Segment] = []
    for segment in segments:
        shared = _shared_from(found[-1], segment) if found else 0
        if shared:
            own = replace(segment, items=segment.items[:shared])
            found += [own, Segment(Link.APPOSED, segment.items[shared:])]
        else:
            found.append(segment)
    return found


def _shared_from(before: Segment, segment: Segment) -> int:
    """The place in the segment from which on its words belong to both; 0: nowhere."""
    is_list = segment.link in (Link.OR, Link.AND) and not before.has_noun
    if not is_list or not before.criteria or before.is_negated or segment.is_negated:
        return 0
    qualities = [i for i, item in enumerate(segment.items) if _is_quality(item)]
    nouns = [i for i, item in enumerate(segment.items) if item.names_people]
    if (
        not qualities
        or not nouns
        or qualities[0] > nouns[0]
        or not _is_quality(before.criteria[-1])
    ):
        return 0
    return nouns[0]


def _is_quality(item: Item) -> bool:
    is_told = item.has(Dimension.POPULATION) or item.has(Dimension.INCOME)
    return is_told and not item.names_people


def _with_appositions(segments: Sequence[Segment]) -> list[Segment]:
    found: list[Segment] = []
    for place, segment in enumerate(segments):
        following = segments[place + 1] if place + 1 < len(segments) else None
        if found and _belongs(found[-1], segment, following):
            _merge(found[-1], segment)
        else:
            found.append(segment)
    return found


def _belongs(before: Segment, segment: Segment, following: Segment | None) -> bool:
    if segment.link is not Link.APPOSED or before.is_negated or segment.is_negated:
        return False
    if any(item.has(Dimension.RESIDENCY) for item in (*segment.items, *before.items)):
        return False
    if _is_of_last(before, segment):
        return True
    if not before.criteria and not before.unknown and before.link > Link.APPOSED:
        return True  # "seniors or people | with disabilities"
    is_next_people = following is not None and following.link > Link.APPOSED and following.has_noun
    return is_next_people and not segment.is_predicate and bool(before.criteria)


def _is_of_last(before: Segment, segment: Segment) -> bool:
    """ "Seniors and adults | with disabilities": the words for an age need what follows."""
    is_listed = before.link > Link.COMMA and bool(before.criteria)
    are_words = all(item.is_word and item.has(Dimension.AGE) for item in before.criteria)
    return is_listed and are_words and segment.first_text == "with"


def _with_numbers(segments: Sequence[Segment]) -> list[Segment]:
    found: list[Segment] = []
    for segment in segments:
        owner = _owner(found)
        if owner is not None and _is_number_of(owner, segment):
            _merge(owner, segment)
        else:
            found.append(segment)
    return found


def _owner(segments: Sequence[Segment]) -> Segment | None:
    """The people to whom a number may belong: behind "adults | with disabilities" the adults."""
    for segment in reversed(segments):
        if segment.link is not Link.APPOSED or any(item.is_word for item in segment.items):
            return segment
    return None


def _is_number_of(before: Segment, segment: Segment) -> bool:
    """Nothing but ages in numbers, right behind a word for an age."""
    is_joined = segment.link in (Link.APPOSED, Link.COMMA) and not segment.unknown
    has_word = any(item.is_word for item in before.items)
    numbers = [item.has(Dimension.AGE) and not item.is_word for item in segment.criteria]
    return has_word and is_joined and bool(numbers) and all(numbers)


def _merge(before: Segment, segment: Segment) -> None:
    before.items += segment.items
    before.is_negated = before.is_negated or segment.is_negated


def _without_bare_people(segments: Sequence[Segment]) -> list[Segment]:
    """ "Individuals or families who are homeless": bare people add nothing to a list."""
    found: list[Segment] = []
    pending = Link.START
    for place, segment in enumerate(segments):
        following = segments[place + 1] if place + 1 < len(segments) else None
        if _is_bare(segment) and _is_listed(segment, following):
            is_first = not found
            pending = pending or (segment.link if not is_first else Link.START)
            continue
        if pending and segment.link > Link.APPOSED:
            segment.link = min(segment.link, pending)
        pending = Link.START
        found.append(segment)
    if found:
        found[0].link = Link.START
    return found


def _is_bare(segment: Segment) -> bool:
    marks = segment.of(Kind.OPEN, Kind.PREFER, Kind.NOTHING, Kind.ACCEPT, Kind.ONLY)
    return not segment.criteria and not segment.unknown and not marks


def _is_listed(segment: Segment, following: Segment | None) -> bool:
    is_behind = segment.link > Link.COMMA
    return (following is not None and (following.link > Link.APPOSED or is_behind)) or is_behind
