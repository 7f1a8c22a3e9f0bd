"""Locations without a good point are asked for at a geocoder; what agrees becomes their point.

A confidential or withheld location is never asked for, nor an address that is none.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from directory.entities import Entity, JsonDocument
from directory.evidence import EntityType
from directory.listing import Visibility
from directory.privacy import is_confidential
from directory.store import Store
from directory.store.geocodes import StoredGeocodes, coarse_locations
from geodata.geocoding import (
    FINENESS,
    Agreement,
    Answer,
    AskedAddress,
    Candidate,
    Geocoder,
    GeocodingRun,
)
from geodata.surroundings import Surroundings

ASK_AGAIN_AFTER = timedelta(days=180)
"""Maps are mended by then; until then the answer stays what it was."""

LOCATIONS_AT_ONCE = 200

Progress = Callable[[int, int | None], None]


@dataclass(frozen=True)
class GeocodeReport:
    """What a run did."""

    due: int
    """Public locations without a good point that have an address to ask for."""
    counts: Counter[str]
    """By agreement ("accepted", "suggested", "nothing"), and "not asked"."""
    asked: int
    """Questions that went out; the rest was known."""
    is_stopped: bool
    """The budget was spent, or the geocoder did not answer."""


@dataclass(frozen=True)
class Pace:
    """How a run may ask. `sleep` in seconds, `clock` in seconds that only grow."""

    budget: int
    sleep: Callable[[float], None]
    clock: Callable[[], float]


def geocode_due(
    store: Store,
    geocoder: Geocoder,
    around: Surroundings,
    pace: Pace,
    *,
    now: datetime,
    progress: Progress = lambda done, total: None,
) -> GeocodeReport:
    """Asks for every location that is due; writes each point as its answer comes."""
    due = list(_due(store))
    cache = StoredGeocodes(store.database, now=now, since=now - ASK_AGAIN_AFTER)
    run = GeocodingRun(geocoder, cache, around, pace.budget, pace.sleep, pace.clock)
    counts: Counter[str] = Counter()
    answers = run.answers(address for _, address in due)
    for done, ((location_id, address), (_, answer)) in enumerate(
        zip(due, answers, strict=True), start=1
    ):
        counts[answer.agreement.value if answer else "not asked"] += 1
        if answer and answer.agreement is Agreement.ACCEPTED and answer.candidate:
            _place(store, location_id, address, answer, actor=f"geocode:{geocoder.name}", now=now)
        progress(done, len(due))
    return GeocodeReport(len(due), counts, run.asked, run.is_stopped)


def asked_address(entity: Entity) -> AskedAddress | None:
    """What may be asked about a location; None when it has no address, or one not to be told."""
    if entity.visibility is not Visibility.PUBLIC:
        return None
    addresses = entity.document.get("addresses") or []
    physical = [a for a in addresses if a.get("address_type") != "postal"] or addresses
    for address in physical:
        parts = [str(address.get(name) or "") for name in ADDRESS_PARTS]
        if any(map(is_confidential, parts)):
            return None
        asked = AskedAddress(*parts)
        if asked.may_be_asked:
            return asked
    return None


ADDRESS_PARTS = ("address_1", "city", "state_province", "postal_code", "country")


def _due(store: Store) -> Iterator[tuple[str, AskedAddress]]:
    with store.reading() as view:
        ids = coarse_locations(view.connection)
    for start in range(0, len(ids), LOCATIONS_AT_ONCE):
        for location_id, entity in _read(store, ids[start : start + LOCATIONS_AT_ONCE]).items():
            asked = asked_address(entity)
            if asked:
                yield location_id, asked


def _read(store: Store, ids: list[str]) -> dict[str, Entity]:
    from directory.store.documents import read_entities

    with store.reading() as view:
        return read_entities(view.connection, EntityType.LOCATION, ids)


def _place(
    store: Store, location_id: str, asked: AskedAddress, answer: Answer, *, actor: str,
    now: datetime,
) -> None:  # fmt: skip
    """Writes the point, unless the location changed while the geocoder was asked."""
    with store.transaction(actor=actor, now=now) as tx:
        before = tx.entities(EntityType.LOCATION, [location_id]).get(location_id)
        if before is None or answer.candidate is None or asked_address(before) != asked:
            return
        if FINENESS.index(answer.candidate.precision) < FINENESS.index(before.precision):
            tx.write([(before, _with_point(before, answer.candidate))])


def _with_point(entity: Entity, found: Candidate) -> Entity:
    document: JsonDocument = entity.document | {
        "latitude": found.point.lat, "longitude": found.point.lon,
    }  # fmt: skip
    return replace(entity, document=document, precision=found.precision)
