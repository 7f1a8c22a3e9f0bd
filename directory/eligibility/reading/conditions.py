"""What "no" and "priority" do to the conditions behind them."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from directory.eligibility.model import Dimension, Polarity, Strength
from directory.eligibility.reading.items import Item, Kind
from directory.eligibility.reading.segments import Link, Segment

_EXCLUDED = frozenset({
    "sex_offender", "substance_use", "mental_illness", "infectious_disease", "medicaid", "private",
    "medicare",
})  # fmt: skip
"""What may be an exclusion: codes that cover what such texts shut out. Others stay text."""
_BARE = re.compile(r"(?:drugs?|alcohol)(?:\s+(?:and|or)\s+(?:drugs?|alcohol))?")
"""What one must not take or bring: behaviour, and no condition that shuts out."""
_OPAQUE = (Kind.UNKNOWN, Kind.ORGANIZATION, Kind.BEHAVIOUR, Kind.ATTEND)


def negate(segments: Sequence[Segment]) -> None:
    """Turns what stands behind "no" and "not" into exclusions, or takes it out where no code says
    just that. "No drugs or alcohol", "free of A, B and C" hold on through the list."""
    carries = False
    for place, segment in enumerate(segments):
        starts = [i for i, item in enumerate(segment.items) if item.kind is Kind.NOT]
        is_bound = (
            place > 0
            and segment.link is Link.APPOSED
            and segments[place - 1].is_negated
            and not segments[place - 1].criteria
        )
        if carries and not starts and (is_bound or _goes_on(segment, segments[place + 1 :])):
            starts = [-1]
        carries = bool(starts)
        if starts:
            _negate_from(segment, starts[0] + 1)


def _goes_on(segment: Segment, later: Sequence[Segment]) -> bool:
    """Is it a further part of a list of what is shut out?"""
    is_joined = segment.link in (Link.OR, Link.AND)
    is_in_list = segment.link is Link.COMMA and bool(later) and later[0].link > Link.COMMA
    return (
        not segment.has_noun
        and not (segment.items and segment.items[0].kind is Kind.COPULA)
        and (segment.link is Link.OR or is_in_list or is_joined)
    )


def _negate_from(segment: Segment, first: int) -> None:
    """What stands behind words that are not understood is lost: those say what is denied."""
    behind = segment.items[first:]
    is_told = any(i.code == "sex_offender" for i in behind)
    cut = len(behind) if is_told else _first_opaque(behind)
    kept = [_negated(item) for item in behind[:cut] if item.criterion]
    left = [item for item in kept if item is not None]
    if behind[:cut] and not left and all(map(_is_harmless, behind)):
        segment.items[first:] = [Item(Kind.NOTHING, item.text) for item in behind]
        return
    is_lost = not left or None in kept or any(item.criterion for item in behind[cut:])
    segment.is_negated = True
    unread = [Item(Kind.UNKNOWN, i.text, start=i.start, end=i.end) for i in behind if is_lost]
    segment.items[first:] = left + unread


def _is_harmless(item: Item) -> bool:
    """ "No ID required": what need not be brought restricts nobody."""
    is_paper = item.has(Dimension.DOCUMENT) or item.has(Dimension.REFERRAL)
    return is_paper or item.kind in (Kind.WEAK, Kind.DOCUMENT_ONLY, Kind.COPULA, Kind.CLOSING)


def _first_opaque(items: Sequence[Item]) -> int:
    return next((i for i, item in enumerate(items) if item.kind in _OPAQUE), len(items))


def _negated(item: Item) -> Item | None:
    criterion = item.criterion
    if criterion is None:
        return None
    if criterion.dimension is Dimension.INSURANCE and criterion.value == "any":
        return replace(item, criterion=replace(criterion, value="uninsured"))
    if criterion.value == "employed":
        return replace(item, criterion=replace(criterion, value="unemployed"))
    is_bare = _BARE.fullmatch(item.text.lower())
    if criterion.value in _EXCLUDED and not is_bare:
        return replace(item, criterion=replace(criterion, polarity=Polarity.EXCLUDE))
    return None


def prefer(segments: Sequence[Segment]) -> None:
    """Makes preferred what "priority", "especially" and the like speak of."""
    for place, segment in enumerate(segments):
        marks = [i for i, item in enumerate(segment.items) if item.kind is Kind.PREFER]
        if not marks:
            continue
        later = segments[place + 1 :]
        is_last = not segment.items[marks[0] :][1:] or not any(
            i.criterion for i in segment.items[marks[0] :]
        )
        if is_last and not any(s.criteria for s in later):
            for one in _back_to_list(segments[: place + 1]):
                _soften(one, 0)
        else:
            _soften(segment, marks[0])
            for one in later:
                _soften(one, 0)
        return


def _back_to_list(segments: Sequence[Segment]) -> list[Segment]:
    """ "Ages 18-25, homeless youth | have priority": the last segments that belong together."""
    found = [segments[-1]]
    for segment in reversed(segments[:-1]):
        if found[-1].link is not Link.APPOSED:
            break
        found.append(segment)
    return found


def drop_named_preferences(segments: Sequence[Segment]) -> None:
    """ "Priority to students enrolled in our program": whom it prefers no code says."""
    is_named = any(s.of(Kind.ATTEND) or s.unknown for s in segments)
    for segment in segments:
        segment.items[:] = [
            replace(i, kind=Kind.UNKNOWN, criterion=None, is_people=False)
            if is_named and _is_preferred_role(i) else i
            for i in segment.items
        ]  # fmt: skip


def _is_preferred_role(item: Item) -> bool:
    criterion = item.criterion
    if criterion is None or criterion.strength is not Strength.PREFERRED:
        return False
    return criterion.value == "student" or (item.is_word and criterion.dimension is Dimension.AGE)


def _soften(segment: Segment, first: int) -> None:
    for i in range(first, len(segment.items)):
        criterion = segment.items[i].criterion
        if criterion is not None:
            soft = replace(criterion, strength=Strength.PREFERRED)
            segment.items[i] = replace(segment.items[i], criterion=soft)
