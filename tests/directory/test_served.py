"""Whom a listing is for by place, from what its documents say."""

from __future__ import annotations

import json
from typing import Any

import pytest

from directory.listing import Listing, Visibility
from directory.model import Location, Service, ServiceAtLocation
from directory.served import ServedReader, states_of
from directory.store import Store
from directory.store.geocodes import postal_codes
from geodata.gazetteer import open_gazetteer
from geodata.served import Serves, serves
from tests.factories import location_entity, save

PLACES = open_gazetteer()
DIRECTORY = {"DC": 80, "MD": 25, "NY": 1}


def listing(state: str | None = "DC", here: Any = (), **service: Any) -> Listing:
    at = ServiceAtLocation.model_validate({"id": "x", "service_areas": here})
    address = {"id": "a", "state_province": state}
    place = Location.model_validate({"id": "l", "addresses": [address]}) if state else None
    whole = Service.model_validate({"id": "s", "name": "Pantry", "status": "active", **service})
    return Listing("1", whole, None, place, at)


def areas(*names: str, **more: str) -> list[dict[str, str]]:
    return [{"id": str(n), "name": name, **more} for n, name in enumerate(names)]


@pytest.fixture(scope="module")
def reader() -> ServedReader:
    return ServedReader(PLACES, DIRECTORY)


@pytest.mark.parametrize(
    ("item", "keys"),
    [
        (listing(service_areas=areas("District of Columbia")), {"state:11"}),
        (listing(service_areas=areas("Montgomery County")), {"county:24031"}),
        (listing("NY", service_areas=areas("Montgomery County")), {"county:24031"}),
        (listing("MD", service_areas=areas("Statewide")), {"state:24"}),
        (listing(None, service_areas=areas("Statewide")), {"state:11"}),
        (listing(service_areas=areas("20001", "20002")), {"zip:20001", "zip:20002"}),
        (listing(here=areas("Maryland"), service_areas=areas("Virginia")), {"state:24"}),
        (listing(service_areas=[{"id": "1", "description": "Maryland"}]), {"state:24"}),
        (listing(service_areas=areas("Zone 3", description="Maryland")), {"state:24"}),
        (listing(), set()),
    ],
)
def test_areas_of_a_listing(reader: ServedReader, item: Listing, keys: set[str]) -> None:
    assert {area.key for area in reader.served(item).areas} == keys


def test_two_areas_are_served_together(reader: ServedReader) -> None:
    served = reader.served(listing(service_areas=areas("Maryland", "Ward 7")))
    assert {area.key for area in served.areas} == {"state:24"}
    assert [unread.text for unread in served.unresolved] == ["Ward 7"]


def test_a_polygon_covers_counties_or_leaves_a_doubt(reader: ServedReader) -> None:
    dc, half = (box(-77.13, 38.78, -76.90, 39.0), box(-77.05, 38.85, -76.95, 38.9))
    whole = reader.served(listing(service_areas=areas("Ours", extent=dc, extent_type="geojson")))
    assert "county:11001" in {area.key for area in whole.areas}
    part = reader.served(listing(service_areas=areas("Ours", extent=half)))
    assert (part.areas, [u.text for u in part.unresolved]) == (frozenset(), ["Ours"])
    place = PLACES.understand("20009").areas
    assert serves(part, place).value is Serves.UNKNOWN


def box(west: float, south: float, east: float, north: float) -> str:
    ring = [[west, south], [east, south], [east, north], [west, north], [west, south]]
    return json.dumps({"type": "Polygon", "coordinates": [ring]})


def test_what_is_no_polygon_is_a_doubt(reader: ServedReader) -> None:
    served = reader.served(
        listing(service_areas=areas("Ours", extent="{oh", extent_type="geojson"))
    )
    assert [unread.text for unread in served.unresolved] == ["Ours"]


def test_states_are_counted(store: Store) -> None:
    places = [location_entity(f"hall {n}") for n in range(3)]
    places[0].document["addresses"][0]["postal_code"] = "20910-1234"
    places[1].document["addresses"][0]["postal_code"] = "M1 1AE"
    hidden = location_entity("hidden", visibility=Visibility.WITHHELD)
    save(store, *places, hidden)
    with store.reading() as view:
        assert states_of(postal_codes(view.connection), PLACES) == {"DC": 1, "MD": 1}
