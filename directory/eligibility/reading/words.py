"""What words mean: the tables in words_en.toml and words_es.toml as one dictionary."""

from __future__ import annotations

import tomllib
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from importlib import resources
from typing import Any

LANGUAGES = ("es", "en")
"""A phrase that stands in several tables has the meaning of the last one, in the order here."""

_SECTIONS = ("mark", "quality", "people", "age_word", "gender", "income", "insurance", "document")
_FLAGS = ("parental", "minor")


@dataclass(frozen=True, slots=True)
class Meaning:
    """Section and entry of the tables: ("people", "veteran"), ("mark", "or")."""

    section: str
    code: str
    is_parental: bool = False
    is_minor: bool = False


def normal(word: str) -> str:
    """The word in lower case, without accents, apostrophes and the ending of a plural.

    >>> normal("Veterans"), normal("families"), normal("Niños"), normal("homeless")
    ('veteran', 'family', 'nino', 'homeless')
    """
    decomposed = unicodedata.normalize("NFKD", word.lower())
    bare = "".join(c for c in decomposed if c.isalnum() or c == "&")
    return _singular(bare.replace("'", ""))


def _singular(word: str) -> str:
    if len(word) > 4 and word.endswith("ies"):
        return word[:-3] + "y"
    if len(word) > 5 and word.endswith(("sses", "shes", "ches", "xes")):
        return word[:-2]
    if len(word) > 3 and word.endswith("s") and not word.endswith(("ss", "us", "is")):
        return word[:-1]
    return word


@cache
def phrases() -> dict[tuple[str, ...], Meaning]:
    """All phrases of all languages, as tuples of normal words."""
    flags = {
        flag: {key for language in LANGUAGES for key in _keys(language, flag)} for flag in _FLAGS
    }
    found: dict[tuple[str, ...], Meaning] = {}
    for language in LANGUAGES:
        for section in _SECTIONS:
            for code, words in _weak_first(_tables(language).get(section, {})):
                for key in map(_key, words):
                    is_gender = section == "gender"
                    found[key] = Meaning(
                        section, code, is_gender and key in flags["parental"],
                        is_gender and key in flags["minor"],
                    )  # fmt: skip
    return found


@cache
def longest_phrase() -> int:
    """Number of words in the longest phrase."""
    return max(map(len, phrases()))


@cache
def first_words() -> frozenset[str]:
    """The words with which a phrase can begin."""
    return frozenset(key[0] for key in phrases())


def _weak_first(table: dict[str, list[str]]) -> Iterator[tuple[str, list[str]]]:
    """Entries in order; of a phrase that also stands under "weak" the other meaning holds."""
    yield from sorted(table.items(), key=lambda entry: entry[0] != "weak")


def _keys(language: str, section: str) -> Iterator[tuple[str, ...]]:
    yield from map(_key, _tables(language).get(section, {}).get("words", ()))


def _key(phrase: str) -> tuple[str, ...]:
    return tuple(normal(word) for word in phrase.split())


@cache
def _tables(language: str) -> dict[str, dict[str, Any]]:
    file = resources.files(__package__) / f"words_{language}.toml"
    return tomllib.loads(file.read_text("utf-8"))


@cache
def known_areas() -> frozenset[str]:
    """States, their abbreviations and the like, in normal words."""
    return frozenset(" ".join(key) for language in LANGUAGES for key in _keys(language, "area"))


@cache
def place_words(name: str) -> frozenset[str]:
    """Words of names of areas, by the entry of [place] in the tables."""
    words = (_tables(language).get("place", {}).get(name, ()) for language in LANGUAGES)
    return frozenset(" ".join(_key(phrase)) for table in words for phrase in table)
