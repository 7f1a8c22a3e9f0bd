"""What of a listing lies in memory: packed per listing, unpacked as arrays."""

from __future__ import annotations

import struct
from collections.abc import Iterator
from dataclasses import dataclass
from math import inf, nan
from typing import NamedTuple
from zlib import crc32

import numpy as np

from directory.belief import NEVER_CHECKED_DOUBT
from geodata.shapes import Precision
from indexer.document import SearchDocument
from indexer.fields import Found
from indexer.marks import known_marks, need_marks
from indexer.names import distinct_words, name_key

ROW = np.dtype([
    ("lat", "<f8"), ("lon", "<f8"),  # degrees; NaN: no point
    ("checked_at", "<f8"),  # seconds since 1970; -inf: never
    ("anchored_at", "<f8"), ("doubt", "<f8"), ("silent_rate", "<f8"),  # directory.belief
    ("organization", "<i4"), ("cost", "<i4"), ("served", "<i4"),  # numbers of terms; 0: none
    ("week", "<i4"), ("asks", "<i4"),
    ("words", "<i4"), ("need", "<i4"), ("language", "<i4"),  # how many there are of each, 1 or more
    ("precision", "u1"), ("name_length", "u1"), ("organization_length", "u1"),
    ("listing_id", "S36"), ("name_key", "S24"),
])  # fmt: skip
"""The fixed part of a listing, 153 bytes. The three lists that follow it are parted by their
lengths; an empty list is one 0, so that no listing has nothing to reduce."""

_PACK = struct.Struct("<6d8i3B36s24s")
assert _PACK.size == ROW.itemsize

WORD_TYPE, NUMBER_TYPE = np.dtype("<u8"), np.dtype("<i4")

MAX_PLACE = 255
CODE_BITS = 16
"""A word of a name is hash << CODE_BITS | code, code = field << 8 | place in the field."""

PRECISIONS = tuple(Precision)
_PRECISION_NUMBER = {precision: number for number, precision in enumerate(PRECISIONS)}

NAME_FIELDS = (Found.NAME, Found.ALTERNATE, Found.ORGANIZATION)
FIELDS_IN_MEMORY = (*NAME_FIELDS, Found.KNOWN, Found.NEED)
"""The fields whose words lie in memory, by their number in a code."""


class Facts(NamedTuple):
    """One listing, packed."""

    fixed: bytes
    words: bytes
    need: bytes
    language: bytes

    def as_blob(self) -> bytes:
        return b"".join(self)


@dataclass(frozen=True)
class Numbers:
    """The numbers that the index gave to a listing's values."""

    organization: int
    cost: int
    need: tuple[int, ...]
    language: tuple[int, ...]
    served: int = 0
    week: int = 0
    asks: int = 0


def facts_of(document: SearchDocument, numbers: Numbers) -> Facts:
    """The packed facts of a listing. Raises ValueError for a listing_id of more than 36 bytes."""
    listing_id = document.listing_id.encode()
    if not 0 < len(listing_id) <= 36:
        raise ValueError(f"not a listing_id: {document.listing_id!r}")
    name = distinct_words(document.name)
    organization = distinct_words(document.organization or "")
    words = _words(document, name, organization)
    fixed = _PACK.pack(
        *_place(document), *_belief(document), numbers.organization, numbers.cost,
        numbers.served, numbers.week, numbers.asks, len(words),
        len(numbers.need) or 1, len(numbers.language) or 1,
        _PRECISION_NUMBER[document.precision],
        min(len(name), MAX_PLACE), min(len(organization), MAX_PLACE),
        listing_id, name_key(document.name),
    )  # fmt: skip
    return Facts(
        fixed,
        np.array(words, WORD_TYPE).tobytes(),
        np.array(numbers.need or (0,), NUMBER_TYPE).tobytes(),
        np.array(numbers.language or (0,), NUMBER_TYPE).tobytes(),
    )


def unpacked(blob: bytes) -> Facts:
    """The facts of a blob that `as_blob` made."""
    lengths = _PACK.unpack_from(blob)[11:14]
    parts = [blob[: ROW.itemsize]]
    start = ROW.itemsize
    sizes = (WORD_TYPE.itemsize, NUMBER_TYPE.itemsize, NUMBER_TYPE.itemsize)
    for length, size in zip(lengths, sizes, strict=True):
        end = start + length * size
        parts.append(blob[start:end])
        start = end
    return Facts(*parts)


def word_hash(token: str) -> int:
    """32 bits for a token. Two tokens share one by a chance of 1 in 4 billion; then a hit stands a
    place too high."""
    return crc32(token.encode())


def _words(document: SearchDocument, name: list[str], organization: list[str]) -> list[int]:
    alternates = [token for text in document.alternate_names for token in distinct_words(text)]
    fields = (name, list(dict.fromkeys(alternates)), organization)
    words = [
        word_hash(token) << CODE_BITS | number << 8 | min(place, MAX_PLACE)
        for number, tokens in enumerate(fields)
        for place, token in enumerate(tokens)
    ]
    return [*words, *_marks(document)] or [0]


def _marks(document: SearchDocument) -> Iterator[int]:
    """Marks as words; the place of a need is its level."""
    known, need = FIELDS_IN_MEMORY.index(Found.KNOWN), FIELDS_IN_MEMORY.index(Found.NEED)
    for token in known_marks(document):
        yield word_hash(token) << CODE_BITS | known << 8
    for token, level in need_marks(document):
        yield word_hash(token) << CODE_BITS | need << 8 | level


def _place(document: SearchDocument) -> tuple[float, float]:
    point = document.point
    return (point.lat, point.lon) if point else (nan, nan)


def _belief(document: SearchDocument) -> tuple[float, float, float, float]:
    """checked_at, anchored_at, doubt, silent_rate; without a belief, as never checked, ageless."""
    belief = document.belief
    if belief is None:
        return -inf, 0.0, NEVER_CHECKED_DOUBT, 0.0
    checked_at = belief.checked_at.timestamp() if belief.checked_at else -inf
    doubt = belief.anchor_doubt + belief.signal_doubt
    return checked_at, belief.anchored_at.timestamp(), doubt, belief.silent_rate
