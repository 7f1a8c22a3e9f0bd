"""Insurance: what people must have, what is merely taken, what is only talked of."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from directory.eligibility.model import Dimension, Polarity, Strength
from directory.eligibility.reading.items import Item, Kind
from directory.eligibility.reading.segments import Segment

_OFFERED = (Kind.ACCEPT, Kind.SELF_PAY)
_HELD = (Kind.HOLDER, Kind.ONLY, Kind.COPULA, Kind.LINK)


def settle_insurance(segments: Sequence[Segment], text: str) -> None:
    """Insurance that is merely taken shuts nobody out: required is what people must have."""
    is_taken = any(s.of(Kind.ACCEPT) for s in segments) and "only" not in text.lower()
    is_paid = any(s.of(Kind.SELF_PAY) for s in segments)
    is_soft = is_taken or is_paid
    has_holder = any(s.has_noun or s.of(*_HELD) for s in segments)
    if any(item.code == "insurance_card" for s in segments for item in s.criteria):
        _drop_all(segments)
    _drop_unheld(segments)
    if is_soft or not has_holder:
        for segment in segments:
            segment.items[:] = [_softened(item, is_paid=is_paid) for item in segment.items]


def _drop_all(segments: Sequence[Segment]) -> None:
    """Beside "proof of insurance" the kinds are ways to prove it."""
    for segment in segments:
        segment.items[:] = [i for i in segment.items if not i.has(Dimension.INSURANCE)]


def _drop_unheld(segments: Sequence[Segment]) -> None:
    """ "Insurance" alone is asked only of those who "have" it; elsewhere it is talked of."""
    has_only_cover = all(i.has(Dimension.INSURANCE) for s in segments for i in s.criteria)
    is_offered = any(s.of(*_OFFERED) for s in segments)
    is_all_read = not any(s.unknown for s in segments)
    is_of_cover = has_only_cover and (is_offered or is_all_read)
    for segment in segments:
        is_held = bool(segment.of(Kind.LINK)) or segment.is_negated
        if not is_held and not is_of_cover:
            segment.items[:] = [i for i in segment.items if not _is_any_cover(i)]


def _is_any_cover(item: Item) -> bool:
    return item.code == "any" and item.text.lower() != "insured"


def _softened(item: Item, *, is_paid: bool) -> Item:
    """ "Uninsured" stays a requirement, unless the talk is of what they pay."""
    criterion = item.criterion
    if criterion is None or criterion.dimension is not Dimension.INSURANCE:
        return item
    is_uninsured = criterion.value == "uninsured" and not is_paid
    if is_uninsured or criterion.polarity is Polarity.EXCLUDE:
        return item
    return replace(item, criterion=replace(criterion, strength=Strength.PREFERRED))
