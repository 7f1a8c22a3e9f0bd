"""What is asked for, in parts that every engine compiles: the last step of understanding. Pure.

A part is one thing asked for: a word, or a need said in any of its ways. Everything in a part is a
token of the index, also a need ("ℕfoodpantry"), a language or a population: engines index
`marked_tokens` like words of a field, so a way is compiled by one rule whatever it means.
"""

from __future__ import annotations

from dataclasses import dataclass

NEED, LANGUAGE, POPULATION, COST = "ℕ", "ℒ", "ℙ", "ℂ"
"""Marks before a code in the index. `text.fold` takes each of them apart into a plain letter, so
that nothing that is typed or described can be a marked token."""


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
    """0 .. 1: times the weight of the field in which the tokens are found."""


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
