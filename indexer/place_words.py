"""The place in a typed line: "near 20009", "in Anacostia", "food pantry silver spring md"."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Protocol

from geodata.places import Kind, Place
from geodata.shapes import Box
from indexer.lexicon import Lexicon
from indexer.lexicon.phrases import SMALL
from indexer.typed_line import TypedLine

MAX_PLACE_WORDS = 5
"""Words of a place: "Capitol Hill, Washington, DC" has four."""

_ZIP = re.compile(r"\d{5}(?:-\d{4})?\Z")
_STATE = re.compile(r"[A-Z]{2}\Z|D\.C\.?\Z")

PLACES = (Kind.ZIP, Kind.PLACE, Kind.NEIGHBORHOOD, Kind.COUNTY, Kind.AREA, Kind.STATE)
"""What a place in a line may be. Never an address: those are asked for by themselves."""


class Places(Protocol):
    """What knows places; `geodata.gazetteer.Gazetteer` does."""

    def understand(self, text: str, *, extent: Box | None = None) -> Place:
        """What a text is taken for."""


@dataclass(frozen=True)
class FoundPlace:
    """A place in a line, and the characters that name it, its "near" included."""

    place: Place
    start: int
    end: int


def place_in(
    line: TypedLine, places: Places, words: Lexicon, extent: Box | None = None
) -> FoundPlace | None:
    """The place of a line; None when it names none, or only perhaps.

    After "near", "in", "cerca de" to the end of the line; a ZIP code, or a town with its state,
    without such a word too. A misspelt place is left in the line rather than guessed at.
    """
    for at, word in enumerate(line.words):
        if word.folded in words.near and _may_name(line, at, words):
            found = _understood(line, at + 1, at, places, extent)
            if found is not None:
                return found
    return _bare_place(line, places, extent)


def _may_name(line: TypedLine, at: int, words: Lexicon) -> bool:
    """Whether what follows may be a place: few words, and not such as are needs ("in crisis")."""
    rest = line.words[at + 1 :]
    if not 0 < len(rest) <= MAX_PLACE_WORDS or all(word.token in SMALL for word in rest):
        return False  # "near me" is not near Maine
    folded = " ".join(word.folded for word in rest)
    return folded not in words.plain_words


def _bare_place(line: TypedLine, places: Places, extent: Box | None) -> FoundPlace | None:
    for at, word in enumerate(line.words):
        if _ZIP.match(word.typed):
            return _understood(line, at, at, places, extent, stop=at + 1)
    if len(line.words) > 2 and _STATE.match(line.words[-1].typed):
        for count in range(min(MAX_PLACE_WORDS, len(line.words) - 1), 1, -1):
            at = len(line.words) - count
            found = _understood(line, at, at, places, extent)
            if found is not None:
                return found
    return None


def _understood(
    line: TypedLine,
    first: int,
    mark: int,
    places: Places,
    extent: Box | None,
    stop: int | None = None,
) -> FoundPlace | None:
    """The words from `first` on as a place; the line loses them from `mark` on."""
    chosen = line.words[first:stop]
    text = line.text[chosen[0].start : chosen[-1].end]
    place = places.understand(text, extent=extent)
    if place.kind not in PLACES or place.corrected is not None or place.point is None:
        return None
    return FoundPlace(place, line.words[mark].start, chosen[-1].end)
