"""Atoms grouped into clauses: which days go with which times.

People write days before the times or after them, change their mind in the middle, put semicolons
between a day and its time and nothing between two clauses. So every grouping is weighed: each
gap inside a clause and each missing gap between clauses costs, and the cheapest is the reading.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from directory.hours.atoms import Atom, AtomKind
from directory.hours.days import DaySet
from directory.hours.tokens import Token, is_kind
from directory.hours.words import Kind

MAX_ATOMS = 14
"""The longest clause that is considered."""

_FORMS: tuple[tuple[re.Pattern[str], float], ...] = tuple(
    (re.compile(form), cost)
    for form, cost in (
        (r"D+[TA]+P?", 0.0),  # "Mon, Wed 9-12, 1-5"
        (r"[TA]+D+P?", 0.0),  # "9-5, Monday - Friday"
        (r"PD+[TA]+|P[TA]+D+", 0.2),  # "by appointment Saturday 10-12"
        (r"D+P|PD+", 0.0),
        (r"[XN]D+|D+X", 0.0),  # "closed Sunday", "Sunday closed"
        (r"[XN]T+", 0.5),  # "closed for lunch 12-1"
        (r"[XN]D+T+|[XN]T+D+", 1.5),  # "closed Thursdays 9:30-1"
        (r"D+XT+", 2.0),
        (r"D+E|ED+", 0.3),  # "Thursday until 7"
        (r"[XN]D+E|[XN]ED+", 1.0),
        (r"D+ND+[TA]+|[TA]+D+ND+", 0.3),  # "daily except Wednesday 9-5"
        (r"P", 0.2),
        (r"E", 1.0),
        (r"A", 0.5),
        (r"D+", 3.0),
        (r"T+", 3.0),
        (r"S", 1.5),  # a start alone: "dinner at 6 pm"
        (r"[XN]", 2.5),
    )
)
_INSIDE = {
    # a gap between two atoms of one clause, by its strength (see `Gap`)
    "DD": (0.1, 0.0, 4.0, 3.0),
    "DT": (0.0, 0.3, 1.5, 3.0),
    "TT": (1.0, 0.3, 1.2, 2.0),
    "XX": (0.0, 0.5, 2.0, 3.0),
}
_BEFORE_APPOINTMENT = (0.0, 0.3, 2.0, 0.1)
"""As `_INSIDE`: a bracket "(by appointment)" belongs to what stands before it."""
NAME_BEFORE_APPOINTMENT = 3.0
"""Words between the hours and "by appointment": another kind of visit is meant."""
_BETWEEN = (1.5, 0.7, 0.0, 0.0)
"""What it costs to begin a new clause at a gap."""
CHANGE_OF_ORDER = 1.0
WORDS_INSIDE = 0.3
"""Each word of a remark inside a clause, up to WORDS_COUNTED; a word of warning counts twice."""
WORDS_COUNTED = 4
WORDS_BETWEEN_DAYS = 4.0
"""Two days with words between ("Monday - Friday, intake Saturday"), or the second in the first."""
NAMED_START = 1.5
"""A start behind a range, with words before it: "10-1, check-in begins at 9"."""
LABEL_INSIDE = 2.0
"""A heading with a colon inside a clause."""


@dataclass(frozen=True, slots=True)
class Gap:
    """What stands between two neighbouring atoms."""

    strength: int
    """0 nothing or "from", 1 comma or "and", 2 semicolon or line break, 3 a bracket."""
    words: int
    """Words that are not understood."""
    is_named: bool = False
    """The words right before what follows name it: "home visits by appointment"."""
    is_headed: bool = False
    """A heading with a colon announces what follows."""
    keeps_apart: bool = False
    """The days behind it are some of those before it ("Monday - Friday, 3rd Tuesday ..."), or in
    doubt, or have a bracket and a name of their own ("(weekend program)")."""


@dataclass(frozen=True, slots=True)
class Clause:
    """Consecutive atoms that say one thing."""

    atoms: tuple[Atom, ...]
    closing: Atom | None = None
    """The CLOSED atom that rules it, its own or one earlier in the same bracket."""

    def of(self, *kinds: AtomKind) -> list[Atom]:
        """Its atoms of these kinds."""
        return [atom for atom in self.atoms if atom.kind in kinds]

    @property
    def shape(self) -> str:
        return "".join(atom.kind.value for atom in self.atoms)


_STRENGTH = {
    Kind.COMMA: 1, Kind.AND: 1, Kind.SLASH: 1, Kind.OR: 1, Kind.DASH: 1,
    Kind.STOP: 2, Kind.OPENING: 3, Kind.CLOSING: 3,
}  # fmt: skip
_REMARK = frozenset(
    {
        Kind.WORD,
        Kind.NOT_OPEN,
        Kind.SEASON,
        Kind.MONTH,
        Kind.DATE,
        Kind.NUMBER,
        Kind.DANGER,
        Kind.SHUT,
    }
)

_NAMING = frozenset({Kind.WORD, Kind.LABEL, Kind.DAY_PART, Kind.VAGUE, Kind.DANGER})


def gap_between(tokens: Sequence[Token], start: int, end: int) -> Gap:
    """The gap made of the tokens from start up to end."""
    between = tokens[start:end]
    words = sum(2 if token.kind is Kind.DANGER else token.kind in _REMARK for token in between)
    strength = max((_STRENGTH.get(token.kind, 0) for token in between), default=0)
    is_headed = words > 0 and between[-1].kind is Kind.COLON
    apart = [i for i, token in enumerate(between) if _STRENGTH.get(token.kind, 0)]
    is_named = any(t.kind in _NAMING for t in between[apart[-1] + 1 if apart else 0 :])
    return Gap(max(strength, 2) if is_headed else strength, words, is_named, is_headed)


def clauses_of(atoms: Sequence[Atom], tokens: Sequence[Token]) -> list[Clause]:
    """The cheapest grouping of the atoms, in order. Asides are in no clause."""
    atoms = [atom for atom in atoms if atom.kind is not AtomKind.ASIDE]
    gaps = [_gap(tokens, a, b) for a, b in pairwise(atoms)]
    shape = "".join(_letter(atom) for atom in atoms)
    # best[i][order]: (cost, where the last clause begins, order before) for the first i atoms
    best: list[dict[str, tuple[float, int, str]]] = [{"": (0.0, 0, "")}]
    for end in range(1, len(atoms) + 1):
        best.append(_best_endings(best, shape, gaps, end))
    return _with_closings(_read_back(best, atoms), tokens)


def _letter(atom: Atom) -> str:
    """As in the forms; S is a start without an end."""
    is_start = atom.kind is AtomKind.TIMES and atom.times.closes is None
    return "S" if is_start else atom.kind.value


def _gap(tokens: Sequence[Token], left: Atom, right: Atom) -> Gap:
    gap = gap_between(tokens, left.behind, right.first)
    is_slash = right.first - left.behind == 1 and tokens[left.behind].kind is Kind.SLASH
    if is_slash and tokens[left.behind - 1].end == tokens[right.first].start - 1:
        gap = replace(gap, strength=0)  # "Mon/Tue" belongs together
    is_bracketed = any(t.kind is Kind.OPENING for t in tokens[left.behind : right.first])
    is_named = is_bracketed and is_kind(tokens, right.behind, Kind.WORD, Kind.LABEL)
    keeps_apart = _is_narrower(left.days, right.days) or _is_doubted(tokens, right.behind)
    return replace(gap, keeps_apart=keeps_apart or is_named)


def _is_doubted(tokens: Sequence[Token], i: int) -> bool:
    """ "Mon - Fri, Saturday hours coming soon": the last day is in doubt, the others are not."""
    while is_kind(tokens, i, Kind.WORD, Kind.WEAK, Kind.LABEL):
        i += 1
    return is_kind(tokens, i, Kind.DANGER)


def _is_narrower(days: DaySet, some: DaySet) -> bool:
    is_part = bool(some.days) and set(some.days) < set(days.days)
    return is_part and not days.is_general and not days.nths


def _best_endings(
    best: Sequence[dict[str, tuple[float, int, str]]],
    shape: str,
    gaps: Sequence[Gap],
    end: int,
) -> dict[str, tuple[float, int, str]]:
    found: dict[str, tuple[float, int, str]] = {}
    for start in range(max(0, end - MAX_ATOMS), end):
        own = _cost_of(shape, gaps, start, end)
        if own is None:
            continue
        order = _order_of(shape[start:end])
        for before, (cost, _, _) in best[start].items():
            total = cost + own + (_BETWEEN[gaps[start - 1].strength] if start else 0.0)
            if order and before and order != before:
                total += CHANGE_OF_ORDER
            kept = order or before
            if kept not in found or total < found[kept][0]:
                found[kept] = (total, start, before)
    return found


def _cost_of(shape: str, gaps: Sequence[Gap], start: int, end: int) -> float | None:
    """What it costs to take these atoms for one clause; None when they can't be one."""
    part = shape[start:end]
    part = part if part == "S" else part.replace("S", "T")
    forms = [cost for form, cost in _FORMS if form.fullmatch(part)]
    if not forms:
        return None
    cost = min(forms)
    for i in range(start, end - 1):
        cost += _cost_inside(shape[i], shape[i + 1], gaps[i])
    return cost


def _cost_inside(left: str, right: str, gap: Gap) -> float:
    is_new_start = right == "S" and left in "TS" and gap.words > 0
    pair = (left + right).replace("E", "T").replace("S", "T")
    key = pair if pair in _INSIDE else "DT" if set(pair) <= set("DTA") else "XX"
    if pair in ("TA", "AT", "AA"):
        return 2.0 + _INSIDE["TT"][gap.strength]
    if pair == "DD" and (gap.words or gap.keeps_apart):
        return WORDS_BETWEEN_DAYS
    if right == "P":
        return _BEFORE_APPOINTMENT[gap.strength] + NAME_BEFORE_APPOINTMENT * gap.is_named
    cost = _INSIDE[key][gap.strength] + WORDS_INSIDE * min(gap.words, WORDS_COUNTED)
    return cost + LABEL_INSIDE * gap.is_headed + NAMED_START * is_new_start


def _order_of(part: str) -> str:
    """Do the days stand before the times ("DT") or behind them ("TD")? Empty: neither."""
    part = part.replace("S", "T")
    if set(part) & set("XN") or not {"D"} <= set(part) or not set(part) & set("TA"):
        return ""
    return "DT" if part.index("D") < min(part.find(c) % 99 for c in "TA") else "TD"


def _read_back(
    best: Sequence[dict[str, tuple[float, int, str]]], atoms: Sequence[Atom]
) -> list[Clause]:
    end = len(atoms)
    order = min(best[end], key=lambda key: best[end][key][0]) if best[end] else ""
    found: list[Clause] = []
    while end > 0:
        _, start, before = best[end][order]
        found.append(Clause(tuple(atoms[start:end])))
        end, order = start, before
    return found[::-1]


def _with_closings(clauses: Sequence[Clause], tokens: Sequence[Token]) -> list[Clause]:
    """ "(except lunch 12-1 Monday; 1-2 Tuesday)": the closure holds to the end of its bracket."""
    found: list[Clause] = []
    for clause in clauses:
        own = clause.of(AtomKind.CLOSED, AtomKind.EXCEPT)
        before = found[-1].closing if found else None
        if own:
            found.append(Clause(clause.atoms, own[0]))
        elif before and _in_one_bracket(tokens, before.first, clause.atoms[0].first):
            found.append(Clause(clause.atoms, before))
        else:
            found.append(clause)
    return found


def _in_one_bracket(tokens: Sequence[Token], first: int, last: int) -> bool:
    is_opened = first > 0 and tokens[first - 1].kind is Kind.OPENING
    return is_opened and all(t.kind is not Kind.CLOSING for t in tokens[first:last])
