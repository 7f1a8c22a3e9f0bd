"""May this person come? YES, NO or UNKNOWN, with the reasons and what to ask next. Pure.

Hidden is only who is provably not meant: a required criterion that is false. YES needs that all are
true and that the list is said to be whole. All else is UNKNOWN, and says why.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum

from directory.eligibility.circumstances import Circumstances
from directory.eligibility.facts import fact_of
from directory.eligibility.model import (
    Criterion,
    Dimension,
    Eligibility,
    IncomeUnit,
    Polarity,
    Provenance,
    Strength,
    Subject,
)
from directory.eligibility.truth import Truth, any_of, negated

LEAST_CONFIDENCE = 0.8
"""A criterion that was read from text with less than this can say yes, never no: a misread page
must not hide a service from people it serves."""

APART = frozenset({Dimension.LANGUAGE, Dimension.COST})
"""Filters of their own; they say nothing about who may come."""

MAX_QUESTIONS = 3
"""Questions for one page: more than three and a tired person stops."""


class Answer(StrEnum):
    YES = "yes"
    NO = "no"
    UNKNOWN = "unknown"


class Why(StrEnum):
    """Why it is not known."""

    NOTHING_STATED = "nothing_stated"
    FACTS_MISSING = "facts_missing"
    TEXT_ONLY = "text_only"
    INCOMPLETE_LIST = "incomplete_list"
    """Everything listed is met; whether the list is whole is not known."""


@dataclass(frozen=True)
class Evaluation:
    answer: Answer
    why: tuple[Why, ...] = ()
    met: tuple[Criterion, ...] = ()
    unmet: tuple[Criterion, ...] = ()
    """Of NO: the criteria that say so."""
    open_questions: tuple[Criterion, ...] = ()
    ask_next: tuple[str, ...] = ()
    """Names of circumstances that would settle it: "age", "is_veteran"."""


def evaluate(eligibility: Eligibility, person: Circumstances) -> Evaluation:
    """The answer for this person. Telling more never turns YES or a met criterion into NO."""
    required = [c for c in eligibility.criteria if _counts(c)]
    groups = _groups(required)
    truths = [truth_of_group(group, person) for group in groups]
    met = tuple(c for c in required if truth_for(c, person) is Truth.TRUE)
    unmet = [c for g, t in zip(groups, truths, strict=True) if t is Truth.FALSE for c in g]
    if unmet:
        return Evaluation(Answer.NO, met=met, unmet=tuple(unmet))
    unsettled = [c for g, t in zip(groups, truths, strict=True) if t is Truth.UNKNOWN for c in g]
    is_whole = eligibility.open_to_all is True or eligibility.is_complete
    if not unsettled and is_whole:
        return Evaluation(Answer.YES, met=met)
    missing = _missing(unsettled, person)
    why = _why(eligibility, unsettled, missing)
    return Evaluation(Answer.UNKNOWN, why, met, (), tuple(unsettled), missing)


def _counts(criterion: Criterion) -> bool:
    return criterion.strength is Strength.REQUIRED and criterion.dimension not in APART


def _groups(criteria: Iterable[Criterion]) -> list[list[Criterion]]:
    """Alternatives together, each other criterion alone, in order."""
    groups: dict[object, list[Criterion]] = {}
    for place, criterion in enumerate(criteria):
        groups.setdefault(criterion.group or place, []).append(criterion)
    return list(groups.values())


def binding_groups(eligibility: Eligibility) -> list[list[Criterion]]:
    """The groups of required criteria that can say NO: without those whose other half is text."""
    groups = _groups(c for c in eligibility.criteria if _counts(c))
    return [group for group in groups if not _is_half(group)]


def _is_half(group: Sequence[Criterion]) -> bool:
    """A letter that stands alone: its alternative is in `rest`, so it shuts nobody out."""
    return len(group) == 1 and group[0].group is not None


def truth_of_group(group: Sequence[Criterion], person: Circumstances) -> Truth:
    """What the person is to one group: one of its criteria is enough."""
    truth = any_of(truth_for(criterion, person) for criterion in group)
    return Truth.UNKNOWN if truth is Truth.FALSE and _is_half(group) else truth


def truth_for(criterion: Criterion, person: Circumstances) -> Truth:
    """What the person is to the criterion, with its polarity, subject and confidence."""
    truth = _of_subject(criterion, person)
    if criterion.polarity is Polarity.EXCLUDE:
        truth = negated(truth)
    return truth if is_sure(criterion) or truth is not Truth.FALSE else Truth.UNKNOWN


def is_sure(criterion: Criterion) -> bool:
    """May it say NO: the provider's own word, or read without doubt?"""
    is_asserted = criterion.provenance is Provenance.ASSERTED
    return is_asserted or criterion.confidence >= LEAST_CONFIDENCE


def _of_subject(criterion: Criterion, person: Circumstances) -> Truth:
    if criterion.subject is Subject.APPLICANT:
        return fact_of(criterion, person)
    members = (person, *person.household)
    truth = any_of(fact_of(criterion, member) for member in members)
    is_settled = truth is not Truth.FALSE or person.household_is_whole
    return truth if is_settled else Truth.UNKNOWN


def _why(
    eligibility: Eligibility, unsettled: list[Criterion], missing: tuple[str, ...]
) -> tuple[Why, ...]:
    if not eligibility.says_something:
        return (Why.NOTHING_STATED,)
    why = [Why.FACTS_MISSING] if missing else []
    if eligibility.rest or any(_is_text_only(criterion) for criterion in unsettled):
        why.append(Why.TEXT_ONLY)
    return tuple(why) or (Why.INCOMPLETE_LIST,)


def _is_text_only(criterion: Criterion) -> bool:
    """No answer of a person settles it here: no number, no resolved area, no table."""
    if criterion.dimension is Dimension.RESIDENCY:
        return not criterion.area_ids
    no_table = (IncomeUnit.UNQUANTIFIED, IncomeUnit.PCT_AMI, IncomeUnit.PCT_SMI)
    return criterion.dimension is Dimension.INCOME and criterion.unit in no_table


def _missing(unsettled: Iterable[Criterion], person: Circumstances) -> tuple[str, ...]:
    names = dict.fromkeys(
        name
        for criterion in unsettled
        if not _is_text_only(criterion)
        for name in _asked_by(criterion)
        if not _is_told(name, person)
    )
    return tuple(names)


def _asked_by(criterion: Criterion) -> tuple[str, ...]:
    code = criterion.value or ""
    names = {
        Dimension.AGE: ("age",),
        Dimension.INCOME: ("income_usd_month", "household_size")
        if criterion.unit is IncomeUnit.PCT_FPL
        else ("income_usd_month",),
        Dimension.GENDER: ("gender",),
        Dimension.POPULATION: (f"is_{code}",),
        Dimension.RESIDENCY: ("near",),
        Dimension.INSURANCE: ("has_insurance",)
        if code in ("uninsured", "any")
        else (f"has_{code}",),
    }
    return names.get(criterion.dimension, ())


def _is_told(name: str, person: Circumstances) -> bool:
    if name.startswith("is_"):
        return name.removeprefix("is_") in person.is_
    if name.startswith("has_"):
        return name.removeprefix("has_") in person.has
    return getattr(person, "area_ids" if name == "near" else name) is not None


def questions(evaluations: Iterable[Evaluation], limit: int = MAX_QUESTIONS) -> list[str]:
    """The circumstances whose answers would settle most of these, most first; ties by name."""
    counts = Counter(name for evaluation in evaluations for name in evaluation.ask_next)
    return [name for name, _ in sorted(counts.items(), key=lambda pair: (-pair[1], pair[0]))][
        :limit
    ]


def asserted(criterion: Criterion) -> Criterion:
    """The criterion as the provider's own word, once somebody confirmed it."""
    return replace(criterion, provenance=Provenance.ASSERTED, confidence=1.0)
