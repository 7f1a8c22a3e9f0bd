"""Times of day as written, and the span that two of them mean."""

from __future__ import annotations

from dataclasses import dataclass, replace

AM, PM = 1, 2
NOON, MIDNIGHT = 12 * 60, 24 * 60
EARLIEST_GUESS, LATEST_GUESS = 6 * 60, 22 * 60
"""A reading that nobody wrote is taken only inside the hours in which people keep appointments."""
LATEST_MORNING_AFTER = 11 * 60
"""A night that ends later than this on the next day is a slip."""
LONGEST_PLAUSIBLE = 16 * 60
"""Beyond this, one of the two ends is a slip ("9:00 am - 5:00 am")."""


@dataclass(frozen=True, slots=True)
class Clock:
    """A time of day as it stands in the text."""

    hour: int
    """0 to 24."""
    minute: int = 0
    half: int = 0
    """AM, PM, or 0 where it is not written."""
    is_24h: bool = False
    """Written so that it cannot be an afternoon hour: seconds, a leading zero, 13 or more."""
    is_padded: bool = False
    """Written with a leading zero: 06:00 is no afternoon, 6:00:00 may be a slip."""
    is_damaged: bool = False
    """A digit is missing ("5:3pm")."""

    @property
    def minutes(self) -> int:
        """Minutes after midnight as written: 12 am is 0, 12 pm is 720."""
        hour = self.hour
        if hour <= 12 and self.half:
            hour = hour % 12 + (12 if self.half == PM else 0)
        return hour * 60 + self.minute

    @property
    def is_settled(self) -> bool:
        """Does the writing alone say which half of the day it is?"""
        return bool(self.half) or self.is_24h or self.hour > 12 or self.hour == 0


@dataclass(frozen=True, slots=True)
class Span:
    """Minutes after midnight; `closes` is later than `opens` and may be on the next day."""

    opens: int
    closes: int
    is_guess: bool = False
    """The text as written makes no sense; this is what it must mean."""


def span_of(opens: Clock, closes: Clock, *, hint: int = 0, is_24h: bool = False) -> Span | None:
    """The span a careful reader takes from two times; None when nobody could say.

    `hint` is AM or PM when a word such as "evening" stands by. `is_24h`: the text around uses the
    24-hour clock.
    """
    span = None
    if is_24h and closes.minutes > opens.minutes:
        span = _settled(opens, closes)
    elif is_24h:
        span = _span(replace(opens, is_24h=True), closes, hint)
    else:
        span = _span(opens, closes, hint)
    damaged = opens.is_damaged or closes.is_damaged
    return replace(span, is_guess=True) if span and damaged else span


def _span(opens: Clock, closes: Clock, hint: int) -> Span | None:
    if opens.is_settled and closes.is_settled:
        return _settled(opens, closes)
    if closes.is_settled:
        return _open_from(opens, closes)
    if opens.is_settled:
        return _close_from(opens, closes)
    return _unwritten(opens, closes, hint)


def _settled(opens: Clock, closes: Clock) -> Span | None:
    start, end = opens.minutes % MIDNIGHT, closes.minutes
    if start == 0 and (end % MIDNIGHT == 0 or end == MIDNIGHT - 1):
        return Span(0, MIDNIGHT)
    if start < NOON and end == 0:  # "9:00 am - 12:00 am": noon is sure, midnight is not
        return Span(start, NOON, is_guess=True)
    if end <= start:
        end += MIDNIGHT
    if end > MIDNIGHT and _is_unpadded_slip(opens, closes):
        return _mended(start, end)
    if _is_slip(opens, start, end):
        return _mended(start, end)
    return Span(start, end, is_guess=_is_small(opens) and _is_small(closes))


def _is_slip(opens: Clock, start: int, end: int) -> bool:
    """Nobody opens at 2:30 in the night to close after noon, or closes the next afternoon."""
    if end > MIDNIGHT:
        return end - start > LONGEST_PLAUSIBLE or end - MIDNIGHT > LATEST_MORNING_AFTER
    return opens.half == AM and start < 5 * 60 and end >= NOON and end < MIDNIGHT


def _is_unpadded_slip(opens: Clock, closes: Clock) -> bool:
    """A database wrote "15:00:00-6:00:00": the 6 is an evening."""
    written_24h = opens.is_24h and closes.is_24h and not closes.is_padded and closes.hour > 0
    return written_24h and closes.hour < 9 and closes.hour + 12 > opens.hour


def _is_small(clock: Clock) -> bool:
    """A database wrote "4:00:00-6:00:00": nobody knows whether in the night or in the afternoon."""
    is_bare = clock.is_24h and not clock.is_padded and not clock.half
    return is_bare and 1 <= clock.hour <= 6


def _mended(start: int, end: int) -> Span | None:
    """The one reading with the other half of the day at one end that lies in the daytime."""
    end %= MIDNIGHT
    flips = (((start + NOON) % MIDNIGHT, end), (start, (end + NOON) % MIDNIGHT))
    plausible = [s for s in flips if EARLIEST_GUESS <= s[0] < s[1] <= LATEST_GUESS]
    return Span(*plausible[0], is_guess=True) if len(plausible) == 1 else None


def _open_from(opens: Clock, closes: Clock) -> Span | None:
    """Only the end says which half: "9-5pm", "1-3pm", "10-12pm", "8-10am"."""
    end = closes.minutes or MIDNIGHT
    if end == MIDNIGHT and opens.hour in (8, 9, 10, 11) and not closes.is_24h:
        return None  # "9-12am" is more often a slip than a late evening
    starts = [opens.hour % 12 * 60 + opens.minute + shift for shift in (0, NOON)]
    earlier = [s for s in starts if s < end]
    if not earlier or (opens.hour == 12 and end <= NOON):
        return None  # "7-7am", "12-10am"
    return Span(max(earlier), end)


def close_from(start: int, closes: Clock) -> int:
    """When an opening that starts at `start` (minutes after midnight) ends, if it ends at `closes`.

    >>> close_from(9 * 60, Clock(7)) // 60
    19
    """
    return closes.minutes if closes.is_settled else _next_after(start, closes)


def _close_from(opens: Clock, closes: Clock) -> Span | None:
    """Only the start says which half: "9am-5", "10am-12", "6pm-9"."""
    if opens.half == AM and opens.hour == 12:
        return None  # "12am-5"
    return Span(opens.minutes, _next_after(opens.minutes, closes))


def _next_after(start: int, closes: Clock) -> int:
    end = closes.hour % 12 * 60 + closes.minute
    while end <= start:
        end += NOON
    return end


def _unwritten(opens: Clock, closes: Clock, hint: int) -> Span | None:
    """Neither end says: "9-5", "1-3", "10-2" are clear, "7-9" and "8-10" are not."""
    start = opens.hour % 12 * 60 + opens.minute
    if hint:
        return _hinted(start, closes, hint)
    if opens.hour == 12 or opens.hour < 6:
        start += NOON
    end = _next_after(start, closes)
    if opens.hour in (6, 7) and end - start == NOON:
        return None  # "7-7" may be a day or a night; "8-8" is a day
    if opens.hour in (6, 7, 8) and end < NOON:
        return None
    if start >= NOON and end - start >= NOON:
        return None  # "12-12", "1-1"
    return Span(start, end)


def _hinted(start: int, closes: Clock, hint: int) -> Span | None:
    if hint == PM:
        start += NOON if start < 11 * 60 or start >= NOON else 0
    return Span(start, _next_after(start, closes))
