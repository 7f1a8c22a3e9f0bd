"""What words mean: the tables in words_en.toml and words_es.toml as one dictionary."""

from __future__ import annotations

import tomllib
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from importlib import resources
from typing import Any

LANGUAGES = ("es", "en")
"""A phrase that stands in several tables has the meaning of the last one."""
ROMANCE_RANGE = ("a", "al")
"""Spanish "to", and a weak word in English: they mean a range only between two days or times."""

_NO_KIND = ("age", "unit", "anyone", "street")
"""Sections that are sets of words, not meanings."""


class Kind(StrEnum):
    """What a token is; the lower-case names are the sections of the tables."""

    DAY = "day"
    EVERY_DAY = "every_day"
    ORDINAL = "ordinal"
    ALTERNATE = "alternate"
    IRREGULAR = "irregular"
    VAGUE = "vague"
    RANGE = "range"
    BETWEEN = "between"
    AND = "and"
    OR = "or"
    AT = "at"
    ONWARD = "onward"
    DEADLINE = "deadline"
    CLOSES = "closes"
    CLOSED = "closed"
    EXCEPT = "except"
    BREAK = "break"
    ONLY = "only"
    APPOINTMENT = "appointment"
    NO_APPOINTMENT = "no_appointment"
    HOLIDAY = "holiday"
    SEASON = "season"
    MONTH = "month"
    OF_MONTH = "of_month"
    WEEK = "week"
    ALWAYS = "always"
    DAY_PART = "day_part"
    TIME_ZONE = "time_zone"
    NOT_OPEN = "not_open"
    DANGER = "danger"
    SHUT = "shut"
    LABEL = "label"
    WEAK = "weak"
    # no words, found by their shape
    TIME = "TIME"
    NUMBER = "NUMBER"
    DATE = "DATE"
    YEAR = "YEAR"
    CONTACT = "CONTACT"
    WORD = "WORD"
    DASH = "DASH"
    COMMA = "COMMA"
    SLASH = "SLASH"
    COLON = "COLON"
    STOP = "STOP"
    OPENING = "OPENING"
    CLOSING = "CLOSING"


@dataclass(frozen=True, slots=True)
class Meaning:
    kind: Kind
    number: int = 0
    """Of an ordinal its place (-1 last), of a month 1 to 12, of `alternate` the weeks between."""
    days: tuple[str, ...] = ()
    """Two-letter codes."""


def normal(word: str) -> str:
    """The word in lower case, without accents, dots and apostrophes: as the tables have it.

    >>> normal("Miércoles"), normal("Monday's"), normal("o'clock")
    ('miercoles', 'mondays', 'oclock')
    """
    decomposed = unicodedata.normalize("NFKD", word.lower())
    return "".join(c for c in decomposed if c.isalnum() or c == " ")


@cache
def phrases() -> dict[str, Meaning]:
    """All phrases of all languages."""
    return dict(pair for language in LANGUAGES for pair in _read(language))


@cache
def no_time_after() -> frozenset[str]:
    """Words after which a number is an age, a room, a telephone number."""
    return frozenset(_section("age"))


@cache
def no_time_before() -> frozenset[str]:
    """Words before which a number counts something: years, people, pounds."""
    return frozenset(_section("unit"))


@cache
def longest_phrase() -> int:
    """Number of words in the longest phrase."""
    return max(phrase.count(" ") + 1 for phrase in phrases())


@cache
def streets() -> frozenset[str]:
    """Words for streets."""
    return frozenset(_section("street"))


@cache
def anyone() -> frozenset[str]:
    """Words for those who come: they name no kind of hours."""
    return frozenset(_section("anyone"))


@cache
def spanish_days() -> frozenset[str]:
    """Day names that only Spanish has."""
    return frozenset(set(_tables("es")["day"]) - set(_tables("en")["day"]))


@cache
def day_names() -> dict[str, tuple[str, ...]]:
    """Names of one day that are long enough to be recognised with a letter wrong."""
    found = phrases().items()
    return {w: m.days for w, m in found if m.kind is Kind.DAY and len(w) >= 3 and len(m.days) == 1}


def _read(language: str) -> Iterator[tuple[str, Meaning]]:
    for section, table in _tables(language).items():
        if section in _NO_KIND:
            continue
        kind = Kind(section)
        for phrase in table.get("words", ()):
            yield phrase, Meaning(kind)
        for phrase, value in table.items():
            if phrase == "words":
                continue
            if kind is Kind.MONTH and len(phrase) > 4:
                yield phrase + "s", Meaning(kind, number=value)  # "November's"
            if kind is Kind.DAY:
                yield phrase, Meaning(kind, days=tuple(value.split()))
            else:
                yield phrase, Meaning(kind, number=value)


@cache
def _tables(language: str) -> dict[str, dict[str, Any]]:
    file = resources.files(__package__) / f"words_{language}.toml"
    return tomllib.loads(file.read_text("utf-8"))


def _section(name: str) -> Iterator[str]:
    for language in LANGUAGES:
        yield from _tables(language).get(name, {}).get("words", ())
