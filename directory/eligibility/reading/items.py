"""What stands in a statement: criteria, connectives, marks and words that are not understood."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum

from directory.eligibility.model import Criterion, Dimension, IncomeUnit, Provenance
from directory.eligibility.reading.ages import Ages, ages_at
from directory.eligibility.reading.areas import residency_at
from directory.eligibility.reading.grades import grades_at
from directory.eligibility.reading.incomes import income_at
from directory.eligibility.reading.tokens import Token, phrase_at, tokens_of
from directory.eligibility.reading.words import Meaning


class Kind(StrEnum):
    """What an item is; those in lower case are entries of [mark] in the tables."""

    CRITERION = "CRITERION"
    UNKNOWN = "UNKNOWN"
    COMMA = "COMMA"
    BRACKET = "BRACKET"
    CLOSING = "CLOSING"
    PERSON = "person"
    OPEN = "open"
    AND = "and"
    OR = "or"
    NOT = "not"
    ONLY = "only"
    PREFER = "prefer"
    COPULA = "copula"
    LINK = "link"
    NEED = "need"
    REGARDLESS = "regardless"
    FAMILY_OF = "family_of"
    WITH_CHILDREN = "with_children"
    THEIR_FAMILY = "their_family"
    ORGANIZATION = "organization"
    SERVING = "serving"
    ACCEPT = "accept"
    SELF_PAY = "self_pay"
    PROCESS = "process"
    DOCUMENT_ONLY = "document_only"
    NOTHING = "nothing"
    NONE = "none"
    NO_MORE = "no_more"
    HOLDER = "holder"
    REFERRAL = "referral"
    ATTEND = "attend"
    WEAK = "weak"


@dataclass(frozen=True, slots=True)
class Item:
    kind: Kind
    text: str
    criterion: Criterion | None = None
    is_word: bool = False
    """An age or population that a number replaces: child, adult, senior, youth."""
    is_people: bool = False
    """Names persons: "veterans", not "homeless"."""
    is_sure: bool = True
    """False for bare numbers, which are ages only beside people."""
    start: int = 0
    end: int = 0


_SIGNS = {",": Kind.COMMA, "(": Kind.BRACKET, "[": Kind.BRACKET, ")": Kind.CLOSING, "]": Kind.CLOSING,
          "/": Kind.OR, "-": Kind.COMMA, ":": Kind.COMMA, ";": Kind.COMMA}  # fmt: skip
_NEEDED_CUES = ("to", "have", "has")
CHILD = (None, 17.0)
ADULT = (18.0, None)


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
    by_shape = _by_shape(text, tokens, place, before)
    if by_shape:
        return [by_shape], _behind(tokens, by_shape.end)
    length, meaning = phrase_at(tokens, place)
    if meaning:
        behind = place + length
        quote = text[token.start : tokens[behind - 1].end]
        items = [
            replace(item, start=token.start, end=tokens[behind - 1].end)
            for item in _meant(meaning, quote)
        ]
        return items, behind
    kind = _SIGNS.get(token.text, Kind.UNKNOWN if token.normal else Kind.WEAK)
    return [Item(kind, token.text, start=token.start, end=token.end)], place + 1


def _behind(tokens: Sequence[Token], end: int) -> int:
    return next((i for i, token in enumerate(tokens) if token.start >= end), len(tokens))


def _by_shape(
    text: str, tokens: Sequence[Token], place: int, before: Sequence[Item]
) -> Item | None:
    """Ages, grades, incomes and areas, found by their shape and not by a table."""
    start, lower = tokens[place].start, text.lower()
    income = income_at(lower, start)
    if income:
        criterion = _criterion(
            Dimension.INCOME, text[start : income.end], unit=income.unit, max_amount=income.amount
        )
        return Item(Kind.CRITERION, criterion.quote, criterion, start=start, end=income.end)
    grades = grades_at(lower, start)
    ages = ages_at(lower, start)
    if grades and (not ages or grades.end >= ages.end):
        return _age_item(text, start, grades, is_approximate=True)
    if ages and (ages.is_sure or _is_beside_people(text, start, ages, before)):
        return _age_item(text, start, ages)
    is_after_people = any(
        i.is_people or i.kind in (Kind.PERSON, Kind.OPEN) or i.is_word for i in before
    )
    residency = residency_at(text, tokens, place, is_after_people=is_after_people)
    if residency:
        end = tokens[residency.behind - 1].end
        criterion = _criterion(
            Dimension.RESIDENCY, text[start:end], areas=residency.areas, rule=residency.rule
        )
        return Item(Kind.CRITERION, criterion.quote, criterion, start=start, end=end)
    return None


def _is_beside_people(text: str, start: int, ages: Ages, before: Sequence[Item]) -> bool:
    """Bare numbers right behind people ("women 18-25"), in brackets, or as a statement of their own."""
    last = next(
        (
            item
            for item in reversed(before)
            if item.kind not in (Kind.BRACKET, Kind.WEAK, Kind.COPULA)
        ),
        None,
    )
    is_own = start == 0 and not text[ages.end :].strip(" .,;")
    return is_own or (
        last is not None
        and (last.is_people or last.is_word or last.kind in (Kind.PERSON, Kind.OPEN))
    )


def _age_item(text: str, start: int, ages: Ages, *, is_approximate: bool = False) -> Item:
    quote = text[start : ages.end].strip()
    criterion = _criterion(
        Dimension.AGE,
        quote,
        min_years=ages.least,
        max_years=ages.most,
        is_approximate=is_approximate,
    )
    return Item(Kind.CRITERION, quote, criterion, start=start, end=ages.end)


def _meant(meaning: Meaning, quote: str) -> Iterator[Item]:
    """The items of a phrase of the tables: one, or more ("fathers" are parents and men)."""
    code = meaning.code
    if meaning.section == "mark":
        yield Item(Kind(code), quote)
    elif meaning.section == "age_word":
        yield _word_of_age(code, quote)
    elif meaning.section == "income":
        criterion = _criterion(Dimension.INCOME, quote, unit=IncomeUnit.UNQUANTIFIED)
        yield Item(Kind.CRITERION, quote, criterion)
    elif meaning.section == "gender":
        yield from _gendered(meaning, quote)
    elif meaning.section in ("people", "quality"):
        criterion = _criterion(Dimension.POPULATION, quote, value=code)
        is_people = meaning.section == "people"
        yield Item(Kind.CRITERION, quote, criterion, code in ("senior", "youth"), is_people)
    else:
        yield Item(Kind.CRITERION, quote, _criterion(Dimension(meaning.section), quote, value=code))


def _word_of_age(code: str, quote: str) -> Item:
    least, most = CHILD if code == "child" else ADULT
    criterion = _criterion(Dimension.AGE, quote, min_years=least, max_years=most)
    return Item(Kind.CRITERION, quote, criterion, is_word=True, is_people=True)


def _gendered(meaning: Meaning, quote: str) -> Iterator[Item]:
    if meaning.is_parental:
        parent = _criterion(Dimension.POPULATION, quote, value="parent")
        yield Item(Kind.CRITERION, quote, parent, is_people=True)
    criterion = _criterion(Dimension.GENDER, quote, value=meaning.code)
    yield Item(Kind.CRITERION, quote, criterion, is_people=True)
    if meaning.is_minor:
        yield _word_of_age("child", quote)


def _criterion(dimension: Dimension, quote: str, **values: object) -> Criterion:
    return Criterion(dimension, provenance=Provenance.INFERRED, quote=quote, **values)  # type: ignore[arg-type]
