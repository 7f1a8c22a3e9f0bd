"""Which days a run of tokens means: names, ranges, nth weekdays, every other week, dates."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from directory.hours.seasons import Season, dates_at
from directory.hours.tokens import Token, is_kind, is_range, skip
from directory.hours.words import Kind

WEEK = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")
_FILL = frozenset({Kind.WEAK, Kind.AT})
_AFTER_ORDINALS = frozenset({Kind.WEAK, Kind.AT, Kind.WEEK, Kind.OF_MONTH})
_BEFORE_POSTFIX = frozenset({Kind.COMMA, Kind.OPENING, Kind.WEAK, Kind.ONLY, Kind.DASH})
_NO_DATE_AFTER = (Kind.AT, Kind.DANGER, Kind.DEADLINE, Kind.RANGE, Kind.DASH)
_DAYS = frozenset({Kind.DAY, Kind.EVERY_DAY})
_JOINING = frozenset({Kind.AND, Kind.COMMA, Kind.SLASH, Kind.OR, Kind.DASH, Kind.RANGE, Kind.STOP})
_SEVERAL = {"2": 2, "two": 2, "3": 3, "three": 3}
"""The last two Wednesdays, the first 3 Saturdays."""
LAST_NTH = 5
"""A higher ordinal is a day of the month."""


@dataclass(frozen=True, slots=True)
class DaySet:
    """The days of one mention."""

    days: tuple[str, ...] = ()
    nths: tuple[int, ...] = ()
    """Only these of the month; -1 is the last. Empty: all."""
    interval: int = 1
    month_days: tuple[int, ...] = ()
    dates: tuple[Season, ...] = ()
    """One date: no weekday is meant, only this day."""
    is_general: bool = False
    """"Daily": a day that is named beside it wins."""
    is_irregular: bool = False
    """Some of these days, the text does not say which."""


def read_days(tokens: Sequence[Token], i: int) -> tuple[DaySet, int] | None:
    """The days mentioned from token i on, and the index behind them; None when there are none."""
    dated = _date(tokens, i)
    if dated:
        return dated
    found = DaySet(is_irregular=is_kind(tokens, i - 1, Kind.VAGUE))
    if is_kind(tokens, i, Kind.ALTERNATE):
        found = replace(found, interval=tokens[i].number)
        i = skip(tokens, i + 1, _FILL | {Kind.WEEK, Kind.COMMA})
        if not is_kind(tokens, i, Kind.DAY, Kind.ORDINAL):
            return None
    nths, i, is_choice = _ordinals(tokens, i)
    found = replace(found, nths=nths, is_irregular=found.is_irregular or is_choice)
    behind = skip(tokens, i, _AFTER_ORDINALS) if nths else i
    if not is_kind(tokens, behind, *_DAYS):
        return _month_days(tokens, nths, i)
    found, i = _named_days(tokens, behind, found)
    if _is_beside_holiday(tokens, i):
        return replace(found, is_irregular=True), i + 1
    found, i = _postfix(tokens, i, found)
    if any(abs(nth) > LAST_NTH for nth in found.nths):
        return None
    return found, skip(tokens, i, {Kind.OF_MONTH})


def _date(tokens: Sequence[Token], i: int) -> tuple[DaySet, int] | None:
    """ "June 6", "12/25/2025": one date. "Starting June 6" is not the only day."""
    found = dates_at(tokens, i)
    if found is None or not found.season.is_one_date or is_kind(tokens, i - 1, *_NO_DATE_AFTER):
        return None
    return DaySet(dates=(found.season,)), found.behind


def _ordinals(tokens: Sequence[Token], i: int) -> tuple[tuple[int, ...], int, bool]:
    """Ordinals in a row ("1st, 3rd & 5th", "1st - 3rd"), the index behind, is it one of them?"""
    nths: list[int] = []
    is_choice = False
    while is_kind(tokens, i, Kind.ORDINAL):
        nth = tokens[i].number
        if nths and is_range(tokens, i - 1) and 0 < nths[-1] < nth:
            nths.extend(range(nths[-1] + 1, nth))
        is_choice = is_choice or bool(nths and tokens[i - 1].kind is Kind.OR)
        several = _SEVERAL.get(tokens[i + 1].normal, 0) if i + 1 < len(tokens) else 0
        nths.extend(range(nth, nth + several * nth, nth) if nth in (1, -1) and several else (nth,))
        i += 2 if several else 1
        joined = skip(tokens, i, _JOINING)
        if joined > i and is_kind(tokens, joined, Kind.ORDINAL):
            i = joined
    return tuple(nths), i, is_choice


def _month_days(
    tokens: Sequence[Token], nths: tuple[int, ...], i: int
) -> tuple[DaySet, int] | None:
    """ "The 15th of each month". The 1st to 5th without a day are left to stand as a remark: people
    write "Saturdays 9-12, 2nd and 4th of the month"."""
    if not nths or not all(1 <= nth <= 31 for nth in nths):
        return None
    if is_kind(tokens, skip(tokens, i, {Kind.WEEK}), Kind.WEEK, Kind.VAGUE, Kind.MONTH):
        return None
    if is_kind(tokens, i, Kind.WEEK):
        return None
    if max(nths) > LAST_NTH:
        return DaySet(month_days=nths), skip(tokens, i, {Kind.OF_MONTH})
    return None


def _named_days(tokens: Sequence[Token], i: int, found: DaySet) -> tuple[DaySet, int]:
    if tokens[i].kind is Kind.EVERY_DAY:
        return replace(found, days=WEEK, is_general=True), i + 1
    days, behind = _day_range(tokens, i)
    while (
        found.nths and is_kind(tokens, behind, Kind.AND) and is_kind(tokens, behind + 1, Kind.DAY)
    ):
        days, behind = (*days, *tokens[behind + 1].days), behind + 2
    return replace(found, days=days), behind


def _is_beside_holiday(tokens: Sequence[Token], i: int) -> bool:
    """ "The Thursday before Christmas"."""
    behind = skip(tokens, i + 1, _FILL)
    return is_kind(tokens, i, Kind.DEADLINE) and is_kind(tokens, behind, Kind.HOLIDAY)


def _day_range(tokens: Sequence[Token], i: int) -> tuple[tuple[str, ...], int]:
    first, end = tokens[i].days, _range_end(tokens, i)
    if end is None or len(first) != 1 or len(tokens[end].days) != 1:
        return first, i + 1
    is_behind = is_range(tokens, i - 1) and is_kind(tokens, i - 2, Kind.DAY)
    if is_behind or _range_end(tokens, end) is not None:  # "Mon-Wed-Fri" is a list
        return first, i + 1
    a, b = WEEK.index(first[0]), WEEK.index(tokens[end].days[0])
    length = (b - a) % 7 + 1
    if length == 1 and tokens[i].text == tokens[end].text == "S":
        return ("SA", "SU"), end + 1
    return tuple(WEEK[(a + k) % 7] for k in range(length)), end + 1


def _range_end(tokens: Sequence[Token], i: int) -> int | None:
    if not is_range(tokens, i + 1):
        return None
    end = skip(tokens, i + 2, {Kind.WEAK})
    return end if is_kind(tokens, end, Kind.DAY) else None


def _postfix(tokens: Sequence[Token], i: int, found: DaySet) -> tuple[DaySet, int]:
    """ "Saturday (1st and 3rd)", "Tuesdays, every other week", "Monday of the 1st week"."""
    k = skip(tokens, i, _BEFORE_POSTFIX)
    if found.nths or found.interval > 1:
        return found, i
    if is_kind(tokens, k, Kind.ALTERNATE):
        behind = skip(tokens, k + 1, {Kind.WEEK})
        found_now = replace(found, interval=tokens[k].number)
    else:
        nths, behind, is_choice = _ordinals(tokens, k)
        if not nths:
            return found, i
        found_now = replace(found, nths=nths, is_irregular=found.is_irregular or is_choice)
    counted = behind + is_kind(tokens, behind, Kind.NUMBER)
    if is_kind(tokens, counted, Kind.WORD, Kind.LABEL):
        return found, i  # "first 50 families", "third floor"
    behind = skip(tokens, behind, {Kind.WEEK, Kind.OF_MONTH, Kind.ONLY})
    if is_kind(tokens, skip(tokens, behind, _FILL), Kind.DAY, Kind.MONTH, Kind.EVERY_DAY):
        return found, i
    opened = any(tokens[n].kind is Kind.OPENING for n in range(i, k))
    return found_now, behind + (opened and is_kind(tokens, behind, Kind.CLOSING))
