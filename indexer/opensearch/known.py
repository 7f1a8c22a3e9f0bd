"""What a request must know of the index before it can be made: its time zones, and the groups of
requirements that its listings have."""

from __future__ import annotations

from dataclasses import dataclass, field
from time import monotonic

from indexer.opensearch.dsl import Json
from indexer.requirements import Group, read_group

KEPT_S = 60.0
"""How late it is noticed that another process has brought a listing with a new group: until then
the group hides nobody."""

MOST_GROUPS = 60_000
"""A server answers with at most 65,535 values."""
MOST_ZONES = 600
"""There are no more in the world."""


@dataclass(frozen=True)
class Known:
    zones: tuple[str, ...] = ()
    groups: tuple[Group, ...] = ()


NOTHING = Known()


def known_body() -> Json:
    """The request for it."""
    return {
        "size": 0,
        "track_total_hits": False,
        "aggs": {
            "zones": {"terms": {"field": "week_zone", "size": MOST_ZONES}},
            "groups": {"terms": {"field": "asks", "size": MOST_GROUPS}},
        },
    }


def known_of(answer: Json) -> Known:
    found = answer["aggregations"]
    zones, groups = ([b["key"] for b in found[name]["buckets"]] for name in ("zones", "groups"))
    return Known(tuple(zones), tuple(map(read_group, groups)))


@dataclass
class KnownForAWhile:
    """For any number of threads."""

    _kept: Known | None = None
    _until: float = field(default=0.0)

    def get(self) -> Known | None:
        """None when it must be asked anew."""
        return self._kept if monotonic() < self._until else None

    def put(self, known: Known) -> Known:
        self._until = monotonic() + KEPT_S
        self._kept = known
        return known

    def forget(self) -> None:
        self._kept, self._until = None, 0.0
