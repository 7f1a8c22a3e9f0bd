"""Phrases, and where they stand in a line: the words in any order, one other word among them."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from enum import IntFlag, StrEnum

from indexer.text import STOPWORDS, tokens_of

USUAL = ("en", "es")
"""Languages in which lines and listings are expected; `SMALL` is of these two."""

GAP = 1
"""Other telling words that may stand among those of a phrase: "pay my overdue light bill"."""

SMALL = frozenset(token for word in STOPWORDS for token in tokens_of(word))
"""Tokens of the words that say nothing about the answer."""


class Kind(StrEnum):
    """What a phrase is about."""

    NEED = "need"
    POPULATION = "population"
    LANGUAGE = "language"
    TIME = "time"
    COST = "cost"
    ACCESS = "access"


class Use(IntFlag):
    """Where a phrase has its meaning; the keys of the tables."""

    WORDS = 1
    """Wherever it stands."""
    ASKED = 2
    """In what somebody types."""
    SAID = 4
    """In the name of a category."""
    ANY = 7


@dataclass(frozen=True, slots=True)
class Meaning:
    kind: Kind
    code: str
    language: str
    """ISO 639 code of the language that the phrase belongs to."""
    use: Use = Use.WORDS


@dataclass(frozen=True, slots=True)
class Entry:
    """A phrase of a table."""

    phrase: str
    """Folded."""
    tokens: tuple[str, ...]
    """All of them, in order."""
    meaning: Meaning


@dataclass(frozen=True, slots=True)
class Phrase:
    tokens: tuple[str, ...]
    meanings: tuple[Meaning, ...]
    is_literal: bool
    """Every word counts, and their order: "on the street" is more than "street"."""
    needed: frozenset[str]
    """The tokens as a set."""

    def meant(
        self, use: Use, languages: frozenset[str] | None, kind: Kind | None
    ) -> tuple[Meaning, ...]:
        """Its meanings for this use, in these languages, of this kind (None: all)."""
        return tuple(
            meaning
            for meaning in self.meanings
            if meaning.use & use
            and (kind is None or meaning.kind is kind)
            and (languages is None or meaning.language in languages or not meaning.language)
        )


@dataclass(frozen=True, slots=True)
class Match:
    """A phrase found in a sequence of tokens."""

    at: tuple[int, ...]
    """Places of its words, ascending."""
    meanings: tuple[Meaning, ...]

    @property
    def codes(self) -> tuple[str, ...]:
        return tuple(dict.fromkeys(meaning.code for meaning in self.meanings))

    @property
    def span(self) -> int:
        return self.at[-1] - self.at[0] + 1


@dataclass(frozen=True)
class Line:
    """A sequence of tokens, and where each stands."""

    tokens: tuple[str, ...]
    places: dict[str, list[int]]
    """Of every token, small ones too."""
    rank: dict[int, int]
    """Place of a telling word -> how many telling words stand before it."""


def line_of(tokens: Sequence[str]) -> Line:
    """The line of these tokens. Small words count only where there are no others."""
    telling = [at for at, token in enumerate(tokens) if token not in SMALL] or range(len(tokens))
    places: dict[str, list[int]] = {}
    for at, token in enumerate(tokens):
        places.setdefault(token, []).append(at)
    return Line(tuple(tokens), places, {at: rank for rank, at in enumerate(telling)})


class PhraseTable:
    """Phrases by their rarest word, so that a line looks at few of them."""

    def __init__(self, entries: Iterable[Entry]) -> None:
        gathered = _gathered(entries)
        counts = Counter(token for tokens, _ in gathered for token in set(tokens))
        self._by_rarest: dict[str, list[Phrase]] = defaultdict(list)
        for (tokens, is_literal), meanings in gathered.items():
            telling = [token for token in tokens if token not in SMALL] or list(tokens)
            rarest = min(telling, key=lambda token: counts[token])
            phrase = Phrase(tokens, _merged(meanings), is_literal, frozenset(tokens))
            self._by_rarest[rarest].append(phrase)
        self._by_rarest.default_factory = None

    def matches(
        self,
        line: Line,
        use: Use = Use.ANY,
        languages: frozenset[str] | None = None,
        kind: Kind | None = None,
    ) -> Iterator[Match]:
        """Every phrase that stands in the line, in no order."""
        by_rarest = self._by_rarest
        for token, found in line.places.items():
            if token not in by_rarest:
                continue
            for phrase in by_rarest[token]:
                if not _may_stand(phrase, line):
                    continue
                meanings = phrase.meant(use, languages, kind)
                if meanings:
                    standing = _literally if phrase.is_literal else _closely
                    yield from (Match(at, meanings) for at in standing(phrase, token, found, line))


def _gathered(entries: Iterable[Entry]) -> dict[tuple[tuple[str, ...], bool], list[Meaning]]:
    """Phrases of the same words together. One that has a single telling word among small ones is
    literal: without them it would mean too much."""
    gathered: dict[tuple[tuple[str, ...], bool], list[Meaning]] = {}
    for entry in entries:
        telling = tuple(dict.fromkeys(t for t in entry.tokens if t not in SMALL))
        is_literal = len(telling) <= 1 < len(entry.tokens)
        key = (
            (entry.tokens, True) if is_literal else (tuple(sorted(telling or entry.tokens)), False)
        )
        gathered.setdefault(key, []).append(entry.meaning)
    return gathered


def _may_stand(phrase: Phrase, line: Line) -> bool:
    return phrase.is_literal or line.places.keys() >= phrase.needed


def _literally(
    phrase: Phrase, token: str, found: list[int], line: Line
) -> Iterator[tuple[int, ...]]:
    """Where the words stand in order, one after the other; the places of the telling ones. A phrase
    of small words alone ("need help") means nothing beside telling ones, unless it is of a language
    whose words only look small ("do an" is Vietnamese food)."""
    length, before = len(phrase.tokens), phrase.tokens.index(token)
    for place in found:
        start = place - before
        if start >= 0 and line.tokens[start : start + length] == phrase.tokens:
            at = tuple(range(start, start + length))
            telling = tuple(p for p in at if p in line.rank)
            if telling or not any(meaning.language in USUAL for meaning in phrase.meanings):
                yield telling or at


def _closely(phrase: Phrase, token: str, found: list[int], line: Line) -> Iterator[tuple[int, ...]]:
    """Around each place of its rarest word, where its words stand close together."""
    for place in found:
        at = sorted(min(line.places[t], key=lambda p: abs(p - place)) for t in phrase.tokens)
        if all(p in line.rank for p in at) and line.rank[at[-1]] - line.rank[at[0]] < len(at) + GAP:
            yield tuple(at)


def _merged(meanings: Iterable[Meaning]) -> tuple[Meaning, ...]:
    """Each code of a language once, for all its uses together."""
    uses: dict[tuple[Kind, str, str], Use] = {}
    for meaning in meanings:
        key = (meaning.kind, meaning.code, meaning.language)
        uses[key] = uses.get(key, Use(0)) | meaning.use
    return tuple(Meaning(*key, use) for key, use in uses.items())


def covering(matches: Iterable[Match]) -> list[Match]:
    """The matches of most words that share no word, in the order of the line."""
    taken: set[int] = set()
    chosen = []
    for match in sorted(matches, key=lambda m: (-len(m.at), m.span, m.at)):
        if taken.isdisjoint(match.at):
            taken.update(match.at)
            chosen.append(match)
    return sorted(chosen, key=lambda match: match.at)
