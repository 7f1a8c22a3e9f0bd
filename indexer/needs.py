"""The needs that a service answers: from its own categories and its name, else from its text. Pure.

Categories are names of anybody's taxonomy ("Food Pantries", "Housing-Rent, Mortgage Assist."); the
lexicon says what they mean. Codes of external taxonomies stay with the service, untouched.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from enum import IntEnum

from indexer.document import SearchDocument
from indexer.lexicon import Kind, Lexicon, Use, lexicon
from indexer.lexicon.phrases import covering, line_of
from indexer.text import fold, has_unspaced, tokens_of

MAX_TEXT_TOKENS = 400
"""Of a description: what a service is, it says first; further on come other services' names."""


class Basis(IntEnum):
    """What says that a service answers a need, the weakest first."""

    TEXT = 1
    """Its description mentions it: inferred, and wrong where it speaks of others' services."""
    CATEGORY = 2
    """Its own taxonomy term or category."""
    NAME = 3
    """Its name: inferred too, and the surest, for a name says what is meant before all."""


@dataclass(frozen=True)
class ServiceNeed:
    """A need that a service answers."""

    code: str
    basis: Basis

    @property
    def is_inferred(self) -> bool:
        """Whether no taxonomy term of its own says so."""
        return self.basis is not Basis.CATEGORY


def needs_of(document: SearchDocument, words: Lexicon | None = None) -> tuple[ServiceNeed, ...]:
    """The needs, each with the wider ones above it, each once with its best basis, surest first.

    Text counts only where neither name nor categories tell a need.
    """
    words = words or lexicon()
    found: dict[str, Basis] = {}
    for basis, code in _told(document, words):
        for each in words.with_wider(code):
            found[each] = max(basis, found.get(each, basis))
    best = max(found.values(), default=Basis.TEXT)
    if best > Basis.TEXT:
        found = {code: basis for code, basis in found.items() if basis > Basis.TEXT}
    return tuple(ServiceNeed(*pair) for pair in sorted(found.items(), key=lambda pair: -pair[1]))


def with_needs(document: SearchDocument, words: Lexicon | None = None) -> SearchDocument:
    """The document with what the lexicon knows of it: needs by their basis, and for whom it is."""
    words = words or lexicon()
    needs = needs_of(document, words)
    told = [need for need in needs if need.basis > Basis.TEXT]
    codes = {need.code for need in told}
    mentioned = mentioned_needs(document, words)
    return replace(
        document,
        needs=tuple(need.code for need in told),
        named_needs=tuple(need.code for need in told if need.basis is Basis.NAME),
        inferred_needs=tuple(code for code in mentioned if code not in codes),
        populations=populations_of(document, words),
    )


def mentioned_needs(document: SearchDocument, words: Lexicon | None = None) -> tuple[str, ...]:
    """Every need that its description mentions, whatever else is told, with the wider ones."""
    words = words or lexicon()
    found = (code for each in _in_text(document, words) for code in words.with_wider(each))
    return tuple(dict.fromkeys(found))


def populations_of(document: SearchDocument, words: Lexicon | None = None) -> tuple[str, ...]:
    """For whom its name, categories and details say it is; codes of the lexicon."""
    words = words or lexicon()
    texts = (document.name, *document.alternate_names, *document.categories, document.details)
    found = (code for text in texts for code in _codes(text, words, Kind.POPULATION, Use.WORDS))
    return tuple(dict.fromkeys(found))


def _told(document: SearchDocument, words: Lexicon) -> Iterator[tuple[Basis, str]]:
    for name in (document.name, *document.alternate_names):
        for code in _codes(name, words, Kind.NEED, Use.WORDS | Use.SAID):
            yield Basis.NAME, code
    for category in document.categories:
        for code in _codes(category, words, Kind.NEED, Use.WORDS | Use.SAID):
            yield Basis.CATEGORY, code
    for code in _in_text(document, words):
        yield Basis.TEXT, code


def _in_text(document: SearchDocument, words: Lexicon) -> Iterable[str]:
    return _codes(document.description, words, Kind.NEED, Use.WORDS)


def _codes(text: str, words: Lexicon, kind: Kind, use: Use) -> Iterator[str]:
    """Codes of the phrases that cover a text, in its order."""
    if has_unspaced(text):
        yield from _unspaced_codes(fold(text), words, kind, use)
    table = words.need_phrases if kind is Kind.NEED else words.fact_phrases
    tokens = _first(tokens_of(text))
    for match in covering(table.matches(line_of(tokens), use, words.languages_of(tokens), kind)):
        yield from match.codes


def _unspaced_codes(text: str, words: Lexicon, kind: Kind, use: Use) -> Iterator[str]:
    for phrase, meaning in words.unspaced:
        if meaning.kind is kind and meaning.use & use and phrase in text:
            yield meaning.code


def _first(tokens: Sequence[str]) -> Sequence[str]:
    return tokens[:MAX_TEXT_TOKENS]
