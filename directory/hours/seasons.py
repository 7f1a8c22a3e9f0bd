"""The part of the year in which hours hold: months, dates, and seasons that only have a name."""

from __future__ import annotations

import calendar
from collections.abc import Sequence
from dataclasses import dataclass

from directory.hours.tokens import Token, is_kind, is_range, skip
from directory.hours.words import Kind

LEAP_YEAR = 2024
"""Any: February has its 29th day in a range that recurs every year."""


@dataclass(frozen=True, slots=True)
class Season:
    """When hours hold. Dates win over months, months over the name."""

    name: str
    """As it stands in the text."""
    first: tuple[int, int, int] = (0, 0, 0)
    """Year (0: every year), month, day; month 0: only the name is known."""
    last: tuple[int, int, int] = (0, 0, 0)

    @property
    def is_named_only(self) -> bool:
        """Nothing but a word such as "summer": nobody can compute when that is."""
        return self.first[1] == 0

    @property
    def is_one_date(self) -> bool:
        return not self.is_named_only and self.first == self.last

    @property
    def bounds(self) -> str:
        """ "04-01/10-31", or with years "2010-06-14/2010-07-09"; empty when only named."""
        if self.is_named_only:
            return ""
        return f"{_written(self.first)}/{_written(self.last)}"


def _written(date: tuple[int, int, int]) -> str:
    year, month, day = date
    return f"{year:04}-{month:02}-{day:02}" if year else f"{month:02}-{day:02}"


@dataclass(frozen=True, slots=True)
class Found:
    """A season and the tokens that name it, from `first` up to `behind`."""

    season: Season
    first: int
    behind: int


def read_season(tokens: Sequence[Token]) -> Found | None:
    """The first season that neighbouring tokens name; None when they name none."""
    for i in range(len(tokens)):
        found = dates_at(tokens, i)
        if found:
            return found
    for i, token in enumerate(tokens):
        if token.kind is Kind.SEASON:
            return Found(Season(token.text), i, i + 1)
    return None


def dates_at(tokens: Sequence[Token], i: int) -> Found | None:
    """The date or range of dates that begins at i."""
    found = _dates(tokens, i) or _months(tokens, i)
    if found is None:
        return None
    first, last, behind = found
    name = " ".join(token.text for token in tokens[i:behind])
    return Found(Season(name, first, last), i, behind)


Dated = tuple[tuple[int, int, int], tuple[int, int, int], int]


def _dates(tokens: Sequence[Token], i: int) -> Dated | None:
    """ "6/14/10 - 7/9/10", "12/25"."""
    first = tokens[i].date
    if first is None:
        return None
    if is_range(tokens, i + 1) and is_kind(tokens, i + 2, Kind.DATE):
        last = tokens[i + 2].date or first
        return (first[0] or last[0], *first[1:]), last, i + 3
    return first, first, i + 1


def _months(tokens: Sequence[Token], i: int) -> Dated | None:
    """ "June 6 - August 12", "April - October", "July & August", "March 15, 2026"."""
    start = _month_day(tokens, i)
    if start is None:
        return None
    year, month, day, behind = start
    end = None
    if is_range(tokens, behind):
        end = _month_day(tokens, skip(tokens, behind + 1, {Kind.WEAK}), month)
    elif is_kind(tokens, behind, Kind.AND, Kind.SLASH):
        end = _month_day(tokens, behind + 1)
    if end:
        last_year, last_month, last_day, behind = end
        first = (year or last_year, month, day or 1)
        return first, (last_year, last_month, last_day or _length(last_month)), behind
    first = (year, month, day or 1)
    return first, (year, month, day or _length(month)), behind


def _month_day(
    tokens: Sequence[Token], i: int, default_month: int = 0
) -> tuple[int, int, int, int] | None:
    """Year, month, day (0 where not written) and the index behind."""
    if is_kind(tokens, i, Kind.MONTH):
        day, behind = _day_number(tokens, i + 1)
        year, behind = _year(tokens, behind)
        return year, tokens[i].number, day, behind
    day, behind = _day_number(tokens, i)
    if not day:
        return None
    if is_kind(tokens, behind, Kind.DASH) and tokens[behind].start == tokens[i].end:
        behind += 1  # "7-Sep", which a spreadsheet made of 9-7
    behind = skip(tokens, behind, {Kind.WEAK})
    if is_kind(tokens, behind, Kind.MONTH) and not is_kind(tokens, i - 1, Kind.MONTH):
        year, after = _year(tokens, behind + 1)
        return year, tokens[behind].number, day, after
    if default_month:  # "June 6 - 12"
        year, behind = _year(tokens, behind)
        return year, default_month, day, behind
    return None


def _day_number(tokens: Sequence[Token], i: int) -> tuple[int, int]:
    if is_kind(tokens, i, Kind.NUMBER, Kind.ORDINAL) and 1 <= tokens[i].number <= 31:
        return tokens[i].number, i + 1
    return 0, i


def _year(tokens: Sequence[Token], i: int) -> tuple[int, int]:
    k = skip(tokens, i, {Kind.COMMA})
    if is_kind(tokens, k, Kind.NUMBER) and 1990 <= tokens[k].number <= 2100:
        return tokens[k].number, k + 1
    return 0, i


def _length(month: int) -> int:
    return calendar.monthrange(LEAP_YEAR, month)[1]
