"""People who are named and yet are no applicants: agencies, helpers, the subjects of a rule."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import zip_longest

from directory.eligibility.model import Dimension
from directory.eligibility.reading.items import Item, Kind
from directory.eligibility.reading.segments import Link, Segment

_ROLES = ("student", "parent", "caregiver", "family", "employed")
"""Codes that are also just a word for those who come: "families may shop once a month"."""
_MODALS = ("may", "can", "need", "needs", "will", "should", "receive", "must")
_OF_SOME = re.compile(
    r"^\W*(?:those|clients?|persons?|people|individuals|participants|applicants|patients"
    r"|children|students|residents|parents?|guardians?|caregivers?)\b.*?"
    r"\b(?:must|need to|needs to|will|may|should)\b",
    re.IGNORECASE | re.DOTALL,
)
_PERMITTED = re.compile(
    r"^\W*(?:those|clients?|persons?|people|individuals|participants|families|guests)\s+(?:who"
    r"|with|that|under|over)\b"
    r".*\b(?:may|can|will)\b",
    re.IGNORECASE,
)
"""What some of them may do besides: "individuals who are disabled may come an hour earlier"."""
_MUST = re.compile(r"^(?:must|need|needs|should|shall)\b", re.IGNORECASE)


def quiet_roles(segments: Sequence[Segment], text: str, *, is_first: bool) -> None:
    """Takes out the criteria that speak of such people; their words count as not understood."""
    _quiet_organizations(segments)
    _quiet_agents(segments)
    _quiet_subjects(segments)
    _quiet_accepted(segments)
    if not is_first and _PERMITTED.match(text):
        for segment in segments:
            _quiet(segment, 0, len(segment.items))
    elif not is_first and _OF_SOME.match(text):
        _quiet_some(segments)


def _quiet_organizations(segments: Sequence[Segment]) -> None:
    people = [i for s in segments for i in s.items if i.names_people or i.kind is Kind.ORGANIZATION]
    is_of_organizations = bool(people) and people[0].kind is Kind.ORGANIZATION
    for segment in segments:
        if is_of_organizations or segment.of(Kind.ORGANIZATION, Kind.SERVING):
            _quiet(segment, 0, len(segment.items))


def _quiet_agents(segments: Sequence[Segment]) -> None:
    """ "Accompanied by a parent/guardian", "completed by a caregiver"."""
    carries = False
    for segment in segments:
        was_quieted = carries and segment.link is Link.APPOSED and not segment.is_predicate
        first = (
            0
            if was_quieted
            else next(
                (i for i, item in enumerate(segment.items) if item.text.lower() == "by"), None
            )
        )
        if first is None and carries and segment.link is Link.OR:
            first = 0
        carries = first is not None
        if first is not None:
            _quiet(segment, first, len(segment.items))


def _quiet_subjects(segments: Sequence[Segment]) -> None:
    """ "Parent must sign a form": the rule says nothing of who is a parent."""
    for segment, following in zip_longest(segments, segments[1:]):
        people = [
            i for i, item in enumerate(segment.items) if item.criterion and not _is_paper(item)
        ]
        then = segment.items[people[-1] + 1 :] if people else []
        if _needs_papers(then, following):
            _quiet(segment, 0, people[-1] + 1)
        if not people or not all(_is_role(segment.items[i]) for i in people):
            continue
        if (then and then[0].text.lower() in _MODALS) or _is_rule(following):
            _quiet(segment, 0, people[-1] + 1)


def _needs_papers(items: Sequence[Item], following: Segment | None) -> bool:
    """ "Adults need ID, children up to 17 a birth certificate": who must show what."""
    is_need = bool(items) and items[0].text.lower() in ("need", "needs")
    told = [*items, *(following.items if following else ())]
    return is_need and any(_is_paper(item) for item in told)


def _is_rule(segment: Segment | None) -> bool:
    if segment is None or segment.link is not Link.APPOSED or segment.criteria:
        return False
    return bool(segment.unknown) and bool(_MUST.match(segment.first_text))


def _is_paper(item: Item) -> bool:
    return item.has(Dimension.DOCUMENT) or item.has(Dimension.REFERRAL)


def _is_role(item: Item) -> bool:
    is_child = item.is_word and item.has(Dimension.AGE)
    return is_child or (item.criterion is not None and item.criterion.value in _ROLES)


def _quiet_accepted(segments: Sequence[Segment]) -> None:
    """ "Children with disabilities are accepted": they too, not they alone."""
    place = next((i for i, s in enumerate(segments) if s.of(Kind.ACCEPT)), None)
    if place is None or any(s.of(Kind.ONLY) for s in segments):
        return
    for i in range(place, -1, -1):
        items = segments[i].items
        end = next((n for n, item in enumerate(items) if item.kind is Kind.ACCEPT), len(items))
        _quiet(segments[i], 0, end, but=(Dimension.INSURANCE,))
        if segments[i].link in (Link.START, Link.COMMA):
            return


def _quiet_some(segments: Sequence[Segment]) -> None:
    """ "Those with mental health issues must ...", after other statements: a rule for some."""
    place = next((i for i, s in enumerate(segments) if _MUST.match(s.first_text)), 0)
    subject = segments[:place]
    has_condition = any(
        (segment.items and segment.items[0].kind is Kind.LINK)
        or any(item.has(Dimension.AGE) and not item.is_word for item in segment.items)
        for segment in subject
    )
    is_of_helpers = bool(subject) and all(_is_helper(item) for item in subject[0].criteria)
    if has_condition or (subject and subject[0].criteria and is_of_helpers):
        for segment in segments:
            _quiet(segment, 0, len(segment.items))


def _is_helper(item: Item) -> bool:
    return item.criterion is not None and item.criterion.value in ("parent", "caregiver")


def _quiet(segment: Segment, first: int, behind: int, but: tuple[Dimension, ...] = ()) -> None:
    for i in range(first, behind):
        item = segment.items[i]
        if item.criterion is not None and item.criterion.dimension not in but:
            segment.items[i] = Item(Kind.UNKNOWN, item.text, start=item.start, end=item.end)
