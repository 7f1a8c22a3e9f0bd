"""Words that together name everybody: men and women, children and adults, insured and uninsured."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from directory.eligibility.model import Dimension, IncomeUnit, Subject
from directory.eligibility.reading.items import Item, Kind
from directory.eligibility.reading.segments import Segment

_SINGLE = ("individual", "person", "people", "single", "couple", "client", "persona")
"""Beside "families" these mean: whoever comes, alone or together."""


@dataclass(frozen=True)
class _Named:
    """What a statement names of each kind."""

    has_both_genders: bool
    has_all_ages: bool
    has_every_cover: bool
    has_single_people: bool


_IMPLIED = {"transgender": "lgbtq", "justice_involved": "refugee"}
"""A code for which, beside another one, that one is meant: "gay, bisexual and transgender people",
"refugees and parolees"."""


def drop_everybody(segments: Sequence[Segment]) -> None:
    """Replaces such words by people of no kind."""
    drop_implied(segments)
    named = _named(segments)
    for segment in segments:
        segment.items[:] = [_replaced(item, named) for item in segment.items]


def drop_implied(segments: Sequence[Segment]) -> None:
    """Takes out what another word of the same statement says already."""
    codes = {i.criterion.value for s in segments for i in s.criteria if i.criterion}
    for segment in segments:
        _without_victims(segment)
        segment.items[:] = [_implied(item, codes) for item in segment.items]
        segment.items[:] = [
            _person(item) if _is_of_one_family(segment.items, place) else item
            for place, item in enumerate(segment.items)
        ]
    _drop_unquantified(segments)


_VICTIMS = ("victim", "victims", "survivor", "survivors")


def _without_victims(segment: Segment) -> None:
    """ "Cancer survivors": what was survived is told, and it is no crime."""
    is_told = any(
        item.has(Dimension.POPULATION) and item.text.lower() not in _VICTIMS
        for item in segment.items
    )
    segment.items[:] = [
        _person(item) if is_told and item.criterion and item.text.lower() in _VICTIMS else item
        for item in segment.items
    ]


def _implied(item: Item, codes: set[str | None]) -> Item:
    code = item.criterion.value if item.criterion else None
    meant = _IMPLIED.get(code or "")
    if item.criterion is None or meant is None or meant not in codes:
        return _person(item) if code == "family" and "parent" in codes else item
    criterion = replace(item.criterion, dimension=Dimension.POPULATION, value=meant)
    return replace(item, criterion=criterion, is_people=False)


_OF_ONE = (
    "the",
    "from",
    "every",
    "each",
    "per",
    "of",
    "in",
    "one",
    "two",
    "their",
    "his",
    "her",
    "your",
)


def _is_of_one_family(items: Sequence[Item], place: int) -> bool:
    """ "From families with ...", "in the family": told of the family that somebody has."""
    criterion = items[place].criterion
    before = items[place - 1].text.lower() if place else ""
    is_led = items[0].text.lower() == "with" or before in _OF_ONE or before.isdigit()
    is_led = is_led or any(item.text.lower() in ("from", "whose") for item in items[:place])
    return criterion is not None and criterion.value == "family" and place > 0 and is_led


def _drop_unquantified(segments: Sequence[Segment]) -> None:
    """ "Income limit, $30,000": the number says it."""
    units = {i.criterion.unit for s in segments for i in s.criteria if i.criterion}
    if units <= {None, IncomeUnit.UNQUANTIFIED}:
        return
    for segment in segments:
        segment.items[:] = [
            replace(i, kind=Kind.WEAK, criterion=None)
            if i.criterion and i.criterion.unit is IncomeUnit.UNQUANTIFIED else i
            for i in segment.items
        ]  # fmt: skip


def _person(item: Item) -> Item:
    return Item(Kind.PERSON, item.text, start=item.start, end=item.end)


def _named(segments: Sequence[Segment]) -> _Named:
    items = [item for segment in segments for item in _told(segment) if item.criterion]
    genders = {i.criterion.value for i in items if i.criterion and i.has(Dimension.GENDER)}
    covers = {i.text.lower() for i in items if i.has(Dimension.INSURANCE)}
    people = [i.text.lower() for segment in segments for i in segment.of(Kind.PERSON)]
    return _Named(
        has_both_genders={"women", "men"} <= genders,
        has_all_ages=_has_all_ages(items) or _has_all_people(items),
        has_every_cover={"insured", "uninsured"} <= covers,
        has_single_people=any(text.startswith(_SINGLE) for text in people),
    )


def _told(segment: Segment) -> Sequence[Item]:
    """The items before a "without": those behind it name nobody who comes."""
    place = next((i for i, s in enumerate(segment.items) if s.text.lower() == "without"), None)
    return segment.items[:place]


def _has_all_people(items: Sequence[Item]) -> bool:
    """ "Men, women and children"."""
    codes = {item.text.lower() for item in items}
    return bool(codes & {"men"}) and bool(codes & {"women"}) and bool(codes & {"children"})


def _has_all_ages(items: Sequence[Item]) -> bool:
    words = [i.criterion for i in items if i.is_word and i.criterion]
    is_grown_up = any(c.dimension is Dimension.AGE and c.max_years is None for c in words)
    is_young = any(c.value == "youth" or c.max_years is not None for c in words)
    return is_grown_up and is_young


def _replaced(item: Item, named: _Named) -> Item:
    criterion = item.criterion
    if criterion is None or criterion.subject is Subject.ANY_HOUSEHOLD_MEMBER:
        return item
    if item.has(Dimension.INSURANCE) and named.has_every_cover:
        return Item(Kind.NOTHING, item.text, start=item.start, end=item.end)
    is_general = (
        (item.has(Dimension.GENDER) and named.has_both_genders)
        or (item.is_word and named.has_all_ages)
        or (criterion.value == "family" and (named.has_single_people or named.has_all_ages))
    )
    return _person(item) if is_general else item
