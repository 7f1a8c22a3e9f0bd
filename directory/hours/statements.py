"""A clause with its remarks, turned into what it says about the week."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from directory.hours.atoms import Atom, AtomKind
from directory.hours.clauses import Clause
from directory.hours.clock import AM, PM, Clock, Span, span_of
from directory.hours.days import LAST_NTH, WEEK, DaySet
from directory.hours.remarks import Remark
from directory.hours.seasons import Season, read_season
from directory.hours.week import DAY_MIN, Removal, Rule
from directory.hours.words import Kind

_HALVES = {AM, PM}
Extent = tuple[int, int]
"""Start and end of a piece of the text."""


@dataclass(frozen=True, slots=True)
class Context:
    """What holds for a clause because of what stands around it."""

    text: str
    is_24h: bool = False
    label: str = ""
    season: Season | None = None
    is_irregular: bool = False
    interval: int = 1
    nths: tuple[int, ...] = ()
    hint: int = 0


@dataclass(slots=True)
class Statement:
    """What one clause says; only the reader builds and sums these up."""

    rules: list[Rule] = field(default_factory=list)
    starts: list[Rule] = field(default_factory=list)
    """Openings whose end is not stated; `closes` means nothing."""
    bare_days: list[DaySet] = field(default_factory=list)
    """Days without times."""
    bare_spans: list[Span] = field(default_factory=list)
    """Times without days."""
    month_days: list[tuple[DaySet, Span]] = field(default_factory=list)
    removals: list[Removal] = field(default_factory=list)
    replaced: list[Rule] = field(default_factory=list)
    """New hours for days that an exception names; -1 for the end that stays."""
    cuts: list[Rule] = field(default_factory=list)
    """Days that end earlier: "closes at 3 on Fridays"; `opens` means nothing."""
    closed_days: set[str] = field(default_factory=set)
    is_always: bool = False
    unread: list[Extent] = field(default_factory=list)


def context_of(remarks: Sequence[Remark], outer: Context) -> Context:
    """What the remarks of a clause say about it, on top of what holds around it."""
    near = [r for r in remarks if not r.is_apart or r.is_condition_only]
    tokens = [token for remark in near for token in remark.tokens]
    seasons = [read_season(r.tokens, outer.text) for r in near if not r.has_danger]
    season = next((s for s in seasons if s), outer.season)
    halves = {t.number for t in tokens if t.kind is Kind.DAY_PART} & _HALVES
    labels = [r.label for r in remarks if r.label]
    return replace(
        outer,
        label=labels[0] if labels else outer.label,
        season=season,
        is_irregular=outer.is_irregular or _is_irregular(near),
        interval=next((t.number for t in tokens if t.kind is Kind.ALTERNATE), outer.interval),
        nths=tuple(t.number for r in near if r.is_ordinals_only for t in r.of(Kind.ORDINAL)),
        hint=halves.pop() if len(halves) == 1 else 0,
    )


def _is_irregular(remarks: Sequence[Remark]) -> bool:
    return any(r.of(Kind.IRREGULAR) and not r.label for r in remarks)


def statement_of(clause: Clause, context: Context) -> Statement:
    """What the clause says, its remarks already taken into the context."""
    said = Statement()
    days = _days_of(clause, context)
    if clause.closing:
        _close(said, clause, clause.closing, context, days)
    elif clause.of(AtomKind.TIMES, AtomKind.ALWAYS):
        _open(said, clause, context, days)
    elif days:
        said.bare_days.extend(days)
    return said


def _days_of(clause: Clause, context: Context) -> list[DaySet]:
    """The days of a clause. A day that is named wins over "daily", an nth over the plain day."""
    days = [atom.days for atom in clause.of(AtomKind.DAYS)]
    if any(not d.is_general for d in days):
        days = [d for d in days if not d.is_general]
    special = {name for d in days if d.nths for name in d.days}
    days = [d for d in days if d.nths or not special.issuperset(d.days) or not d.days]
    return [_with_context(d, context) for d in days]


def _with_context(days: DaySet, context: Context) -> DaySet:
    nths = context.nths if not days.nths and len(days.days) == 1 else days.nths
    if any(abs(nth) > LAST_NTH for nth in nths):
        nths = days.nths
    is_irregular = days.is_irregular or (context.is_irregular and not nths and not days.month_days)
    interval = days.interval if days.interval > 1 or nths else context.interval
    return replace(days, nths=nths, is_irregular=is_irregular, interval=interval)


def _open(said: Statement, clause: Clause, context: Context, days: list[DaySet]) -> None:
    if clause.of(AtomKind.ALWAYS):
        said.is_always = not days or any(d.is_general for d in days)
        _add_span(said, Span(0, DAY_MIN), days or [DaySet(days=WEEK)], context)
    for atom in clause.of(AtomKind.TIMES):
        opens, closes = atom.times.opens, atom.times.closes
        if opens and closes:
            _open_range(said, atom, context, days)
        elif not days:
            said.unread.append((atom.first, atom.behind))
        elif opens:
            _add_starts(said, opens, context, days)
        elif closes:
            said.cuts.extend(_rules(Span(0, _afternoon(closes, context)), days, context))


def _open_range(said: Statement, atom: Atom, context: Context, days: list[DaySet]) -> None:
    span = _span(atom, context)
    if span is None:
        said.unread.append((atom.first, atom.behind))
        return
    if span.is_guess:
        said.unread.append((atom.first, atom.behind))
    if days:
        _add_span(said, span, days, context)
    else:
        said.bare_spans.append(span)


def _span(atom: Atom, context: Context) -> Span | None:
    opens, closes = atom.times.opens, atom.times.closes
    if opens is None or closes is None:
        return None
    return span_of(opens, closes, hint=context.hint, is_24h=context.is_24h)


def _add_span(said: Statement, span: Span, days: list[DaySet], context: Context) -> None:
    said.rules.extend(_rules(span, days, context))
    said.month_days.extend((d, span) for d in days if d.month_days)
    said.bare_days.extend(d for d in days if d.is_irregular)


def _rules(span: Span, days: Sequence[DaySet], context: Context) -> list[Rule]:
    return [
        Rule(
            day,
            span.opens,
            span.closes,
            nth,
            d.interval,
            label=context.label,
            season=context.season,
        )
        for d in days
        if not d.is_irregular
        for day in d.days
        for nth in d.nths or (0,)
    ]


def _add_starts(said: Statement, opens: Clock, context: Context, days: list[DaySet]) -> None:
    start = _afternoon(opens, context)
    said.starts.extend(_rules(Span(start, start), days, context))


def _afternoon(clock: Clock, context: Context) -> int:
    """A time that stands alone: 1 to 6 is in the afternoon unless it says otherwise."""
    if clock.is_settled or context.is_24h:
        return clock.minutes
    is_pm = context.hint == PM or clock.hour < 7 or clock.hour == 12
    return clock.hour % 12 * 60 + clock.minute + (12 * 60 if is_pm else 0)


def _close(
    said: Statement, clause: Clause, closing: Atom, context: Context, days: list[DaySet]
) -> None:
    """ "Closed Sunday", "closed 12-1", "except Tuesday when we open at 10"."""
    at = clause.atoms.index(closing) if closing in clause.atoms else 0
    times = clause.of(AtomKind.TIMES)
    is_exception = closing.closing is Kind.EXCEPT
    if is_exception and at > 0:
        _open_except(said, clause, context, at)
    elif is_exception and times and days:
        _replace(said, times[0], context, days)
    elif times:
        _remove_times(said, times, context, days)
    else:
        _remove_days(said, clause, closing, context, days)


def _open_except(said: Statement, clause: Clause, context: Context, at: int) -> None:
    """ "Daily except Wednesday 9-5": the days behind the exception leave the days before it."""
    before = [a for i, a in enumerate(clause.atoms) if i < at or a.kind is not AtomKind.DAYS]
    opened = replace(clause, atoms=tuple(a for a in before if a.kind is not AtomKind.CLOSED))
    _open(said, opened, context, _days_of(opened, context))
    left_out = [a.days for a in clause.atoms[at:] if a.kind is AtomKind.DAYS]
    said.removals.extend(Removal(d.days, d.nths) for d in left_out)


def _replace(said: Statement, atom: Atom, context: Context, days: list[DaySet]) -> None:
    opens, closes = atom.times.opens, atom.times.closes
    if opens and closes:
        span = _span(atom, context)
        said.replaced.extend(_rules(span, days, context) if span else [])
        return
    start = _afternoon(opens, context) if opens else -1
    end = _afternoon(closes, context) if closes else -1
    said.replaced.extend(_rules(Span(start, end), days, context))


def _remove_times(
    said: Statement, times: Sequence[Atom], context: Context, days: list[DaySet]
) -> None:
    for atom in times:
        span = _span(atom, context)
        if span is None or context.season:
            said.unread.append((atom.first, atom.behind))
            continue
        for d in days or [DaySet(days=WEEK)]:
            said.removals.append(Removal(d.days, d.nths, span.opens, span.closes))


def _remove_days(
    said: Statement, clause: Clause, closing: Atom, context: Context, days: list[DaySet]
) -> None:
    whole = (clause.atoms[0].first, clause.atoms[-1].behind)
    for d in days:
        if context.season or d.is_irregular or d.interval > 1:
            said.unread.append(whole)
            continue
        said.removals.append(Removal(d.days, d.nths))
        if closing.closing is Kind.CLOSED and not d.nths:
            said.closed_days.update(d.days)
    if not days:
        said.unread.append(whole)
