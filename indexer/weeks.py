"""The distinct weeks of an index as arrays: which are open at a time, which may be. Pure."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import lru_cache
from typing import Any

import numpy as np
from numpy.typing import NDArray

from directory.week_mask import ALL, BYTES, SLOTS, WeekMask
from indexer.hours import AskedTime, Hours

Codes = NDArray[np.uint8]

CLOSED, UNKNOWN, OPEN = range(3)
STATES = ("closed", "unknown", "open")
"""Values of the facet, by code."""

PART = ":"


def week_text(hours: Hours) -> str:
    """The mask and the zone as one value, which many listings share; "": nothing is known."""
    mask = hours.mask
    if mask.open == 0 and mask.maybe == ALL:
        return ""
    flag = "?" if mask.needs_evaluation else "!"
    return PART.join((f"{mask.open:x}", f"{mask.maybe:x}", flag, hours.zone or ""))


@lru_cache(65_536)
def read_week(text: str) -> tuple[WeekMask, str]:
    """The inverse of `week_text`."""
    if not text:
        return WeekMask(), ""
    opened, maybe, flag, zone = text.split(PART)
    return WeekMask(int(opened, 16), int(maybe, 16), flag == "?"), zone


def code_of(week: WeekMask, zone: str, asked: AskedTime) -> int:
    """What one week says of a time: OPEN and CLOSED only where that is sure, holidays apart."""
    may = week.open | week.maybe
    if asked.at is None:
        bits, is_unsure = asked.mask, week.needs_evaluation
    elif not zone:
        return UNKNOWN if may else CLOSED
    else:
        bits = 1 << asked.slot_in(zone)
        is_unsure = week.needs_evaluation or asked.is_holiday_in(zone)
    if not may & bits:
        return CLOSED
    return OPEN if week.open & bits and not is_unsure else UNKNOWN


class WeekTable:
    """All weeks of an index: their codes at a time are a few operations."""

    def __init__(self, texts: Sequence[str]) -> None:
        """texts: by number; "" says nothing."""
        self.size = len(texts)
        weeks = [read_week(text) for text in texts]
        self._open = _bytes_of(week.open for week, _ in weeks)
        self._may = _bytes_of(week.open | week.maybe for week, _ in weeks)
        self._is_unsure = np.array([week.needs_evaluation for week, _ in weeks], bool)
        self._zones = list(dict.fromkeys(zone for _, zone in weeks))
        number = {zone: place for place, zone in enumerate(self._zones)}
        self._zone = np.array([number[zone] for _, zone in weeks], np.int64)

    def codes(self, asked: AskedTime) -> Codes:
        """OPEN, UNKNOWN or CLOSED for each week, as `code_of` says it."""
        if asked.at is None:
            bits = np.frombuffer(asked.mask.to_bytes(BYTES, "little"), np.uint8)
            is_open, may = ((of & bits).any(axis=1) for of in (self._open, self._may))
            return _codes(is_open & ~self._is_unsure, may)
        slots = np.array([asked.slot_in(zone) if zone else -1 for zone in self._zones])
        holidays = np.array([bool(z) and asked.is_holiday_in(z) for z in self._zones], bool)
        slot = slots[self._zone]
        rows, column, bit = np.arange(self.size), slot >> 3, np.uint8(1) << (slot & 7)
        is_open, may = ((of[rows, column] & bit) != 0 for of in (self._open, self._may))
        is_unsure = self._is_unsure | holidays[self._zone] | (slot < 0)
        is_somewhere = self._may.any(axis=1)
        return _codes(is_open & ~is_unsure, np.where(slot < 0, is_somewhere, may))


def _bytes_of(masks: Iterator[int]) -> NDArray[np.uint8]:
    packed = b"".join(mask.to_bytes(BYTES, "little") for mask in masks)
    return np.frombuffer(packed, np.uint8).reshape(-1, BYTES)


def _codes(is_open: Any, may: Any) -> Codes:
    found: Codes = np.where(is_open, OPEN, np.where(may, UNKNOWN, CLOSED)).astype(np.uint8)
    return found


def runs_of(mask: int) -> Iterator[tuple[int, int]]:
    """First and last slot of each run of bits.

    >>> list(runs_of(0b1101))
    [(0, 0), (2, 3)]
    """
    start = None
    for slot in range(SLOTS + 1):
        if mask >> slot & 1 and start is None:
            start = slot
        elif start is not None and not mask >> slot & 1:
            yield start, slot - 1
            start = None


assert ALL.bit_length() == BYTES * 8
