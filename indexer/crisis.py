"""A life in danger: what a typed line says of it, and whom to call. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from indexer.lexicon import Lexicon, LexiconError, lexicon
from indexer.lexicon.tables import Source
from indexer.text import fold, has_unspaced

ORDER = (
    "emergency", "poison", "veteran_crisis", "suicide", "violence", "sexual_assault", "child_abuse",
    "trafficking", "runaway",
)  # fmt: skip
"""Kinds of danger, what cannot wait first."""

NEED_OF = {
    "poison": "emergency-services", "emergency": "emergency-services",
    "veteran_crisis": "suicide", "suicide": "suicide", "violence": "domestic-violence",
    "sexual_assault": "sexual-assault", "child_abuse": "child-abuse", "trafficking": "trafficking",
    "runaway": "youth-shelter",
}  # fmt: skip
"""What is looked for when a line says nothing but that."""

DEFAULT_REGION = "US"


@dataclass(frozen=True)
class CrisisLine:
    """One number to call."""

    code: str
    phone: str
    names: Mapping[str, str]
    """ISO 639 code of a language -> what it is and when it answers."""

    def name(self, language: str = "en") -> str:
        """In this language, else in English."""
        return self.names.get(language) or self.names["en"]


def dangers_in(text: str, words: Lexicon | None = None) -> tuple[str, ...]:
    """The kinds of danger of which a line speaks, what cannot wait first.

    >>> dangers_in("i want to kill myself"), dangers_in("food pantry")
    (('suicide',), ())
    """
    line = " ".join(re.findall(r"\w+", fold(text)))
    found = {kind for kind, pattern in _patterns(words or lexicon()) if pattern.search(line)}
    return tuple(kind for kind in (*ORDER, *sorted(found - set(ORDER))) if kind in found)


def lines_of(
    dangers: Iterable[str], region: str = DEFAULT_REGION, words: Lexicon | None = None
) -> tuple[CrisisLine, ...]:
    """Whom to call there, the most fitting first, each once; none where the tables have none.
    Regions are settable: `crisis_lines.toml` of an operator's own lexicon."""
    lines, regions = _lines(words or lexicon())
    wanted = [code for kind in dangers for code in regions.get(region, {}).get(kind, ())]
    return tuple(lines[code] for code in dict.fromkeys(wanted))


@lru_cache(maxsize=4)
def _patterns(words: Lexicon) -> tuple[tuple[str, re.Pattern[str]], ...]:
    return tuple((kind, _pattern(phrases)) for kind, phrases in words.crisis.items())


def _pattern(phrases: Iterable[str]) -> re.Pattern[str]:
    """Any of the phrases; whole words, but anywhere in a script without spaces."""
    parts = []
    for phrase in sorted(phrases, key=len, reverse=True):
        bare = r"\s+".join(map(re.escape, re.findall(r"\w+", phrase)))
        parts.append(bare if has_unspaced(phrase) else rf"\b{bare}\b")
    return re.compile("|".join(parts))


@lru_cache(maxsize=4)
def _lines(
    words: Lexicon,
) -> tuple[dict[str, CrisisLine], dict[str, dict[str, tuple[str, ...]]]]:
    lines: dict[str, CrisisLine] = {}
    regions: dict[str, dict[str, tuple[str, ...]]] = {}
    for source in words.crisis_tables:
        for code, row in source.table.get("line", {}).items():
            lines[code] = _line(source, code, row)
        for region, kinds in source.table.items():
            if region != "line":
                of_region = regions.setdefault(region, {})
                of_region.update({kind: tuple(row["lines"]) for kind, row in kinds.items()})
    _check(lines, regions)
    return lines, regions


def _line(source: Source, code: str, row: Any) -> CrisisLine:
    if not isinstance(row, dict) or "phone" not in row or "en" not in row:
        raise LexiconError(f"{source} [line.{code}]: a line has a phone and at least an English en")
    return CrisisLine(code, str(row["phone"]), {k: str(v) for k, v in row.items() if len(k) == 2})


def _check(
    lines: Mapping[str, CrisisLine], regions: Mapping[str, Mapping[str, tuple[str, ...]]]
) -> None:
    for region, kinds in regions.items():
        for kind, codes in kinds.items():
            for code in codes:
                if code not in lines:
                    raise LexiconError(f"[{region}.{kind}]: there is no [line.{code}]")
