"""A statement as items: what has a shape, what stands in the tables, what is not understood."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import replace

from directory.eligibility.model import Dimension, IncomeUnit
from directory.eligibility.reading.ages import ages_at
from directory.eligibility.reading.items import Item, Kind, criterion_item
from directory.eligibility.reading.shapes import elliptic_at, shape_at
from directory.eligibility.reading.tokens import Token, phrase_at, tokens_of
from directory.eligibility.reading.words import Meaning

_SIGNS = {
    ",": Kind.COMMA, "-": Kind.COMMA, ":": Kind.COMMA, ";": Kind.COMMA, "/": Kind.OR,
    "(": Kind.BRACKET, "[": Kind.BRACKET, ")": Kind.CLOSING, "]": Kind.CLOSING,
}  # fmt: skip
_CHILD, _ADULT = (None, 17.0), (18.0, None)
_ARTICLES = ("the", "los", "las")
"""Before a quality they make people of it: "the homeless"."""
_SCHOOL = frozenset({
    "school", "college", "university", "academy", "institute", "elementary", "middle", "high",
    "academic", "ged", "grade", "kindergarten", "education", "degree", "class", "diploma", "senior",
})  # fmt: skip
_SCHOOL_WITHIN = 7
"""Words behind "enrolled" among which a school must be named."""


def items_of(text: str) -> list[Item]:
    """The items of one statement in order."""
    tokens = tokens_of(text)
    found: list[Item] = []
    place = 0
    while place < len(tokens):
        items, place = _items_at(text, tokens, place, found)
        found += items
    return found


def _items_at(
    text: str, tokens: Sequence[Token], place: int, before: Sequence[Item]
) -> tuple[list[Item], int]:
    token = tokens[place]
    elliptic = elliptic_at(text, token.start)
    if elliptic:
        return elliptic, _behind(tokens, elliptic[-1].end)
    length, meaning = phrase_at(tokens, place)
    shaped = shape_at(text, tokens, place, before)
    if shaped and not (meaning and length > 1 and tokens[place + length - 1].end >= shaped.end):
        return [shaped], _behind(tokens, shaped.end)
    if meaning and meaning.code == Kind.THEIR_FAMILY and _is_followed_by_of(tokens, place + length):
        length, meaning = phrase_at(tokens[: place + 1], place)  # "parents and | families of"
    if meaning and length > 1 and _holds_age(text, tokens, place, length):
        length, meaning = phrase_at(tokens[: place + 1], place)
    if meaning:
        return _phrase_items(text, tokens, place, place + length, meaning), place + length
    kind = _SIGNS.get(token.text, Kind.UNKNOWN if token.normal else Kind.WEAK)
    return [Item(kind, token.text, start=token.start, end=token.end)], place + 1


def _phrase_items(
    text: str, tokens: Sequence[Token], place: int, behind: int, meaning: Meaning
) -> list[Item]:
    start, end = tokens[place].start, tokens[behind - 1].end
    meant = _meant(meaning, text[start:end], tokens[behind : behind + _SCHOOL_WITHIN])
    is_named = meaning.section == "quality" and place > 0 and tokens[place - 1].normal in _ARTICLES
    return [
        replace(item, start=start, end=end, is_people=item.is_people or is_named) for item in meant
    ]


def _is_followed_by_of(tokens: Sequence[Token], place: int) -> bool:
    return place < len(tokens) and tokens[place].normal == "of"


def _holds_age(text: str, tokens: Sequence[Token], place: int, length: int) -> bool:
    """ "Personas mayores de 60 años": the last word of a phrase begins an age."""
    ages = ages_at(text.lower(), tokens[place + length - 1].start)
    return ages is not None and ages.is_sure


def _behind(tokens: Sequence[Token], end: int) -> int:
    return bisect_left(tokens, end, key=lambda token: token.start)


def _meant(meaning: Meaning, quote: str, behind: Sequence[Token]) -> Iterator[Item]:
    """The items of a phrase of the tables: one, or more ("fathers" are parents and men)."""
    code, section = meaning.code, meaning.section
    if code == Kind.ATTEND and any(token.normal in _SCHOOL for token in behind):
        yield criterion_item(quote, Dimension.POPULATION, value="student")
    elif section == "mark":
        yield Item(Kind(code), quote)
    elif section == "age_word":
        yield _word_of_age(code, quote)
    elif section == "income":
        yield criterion_item(quote, Dimension.INCOME, unit=IncomeUnit.UNQUANTIFIED)
    elif section == "gender":
        yield from _gendered(meaning, quote)
    elif section in ("people", "quality"):
        is_word, is_people = code in ("senior", "youth"), section == "people"
        yield criterion_item(
            quote, Dimension.POPULATION, value=code, is_word=is_word, is_people=is_people
        )
    else:
        yield criterion_item(quote, Dimension(section), value=code)


def _word_of_age(code: str, quote: str) -> Item:
    least, most = _CHILD if code == "child" else _ADULT
    return criterion_item(
        quote, Dimension.AGE, min_years=least, max_years=most, is_word=True, is_people=True
    )


def _gendered(meaning: Meaning, quote: str) -> Iterator[Item]:
    if meaning.is_parental:
        yield criterion_item(quote, Dimension.POPULATION, value="parent", is_people=True)
    yield criterion_item(quote, Dimension.GENDER, value=meaning.code, is_people=True)
    if meaning.is_minor:
        yield _word_of_age("child", quote)
