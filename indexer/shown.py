"""What an index keeps of a listing to show it, and the hit made of it: the same on every engine."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from directory.belief import BeliefState
from directory.eligibility import Circumstances
from geodata.served import Verdict
from indexer.document import SearchDocument
from indexer.freshness import freshness_of
from indexer.hours import kept_hours, moment_of, state_of
from indexer.requirements import answer_for, asked_by, kept_eligibility
from indexer.result import Hit, More

Shown = list[Any]
"""The JSON array of `shown_of`."""


def shown_of(document: SearchDocument) -> str:
    """JSON array of what a hit shows, in the order in which `hit_of` reads it."""
    shown: Shown = [
        document.listing_id,
        document.name,
        document.organization,
        dict(document.source_ids),
        document.summary,
        document.address,
        document.precision.value,
        document.phone,
        _kept_belief(document.belief),
        kept_hours(document.hours),
        kept_eligibility(document.eligibility),
    ]
    return json.dumps(shown, ensure_ascii=False, separators=(",", ":"))


@dataclass(frozen=True)
class Ranked:
    """What a search found out about a listing."""

    score: float
    distance_miles: float | None
    why: tuple[str, ...]
    more: More
    serves: Verdict | None = None
    """Whether it serves the place that was asked for; None: no place was."""


@dataclass(frozen=True)
class Asking:
    """For whom and when a page is made."""

    now: datetime
    open: str | None = None
    """The value of the filter `open`."""
    about: Circumstances | None = None
    """What the person told; None: nothing."""


def hit_of(shown: Shown, ranked: Ranked, asking: Asking) -> Hit:
    """The hit of a listing."""
    listing_id, name, organization, source_ids, summary, address, precision, phone = shown[:8]
    belief, hours, eligibility = shown[8:]
    return Hit(
        listing_id=listing_id,
        name=name,
        organization=organization,
        source_ids=source_ids,
        summary=summary,
        address=address,
        point_precision=precision,
        distance_miles=ranked.distance_miles,
        freshness=freshness_of(_belief_of(belief), asking.now),
        why=ranked.why,
        score=ranked.score,
        more=ranked.more,
        phone=phone,
        open=state_of(hours, moment_of(asking.open, asking.now, hours)),
        eligibility=answer_for(eligibility, asking.about) if asking.about else None,
        asks=asked_by(eligibility),
        **_serves(ranked.serves),
    )


def _serves(verdict: Verdict | None) -> dict[str, Any]:
    """The property of the hit; its default says that nothing is known."""
    if verdict is None:
        return {}
    return {"serves": {"value": verdict.value.value, "reason": verdict.reason}}


def _kept_belief(belief: BeliefState | None) -> list[Any] | None:
    """The state as a list, times in seconds since 1970."""
    if belief is None:
        return None
    return [
        belief.anchored_at.timestamp(),
        belief.checked_at.timestamp() if belief.checked_at else None,
        belief.checked_by,
        belief.change_rate,
        belief.silent_rate,
        belief.anchor_doubt,
        belief.signal_doubt,
        belief.signals,
    ]


def _belief_of(kept: list[Any] | None) -> BeliefState | None:
    if kept is None:
        return None
    anchored_at, checked_at, *rest = kept
    return BeliefState(
        datetime.fromtimestamp(anchored_at, UTC),
        None if checked_at is None else datetime.fromtimestamp(checked_at, UTC),
        *rest,
    )
