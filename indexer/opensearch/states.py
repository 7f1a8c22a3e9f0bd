"""Open, closed or not known; yes, no or not known: as filters. Pure.

A listing has its week as ranges of quarter hours and its time zone, and its requirements as one
value for each group; what they say of a time or a person is worked out before the request is made.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Any

from directory.eligibility import Circumstances
from indexer.document import SearchDocument
from indexer.groups import NO, YES, codes_of_groups
from indexer.hours import AskedTime, asked_time
from indexer.opensearch.dsl import Json, all_of, any_of, nothing_of
from indexer.opensearch.known import Known
from indexer.query import SearchQuery
from indexer.requirements import group_text, groups_text, read_groups
from indexer.weeks import read_week, runs_of, week_text

OPEN, ELIGIBILITY = "open", "eligibility"
"""Names of the facets."""

NONE: Json = {"match_none": {}}

PROPERTIES: dict[str, dict[str, Any]] = {
    "week_zone": {"type": "keyword", "norms": False},  # IANA name; absent: not known
    "week_open": {"type": "integer_range"},  # quarter hours that are open every week
    "week_may": {"type": "integer_range"},  # those, and those that may be
    "week_sure": {"type": "boolean"},  # false: closed in parts of the year
    "asks": {"type": "keyword", "norms": False, "ignore_above": 8_000},  # groups of requirements
    "asks_whole": {"type": "boolean"},  # the list is said to be whole
}  # fmt: skip


def states_source(document: SearchDocument) -> dict[str, Any]:
    """What is stored of a document, by the names of PROPERTIES."""
    week, zone = read_week(week_text(document.hours))
    is_whole, groups = read_groups(groups_text(document.eligibility))
    source: dict[str, Any] = {
        "week_open": _ranges(week.open),
        "week_may": _ranges(week.open | week.maybe),
        "week_sure": not week.needs_evaluation,
        "asks": [group_text(group) for group in groups],
        "asks_whole": is_whole,
    }
    return source | ({"week_zone": zone} if zone else {})


def _ranges(mask: int) -> list[dict[str, int]]:
    return [{"gte": first, "lte": last} for first, last in runs_of(mask)]


def states_of(query: SearchQuery, now_s: float, known: Known) -> dict[str, dict[str, Json]]:
    """For each of the two facets that can be told, each state as a filter, the best first."""
    asked = asked_time(query.open, datetime.fromtimestamp(now_s, UTC))
    states = {OPEN: _openness(asked, known.zones)}
    if query.about is not None:
        states[ELIGIBILITY] = _answers(query.about, known)
    return states


def filters_of(query: SearchQuery, states: dict[str, dict[str, Json]]) -> dict[str, Json]:
    """The two filters, as far as they are in force."""
    filters = {}
    if query.open is not None:
        filters[OPEN] = nothing_of(states[OPEN]["closed"])
    if query.about is not None and not query.for_others:
        answers = states[ELIGIBILITY]
        filters[ELIGIBILITY] = answers["yes"] if query.strict else nothing_of(answers["no"])
    return filters


def _three(sure: Json, may: Json, names: Sequence[str]) -> dict[str, Json]:
    best, unknown, worst = names
    return {best: sure, unknown: all_of([may, nothing_of(sure)]), worst: nothing_of(may)}


# ---------------------------------------------------------------------- hours


def _openness(asked: AskedTime, zones: Sequence[str]) -> dict[str, Json]:
    names = ("open", "unknown", "closed")
    if asked.at is None:
        sure = all_of([is_true("week_sure"), _touching("week_open", asked.mask)])
        return _three(sure, _touching("week_may", asked.mask), names)
    sure_parts, may_parts = [], []
    for (slot, is_holiday), own in _by_slot(asked, zones).items():
        there: Json = {"terms": {"week_zone": own}}
        may_parts.append(all_of([there, {"term": {"week_may": slot}}]))
        if not is_holiday:
            is_open: Json = {"term": {"week_open": slot}}
            sure_parts.append(all_of([there, is_open, is_true("week_sure")]))
    # Without a zone that is known here it may be any time there.
    nowhere = nothing_of({"terms": {"week_zone": list(zones)}})
    may_parts.append(all_of([nowhere, {"exists": {"field": "week_may"}}]))
    return _three(any_of(sure_parts) if sure_parts else NONE, any_of(may_parts), names)


def _by_slot(asked: AskedTime, zones: Sequence[str]) -> dict[tuple[int, bool], list[str]]:
    """Zones in which it is the same quarter hour, and both or neither have a holiday."""
    found = defaultdict(list)
    for zone in zones:
        found[asked.slot_in(zone), asked.is_holiday_in(zone)].append(zone)
    return found


def _touching(name: str, mask: int) -> Json:
    return any_of([{"range": {name: {"gte": a, "lte": b}}} for a, b in runs_of(mask)])


def is_true(name: str) -> Json:
    """That it is true."""
    return {"term": {name: True}}


# ---------------------------------------------------------------------- requirements


def _answers(person: Circumstances, known: Known) -> dict[str, Json]:
    """A listing is out by one group that is not met, and in when no group is open."""
    codes = list(zip(known.groups, codes_of_groups(known.groups, person), strict=True))
    out = [group_text(group) for group, code in codes if code == NO]
    not_met = [group_text(group) for group, code in codes if code != YES]
    sure = all_of([is_true("asks_whole"), nothing_of({"terms": {"asks": not_met}})])
    return _three(sure, nothing_of({"terms": {"asks": out}}), ("yes", "unknown", "no"))
