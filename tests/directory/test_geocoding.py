"""Locations without a good point get one from a geocoder on loopback; confidential ones never."""

from __future__ import annotations

from datetime import timedelta

import pytest

from directory.evidence import EntityType
from directory.geocoding import GeocodeReport, Pace, geocode_due
from directory.listing import Visibility
from directory.store import Store
from geodata.facts import Facts
from geodata.geocoders import CensusGeocoder
from geodata.shapes import Precision
from geodata.surroundings import Surroundings
from tests.factories import NOW, location_entity, save, service_entity
from tests.geodata.geocoder_server import Script, census, serving

AROUND = Surroundings(Facts())
DOOR = census(lat=38.9217, lon=-77.0401, zip="20009")


def ran(store: Store, url: str, *, budget: int = 100, days: int = 0) -> GeocodeReport:
    pace = Pace(budget, lambda seconds: None, lambda: 0.0)
    now = NOW + timedelta(days=days)
    return geocode_due(store, CensusGeocoder(url), AROUND, pace, now=now)


def point_of(store: Store, location_id: str) -> tuple[float | None, float | None, Precision]:
    with store.transaction(actor="test", now=NOW) as tx:
        entity = tx.entities(EntityType.LOCATION, [location_id])[location_id]
    return entity.document.get("latitude"), entity.document.get("longitude"), entity.precision


def test_a_location_without_a_point_is_placed_with_a_revision(store: Store) -> None:
    place = location_entity(point=None)
    service = service_entity(locations=(place,))
    save(store, place, service)
    with serving(Script({"12 test": DOOR})) as url:
        report = ran(store, url)
    assert report.counts == {"accepted": 1}
    assert point_of(store, place.entity_id) == (38.9217, -77.0401, Precision.STREET)
    with store.reading() as view:
        ((found, _),) = view.search_inputs()
        newest = view.history(found.listing_id)[0]
    assert (found.point is not None, found.precision) == (True, Precision.STREET)
    assert newest.actor.startswith("geocode:census:")


def test_a_known_answer_is_not_asked_for_again_until_it_is_old(store: Store) -> None:
    save(store, place := location_entity(point=None), service_entity(locations=(place,)))
    script = Script({"12 test": census(lat=39.9650, lon=-82.9900, zip="43201")})
    with serving(script) as url:
        assert ran(store, url).counts == {"suggested": 1}
        assert ran(store, url, days=30).asked == 0
        assert ran(store, url, days=200).asked == 1
    assert point_of(store, place.entity_id) == (None, None, Precision.NONE)


@pytest.mark.parametrize("visibility", [Visibility.ADDRESS_WITHHELD, Visibility.WITHHELD])
def test_what_is_not_public_is_never_asked_for(store: Store, visibility: Visibility) -> None:
    place = location_entity(point=None, visibility=visibility)
    save(store, place, service_entity(locations=(place,)))
    script = Script({"12 test": DOOR})
    with serving(script) as url:
        assert ran(store, url).due == 0
    assert script.asked == []


def test_an_address_that_says_it_is_secret_is_never_asked_for(store: Store) -> None:
    told = {"address_1": "12 Test Street NW (confidential)", "city": "Washington"}
    place = location_entity(point=None, addresses=[{"id": "a", "address_type": "physical"} | told])
    save(store, place, service_entity(locations=(place,)))
    script = Script({"12 test": DOOR})
    with serving(script) as url:
        assert ran(store, url).due == 0
    assert script.asked == []


def test_a_good_point_is_let_be(store: Store) -> None:
    save(store, place := location_entity(), service_entity(locations=(place,)))
    with serving(Script({"12 test": DOOR})) as url:
        assert ran(store, url).due == 0


def test_the_budget_leaves_the_rest_for_the_next_run(store: Store) -> None:
    places = [location_entity(f"hall {n}", point=None) for n in range(3)]
    for number, place in enumerate(places):
        place.document["addresses"][0]["address_1"] = f"{number + 1} Test Street NW"
        save(store, place, service_entity(f"pantry {number}", locations=(place,)))
    with serving(Script({str(n): DOOR for n in (1, 2, 3)})) as url:
        first, second = ran(store, url, budget=2), ran(store, url)
    assert (first.counts["accepted"], first.is_stopped) == (2, True)
    assert (second.due, second.counts) == (1, {"accepted": 1})
