"""Stated coordinates judged: single faults, faults of whole sources, and true points let be."""

import csv
import gzip
import io
import json
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from geodata.coordinates import Basis, JudgedPoint, StatedPoint, Suspicion
from geodata.facts import Facts
from geodata.points import PointJudge
from geodata.shapes import Point, Precision, distance_m

FACTS = Facts()
FALSE_ALARMS = 0.01


@pytest.fixture(scope="module")
def judge() -> PointJudge:
    return PointJudge(FACTS)


def stated(lat: object, lon: object, **said: str) -> StatedPoint:
    usual = {"street": "1420 Columbia Rd NW", "city": "Washington", "state": "DC"}
    around = {**usual, "zip_code": "20009", **said}
    return StatedPoint(lat, lon, **around)  # type: ignore[arg-type]


TRUE = Point(lat=38.9236, lon=-77.0340)


@pytest.mark.parametrize(
    ("row", "suspicions"),
    [
        (stated("38.9236", "-77.0340"), set()),
        (stated(38.9236, -77.034), set()),
        (stated("-77.0340", "38.9236"), {Suspicion.SWAPPED}),
        (stated("38.9236", "77.0340"), {Suspicion.SIGN}),
        (stated("4710733.8", "-8575385.6"), {Suspicion.MERCATOR}),
        (stated("-8575385.6", "4710733.8"), {Suspicion.MERCATOR}),
        (stated("-8575385.6", "4710733.8", zip_code=""), {Suspicion.MERCATOR}),
    ],
)
def test_a_true_or_repaired_point_is_used(
    judge: PointJudge, row: StatedPoint, suspicions: set[Suspicion]
) -> None:
    (found,) = judge.judge([row])
    assert found.suspicions == suspicions
    assert found.point is not None
    assert distance_m(found.point, TRUE) < 100
    assert found.precision in (Precision.ROOFTOP, Precision.STREET)
    assert not found.is_suspect
    assert not found.is_about


@pytest.mark.parametrize(
    ("row", "suspicion"),
    [
        (stated("0", "0"), Suspicion.ZERO),
        (stated("0.0001", "-0.3"), Suspicion.ZERO),
        (stated("0", "-77.03"), Suspicion.ZERO),
        (stated("389.2", "-770.3"), Suspicion.RANGE),
        (stated("north", "west"), Suspicion.UNREADABLE),
        (stated("nan", "-77"), Suspicion.UNREADABLE),
        (stated("40.7485676", "-73.9910449"), Suspicion.FAR_FROM_ZIP),
        (stated("39.9511", "-76.8342", zip_code="20017"), Suspicion.FAR_FROM_STATE),
        (stated("39.9511", "-76.8342", zip_code=""), Suspicion.FAR_FROM_STATE),
    ],
)
def test_a_suspect_point_gives_way_to_a_better_one(
    judge: PointJudge, row: StatedPoint, suspicion: Suspicion
) -> None:
    (found,) = judge.judge([row])
    assert suspicion in found.suspicions
    assert found.point is not None
    assert distance_m(found.point, TRUE) < 5_000
    assert found.basis in (Basis.ZIP_CODE, Basis.PLACE)
    assert found.is_suspect
    assert found.is_about


def test_the_sources_word_is_kept(judge: PointJudge) -> None:
    (found,) = judge.judge([stated("40.7485676", "-73.9910449")])
    assert found.stated == Point(lat=40.7485676, lon=-73.9910449)


def test_a_missing_point_is_no_suspicion(judge: PointJudge) -> None:
    at_zip, at_town, nowhere = judge.judge(
        [
            stated("", ""),
            stated(None, None, zip_code=""),
            StatedPoint("", "", "", "", "", ""),
        ]
    )
    assert (at_zip.basis, at_zip.precision, at_zip.is_suspect) == (
        Basis.ZIP_CODE, Precision.ZIP, False,
    )  # fmt: skip
    assert (at_town.basis, at_town.precision) == (Basis.PLACE, Precision.CITY)
    assert (nowhere.point, nowhere.precision, nowhere.basis) == (None, Precision.NONE, Basis.NONE)


def test_the_middle_of_a_zip_code_is_known(judge: PointJudge) -> None:
    own = judge.judge([stated("38.9202", "-77.0375")])[0]
    others = judge.judge([stated("38.9122", "-77.0177")])[0]  # 20001's
    assert Suspicion.ZIP_CENTROID in own.suspicions & others.suspicions
    assert own.precision is others.precision is Precision.ZIP
    assert others.point == own.point


def test_the_middle_of_a_town_is_known(judge: PointJudge) -> None:
    (found,) = judge.judge([stated("38.89511", "-77.03637")])
    assert found.suspicions == {Suspicion.TOWN_CENTROID}
    assert found.precision is Precision.CITY


def test_a_point_of_three_streets_is_shared(judge: PointJudge) -> None:
    streets = ["1420 Columbia Rd NW", "12 Elm St NW", "13 Oak St NW"]
    three = judge.judge([stated("38.9236", "-77.0340", street=s) for s in streets])
    two = judge.judge([stated("38.9236", "-77.0340", street=s) for s in streets[:2]])
    suites = [f"1420 Columbia Rd NW Suite {n}" for n in range(9)]
    one = judge.judge([stated("38.9236", "-77.0340", street=s) for s in suites])
    assert all(found.suspicions == {Suspicion.SHARED} for found in three)
    assert all(found.precision is Precision.ZIP for found in three)
    assert not any(found.is_suspect for found in (*two, *one))


@pytest.mark.parametrize(
    "row",
    [
        StatedPoint("31.95", "35.93", "Queen Rania St", "Amman", "", "11118"),
        StatedPoint("52.5200", "13.4050", "Alexanderplatz 1", "Berlin", "", "10178", "", "DE"),
        StatedPoint("53.4808", "-2.2426", "1 High St", "Manchester", "", "M1 1AE"),
        StatedPoint("51.4779", "-0.0015", "Greenwich", "London", "England", "SE10 8XJ", "", "GB"),
    ],
)
def test_postcodes_of_other_countries_are_not_ours(judge: PointJudge, row: StatedPoint) -> None:
    (found,) = judge.judge([row])
    assert found.point == Point(lat=float(str(row.lat)), lon=float(str(row.lon)))
    assert not found.is_suspect


# ---------------------------------------------------------------- whole sources


def test_dc_211_puts_points_at_zip_codes(judge: PointJudge, shared: Path) -> None:
    """2,115 of 2,132 rows on 103 points."""
    path = shared / "data" / "dc-211-icarol" / "211-dc.csv.gz"
    with gzip.open(path, "rt", encoding="utf-8-sig", errors="replace") as lines:
        rows = [
            StatedPoint(r["Latitude"], r["Longitude"], r["PhysicalAddress1"], r["PhysicalCity"],
                        r["PhysicalStateProvince"], r["PhysicalPostalCode"], r["PhysicalCounty"])
            for r in csv.DictReader(lines)
        ]  # fmt: skip
    found = judge.judge(rows)
    assert sum(f.stated is not None for f in found) == 2115
    assert all(f.is_suspect for f in found if f.stated)
    assert not any(f.precision in (Precision.ROOFTOP, Precision.STREET) for f in found)


def test_crie_zeros_and_shared_points_are_flagged(judge: PointJudge, shared: Path) -> None:
    path = shared / "data" / "dc-crie-hsds" / "dc-crie-2023-05-31.zip"
    addresses = {r["location_id"]: r for r in reversed(list(zipped(path, "physical_addresses")))}
    rows = [crie_row(r, addresses.get(r["id"], {})) for r in zipped(path, "locations")]
    found = judge.judge(rows)
    zeros = [f for f, r in zip(found, rows, strict=True) if str(r.lat) in ("0", "0.0")]
    assert len(zeros) == 87
    assert all(f.suspicions == {Suspicion.ZERO} for f in zeros)
    assert sum(Suspicion.MISSING in f.suspicions for f in found) == 133
    assert {
        (f.stated.lat, f.stated.lon) for f in found if f.stated and Suspicion.SHARED in f.suspicions
    } == {(38.899854, -76.996379)}
    elsewhere = [f for f in found if f.suspicions & {Suspicion.FAR_FROM_ZIP}]
    assert len(elsewhere) == 46
    assert all(f.precision is Precision.ZIP for f in elsewhere)


def crie_row(location: dict[str, str], address: dict[str, str]) -> StatedPoint:
    return StatedPoint(
        location["latitude"], location["longitude"],
        *(address.get(name, "") for name in ("address_1", "city", "state_province", "postal_code")),
    )  # fmt: skip


def zipped(path: Path, name: str) -> Iterator[dict[str, str]]:
    with zipfile.ZipFile(path) as packed:
        member = next(n for n in packed.namelist() if n.rpartition("/")[2] == f"{name}.csv")
        with packed.open(member) as raw:
            yield from csv.DictReader(io.TextIOWrapper(raw, encoding="utf-8-sig"))


FEEDS = {
    "toledo_northwestern_ohio_food_bank_oh": ("latitude", "longitude", "address", "city", "state",
                                              "zip"),
    "capital_area_food_bank_dc": ("latitude", "longitude", "address", "city", "state", "zip"),
    "the_food_pantries_org": ("Latitude", "Longitude", "Address", "City", "State", "Zip"),
}  # fmt: skip
"""Whose points are true: they are as far from their ZIP codes as houses are (1.1 to 1.9 km at the
median, 8 to 12 at the 99th percentile), and each address has its own, with six decimals and more.
Capital Area's are metres."""


@pytest.mark.parametrize("feed", FEEDS)
def test_feeds_of_true_points_are_let_be(judge: PointJudge, shared: Path, feed: str) -> None:
    rows = list(feed_rows(shared, feed))
    found = judge.judge(rows)
    assert len(rows) > 100
    assert sum(f.is_suspect for f in found) < FALSE_ALARMS * len(rows)
    assert share_of(found, Precision.ROOFTOP) > 0.95


def test_metres_are_converted_to_where_the_zip_code_is(judge: PointJudge, shared: Path) -> None:
    rows = list(feed_rows(shared, "capital_area_food_bank_dc"))
    found = judge.judge(rows)
    assert {f.basis for f in found} == {Basis.CONVERTED}
    away = [away_from_zip(f, r) for f, r in zip(found, rows, strict=True) if r.zip5 != "22017"]
    assert max(away) < 25_000


def test_freshtraks_zeros_are_the_only_suspects(judge: PointJudge, shared: Path) -> None:
    rows = list(feed_rows(shared, "freshtrak", FEEDS["toledo_northwestern_ohio_food_bank_oh"]))
    found = judge.judge(rows)
    assert sum(f.suspicions == {Suspicion.ZERO} for f in found) == 278
    assert sum(f.is_suspect for f in found) == 278


def feed_rows(shared: Path, feed: str, keys: tuple[str, ...] = ()) -> Iterator[StatedPoint]:
    path = shared / "data" / "us-food-bank-feeds" / f"{feed}.jsonl.gz"
    with gzip.open(path, "rt", encoding="utf-8") as lines:
        for record in map(json.loads, lines):
            names = keys or FEEDS[feed]
            if names[0] in record:
                yield StatedPoint(*(record[name] for name in names))


def share_of(found: list[JudgedPoint], precision: Precision) -> float:
    return sum(f.precision is precision for f in found) / len(found)


def away_from_zip(found: JudgedPoint, row: StatedPoint) -> float:
    fact = FACTS.zip_code(row.zip5)
    assert fact is not None
    assert found.point is not None
    return distance_m(found.point, fact.point)
