"""The needs that a service answers, and how much: by its name, its categories, its text. Pure.

Categories are names of anybody's taxonomy ("Food Pantries", "Housing-Rent, Mortgage Assist."); the
lexicon says what they mean. Codes of external taxonomies stay with the service, untouched.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from enum import Enum

from indexer.document import SearchDocument
from indexer.fields import NEED_LEVELS
from indexer.lexicon import Kind, Lexicon, Use, lexicon
from indexer.lexicon.phrases import SMALL, Match, covering, line_of
from indexer.text import fold, has_unspaced, tokens_of

MAX_TEXT_TOKENS = 400
"""Of a description: what a service is, it says first; further on come other services' names."""

FIRST_TOKENS = 25
"""The first sentence or so: there a service says what it is, later what it does besides."""


class Basis(Enum):
    """What says that a service answers a need, with its points.

    A name is the surest: it says what is meant before all; whole where it says nothing else. A
    category that is nothing but the need is surer than one that has it among other words. Text is
    inferred, and wrong where it speaks of what others do; so it weighs little by itself, and much
    beside a category.
    """

    WHOLE_NAME = 3.6
    NAME = 3.0
    ALTERNATE_NAME = 2.0
    CATEGORY = 2.0
    PART_OF_CATEGORY = 1.2
    ORGANIZATION = 0.7
    FIRST_TEXT = 1.2
    TEXT = 0.6

    @property
    def is_inferred(self) -> bool:
        """Whether no taxonomy term of its own says so."""
        return self not in (Basis.CATEGORY, Basis.PART_OF_CATEGORY)


FEW_CATEGORIES = 3
"""Needs that categories may name before each counts for less: a service of twelve categories is
about none of them in particular."""

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


def populations_of(document: SearchDocument, words: Lexicon | None = None) -> tuple[str, ...]:
    """For whom its name, categories and details say it is; codes of the lexicon."""
    words = words or lexicon()
    texts = (document.name, *document.alternate_names, *document.categories, document.details)
    found = (code for text in texts for code in _codes(text, words, Kind.POPULATION, Use.WORDS))
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

    def points(self) -> dict[str, float]:
        """The sum over the kinds of evidence, each once, more of one kind for a little more."""
        said = sum(not self.is_inferred(code) for code in self._found)
        dilution = min(1.0, (FEW_CATEGORIES / said) ** 0.5) if said else 1.0
        return {code: self._points_of(found, dilution) for code, found in self._found.items()}

    def _points_of(self, found: list[Basis], dilution: float) -> float:
        total = 0.0
        for kind in (
            (Basis.WHOLE_NAME, Basis.NAME, Basis.ALTERNATE_NAME),
            (Basis.CATEGORY, Basis.PART_OF_CATEGORY),
            (Basis.ORGANIZATION,),
            (Basis.FIRST_TEXT, Basis.TEXT),
        ):
            points = sorted((basis.value for basis in found if basis in kind), reverse=True)
            if points:
                worth = points[0] * (1 + AGAIN * min(len(points) - 1, 2))
                total += worth * (dilution if Basis.CATEGORY in kind else 1.0)
        return total


def _level(points: float) -> int:
    return max(1, min(NEED_LEVELS, round(points / POINTS_A_LEVEL)))


# ---------------------------------------------------------------------- evidence


def _evidence(document: SearchDocument, words: Lexicon) -> Iterator[tuple[str, Basis]]:
    written = Use.WORDS | Use.SAID
    yield from _of_name(document, words)
    for name in document.alternate_names:
        for code in _codes(name, words, Kind.NEED, written):
            yield code, Basis.ALTERNATE_NAME
    for code in _codes(document.organization or "", words, Kind.NEED, written):
        yield code, Basis.ORGANIZATION
    for category in document.categories:
        yield from _of_category(category, words)
    yield from _of_text(document.description, words)


def _of_name(document: SearchDocument, words: Lexicon) -> Iterator[tuple[str, Basis]]:
    """A name often begins with that of its organization, which says nothing of this service."""
    tokens = tokens_of(document.name)
    own = set(tokens) - set(tokens_of(document.organization or "")) - SMALL
    for match in _matches(tokens, words, Kind.NEED, Use.WORDS | Use.SAID):
        is_whole = own <= {tokens[at] for at in match.at}
        yield from ((code, Basis.WHOLE_NAME if is_whole else Basis.NAME) for code in match.codes)


def _of_category(category: str, words: Lexicon) -> Iterator[tuple[str, Basis]]:
    tokens = tokens_of(category)
    telling = sum(token not in SMALL for token in tokens)
    for match in _matches(tokens, words, Kind.NEED, Use.WORDS | Use.SAID):
        basis = Basis.CATEGORY if len(match.at) >= telling else Basis.PART_OF_CATEGORY
        yield from ((code, basis) for code in match.codes)


def _of_text(text: str, words: Lexicon) -> Iterator[tuple[str, Basis]]:
    for match in _matches(tokens_of(text), words, Kind.NEED, Use.WORDS):
        basis = Basis.FIRST_TEXT if match.at[0] < FIRST_TOKENS else Basis.TEXT
        yield from ((code, basis) for code in match.codes)


def _codes(text: str, words: Lexicon, kind: Kind, use: Use) -> Iterator[str]:
    """Codes of the phrases that cover a text, in its order."""
    if has_unspaced(text):
        yield from _unspaced_codes(fold(text), words, kind, use)
    for match in _matches(tokens_of(text), words, kind, use):
        yield from match.codes


def _matches(tokens: Sequence[str], words: Lexicon, kind: Kind, use: Use) -> Iterable[Match]:
    table = words.need_phrases if kind is Kind.NEED else words.fact_phrases
    tokens = tokens[:MAX_TEXT_TOKENS]
    return covering(table.matches(line_of(tokens), use, words.languages_of(tokens), kind))


def _unspaced_codes(text: str, words: Lexicon, kind: Kind, use: Use) -> Iterator[str]:
    for phrase, meaning in words.unspaced:
        if meaning.kind is kind and meaning.use & use and phrase in text:
            yield meaning.code
