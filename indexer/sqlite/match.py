"""In which fields each listing has each word, by the words of names and values in the columns."""

from __future__ import annotations

from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from indexer.fields import (
    EXACT_NAME,
    MISSING_WORD,
    NAME_START,
    WEIGHT_FOUND,
    Found,
)
from indexer.sqlite.candidates import Candidates, Floats
from indexer.sqlite.columns import Columns
from indexer.sqlite.facts import CODE_BITS, NAME_FIELDS, word_hash
from indexer.sqlite.terms import Terms
from indexer.text import Word

Bits = NDArray[np.uint8]
"""Found, one row per word, one column per listing."""

_STARTS = {Found.NAME: Found.NAME_START, Found.ORGANIZATION: Found.ORGANIZATION_START}


def _weights() -> Floats:
    """The weight of every combination of fields: that of the best."""
    table = np.zeros(256)
    for bits in range(256):
        found = [weight for field, weight in WEIGHT_FOUND.items() if bits & field]
        table[bits] = max(found, default=0.0)
    return table


_WEIGHT_OF_BITS = _weights()


def found_in(
    columns: Columns, needs: Terms, words: tuple[Word, ...], candidates: Candidates
) -> Bits:
    """Where each of the words stands in each of the candidates; there are some."""
    if not words:
        return np.empty((0, len(candidates)), np.uint8)
    names, name_starts = columns.words.of(candidates.positions)
    values, value_starts = columns.need.of(candidates.positions)
    hashes, codes = names >> CODE_BITS, _bits_of_codes(len(words))[names & 0xFFFF]
    bits = np.empty((len(words), len(candidates)), np.uint8)
    for row, word in enumerate(words):
        in_names = np.where(hashes == word_hash(word.token), codes, 0)
        bits[row] = np.bitwise_or.reduceat(in_names, name_starts)
        numbers = needs.by_token.get(word.token, ())
        if numbers:
            is_said = np.zeros(len(needs.values), np.uint8)
            is_said[list(numbers)] = Found.CATEGORY
            bits[row] |= np.bitwise_or.reduceat(is_said[values], value_starts)
    has_word = True if candidates.has_word is None else candidates.has_word
    bits |= np.where(has_word, np.uint8(Found.TEXT), np.uint8(0))
    return bits


@lru_cache
def _bits_of_codes(words: int) -> Bits:
    """Code of a word of a name -> Found, when so many words are asked for."""
    table = np.zeros(len(NAME_FIELDS) << 8, np.uint8)
    for number, field in enumerate(NAME_FIELDS):
        table[number << 8 : (number + 1) << 8] = field
        table[number << 8 : (number << 8) + words] |= int(_STARTS.get(field, Found.NOWHERE))
    return table


def text_scores(columns: Columns, candidates: Candidates, bits: Bits) -> Floats:
    """`text` of the formula in `indexer.fields`, one per candidate."""
    words = len(bits)
    if not words:
        return np.ones(len(candidates))
    scores: Floats = _WEIGHT_OF_BITS[bits].mean(axis=0)
    everywhere = np.bitwise_and.reduce(bits, axis=0)
    fixed = columns.fixed
    is_start, is_exact = np.zeros(len(scores), bool), np.zeros(len(scores), bool)
    for found, length in (
        (Found.NAME_START, "name_length"),
        (Found.ORGANIZATION_START, "organization_length"),
    ):
        starts = (everywhere & found) > 0
        is_start |= starts
        is_exact |= starts & (fixed[length][candidates.positions] == words)
    scores *= np.where(is_exact, EXACT_NAME, np.where(is_start, NAME_START, 1.0))
    if candidates.has_word is not None:
        scores *= MISSING_WORD ** (~candidates.has_word).sum(axis=0)
    return scores
