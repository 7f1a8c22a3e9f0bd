"""What is asked for, in parts that every engine compiles: the last step of understanding. Pure.

A part is one thing asked for: a word, or a need said in any of its ways. Everything in a part is a
token of the index, also a need ("ℕfoodpantry"), a language or a population: engines index the
marks of a document (`marks.py`) like words, so a way is compiled by one rule whatever it means.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from indexer.fields import FEW, FEW_OF_NEED, LEAST_WORDS_TO_RELAX
from indexer.text import Word

NEED, LANGUAGE, POPULATION, COST, AREA = "ℕ", "ℒ", "ℙ", "ℂ", "𝔸"
"""Marks before a code in the index. `text.fold` takes each of them apart into a plain letter, so
that nothing that is typed or described can be a marked token."""


SMALLEST_IMPORTANCE = 0.1
"""Parts differ by so much at least; half of it makes "at least" mean "more than"."""


def marked(mark: str, code: str) -> str:
    """The token of a code: letters and digits only, as all tokens.

    >>> marked(NEED, "food-pantry")
    'ℕfoodpantry'
    """
    return mark + "".join(sign for sign in code if sign.isalnum()).lower()


@dataclass(frozen=True)
class Way:
    """One way to have a part: every one of these tokens, wherever they stand."""

    tokens: tuple[str, ...]
    weight: float = 1.0
    """0 .. 1: times the weight of the field in which the tokens are found, the least of them."""


@dataclass(frozen=True)
class Part:
    """One thing asked for. A listing has it in the best of its ways."""

    typed: str
    """As people read it in "why"."""
    ways: tuple[Way, ...]
    """One or more, the literal words first."""
    importance: float = 1.0
    """More than 0: what a listing gains by this part, against the others."""
    is_required: bool = True
    """False: a preference, it moves listings up and leaves none out."""
    is_in_text: bool = True
    """Whether it is looked for in descriptions too; False: in names, categories and marks alone.
    Required parts always are."""
    reason: str = ""
    """What "why" says of a listing that has it by a mark: "Offers free meals"."""


def parts_of_words(words: Iterable[Word]) -> tuple[Part, ...]:
    """Each word for itself: what is asked for when nothing is understood."""
    return tuple(Part(word.typed, (Way((word.token,)),)) for word in words)


def is_of_needs(parts: Sequence[Part]) -> bool:
    """Whether a need is among what is asked for."""
    return any(token[0] == NEED for part in parts for way in part.ways for token in way.tokens)


@dataclass(frozen=True)
class Relaxation:
    """When too few listings have every required part, those that have most are found too."""

    few: int
    """So many listings are enough."""
    least: float
    """Sum of the importance of its parts that a listing has at least."""


def relaxation_of(parts: Sequence[Part]) -> Relaxation | None:
    """None when nothing can be left out without asking something else. Of words, more than half
    must be there; with a need half, so that of "food and clothes" one is better than nothing."""
    required = [part for part in parts if part.is_required]
    total = sum(part.importance for part in required)
    if is_of_needs(required) and len(required) > 1:
        return Relaxation(FEW_OF_NEED, total / 2)
    if len(required) >= LEAST_WORDS_TO_RELAX:
        return Relaxation(FEW, total / 2 + SMALLEST_IMPORTANCE / 2)
    return None
