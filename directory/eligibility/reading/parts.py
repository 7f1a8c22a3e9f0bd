"""Alternatives as criteria with letters."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from string import ascii_lowercase

from directory.eligibility.model import Criterion, Dimension, Subject
from directory.eligibility.reading.items import Item

PARTLY, UNSURE = 0.7, 0.5
"""Confidence of people named in a statement that was not read whole (of the truth set's 102 such,
84 are right; of 102 in whole ones, 101); of what stands beside an alternative that was not read."""

_APPLICANT = Subject.APPLICANT
_PEOPLE = (Dimension.POPULATION, Dimension.GENDER)


@dataclass(slots=True)
class Part:
    """One alternative of several, or a condition that stands alone."""

    items: list[Item]
    is_unread: bool = False
    """It holds words that are not understood, and nothing else."""


Group = list[Part]
"""Parts joined by OR; groups are joined by AND."""


def doubted(group: Group) -> Group:
    """The group of a statement that was not read whole: what it says of people is less sure."""
    return [Part([_doubted(item) for item in part.items], part.is_unread) for part in group]


def _doubted(item: Item) -> Item:
    criterion = item.criterion
    if criterion is None or not (criterion.dimension in _PEOPLE or item.is_word):
        return item
    return replace(item, criterion=replace(criterion, confidence=PARTLY))


def without_words(groups: Sequence[Group]) -> list[Group]:
    """A number replaces the word: of "seniors, 60 and older" only the number stays."""
    numbered: set[object] = {
        item.criterion.subject
        for group in groups if len(group) == 1
        for item in group[0].items if _is_number(item) and item.criterion
    }  # fmt: skip
    found = []
    for group in groups:
        subjects = numbered if len(group) == 1 else set()
        parts = [_part_without_words(part, subjects) for part in group]
        kept = [part for part in _without_young(parts) if part.items or part.is_unread]
        if kept:
            found.append(kept)
    return found


def _without_young(parts: list[Part]) -> list[Part]:
    """ "Children/youth 0-23": the number says the ages of both."""
    if not any(_is_number(item) for part in parts for item in part.items):
        return parts
    found = []
    for part in parts:
        is_numbered = any(_is_number(item) for item in part.items)
        items = [
            item for item in part.items if is_numbered or not (_is_young(item) and _is_own(item))
        ]
        if items or part.is_unread:
            found.append(Part(items, part.is_unread))
    return found


def _is_own(item: Item) -> bool:
    return item.criterion is not None and item.criterion.subject is Subject.APPLICANT


def _is_young(item: Item) -> bool:
    criterion = item.criterion
    return (
        item.is_word
        and criterion is not None
        and (criterion.value == "youth" or criterion.max_years is not None)
    )


def _part_without_words(part: Part, subjects: set[object]) -> Part:
    own = {i.criterion.subject for i in part.items if i.criterion and _is_number(i)} | subjects
    items = [
        i for i in part.items if not (i.is_word and i.criterion and i.criterion.subject in own)
    ]
    return Part(items, part.is_unread)


def _is_number(item: Item) -> bool:
    is_age = item.criterion is not None and item.criterion.dimension is Dimension.AGE
    return is_age and not item.is_word


def lettered(groups: Sequence[Group]) -> Iterator[Criterion]:
    """The criteria of all groups; those of which one is enough share a letter."""
    letters = iter(ascii_lowercase)
    told: set[Criterion] = set()
    for group in groups:
        for criterion in _of_group(group, letters):
            bare = replace(criterion, quote="", confidence=1.0, group=None)
            if criterion.group is not None or bare not in told:
                yield criterion
            told.add(bare)


def _of_group(group: Group, letters: Iterator[str]) -> Iterator[Criterion]:
    sets = _without_narrower([[i.criterion for i in part.items if i.criterion] for part in group])
    distinct = {_bare(criterion) for own in sets for criterion in own}
    is_unread = any(part.is_unread and not part.items for part in group)
    is_lone = len([own for own in sets if own]) < 2 or len(distinct) < 2
    if is_lone and not is_unread:
        yield from _once(c for own in sets for c in own)
        return
    by_dimension: dict[object, str] = {}
    dimensions = [{c.dimension for c in own} for own in sets if own]
    is_parallel = len(dimensions) > 1 and all(len(d) > 1 and d == dimensions[0] for d in dimensions)
    for criterion in _once(c for own in sets for c in own):
        key = criterion.dimension if is_parallel else None
        if key not in by_dimension:
            by_dimension[key] = next(letters, "z")
        confidence = min(criterion.confidence, UNSURE) if is_unread else criterion.confidence
        yield replace(criterion, group=by_dimension[key], confidence=confidence)


def _without_narrower(sets: list[list[Criterion]]) -> list[list[Criterion]]:
    """ "Veterans or family members of veterans": anybody of the household is the wider one."""
    wider = {(c.dimension, c.value) for own in sets for c in own if c.subject is not _APPLICANT}
    return [
        [
            c
            for c in own
            if c.subject is not _APPLICANT or (c.dimension, c.value) not in wider or c.value is None
        ]
        for own in sets
    ]


def _once(criteria: Iterator[Criterion]) -> Iterator[Criterion]:
    told: set[Criterion] = set()
    for criterion in criteria:
        if _bare(criterion) not in told:
            told.add(_bare(criterion))
            yield criterion


def _bare(criterion: Criterion) -> Criterion:
    return replace(criterion, quote="", confidence=1.0)
