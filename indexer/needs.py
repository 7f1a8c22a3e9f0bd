"""The needs that a service answers, and how much: by its name, its categories, its text. Pure.

Categories are names of anybody's taxonomy ("Food Pantries", "Housing-Rent, Mortgage Assist."); the
lexicon says what they mean. Codes of external taxonomies stay with the service, untouched.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, replace

from indexer.document import SearchDocument
from indexer.evidence import (
    OF_CATEGORIES,
    POINTS,
    Basis,
    evidence,
    languages_of,
    needs_in_name,
    populations_in,
)
from indexer.fields import NEED_LEVELS
from indexer.lexicon import Kind, Lexicon, Use, lexicon
from indexer.lexicon.phrases import line_of
from indexer.people import OWN_SERVICES
from indexer.text import tokens_of

FEW_CATEGORIES = 3
"""Needs that categories may name before each counts for less: a service of twelve categories is
about none of them in particular."""

NARROWER = 0.75
"""Of the needs of certain people alone: others cannot use it, and those say who they are."""

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
    for code, basis in evidence(document, words):
        told.add(code, basis)
    points = told.points()
    for code in list(points):
        for wider in words.with_wider(code)[1:]:
            if wider in points:
                points[code] += told.supported(code, wider)
    others = _needs_of_others(document, points, words)
    points = {code: worth * (NARROWER if code in others else 1.0) for code, worth in points.items()}
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
    return bool(needs_in_name(category, words or lexicon()))


def populations_of(document: SearchDocument, words: Lexicon | None = None) -> tuple[str, ...]:
    """For whom its name, categories and details say it is; codes of the lexicon."""
    words = words or lexicon()
    texts = (document.name, *document.alternate_names, *document.categories, document.details)
    found = (code for text in texts for code in populations_in(text, words))
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


def _needs_of_others(
    document: SearchDocument, codes: Iterable[str], words: Lexicon
) -> frozenset[str]:
    """The needs that it answers for certain people alone, as its name says: food at a "Veterans
    Center"; not the needs of those people themselves, as a "Senior Center"."""
    name = f"{document.name} {document.organization or ''}"
    tokens = tokens_of(name)
    people = {
        tokens[at]
        for match in words.fact_phrases.matches(
            line_of(tokens), Use.WORDS, languages_of(tokens, words), Kind.POPULATION
        )
        if not OWN_SERVICES.isdisjoint(match.codes)
        for at in match.at
    }
    if not people:
        return frozenset()
    own = {c for f in needs_in_name(name, words) if f.tokens & people for c in f.codes}
    return frozenset(codes) - {wider for code in own for wider in words.with_wider(code)}


def _is_indirect(document: SearchDocument, words: Lexicon) -> bool:
    """Whether its own name says that it speaks about needs, and does not answer them."""
    own = set(tokens_of(document.name)) - set(tokens_of(document.organization or ""))
    return any(tokens <= own for tokens in words.indirect)


def _level(points: float) -> int:
    return max(1, min(NEED_LEVELS, round(points / POINTS_A_LEVEL)))
