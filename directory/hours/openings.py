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
    either_half,
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
        _add_span(said, Span(0, DAY_MIN), days or [DaySet(days=WEEK)], context)
    elif not times:
        if context.season:  # "3rd Saturday in November": other days than in the rest of the year
            said.unread.append((atoms[0].first, atoms[-1].behind))
        else:
            said.bare_days.extend(days)
    contexts = [own.get(atom.first, context) for atom in times]
    for atom, span, inner in zip(times, _spans(times, contexts), contexts, strict=True):
        _add_times(said, atom, span, days, inner)


def _spans(times: Sequence[Atom], contexts: Sequence[Context]) -> list[Span | None]:
    """The spans of the times of a clause. What alone could be morning or evening ("8:30-11:30") is
    settled by its neighbours ("8:30-11:30, 1-3"), where only one of the two stands in order."""
    spans = [span_of_atom(atom, inner) for atom, inner in zip(times, contexts, strict=True)]
    for i, atom in enumerate(times):
        before = next((s.closes for s in reversed(spans[:i]) if s), 0)
        behind = next((s.opens for s in spans[i + 1 :] if s), DAY_MIN)
        if spans[i] is None and (before, behind) != (0, DAY_MIN):
            fitting = [
                span for span in either_half(atom)
                if before <= span.opens and span.closes <= behind
            ]  # fmt: skip
            spans[i] = fitting[0] if len(fitting) == 1 else None
    return spans


def _add_times(
    said: Statement, atom: Atom, span: Span | None, days: list[DaySet], context: Context
) -> None:
    opens, closes = atom.times.opens, atom.times.closes
    if opens and closes:
        _add_range(said, atom, span, days, context)
    elif not days and opens and context.label and not context.season:
        return  # "dinner at 6 pm": something begins, and no hours change
    elif not days:
        said.unread.append((atom.first, atom.behind))
    elif opens:
        start = lone_minutes(opens, atom, context)
        said.starts.extend(rules_of(Span(start, start), days, context))
        said.bare_days.extend(d for d in days if d.is_irregular)
    elif closes:
        said.ends.extend((rule, closes) for rule in rules_of(Span(0, DAY_MIN), days, context))


def _add_range(
    said: Statement, atom: Atom, span: Span | None, days: list[DaySet], context: Context
) -> None:
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
