"""Whom listings are for by place, as terms of the index, and what each term says of a place. Pure.

A listing has one term for each area that it serves or leaves out, and for each piece of text that
names no area. Listings share terms, so a search asks each term once, and listings by arithmetic.
The answers are those of `geodata.served.serves`; a test compares the two.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from geodata.places import Area
from geodata.served import (
    EVERYWHERE,
    OVERLAPPING,
    Parts,
    ServedAreas,
    Unread,
    Verdict,
    serves,
)

Codes = NDArray[np.uint8]

NONE, NO, UNKNOWN, YES = range(4)
"""What a term says: nothing of this sign, not there, perhaps, there. Of several the greatest."""

SERVED, LEFT_OUT, TEXT = "+", "-", "?"
"""Signs at the start of a term."""

PART, TERM = "\x1f", "\x1e"
"""Between the parts of a term; between the terms of a set."""

PLACES_KEPT = 256
"""What sets say of so many places is remembered: a byte for each set. People ask for the same ZIP
codes again, and no text of theirs is kept with them."""

VERDICTS_KEPT = 4_096
"""Verdicts in words that are remembered in the same way: a page shows the same sets again."""

MAX_TEXT = 80
MAX_TEXTS = 3
"""Unresolved texts that are kept of a listing: a person reads one."""


@dataclass(frozen=True)
class AreaTerm:
    """One term, read."""

    sign: str
    area: Area
    """Of a text: its name alone."""
    states: frozenset[str] = frozenset()
    """FIPS codes of the states it lies in, as far as known."""
    successors: frozenset[str] = frozenset()
    """Of a former county: the counties of today that hold parts of it."""


def terms_of(served: ServedAreas, parts: Parts) -> tuple[str, ...]:
    """The terms of a listing, sorted; none when it says nothing."""
    areas = [(SERVED, area) for area in served.areas] + [
        (LEFT_OUT, area) for area in served.excluded
    ]
    texts = list(dict.fromkeys(unread.text[:MAX_TEXT] for unread in served.unresolved))
    told = {_term(sign, area, parts) for sign, area in areas}
    return (*sorted(told), *(PART.join((TEXT, text)) for text in texts[:MAX_TEXTS]))


def _term(sign: str, area: Area, parts: Parts) -> str:
    states = {area.area_id[:2]} if area.kind == "county" else parts.states_of.get(area.key, ())
    after = parts.successors.get(area.area_id, ()) if area.kind == "county" else ()
    lists = (",".join(sorted(states)), ",".join(sorted(after)))
    return PART.join((sign, area.kind, area.area_id, area.name, *lists))


@lru_cache(65_536)
def read_term(term: str) -> AreaTerm:
    """The inverse of `terms_of`, for one of them."""
    sign, *rest = term.split(PART)
    if sign == TEXT:
        return AreaTerm(TEXT, Area("text", "", rest[0]))
    kind, area_id, name, states, after = rest
    return AreaTerm(
        sign, Area(kind, area_id, name), frozenset(filter(None, states.split(","))),
        frozenset(filter(None, after.split(","))),
    )  # fmt: skip


def served_of(terms: Iterable[str]) -> ServedAreas:
    """What was told by these terms, for `serves` and its reasons; texts without their kinds."""
    from geodata.coverage_words import Unresolved

    read = [read_term(term) for term in terms]
    return ServedAreas(
        "",
        frozenset(t.area for t in read if t.sign == SERVED),
        frozenset(t.area for t in read if t.sign == LEFT_OUT),
        tuple(Unread(t.area.name, Unresolved.UNREAD) for t in read if t.sign == TEXT),
    )


@lru_cache(VERDICTS_KEPT)
def verdict_of(value: str, place: tuple[Area, ...]) -> Verdict:
    """What the listings of a set say of a place, with the reason in words."""
    terms = terms_in(value)
    return serves(served_of(terms), place, parts_of(terms))


def parts_of(terms: Iterable[str]) -> Parts:
    """What `serves` must know beside the areas."""
    read = [read_term(term) for term in terms]
    return Parts(
        {t.area.key: t.states for t in read if t.area.kind != "county"},
        {t.area.area_id: tuple(t.successors) for t in read if t.successors},
    )


def set_of(terms: Iterable[str]) -> str:
    """All terms of a listing as one value: listings share these even more than terms."""
    return TERM.join(terms)


def terms_in(value: str) -> tuple[str, ...]:
    """The inverse of `set_of`."""
    return tuple(value.split(TERM)) if value else ()


def tokens_of(terms: Iterable[str]) -> tuple[str, ...]:
    """Keys of the areas that are served ("county:24031"), by which listings elsewhere are found."""
    read = (read_term(term) for term in terms)
    return tuple(t.area.key for t in read if t.sign == SERVED)


# ------------------------------------------------------------------ what terms say of a place


class TermTable:
    """All terms of an index as arrays: what they say of a place is a few operations."""

    def __init__(self, terms: Sequence[str]) -> None:
        """terms: by number; number 0 and what cannot be read is no term."""
        read = [read_term(term) if PART in term else None for term in terms]
        self._size = len(terms)
        self._numbers: dict[tuple[str, str], list[int]] = {}
        self._kinds: dict[str, list[int]] = {}
        self._former: list[tuple[int, AreaTerm]] = []
        self._states = np.zeros(len(terms), np.uint64)
        self._left_out = np.zeros(len(terms), bool)
        self._certain = np.zeros(len(terms), np.uint8)
        for number, term in enumerate(read):
            if term is not None:
                self._note(number, term)

    def _note(self, number: int, term: AreaTerm) -> None:
        self._left_out[number] = term.sign == LEFT_OUT
        self._states[number] = mask_of(term.states)
        if term.sign == TEXT:
            self._certain[number] = UNKNOWN
        elif term.area.kind == EVERYWHERE.kind:
            self._certain[number] = YES
        elif term.successors:
            self._former.append((number, term))
        else:
            self._kinds.setdefault(term.area.kind, []).append(number)
        self._numbers.setdefault((term.area.kind, term.area.area_id), []).append(number)

    def codes(self, place: Sequence[Area]) -> tuple[Codes, Codes]:
        """For each term what it says of the place: of served areas, and of those left out."""
        codes = self._certain.copy()
        exact = [area for area in place if not area.is_approximate]
        settled = {area.kind for area in exact} - OVERLAPPING
        here = np.uint64(mask_of({a.area_id for a in place if a.kind == "state"}))
        for kind, numbers in self._kinds.items():
            if kind in settled:
                codes[numbers] = NO
            else:
                codes[numbers] = np.where(self._is_far(numbers, here), NO, UNKNOWN)
        for number, term in self._former:
            same = {area.area_id for area in place if area.kind == "county"}
            codes[number] = NO if same and not same & term.successors else UNKNOWN
        for area in exact:
            codes[self._numbers.get((area.kind, area.area_id), [])] = YES
        return np.where(self._left_out, NONE, codes), np.where(self._left_out, codes, NONE)

    def _is_far(self, numbers: list[int], here: np.uint64) -> NDArray[np.bool_]:
        own = self._states[numbers]
        is_far: NDArray[np.bool_] = (own != 0) & (here != 0) & ((own & here) == 0)
        return is_far

    def there(self, place: Sequence[Area]) -> list[int]:
        """Numbers of the terms that say that the place is served."""
        return np.flatnonzero(self.codes(place)[0] == YES).tolist()


class SetTable:
    """The distinct sets of an index: what each says of a place, by number."""

    def __init__(self, sets: Sequence[str]) -> None:
        """sets: by number; "" says nothing."""
        self.size = len(sets)
        number: dict[str, int] = {"": 0}
        flat: list[int] = []
        starts: list[int] = []
        for value in sets:
            starts.append(len(flat))
            flat += [number.setdefault(term, len(number)) for term in terms_in(value) or ("",)]
        self._flat, self._starts = np.array(flat, np.int64), np.array(starts, np.int64)
        self._terms = TermTable(list(number))
        self._told: dict[tuple[Area, ...], Codes] = {}

    def verdicts(self, place: tuple[Area, ...]) -> Codes:
        """NO, UNKNOWN or YES for each set."""
        told = self._told.get(place)
        if told is None:
            if len(self._told) >= PLACES_KEPT:
                self._told = {}
            told = self._told[place] = self._verdicts(place)
        return told

    def _verdicts(self, place: Sequence[Area]) -> Codes:
        if not self.size:
            return np.empty(0, np.uint8)
        served, left_out = self._terms.codes(place)
        return verdicts(
            np.maximum.reduceat(served[self._flat], self._starts),
            np.maximum.reduceat(left_out[self._flat], self._starts),
        )


def mask_of(states: Iterable[str]) -> int:
    """A bit for each state; FIPS codes go up to 78, those beyond 63 are territories."""
    mask = 0
    for code in states:
        number = int(code)
        mask |= 1 << (number if number < 60 else TERRITORY_BITS.get(number, 63))
    return mask


TERRITORY_BITS = {60: 60, 66: 61, 69: 62, 72: 3, 78: 7}
"""3 and 7 are numbers that no state has."""


def verdicts(served: Codes, left_out: Codes) -> Codes:
    """For each listing, by the greatest code of its terms of each sign: NO, UNKNOWN or YES."""
    is_no = (left_out == YES) | ((served == NO) & (left_out != YES))
    is_yes = (served == YES) & (left_out < UNKNOWN)
    found: Codes = np.where(is_no, NO, np.where(is_yes, YES, UNKNOWN)).astype(np.uint8)
    return found
