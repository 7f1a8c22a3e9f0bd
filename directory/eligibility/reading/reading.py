"""The reader: a text, its statements, what they ask together."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from directory.eligibility.model import Dimension, Eligibility, Strength
from directory.eligibility.reading.alternatives import alternatives_of
from directory.eligibility.reading.conditions import (
    drop_named_preferences,
    negate,
    prefer,
)
from directory.eligibility.reading.everybody import drop_everybody
from directory.eligibility.reading.frames import with_referrals, without_frames
from directory.eligibility.reading.households import tell_households
from directory.eligibility.reading.insurance import settle_insurance
from directory.eligibility.reading.items import Kind
from directory.eligibility.reading.joining import merged
from directory.eligibility.reading.parts import Group, Part, doubted, lettered, without_words
from directory.eligibility.reading.roles import quiet_roles
from directory.eligibility.reading.scanning import items_of
from directory.eligibility.reading.segments import Link, Segment, segments_of
from directory.eligibility.reading.settling import apart, settled
from directory.eligibility.reading.statements import Statement, statements_of
from directory.eligibility.reading.text import plain

_PAPERS = (Dimension.DOCUMENT, Dimension.REFERRAL)
_RESTRICTS = re.compile(
    r"\b(?:must|only|member|limited|requir|restrict|cannot|not|able|willing|attend|approv)",
    re.IGNORECASE,
)
_FOR_A_SERVICE = re.compile(r"^\W*(?:for|to (?:receive|obtain|get|use|borrow))\s", re.IGNORECASE)

_OTHERS = re.compile(r"^\W*(?:all\s+)?(?:others?|otherwise|alternatively)\b", re.IGNORECASE)
"""What follows is asked of those whom the other statements do not mean."""
_VARIES = re.compile(r"\bvar(?:y|ies)\b", re.IGNORECASE)
_IS_OFFERED = re.compile(
    r"^\W*(?!(?:this|our|these|all|the|food|services?|programs?)\b)(?:[\w'-]+\s+){1,3}(?:is "
    r"|are )?(?:only )?(?:available|offered|provided)\s+(?:only\s+)?(?:to|for)\b",
    re.IGNORECASE,
)


@dataclass(slots=True)
class _Said:
    """What one statement says."""

    statement: Statement
    segments: list[Segment]
    groups: list[Group] = field(default_factory=list)
    unread: str = ""
    is_open: bool = False
    is_complete: bool = False
    is_of_one_service: bool = False

    @property
    def names_people(self) -> bool:
        first = next((s for s in self.segments if s.criteria or s.has_noun), None)
        return first is not None and first.has_noun and not first.is_predicate


def read_eligibility(text: str) -> Eligibility:
    """Who may come, as a careful reader takes it from the text. Everything read is inferred.

    >>> read = read_eligibility("Veterans and seniors living in DC")
    >>> [(c.dimension.value, c.value or c.areas, c.group) for c in read.criteria]
    [('population', 'veteran', 'a'), ('population', 'senior', 'a'), ('residency', ('DC',), None)]
    """
    statements = statements_of(plain(text))
    said = [_said(one, is_first=place == 0) for place, one in enumerate(statements)]
    _note_services(said)
    _note_lists_of_papers(said)
    criteria = tuple(lettered(settled(apart(without_words(_joined(said))))))
    rest = "; ".join(dict.fromkeys(one.unread for one in said if one.unread))
    return Eligibility(
        criteria=criteria,
        open_to_all=_open_to_all(said),
        is_complete=any(one.is_complete for one in said),
        rest=rest,
    )


def _said(statement: Statement, *, is_first: bool) -> _Said:
    text = statement.text
    items = items_of(text)
    segments = segments_of(with_referrals(without_frames(items), text))
    tell_households(segments)
    drop_everybody(segments)
    negate(segments)
    quiet_roles(segments, text, is_first=is_first)
    segments = merged(segments)
    prefer(segments)
    drop_named_preferences(segments)
    settle_insurance(segments, text)
    said = _Said(statement, segments)
    said.is_complete = any(item.kind is Kind.NO_MORE for item in items)
    said.is_of_one_service = _is_for_a_service(statement, segments)
    said.is_open = _is_open(segments)
    is_of_nobody = _VARIES.search(text) or (
        not is_first and said.is_of_one_service and _IS_OFFERED.match(text)
    )
    said.groups = [] if is_of_nobody else _groups(segments)
    said.unread = _unread(segments, text)
    if said.unread:
        said.groups = [doubted(group) for group in said.groups]
    return said


def _groups(segments: Sequence[Segment]) -> list[Group]:
    if _is_open_beside(segments):
        return []
    runs = alternatives_of(segments)
    listed = {place for run in runs for place in run}
    groups: list[Group] = [[Part(s.criteria)] for i, s in enumerate(segments) if i not in listed]
    for run in runs:
        parts = [_part(segments[place]) for place in run]
        if not any(_is_everybody(segments[place]) for place in run):
            groups.append(parts)
    return [group for group in groups if any(part.items for part in group)]


def _is_everybody(segment: Segment) -> bool:
    return (
        bool(segment.of(Kind.OPEN, Kind.NOTHING)) and not segment.criteria and not segment.unknown
    )


def _is_open_beside(segments: Sequence[Segment]) -> bool:
    """ "Residents of Florida City and the public": the wider alternative holds for all."""
    return any(
        s.link in (Link.AND, Link.OR) and _is_everybody(s) and s.of(Kind.OPEN)
        for s in segments[-1:]
    )


def _part(segment: Segment) -> Part:
    return Part(segment.criteria, is_unread=bool(segment.unknown) and not segment.criteria)


def _unread(segments: Sequence[Segment], text: str) -> str:
    """The words of the segments that hold something not understood."""
    parts = [
        text[s.items[0].start : s.items[-1].end].strip() for s in segments if s.unknown
    ]  # fmt: skip
    return "; ".join(parts)


def _is_for_a_service(statement: Statement, segments: Sequence[Segment]) -> bool:
    """ "For emergency assistance, must have low income": a condition on one of several services."""
    if _OTHERS.match(statement.text):
        return True
    if not segments or not (
        _FOR_A_SERVICE.match(statement.text) or _IS_OFFERED.match(statement.text)
    ):
        return False
    first = next((i for i in segments[0].items if i.kind is not Kind.WEAK), None)
    return first is not None and first.kind is Kind.UNKNOWN and not segments[0].criteria


def _note_services(said: Sequence[_Said]) -> None:
    """Headings that name services, when there is more than one thing under which one can stand."""
    if len({one.statement.heading for one in said}) > 1:
        for one in said:
            one.is_of_one_service = one.is_of_one_service or bool(one.statement.heading)
    for one in said:
        if one.is_of_one_service:
            one.unread = one.statement.text


def _note_lists_of_papers(said: Sequence[_Said]) -> None:
    """ "Proof of address, one of these: ...": the list names ways to prove, not further papers."""
    for one in said:
        opener = said[one.statement.opener] if one.statement.opener >= 0 else None
        if opener and opener is not one and any(_is_paper_group(group) for group in opener.groups):
            one.groups = [group for group in one.groups if not _is_paper_group(group)]


def _is_paper_group(group: Group) -> bool:
    return any(item.has(Dimension.DOCUMENT) for part in group for item in part.items)


def _joined(said: Sequence[_Said]) -> list[Group]:
    """All groups of the text. Statements that each name other people are alternatives."""
    groups: list[Group] = []
    several = [one for one in said if _is_alternative(one, said)]
    if len(several) > 1:
        groups.append([_flat(one) for one in several])
    for one in said:
        own = one.groups
        if len(several) > 1 and one in several:
            own = [group for group in own if not _is_of_people(group)]
        groups += [_loose(group) for group in own] if one.is_of_one_service else own
    return groups


def _is_alternative(one: _Said, said: Sequence[_Said]) -> bool:
    if one.is_of_one_service or not any(_is_of_people(group) for group in one.groups):
        return False
    opener = one.statement.opener
    is_listed = one.statement.opener >= 0 and not _asks_for_all(said, opener)
    first = next(s for s in one.segments if s.criteria)
    if first.is_negated:
        return False
    return one.names_people or (is_listed and not first.is_predicate)


def _asks_for_all(said: Sequence[_Said], place: int) -> bool:
    """Does the statement that opens a list end in "must" or "you:"?"""
    opener = said[place].statement.text.lower() if 0 <= place < len(said) else ""
    return bool(
        re.search(
            r"(?:must|you|are|all of the following|criteria|requirements?):$", opener.rstrip()
        )
    )


def _is_of_people(group: Group) -> bool:
    return any(
        item.criterion is not None
        and item.criterion.dimension not in (*_PAPERS, Dimension.RESIDENCY)
        and item.criterion.strength is Strength.REQUIRED
        for part in group
        for item in part.items
    )


def _flat(one: _Said) -> Part:
    """An alternative with all its conditions: looser, never stricter."""
    return Part(
        [i for group in one.groups if _is_of_people(group) for part in group for i in part.items]
    )


def _loose(group: Group) -> Group:
    """With an alternative that is not understood: it shuts nobody out."""
    return [*group, Part([], is_unread=True)]


def _is_open(segments: Sequence[Segment]) -> bool:
    """ "Anyone", with no condition on them."""
    for place, segment in enumerate(segments):
        if not segment.of(Kind.OPEN) or segment.criteria or segment.unknown or segment.is_negated:
            continue
        following = segments[place + 1] if place + 1 < len(segments) else None
        is_free = following is not None and not following.criteria and not following.unknown
        if following is None or following.link is not Link.APPOSED or is_free:
            return True
    return False


def _open_to_all(said: Sequence[_Said]) -> bool | None:
    """What the statements say together: only what binds all who come counts against "open"."""
    own = [one for one in said if not one.is_of_one_service]
    binding = [one for one in own if any(_is_binding(group) for group in one.groups)]
    opening = [one for one in said if one.is_open]
    if opening and not binding:
        is_bound = any(_RESTRICTS.search(one.unread) for one in own)
        return None if is_bound else True
    if binding:
        return None if any(one not in binding for one in opening) else False
    is_told = any(_tells_of_some(one) for one in own)
    return False if is_told else None


def _tells_of_some(one: _Said) -> bool:
    """Does it restrict in words that are not understood?"""
    is_preference = any(segment.of(Kind.PREFER) for segment in one.segments)
    is_strict = one.names_people or bool(_RESTRICTS.search(one.unread))
    return bool(one.unread) and is_strict and not is_preference


def _is_binding(group: Group) -> bool:
    return any(
        item.criterion is not None
        and item.criterion.strength is Strength.REQUIRED
        and item.criterion.dimension not in _PAPERS
        for part in group
        for item in part.items
    )
