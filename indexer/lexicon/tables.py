"""The TOML tables of the lexicon, read and checked: needs, languages, crisis lines, phrases."""

from __future__ import annotations

import tomllib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

NEEDS, LANGUAGES, CRISIS_LINES = "needs.toml", "languages.toml", "crisis_lines.toml"
FACTS = "facts_"
"""A file of words is named by its language, `en.toml`; one of other facts `facts_en.toml`."""

FOLDER = Path(__file__).parent

LISTS = ("gravity", "oe", "related", "core")
"""Keys of a need that hold codes parted by spaces, in the order of the fields of Need."""

Table = Mapping[str, Any]


class LexiconError(ValueError):
    """A table that cannot be used; the message names file and entry, and says what is expected."""


@dataclass(frozen=True)
class Need:
    """One thing that people need. Codes and crosswalk are facts; names are our own words."""

    code: str
    names: Mapping[str, str]
    """ISO 639 code of a language -> what buttons, filters and chips say."""
    under: str | None = None
    """The wider need; None: one of the top ones."""
    gravity: tuple[str, ...] = ()
    """Domains of the Gravity Project (HL7 SDOH category codes)."""
    open_eligibility: tuple[str, ...] = ()
    """Ids of Open Eligibility 2.0 service terms, the nearest first."""
    related: tuple[str, ...] = ()
    """Needs whose services help too."""
    core: tuple[str, ...] = ()
    """Of a wide need: the narrower ones that are mostly meant by it."""

    def name(self, language: str = "en") -> str:
        """What people read; English where there is no other."""
        return self.names.get(language) or self.names.get("en") or self.code


@dataclass(frozen=True)
class Source:
    """One table of one file."""

    path: Path
    table: Table

    def __str__(self) -> str:
        return self.path.name


def read_tables(folders: Iterable[Path]) -> list[Source]:
    """Every table of the folders, in their order. Raises LexiconError for what is not TOML."""
    return [_read(path) for folder in folders for path in sorted(folder.glob("*.toml"))]


@cache
def need_codes() -> frozenset[str]:
    """The codes of the needs that come with the program: values that are no words."""
    return frozenset(_read(FOLDER / NEEDS).table)


def needs_of(sources: Iterable[Source]) -> dict[str, Need]:
    """The needs by code, in the order of the tables; a later table replaces a need or adds one."""
    needs: dict[str, Need] = {}
    for source in sources:
        if source.path.name == NEEDS:
            needs.update({code: _need(source, code, row) for code, row in source.table.items()})
    for need in needs.values():
        for code in (*need.related, *need.core, *((need.under,) if need.under else ())):
            if code not in needs:
                raise LexiconError(f"{NEEDS} [{need.code}]: there is no need {code!r}")
    return needs


def parted(text: str) -> list[str]:
    """Phrases of one entry, which semicolons part.

    >>> parted("food bank; pantry;")
    ['food bank', 'pantry']
    """
    return [phrase.strip() for phrase in text.split(";") if phrase.strip()]


def phrases_in(source: Source, entry: str, key: str) -> list[str]:
    """The phrases under `[entry] key`, none where it is absent."""
    row = source.table.get(entry, {})
    text = row.get(key, "") if isinstance(row, dict) else ""
    if not isinstance(text, str):
        raise LexiconError(f"{source} [{entry}] {key}: write one text, phrases parted by ;")
    return parted(text)


def is_words(source: Source) -> bool:
    """Whether the file holds words of a language."""
    return source.path.name not in (NEEDS, LANGUAGES, CRISIS_LINES)


def language_of(source: Source) -> str:
    """The language of a file of words, by its name."""
    return source.path.stem.removeprefix(FACTS)


def named(sources: Iterable[Source], name: str) -> Iterator[Source]:
    """The tables of the files of this name."""
    return (source for source in sources if source.path.name == name)


def _read(path: Path) -> Source:
    try:
        return Source(path, tomllib.loads(path.read_text("utf-8")))
    except (OSError, ValueError) as error:
        raise LexiconError(f"{path} cannot be read as TOML: {error}") from error


def _need(source: Source, code: str, row: Any) -> Need:
    if not isinstance(row, dict) or not isinstance(row.get("en"), str):
        raise LexiconError(f'{source} [{code}]: a need has at least en = "its English name"')
    lists = {key: tuple(str(row.get(key, "")).split()) for key in LISTS}
    names = {key: str(text) for key, text in row.items() if len(key) == 2 and key != "oe"}
    return Need(code, names, row.get("under"), *lists.values())
