"""Conditions that cannot all hold at once: two ranges of ages, two genders. Then one is enough."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from itertools import pairwise

from directory.eligibility.model import Criterion, Dimension, Polarity, Strength, Subject
from directory.eligibility.reading.items import Item
from directory.eligibility.reading.parts import Group, Part
from directory.eligibility.reading.words import known_areas, normal

_KINDS = ("ward", "district", "county")


def settled(groups: Sequence[Group]) -> list[Group]:
    """The groups with those joined of which nobody could meet both, or which are two halves."""
    found = _with_areas(_with_ages(list(groups)))
    return _with_either(found, _is_gender)


def _with_areas(groups: list[Group]) -> list[Group]:
    """ "Ward 2 (in part) and Ward 6": who lives in one of a kind does not live in another."""
    lone = [group for group in groups if _is_lone(group, _is_residency)]
    for kind in {_kind_of(group[0].items[0]) for group in lone} - {""}:
        alike = [group for group in lone if _kind_of(group[0].items[0]) == kind]
        groups = _with_one_residency(groups, alike)
    return groups


def _with_one_residency(groups: list[Group], alike: list[Group]) -> list[Group]:
    first = alike[0][0].items[0]
    areas = tuple(dict.fromkeys(a for group in alike for a in _areas(group[0].items[0])))
    joined = [Part([replace(first, criterion=replace(_criterion(first), areas=areas))])]
    return [
        joined if group is alike[0] else group
        for group in groups
        if not _is_one_of(group, alike[1:])
    ]


def _kind_of(item: Item) -> str:
    """What all areas of a residency are: wards, ZIP codes, counties, states; empty: no one kind."""
    kinds = {
        "zip" if area.isdigit()
        else "state" if " ".join(map(normal, area.split())) in known_areas()
        else next((word for word in _KINDS if word in area.lower()), "")
        for area in _areas(item)
    }  # fmt: skip
    return kinds.pop() if len(kinds) == 1 and not _criterion(item).rule else ""


def _areas(item: Item) -> tuple[str, ...]:
    return _criterion(item).areas


def _criterion(item: Item) -> Criterion:
    assert item.criterion is not None
    return item.criterion


def _is_residency(item: Item) -> bool:
    return item.has(Dimension.RESIDENCY)


def _with_ages(groups: list[Group]) -> list[Group]:
    ages = [group for group in groups if _is_lone(group, _is_age)]
    if len(ages) < 2:
        return groups
    criteria = [group[0].items[0].criterion for group in ages]
    ranges = [criterion for criterion in criteria if criterion is not None]
    joined = _halves(ranges) or _neighbours(ranges)
    if joined is None:
        return _with_either(groups, _is_age)
    item = replace(ages[0][0].items[0], criterion=joined)
    return [
        [Part([item])] if group is ages[0] else group
        for group in groups
        if not _is_one_of(group, ages[1:])
    ]


def _halves(ranges: Sequence[Criterion]) -> Criterion | None:
    """ "Older than 2 and younger than 18"."""
    leasts = [c for c in ranges if c.max_years is None and c.min_years is not None]
    mosts = [c for c in ranges if c.min_years is None and c.max_years is not None]
    if len(ranges) != 2 or len(leasts) != 1 or len(mosts) != 1:
        return None
    least, most = leasts[0].min_years or 0.0, mosts[0].max_years or 0.0
    if least > most:
        return None
    return replace(leasts[0], max_years=most, quote=f"{ranges[0].quote} {ranges[1].quote}")


def _neighbours(ranges: Sequence[Criterion]) -> Criterion | None:
    """Grades in a row: "preschool, kindergarten - 6th grade"."""
    ordered = sorted(ranges, key=lambda c: c.min_years or 0.0)
    if not all(c.is_approximate and c.max_years is not None for c in ordered):
        return None
    for one, following in pairwise(ordered):
        if (following.min_years or 0.0) > (one.max_years or 0.0) + 1.0:
            return None
    most = max(c.max_years or 0.0 for c in ordered)
    return replace(ordered[0], max_years=most, quote=", ".join(c.quote for c in ranges))


def _with_either(groups: list[Group], is_kind: Callable[[Item], bool]) -> list[Group]:
    several = [group for group in groups if _is_lone(group, is_kind)]
    distinct = {_value(group[0].items[0]) for group in several}
    if len(distinct) < 2:
        return [group for group in groups if not _is_one_of(group, several[1:])]
    joined: Group = [Part(group[0].items) for group in several]
    return [
        joined if group is several[0] else group
        for group in groups
        if not _is_one_of(group, several[1:])
    ]


def _is_one_of(group: Group, groups: Sequence[Group]) -> bool:
    """That very group: another one may say the same."""
    return any(group is one for one in groups)


def _value(item: Item) -> tuple[object, ...]:
    criterion = item.criterion
    return (criterion.value, criterion.min_years, criterion.max_years) if criterion else ()


def _is_lone(group: Group, is_kind: Callable[[Item], bool]) -> bool:
    """A condition by itself that binds the applicant."""
    if len(group) != 1 or group[0].is_unread or len(group[0].items) != 1:
        return False
    criterion = group[0].items[0].criterion
    is_binding = (
        criterion is not None and criterion.strength is Strength.REQUIRED
        and criterion.subject is Subject.APPLICANT and criterion.polarity is Polarity.INCLUDE
    )  # fmt: skip
    return is_binding and is_kind(group[0].items[0])


def _is_age(item: Item) -> bool:
    return item.has(Dimension.AGE)


def _is_gender(item: Item) -> bool:
    return item.has(Dimension.GENDER)


def apart(groups: Sequence[Group]) -> list[Group]:
    """The groups with each condition that stands alone in a group of its own."""
    found: list[Group] = []
    for group in groups:
        if len(group) == 1 and not group[0].is_unread:
            found += [[Part([item])] for item in group[0].items]
        else:
            found.append(group)
    return found
