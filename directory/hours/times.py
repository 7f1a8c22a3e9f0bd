"""Which times a run of tokens means: a range, a start without an end, an end without a start."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from directory.hours.clock import Clock
from directory.hours.tokens import Token, is_kind, is_range, skip
from directory.hours.words import Kind, no_time_after, no_time_before, streets

_BEFORE_CLOCK = frozenset({"at", "about", "around", "approximately", "approx", "las", "la", "the"})
STREET_WITHIN = 3
"""Words behind two numbers among which "Street" makes them a house: "9-11 Old Main Street"."""
_AT_THE = frozenset({"a las", "a la"})
_BESIDE_BARE = frozenset(
    {Kind.DAY, Kind.EVERY_DAY, Kind.TIME, Kind.STOP, Kind.COLON, Kind.OF_MONTH}
)
_SENTENCE = frozenset(
    {Kind.WORD, Kind.WEAK, Kind.LABEL, Kind.AND, Kind.OR, Kind.DANGER, Kind.VAGUE}
)


@dataclass(frozen=True, slots=True)
class TimeRange:
    """What is written of an opening; a missing end is None."""

    opens: Clock | None
    closes: Clock | None
    hint: int = 0
    """AM or PM when a word right beside says so: "evenings 6-8"."""


def clock_at(tokens: Sequence[Token], i: int) -> Clock | None:
    """The time that the token at i can mean: a time, or a number that can be one."""
    if not 0 <= i < len(tokens):
        return None
    token = tokens[i]
    if token.kind is Kind.TIME:
        return token.clock
    return _clock_of_number(token.text) if token.kind is Kind.NUMBER else None


def _clock_of_number(digits: str) -> Clock | None:
    """9, 17, 930, 0900, 1730 -> a time; None for what cannot be one."""
    if len(digits) > 4:
        return None
    hour, minute = (int(digits), 0) if len(digits) <= 2 else (int(digits[:-2]), int(digits[-2:]))
    if hour > 24 or minute > 59 or (len(digits) <= 2 and hour == 0):
        return None
    padded = digits.startswith("0")
    return Clock(hour, minute, is_24h=padded or hour > 12, is_padded=padded)


def read_times(tokens: Sequence[Token], i: int) -> tuple[TimeRange, int] | None:
    """The times from token i on, and the index behind them; None when there are none."""
    first, behind = _clock_with_part(tokens, i)
    if first is None:
        return _read_end(tokens, i)
    found = _range_from(tokens, i, first, behind)
    if found is None and (tokens[i].kind is Kind.TIME or _is_start_number(tokens, i)):
        found = TimeRange(first, None), _behind_open_end(tokens, behind)
    if found is None:
        return None
    return replace(found[0], hint=_hint_beside(tokens, i, found[1])), found[1]


def _clock_with_part(tokens: Sequence[Token], i: int) -> tuple[Clock | None, int]:
    """A time with the words that settle it: "9 de la mañana", "5 in the afternoon"."""
    clock = clock_at(tokens, i)
    if clock is None or clock.is_settled or not is_kind(tokens, i + 1, Kind.DAY_PART):
        return clock, i + 1
    part = tokens[i + 1].normal
    if " " not in part:
        return clock, i + 1
    if clock.hour == 12 and part.endswith(("night", "noche")):
        return Clock(24, is_24h=True), i + 2
    return replace(clock, half=tokens[i + 1].number), i + 2


def _behind_open_end(tokens: Sequence[Token], i: int) -> int:
    """The index behind "until gone", "to close", "- ?"."""
    if is_range(tokens, i) and is_kind(tokens, i + 1, Kind.CLOSED, Kind.CLOSES, Kind.RANGE):
        return i + 2
    if is_kind(tokens, i, Kind.RANGE) and _is_until(tokens, i):  # "until all food is given out"
        return skip(tokens, i + 1, _SENTENCE)
    return skip(tokens, i, {Kind.ONWARD})


def _hint_beside(tokens: Sequence[Token], i: int, behind: int) -> int:
    before = i - 1
    while is_kind(tokens, before, Kind.WEAK, Kind.AT, Kind.COLON, Kind.DASH, Kind.BETWEEN):
        before -= 1
    for k in (before, behind):
        if is_kind(tokens, k, Kind.DAY_PART):
            return tokens[k].number
    return 0


def _read_end(tokens: Sequence[Token], i: int) -> tuple[TimeRange, int] | None:
    """ "Until 3:30 pm", "closes at 7", "close 5pm": an end whose start stands elsewhere."""
    is_close = is_kind(tokens, i, Kind.CLOSED) and tokens[i].normal == "close"
    is_until = is_kind(tokens, i, Kind.RANGE) and _is_until(tokens, i)
    if not (is_close or is_until or is_kind(tokens, i, Kind.CLOSES)):
        return None
    k = _skip_filler(tokens, skip(tokens, i + 1, () if is_until else {Kind.COLON}))
    clock = clock_at(tokens, k)
    if clock is None or (is_close and is_range(tokens, k + 1)):
        return None
    return TimeRange(None, clock), k + 1


def _skip_filler(tokens: Sequence[Token], i: int) -> int:
    while i < len(tokens) and tokens[i].normal in _BEFORE_CLOCK:
        i += 1
    return i


def _is_until(tokens: Sequence[Token], i: int) -> bool:
    return tokens[i].normal not in _AT_THE | {"a", "al", "to", "through", "thru"}


def _range_from(
    tokens: Sequence[Token], i: int, first: Clock, k: int
) -> tuple[TimeRange, int] | None:
    """The range that begins with the time at i; k is the index behind that time."""
    if is_range(tokens, k) or _is_between(tokens, i, k):
        k = _skip_filler(tokens, k + 1)
        if is_range(tokens, k):  # "10:00 - to 2:00"
            k += 1
    elif not _is_adjacent_range(tokens, i):
        return None
    second, behind = _clock_with_part(tokens, k)
    if is_kind(tokens, k, Kind.NUMBER) and _is_count(tokens, i, k):
        return None
    if second is None or not _can_be_times(tokens, i, k):
        return None
    return TimeRange(first, second), behind


def _is_count(tokens: Sequence[Token], i: int, k: int) -> bool:
    """ "9am - 2 hours before sunset"."""
    behind = tokens[k + 1].normal if k + 1 < len(tokens) else ""
    return tokens[i].kind is Kind.TIME and behind in no_time_before()


def _is_between(tokens: Sequence[Token], i: int, k: int) -> bool:
    """ "Between 9 and 5": here "and" is a range."""
    before = i - 1
    while is_kind(tokens, before, Kind.WEAK, Kind.AT):
        before -= 1
    return is_kind(tokens, before, Kind.BETWEEN) and is_kind(tokens, k, Kind.AND, Kind.DASH)


def _is_adjacent_range(tokens: Sequence[Token], i: int) -> bool:
    """ "10am 1pm", "10:00 6:00", "Friday 9 5pm": two times with only a blank between."""
    if not is_kind(tokens, i + 1, Kind.TIME):
        return False
    if is_range(tokens, i + 2) and clock_at(tokens, i + 3):
        return False  # the second begins a range of its own
    return tokens[i].kind is Kind.TIME or (i > 0 and is_kind(tokens, i - 1, *_BESIDE_BARE))


def _can_be_times(tokens: Sequence[Token], i: int, k: int) -> bool:
    """Two bare numbers are times unless a word beside them says what they count."""
    if Kind.TIME in (tokens[i].kind, tokens[k].kind):
        return True
    if is_kind(tokens, i - 1, Kind.MONTH) or _is_date_before_month(tokens, i, k):
        return False
    before = tokens[i - 1].normal if i else ""
    behind = tokens[k + 1].normal if k + 1 < len(tokens) else ""
    if behind in ("hrs", "h"):  # "jueves 9-12 hrs"; without a day they may be a duration
        return is_kind(tokens, i - 1, Kind.DAY) or is_kind(tokens, i - 2, Kind.DAY)
    named = skip(tokens, k + 1, {Kind.WORD, Kind.LABEL, Kind.WEAK, Kind.ORDINAL})
    words = tokens[k + 1 : min(named, k + 1 + STREET_WITHIN)]
    if any(token.normal in streets() for token in words):
        return False
    return before not in no_time_after() and behind not in no_time_before()


def _is_date_before_month(tokens: Sequence[Token], i: int, k: int) -> bool:
    """ "6 - 12 June" is a date; "Fri 9-5 June" is not."""
    return is_kind(tokens, k + 1, Kind.MONTH) and not is_kind(tokens, i - 1, *_BESIDE_BARE)


def _is_start_number(tokens: Sequence[Token], i: int) -> bool:
    """ "At 9", "at 630 pm on Friday and 1015 on Saturday"."""
    digits = tokens[i].text
    is_at = is_kind(tokens, i - 1, Kind.AT) or (i > 0 and tokens[i - 1].normal in _AT_THE)
    is_hour = is_at and not is_kind(tokens, i + 1, Kind.WORD)
    return is_hour or (len(digits) in (3, 4) and is_kind(tokens, i - 1, Kind.AND, Kind.DAY))
