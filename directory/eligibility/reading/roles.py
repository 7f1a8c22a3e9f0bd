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
    r"^\W*(?:those|clients?|persons?|people|individuals|participants|applicants|patients|children|students|residents)\b.*?"
    r"\b(?:must|need to|needs to|will|may|should)\b",
    re.IGNORECASE | re.DOTALL,
)
_MUST = re.compile(r"^(?:must|need|needs|should|shall)\b", re.IGNORECASE)


def quiet_roles(segments: Sequence[Segment], text: str, *, is_first: bool) -> None:
    """Takes out the criteria that speak of such people; their words count as not understood."""
    _quiet_organizations(segments)
    _quiet_agents(segments)
    _quiet_subjects(segments)
    _quiet_accepted(segments)
    if not is_first and _OF_SOME.match(text):
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
        first = next((i for i, item in enumerate(segment.items) if item.text.lower() == "by"), None)
        if first is None and carries and segment.link is Link.OR:
            first = 0
        carries = first is not None
        if first is not None:
            _quiet(segment, first, len(segment.items))


def _quiet_subjects(segments: Sequence[Segment]) -> None:
    """ "Parent must sign a form": the rule says nothing of who is a parent."""
    for segment, following in zip_longest(segments, segments[1:]):
        if not segment.criteria or not all(_is_role(item) for item in segment.criteria):
            continue
        is_ruled = (
            following is not None and following.link is Link.APPOSED and bool(following.unknown)
            and not following.criteria and bool(_MUST.match(following.items[0].text))
        )  # fmt: skip
        last = max(i for i, item in enumerate(segment.items) if item.criterion)
        then = segment.items[last + 1].text.lower() if last + 1 < len(segment.items) else ""
        if is_ruled or then in _MODALS:
            _quiet(segment, 0, len(segment.items))


def _is_role(item: Item) -> bool:
    is_child = item.is_word and item.has(Dimension.AGE)
    return is_child or (item.criterion is not None and item.criterion.value in _ROLES)


def _quiet_accepted(segments: Sequence[Segment]) -> None:
    """ "Children with disabilities are accepted": they too, not they alone."""
    place = next((i for i, s in enumerate(segments) if s.of(Kind.ACCEPT)), None)
    if place is None or any(s.of(Kind.ONLY) for s in segments):
        return
    for i, segment in enumerate(segments[: place + 1]):
        end = len(segment.items)
        if i == place:
            end = next(n for n, item in enumerate(segment.items) if item.kind is Kind.ACCEPT)
        _quiet(segment, 0, end, but=(Dimension.INSURANCE,))


def _quiet_some(segments: Sequence[Segment]) -> None:
    """ "Those with mental health issues must ...", after other statements: a rule for some."""
    place = next((i for i, s in enumerate(segments) if s.items and _MUST.match(s.items[0].text)), 0)
    subject = segments[:place]
    has_condition = len(subject) > 1 or any(
        item.has(Dimension.AGE) and not item.is_word for s in subject for item in s.items
    )
    if has_condition:
        for segment in segments:
            _quiet(segment, 0, len(segment.items))


def _quiet(segment: Segment, first: int, behind: int, but: tuple[Dimension, ...] = ()) -> None:
    for i in range(first, behind):
        item = segment.items[i]
        if item.criterion is not None and item.criterion.dimension not in but:
            segment.items[i] = Item(Kind.UNKNOWN, item.text, start=item.start, end=item.end)
