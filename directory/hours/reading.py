"""The reader: a text, its clauses, what they say together."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from directory.hours.atoms import Atom, AtomKind, atoms_of
from directory.hours.clauses import Clause, clauses_of, gap_between
from directory.hours.clock import Clock
from directory.hours.closings import add_closings
from directory.hours.days import WEEK
from directory.hours.openings import add_openings
from directory.hours.parts import contexts_of_times
from directory.hours.remarks import Place, Remark, remarks_of
from directory.hours.row import Hours
from directory.hours.scanning import tokens_of
from directory.hours.statement import Context, Extent, Statement, context_of, days_of, extent_of
from directory.hours.sums import sum_of
from directory.hours.text import plain
from directory.hours.tokens import Token, is_kind
from directory.hours.words import Kind, anyone

LONGEST_TEXT = 2000
"""Characters; a longer text is a page, not hours. The longest of real directories has 461."""
MONTH_FIRST = ("US", "PH", "FM", "MH", "PW")
"""Countries that write the month before the day."""
_PARTLY = (Kind.VAGUE, Kind.DAY_PART)
"""Right before it, only this part is: "afternoons by appointment", "some by appointment"."""
_OTHERWISE = (Kind.OR, Kind.AND)
"""Behind one of these, "by appointment" is another way to come, not the only one."""


@dataclass(slots=True)
class _Reading:
    """What has been read so far."""

    tokens: Sequence[Token]
    statements: list[Statement] = field(default_factory=list)
    unread: set[Extent] = field(default_factory=set)
    is_shut: bool = False


def read_hours(text: str, *, country: str = "US") -> Hours:
    """When something is open, as a careful reader takes it from the text.

    `country` (ISO 3166, two letters) decides between 6/5 in May and in June.

    >>> hours = read_hours("9:00 am - 5:00 pm, Monday - Friday (closed 12-1 for lunch)")
    >>> [(row.byday, row.opens_at, row.closes_at) for row in hours.schedules]
    [('MO,TU,WE,TH,FR', '09:00', '12:00'), ('MO,TU,WE,TH,FR', '13:00', '17:00')]
    """
    clean = plain(text)
    if len(clean) > LONGEST_TEXT:
        return Hours(rest=clean)
    tokens = tokens_of(clean, is_day_first=country not in MONTH_FIRST)
    atoms = atoms_of(tokens)
    clauses = clauses_of(atoms, tokens)
    remarks = remarks_of(tokens, atoms, clauses)
    reading = _Reading(tokens)
    outer = Context(is_24h=_is_24h(atoms))
    contexts = _with_shared_labels(reading, clauses, remarks, _contexts(clauses, remarks, outer))
    for clause, own, context in zip(clauses, remarks, contexts, strict=False):
        if _is_not_open(clause, own):
            own[:] = [remark for remark in own if remark.is_apart]  # understood, and no opening
        else:
            _read_clause(reading, clause, own, context)
    for remark in (r for own in remarks for r in own):
        _note_unread(reading, remark)
    asides = [atom for atom in atoms if atom.kind is AtomKind.ASIDE]
    hours = sum_of([] if reading.is_shut else reading.statements, asides)
    if not hours.schedules and not hours.by_appointment:
        return replace(hours, rest=" ".join(clean.split()))
    return replace(hours, rest=_rest(reading, clean))


def _is_24h(atoms: Sequence[Atom]) -> bool:
    """Does the text use the 24-hour clock throughout?"""
    clocks = [c for a in atoms for c in (a.times.opens, a.times.closes) if c]
    return any(c.is_24h and c.hour < 24 for c in clocks) and not any(c.half for c in clocks)


def _contexts(
    clauses: Sequence[Clause], remarks: Sequence[Sequence[Remark]], outer: Context
) -> list[Context]:
    """What holds for each clause. A heading ("Office:", "Summer:") holds until the next one."""
    found = []
    for _, own in zip(clauses, remarks, strict=False):
        context = context_of(own, outer)
        found.append(context)
        before = [r for r in own if r.place is Place.BEFORE]
        headings = [r for r in before if r.is_heading or (r.is_apart and r.is_condition_only)]
        if headings:
            inner = context_of(headings, Context(is_24h=outer.is_24h))
            label = inner.label or (outer.label if not inner.season else "")
            outer = replace(inner, hint=0, label=label)
    return found


def _with_shared_labels(
    reading: _Reading,
    clauses: Sequence[Clause],
    remarks: Sequence[Sequence[Remark]],
    contexts: list[Context],
) -> list[Context]:
    """ "8-9 Mon-Thu, 9-5 Sat (hotline)": clauses with only a comma between share one label."""
    runs: list[list[int]] = []
    for i, clause in enumerate(clauses):
        before = clauses[i - 1].atoms[-1].behind if i else 0
        gap = gap_between(reading.tokens, before, clause.atoms[0].first)
        is_joined = i > 0 and gap.strength <= 1
        if is_joined:
            runs[-1].append(i)
        else:
            runs.append([i])
    for run in runs:
        first, last = remarks[run[0]], remarks[run[-1]]
        around = [r for r in first if r.place is Place.BEFORE]
        around += [r for r in last if r.place is Place.AFTER]
        own = {r.label for i in run if not clauses[i].closing for r in remarks[i] if r.label}
        labels = {r.label for r in around if r.label and own == {r.label}}
        if len(labels) == 1:
            for i in run:
                contexts[i] = replace(contexts[i], label=next(iter(labels)))
    return contexts


def _read_clause(
    reading: _Reading, clause: Clause, remarks: Sequence[Remark], context: Context
) -> None:
    said = Statement(extent=extent_of(clause))
    if any(r.place is Place.INSIDE and r.breaks_clause for r in remarks):
        reading.unread.add(said.extent)
        said.bare_days.extend(days_of(clause.atoms, context))
    elif clause.closing and any(r.is_chance and r.place is Place.BEFORE for r in remarks):
        reading.unread.add(said.extent)  # "may be closed on Friday"
    elif clause.closing:
        add_closings(said, clause, clause.closing, context)
    else:
        own = contexts_of_times(clause, remarks, reading.tokens, context)
        add_openings(said, clause.atoms, context, own)
    said.is_appointment = _is_appointment(reading, clause, remarks)
    if said.is_appointment and len(clause.atoms) == 1:
        said.appointment_label = _named_kind(remarks)
        said.is_appointment = not said.appointment_label
    _turn_into_ends(reading, clause, said)
    _note_only(reading, clause, said)
    reading.unread.update(said.unread)
    reading.statements.append(said)


def _is_not_open(clause: Clause, remarks: Sequence[Remark]) -> bool:
    """An answering machine, a website, hours for calls: nobody can come then."""
    named = [r for r in remarks if (r.of(Kind.NOT_OPEN) or r.is_call) and not r.is_apart]
    if clause.of(AtomKind.ALWAYS):
        return bool(named)
    return any(r.place is Place.BEFORE for r in named)


def _is_appointment(reading: _Reading, clause: Clause, remarks: Sequence[Remark]) -> bool:
    """Is all of the clause by appointment? "Or by appointment", "some evenings by appt" are not."""
    found = clause.of(AtomKind.APPOINTMENT)
    if not found or _is_another_way(reading.tokens, found[0].first):
        return False
    is_alone = len(clause.atoms) == 1
    if (is_alone and any(_is_some_of(r) for r in remarks)) or _is_after(reading, found[0].first):
        return False
    before = clause.atoms[clause.atoms.index(found[0]) - 1]
    gap = reading.tokens[before.behind : found[0].first]
    return before.kind is not AtomKind.TIMES or not any(t.kind in _PARTLY for t in gap)


def _is_some_of(remark: Remark) -> bool:
    """ "Some evenings by appointment", "other times by appointment"."""
    is_before = remark.place is Place.BEFORE
    return bool(remark.of(*_PARTLY, Kind.HOLIDAY) or (is_before and remark.of(Kind.DANGER)))


def _is_after(reading: _Reading, i: int) -> bool:
    """ "After 6 pm by appointment"."""
    while i > 0 and not is_kind(reading.tokens, i - 1, Kind.STOP, Kind.OPENING, Kind.DAY):
        i -= 1
        if is_kind(reading.tokens, i, Kind.DEADLINE):
            return True
    return False


def _named_kind(remarks: Sequence[Remark]) -> str:
    """ "Home visits" of "home visits by appointment"; empty for "clients by appointment"."""
    before = [r for r in remarks if r.place is Place.BEFORE and not r.is_apart and r.label]
    return "" if not before or before[-1].names <= anyone() else before[-1].label


def _turn_into_ends(reading: _Reading, clause: Clause, said: Statement) -> None:
    """ "9 am to 5 pm (3 pm on Fridays)": a lone time in a bracket ends what stands before it."""
    first = clause.atoms[0].first
    if (
        not said.starts
        or not reading.statements
        or not is_kind(reading.tokens, first - 1, Kind.OPENING)
    ):
        return
    for start in list(said.starts):
        before = [rule for rule in reading.statements[-1].rules if rule.day == start.day]
        if any(rule.opens < start.opens < rule.closes for rule in before):
            said.starts.remove(start)
            said.ends.append((start, Clock(*divmod(start.opens, 60), is_24h=True)))


def _is_another_way(tokens: Sequence[Token], i: int) -> bool:
    """ "Or by appointment", "and otherwise as arranged"."""
    while is_kind(tokens, i - 1, Kind.WORD, Kind.WEAK):
        i -= 1
    return is_kind(tokens, i - 1, *_OTHERWISE)


def _note_only(reading: _Reading, clause: Clause, said: Statement) -> None:
    """ "Thursdays only", "Monday-Friday 1-3 ONLY": the other days are closed."""
    ends = [a.behind for a in clause.of(AtomKind.DAYS, AtomKind.TIMES)]
    days = {rule.day for rule in said.rules}
    if days and not said.removals and any(is_kind(reading.tokens, end, Kind.ONLY) for end in ends):
        said.closed_days.update(set(WEEK) - days)


def _note_unread(reading: _Reading, remark: Remark) -> None:
    if remark.of(Kind.SHUT):
        reading.is_shut = True
    if remark.unknown and not (remark.label or remark.nths or remark.is_contact):
        first = reading.tokens.index(remark.tokens[0])
        reading.unread.add((first, first + len(remark.tokens)))


def _rest(reading: _Reading, text: str) -> str:
    """What was not understood, in the order of the text; neighbours are joined."""
    extents = set(reading.unread)
    parts: list[list[int]] = []
    for first, behind in sorted(extents):
        start, end = reading.tokens[first].start, reading.tokens[behind - 1].end
        if parts and start <= parts[-1][1] + 1:
            parts[-1][1] = max(parts[-1][1], end)
        else:
            parts.append([start, end])
    return "; ".join(" ".join(text[start:end].split()) for start, end in parts)
