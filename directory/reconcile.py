"""Reconcile: what the record holds and what a source says now become the next revision. Pure.

The one place that decides which of two statements holds. The rules, in order:

1. What the record does not know is created.
2. A statement older than the newest that it would change overwrites nothing.
3. What the source said before and says again changes nothing, whatever others made of it since.
4. Where the source changed its mind, the new value is taken, unless somebody verified the field or
   put another value there: then it becomes a suggestion beside the value that stands.
5. Absence changes nothing, except of properties that the statement speaks of (`Stated.speaks_of`).

Children (phones, schedules, addresses ...) are compared by what they say, not by id or order, and
keep the id under which the record knows them.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum
from typing import Any

from directory.entities import Entity, JsonDocument, comparable
from directory.evidence import Field
from directory.fields import field_of_path
from directory.hsds.statements import Stated
from directory.listing import Visibility

POINT = ("latitude", "longitude")
PLACES = "service_at_locations"
LATER_WINS = ("assured_date", "last_modified")
"""Dates of the source's own checks and edits: never moved back, never worth a suggestion."""

_PRIVACY = (Visibility.PUBLIC, Visibility.ADDRESS_WITHHELD, Visibility.WITHHELD)


class Verdict(StrEnum):
    CREATED = "created"
    UPDATED = "updated"
    UNCHANGED = "unchanged"
    OLDER = "older"
    """The record has newer facts; nothing was taken."""


@dataclass(frozen=True)
class Known:
    """What the record knows about an entity."""

    entity: Entity
    said: JsonDocument | None = None
    """What this source said last, else what the source of the entity did; None: nobody did."""
    said_on: date | None = None
    """When it said so."""
    verified: frozenset[str] = frozenset()
    """Values of `evidence.Field` that somebody verified."""


@dataclass(frozen=True)
class Proposal:
    """A value that the source says and the record does not take."""

    field_path: str
    current: Any
    suggested: Any
    reason: str


@dataclass(frozen=True)
class Decision:
    verdict: Verdict
    entity: Entity
    """What the record shall hold."""
    proposals: tuple[Proposal, ...] = ()


def reconcile(known: Known | None, stated: Stated, as_of: date) -> Decision:
    """What becomes of an entity when a source says this of it, as of that day."""
    if known is None:
        return Decision(Verdict.CREATED, stated.entity)
    if known.said_on is not None and known.said_on > as_of:
        return Decision(Verdict.OLDER, known.entity)
    merge = _Merge(known, stated)
    document = merge.merged()
    entity = _with_facts_of(stated.entity, known.entity, document)
    verdict = Verdict.UNCHANGED if entity == known.entity else Verdict.UPDATED
    return Decision(verdict, entity, tuple(merge.proposals))


def _with_facts_of(stated: Entity, current: Entity, document: JsonDocument) -> Entity:
    is_same_source = stated.source == current.source
    visibility = (
        stated.visibility
        if is_same_source
        else max(stated.visibility, current.visibility, key=_PRIVACY.index)
    )
    has_its_point = all(document.get(name) == stated.document.get(name) for name in POINT)
    return replace(
        current,
        document=document,
        visibility=visibility,
        precision=stated.precision if has_its_point else current.precision,
    )


class _Merge:
    """Three documents become one: what was said, what is said, what the record holds."""

    def __init__(self, known: Known, stated: Stated) -> None:
        self.known = known
        self.stated = stated
        self.proposals: list[Proposal] = []

    def merged(self) -> JsonDocument:
        """The document to hold; the very same when nothing changes."""
        current = self.known.entity.document
        said = self.known.said if self.known.said is not None else current
        return self._merged(current, said, self.stated.entity.document, "")

    def _merged(
        self, current: JsonDocument, said: JsonDocument, new: JsonDocument, path: str
    ) -> JsonDocument:
        document = dict(current)
        for name in dict.fromkeys((*new, *said)):
            if not self._is_said(name, new, path):
                continue
            before, after = said.get(name), new.get(name)
            if name == PLACES:
                value: Any = self._places(current.get(name, []), before or [], after or [])
            else:
                value = self._value(current.get(name), before, after, f"{path}{name}")
            if value in (None, "", [], {}):
                document.pop(name, None)
            else:
                document[name] = value
        return document

    def _is_said(self, name: str, new: JsonDocument, path: str) -> bool:
        if name == "id" or (path and name.endswith("_id")):
            return False  # a place is matched by location; its other ids are the record's own
        return name in new or (PLACES if path else name) in self.stated.speaks_of

    def _value(self, current: Any, said: Any, new: Any, path: str) -> Any:
        if says(new) in (says(said), says(current)):
            return current
        if path in LATER_WINS:
            return max(str(current or ""), str(new or "")) or None
        reason = self._reason_to_keep(current, said, path)
        if reason is None:
            return with_known_ids(current, new)
        self.proposals.append(Proposal(path, current, new, reason))
        return current

    def _reason_to_keep(self, current: Any, said: Any, path: str) -> str | None:
        field = Field.ADDRESS.value if path in POINT else None
        field = field or field_of_path(self.stated.entity.entity_type.value, path)
        if field in self.known.verified:
            return "the value that stands was verified"
        if says(current) != says(said):
            return "the value that stands was put there by somebody else"
        return None

    def _places(
        self, current: list[JsonDocument], said: list[JsonDocument], new: list[JsonDocument]
    ) -> list[JsonDocument]:
        """Where a service is given, matched by location."""
        said_at, new_at = _by_place(said), _by_place(new)
        may_drop = PLACES in self.stated.speaks_of
        found = []
        for number, (place, at) in enumerate(_by_place(current).items()):
            if place in new_at:
                base = said_at.get(place, at)
                path = f"{PLACES}[{number}]."
                found.append(self._merged(at, base, new_at[place], path))
            elif place not in said_at or not may_drop:
                found.append(at)
        known = _by_place(current).keys() | said_at.keys()
        return found + [at for place, at in new_at.items() if place not in known]


def _by_place(places: list[JsonDocument]) -> dict[str, JsonDocument]:
    return {at.get("location_id") or at.get("id", ""): at for at in places}


def says(value: Any) -> Any:
    """What a value says: without ids, and without the order of children, which exports shuffle."""
    bare = comparable(value)
    return sorted(map(repr, bare)) if isinstance(bare, list) else bare


def with_known_ids(current: Any, new: Any) -> Any:
    """The new value, where children that say what a known child says keep the known id."""
    if not isinstance(new, list) or not isinstance(current, list):
        return new
    rest = [child for child in current if isinstance(child, dict)]
    return list(_known_or_new(rest, new))


def _known_or_new(rest: list[JsonDocument], new: list[Any]) -> Iterator[Any]:
    for child in new:
        same = next((old for old in rest if comparable(old) == comparable(child)), None)
        if same is not None:
            rest.remove(same)
        yield child if same is None else same
