"""What a clause opens: days with times, times alone, days alone."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from types import MappingProxyType

from directory.hours.atoms import Atom, AtomKind
from directory.hours.clock import Span
from directory.hours.days import WEEK, DaySet
from directory.hours.statement import (
    Context,
    Statement,
    days_of,
    lone_minutes,
    rules_of,
    span_of_atom,
)
from directory.hours.week import DAY_MIN


def add_openings(
    said: Statement,
    atoms: Sequence[Atom],
    context: Context,
    own: Mapping[int, Context] = MappingProxyType({}),
) -> None:
    """Adds what the days and times among these atoms open. `own`: what holds for single times."""
    days = days_of(atoms, context)
    times = [atom for atom in atoms if atom.kind in (AtomKind.TIMES, AtomKind.END)]
    if any(atom.kind is AtomKind.ALWAYS for atom in atoms):
        said.is_always = not days or any(d.is_general for d in days)
        _add_span(said, Span(0, DAY_MIN), days or [DaySet(days=WEEK)], context)
    elif not times:
        if context.season:  # "3rd Saturday in November": other days than in the rest of the year
            said.unread.append((atoms[0].first, atoms[-1].behind))
        else:
            said.bare_days.extend(days)
    for atom in times:
        _add_times(said, atom, days, own.get(atom.first, context))


def _add_times(said: Statement, atom: Atom, days: list[DaySet], context: Context) -> None:
    opens, closes = atom.times.opens, atom.times.closes
    if opens and closes:
        _add_range(said, atom, days, context)
    elif not days:
        said.unread.append((atom.first, atom.behind))
    elif opens:
        start = lone_minutes(opens, atom, context)
        said.starts.extend(rules_of(Span(start, start), days, context))
        said.bare_days.extend(d for d in days if d.is_irregular)
    elif closes:
        said.ends.extend((rule, closes) for rule in rules_of(Span(0, DAY_MIN), days, context))


def _add_range(said: Statement, atom: Atom, days: list[DaySet], context: Context) -> None:
    span = span_of_atom(atom, context)
    if span is None or span.is_guess:
        said.unread.append((atom.first, atom.behind))
    if span is None:
        said.bare_days.extend(days)
    else:
        _add_span(said, span, days or [DaySet()], context)


def _add_span(said: Statement, span: Span, days: list[DaySet], context: Context) -> None:
    said.rules.extend(rules_of(span, days, context))
    said.spans.extend((d, span) for d in days if not d.days)
    said.bare_days.extend(d for d in days if d.is_irregular)
