"""What the items of one segment ask: polarity, strength, and of whom in the household."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from directory.eligibility.model import (
    Criterion,
    Dimension,
    Polarity,
    Provenance,
    Strength,
    Subject,
)
from directory.eligibility.reading.items import Item, Kind
from directory.eligibility.reading.segments import Link, Segment

_EXCLUDED = frozenset(
    {
        "sex_offender",
        "substance_use",
        "mental_illness",
        "infectious_disease",
        "medicaid",
        "private",
        "medicare",
    }
)
"""What may be an exclusion: codes that cover what such texts shut out. Other exclusions stay text."""
_BARE = (
    "drug",
    "drugs",
    "alcohol",
    "drugs or alcohol",
    "alcohol or drugs",
    "drug or alcohol",
    "drugs and alcohol",
    "alcohol and drugs",
)
"""What one must not take or bring: behaviour, and no condition that shuts out."""
_PARENTS = ("parent", "guardian", "mother", "father", "parents", "custody")
_CAREGIVERS = ("caregiver", "caretaker", "grandparent", "caregivers")
_SERVED_HOUSEHOLDS = ("military", "veteran")
"""Beside the word family they name the member: a military family has a soldier in it."""
_STEADY = (Dimension.RESIDENCY, Dimension.INCOME, Dimension.DOCUMENT, Dimension.REFERRAL)


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
        and not segment.is_predicate
        and (segment.link is Link.OR or is_in_list or is_joined)
    )


def _negate_from(segment: Segment, first: int) -> None:
    """What stands behind words that are not understood is lost: those say what is denied."""
    behind = segment.items[first:]
    is_told = any(i.criterion and i.criterion.value == "sex_offender" for i in behind)
    cut = len(behind) if is_told else _first_opaque(behind)
    kept = [_negated(item) for item in behind[:cut] if item.criterion]
    left = [item for item in kept if item is not None]
    is_lost = not left or None in kept or any(item.criterion for item in behind[cut:])
    segment.is_negated = True
    unread = [Item(Kind.UNKNOWN, i.text, start=i.start, end=i.end) for i in behind if is_lost]
    segment.items[first:] = left + unread


def _first_opaque(items: Sequence[Item]) -> int:
    return next((i for i, item in enumerate(items) if item.kind in _OPAQUE), len(items))


_OPAQUE = (Kind.UNKNOWN, Kind.ORGANIZATION, Kind.BEHAVIOUR, Kind.ATTEND)


def _negated(item: Item) -> Item | None:
    criterion = item.criterion
    if criterion is None:
        return None
    if criterion.dimension is Dimension.INSURANCE and criterion.value == "any":
        return replace(item, criterion=replace(criterion, value="uninsured"))
    if criterion.value == "employed":
        return replace(item, criterion=replace(criterion, value="unemployed"))
    is_bare = item.text.lower() in _BARE
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


def tell_households(segments: Sequence[Segment]) -> None:
    """Sets of whom in the household each condition speaks: "families with children 0-5"."""
    for place, segment in enumerate(segments):
        _military_families(segment)
        segment.items[:] = [_expectant(item) for item in segment.items]
        for i, item in enumerate(list(segment.items)):
            if item.kind is Kind.FAMILY_OF:
                _family_of(segment, segments[place + 1 :], i)
            elif item.kind is Kind.WITH_CHILDREN:
                _with_children(segment, segments[place + 1 :], i)
            elif item.kind is Kind.THEIR_FAMILY:
                _theirs(segments, place, i)


def _expectant(item: Item) -> Item:
    """Expectant parents: somebody of them is pregnant."""
    is_pair = (
        item.criterion is not None
        and item.criterion.value == "pregnant"
        and any(word in item.text.lower() for word in ("parent", "father", "famil", "couple"))
    )
    return _of_household(item) if is_pair else item


def _military_families(segment: Segment) -> None:
    codes = [item.criterion.value for item in segment.items if item.criterion]
    if "family" in codes and any(code in _SERVED_HOUSEHOLDS for code in codes):
        segment.items[:] = [
            item
            if item.criterion is None or item.criterion.value not in _SERVED_HOUSEHOLDS
            else _of_household(item)
            for item in segment.items
            if item.criterion is None or item.criterion.value != "family"
        ]


def _family_of(segment: Segment, later: Sequence[Segment], place: int) -> None:
    words = segment.items[place].text.lower().split()
    code = "parent" if any(w.rstrip("s") in _PARENTS for w in words) else ""
    code = code or ("caregiver" if any(w.rstrip("s") in _CAREGIVERS for w in words) else "")
    behind = [_of_household(i) for i in segment.items[place + 1 :]]
    if any(_is_child_word(i) for i in behind) and not code:
        code = "parent"  # families of children
    behind = [i for i in behind if not _is_child_word(i)]
    segment.items[place:] = [_population(code, segment.items[place])] * bool(code) + behind
    _ages_to_household(later)


def _with_children(segment: Segment, later: Sequence[Segment], place: int) -> None:
    before = [
        i for i in segment.items[:place] if not (i.criterion and i.criterion.value == "family")
    ]
    mark = segment.items[place]
    has_parent = any(i.criterion and i.criterion.value == "parent" for i in before)
    ages = [_of_household(i) if _is_age(i) else i for i in segment.items[place + 1 :]]
    own = [] if has_parent else [_population("parent", mark)]
    if any(word in mark.text.lower() for word in ("adolescent", "teen", "youth")):
        own.append(_of_household(_population("youth", mark)))
    segment.items[:] = before + own + ages
    _ages_to_household(later)


def _ages_to_household(later: Sequence[Segment]) -> None:
    """What stands right behind the children is theirs: "parents of children, ages 0-5"."""
    if later and later[0].link is Link.APPOSED and not _tells_of_all(later[0]):
        later[0].items[:] = [_of_household(item) for item in later[0].items]
        return
    if (
        later
        and later[0].link in (Link.APPOSED, Link.COMMA)
        and all(_is_age(i) for i in later[0].criteria)
    ):
        later[0].items[:] = [_of_household(i) if _is_age(i) else i for i in later[0].items]


def _tells_of_all(segment: Segment) -> bool:
    first = segment.items[0].text.lower() if segment.items else ""
    return first.startswith(("must", "are", "is", "be", "should"))


def _theirs(segments: Sequence[Segment], place: int, mark: int) -> None:
    """ "Veterans and their families". Behind bare people or words for ages it is one of a list:
    "children, adults and families"."""
    own, behind = segments[place].items[:mark], segments[place].items[mark + 1 :]
    before = [item for segment in segments[:place] for item in segment.items] + own
    told = [item for item in before if item.criterion and not _is_steady(item)]
    is_theirs = "their" in segments[place].items[mark].text.lower() or not any(
        i.is_word for i in told
    )
    if not told or not is_theirs:
        segments[place].items[mark] = replace(segments[place].items[mark], kind=Kind.PERSON)
        return
    for segment in segments[:place]:
        segment.items[:] = [_of_household(item) for item in segment.items]
    segments[place].items[:] = [*map(_of_household, own), *behind]


def _is_steady(item: Item) -> bool:
    return item.criterion is not None and item.criterion.dimension in _STEADY


def _of_household(item: Item) -> Item:
    if item.criterion is None or item.criterion.dimension in _STEADY:
        return item
    return replace(item, criterion=replace(item.criterion, subject=Subject.ANY_HOUSEHOLD_MEMBER))


def _population(code: str, item: Item) -> Item:
    criterion = Criterion(
        Dimension.POPULATION, code, provenance=Provenance.INFERRED, quote=item.text
    )
    return replace(item, kind=Kind.CRITERION, criterion=criterion, is_people=True)


def _is_age(item: Item) -> bool:
    return item.criterion is not None and item.criterion.dimension is Dimension.AGE


def _is_child_word(item: Item) -> bool:
    return _is_age(item) and item.is_word


def settle_insurance(segments: Sequence[Segment], text: str) -> None:
    """Insurance that is merely taken shuts nobody out: required is what people must have."""
    lower = text.lower()
    is_soft = any(s.of(Kind.SELF_PAY) for s in segments) or (
        any(s.of(Kind.ACCEPT) for s in segments) and "only" not in lower
    )
    has_holder = any(
        s.has_noun or s.of(Kind.HOLDER, Kind.ONLY, Kind.COPULA, Kind.LINK) for s in segments
    )
    _drop_unheld(segments)
    if not is_soft and has_holder:
        return
    for segment in segments:
        segment.items[:] = [_softened_insurance(item) for item in segment.items]


def _drop_unheld(segments: Sequence[Segment]) -> None:
    """ "Insurance" alone is asked only of those who "have" it; elsewhere it is a subject of talk."""
    if any(
        i.criterion and i.criterion.value == "insurance_card" for s in segments for i in s.criteria
    ):
        for segment in segments:
            segment.items[:] = [i for i in segment.items if not i.has(Dimension.INSURANCE)]
    has_only_cover = all(i.has(Dimension.INSURANCE) for s in segments for i in s.criteria)
    has_told = any(s.of(Kind.ACCEPT, Kind.SELF_PAY) or s.unknown for s in segments)
    for segment in segments:
        is_held = bool(segment.of(Kind.LINK)) or segment.is_negated
        is_kept = is_held or (
            has_only_cover
            and (any(s.of(Kind.ACCEPT, Kind.SELF_PAY) for s in segments) or not has_told)
        )
        segment.items[:] = [i for i in segment.items if is_kept or not _is_any_cover(i)]


def _is_any_cover(item: Item) -> bool:
    return (
        item.criterion is not None
        and item.criterion.value == "any"
        and item.text.lower() != "insured"
    )


def _softened_insurance(item: Item) -> Item:
    criterion = item.criterion
    is_cover = criterion is not None and criterion.dimension is Dimension.INSURANCE
    if (
        criterion is None
        or not is_cover
        or criterion.value == "uninsured"
        or criterion.polarity is Polarity.EXCLUDE
    ):
        return item
    return replace(item, criterion=replace(criterion, strength=Strength.PREFERRED))
