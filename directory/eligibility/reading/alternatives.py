"""Which segments are alternatives: "homeless or in foster care", "veterans, seniors"."""

from __future__ import annotations

from collections.abc import Sequence

from directory.eligibility.model import Dimension
from directory.eligibility.reading.items import Item, Kind
from directory.eligibility.reading.segments import Link, Segment

_LONG = 3
_ELDER_YEARS = 50.0
"""From here on an age in numbers may be one of a list: "62 or older, disabled or homeless"."""
_LISTED = (Dimension.POPULATION, Dimension.GENDER, Dimension.INCOME, Dimension.INSURANCE)


def alternatives_of(segments: Sequence[Segment]) -> list[list[int]]:
    """Runs of two or more segments of which one is enough, as their places, in order."""
    joined = [False] * len(segments)
    """Whether a segment is an alternative to the one before."""
    for place in range(1, len(segments)):
        left, right = segments[place - 1], segments[place]
        if right.link is Link.OR:
            joined[place] = (
                _can_be_one_of(left) and _can_be_one_of(right) and not _joins_words(left, right)
            )
            if joined[place] or not left.criteria:
                _extend_left(segments, joined, place - 1)
        elif right.link in (Link.COMMA, Link.AND):
            joined[place] = joined[place] or _is_list(segments, place)
    _join_long_lists(segments, joined)
    runs: list[list[int]] = []
    for place in range(1, len(segments)):
        if joined[place] and runs and runs[-1][-1] == place - 1:
            runs[-1].append(place)
        elif joined[place]:
            runs.append([place - 1, place])
    return runs


def _join_long_lists(segments: Sequence[Segment], joined: list[bool]) -> None:
    """Three or more in a row, some of them people: "students, seniors, disabled, veterans"."""
    start = 0
    for place in range(1, len(segments) + 1):
        if place < len(segments) and _goes_on_listing(segments[place - 1], segments[place]):
            continue
        run = segments[start:place]
        is_mixed = any(not s.criteria for s in run)
        if (
            len(run) >= _LONG
            and sum(s.has_noun and bool(s.criteria) for s in run) >= 1
            and not (is_mixed and run[-1].link is Link.COMMA)
        ):
            joined[start + 1 : place] = [True] * (place - start - 1)
        start = place


def _goes_on_listing(left: Segment, right: Segment) -> bool:
    is_joined = right.link in (Link.COMMA, Link.AND)
    is_of_people = all(_is_of_people(s) for s in (left, right))
    return (
        is_joined
        and is_of_people
        and not left.is_predicate
        and not right.is_predicate
        and not (left.is_negated or right.is_negated)
    )


def _is_of_people(segment: Segment) -> bool:
    if not segment.criteria:
        return bool(segment.unknown) and not segment.of(Kind.PREFER, Kind.ONLY, Kind.ATTEND)
    return Dimension.POPULATION in _dimensions(segment) or _is_word(segment)


def _is_word(segment: Segment) -> bool:
    return any(item.is_word for item in segment.items)


def _extend_left(segments: Sequence[Segment], joined: list[bool], place: int) -> None:
    """ "Homeless, disabled, or veterans": what commas join to the "or" is of the same list."""
    while place > 0 and segments[place].link in (Link.COMMA, Link.OR):
        if not (_can_be_listed(segments[place]) and _can_be_listed(segments[place - 1])):
            return
        joined[place] = True
        place -= 1


def _can_be_one_of(segment: Segment) -> bool:
    is_named = segment.has_noun or segment.of(Kind.NOTHING)
    return not segment.is_negated and bool(segment.criteria or segment.unknown or is_named)


def _joins_words(left: Segment, right: Segment) -> bool:
    """ "Homebound person unable to cook or shop": the "or" joins words that are not understood."""
    tail = next((i for i in reversed(left.items) if i.kind is not Kind.WEAK), None)
    return (
        not right.criteria
        and bool(left.criteria)
        and tail is not None
        and tail.kind is Kind.UNKNOWN
    )


def _can_be_listed(segment: Segment) -> bool:
    """Is it of the kind that lists are made of: not an age in numbers, an area, a paper?"""
    if segment.is_negated:
        return False
    if not segment.criteria:
        return bool(segment.unknown) and not segment.of(Kind.ONLY)
    return any(_is_listed(item) for item in segment.criteria)


def _is_listed(item: Item) -> bool:
    criterion = item.criterion
    if criterion is None:
        return False
    is_elder = criterion.dimension is Dimension.AGE and (criterion.min_years or 0.0) >= _ELDER_YEARS
    return item.is_word or is_elder or criterion.dimension in _LISTED


def _is_list(segments: Sequence[Segment], place: int) -> bool:
    """Commas and "and" between people make alternatives; between conditions they do not."""
    left, right = segments[place - 1], segments[place]
    if left.is_predicate or right.is_predicate or not left.criteria or not right.criteria:
        return False
    if not (_can_be_listed(left) and _can_be_listed(right)):
        return False
    if _dimensions(left) == _dimensions(right) == {Dimension.INSURANCE}:
        return True
    if right.has_noun and not left.has_noun:
        return not _is_adjective_before(segments, place)
    return left.has_noun == right.has_noun and (left.has_noun or _are_alike(left, right))


def _is_adjective_before(segments: Sequence[Segment], place: int) -> bool:
    """ "Homeless, mentally ill persons", "low-income, working parents"."""
    left, right = segments[place - 1], segments[place]
    if right.link is not Link.COMMA:
        return False
    named = [i for i in right.items if i.is_people and i.has(Dimension.POPULATION)]
    is_general = right.has_noun and not named
    is_income = _dimensions(left) == {Dimension.INCOME}
    is_only_two = place == 1 and (
        place + 1 == len(segments) or segments[place + 1].link <= Link.APPOSED
    )
    return is_only_two and (is_general or (is_income and not _has_benefit(right)))


def _are_alike(left: Segment, right: Segment) -> bool:
    """Bare conditions: of one dimension, or poverty told in two ways."""
    if _dimensions(left) == _dimensions(right):
        return True
    told = {*_dimensions(left), *_dimensions(right)}
    return told == {Dimension.INCOME, Dimension.POPULATION}


def _has_benefit(segment: Segment) -> bool:
    return any(i.code == "benefit_recipient" for i in segment.items)


def _dimensions(segment: Segment) -> set[Dimension]:
    return {item.criterion.dimension for item in segment.criteria if item.criterion}
