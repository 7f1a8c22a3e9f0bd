"""What all clauses say together: openings less closures, as schedule rows."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from directory.hours.atoms import Aside, Atom
from directory.hours.clock import Clock, close_from, span_of
from directory.hours.days import WEEK, DaySet
from directory.hours.remarks import MEALS
from directory.hours.row import Hours, RowKind, ScheduleRow
from directory.hours.rows import row_of_closure, row_of_days, row_of_span, rows_of, starts_of
from directory.hours.statement import Statement
from directory.hours.week import DAY_MIN, Removal, Rule, merged, overlaps, without

_LUNCH = {"lunch", "for lunch", "lunches", "almuerzo"}
_OTHER_MEALS = MEALS | {"brunch", "meal", "meals"}


def sum_of(statements: Sequence[Statement], asides: Sequence[Atom]) -> Hours:
    """The hours of all statements; what was not understood is added by the reader."""
    rules = _on_stated_nths(_rules(statements), statements)
    open_days = {rule.day for rule in rules}
    closed = {day for said in statements for day in said.closed_days} - open_days
    rows = [*rows_of(rules), *_partial_rows(statements), *_closed_rows(closed)]
    rows += [row for atom in asides for row in _holiday_rows(atom)]
    return Hours(
        schedules=tuple(dict.fromkeys(rows)),
        always_open=_is_always(rules),
        closed_days=tuple(day for day in WEEK if day in closed),
        by_appointment=any(said.is_appointment for said in statements)
        and all(rule.is_appointment for rule in rules),
    )


def _is_always(rules: Sequence[Rule]) -> bool:
    """Around the clock on all days, and nothing in the text has other hours."""
    is_plain = all(not (r.nth or r.season or r.is_appointment) and r.interval == 1 for r in rules)
    is_whole = all((rule.opens, rule.closes) == (0, DAY_MIN) for rule in rules)
    return is_plain and is_whole and {rule.day for rule in rules} == set(WEEK)


def _rules(statements: Sequence[Statement]) -> list[Rule]:
    """All openings, less the closures wherever in the text they stand."""
    everything = any(said.is_appointment and not said.has_own_times for said in statements)
    rules = [
        replace(rule, is_appointment=said.is_appointment or everything)
        for said in statements
        for rule in said.rules
    ]
    rules = merged(_without_lunch(rules))
    for said in statements:
        for removal in said.removals:
            rules = without(rules, removal)
        for change, is_start in said.changes:
            rules = _changed(rules, change, is_start=is_start)
        for day, end in said.ends:
            rules = _with_end(rules, day, end)
    return merged(rules)


def _without_lunch(rules: list[Rule]) -> list[Rule]:
    """ "Mon-Fri 8-5, lunch 12-1": a break, where no other meal is served."""
    if any(_OTHER_MEALS & set(rule.label.lower().split()) for rule in rules):
        return rules
    lunches = [rule for rule in rules if rule.label.lower() in _LUNCH]
    others = [rule for rule in rules if rule not in lunches]
    served, left = [], others
    for lunch in lunches:
        removal = Removal((lunch.day,), (), lunch.opens, lunch.closes)
        if any(overlaps(rule, removal) for rule in others):
            left = without(left, removal)
        else:
            served.append(lunch)
    return left + served


def _on_stated_nths(rules: list[Rule], statements: Sequence[Statement]) -> list[Rule]:
    """ "Open the 1st and 3rd Wednesdays. Wednesdays 4-5:30": the nths hold for all that follows, if
    every opening is on a day that they name."""
    stated = [d for said in statements for d in said.bare_days if d.nths]
    nths = {day: () if d.is_irregular else d.nths for d in stated for day in d.days}
    if not nths or any(rule.day not in nths for rule in rules if not rule.nth):
        return rules
    found = [rule for rule in rules if rule.nth]
    found += [replace(r, nth=n) for r in rules if not r.nth for n in nths[r.day]]
    return merged(list(dict.fromkeys(found)))


def _changed(rules: list[Rule], new: Rule, *, is_start: bool) -> list[Rule]:
    """The rules with other hours on one day: "except Tuesday when we open at 10"."""
    kept = without(rules, Removal((new.day,), (new.nth,) if new.nth else ()))
    if not is_start:
        return [*kept, new]
    old = [rule for rule in rules if rule.day == new.day]
    changed = [replace(rule, opens=new.opens, nth=rule.nth or new.nth) for rule in old]
    return [*kept, *(rule for rule in changed if rule.opens < rule.closes)]


def _with_end(rules: list[Rule], day: Rule, end: Clock) -> list[Rule]:
    """The rules with the last opening of a day ending at another time: "Thursday until 7"."""
    own = [rule for rule in rules if rule.day == day.day and rule.nth in (0, day.nth)]
    others = [rule for rule in rules if rule not in own]
    for rule in own:
        closes = close_from(rule.opens, end)
        later = any(other.opens > rule.opens for other in own)
        if later and closes >= rule.closes:
            others.append(rule)
        elif rule.opens < closes:
            others.append(replace(rule, closes=closes, nth=rule.nth or day.nth))
    return others


def _partial_rows(statements: Sequence[Statement]) -> list[ScheduleRow]:
    rows = [row for said in statements for row in starts_of(said.starts)]
    rows += [
        ScheduleRow(kind=RowKind.APPOINTMENT, label=said.appointment_label)
        for said in statements
        if said.appointment_label
    ]
    rows += [row_of_closure(d, season) for said in statements for d, season in said.closed_on]
    for said in statements:
        kind = RowKind.APPOINTMENT if said.is_appointment else RowKind.OPEN
        rows += [replace(row_of_days(days), kind=kind) for days in said.bare_days]
        rows += [replace(row_of_span(days, span), kind=kind) for days, span in said.spans]
    return rows


def _closed_rows(closed: set[str]) -> list[ScheduleRow]:
    byday = ",".join(day for day in WEEK if day in closed)
    return [ScheduleRow("WEEKLY", byday, kind=RowKind.CLOSED)] if byday else []


def _holiday_rows(aside: Atom) -> list[ScheduleRow]:
    if aside.aside is Aside.HOLIDAYS_CLOSED:
        return [ScheduleRow(kind=RowKind.HOLIDAYS_CLOSED)]
    opens, closes = aside.times.opens, aside.times.closes
    if aside.aside is not Aside.HOLIDAY_HOURS or opens is None or closes is None:
        return []
    span = span_of(opens, closes)
    row = row_of_span(DaySet(), span) if span and not span.is_guess else ScheduleRow()
    return [replace(row, kind=RowKind.ON_HOLIDAYS)]
