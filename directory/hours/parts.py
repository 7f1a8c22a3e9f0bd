"""What holds for the single times of one clause: "Breakfast 7-8, lunch 12-1, daily"."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from itertools import pairwise

from directory.hours.atoms import Atom, AtomKind
from directory.hours.clauses import Clause
from directory.hours.remarks import Place, Remark
from directory.hours.statement import Context
from directory.hours.tokens import Token
from directory.hours.words import Kind

_APART = frozenset({Kind.COMMA, Kind.STOP, Kind.OPENING, Kind.CLOSING, Kind.AND})


def contexts_of_times(
    clause: Clause, remarks: Sequence[Remark], tokens: Sequence[Token], context: Context
) -> Mapping[int, Context]:
    """By the first token of each time, what holds for it; empty when the same holds for all."""
    times = clause.of(AtomKind.TIMES, AtomKind.ALWAYS)
    first = _remark_before(remarks, tokens, times[0]) if times else None
    own: dict[int, Remark] = {0: first} if first else {}
    found = list(enumerate(pairwise(times)))
    for i, (left, right) in found:
        remark = _remark_between(remarks, tokens, left, right)
        if remark:
            is_usual = first is not None or right.kind is AtomKind.ALWAYS
            is_next = _is_about_next(remark, tokens, left, right, is_usual=is_usual)
            own.setdefault(i + is_next, remark)
    if not set(own) - {0} and not (own and own[0] is not first):
        return {}
    behind = _remark_behind(remarks)
    if behind and first is None:
        own.setdefault(len(times) - 1, behind)
    seasons = {remark.season for remark in own.values()}
    season = None if context.season in seasons else context.season
    return _carried_on(times, own, replace(context, label="", season=season))


def _carried_on(
    times: Sequence[Atom], own: Mapping[int, Remark], context: Context
) -> Mapping[int, Context]:
    """Times without a remark of their own have what the time before them has."""
    found, last = {}, context
    for i, atom in enumerate(times):
        if i in own:
            season = own[i].season or context.season
            last = replace(context, label=own[i].label, season=season)
        found[atom.first] = last
    return found


def _is_about_next(
    remark: Remark, tokens: Sequence[Token], left: Atom, right: Atom, *, is_usual: bool
) -> bool:
    """Is a remark between two times about the second? The side without a comma or bracket says so;
    else what is usual in the clause."""
    if remark.is_heading:
        return True
    start, end = remark.tokens[0].start, remark.tokens[-1].end
    gap = tokens[left.behind : right.first]
    apart_before = any(t.kind in _APART and t.end <= start for t in gap)
    apart_behind = any(t.kind in _APART and t.start >= end for t in gap)
    return apart_before if apart_before is not apart_behind else is_usual


def _says(remark: Remark) -> bool:
    return bool(remark.label or remark.season)


def _remark_between(
    remarks: Sequence[Remark], tokens: Sequence[Token], left: Atom, right: Atom
) -> Remark | None:
    start, end = tokens[left.behind - 1].end, tokens[right.first].start
    return next((r for r in remarks if _says(r) and start <= r.tokens[0].start < end), None)


def _remark_before(
    remarks: Sequence[Remark], tokens: Sequence[Token], first: Atom
) -> Remark | None:
    start = tokens[first.first].start
    return next((r for r in remarks if _says(r) and r.tokens[0].start < start), None)


def _remark_behind(remarks: Sequence[Remark]) -> Remark | None:
    behind = [r for r in remarks if r.place is Place.AFTER and not r.is_apart and _says(r)]
    return behind[0] if behind else None
