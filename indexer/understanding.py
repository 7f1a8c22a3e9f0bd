"""What a typed line means, once, before either engine: needs, place, for whom, when, in which
language; what was misspelt; what is in danger. Pure: the same line, the same answer.

Every fact can be undone: `understand(text, ignoring={"need:shelter"})` reads those words as words.
"""

from __future__ import annotations

from collections.abc import Callable, Collection
from dataclasses import dataclass, field, replace

from geodata.places import Place
from geodata.shapes import Box
from indexer.asked import Part, parts_of_words
from indexer.crisis import NEED_OF, dangers_in
from indexer.lexicon import Kind, Lexicon, Match, Use, lexicon
from indexer.lexicon.phrases import covering, line_of
from indexer.parts import parts_of
from indexer.people import OWN_SERVICES
from indexer.place_words import Places, place_in
from indexer.spelling import Spelling
from indexer.text import fold, has_unspaced, words_of
from indexer.typed_line import TypedLine, typed_line

IsFound = Callable[[str], bool]
"""Whether a token stands in any listing."""


@dataclass(frozen=True)
class Meant:
    """One fact of the line: a chip that can be removed."""

    kind: Kind
    codes: tuple[str, ...]
    """Any of them: "emergency money" may be cash or food."""
    typed: str
    """The words that say it, as typed."""
    is_guessed: bool = False
    """Not said: the language that the line is written in."""
    at: tuple[int, ...] = ()
    """Places of those words in the line."""
    needs: tuple[str, ...] = ()
    """Of people: the needs that are theirs alone ("veterans": help for veterans)."""

    @property
    def key(self) -> str:
        """What `ignoring` takes back: "need:shelter"."""
        return f"{self.kind}:{'+'.join(self.codes)}"


@dataclass(frozen=True)
class Understanding:
    """A frozen value; the page shows it and lets people undo it."""

    text: str
    """As typed."""
    line: str
    """As searched: corrected, without its place."""
    corrected: str | None
    """The line as it was searched, where a word was misspelt; without its place."""
    meant: tuple[Meant, ...]
    """In the order of the line."""
    words: tuple[str, ...]
    """The telling words that no fact explains, as typed."""
    parts: tuple[Part, ...]
    """What an engine looks for."""
    place: Place | None = None
    place_typed: str | None = None
    """The words that name the place."""
    dangers: tuple[str, ...] = ()
    """Kinds of danger, for `crisis.lines_of`."""
    languages: tuple[str, ...] = field(default=())
    """In which the line may be written."""

    def codes(self, kind: Kind) -> tuple[str, ...]:
        """The codes of one kind, each once."""
        return tuple(dict.fromkeys(c for m in self.meant if m.kind is kind for c in m.codes))

    @property
    def is_name(self) -> bool:
        """Whether more of the line is unexplained than explained: it names something."""
        return len(self.words) > self._explained

    @property
    def may_be_name(self) -> bool:
        """The same, small and empty words counted: "So Others Might Eat"."""
        return len(typed_line(self.line).words) - self._explained > self._explained

    @property
    def _explained(self) -> int:
        return len({at for each in self.meant for at in each.at})

    def as_name(self) -> Understanding:
        """The same line, taken for the name of something."""
        parts = parts_of_words(words_of(self.line))
        return replace(self, meant=(), parts=parts, words=tuple(part.typed for part in parts))

    @property
    def needs(self) -> tuple[str, ...]:
        return self.codes(Kind.NEED)


def understand(
    text: str,
    *,
    spelling: Spelling | None = None,
    is_found: IsFound | None = None,
    places: Places | None = None,
    extent: Box | None = None,
    ignoring: Collection[str] = (),
    words: Lexicon | None = None,
) -> Understanding:
    """What the line means. Without `places` no place is looked for; without `spelling` and
    `is_found` nothing is corrected."""
    words = words or lexicon()
    line = typed_line(text)
    found = place_in(line, places, words, extent) if places and "place" not in ignoring else None
    place_typed = None
    if found is not None:
        place_typed = line.text[found.start : found.end]
        line = line.without(found.start, found.end)
    corrected = line
    if spelling is not None and is_found is not None and "spelling" not in ignoring:
        corrected = _mended(line, spelling, is_found, words)
    dangers = dangers_in(f"{text} \n {corrected.text}", words)
    reading = _read(corrected, words, frozenset(ignoring), dangers)
    parts, left = parts_of(corrected, reading.meant, reading.languages, words, is_found)
    return Understanding(
        text=text,
        line=corrected.text,
        corrected=None if corrected is line else corrected.text,
        meant=reading.meant,
        words=left,
        parts=parts,
        place=found.place if found else None,
        place_typed=place_typed,
        dangers=dangers,
        languages=tuple(sorted(reading.languages)),
    )


def _mended(line: TypedLine, spelling: Spelling, is_found: IsFound, words: Lexicon) -> TypedLine:
    """The line with its misspelt words corrected: those that neither directory nor lexicon has.
    Nothing is corrected beside as many words that are like no word: "monkey qqq" is no money."""
    corrections, strange = {}, 0
    for at, word in enumerate(line.words):
        if words.knows(word.token) or is_found(word.token):
            continue
        meant = spelling.corrected(word.typed)
        if meant is None:
            strange += 1
        else:
            corrections[at] = meant
    return line if strange >= len(corrections) else line.corrected(corrections)


# ---------------------------------------------------------------------- facts


@dataclass(frozen=True)
class _Reading:
    meant: tuple[Meant, ...]
    languages: frozenset[str]


def _read(
    line: TypedLine, words: Lexicon, ignoring: frozenset[str], dangers: tuple[str, ...]
) -> _Reading:
    """The facts of a line. Needs and other facts may share words: "shelter for women"."""
    languages = words.languages_of(line.tokens)
    place_by_place = line_of(line.tokens)
    needs = covering(words.need_phrases.matches(place_by_place, Use.ANY, languages))
    facts = [
        match
        for kind in Kind
        if kind is not Kind.NEED
        for match in covering(words.fact_phrases.matches(place_by_place, Use.ANY, languages, kind))
    ]
    meant = [_meant(line, match) for match in (*needs, *facts)]
    if has_unspaced(line.text):
        found, languages = _unspaced(line, words, languages)
        meant.extend(found)
    if dangers and not any(each.kind is Kind.NEED for each in meant):
        whole = tuple(range(len(line.words)))
        meant.append(Meant(Kind.NEED, (NEED_OF[dangers[0]],), line.text, at=whole))
    kept = [each for each in meant if each.key not in ignoring]
    kept = _without_needs_of_people(_without_people_in_needs(kept))
    return _Reading(tuple(sorted(kept, key=lambda each: each.at)), languages)


def _meant(line: TypedLine, match: Match) -> Meant:
    return Meant(match.meanings[0].kind, match.codes, line.said(match.at), at=match.at)


def _unspaced(
    line: TypedLine, words: Lexicon, languages: frozenset[str]
) -> tuple[list[Meant], frozenset[str]]:
    """Facts in a script without spaces, the longest phrases first, no character twice; and the
    languages of the line."""
    text = fold(line.text)
    found, spoken = [], set()
    for phrase, meaning in words.unspaced:
        if phrase in text:
            at = tuple(n for n, word in enumerate(line.words) if _shares(word.folded, phrase))
            found.append(Meant(meaning.kind, (meaning.code,), phrase, at=at))
            spoken.add(meaning.language)
            if meaning.kind is Kind.NEED:
                text = text.replace(phrase, " " * len(phrase))
    return found, frozenset(spoken - {""}) or languages


def _shares(folded: str, phrase: str) -> bool:
    return folded in phrase or phrase in folded


def _without_people_in_needs(meant: list[Meant]) -> list[Meant]:
    """Families in "family planning", children in "child care" are not asked for besides; women in
    "women's shelter" are."""
    needs = [set(each.at) for each in meant if each.kind is Kind.NEED]
    return [
        each
        for each in meant
        if each.kind is not Kind.POPULATION
        or not OWN_SERVICES.isdisjoint(each.codes)
        or not any(set(each.at) < need for need in needs)
    ]


def _without_needs_of_people(meant: list[Meant]) -> list[Meant]:
    """A need that is only said by naming people ("veterans") is for whom, once there is another
    need: "dental care for veterans" asks for a dentist."""
    people = {at for each in meant if each.kind is Kind.POPULATION for at in each.at}
    needs = [each for each in meant if each.kind is Kind.NEED]
    own = [need for need in needs if not (need.at and people.issuperset(need.at))]
    if not own:
        return meant
    theirs = [need for need in needs if need not in own]
    return [_with_needs(each, theirs) for each in meant if each not in theirs]


def _with_needs(each: Meant, needs: list[Meant]) -> Meant:
    if each.kind is not Kind.POPULATION:
        return each
    codes = (code for need in needs if set(need.at) & set(each.at) for code in need.codes)
    return replace(each, needs=tuple(dict.fromkeys(codes)))
