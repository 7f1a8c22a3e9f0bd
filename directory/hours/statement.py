"""What one clause says about the week, and what holds for it because of its surroundings."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from directory.hours.atoms import Atom, AtomKind
from directory.hours.clauses import Clause
from directory.hours.clock import AM, PM, Clock, Span, span_of
from directory.hours.days import LAST_NTH, DaySet
from directory.hours.remarks import Remark
from directory.hours.seasons import Season
from directory.hours.week import Removal, Rule
from directory.hours.words import Kind, anyone

_HALVES = {AM, PM}
Extent = tuple[int, int]
"""First token and the one behind the last."""


@dataclass(frozen=True, slots=True)
class Context:
    """What holds for a clause because of what stands around it."""

    is_24h: bool = False
    label: str = ""
    season: Season | None = None
    is_irregular: bool = False
    interval: int = 1
    nths: tuple[int, ...] = ()
    hint: int = 0


@dataclass(slots=True)
class Statement:
    """What one clause says; only the reader builds these and sums them up."""

    extent: Extent
    rules: list[Rule] = field(default_factory=list)
    starts: list[Rule] = field(default_factory=list)
    """Openings whose end is not stated; `closes` means nothing."""
    ends: list[tuple[Rule, Clock]] = field(default_factory=list)
    """Days that end at another time ("Thursday until 7"); the rule gives only the day."""
    bare_days: list[DaySet] = field(default_factory=list)
    """Days without times."""
    spans: list[tuple[DaySet, Span]] = field(default_factory=list)
    """Times without weekdays: with days of the month, with dates, or with nothing."""
    removals: list[Removal] = field(default_factory=list)
    changes: list[tuple[Rule, bool]] = field(default_factory=list)
    """New hours for days that an exception names; True: only the start is new."""
    closed_days: set[str] = field(default_factory=set)
    closed_on: list[tuple[DaySet, Season | None]] = field(default_factory=list)
    """Closed on dates or in a part of the year, on these days or (without days) altogether."""
    is_appointment: bool = False
    appointment_label: str = ""
    """The one kind of hours that is by appointment: "home visits by appointment"."""
    unread: list[Extent] = field(default_factory=list)

    @property
    def has_own_times(self) -> bool:
        """Does it say itself when, or at least on which days?"""
        return bool(self.rules or self.bare_days or self.spans or self.starts)


def context_of(remarks: Sequence[Remark], outer: Context) -> Context:
    """What the remarks of a clause say about it, on top of what holds around it."""
    near = [r for r in remarks if not r.is_apart or r.is_condition_only]
    seasons = [r.season for r in near if r.season and not r.has_danger]
    seasons.sort(key=lambda season: season.is_named_only)  # "Winter (October - March)"
    season = seasons[0] if seasons else outer.season
    clear = [t for r in near if not r.has_danger and not r.names & anyone() for t in r.tokens]
    halves = {token.number for token in clear if token.kind is Kind.DAY_PART} & _HALVES
    labels = [r.label for r in remarks if r.label]
    nths = tuple(n for r in near for n in r.nths)
    return replace(
        outer,
        label=labels[0] if labels else outer.label,
        season=season,
        is_irregular=outer.is_irregular or any(r.is_irregular for r in near),
        interval=next((t.number for t in clear if t.kind is Kind.ALTERNATE), outer.interval),
        nths=nths or outer.nths,
        hint=halves.pop() if len(halves) == 1 else 0,
    )


def days_of(atoms: Sequence[Atom], context: Context) -> list[DaySet]:
    """The days of a clause. A date wins over its weekday, a name over "daily", an nth over all."""
    days = [atom.days for atom in atoms if atom.kind is AtomKind.DAYS]
    if any(d.dates for d in days):
        return [d for d in days if d.dates]
    if any(not d.is_general for d in days):
        days = [d for d in days if not d.is_general]
    special = {name for d in days if d.nths for name in d.days}
    days = [d for d in days if d.nths or not special.issuperset(d.days) or not d.days]
    return [_in_context(d, context) for d in days]


def _in_context(days: DaySet, context: Context) -> DaySet:
    if days.nths or days.month_days:
        return days
    nths = context.nths if all(abs(nth) <= LAST_NTH for nth in context.nths) else ()
    if nths and len(days.days) > 1:  # "1st week of the month: Mon-Fri"
        return replace(days, is_irregular=True)
    is_irregular = days.is_irregular or (context.is_irregular and not nths)
    interval = days.interval if days.interval > 1 or nths else context.interval
    return replace(days, nths=nths, is_irregular=is_irregular, interval=interval)


def rules_of(span: Span, days: Sequence[DaySet], context: Context) -> list[Rule]:
    """One rule for each day that the text fixes."""
    return [
        Rule(day, span.opens, span.closes, nth, d.interval, context.label, context.season)
        for d in days
        if not d.is_irregular
        for day in d.days
        for nth in d.nths or (0,)
    ]


def span_of_atom(atom: Atom, context: Context) -> Span | None:
    """The span of a range; None when one end is missing or nobody could say what is meant."""
    opens, closes = atom.times.opens, atom.times.closes
    if opens is None or closes is None:
        return None
    span = span_of(opens, closes, hint=atom.times.hint, is_24h=context.is_24h)
    if span is None and context.hint:  # a word farther away settles only what is open
        span = span_of(opens, closes, hint=context.hint, is_24h=context.is_24h)
    return span


def either_half(atom: Atom) -> list[Span]:
    """Both readings of a range that does not say which half of the day it is; else none."""
    opens, closes = atom.times.opens, atom.times.closes
    if opens is None or closes is None or opens.is_settled or closes.is_settled:
        return []
    readings = [span_of(opens, closes, hint=half) for half in (AM, PM)]
    return [span for span in readings if span]


def lone_minutes(clock: Clock, atom: Atom, context: Context) -> int:
    """Minutes of a time that stands alone: 1 to 6 is in the afternoon unless it says otherwise."""
    if clock.is_settled or context.is_24h:
        return clock.minutes
    hint = atom.times.hint or context.hint
    is_pm = hint == PM or clock.hour < 7 or clock.hour == 12
    return clock.hour % 12 * 60 + clock.minute + (12 * 60 if is_pm else 0)


def extent_of(clause: Clause) -> Extent:
    """All of a clause."""
    return clause.atoms[0].first, clause.atoms[-1].behind
