"""What says which needs a service answers: phrases in its names, categories and text. Pure."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import Enum, auto
from functools import lru_cache

from indexer.document import SearchDocument
from indexer.lexicon import Kind, Lexicon, Use, phrases
from indexer.lexicon.phrases import SMALL, covering, line_of
from indexer.text import fold, has_unspaced, tokens_of

MAX_TEXT_TOKENS = 400
"""Of a description: what a service is, it says first; further on come other services' names."""


FIRST_TOKENS = 25
"""The first sentence or so: there a service says what it is, later what it does besides."""


CATEGORIES_KEPT = 20_000
"""Names and categories whose needs are remembered, some 20 MB."""


USUAL = frozenset(phrases.USUAL)

LEAST_TOKENS = 4
"""A text of fewer words is read in the usual languages alone, unless it is in another script."""


class Basis(Enum):
    """What says that a service answers a need."""

    WHOLE_NAME = auto()
    """Its name says nothing else."""
    NAME = auto()
    ALTERNATE_NAME = auto()
    CATEGORY = auto()
    """A taxonomy term or category of its own that says nothing else."""
    PART_OF_CATEGORY = auto()
    ORGANIZATION = auto()
    """The name of its organization."""
    FIRST_TEXT = auto()
    TEXT = auto()

    @property
    def is_inferred(self) -> bool:
        """Whether no taxonomy term of its own says so."""
        return self not in (Basis.CATEGORY, Basis.PART_OF_CATEGORY)


POINTS = (
    {Basis.WHOLE_NAME: 3.6, Basis.NAME: 3.0, Basis.ALTERNATE_NAME: 2.0},
    {Basis.CATEGORY: 2.0, Basis.PART_OF_CATEGORY: 1.2},
    {Basis.ORGANIZATION: 0.7},
    {Basis.FIRST_TEXT: 1.2, Basis.TEXT: 0.6},
)
"""Kinds of evidence. A name is the surest: it says what is meant before all. Text is inferred, and
wrong where it speaks of what others do; so it weighs little by itself, and much beside a category.
"""

OF_CATEGORIES = POINTS[1]


def evidence(document: SearchDocument, words: Lexicon) -> Iterator[tuple[str, Basis]]:
    """Each need with what says it, as often as it is said."""
    yield from _of_name(document, words)
    for name in document.alternate_names:
        for found in needs_in_name(name, words):
            yield from ((code, Basis.ALTERNATE_NAME) for code in found.codes)
    for found in needs_in_name(document.organization or "", words):
        yield from ((code, Basis.ORGANIZATION) for code in found.codes)
    for category in dict.fromkeys(document.categories):
        yield from _of_category(category, words)
    yield from _of_text(document.description, words)


def _of_name(document: SearchDocument, words: Lexicon) -> Iterator[tuple[str, Basis]]:
    """A name often begins with that of its organization, which says nothing of this service."""
    named = set(tokens_of(document.name)) - SMALL
    own = named - set(tokens_of(document.organization or "")) or named
    for found in needs_in_name(document.name, words):
        basis = Basis.WHOLE_NAME if own <= found.tokens else Basis.NAME
        if own.isdisjoint(found.tokens):
            basis = Basis.ORGANIZATION
        yield from ((code, basis) for code in found.codes)


def _of_category(category: str, words: Lexicon) -> Iterator[tuple[str, Basis]]:
    telling = set(tokens_of(category)) - SMALL
    for found in needs_in_name(category, words):
        basis = Basis.CATEGORY if telling <= found.tokens else Basis.PART_OF_CATEGORY
        yield from ((code, basis) for code in found.codes)


def _of_text(text: str, words: Lexicon) -> Iterator[tuple[str, Basis]]:
    for found in _needs(text, words, Use.WORDS):
        basis = Basis.FIRST_TEXT if found.first < FIRST_TOKENS else Basis.TEXT
        yield from ((code, basis) for code in found.codes)


# ---------------------------------------------------------------------- phrases


@dataclass(frozen=True)
class FoundNeed:
    """A phrase in a text."""

    codes: tuple[str, ...]
    tokens: frozenset[str]
    first: int
    """How many tokens stand before it."""


@lru_cache(maxsize=CATEGORIES_KEPT)
def needs_in_name(text: str, words: Lexicon) -> tuple[FoundNeed, ...]:
    """Of a name or category; the same ones are said of many services."""
    return tuple(_needs(text, words, Use.WORDS | Use.SAID))


def _needs(text: str, words: Lexicon, use: Use) -> Iterator[FoundNeed]:
    """The phrases that cover a text."""
    tokens = tokens_of(text)[:MAX_TEXT_TOKENS]
    languages = languages_of(tokens, words)
    for match in covering(words.need_phrases.matches(line_of(tokens), use, languages)):
        yield FoundNeed(match.codes, frozenset(tokens[at] for at in match.at), match.at[0])
    if has_unspaced(text):
        folded = fold(text)
        for phrase, meaning in words.unspaced:
            if meaning.kind is Kind.NEED and meaning.use & use and phrase in folded:
                yield FoundNeed((meaning.code,), frozenset(tokens_of(phrase)), folded.index(phrase))


@lru_cache(maxsize=CATEGORIES_KEPT)
def populations_in(text: str, words: Lexicon) -> tuple[str, ...]:
    """Every one that a text names: "homeless men" are both."""
    tokens = tokens_of(text)[:MAX_TEXT_TOKENS]
    languages = languages_of(tokens, words)
    kind = Kind.POPULATION
    matches = words.fact_phrases.matches(line_of(tokens), Use.WORDS, languages, kind)
    return tuple(code for match in matches for code in match.codes)


def languages_of(tokens: Sequence[str], words: Lexicon) -> frozenset[str]:
    """Names are short, and their words are words of some language: "Dan" is a tooth in Creole."""
    found = words.languages_of(tokens)
    return found if len(tokens) >= LEAST_TOKENS or found <= USUAL else USUAL
