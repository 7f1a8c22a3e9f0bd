"""The distinct sets of requirements of an index as arrays: what each says of a person. Pure."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from directory.eligibility import Circumstances, Eligibility
from directory.eligibility.evaluation import all_truth
from directory.eligibility.truth import Truth
from indexer.requirements import Group, criteria_of, read_groups

Codes = NDArray[np.uint8]

NO, UNKNOWN, YES = range(3)
ANSWERS = ("no", "unknown", "yes")
"""Values of the facet, by code."""

_CODE = {Truth.FALSE: NO, Truth.UNKNOWN: UNKNOWN, Truth.TRUE: YES}


def code_of_group(group: Group, person: Circumstances) -> int:
    """What one group says of a person."""
    return _CODE[all_truth(Eligibility(criteria_of(group)), person)]


class GroupTable:
    """All sets of an index; the person is asked each distinct group once."""

    def __init__(self, sets: Sequence[str]) -> None:
        """sets: by number, `groups_text` of listings; "" says nothing."""
        self.size = len(sets)
        read = [read_groups(text) for text in sets]
        self.groups: list[Group] = list(dict.fromkeys(g for _, groups in read for g in groups))
        number = {group: place for place, group in enumerate(self.groups)}
        none = len(number)  # a set without groups asks nothing, so nothing is unmet
        flat = [[number[group] for group in groups] or [none] for _, groups in read]
        self._flat = np.array([n for numbers in flat for n in numbers], np.int64)
        lengths = np.array([len(numbers) for numbers in flat], np.int64)
        self._starts = np.cumsum(lengths) - lengths
        self._is_whole = np.array([is_whole for is_whole, _ in read], bool)

    def codes(self, person: Circumstances) -> Codes:
        """NO, UNKNOWN or YES for each set."""
        if not self.size:
            return np.empty(0, np.uint8)
        told = [code_of_group(group, person) for group in self.groups]
        least = np.minimum.reduceat(np.array([*told, YES], np.uint8)[self._flat], self._starts)
        codes: Codes = np.where((least == YES) & ~self._is_whole, UNKNOWN, least).astype(np.uint8)
        return codes
