"""Confidential addresses: how they are recognised, and how copies are taken out of texts."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from typing import Any, TypeVar

from pydantic import BaseModel

from directory.model import Address, Location

WITHHELD = "[address withheld]"

CONFIDENTIAL = re.compile(
    r"\b(confidential|undisclosed|not\s+disclosed|unlisted|unpublished|not\s+published|withheld"
    r"|secret\s+(location|address)|safe\s*house|private\s+(location|address))\b"
    r"|\b(address|location)\s+(is\s+)?(private|secret|protected|not\s+(given|listed|public))\b",
    re.IGNORECASE,
)

_SECRET = r"(confidential|undisclosed|secret|not\s+disclosed|withheld)"
CONFIDENTIAL_PLACE = re.compile(
    rf"\b{_SECRET}\s+(location|address|site|shelter\s+location)\b"
    rf"|\b(location|address)\s+(is\s+)?(kept\s+)?{_SECRET}\b",
    re.IGNORECASE,
)

STREET_WORDS = (
    ("street", "st"), ("avenue", "ave", "av"), ("road", "rd"), ("drive", "dr"), ("place", "pl"),
    ("boulevard", "blvd"), ("lane", "ln"), ("court", "ct"), ("terrace", "ter"), ("circle", "cir"),
    ("square", "sq"), ("highway", "hwy"), ("parkway", "pkwy"), ("north", "n"), ("south", "s"),
    ("east", "e"), ("west", "w"), ("northeast", "ne"), ("northwest", "nw"), ("southeast", "se"),
    ("southwest", "sw"), ("apartment", "apt"), ("suite", "ste"), ("floor", "fl"),
)  # fmt: skip
_SPELLINGS = {word: words for words in STREET_WORDS for word in words}

M = TypeVar("M", bound=BaseModel)


def is_confidential(text: str | None) -> bool:
    """Whether an address field says that the address is not to be known."""
    return bool(text and CONFIDENTIAL.search(text))


def says_place_is_confidential(text: str | None) -> bool:
    """Whether a text about a place says so of its address; "confidential testing" does not."""
    return bool(text and CONFIDENTIAL_PLACE.search(text))


def redaction_of(locations: Iterable[Location]) -> re.Pattern[str] | None:
    """What to take out of public texts so that none of these addresses stands there; or None."""
    parts = [
        pattern
        for location in locations
        for address in location.addresses
        for pattern in _patterns_of(address)
    ]
    return re.compile("|".join(dict.fromkeys(parts)), re.IGNORECASE) if parts else None


def _patterns_of(address: Address) -> Iterable[str]:
    """Street lines in any usual spelling; a line without a number is too common to look for."""
    for line in (address.address_1, address.address_2, address.attention):
        words = re.findall(r"\w+", line or "")
        if len(words) >= 2 and any(character.isdigit() for character in line or ""):
            yield r"\b" + r"\W+".join(_spelled(word) for word in words) + r"\b"


def _spelled(word: str) -> str:
    """A word of an address in every usual spelling."""
    spellings = _SPELLINGS.get(word.lower())
    if spellings is None:
        return re.escape(word)
    dotted = [r"\.?".join(word) for word in spellings if len(word) == 2]
    return "(?:" + "|".join((*spellings, *dotted)) + ")"


def redacted(model: M, pattern: re.Pattern[str] | None) -> M:
    """The model with every text of it redacted; the same object when there is nothing to redact."""
    if pattern is None:
        return model
    document = model.model_dump(mode="json")
    clean = _clean(document, pattern)
    return model if clean == document else type(model).model_validate(clean)


def _clean(value: Any, pattern: re.Pattern[str]) -> Any:
    if isinstance(value, str):
        return pattern.sub(WITHHELD, value)
    if isinstance(value, dict):
        return {key: _clean(part, pattern) for key, part in value.items()}
    if isinstance(value, Sequence):
        return [_clean(part, pattern) for part in value]
    return value
