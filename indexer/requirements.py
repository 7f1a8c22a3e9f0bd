"""Who may come, in an index: what is kept of a listing, and the answer for a person. Pure.

Two things are kept. A text with every criterion, from which a shown hit is answered; and the set of
its groups without quotes, which many listings share and by which the filter answers them all: the
rules are those of `directory.eligibility.evaluation`, a test compares the two.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from dataclasses import replace
from functools import lru_cache
from typing import Any

from directory.eligibility import Answer, Circumstances, Criterion, Eligibility, evaluate
from directory.eligibility.attributes import criterion_of, labels_of, parts_of
from directory.eligibility.evaluation import APART, Evaluation, Why
from directory.eligibility.facts import AGED
from directory.eligibility.model import Dimension, Provenance, Strength, criterion_json

TEXTS_KEPT = 20_000
"""Listings whose kept criteria stay read."""

MAX_REST = 1
"""Characters kept of what no criterion holds: that there is something is all that counts."""

PAPERS = (Dimension.DOCUMENT, Dimension.REFERRAL)
"""What people can bring; whether they have it is not asked before."""

NOBODY = Circumstances()

Group = tuple[str, ...]
"""Criteria of one group, as JSON texts."""


# ---------------------------------------------------------------------- what is kept


def kept_eligibility(eligibility: Eligibility) -> str:
    """The text that `answer_for` reads; "" when nothing is said."""
    if not eligibility.says_something:
        return ""
    criteria = [_kept(replace(c, quote="", source="")) for c in eligibility.criteria]
    kept = [
        criteria,
        eligibility.open_to_all,
        int(eligibility.is_complete),
        eligibility.rest[:MAX_REST],
    ]
    return _json(kept)


@lru_cache(TEXTS_KEPT)
def read_eligibility(kept: str) -> Eligibility:
    """The inverse of `kept_eligibility`, without quotes."""
    if not kept:
        return Eligibility()
    criteria, open_to_all, is_complete, rest = json.loads(kept)
    return Eligibility(tuple(map(_criterion, criteria)), open_to_all, bool(is_complete), rest)


def groups_text(eligibility: Eligibility) -> str:
    """What decides, as one value: the groups of required criteria, and whether the list is whole.
    "" when nothing does."""
    groups: dict[object, list[Criterion]] = {}
    for place, criterion in enumerate(eligibility.criteria):
        if criterion.strength is Strength.REQUIRED and criterion.dimension not in APART:
            groups.setdefault(criterion.group or place, []).append(criterion)
    is_whole = eligibility.open_to_all is True or eligibility.is_complete
    if not groups and not is_whole:
        return ""
    return _json([int(is_whole), sorted(_group(own) for own in groups.values())])


def _group(criteria: Sequence[Criterion]) -> list[str]:
    """One text a criterion. That a letter stands alone matters, which letter does not."""
    plain = (
        replace(c, quote="", source="", group="a" if c.group is not None else None)
        for c in criteria
    )
    return sorted(_json(_kept(criterion)) for criterion in plain)


@lru_cache(65_536)
def read_groups(text: str) -> tuple[bool, tuple[Group, ...]]:
    """The inverse of `groups_text`."""
    if not text:
        return False, ()
    is_whole, groups = json.loads(text)
    return bool(is_whole), tuple(map(tuple, groups))


def group_text(group: Group) -> str:
    """One text for a group."""
    return _json(group)


def read_group(text: str) -> Group:
    """The inverse of `group_text`."""
    return tuple(json.loads(text))


@lru_cache(65_536)
def alone(group: Group) -> Eligibility:
    """A group as if nothing else were asked."""
    return Eligibility(tuple(_criterion(json.loads(text)) for text in group))


@lru_cache(65_536)
def asks_of(group: Group) -> frozenset[Dimension]:
    """What must be told of a person for the group to say more than UNKNOWN."""
    criteria = alone(group).criteria
    by_age = {Dimension.AGE for c in criteria if c.value in AGED}
    return frozenset({criterion.dimension for criterion in criteria} | by_age)


def _kept(criterion: Criterion) -> list[Any]:
    is_asserted = criterion.provenance is Provenance.ASSERTED
    return [criterion.dimension.value, int(is_asserted), parts_of(criterion)]


def _criterion(kept: list[Any]) -> Criterion:
    dimension, is_asserted, parts = kept
    provenance = Provenance.ASSERTED if is_asserted else Provenance.INFERRED
    return criterion_of(dimension, provenance, parts)


def _json(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"), sort_keys=True)


# ---------------------------------------------------------------------- what is answered


def answer_for(kept: str, person: Circumstances) -> dict[str, Any]:
    """The `eligibility` of a hit: the answer, its reasons in words, what to ask next; then the
    criteria behind it, as `wellkept parse eligibility` writes them."""
    found = evaluate(read_eligibility(kept), person)
    return {
        "value": found.answer.value,
        "reasons": list(_reasons(found)),
        "ask_next": list(found.ask_next),
        "met": _told(found.met),
        "unmet": _told(found.unmet),
        "not_known": _told(found.open_questions),
    }


@lru_cache(TEXTS_KEPT)
def asked_by(kept: str) -> tuple[str, ...]:
    """Which circumstances would settle it for somebody who has told nothing yet."""
    return evaluate(read_eligibility(kept), NOBODY).ask_next if kept else ()


def _reasons(found: Evaluation) -> Iterable[str]:
    if found.unmet:
        yield f"Listed for others: {'; '.join(labels_of(found.unmet))}"
        return
    told = [criterion for criterion in found.met if criterion.dimension not in PAPERS]
    if told:
        yield f"You meet what is listed ({', '.join(labels_of(told))})"
    elif found.answer is Answer.YES:
        yield "Listed as open to everybody"
    if found.open_questions:
        yield f"Ask about: {', '.join(labels_of(found.open_questions))}"
    if Why.TEXT_ONLY in found.why:
        yield "Read who it is for on its page"


def _told(criteria: Sequence[Criterion]) -> list[dict[str, Any]]:
    return [criterion_json(criterion) for criterion in criteria]
