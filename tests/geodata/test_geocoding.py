"""Geocoding over the wire: what is asked, what is believed, and how politely."""

from __future__ import annotations

import gzip
import json
from dataclasses import dataclass, field, replace
from pathlib import Path

import pytest

from geodata.facts import Facts
from geodata.geocoders import CensusGeocoder, NominatimGeocoder, geocoder_of
from geodata.geocoding import (
    Agreement,
    Answer,
    AskedAddress,
    Candidate,
    Geocoder,
    GeocoderBusyError,
    GeocoderError,
    GeocodingRun,
    decide,
)
from geodata.shapes import Point, Precision, distance_m
from geodata.surroundings import Surroundings
from tests.geodata.geocoder_server import Script, answer, census, hang, nominatim, serving

HOUSE = AskedAddress("1420 Columbia Rd NW", "Washington", "DC", "20009")
THERE = {"lat": 38.9250, "lon": -77.0340, "zip": "20009", "city": "Washington"}
ELSEWHERE = {"lat": 39.9650, "lon": -82.9900, "zip": "43201", "city": "Columbus"}


@pytest.fixture(scope="module")
def around() -> Surroundings:
    return Surroundings(Facts())


@dataclass
class Cache:
    """As the store keeps it, without the store."""

    kept: dict[tuple[str, str], Answer] = field(default_factory=dict)

    def get(self, key: str, geocoder: str) -> Answer | None:
        return self.kept.get((key, geocoder))

    def put(self, key: str, geocoder: str, answer: Answer) -> None:
        self.kept[key, geocoder] = answer


@dataclass
class Watch:
    """A clock that only moves when somebody sleeps."""

    at: float = 0.0
    slept: list[float] = field(default_factory=list)

    def sleep(self, seconds: float) -> None:
        self.slept.append(seconds)
        self.at += seconds

    def clock(self) -> float:
        return self.at


def run_of(
    geocoder: Geocoder, around: Surroundings, watch: Watch, budget: int = 100
) -> GeocodingRun:
    return GeocodingRun(geocoder, Cache(), around, budget, watch.sleep, watch.clock)


def answered(run: GeocodingRun, *addresses: AskedAddress) -> list[Answer | None]:
    return [found for _, found in run.answers(addresses)]


# ---------------------------------------------------------------- over the wire


@pytest.mark.parametrize(
    ("kind", "row", "precision"),
    [
        (NominatimGeocoder, nominatim(**THERE), Precision.ROOFTOP),
        (NominatimGeocoder, nominatim(**THERE, rank=26), Precision.STREET),
        (CensusGeocoder, census(**THERE), Precision.STREET),
    ],
)
def test_an_answer_that_agrees_is_accepted(
    around: Surroundings, kind: type, row: dict[str, object], precision: Precision
) -> None:
    script = Script({"1420 columbia": row})
    with serving(script) as url:
        (found,) = answered(run_of(kind(url), around, Watch()), HOUSE)
    assert found is not None
    assert found.agreement is Agreement.ACCEPTED
    assert found.candidate is not None
    assert found.candidate.point == Point(lat=38.9250, lon=-77.0340)
    assert found.candidate.precision is precision


@pytest.mark.parametrize(
    ("kind", "row"),
    [(NominatimGeocoder, nominatim(**ELSEWHERE)), (CensusGeocoder, census(**ELSEWHERE))],
)
def test_another_state_is_only_a_suggestion(
    around: Surroundings, kind: type, row: dict[str, object]
) -> None:
    with serving(Script({"1420 columbia": row})) as url:
        (found,) = answered(run_of(kind(url), around, Watch()), HOUSE)
    assert found is not None
    assert found.agreement is Agreement.SUGGESTED


@pytest.mark.parametrize("kind", [NominatimGeocoder, CensusGeocoder])
def test_nothing_found_is_an_answer_too(around: Surroundings, kind: type) -> None:
    with serving(Script({})) as url:
        assert answered(run_of(kind(url), around, Watch()), HOUSE) == [Answer(Agreement.NOTHING)]


@pytest.mark.parametrize("kind", [NominatimGeocoder, CensusGeocoder])
@pytest.mark.parametrize(
    "body", ["", "<html>welcome to the hotel</html>", '{"error": "no"}', "[[1, 2]]", "null x"]
)
def test_garbage_is_an_error_and_not_remembered(
    around: Surroundings, kind: type, body: str
) -> None:
    script = Script({}, [answer(200, body)] * 9)
    with serving(script) as url:
        run = run_of(kind(url), around, Watch())
        assert answered(run, HOUSE) == [None]
    assert run.errors == 1
    assert run.cache.get(HOUSE.key, run.geocoder.name) is None


def test_a_server_of_garbage_is_left_alone(around: Surroundings) -> None:
    script = Script({}, [answer(200, "<html>")] * 50)
    addresses = [replace(HOUSE, street=f"{n} Elm St NW") for n in range(1, 30)]
    with serving(script) as url:
        run = run_of(CensusGeocoder(url), around, Watch())
        assert answered(run, *addresses) == [None] * 29
    assert len(script.asked) == 5
    assert run.is_stopped


@pytest.mark.parametrize("kind", [NominatimGeocoder, CensusGeocoder])
def test_too_many_requests_wait_as_long_as_told(around: Surroundings, kind: type) -> None:
    rows = {"1420 columbia": (nominatim if kind is NominatimGeocoder else census)(**THERE)}
    script = Script(rows, [answer(429, "", Retry_After="7")])
    watch = Watch()
    with serving(script) as url:
        (found,) = answered(run_of(kind(url), around, watch), HOUSE)
    assert found is not None
    assert found.agreement is Agreement.ACCEPTED
    assert watch.slept == [7.0]


def test_whoever_stays_busy_is_left_for_another_day(around: Surroundings) -> None:
    script = Script({}, [answer(429, "")] * 50)
    watch = Watch()
    addresses = [replace(HOUSE, street=f"{n} Elm St NW") for n in range(1, 10)]
    with serving(script) as url:
        run = run_of(CensusGeocoder(url), around, watch)
        assert answered(run, *addresses) == [None] * 9
    assert run.is_stopped
    assert len(script.asked) == 3
    assert watch.slept == [2.0, 4.0]


@pytest.mark.parametrize("kind", [NominatimGeocoder, CensusGeocoder])
def test_a_server_that_hangs_is_asked_again(around: Surroundings, kind: type) -> None:
    rows = {"1420 columbia": (nominatim if kind is NominatimGeocoder else census)(**THERE)}
    script = Script(rows, [hang(0.6)])
    watch = Watch()
    with serving(script) as url:
        (found,) = answered(run_of(kind(url, timeout_s=0.3), around, watch), HOUSE)
    assert found is not None
    assert found.agreement is Agreement.ACCEPTED
    assert len(script.asked) == 2


def test_nobody_there_stops_the_run(around: Surroundings) -> None:
    run = run_of(CensusGeocoder("http://127.0.0.1:9"), around, Watch())
    assert answered(run, HOUSE) == [None]
    assert run.is_stopped


def test_questions_keep_their_distance_and_are_asked_once(around: Surroundings) -> None:
    script = Script({"1420": nominatim(**THERE)})
    watch = Watch()
    other = replace(HOUSE, street="1500 Columbia Rd NW")
    again = replace(HOUSE, street="1420 Columbia Road, N.W., Suite 300", zip_code="20009-1234")
    with serving(script) as url:
        run = run_of(NominatimGeocoder(url), around, watch)
        found = answered(run, HOUSE, other, again)
    assert watch.slept == [1.0]
    assert len(script.asked) == 2
    assert found[0] == found[2]


def test_the_budget_ends_the_run_and_the_cache_still_answers(around: Surroundings) -> None:
    script = Script({"1420": census(**THERE)})
    addresses = [HOUSE, *(replace(HOUSE, street=f"{n} Elm St NW") for n in range(1, 9)), HOUSE]
    with serving(script) as url:
        run = run_of(CensusGeocoder(url), around, Watch(), budget=3)
        found = answered(run, *addresses)
    assert len(script.asked) == 3
    assert [f is not None for f in found] == [True] * 3 + [False] * 6 + [True]


def test_what_is_no_address_is_not_asked(around: Surroundings) -> None:
    script = Script({})
    streets = ["Confidential", "PO Box 12", "behind the church", "", "Call for address"]
    with serving(script) as url:
        run = run_of(NominatimGeocoder(url), around, Watch())
        assert answered(run, *(replace(HOUSE, street=s) for s in streets)) == [None] * 5
    assert script.asked == []


def test_true_rows_are_found_again(around: Surroundings, shared: Path) -> None:
    """Houses of a feed with true coordinates, from a server that knows them."""
    path = shared / "data" / "us-food-bank-feeds" / "toledo_northwestern_ohio_food_bank_oh.jsonl.gz"
    with gzip.open(path, "rt", encoding="utf-8") as lines:
        rows = [row for row in map(json.loads, lines) if "latitude" in row]
    asked = [AskedAddress(r["address"], r["city"], r["state"], r["zip"]) for r in rows]
    known = {
        a.key.partition("|")[0]: census(lat=r["latitude"], lon=r["longitude"], zip=r["zip"])
        for a, r in zip(asked, rows, strict=True)
    }
    with serving(Script(known)) as url:
        run = run_of(CensusGeocoder(url), around, Watch(), budget=1000)
        found = answered(run, *asked)
    right = sum(
        f is not None and f.agreement is Agreement.ACCEPTED and f.candidate is not None
        and distance_m(f.candidate.point, Point(lat=r["latitude"], lon=r["longitude"])) < 1
        for f, r in zip(found, rows, strict=True)
    )  # fmt: skip
    assert right >= 0.95 * len(rows)


# ---------------------------------------------------------------- what is believed


def candidate(
    lat: float, lon: float, precision: Precision = Precision.ROOFTOP, **said: str
) -> Candidate:
    return Candidate(Point(lat=lat, lon=lon), precision, "a house", **said)


@pytest.mark.parametrize(
    ("asked", "found", "agreement"),
    [
        (HOUSE, candidate(38.925, -77.034), Agreement.ACCEPTED),
        (HOUSE, candidate(39.12, -77.034), Agreement.SUGGESTED),  # Maryland
        (HOUSE, candidate(38.925, -77.034, zip_code="20009-1234"), Agreement.ACCEPTED),
        (replace(HOUSE, zip_code=""), candidate(38.925, -77.034), Agreement.ACCEPTED),
        (replace(HOUSE, zip_code="", city=""), candidate(38.925, -77.034), Agreement.SUGGESTED),
        (replace(HOUSE, zip_code="", city="", state=""), candidate(38.9, -77.0),
         Agreement.SUGGESTED),
        (HOUSE, candidate(38.925, -77.034, Precision.NONE), Agreement.NOTHING),
        (AskedAddress("1 High St", "Manchester", "", "M1 1AE", "GB"),
         candidate(53.48, -2.24, city="Manchester"), Agreement.ACCEPTED),
        (AskedAddress("1 High St", "Manchester", "", "M1 1AE", "GB"),
         candidate(52.48, -1.9, city="Birmingham"), Agreement.SUGGESTED),
    ],
)  # fmt: skip
def test_what_agrees_with_what_is_stated(
    around: Surroundings, asked: AskedAddress, found: Candidate, agreement: Agreement
) -> None:
    assert decide(asked, [found], around).agreement is agreement


def test_of_fifty_the_one_that_agrees_is_taken(around: Surroundings) -> None:
    crowd = [candidate(30 + n / 10, -90) for n in range(49)]
    found = decide(HOUSE, [*crowd, candidate(38.925, -77.034)], around)
    assert found.agreement is Agreement.ACCEPTED
    assert found.candidate is not None
    assert found.candidate.point == Point(lat=38.925, lon=-77.034)


def test_two_houses_that_agree_are_for_a_person(around: Surroundings) -> None:
    two = [candidate(38.925, -77.034), candidate(38.935, -77.034)]
    assert decide(HOUSE, two, around).agreement is Agreement.SUGGESTED
    door = [candidate(38.925, -77.034, Precision.STREET), candidate(38.935, -77.034)]
    assert decide(HOUSE, door, around) == Answer(Agreement.ACCEPTED, door[1])


@pytest.mark.parametrize("setting", ["", "google:https://x", "census:", "nominatim:ftp://x/y"])
def test_a_wrong_setting_says_what_it_should_be(setting: str) -> None:
    with pytest.raises(ValueError, match='"nominatim:URL" or "census:URL"'):
        geocoder_of(setting)


def test_busy_is_an_error_that_passes() -> None:
    assert issubclass(GeocoderBusyError, GeocoderError)
