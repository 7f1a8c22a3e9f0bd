"""A text as statements: lines, bullets and sentences, each with the heading it stands under."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

_BULLET = re.compile(r"^\s*(?:[*>]+|-\s|\d{1,2}[.)]\s(?=[A-Z]))\s*")
_BREAK = re.compile(
    r"(?<=[^\s.][.!?])(?<!\b[A-Z]\.)(?<!\b[a-z]\.)\s+(?=[A-Z(*\"'\d])|\s\|\s|;\s+|!+\s*|\.{2,}\s*"
)
_ABBREVIATION = re.compile(
    r"\b(?:st|dr|mr|mrs|ms|ft|mt|yrs?|mos?|approx|vs|etc|e\.g|i\.e|no|inc|u\.s|d\.c|min|max|dept"
    r"|ave|hwy)\.$",
    re.IGNORECASE,
)
_HEADING = re.compile(r"^([^:.;]{2,60}):\s*(?!\d\d\b)(.*)$", re.DOTALL)
_GENERIC = re.compile(
    r"eligib|require|criteria|who\b|serve|open to|available|following|must|residents?|living"
    r"|applicants?|clients?|participants?|"
    r"receiving|either|one of|hours|intended|ages?\b|population|limited|accepts?|insurance"
    r"|documents?|zip|communit|counties|areas?|proof|please|note|restrict|need|bring|elegib"
    r"|requisit",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Statement:
    text: str
    heading: str = ""
    """What stands before the colon, when it names one of several services."""
    opener: int = -1
    """Index of the statement that ended in a colon and opened the list of bullets in which it
    stands; -1: none."""


def statements_of(text: str) -> list[Statement]:
    """The statements of a plain text in order."""
    found: list[Statement] = []
    heading, opener = "", -1
    for line in text.split("\n"):
        bullet = _BULLET.match(line)
        opener = opener if bullet else -1
        for part in _sentences(line[bullet.end() :] if bullet else line):
            own, rest = _split_heading(part)
            if own is not None and not bullet:
                heading = own
            if rest.strip(" .,:;*"):
                found.append(Statement(rest.strip(), own or heading, opener))
                opener = len(found) - 1 if rest.rstrip().endswith(":") else opener
    return found


def _sentences(line: str) -> Iterator[str]:
    start = 0
    for match in _BREAK.finditer(line):
        part = line[start : match.start()]
        if not _ABBREVIATION.search(part):
            yield part
            start = match.end()
    yield line[start:]


def _split_heading(part: str) -> tuple[str | None, str]:
    """The heading (empty: one of eligibility in general; None: none) and what stands behind it."""
    match = _HEADING.match(part.strip())
    if not match:
        return None, part
    words, rest = match[1].strip("* "), match[2]
    if _GENERIC.search(words):
        is_bare = re.fullmatch(
            r"\W*(?:program\s+)?(?:eligibility|requirements?|criteria|who we serve|note"
            r"|please note|requisitos|elegibilidad)\W*(?:requirements|criteria)?",
            words,
            re.IGNORECASE,
        )
        return None, rest if is_bare else part
    return words, rest
