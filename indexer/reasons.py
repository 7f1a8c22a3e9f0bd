"""Why a hit is there and what was applied, in the words that people read. Pure."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from geodata.served import Serves, Verdict
from indexer.asked import Part
from indexer.fields import Found
from indexer.query import SearchQuery
from indexer.text import MAX_WORDS

WHERE = (
    (int(Found.NAME | Found.ALTERNATE), "in its name"),
    (int(Found.ORGANIZATION), "in the name of its organization"),
    (int(Found.CATEGORY), "in what it offers"),
    (int(Found.TEXT), "in its description"),
)
"""Where a word was found, best first; each word is told once. Plain numbers: & of flags is slow."""


OPEN_WORDS = {"now": "open now", "evening": "open evenings", "weekend": "open on weekends"}

MARKED = int(Found.NEED | Found.KNOWN)


def why_of(
    query: SearchQuery,
    parts: Sequence[Part],
    found: Sequence[int],
    values: Sequence[str],
    languages: Sequence[str],
) -> tuple[str, ...]:
    """Reasons for one hit: what it offers of what was meant, the words by the place where they
    stand, then the filters it meets. `found`: Found of each part; `values`, `languages`: the
    listing's own.

    >>> from indexer.asked import parts_of_words; from indexer.text import Word
    >>> parts = parts_of_words([Word("food", "food"), Word("pantry", "pantry")])
    >>> why_of(SearchQuery(), parts, [1, 1], [], [])
    ('Matches "food pantry" in its name',)
    """
    return (*_known(parts, found), *_words(parts, found), *_filters(query, values, languages))


def _known(parts: Sequence[Part], found: Sequence[int]) -> Iterator[str]:
    """What is known of the listing, whatever the words."""
    for part, bits in zip(parts, found, strict=True):
        if part.reason and bits & MARKED:
            yield part.reason


def _words(parts: Sequence[Part], found: Sequence[int]) -> Iterator[str]:
    told: list[list[str]] = [[] for _ in WHERE]
    for word, bits in zip(parts, found, strict=True):
        if not word.typed or (word.reason and bits & MARKED):
            continue
        for place, (fields, _) in enumerate(WHERE):
            if bits & fields:
                told[place].append(word.typed)
                break
    for typed, (_, where) in zip(told, WHERE, strict=True):
        if typed:
            yield f'Matches "{" ".join(typed)}" {where}'


def from_where(serves: Verdict | None, *, is_beyond: bool) -> Iterator[str]:
    """That it serves the place, and from elsewhere when it lies beyond the radius."""
    if serves is not None and serves.value is Serves.YES:
        whom = serves.reason.removeprefix("It ").removesuffix(".")
        yield f"Is elsewhere, and {whom}" if is_beyond else f"{whom[0].upper()}{whom[1:]}"


def _filters(query: SearchQuery, values: Sequence[str], languages: Sequence[str]) -> Iterator[str]:
    for value in _of_both(query.need, values):
        yield f"Offers {value}"
    for language in _of_both(query.language, languages):
        yield f"{language} spoken"
    if query.cost:
        yield query.cost.capitalize()


def _of_both(asked: Sequence[str], has: Sequence[str]) -> list[str]:
    """The values of `has` that were asked for, ignoring case."""
    wanted = {value.casefold() for value in asked}
    return [value for value in has if value.casefold() in wanted]


def applied_of(query: SearchQuery, words: int) -> tuple[str, ...]:
    """The filters in words, as the page shows them. `words`: how many words of the text count."""
    return tuple(_applied(query, words))


def _applied(query: SearchQuery, words: int) -> Iterator[str]:
    if query.near is not None:
        yield f"within {query.radius_miles:g} miles of {query.near_label or 'this place'}"
    if query.need:
        yield " or ".join(query.need)
    if query.language:
        yield f"{' or '.join(query.language)} spoken"
    if query.cost:
        yield query.cost
    if query.verified_within_days is not None:
        yield f"checked in the last {query.verified_within_days} days"
    if query.open:
        yield OPEN_WORDS.get(query.open, f"open at {query.open}")
    if query.strict:
        yield "only what is surely for you"
    if not query.remote:
        yield "only places to go to"
    if words == MAX_WORDS:
        yield f"the first {MAX_WORDS} words"


def relaxed_words(with_every_word: int) -> str:
    """What is said when listings with most of the words are shown too."""
    if with_every_word == 0:
        return "No listing has every word; these have most"
    which = "listing has" if with_every_word == 1 else "listings have"
    return f"Only {with_every_word} {which} every word; the others have most"
