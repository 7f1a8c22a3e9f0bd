"""A token: what one word or number of a text is, and where it stands."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass

from directory.hours.clock import Clock
from directory.hours.words import ROMANCE_RANGE, Kind, normal


@dataclass(frozen=True, slots=True)
class Token:
    kind: Kind
    text: str
    start: int
    end: int
    number: int = 0
    days: tuple[str, ...] = ()
    clock: Clock | None = None
    date: tuple[int, int, int] | None = None
    """Year (0 where it is not written), month, day."""

    @property
    def normal(self) -> str:
        return normal(self.text)


def skip(tokens: Sequence[Token], i: int, kinds: Collection[Kind]) -> int:
    """The index of the first token from i on that is of none of the kinds."""
    while i < len(tokens) and tokens[i].kind in kinds:
        i += 1
    return i


def is_kind(tokens: Sequence[Token], i: int, *kinds: Kind) -> bool:
    """Is there a token at i, and is it of one of the kinds?"""
    return 0 <= i < len(tokens) and tokens[i].kind in kinds


def is_range(tokens: Sequence[Token], i: int) -> bool:
    """Does the token at i mean "to" between two days or two times?"""
    if not 0 <= i < len(tokens):
        return False
    return tokens[i].kind in (Kind.DASH, Kind.RANGE) or tokens[i].normal in ROMANCE_RANGE
