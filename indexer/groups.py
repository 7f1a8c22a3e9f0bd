"""The distinct sets of requirements of an index, and what each says of a person. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from directory.eligibility import Circumstances
from directory.eligibility.evaluation import truth_of_group
from directory.eligibility.model import Dimension
from directory.eligibility.truth import Truth
from indexer.requirements import Group, alone, asks_of, read_groups

Codes = NDArray[np.uint8]

NO, UNKNOWN, YES = range(3)
NOT_YET = 255

ANSWERS = ("no", "unknown", "yes")
"""Values of the facet, by code."""

_BIT = {dimension: bit for bit, dimension in enumerate(Dimension)}
_CODE = {Truth.FALSE: NO, Truth.UNKNOWN: UNKNOWN, Truth.TRUE: YES}


def codes_of_groups(groups: Iterable[Group], person: Circumstances) -> list[int]:
    """What each group says of a person. Of whom nothing is told that a group asks about, it says
    nothing: most people tell little, so most groups need no look."""
    untold = _untold(person)
    return [_code(group, person, untold) for group in groups]


def _code(group: Group, person: Circumstances, untold: frozenset[Dimension]) -> int:
    if asks_of(group) <= untold:
        return UNKNOWN
    return _CODE[truth_of_group(alone(group).criteria, person)]


def _untold(person: Circumstances) -> frozenset[Dimension]:
    """Dimensions of which every criterion is unknown for this person. Papers can be brought, so
    they are known before anything is told."""
    told = {
        Dimension.AGE: person.age is not None,
        Dimension.INCOME: person.income_usd_month is not None,
        Dimension.GENDER: person.gender is not None,
        Dimension.POPULATION: bool(person.is_),
        Dimension.RESIDENCY: person.area_ids is not None,
        Dimension.INSURANCE: bool(person.has),
    }
    is_alone = not person.household
    return frozenset(d for d, is_told in told.items() if not is_told and is_alone)


def _bits_of(dimensions: Iterable[Dimension]) -> int:
    return sum(1 << _BIT[dimension] for dimension in dimensions)


class GroupTable:
    """All sets of an index, and the distinct groups of which they are made."""

    def __init__(self, sets: Sequence[str]) -> None:
        """sets: by number, `groups_text` of listings; "" says nothing."""
        read = [read_groups(text) for text in sets]
        self.groups = list(dict.fromkeys(group for _, groups in read for group in groups))
        number = {group: place for place, group in enumerate(self.groups)}
        self.sets = [(is_whole, tuple(number[g] for g in groups)) for is_whole, groups in read]
        asked = [frozenset().union(*map(asks_of, groups)) for _, groups in read]
        self.asks = np.array([_bits_of(dimensions) for dimensions in asked], np.uint32)
        """Dimensions that the groups of each set ask about."""
        if_untold = [YES if is_whole and not groups else UNKNOWN for is_whole, groups in read]
        self.if_untold = np.array(if_untold, np.uint8)
        """What each set says of a person of whom none of these is told."""

    @property
    def size(self) -> int:
        return len(self.sets)


class Answers:
    """What the sets of a table say of one person, worked out as they are met: most searches meet
    few of them. Lives as long as one search, and so does what it knows of the person."""

    def __init__(self, table: GroupTable, person: Circumstances) -> None:
        self._table, self._person = table, person
        self._untold = _untold(person)
        self._by_group: dict[int, int] = {}
        is_untold = (table.asks & ~np.uint32(_bits_of(self._untold))) == 0
        self._codes = np.where(is_untold, table.if_untold, np.uint8(NOT_YET))

    def of(self, numbers: NDArray[np.integer[Any]]) -> Codes:
        """NO, UNKNOWN or YES for each of these sets."""
        met = np.flatnonzero(np.bincount(numbers, minlength=self._table.size))
        for number in met[self._codes[met] == NOT_YET].tolist():
            self._codes[number] = self._of_set(number)
        codes: Codes = self._codes[numbers]
        return codes

    def _of_set(self, number: int) -> int:
        is_whole, groups = self._table.sets[number]
        least = min(map(self._of_group, groups), default=YES)
        return UNKNOWN if least == YES and not is_whole else least

    def _of_group(self, place: int) -> int:
        code = self._by_group.get(place)
        if code is None:
            group = self._table.groups[place]
            code = self._by_group[place] = _code(group, self._person, self._untold)
        return code
