"""Openings as plain rules, and what happens to them when a text takes something away."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from directory.hours.days import WEEK
from directory.hours.seasons import Season

POSITIONS = (1, 2, 3, 4, 5)
DAY_MIN = 24 * 60


@dataclass(frozen=True, slots=True)
class Rule:
    """One opening on one weekday."""

    day: str
    opens: int
    """Minutes after midnight."""
    closes: int
    """Later than `opens`; beyond 1440 on the next day."""
    nth: int = 0
    """Only this one of the month; -1 the last; 0 all."""
    interval: int = 1
    label: str = ""
    season: Season | None = None
    is_appointment: bool = False


@dataclass(frozen=True, slots=True)
class Removal:
    """What a text takes away from openings."""

    days: tuple[str, ...] = WEEK
    nths: tuple[int, ...] = ()
    opens: int = 0
    closes: int = DAY_MIN


def without(rules: Iterable[Rule], removal: Removal) -> list[Rule]:
    """The rules less what is removed. Nth weekdays are split off: "closed the 3rd Tuesday 1-5"."""
    left: list[Rule] = []
    for rule in rules:
        if rule.day not in removal.days:
            left.append(rule)
        elif not removal.nths:
            left.extend(_cut(rule, removal))
        else:
            left.extend(_cut_nths(rule, removal))
    return left


def overlaps(rule: Rule, removal: Removal) -> bool:
    """Would the removal take anything from the rule?"""
    if rule.day not in removal.days:
        return False
    return rule.opens < removal.closes and removal.opens < rule.closes


def _cut(rule: Rule, removal: Removal) -> list[Rule]:
    if not overlaps(rule, removal):
        return [rule]
    if removal.opens == 0 and removal.closes >= DAY_MIN:  # the night belongs to the day it began
        return []
    pieces = ((rule.opens, removal.opens), (removal.closes, rule.closes))
    return [replace(rule, opens=a, closes=b) for a, b in pieces if a < b]


def _cut_nths(rule: Rule, removal: Removal) -> list[Rule]:
    if rule.nth:
        return _cut(rule, removal) if rule.nth in removal.nths else [rule]
    # The last of the month is the 4th or the 5th, so "all but the last" counts from the end.
    sign = -1 if min(removal.nths) < 0 else 1
    kept = [sign * n for n in POSITIONS if sign * n not in removal.nths]
    split = [replace(rule, nth=nth) for nth in kept]
    for nth in removal.nths:
        split.extend(_cut(replace(rule, nth=nth), removal))
    return split


def merged(rules: Sequence[Rule]) -> list[Rule]:
    """The same openings with overlaps and repetitions joined, in the order of the week."""
    found: list[Rule] = []
    for rule in sorted(rules, key=_order):
        last = found[-1] if found else None
        if last and _is_same_kind(last, rule) and rule.opens <= last.closes:
            found[-1] = replace(last, closes=max(last.closes, rule.closes))
        else:
            found.append(rule)
    return found


def _order(rule: Rule) -> tuple[object, ...]:
    season = rule.season.name if rule.season else ""
    kind = (rule.label, season, rule.is_appointment, rule.nth, rule.interval)
    return (*kind, WEEK.index(rule.day), rule.opens, rule.closes)


def _is_same_kind(a: Rule, b: Rule) -> bool:
    return replace(a, opens=0, closes=0) == replace(b, opens=0, closes=0)
