"""Where locations are: the one place that judges the points that a source gives.

Each row keeps its numbers until all rows are read, because only then shows what several addresses
share; `judge_points` then decides which point is used and how precise it is.
"""

from __future__ import annotations

from dataclasses import replace
from functools import lru_cache
from typing import Any

from directory.entities import JsonDocument
from directory.evidence import EntityType
from directory.hsds.statements import Reading, Stated
from directory.listing import Visibility
from directory.model import stable_id
from geodata.coordinates import REPAIRED, Basis, JudgedPoint, StatedPoint, Suspicion
from geodata.facts import Facts
from geodata.points import PointJudge
from geodata.shapes import Precision

NO_POINT = "{n} locations have a point that is no number: kept without one"

POINT = ("latitude", "longitude")
STATED_POINT = "stated_point"
"""`link_type` of the attribute that keeps a point of the source that is not used as it stands."""

POINT_OF = "point_of"
"""`link_type` of the attribute that says of what the point is, where the source gave none."""

NOTES = (STATED_POINT, POINT_OF)
PRECISION_OF = {Basis.ZIP_CODE.value: Precision.ZIP, Basis.PLACE.value: Precision.CITY}


def located(document: JsonDocument) -> tuple[JsonDocument, Precision]:
    """The location with its stated point as numbers, or without one. Not judged yet."""
    numbers = [_number(document.get(name)) for name in POINT]
    rest = {key: value for key, value in document.items() if key not in POINT}
    if None in numbers:
        return rest, Precision.NONE
    return rest | dict(zip(POINT, numbers, strict=True)), Precision.STREET


def judge_points(reading: Reading) -> None:
    """Gives every public location the point to use, and remarks on what was wrong with the stated
    one. A confidential location has none, and is not looked at."""
    places = reading.stated[EntityType.LOCATION]
    judged = {k: s for k, s in places.items() if s.entity.visibility is Visibility.PUBLIC}
    rows = [stated_point(stated.entity.document) for stated in judged.values()]
    if not any(row.zip_code or row.city or row.lat is not None for row in rows):
        return
    found = _judge().judge(rows)
    for (key, stated), row, point in zip(judged.items(), rows, found, strict=True):
        places[key] = _with_point(stated, row, point)
        for suspicion in sorted(point.suspicions - {Suspicion.MISSING}):
            reading.remark(_remark(suspicion, point))


@lru_cache
def _judge() -> PointJudge:
    """Opened once: it reads all ZIP codes, and remembers nothing of what it judged."""
    return PointJudge(Facts())


def moved(document: JsonDocument) -> JsonDocument:
    """The location at its new address: with the point of its ZIP code or town, until a geocoder or
    its source knows a better one. The old point and what was noted of it are gone."""
    row = replace(stated_point(document), lat=None, lon=None)
    (judged,) = _judge().judge([row])
    kept = {key: value for key, value in document.items() if key not in (*POINT, "attributes")}
    notes = [a for a in document.get("attributes", ()) if a.get("link_type") not in NOTES]
    notes += _notes(str(document["id"]), row, judged)
    if judged.point is not None:
        kept |= {"latitude": judged.point.lat, "longitude": judged.point.lon}
    return kept | ({"attributes": notes} if notes else {})


def noted_precision(document: JsonDocument) -> Precision | None:
    """How precise the point is, when a note says of what it is; None when none does."""
    words = {a.get("link_type"): a.get("value") for a in document.get("attributes", ())}
    return PRECISION_OF.get(str(words.get(POINT_OF)))


def stated_point(document: JsonDocument) -> StatedPoint:
    """What a location says of where it is: its point, and its physical address."""
    addresses = document.get("addresses") or [{}]
    physical = [a for a in addresses if a.get("address_type") != "postal"] or addresses
    said = {name: str(physical[0].get(name) or "") for name in (
        "address_1", "city", "state_province", "postal_code", "county", "country")}  # fmt: skip
    return StatedPoint(
        document.get("latitude"), document.get("longitude"), said["address_1"], said["city"],
        said["state_province"], said["postal_code"], said["county"], said["country"],
    )  # fmt: skip


def _with_point(stated: Stated, row: StatedPoint, judged: JudgedPoint) -> Stated:
    entity = stated.entity
    document = {key: value for key, value in entity.document.items() if key not in POINT}
    if judged.point is not None:
        document |= {"latitude": judged.point.lat, "longitude": judged.point.lon}
    notes = _notes(entity.entity_id, row, judged)
    if notes:
        document["attributes"] = [*document.get("attributes", ()), *notes]
    speaks_of = stated.speaks_of | {*POINT, "attributes"}
    entity = replace(entity, document=document, precision=judged.precision)
    return replace(stated, entity=entity, speaks_of=speaks_of)


def _notes(location_id: str, row: StatedPoint, judged: JudgedPoint) -> list[JsonDocument]:
    """The source's word where it is not used as it stands; of what the point is, where it is not
    the source's."""
    notes = []
    if judged.suspicions - {Suspicion.MISSING} and judged.basis is not Basis.STATED:
        why = ", ".join(sorted(judged.suspicions))
        notes.append(
            _note(location_id, STATED_POINT, f"{row.lat}, {row.lon}", f"Stated point: {why}")
        )
    if judged.basis in (Basis.ZIP_CODE, Basis.PLACE):
        notes.append(_note(location_id, POINT_OF, judged.basis.value, "The point is that of the"))
    return notes


def _note(location_id: str, link_type: str, value: str, label: str) -> JsonDocument:
    return {
        "id": stable_id("attribute", location_id, link_type), "link_id": location_id,
        "link_entity": "location", "link_type": link_type, "label": label, "value": value,
    }  # fmt: skip


def _remark(suspicion: Suspicion, judged: JudgedPoint) -> str:
    if suspicion in REPAIRED:
        done = "put right"
    elif judged.basis is Basis.STATED:
        done = "used, and said to be about"
    else:
        done = "that of the ZIP code or town is used, or none"
    return f"{{n}} points of locations are {suspicion.value}: {done}"


def _number(value: Any) -> float | None:
    try:
        number = float(value)
    except (TypeError, ValueError):
        return None
    return number if number == number else None  # NaN is no number
