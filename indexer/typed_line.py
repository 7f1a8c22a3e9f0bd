"""A typed line, word by word: each as typed, where it stands, and as indexed."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from indexer.text import prefixes_of, tokens_of

_AROUND = re.compile(r"\A[\W_]+|[\W_]+\Z")

MAX_LINE_WORDS = 40
"""Words of a line that are read: more is a pasted text."""


@dataclass(frozen=True)
class TypedWord:
    """One word of the line; of a script without spaces a run of characters."""

    typed: str
    """As people wrote it, without the signs around it."""
    start: int
    end: int
    """Where it stands in the line, in characters."""
    folded: str
    token: str
    """As indexed; of a run without spaces the run itself, which is no token of the index."""


@dataclass(frozen=True)
class TypedLine:
    text: str
    words: tuple[TypedWord, ...]

    @property
    def tokens(self) -> tuple[str, ...]:
        return tuple(word.token for word in self.words)

    def said(self, at: tuple[int, ...]) -> str:
        """The words at these places, as typed.

        >>> typed_line("Need FOOD, please").said((1,))
        'FOOD'
        """
        return " ".join(dict.fromkeys(self.words[place].typed for place in at))

    def without(self, start: int, end: int) -> TypedLine:
        """The line without the characters from start to end."""
        return typed_line(f"{self.text[:start].rstrip()} {self.text[end:].lstrip()}".strip())

    def corrected(self, corrections: dict[int, str]) -> TypedLine:
        """The line with other words at these places."""
        if not corrections:
            return self
        text = self.text
        for place in sorted(corrections, reverse=True):
            word = self.words[place]
            text = text[: word.start] + corrections[place] + text[word.end :]
        return typed_line(text)


def typed_line(text: str) -> TypedLine:
    """The words of a line, at most MAX_LINE_WORDS."""
    words: list[TypedWord] = []
    for chunk in re.finditer(r"\S+", text):
        words.extend(_words_of(chunk))
        if len(words) >= MAX_LINE_WORDS:
            break
    return TypedLine(text, tuple(words[:MAX_LINE_WORDS]))


def _words_of(chunk: re.Match[str]) -> list[TypedWord]:
    """The words of one run without blanks: mostly one, more in "food/clothes"."""
    typed, start = chunk[0], chunk.start()
    bare = typed if typed.isalnum() else _AROUND.sub("", typed)
    start += typed.find(bare)
    whole = TypedWord(bare, start, start + len(bare), "", "")
    folded = prefixes_of(bare)
    if len(folded) == 1:
        return [replace(whole, folded=folded[0], token=_token(folded[0]))]
    return [replace(whole, typed=part, folded=part, token=_token(part)) for part in folded]


def _token(folded: str) -> str:
    tokens = tokens_of(folded)
    return tokens[0] if len(tokens) == 1 else folded
