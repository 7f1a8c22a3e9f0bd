"""The needs that a service answers, and how much: by its name, its categories, its text. Pure.

Categories are names of anybody's taxonomy ("Food Pantries", "Housing-Rent, Mortgage Assist."); the
lexicon says what they mean. Codes of external taxonomies stay with the service, untouched.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from enum import Enum, auto
from functools import lru_cache

from indexer.document import SearchDocument
from indexer.fields import NEED_LEVELS
from indexer.lexicon import Kind, Lexicon, Use, lexicon, phrases
from indexer.lexicon.phrases import SMALL, covering, line_of
from indexer.text import fold, has_unspaced, tokens_of

MAX_TEXT_TOKENS = 400
"""Of a description: what a service is, it says first; further on come other services' names."""

FIRST_TOKENS = 25
"""The first sentence or so: there a service says what it is, later what it does besides."""


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

FEW_CATEGORIES = 3
"""Needs that categories may name before each counts for less: a service of twelve categories is
about none of them in particular."""

CATEGORIES_KEPT = 20_000
"""Names and categories whose needs are remembered, some 20 MB."""

USUAL = frozenset(phrases.USUAL)
LEAST_TOKENS = 4
"""A text of fewer words is read in the usual languages alone, unless it is in another script."""

SUPPORT = 0.6
"""Of what the name says of the wider need."""

INDIRECT = 0.75
"""Of what an advocacy, a commission, an administration is about: somebody in need wants the service
itself first."""

AGAIN = 0.3
"""Of a further category or mention of the same need."""


POINTS_A_LEVEL = 0.75
"""A mention in a text alone is the lowest of NEED_LEVELS; name, category and text the highest."""

SHOWN_LEVEL = 3
"""What a category says by itself: from here on a need is shown as the service's own."""


@dataclass(frozen=True)
class ServiceNeed:
    """A need that a service answers."""

    code: str
    level: int
    """1 .. NEED_LEVELS: how much the service is about it."""
    is_inferred: bool
    """No taxonomy term of its own says so."""


def needs_of(document: SearchDocument, words: Lexicon | None = None) -> tuple[ServiceNeed, ...]:
    """The needs, each once, wider ones too; those that it is most about first."""
    words = words or lexicon()
    told = _Told()
    for code, basis in _evidence(document, words):
        told.add(code, basis)
    points = told.points()
    for code in list(points):
        for wider in words.with_wider(code)[1:]:
            if wider in points:
                points[code] += told.supported(code, wider)
    if _is_indirect(document, words):
        points = {code: worth * INDIRECT for code, worth in points.items()}
    for code in list(points):
        for wider in words.with_wider(code)[1:]:
            points[wider] = max(points.get(wider, 0.0), points[code])
            told.add_wider(wider, code)
    ordered = sorted(points, key=lambda code: -points[code])
    return tuple(
        ServiceNeed(code, _level(points[code]), told.is_inferred(code)) for code in ordered
    )


def with_needs(document: SearchDocument, words: Lexicon | None = None) -> SearchDocument:
    """The document with what the lexicon knows of it: needs with their levels, and for whom it is.
    Needs that only its text says are shown where nothing else says any."""
    words = words or lexicon()
    needs = needs_of(document, words)
    shown = [need.code for need in needs if need.level >= SHOWN_LEVEL]
    return replace(
        document,
        needs=tuple(shown or [need.code for need in needs]),
        need_levels=tuple((need.code, need.level) for need in needs),
        populations=populations_of(document, words),
    )


def covers(category: str, words: Lexicon | None = None) -> bool:
    """Whether some need says what a category of a source says, or a part of it.

    >>> covers("Food Pantries"), covers("Rotary")
    (True, False)
    """
    return bool(_needs_in_name(category, words or lexicon()))


def populations_of(document: SearchDocument, words: Lexicon | None = None) -> tuple[str, ...]:
    """For whom its name, categories and details say it is; codes of the lexicon."""
    words = words or lexicon()
    texts = (document.name, *document.alternate_names, *document.categories, document.details)
    found = (code for text in texts for code in _populations(text, words))
    return tuple(dict.fromkeys(found))


# ---------------------------------------------------------------------- points


class _Told:
    """The evidence for each need."""

    def __init__(self) -> None:
        self._found: dict[str, list[Basis]] = defaultdict(list)

    def add(self, code: str, basis: Basis) -> None:
        self._found[code].append(basis)

    def add_wider(self, wider: str, code: str) -> None:
        self._found[wider].extend(basis for basis in self._found[code] if not basis.is_inferred)

    def is_inferred(self, code: str) -> bool:
        return all(basis.is_inferred for basis in self._found[code])

    def supported(self, code: str, wider: str) -> float:
        """Points that a narrow need gains when categories say it and the name says the wider one:
        "Food Program", category "Food Pantries"."""
        if self.is_inferred(code):
            return 0.0
        names = POINTS[0]
        return SUPPORT * max((names.get(basis, 0.0) for basis in self._found[wider]), default=0.0)

    def points(self) -> dict[str, float]:
        """The sum over the kinds of evidence, each once, more of one kind for a little more."""
        said = sum(not self.is_inferred(code) for code in self._found)
        dilution = min(1.0, (FEW_CATEGORIES / said) ** 0.5) if said else 1.0
        return {code: self._points_of(found, dilution) for code, found in self._found.items()}

    def _points_of(self, found: list[Basis], dilution: float) -> float:
        total = 0.0
        for kind in POINTS:
            points = sorted((kind[basis] for basis in found if basis in kind), reverse=True)
            if points:
                worth = points[0] * (1 + AGAIN * min(len(points) - 1, 2))
                total += worth * (dilution if kind is OF_CATEGORIES else 1.0)
        return total


def _is_indirect(document: SearchDocument, words: Lexicon) -> bool:
    """Whether its own name says that it speaks about needs, and does not answer them."""
    own = set(tokens_of(document.name)) - set(tokens_of(document.organization or ""))
    return any(tokens <= own for tokens in words.indirect)


def _level(points: float) -> int:
    return max(1, min(NEED_LEVELS, round(points / POINTS_A_LEVEL)))


# ---------------------------------------------------------------------- evidence


def _evidence(document: SearchDocument, words: Lexicon) -> Iterator[tuple[str, Basis]]:
    yield from _of_name(document, words)
    for name in document.alternate_names:
        for found in _needs_in_name(name, words):
            yield from ((code, Basis.ALTERNATE_NAME) for code in found.codes)
    for found in _needs_in_name(document.organization or "", words):
        yield from ((code, Basis.ORGANIZATION) for code in found.codes)
    for category in dict.fromkeys(document.categories):
        yield from _of_category(category, words)
    yield from _of_text(document.description, words)


def _of_name(document: SearchDocument, words: Lexicon) -> Iterator[tuple[str, Basis]]:
    """A name often begins with that of its organization, which says nothing of this service."""
    named = set(tokens_of(document.name)) - SMALL
    own = named - set(tokens_of(document.organization or "")) or named
    for found in _needs_in_name(document.name, words):
        basis = Basis.WHOLE_NAME if own <= found.tokens else Basis.NAME
        if own.isdisjoint(found.tokens):
            basis = Basis.ORGANIZATION
        yield from ((code, basis) for code in found.codes)


def _of_category(category: str, words: Lexicon) -> Iterator[tuple[str, Basis]]:
    telling = set(tokens_of(category)) - SMALL
    for found in _needs_in_name(category, words):
        basis = Basis.CATEGORY if telling <= found.tokens else Basis.PART_OF_CATEGORY
        yield from ((code, basis) for code in found.codes)


def _of_text(text: str, words: Lexicon) -> Iterator[tuple[str, Basis]]:
    for found in _needs(text, words, Use.WORDS):
        basis = Basis.FIRST_TEXT if found.first < FIRST_TOKENS else Basis.TEXT
        yield from ((code, basis) for code in found.codes)


# ---------------------------------------------------------------------- phrases


@dataclass(frozen=True)
class _Found:
    """A phrase in a text."""

    codes: tuple[str, ...]
    tokens: frozenset[str]
    first: int
    """How many tokens stand before it."""


@lru_cache(maxsize=CATEGORIES_KEPT)
def _needs_in_name(text: str, words: Lexicon) -> tuple[_Found, ...]:
    """Of a name or category; the same ones are said of many services."""
    return tuple(_needs(text, words, Use.WORDS | Use.SAID))


def _needs(text: str, words: Lexicon, use: Use) -> Iterator[_Found]:
    """The phrases that cover a text."""
    tokens = tokens_of(text)[:MAX_TEXT_TOKENS]
    languages = _languages(tokens, words)
    for match in covering(words.need_phrases.matches(line_of(tokens), use, languages)):
        yield _Found(match.codes, frozenset(tokens[at] for at in match.at), match.at[0])
    if has_unspaced(text):
        folded = fold(text)
        for phrase, meaning in words.unspaced:
            if meaning.kind is Kind.NEED and meaning.use & use and phrase in folded:
                yield _Found((meaning.code,), frozenset(tokens_of(phrase)), folded.index(phrase))


@lru_cache(maxsize=CATEGORIES_KEPT)
def _populations(text: str, words: Lexicon) -> tuple[str, ...]:
    """Every one that a text names: "homeless men" are both."""
    tokens = tokens_of(text)[:MAX_TEXT_TOKENS]
    languages = _languages(tokens, words)
    kind = Kind.POPULATION
    matches = words.fact_phrases.matches(line_of(tokens), Use.WORDS, languages, kind)
    return tuple(code for match in matches for code in match.codes)


def _languages(tokens: Sequence[str], words: Lexicon) -> frozenset[str]:
    """Names are short, and their words are words of some language: "Dan" is a tooth in Creole."""
    found = words.languages_of(tokens)
    return found if len(tokens) >= LEAST_TOKENS or found <= USUAL else USUAL
