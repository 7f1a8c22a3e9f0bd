"""Points of imported locations: judged when all rows are read, the source's word kept beside."""

from __future__ import annotations

import csv
from pathlib import Path
from typing import Any

import pytest

from directory.entities import Entity
from directory.evidence import EntityType
from directory.hsds.reading import read_directory
from directory.hsds.statements import Reading
from geodata.shapes import Precision

ADDRESS = {"address_1": "1420 Columbia Rd NW", "city": "Washington", "state_province": "DC",
           "postal_code": "20009", "country": "US"}  # fmt: skip


def reading_of(folder: Path, *rows: dict[str, Any]) -> Reading:
    """A directory in HSDS CSV, with a location and its address for each row."""
    places = [{"id": f"l{n}", "name": f"Hall {n}", "latitude": row.pop("lat"),
               "longitude": row.pop("lon")} for n, row in enumerate(rows)]  # fmt: skip
    addresses = [{"id": f"a{n}", "location_id": f"l{n}", **ADDRESS, **row}
                 for n, row in enumerate(rows)]  # fmt: skip
    write(folder / "organizations.csv", [{"id": "o", "name": "Bread House", "description": "x"}])
    write(folder / "services.csv", [{"id": "s", "organization_id": "o", "name": "Pantry",
                                     "status": "active"}])  # fmt: skip
    write(folder / "locations.csv", places)
    write(folder / "addresses.csv", addresses)
    return read_directory(folder)


def write(path: Path, rows: list[dict[str, Any]]) -> None:
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, list(rows[0]))
        writer.writeheader()
        writer.writerows(rows)


def locations(reading: Reading) -> list[Entity]:
    return [stated.entity for stated in reading.stated[EntityType.LOCATION].values()]


def at(entity: Entity) -> tuple[Any, Any, Precision]:
    document = entity.document
    return document.get("latitude"), document.get("longitude"), entity.precision


@pytest.mark.parametrize(
    ("lat", "lon", "point", "kept"),
    [
        ("38.92361", "-77.03402", (38.92361, -77.03402, Precision.ROOFTOP), None),
        ("0", "0", (38.9202, -77.0375, Precision.ZIP), "0.0, 0.0"),
        ("", "", (38.9202, -77.0375, Precision.ZIP), None),
        ("-77.03402", "38.92361", (38.92361, -77.03402, Precision.ROOFTOP), "-77.03402, 38.92361"),
        ("40.7485676", "-73.99104", (38.9202, -77.0375, Precision.ZIP), "40.7485676, -73.99104"),
        ("somewhere", "else", (38.9202, -77.0375, Precision.ZIP), None),
    ],
)
def test_the_point_to_use_and_the_sources_word(
    tmp_path: Path, lat: str, lon: str, point: tuple[Any, ...], kept: str | None
) -> None:
    (found,) = locations(reading_of(tmp_path, {"lat": lat, "lon": lon}))
    words = {a["link_type"]: a["value"] for a in found.document.get("attributes", ())}
    assert at(found) == point
    assert words.get("stated_point") == kept
    assert ("point_of" in words) is (point[2] is Precision.ZIP)


def test_metres_of_a_map_are_converted(tmp_path: Path) -> None:
    (found,) = locations(reading_of(tmp_path, {"lat": "4710733.83", "lon": "-8575385.65"}))
    lat, lon, precision = at(found)
    assert (round(lat, 4), round(lon, 4), precision) == (38.9236, -77.034, Precision.ROOFTOP)


def test_three_addresses_on_one_point_are_at_a_zip_code(tmp_path: Path) -> None:
    streets = ("12 Elm St NW", "13 Oak St NW", "14 Ash St NW")
    reading = reading_of(
        tmp_path, *({"lat": "38.9236", "lon": "-77.0340", "address_1": s} for s in streets)
    )
    assert {at(found)[2] for found in locations(reading)} == {Precision.ZIP}
    assert any(warning.startswith("3 points") for warning in reading.warnings())


def test_a_confidential_location_gets_no_point(tmp_path: Path) -> None:
    reading = reading_of(tmp_path, {"lat": "38.9236", "lon": "-77.034",
                                    "address_1": "Confidential"})  # fmt: skip
    (found,) = locations(reading)
    assert at(found) == (None, None, Precision.NONE)


def test_an_address_abroad_is_not_moved_to_america(tmp_path: Path) -> None:
    (found,) = locations(reading_of(
        tmp_path, {"lat": "52.5219", "lon": "13.4132", "city": "Berlin", "state_province": "",
                   "postal_code": "10178", "country": "DE"},
    ))  # fmt: skip
    assert at(found)[:2] == (52.5219, 13.4132)
