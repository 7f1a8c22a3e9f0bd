"""A misspelt word -> the word that was meant, from the words that a directory and the lexicon use.

A word is only corrected when nothing has it as typed; names and rare real words are left alone.
Candidates are found by their first letters and lengths, then measured by edits (rapidfuzz).
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping
from typing import Protocol

from rapidfuzz.distance import OSA
from rapidfuzz.process import extract

from indexer.text import fold

LEAST_LETTERS = 4
"""Shorter words have too many neighbours: "fod" is "food", "for", "fed"; those of three letters are
corrected only to a word of the lexicon that has one letter more, and in those of four no letter is
taken for another: "ruth" is not "rush"."""

LETTERS_FOR_TWO = 8
"""From this length on two letters may be wrong."""

KNOWN_WORD = 0.5
"""Edits that a word of the lexicon is ahead of another word: it is what people ask for."""

SWAPPED = 0.3
"""Of two letters that changed places, a double letter too few or too many: the common slips."""

_WORD = re.compile(r"[^\W\d_]+\Z")


class Vocabulary(Protocol):
    """What a directory's own words are; an engine answers."""

    def frequency(self, token: str) -> int:
        """In how many listings the token stands."""


class Spelling:
    """Words to correct to. Thread-safe: nothing changes once it is made."""

    def __init__(
        self,
        lexicon_words: Iterable[str],
        directory_words: Mapping[str, int],
        *,
        less_likely: Iterable[str] = (),
    ) -> None:
        """`directory_words`: folded words of names and categories -> in how many listings;
        `less_likely`: words of the lexicon in the language that fewer people type."""
        self._known = frozenset(word for word in lexicon_words if len(word) >= LEAST_LETTERS)
        self._less_likely = frozenset(less_likely) - self._known
        self._frequency = dict(directory_words)
        self._buckets: dict[tuple[str, int], list[str]] = defaultdict(list)
        for word in {*self._known, *self._less_likely, *directory_words}:
            if len(word) >= LEAST_LETTERS and _WORD.match(word):
                for letter in {word[0], word[1]}:
                    self._buckets[letter, len(word)].append(word)
        self._buckets.default_factory = None

    def corrected(self, word: str) -> str | None:
        """The word that is meant; None where none is near enough, or it is a word already.

        >>> Spelling({"pantry"}, {}).corrected("pantrey")
        'pantry'
        """
        word = fold(word)
        if len(word) < LEAST_LETTERS - 1 or not _WORD.match(word):
            return None
        if any(word in words for words in (self._known, self._less_likely, self._frequency)):
            return None
        ranked = [(self._cost(word, near), -self._frequency.get(near, 0), near)
                  for near in self._near(word)]  # fmt: skip
        return min(ranked)[2] if ranked else None

    def _near(self, word: str) -> list[str]:
        """Words within the edits that a word of this length may have."""
        most = 2 if len(word) >= LETTERS_FOR_TWO else 1
        near: set[str] = set()
        for length in range(len(word) - most, len(word) + most + 1):
            for letter in {word[0], word[1]}:
                bucket = self._buckets.get((letter, length), ())
                found = extract(word, bucket, scorer=OSA.distance, score_cutoff=most, limit=None)
                near.update(match[0] for match in found)
        if len(word) < LEAST_LETTERS:
            return [w for w in near if w in self._known and len(w) > len(word)]
        if len(word) == LEAST_LETTERS:
            return [w for w in near if len(w) != len(word) or sorted(w) == sorted(word)]
        return list(near)

    def _cost(self, word: str, near: str) -> float:
        cost: float = OSA.distance(word, near)
        if sorted(word) == sorted(near) or _undoubled(word) == _undoubled(near):
            cost -= SWAPPED
        if near in self._known:
            cost -= KNOWN_WORD
        return cost + (0.2 if word[0] != near[0] else 0.0)


def _undoubled(word: str) -> str:
    return re.sub(r"(.)\1", r"\1", word)
