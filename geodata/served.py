"""Whom a service is for by place, and whether that takes in a place: yes, no, or unknown."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from geodata.places import Area

EVERYWHERE = Area("world", "world", "everywhere")

MOST_NAMED = 3


class Unresolved(StrEnum):
    """Why a piece of text is no area id here."""

    WARD = "ward"
    """A ward or district whose polygon has not been imported."""
    QUARTER = "part of a city"
    STREET_BOUNDARY = "street boundary"
    SCHOOL = "school district or school"
    HOUSING = "housing community"
    PART = "part of an area"
    NEARBY = "surroundings without a border"
    FOCUS = "focus, not a limit"
    OWN_COUNTY = "its own county"
    PEOPLE = "who, not where"
    ASK = "to be asked for"
    ABROAD = "abroad"
    UNREAD = "not understood"


class Serves(StrEnum):
    """NO only when it is certain: a search hides nothing else."""

    YES = "yes"
    NO = "no"
    UNKNOWN = "unknown"


@dataclass(frozen=True)
class Verdict:
    value: Serves
    reason: str
    """A sentence for people."""


@dataclass(frozen=True)
class Unread:
    """A piece of a text that names no area we have."""

    text: str
    kind: Unresolved


@dataclass(frozen=True)
class ServedAreas:
    """What a text says of where a service is for. Nothing in any field: it says nothing."""

    text: str
    areas: frozenset[Area] = frozenset()
    excluded: frozenset[Area] = frozenset()
    unresolved: tuple[Unread, ...] = ()

    @property
    def is_silent(self) -> bool:
        return not (self.areas or self.excluded or self.unresolved)

    def __or__(self, other: ServedAreas) -> ServedAreas:
        """Both texts of one service."""
        return ServedAreas(
            "; ".join(filter(None, (self.text, other.text))), self.areas | other.areas,
            self.excluded | other.excluded, self.unresolved + other.unresolved,
        )  # fmt: skip


@dataclass(frozen=True)
class Parts:
    """What lies in what, beyond what ids tell (a county's first two digits are its state).

    Handed in, so that `serves` needs no tables: `Gazetteer.parts()`.
    """

    states_of: Mapping[str, frozenset[str]]
    """Area key -> FIPS of its states, for ZIP codes, places and regions."""
    successors: Mapping[str, Sequence[str]]
    """Former county -> counties of today that hold parts of it."""


NO_PARTS = Parts({}, {})


def serves(served: ServedAreas, place: Sequence[Area], parts: Parts = NO_PARTS) -> Verdict:
    """Whether a service for these areas takes in a place in those: `Place.areas` or `areas_of`."""
    if served.is_silent:
        return Verdict(Serves.UNKNOWN, "It does not say which area it serves.")
    shut_out = _best(_against(area, place, parts) for area in served.excluded)
    if shut_out[0] is Serves.YES:
        return Verdict(Serves.NO, f"It serves everywhere but {_listed([shut_out[1]])}.")
    value, area = _best(_against(area, place, parts) for area in served.areas)
    if value is Serves.YES and shut_out[0] is not Serves.UNKNOWN:
        return Verdict(Serves.YES, f"It serves {_listed([area])}.")
    if value is Serves.NO and not served.unresolved and served.areas:
        return Verdict(Serves.NO, f"It serves only {_listed(served.areas)}.")
    return Verdict(Serves.UNKNOWN, _doubt(served))


def _best(answers: Iterable[tuple[Serves, Area]]) -> tuple[Serves, Area]:
    """One YES is enough; then one UNKNOWN. NO when there is nothing."""
    best = (Serves.NO, EVERYWHERE)
    for answer in answers:
        if answer[0] is Serves.YES:
            return answer
        best = answer if answer[0] is Serves.UNKNOWN else best
    return best


def _against(area: Area, place: Sequence[Area], parts: Parts) -> tuple[Serves, Area]:
    """Whether the place lies in the area: by the same id, else by whether both can be together."""
    if area.kind == EVERYWHERE.kind:
        return Serves.YES, area
    same = [other for other in place if other.kind == area.kind]
    if any(o.area_id == area.area_id and not o.is_approximate for o in same):
        return Serves.YES, area
    is_settled = any(not o.is_approximate for o in same) and area.kind not in OVERLAPPING
    is_elsewhere = is_settled or _is_far(area, place, parts)
    if area.area_id in parts.successors and area.kind == "county":
        is_elsewhere = _is_successor_elsewhere(area, same, parts)
    return (Serves.NO if is_elsewhere else Serves.UNKNOWN), area


OVERLAPPING = frozenset({"place", "region"})
"""Kinds of which a point may be in one without our telling: no polygons. Of every other kind, an
operator's own too, a place that is in one has been asked about all."""


def _is_far(area: Area, place: Sequence[Area], parts: Parts) -> bool:
    """The area lies in a state or county that the place is not in."""
    states = {o.area_id for o in place if o.kind == "state"}
    is_county = area.kind == "county"
    own = {area.area_id[:2]} if is_county else parts.states_of.get(area.key, frozenset())
    if area.kind == "country":
        return any(o.kind == "country" and o.area_id != area.area_id for o in place)
    return bool(states) and bool(own) and not own & states


def _is_successor_elsewhere(area: Area, same: Sequence[Area], parts: Parts) -> bool:
    now = set(parts.successors[area.area_id])
    return bool(same) and not any(o.area_id in now for o in same)


def _doubt(served: ServedAreas) -> str:
    texts = list(dict.fromkeys(unread.text for unread in served.unresolved))
    if texts:
        return f'It says whom it serves as "{"; ".join(texts[:MOST_NAMED])}": ask before you go.'
    return f"It serves {_listed(served.areas or served.excluded)}: ask whether that is you."


def _listed(areas: Iterable[Area]) -> str:
    """At most three names, regions before the counties they stand for."""
    kinds = {area.kind for area in areas}
    told = sorted(area.name for area in areas if not ("region" in kinds and area.kind == "county"))
    more = f" and {len(told) - MOST_NAMED} more" if len(told) > MOST_NAMED else ""
    return ", ".join(told[:MOST_NAMED]) + more
