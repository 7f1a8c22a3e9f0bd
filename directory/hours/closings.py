"""What a clause closes: days, hours of days, and exceptions that bring other hours."""

from __future__ import annotations

from collections.abc import Sequence

from directory.hours.atoms import Atom, AtomKind
from directory.hours.clauses import Clause
from directory.hours.clock import AM, NOON, Clock, Span
from directory.hours.days import WEEK, DaySet
from directory.hours.openings import add_openings
from directory.hours.statement import (
    Context,
    Statement,
    days_of,
    extent_of,
    lone_minutes,
    rules_of,
    span_of_atom,
)
from directory.hours.week import DAY_MIN, Removal
from directory.hours.words import Kind


def add_closings(said: Statement, clause: Clause, closing: Atom, context: Context) -> None:
    """Adds what a clause with a closure says: "closed Sunday", "except Tuesday 10-2"."""
    at = clause.atoms.index(closing) if closing in clause.atoms else 0
    days = days_of(clause.atoms, context)
    times = clause.of(AtomKind.TIMES, AtomKind.END)
    is_exception = closing.closing is Kind.EXCEPT
    if is_exception and at > 0:
        _open_except(said, clause, context, at)
    elif is_exception and times and days:
        _change(said, times[0], days, context)
    elif times:
        _remove_times(said, times, days, context)
    else:
        _remove_days(said, clause, closing, days, context)


def _open_except(said: Statement, clause: Clause, context: Context, at: int) -> None:
    """ "Daily except Wednesday 9-5": the days behind the exception leave the days before it."""
    opened = [a for i, a in enumerate(clause.atoms) if i < at or a.kind is not AtomKind.DAYS]
    add_openings(said, opened, context)
    left_out = [a.days for a in clause.atoms[at:] if a.kind is AtomKind.DAYS]
    said.removals.extend(Removal(d.days, d.nths) for d in left_out)


def _change(said: Statement, atom: Atom, days: list[DaySet], context: Context) -> None:
    """ "Except Tuesday 10-2", "except Tuesday when we open at 10", "except Friday until 3"."""
    opens, closes = atom.times.opens, atom.times.closes
    span = span_of_atom(atom, context)
    if span:
        said.changes.extend((rule, False) for rule in rules_of(span, days, context))
    elif opens and not closes:
        start = Span(lone_minutes(opens, atom, context), 0)
        said.changes.extend((rule, True) for rule in rules_of(start, days, context))
    elif closes and not opens:
        said.ends.extend((rule, closes) for rule in rules_of(Span(0, 0), days, context))
    else:
        said.unread.append((atom.first, atom.behind))


def _remove_times(
    said: Statement, times: Sequence[Atom], days: list[DaySet], context: Context
) -> None:
    for atom in times:
        span = span_of_atom(atom, context)
        lone = atom.times.opens if atom.times.closes is None else None
        if lone and days and not context.season:  # "closed Thursday at noon"
            end = Clock(*divmod(lone_minutes(lone, atom, context), 60), is_24h=True)
            said.ends.extend((rule, end) for rule in rules_of(Span(0, 0), days, context))
            continue
        if span is None or context.season or any(d.dates for d in days):
            said.unread.append((atom.first, atom.behind))
            continue
        for d in days or [DaySet(days=WEEK)]:
            said.removals.append(Removal(d.days, d.nths, span.opens, span.closes))


def _remove_days(
    said: Statement, clause: Clause, closing: Atom, days: list[DaySet], context: Context
) -> None:
    season = context.season
    if (season and not season.is_named_only) or any(d.dates for d in days):
        said.closed_on.extend((d, season) for d in days or [DaySet()])
        return
    if not days or season:
        said.unread.append(extent_of(clause))
        return
    for d in days:
        if d.is_irregular or d.interval > 1 or not d.days:
            said.unread.append(extent_of(clause))
            continue
        if context.hint:  # "closed Wednesday afternoons": from noon, and not quite sure
            half = (0, NOON) if context.hint == AM else (NOON, DAY_MIN)
            said.removals.append(Removal(d.days, d.nths, *half))
            said.unread.append(extent_of(clause))
            continue
        said.removals.append(Removal(d.days, d.nths))
        if closing.closing is Kind.CLOSED and not d.nths:
            said.closed_days.update(d.days)
