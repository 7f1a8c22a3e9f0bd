"""Words, numbers and signs of a text with their places."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from directory.eligibility.reading.words import (
    Meaning,
    first_words,
    longest_phrase,
    normal,
    phrases,
)

_TOKEN = re.compile(
    r"(?:[A-Za-z]\.){2,}(?![A-Za-z])|(?:[A-Za-z]\.)+[A-Za-z]\b|[^\W\d_]+(?:'[^\W\d_]+)*\+?"
    r"|\d{1,3}(?:,\d{3})+(?!\d)|\d+(?:\.\d+)?(?:st|nd|rd|th)?\b|\d+|[^\w\s]"
)
_WORD = re.compile(r"[^\W\d_]")


@dataclass(frozen=True, slots=True)
class Token:
    text: str
    start: int
    end: int
    normal: str
    """Empty for signs."""

    @property
    def is_capital(self) -> bool:
        return self.text[:1].isupper()

    @property
    def is_word(self) -> bool:
        return bool(_WORD.match(self.text))


def tokens_of(text: str) -> list[Token]:
    """All tokens in order. Hyphens inside a word ("low-income") are none."""
    found = []
    for match in _TOKEN.finditer(text):
        if match.group() == "-" and _is_inside_word(text, match.start()):
            continue
        word = match.group().replace(".", "") if _WORD.match(match.group()) else match.group()
        is_sign = len(word) == 1 and not word.isalnum() and word != "&"
        found.append(
            Token(match.group(), match.start(), match.end(), "" if is_sign else normal(word))
        )
    return found


def _is_inside_word(text: str, place: int) -> bool:
    around = text[max(place - 1, 0) : place + 2]
    return len(around) == 3 and around[0].isalnum() and around[2].isalpha()


def phrase_at(tokens: Sequence[Token], place: int) -> tuple[int, Meaning | None]:
    """How many tokens the longest known phrase has here, and what it means; (0, None): none."""
    if tokens[place].normal not in first_words():
        return 0, None
    known = phrases()
    words = [token.normal for token in tokens[place : place + longest_phrase()]]
    for length in range(len(words), 0, -1):
        meaning = known.get(tuple(words[:length])) if all(words[:length]) else None
        if meaning:
            return length, meaning
    return 0, None
