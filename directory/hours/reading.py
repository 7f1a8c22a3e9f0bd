"""The reader: a text, its clauses, what they say together."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from directory.hours.atoms import Aside, Atom, AtomKind, atoms_of
from directory.hours.clauses import Clause, clauses_of
from directory.hours.days import WEEK, is_kind
from directory.hours.remarks import Place, Remark, remarks_of
from directory.hours.row import Hours, RowKind, ScheduleRow
from directory.hours.rows import row_of_days, row_of_span, rows_of, starts_of
from directory.hours.statements import Context, Extent, Statement, context_of, statement_of
from directory.hours.text import plain
from directory.hours.tokens import Token, tokens_of
from directory.hours.week import Removal, Rule, merged, overlaps, without
from directory.hours.words import Kind

MONTH_FIRST = ("US", "PH", "FM", "MH", "PW")
"""Countries that write the month before the day."""


@dataclass(slots=True)
class _Reading:
    """What has been read so far."""

    text: str
    tokens: Sequence[Token]
    statements: list[Statement] = field(default_factory=list)
    rules: list[Rule] = field(default_factory=list)
    unread: set[Extent] = field(default_factory=set)
    """Character positions in `text`."""
    is_shut: bool = False
    appointments: int = 0
    """Clauses that are by appointment only."""


def read_hours(text: str, *, country: str = "US") -> Hours:
    """When something is open, as a careful reader takes it from the text.

    `country` (ISO 3166, two letters) decides between 6/5 in May and in June.

    >>> hours = read_hours("9:00 am - 5:00 pm, Monday - Friday (closed 12-1 for lunch)")
    >>> [(row.byday, row.opens_at, row.closes_at) for row in hours.schedules]
    [('MO,TU,WE,TH,FR', '09:00', '12:00'), ('MO,TU,WE,TH,FR', '13:00', '17:00')]
    """
    clean = plain(text)
    tokens = tokens_of(clean, is_day_first=country not in MONTH_FIRST)
    atoms = atoms_of(tokens)
    clauses = clauses_of(atoms, tokens)
    remarks = remarks_of(tokens, atoms, clauses)
    reading = _Reading(clean, tokens)
    outer = Context(clean, is_24h=_is_24h(atoms))
    for clause, own in zip(clauses, remarks, strict=False):
        outer = _read_clause(reading, clause, own, outer)
    for remark in (r for own in remarks for r in own):
        _note_unread(reading, remark)
    _apply_exceptions(reading)
    return _summed_up(reading, atoms)


def _is_24h(atoms: Sequence[Atom]) -> bool:
    """Does the text use the 24-hour clock throughout?"""
    clocks = [c for a in atoms for c in (a.times.opens, a.times.closes) if c]
    return any(c.is_24h for c in clocks) and not any(c.half for c in clocks)


def _read_clause(
    reading: _Reading, clause: Clause, remarks: Sequence[Remark], outer: Context
) -> Context:
    """Adds what the clause says; gives back what holds for the clauses behind it."""
    context = context_of(remarks, outer)
    said = statement_of(clause, context)
    if _is_not_open(clause, remarks):
        _note_atoms(reading, clause.atoms)
        return outer
    if _is_appointment(reading, clause):
        reading.appointments += 1
        said.rules = [replace(rule, is_appointment=True) for rule in said.rules]
    reading.unread.update(_extent(reading, *pair) for pair in said.unread)
    _note_only(reading, clause, said)
    reading.statements.append(said)
    return _heading(remarks, outer, context)


def _heading(remarks: Sequence[Remark], outer: Context, context: Context) -> Context:
    """A heading ("Office:", "Summer:", "Monthly" on its own line) holds until the next one."""
    before = [r for r in remarks if r.place is Place.BEFORE]
    headings = [r for r in before if r.is_heading or (r.is_apart and r.is_condition_only)]
    if not headings:
        return outer
    own = context_of(headings, Context(outer.text, is_24h=outer.is_24h))
    return replace(own, hint=0, label=own.label or (outer.label if not own.season else ""))


def _is_not_open(clause: Clause, remarks: Sequence[Remark]) -> bool:
    """An answering machine, a website, hours for calls: nobody can come then."""
    named = [r for r in remarks if r.of(Kind.NOT_OPEN) and not r.is_apart]
    if clause.of(AtomKind.ALWAYS):
        return bool(named)
    return any(r.place is Place.BEFORE for r in named)


def _is_appointment(reading: _Reading, clause: Clause) -> bool:
    """Is all of the clause by appointment ("or by appointment" is not)?"""
    found = clause.of(AtomKind.APPOINTMENT)
    if not found:
        return False
    before = reading.tokens[found[0].first - 1].kind if found[0].first else Kind.STOP
    return before not in (Kind.OR, Kind.AND)


def _note_only(reading: _Reading, clause: Clause, said: Statement) -> None:
    """ "Thursdays only", "Monday-Friday 1-3 ONLY": the other days are closed."""
    ends = {a.behind for a in clause.of(AtomKind.DAYS, AtomKind.TIMES)}
    is_only = any(
        end < len(reading.tokens) and reading.tokens[end].kind is Kind.ONLY for end in ends
    )
    days = {rule.day for rule in said.rules}
    if is_only and days and not said.removals:
        said.closed_days.update(set(WEEK) - days)


def _note_unread(reading: _Reading, remark: Remark) -> None:
    if any(token.kind is Kind.SHUT for token in remark.tokens):
        reading.is_shut = True
    ordinals = remark.is_ordinals_only
    if remark.unknown and not remark.label and not ordinals:
        reading.unread.add((remark.tokens[0].start, remark.tokens[-1].end))


def _note_atoms(reading: _Reading, atoms: Sequence[Atom]) -> None:
    reading.unread.update(_extent(reading, atom.first, atom.behind) for atom in atoms)


def _extent(reading: _Reading, first: int, behind: int) -> Extent:
    return reading.tokens[first].start, reading.tokens[behind - 1].end


def _apply_exceptions(reading: _Reading) -> None:
    """Takes closures and exceptions out of all openings, wherever in the text they stand."""
    rules = merged([rule for said in reading.statements for rule in said.rules])
    for said in reading.statements:
        for removal in said.removals:
            rules = without(rules, removal)
        for new in said.replaced:
            rules = _with_replacement(rules, new)
        for cut in said.cuts:
            rules = without(rules, Removal((cut.day,), (), cut.closes))
    reading.rules = merged(rules)


def _with_replacement(rules: list[Rule], new: Rule) -> list[Rule]:
    """ "Except Tuesday when we open at 10": the end that is not named stays (-1)."""
    kept = without(rules, Removal((new.day,), (new.nth,) if new.nth else ()))
    old = [r for r in rules if r.day == new.day and overlaps(r, Removal())]
    if new.opens >= 0 and new.closes >= 0:
        return [*kept, new]
    changed = [
        replace(r, opens=max(new.opens, r.opens) if new.opens < 0 else new.opens,
                closes=new.closes if new.closes >= 0 else r.closes)
        for r in old
    ]  # fmt: skip
    return [*kept, *(r for r in changed if r.opens < r.closes)]


def _summed_up(reading: _Reading, atoms: Sequence[Atom]) -> Hours:
    said = reading.statements
    asides = {atom.aside for atom in atoms if atom.kind is AtomKind.ASIDE}
    if Aside.HOLIDAYS_UNCLEAR in asides:
        _note_atoms(reading, [a for a in atoms if a.aside is Aside.HOLIDAYS_UNCLEAR])
    rules = [] if reading.is_shut else reading.rules
    open_days = {rule.day for rule in rules}
    closed = {day for s in said for day in s.closed_days} - open_days
    rows = [*rows_of(rules), *_partial_rows(said), *_closed_rows(closed, asides)]
    return Hours(
        schedules=tuple(rows),
        always_open=any(s.is_always for s in said) and not reading.is_shut,
        closed_days=tuple(day for day in WEEK if day in closed),
        by_appointment=_all_by_appointment(reading, rules),
        rest=_rest(reading),
    )


def _partial_rows(said: Sequence[Statement]) -> list[ScheduleRow]:
    rows = [row for s in said for row in starts_of(s.starts)]
    rows += [row_of_days(d) for s in said for d in s.bare_days]
    rows += [row_of_span(span) for s in said for span in s.bare_spans]
    rows += [row_of_span(span, d.month_days) for s in said for d, span in s.month_days]
    return list(dict.fromkeys(rows))


def _closed_rows(closed: set[str], asides: set[Aside]) -> list[ScheduleRow]:
    rows = []
    if closed:
        byday = ",".join(day for day in WEEK if day in closed)
        rows.append(ScheduleRow("WEEKLY", byday, kind=RowKind.CLOSED))
    if Aside.HOLIDAYS_CLOSED in asides:
        rows.append(ScheduleRow(kind=RowKind.HOLIDAYS_CLOSED))
    if Aside.HOLIDAYS_OPEN in asides:
        rows.append(ScheduleRow(kind=RowKind.HOLIDAYS_OPEN))
    return rows


def _all_by_appointment(reading: _Reading, rules: Sequence[Rule]) -> bool:
    return reading.appointments > 0 and all(rule.is_appointment for rule in rules)


def _rest(reading: _Reading) -> str:
    """What was not understood, in the order of the text."""
    parts: list[list[int]] = []
    for start, end in sorted(reading.unread):
        if parts and start <= parts[-1][1] + 1:
            parts[-1][1] = max(parts[-1][1], end)
        else:
            parts.append([start, end])
    return "; ".join(reading.text[start:end] for start, end in parts)
