"""Tokens reduced to what a week is made of: days, times, closures, appointments."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum

from directory.hours.days import DaySet, read_days
from directory.hours.times import TimeRange, clock_at, read_times
from directory.hours.tokens import Token, is_kind, skip
from directory.hours.words import Kind, no_time_after


class AtomKind(StrEnum):
    DAYS = "D"
    TIMES = "T"
    """A range, or a start alone."""
    END = "E"
    """An end alone: "until 7 pm"."""
    ALWAYS = "A"
    CLOSED = "X"
    """Closed, a break: what follows is taken away."""
    EXCEPT = "N"
    """What follows is taken away from what stands before it."""
    APPOINTMENT = "P"
    ASIDE = "-"
    """Read and left out: "by Monday 6 pm", "closed on holidays"; no part of a clause."""


class Aside(StrEnum):
    """What an aside says."""

    NONE = ""
    """Nothing: what is not said of holidays is unknown anyway."""
    DEADLINE = "deadline"
    HOLIDAYS_CLOSED = "holidays closed"
    HOLIDAY_HOURS = "holiday hours"


NO_DAYS = DaySet()
NO_TIMES = TimeRange(None, None)


@dataclass(frozen=True, slots=True)
class Atom:
    """A run of tokens, from `first` up to but without `behind`."""

    kind: AtomKind
    first: int
    behind: int
    days: DaySet = NO_DAYS
    times: TimeRange = NO_TIMES
    closing: Kind = Kind.CLOSED
    """Of a CLOSED or EXCEPT atom: CLOSED, EXCEPT or BREAK."""
    aside: Aside = Aside.NONE


_FILL = frozenset({Kind.WEAK, Kind.AT})
_BEFORE_HOLIDAYS = frozenset({Kind.WEAK, Kind.AT, Kind.COLON, Kind.VAGUE})
_TOGETHER = frozenset({Kind.AND, Kind.COMMA, Kind.OR, Kind.SLASH, Kind.WEAK})
_ON_HOLIDAYS = frozenset(
    {Kind.WEAK, Kind.AT, Kind.AND, Kind.COMMA, Kind.HOLIDAY, Kind.OR, Kind.SLASH}
)


def atoms_of(tokens: Sequence[Token]) -> list[Atom]:
    """All atoms in order; tokens that belong to none are remarks."""
    found: list[Atom] = []
    i = 0
    while i < len(tokens):
        atom = next(filter(None, (read(tokens, i) for read in _READERS)), None)
        if atom:
            found.append(atom)
        i = atom.behind if atom else i + 1
    return _with_joined_ends(found, tokens)


def _deadline(tokens: Sequence[Token], i: int) -> Atom | None:
    """ "Pre booked by Monday 6pm", "last entry 1:45pm": a time at which nothing opens."""
    if not is_kind(tokens, i, Kind.DEADLINE):
        return None
    k = skip(tokens, i + 1, _FILL | {Kind.COLON})
    if is_kind(tokens, k, Kind.DAY):
        k = skip(tokens, k + 1, _FILL)
    if clock_at(tokens, k) is None:
        return None
    return Atom(AtomKind.ASIDE, i, k + 1, aside=Aside.DEADLINE)


def _holidays(tokens: Sequence[Token], i: int) -> Atom | None:
    """ "Closed on federal holidays", "holidays closed", "holidays 10-2", "including holidays"."""
    if is_kind(tokens, i, Kind.CLOSED, Kind.EXCEPT):
        return _closed_holidays(tokens, i)
    if not is_kind(tokens, i, Kind.HOLIDAY):
        return None
    behind = skip(tokens, i + 1, _ON_HOLIDAYS | {Kind.COLON})
    is_shared = _is_beside_day(tokens, i)
    if is_kind(tokens, behind, Kind.CLOSED) and not _begins_clause(tokens, behind):
        last = i if is_shared else behind  # "Sundays and holidays closed": Sundays are, too
        return Atom(AtomKind.ASIDE, i, last + 1, aside=_closed_on(tokens[i:behind]))
    found = None if is_shared else read_times(tokens, behind)
    if found and found[0].opens and not is_kind(tokens, skip(tokens, found[1], _FILL), Kind.DAY):
        aside = Aside.NONE if tokens[i].number else Aside.HOLIDAY_HOURS
        return Atom(AtomKind.ASIDE, i, found[1], times=found[0], aside=aside)
    aside = _closed_on(tokens[i : i + 1]) if _is_in_closure(tokens, i) else Aside.NONE
    return Atom(AtomKind.ASIDE, i, i + 1, aside=aside)


def _closed_on(tokens: Sequence[Token]) -> Aside:
    """ "Closed on Christmas" says nothing of the other holidays."""
    general = [t for t in tokens if t.kind is Kind.HOLIDAY and not t.number]
    is_some = any(token.kind is Kind.VAGUE for token in tokens)
    return Aside.HOLIDAYS_CLOSED if general and not is_some else Aside.NONE


def _closed_holidays(tokens: Sequence[Token], i: int) -> Atom | None:
    first = skip(tokens, i + 1, _BEFORE_HOLIDAYS)
    if is_kind(tokens, first, Kind.WORD) and is_kind(tokens, first + 1, Kind.HOLIDAY):
        first += 1  # "closed on observed federal holidays"
    if not is_kind(tokens, first, Kind.HOLIDAY):
        return None
    behind = skip(tokens, first, _ON_HOLIDAYS)
    if is_kind(tokens, behind, Kind.DAY):
        return None
    last = max(k for k in range(first, behind) if tokens[k].kind is Kind.HOLIDAY)
    return Atom(AtomKind.ASIDE, i, last + 1, aside=_closed_on(tokens[i : last + 1]))


def _is_beside_day(tokens: Sequence[Token], i: int) -> bool:
    """ "Saturday, Sunday and holidays 9-4": the times belong to the days."""
    i -= 1
    while is_kind(tokens, i, *_TOGETHER):
        i -= 1
    return is_kind(tokens, i, Kind.DAY, Kind.EVERY_DAY)


def _is_in_closure(tokens: Sequence[Token], i: int) -> bool:
    """ "Closed Sundays and holidays"."""
    while is_kind(tokens, i, Kind.HOLIDAY, Kind.DAY, Kind.AND, Kind.COMMA, Kind.WEAK, Kind.OR):
        i -= 1
    return is_kind(tokens, i, Kind.CLOSED, Kind.EXCEPT)


def _begins_clause(tokens: Sequence[Token], closed: int) -> bool:
    """ "Open holidays, closed Sunday": the closure has its own days."""
    return is_kind(tokens, skip(tokens, closed + 1, _FILL), Kind.DAY)


def _but(tokens: Sequence[Token], i: int) -> Atom | None:
    """ "Every day but Sunday"."""
    is_but = tokens[i].normal == "but" and is_kind(tokens, i + 1, Kind.DAY)
    if not is_but or not is_kind(tokens, i - 1, Kind.DAY, Kind.EVERY_DAY):
        return None
    return Atom(AtomKind.EXCEPT, i, i + 1, closing=Kind.EXCEPT)


def _close(tokens: Sequence[Token], i: int) -> Atom | None:
    """ "Close 5pm" is an end and no closure."""
    is_close = is_kind(tokens, i, Kind.CLOSED) and tokens[i].normal == "close"
    return _times(tokens, i) if is_close else None


def _closed(tokens: Sequence[Token], i: int) -> Atom | None:
    if not is_kind(tokens, i, Kind.CLOSED, Kind.EXCEPT, Kind.BREAK):
        return None
    behind = i + 1
    if is_kind(tokens, behind, Kind.DASH) and is_kind(tokens, behind + 1, Kind.CLOSED):
        behind += 2  # "Sun Close - Close" in iCarol's column
    while is_kind(tokens, behind, Kind.BREAK):
        return Atom(AtomKind.CLOSED, i, behind + 1, closing=Kind.BREAK)
    kind = AtomKind.EXCEPT if tokens[i].kind is Kind.EXCEPT else AtomKind.CLOSED
    return Atom(kind, i, behind, closing=tokens[i].kind)


def _always(tokens: Sequence[Token], i: int) -> Atom | None:
    before = tokens[i - 1].normal if i else ""
    if not is_kind(tokens, i, Kind.ALWAYS) or before in no_time_after():
        return None  # "allow 24 hours", "the next 24 hours"
    return Atom(AtomKind.ALWAYS, i, i + 1)


def _appointment(tokens: Sequence[Token], i: int) -> Atom | None:
    if not is_kind(tokens, i, Kind.APPOINTMENT):
        return None
    return Atom(AtomKind.APPOINTMENT, i, skip(tokens, i + 1, {Kind.ONLY, Kind.APPOINTMENT}))


def _days(tokens: Sequence[Token], i: int) -> Atom | None:
    found = read_days(tokens, i)
    return Atom(AtomKind.DAYS, i, found[1], days=found[0]) if found else None


def _times(tokens: Sequence[Token], i: int) -> Atom | None:
    found = read_times(tokens, i)
    if found is None:
        return None
    kind = AtomKind.TIMES if found[0].opens else AtomKind.END
    return Atom(kind, i, found[1], times=found[0])


_READERS: tuple[Callable[[Sequence[Token], int], Atom | None], ...] = (
    _deadline, _holidays, _but, _close, _closed, _always, _appointment, _days, _times,
)  # fmt: skip


def _with_joined_ends(atoms: list[Atom], tokens: Sequence[Token]) -> list[Atom]:
    """ "Opens at 9 am and closes at 5 pm": a start and the end that follows it are one range."""
    joined: list[Atom] = []
    for atom in atoms:
        start = joined[-1].times if joined else NO_TIMES
        if atom.kind is AtomKind.END and start.opens and not start.closes:
            joined[-1] = replace(
                joined[-1], behind=atom.behind, times=replace(start, closes=atom.times.closes)
            )
        else:
            joined.append(atom)
    return joined
