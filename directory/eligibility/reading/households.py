"""Of whom in the household a condition speaks: "families with children 0-5"."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from itertools import takewhile

from directory.eligibility.model import Dimension, Subject
from directory.eligibility.reading.items import Item, Kind, criterion_item
from directory.eligibility.reading.segments import Link, Segment

_PARENTS = ("parent", "guardian", "mother", "father", "custody")
_CAREGIVERS = ("caregiver", "caretaker", "grandparent")
_SERVED_HOUSEHOLDS = ("military", "veteran")
"""Beside the word family they name the member: a military family has a soldier in it."""
_STEADY = (Dimension.RESIDENCY, Dimension.INCOME, Dimension.DOCUMENT, Dimension.REFERRAL)
"""What is asked of the household as a whole, or of whoever comes."""
_PAIRS = ("parent", "father", "famil", "couple")
_TEENS = ("adolescent", "teen", "youth")
_OF_HOUSEHOLD = re.compile(
    r"(?:the |your |each |an? )*(?:eligible )*household\W+(?:\w+\W+)?(?:include|have|has|contain)"
)
"""The household must include somebody: one of them is enough."""
_OF_ALL = ("must", "are", "is", "be", "should")


def tell_households(segments: Sequence[Segment]) -> None:
    """Sets the subject of the conditions; replaces the words that say whose family is meant."""
    words = " ".join(item.text.lower() for segment in segments for item in segment.items)
    if _OF_HOUSEHOLD.match(words):
        for segment in segments:
            segment.items[:] = [_of_household(item) for item in segment.items]
    for place, segment in enumerate(segments):
        _military_families(segment)
        segment.items[:] = [_expectant(item) for item in segment.items]
        for i in reversed(range(len(segment.items))):
            _tell_household(segments, place, i)


def _tell_household(segments: Sequence[Segment], place: int, i: int) -> None:
    segment, later = segments[place], segments[place + 1 :]
    kind = segment.items[i].kind
    if kind is Kind.FAMILY_OF:
        _family_of(segment, later, i)
    elif kind is Kind.WITH_CHILDREN:
        _with_children(segment, later, i)
    elif kind is Kind.THEIR_FAMILY:
        _theirs(segments, place, i)


def _expectant(item: Item) -> Item:
    """Expectant parents: somebody of them is pregnant."""
    is_pair = item.code == "pregnant" and any(word in item.text.lower() for word in _PAIRS)
    return _of_household(item) if is_pair else item


def _military_families(segment: Segment) -> None:
    codes = {item.code for item in segment.items}
    if "family" in codes and codes & set(_SERVED_HOUSEHOLDS):
        segment.items[:] = [
            _of_household(item) if item.code in _SERVED_HOUSEHOLDS else item
            for item in segment.items
            if item.code != "family"
        ]


def _family_of(segment: Segment, later: Sequence[Segment], place: int) -> None:
    """ "Parents of", "family members of": what follows is true of somebody of theirs."""
    words = {word.rstrip("s") for word in segment.items[place].text.lower().split()}
    code = "parent" if words & set(_PARENTS) else "caregiver" if words & set(_CAREGIVERS) else ""
    if words & {"have", "has", "whose"}:
        code = ""  # children who have a parent in prison are no parents
    behind = [_of_household(item) for item in segment.items[place + 1 :]]
    if any(_is_child_word(item) for item in behind) and not code:
        code = "parent"  # families of children
    own = [_population(code, segment.items[place])] if code else []
    segment.items[place:] = own + [item for item in behind if not _is_child_word(item)]
    _children_to_household(later)


def _with_children(segment: Segment, later: Sequence[Segment], place: int) -> None:
    """ "Families with children": parents, and ages that follow are the children's."""
    before = [item for item in segment.items[:place] if item.code != "family"]
    mark = segment.items[place]
    is_told = any(item.code == "parent" for item in before) or "in the ho" in mark.text.lower()
    own = [] if is_told else [_population("parent", mark)]
    if any(word in mark.text.lower() for word in _TEENS):
        own.append(_of_household(_population("youth", mark)))
    ages = [_age_of_household(item) for item in segment.items[place + 1 :]]
    segment.items[:] = before + own + ages
    _children_to_household(later)


def _children_to_household(later: Sequence[Segment]) -> None:
    """What stands right behind the children is theirs: "parents of children, ages 0-5"."""
    if not later:
        return
    following = later[0]
    first = following.first_text
    if following.link is Link.APPOSED and not first.startswith(_OF_ALL):
        for segment in (following, *takewhile(_goes_on, later[1:])):
            segment.items[:] = [_of_household(item) for item in segment.items]
    elif following.link <= Link.COMMA and all(i.has(Dimension.AGE) for i in following.criteria):
        following.items[:] = [_age_of_household(item) for item in following.items]


def _goes_on(segment: Segment) -> bool:
    """ "... with dementia | or Alzheimer's disease"."""
    return segment.link > Link.APPOSED and not segment.has_noun and not segment.is_predicate


def _theirs(segments: Sequence[Segment], place: int, mark: int) -> None:
    """ "Veterans and their families". Behind bare people or words for ages it is one of a list:
    "children, adults and families"."""
    items = segments[place].items
    own, behind = items[:mark], items[mark + 1 :]
    before = [item for segment in segments[:place] for item in segment.items] + own
    told = [item for item in before if item.criterion and not _is_steady(item)]
    is_theirs = "their" in items[mark].text.lower() or not any(i.is_word for i in told)
    if not told or not is_theirs:
        items[mark] = replace(items[mark], kind=Kind.PERSON)
        return
    for segment in segments[:place]:
        segment.items[:] = [_of_household(item) for item in segment.items]
    items[:] = [*map(_of_household, own), *behind]


def _is_steady(item: Item) -> bool:
    return item.criterion is not None and item.criterion.dimension in _STEADY


def _of_household(item: Item) -> Item:
    if item.criterion is None or _is_steady(item):
        return item
    return replace(item, criterion=replace(item.criterion, subject=Subject.ANY_HOUSEHOLD_MEMBER))


def _age_of_household(item: Item) -> Item:
    return _of_household(item) if item.has(Dimension.AGE) else item


def _population(code: str, mark: Item) -> Item:
    item = criterion_item(mark.text, Dimension.POPULATION, value=code, is_people=True)
    return replace(item, start=mark.start, end=mark.end)


def _is_child_word(item: Item) -> bool:
    return item.has(Dimension.AGE) and item.is_word
