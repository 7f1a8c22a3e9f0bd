"""The whole lexicon, put together from its tables and kept."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache
from pathlib import Path

from indexer.lexicon.phrases import USUAL, Entry, Kind, Meaning, PhraseTable, Use
from indexer.lexicon.tables import (
    CRISIS_LINES,
    FOLDER,
    LANGUAGES,
    Need,
    Source,
    is_words,
    language_of,
    named,
    needs_of,
    parted,
    phrases_in,
    read_tables,
)
from indexer.text import fold, has_unspaced, tokens_of

FACT_KINDS = (Kind.POPULATION, Kind.TIME, Kind.COST, Kind.ACCESS)
SHARE_OF_USUAL = 0.6
"""Of the words that the better one explains, the other must explain so many to be there too."""

USES = {"words": Use.WORDS, "asked": Use.ASKED, "said": Use.SAID}


_own_folder: Path | None = None


def use_own_words(folder: Path | None) -> None:
    """From now on `lexicon()` has the tables of an operator's folder too; for the composition root.
    A folder that is not there adds nothing. Raises LexiconError for a table that cannot be used."""
    global _own_folder
    _own_folder = folder if folder is not None and folder.is_dir() else None
    lexicon().check()


def lexicon() -> Lexicon:
    """The lexicon of this program, with the operator's own words."""
    return _read(_own_folder)


@lru_cache(maxsize=4)
def _read(own: Path | None) -> Lexicon:
    return Lexicon(read_tables([FOLDER, *([own] if own else [])]))


@dataclass(frozen=True, eq=False)
class Lexicon:
    """Everything the tables say. Thread-safe: nothing changes once it is made."""

    sources: list[Source]

    def check(self) -> None:
        """Raises LexiconError for a table that cannot be used."""
        if any(source.path.parent != FOLDER for source in self.sources):
            assert self.needs
            assert self._needs
            assert self._facts

    # ------------------------------------------------------------------ needs

    @cached_property
    def needs(self) -> Mapping[str, Need]:
        """By code, in the order of the tables."""
        return needs_of(self.sources)

    def top_of(self, code: str) -> str:
        """The top need above a code, itself when it is one."""
        return self.with_wider(code)[-1]

    def with_wider(self, code: str) -> tuple[str, ...]:
        """The code and those above it."""
        need = self.needs.get(code)
        return (code, *self.with_wider(need.under)) if need and need.under else (code,)

    # ------------------------------------------------------------------ phrases

    @cached_property
    def need_phrases(self) -> PhraseTable:
        """Of scripts with spaces; the others stand in `unspaced`."""
        return PhraseTable(entry for entry in self._needs if not has_unspaced(entry.phrase))

    @cached_property
    def fact_phrases(self) -> PhraseTable:
        """For whom, when, at what cost, in which language."""
        return PhraseTable(entry for entry in self._facts if not has_unspaced(entry.phrase))

    @cached_property
    def unspaced(self) -> tuple[tuple[str, Meaning], ...]:
        """Folded phrases of scripts without spaces, the longest first; found anywhere in a line."""
        entries = (*self._needs, *self._facts)
        found = [(entry.phrase, entry.meaning) for entry in entries if has_unspaced(entry.phrase)]
        return tuple(sorted(found, key=lambda pair: -len(pair[0])))

    def languages_of(self, tokens: Sequence[str]) -> frozenset[str]:
        """The languages in which the tokens may be written. English and Spanish share a line easily
        ("clases de GED"); another one must explain more of it than they do, so that a name such as
        "Dan's Place" is not taken for Creole teeth. Never empty."""
        counts: Counter[str] = Counter()
        for token in tokens:
            counts.update(self._languages_by_token.get(token, ()))
        usual = max(counts[language] for language in USUAL)
        most = max(counts.values(), default=0)
        if most > usual:
            return frozenset(language for language, count in counts.items() if count == most)
        least = SHARE_OF_USUAL * usual
        return frozenset(language for language in USUAL if counts[language] >= least)

    @cached_property
    def _languages_by_token(self) -> Mapping[str, tuple[str, ...]]:
        found: dict[str, list[str]] = {}
        for language, tokens in self.known.items():
            for token in tokens:
                found.setdefault(token, []).append(language)
        return {token: tuple(languages) for token, languages in found.items()}

    @cached_property
    def known(self) -> Mapping[str, frozenset[str]]:
        """Language -> every token of its phrases and small words: tells the language of a line."""
        known: dict[str, set[str]] = {code: set(words) for code, words in self.fillers.items()}
        for entry in (*self._needs, *self._facts):
            if entry.meaning.language:
                known.setdefault(entry.meaning.language, set()).update(entry.tokens)
        return {language: frozenset(tokens) for language, tokens in known.items()}

    def words(self, language: str) -> frozenset[str]:
        """Every folded word of the phrases of a language; spelling corrects to these."""
        entries = (*self._needs, *self._facts)
        texts = (entry.phrase for entry in entries if entry.meaning.language == language)
        return frozenset(word for text in texts for word in _bare(text).split())

    def knows(self, token: str) -> bool:
        """Whether the token stands in any phrase."""
        return token in self._every_token

    @cached_property
    def _every_token(self) -> frozenset[str]:
        entries = (*self._needs, *self._facts)
        return frozenset().union(*self.known.values(), *(entry.tokens for entry in entries))

    @cached_property
    def plain_words(self) -> frozenset[str]:
        """Phrases as they are, folded: what is one of them is no name of a place."""
        return frozenset(entry.phrase for entry in (*self._needs, *self._facts))

    # ------------------------------------------------------------------ other words

    @cached_property
    def fillers(self) -> Mapping[str, frozenset[str]]:
        """Language -> tokens that say nothing more once a need is understood."""
        found: dict[str, set[str]] = {}
        for source in filter(is_words, self.sources):
            tokens = (t for word in phrases_in(source, "filler", "words") for t in tokens_of(word))
            found.setdefault(language_of(source), set()).update(tokens)
        return {language: frozenset(tokens) for language, tokens in found.items()}

    @cached_property
    def indirect(self) -> tuple[frozenset[str], ...]:
        """Words, each as its tokens, in names of services that are about a need and do not answer
        it."""
        return tuple(frozenset(tokens_of(word)) for word in self._plain("indirect", "words"))

    @cached_property
    def near(self) -> frozenset[str]:
        """Folded words after which a place is named."""
        return frozenset(fold(word) for word in self._plain("near", "words"))

    @cached_property
    def crisis(self) -> Mapping[str, tuple[str, ...]]:
        """Kind of danger -> folded phrases, every word and the order counting."""
        found: dict[str, list[str]] = {}
        for source in filter(is_words, self.sources):
            for code, text in source.table.get("crisis", {}).items():
                found.setdefault(code, []).extend(fold(phrase) for phrase in parted(text))
        return {code: tuple(phrases) for code, phrases in found.items()}

    @cached_property
    def crisis_tables(self) -> tuple[Source, ...]:
        """Whom to call, an operator's table last."""
        return tuple(named(self.sources, CRISIS_LINES))

    @cached_property
    def language_names(self) -> Mapping[str, tuple[str, ...]]:
        """ISO 639 code -> names, the first as pages show it."""
        return {
            code: tuple(phrases_in(source, code, "names"))
            for source in named(self.sources, LANGUAGES)
            for code in source.table
        }

    # ------------------------------------------------------------------ entries

    @cached_property
    def _needs(self) -> tuple[Entry, ...]:
        """The name of a need is a phrase too: what a page shows is understood again."""
        names = (
            _entry(name, Meaning(Kind.NEED, need.code, language, Use.SAID))
            for need in self.needs.values()
            for language, name in need.names.items()
        )
        return (*self._need_words(), *names)

    def _need_words(self) -> tuple[Entry, ...]:
        return tuple(
            _entry(phrase, Meaning(Kind.NEED, code, language_of(source), use))
            for source in filter(is_words, self.sources)
            for code in source.table
            if code in self.needs
            for key, use in USES.items()
            for phrase in phrases_in(source, code, key)
        )

    @cached_property
    def _facts(self) -> tuple[Entry, ...]:
        facts = tuple(
            _entry(phrase, Meaning(kind, code, language_of(source)))
            for source in filter(is_words, self.sources)
            for kind in FACT_KINDS
            for code in source.table.get(kind, {})
            for phrase in phrases_in(source, kind, code)
        )
        return (*facts, *self._spoken())

    def _spoken(self) -> Iterator[Entry]:
        """ "Spanish speaking", "speaks Spanish", and the name alone unless it means more."""
        before, after = self._plain("speaks", "before"), self._plain("speaks", "after")
        for source in named(self.sources, LANGUAGES):
            for code, row in source.table.items():
                meaning = Meaning(Kind.LANGUAGE, code, "")
                for name in phrases_in(source, code, "names"):
                    yield from (_entry(f"{word} {name}", meaning) for word in before)
                    yield from (_entry(f"{name} {word}", meaning) for word in after)
                    if row.get("alone") != "no":
                        yield _entry(name, meaning)

    def _plain(self, entry: str, key: str) -> list[str]:
        sources = filter(is_words, self.sources)
        return [phrase for source in sources for phrase in phrases_in(source, entry, key)]


def _entry(phrase: str, meaning: Meaning) -> Entry:
    return Entry(fold(phrase), tuple(tokens_of(phrase)), meaning)


def _bare(text: str) -> str:
    return "".join(sign if sign.isalnum() or sign == "'" else " " for sign in text)
