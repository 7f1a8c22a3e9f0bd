"""In which fields each listing has each part, by the words of names and values in the columns."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from indexer.asked import NEED, Part
from indexer.fields import (
    EXACT_NAME,
    MISSING_WORD,
    NAME_START,
    NEED_LEVELS,
    WEIGHT_FOUND,
    Found,
    weight_of_need,
)
from indexer.sqlite.candidates import Bools, Candidates, Floats
from indexer.sqlite.columns import Columns
from indexer.sqlite.compile import Plan
from indexer.sqlite.facts import CODE_BITS, FIELDS_IN_MEMORY, word_hash
from indexer.sqlite.terms import Terms

Bits = NDArray[np.uint16]
"""Found, one column per listing."""

_STARTS = {Found.NAME: Found.NAME_START, Found.ORGANIZATION: Found.ORGANIZATION_START}
_COMBINATIONS = 2 * int(max(Found))


def _weights() -> Floats:
    """The weight of every combination of fields: that of the best."""
    table = np.zeros(_COMBINATIONS)
    for bits in range(_COMBINATIONS):
        found = [weight for field, weight in WEIGHT_FOUND.items() if bits & field]
        table[bits] = max(found, default=0.0)
    return table


def _need_weights() -> Floats:
    """The weight of each code of a need."""
    table = np.zeros((len(FIELDS_IN_MEMORY) << 8) + 1)
    first = FIELDS_IN_MEMORY.index(Found.NEED) << 8
    for level in range(1, NEED_LEVELS + 1):
        table[first + level] = weight_of_need(level)
    return table


NO_CODE = len(FIELDS_IN_MEMORY) << 8
"""Of a token that is another."""

_WEIGHT_OF_BITS = _weights()
_NEED_WEIGHT_OF_CODES = _need_weights()
_TEXT = np.uint16(Found.TEXT)
_ANY_START = np.uint16(Found.NAME_START | Found.ORGANIZATION_START)


@dataclass(frozen=True)
class Token:
    """Where a token stands in each listing, and what that is worth."""

    bits: Bits
    weights: Floats


@dataclass(frozen=True)
class Parts:
    """What was found of each part: one row per part, one column per listing."""

    weights: Floats
    """Of the best way; 0: it is not there."""
    bits: Bits
    """Fields of the best way."""
    everywhere: Bits
    """Fields that have every word of the text; one row."""


def found_in(columns: Columns, needs: Terms, plan: Plan, candidates: Candidates) -> Parts:
    """Where each of the parts stands in each of the candidates; there are some. `has_part` of the
    candidates tells which of them have a part somewhere, in their text too."""
    tokens = {token for part in plan.parts for way in part.ways for token in way.tokens}
    words = [word.token for word in plan.words]
    found = _tokens_in(columns, needs, dict.fromkeys([*words, *tokens]), len(words), candidates)
    weights = np.zeros((len(plan.parts), len(candidates)))
    fields = np.zeros((len(plan.parts), len(candidates)), np.uint16)
    row_of = {part: row for row, part in enumerate(plan.in_text)}
    for row, part in enumerate(plan.parts):
        _best_way(part, found, weights[row], fields[row])
        if part in row_of:
            has = candidates.has_part
            _in_text(True if has is None else has[row_of[part]], weights[row], fields[row])
    everywhere = np.zeros(len(candidates), np.uint16)
    if words:
        everywhere = np.bitwise_and.reduce([found[token].bits for token in words], axis=0)
    return Parts(weights, fields, everywhere)


def _tokens_in(
    columns: Columns, needs: Terms, tokens: Iterable[str], words: int, candidates: Candidates
) -> dict[str, Token]:
    """Where each of the tokens stands in memory, when so many words are asked for."""
    names, name_starts = columns.words.of(candidates.positions)
    values, value_starts = columns.need.of(candidates.positions)
    hashes, codes = names >> CODE_BITS, names & 0xFFFF
    bits_of_codes = _bits_of_codes(words)
    found_of = {}
    for token in tokens:
        here = np.where(hashes == word_hash(token), codes, NO_CODE)
        found = np.bitwise_or.reduceat(bits_of_codes[here], name_starts)
        if token[0] == NEED:
            weights = np.maximum.reduceat(_NEED_WEIGHT_OF_CODES[here], name_starts)
            found_of[token] = Token(found, weights)
            continue
        numbers = needs.by_token.get(token, ())
        if numbers:
            is_said = np.zeros(len(needs.values), np.uint16)
            is_said[list(numbers)] = Found.CATEGORY
            found |= np.bitwise_or.reduceat(is_said[values], value_starts)
        found_of[token] = Token(found, _WEIGHT_OF_BITS[found])
    return found_of


def _best_way(part: Part, of: dict[str, Token], weights: Floats, fields: Bits) -> None:
    """Of each listing the best way in which it has the part: a way is worth what the least of its
    tokens is."""
    for way in part.ways:
        found = [of[token] for token in way.tokens]
        worth = way.weight * np.min([each.weights for each in found], axis=0)
        is_better = worth > weights
        np.copyto(weights, worth, where=is_better)
        bits = np.bitwise_or.reduce([each.bits for each in found], axis=0)
        np.copyto(fields, bits, where=is_better)


def _in_text(has_part: Bools | bool, weights: Floats, fields: Bits) -> None:
    """A part that a listing has, wherever it stands, is worth a word of its text."""
    text = _WEIGHT_OF_BITS[_TEXT]
    np.copyto(fields, fields | _TEXT, where=has_part)
    np.copyto(weights, text, where=has_part & (weights < text))


@lru_cache
def _bits_of_codes(words: int) -> Bits:
    """Code of a word of a name -> Found, when so many words are asked for."""
    table = np.zeros(NO_CODE + 1, np.uint16)
    for number, field in enumerate(FIELDS_IN_MEMORY):
        table[number << 8 : (number + 1) << 8] = field
        table[number << 8 : (number << 8) + words] |= int(_STARTS.get(field, Found.NOWHERE))
    return table


def text_scores(columns: Columns, plan: Plan, candidates: Candidates, found: Parts) -> Floats:
    """`text` of the formula in `indexer.fields`, one per candidate."""
    if not plan.parts:
        return np.ones(len(candidates))
    importance = np.array([part.importance for part in plan.parts])
    scores: Floats = importance @ found.weights / importance.sum()
    scores *= _name_factors(columns, len(plan.words), candidates, found.everywhere)
    if candidates.has_part is not None:
        has_required = candidates.has_part[: len(plan.required)]
        scores *= MISSING_WORD ** (~has_required).sum(axis=0)
    return scores


def _name_factors(
    columns: Columns, words: int, candidates: Candidates, everywhere: Bits
) -> Floats | float:
    """What a listing gains whose name, or whose organization's, is or begins with the words."""
    if not (everywhere & _ANY_START).any():
        return 1.0
    fixed = columns.fixed
    is_start, is_exact = np.zeros(len(candidates), bool), np.zeros(len(candidates), bool)
    for field, length in (
        (Found.NAME_START, "name_length"),
        (Found.ORGANIZATION_START, "organization_length"),
    ):
        starts = (everywhere & field) > 0
        is_start |= starts
        is_exact |= starts & (fixed[length][candidates.positions] == words)
    return np.where(is_exact, EXACT_NAME, np.where(is_start, NAME_START, 1.0))
