"""Service areas from free text, and whether they take in a place."""

import csv
import gzip
from collections import Counter
from pathlib import Path

import pytest

from geodata.coverage_words import Unresolved
from geodata.gazetteer import Gazetteer, open_gazetteer
from geodata.places import Area
from geodata.served import EVERYWHERE, ServedAreas, Serves, Unread, serves
from geodata.service_area import Home, ServiceAreaReader, areas_by_name

LONGEST_KEY = 60
"""The list names longer texts by their beginning: they are other people's sentences."""


@pytest.fixture(scope="module")
def gazetteer() -> Gazetteer:
    return open_gazetteer()


@pytest.fixture(scope="module")
def dc(gazetteer: Gazetteer) -> ServiceAreaReader:
    return ServiceAreaReader(gazetteer, Home("DC"))


@pytest.fixture(scope="module")
def coverage(shared: Path) -> Counter[str]:
    """How often each text stands in the column."""
    path = shared / "data" / "dc-211-icarol" / "211-dc.csv.gz"
    with gzip.open(path, "rt", encoding="utf-8-sig", errors="replace") as lines:
        texts = (row["CoverageArea"].strip() for row in csv.DictReader(lines))
        return Counter(text for text in texts if text)


def told(read: ServedAreas, gazetteer: Gazetteer) -> set[str]:
    """Names with kinds; the counties of a region are told by the region."""
    ids = {area.area_id for area in read.areas if area.kind == "region"}
    regions = [r for r in gazetteer.facts.regions.values() if r.region_id in ids]
    implied = {fips for region in regions for fips in region.counties}
    return {
        f"{a.kind}:{a.name}" for a in read.areas if a.kind != "county" or a.area_id not in implied
    }


def test_a_real_column_is_read_without_a_wrong_area(
    dc: ServiceAreaReader, gazetteer: Gazetteer, coverage: Counter[str]
) -> None:
    listed = (Path(__file__).parent / "coverage.tsv").read_text(encoding="utf-8").splitlines()
    wrong = []
    for key, areas, kinds in (line.split("\t") for line in listed):
        read = dc.read(text_of(key, coverage))
        wanted = set() if areas == "-" else set(areas.split(" | "))
        named = {unread.kind.name for unread in read.unresolved}
        if told(read, gazetteer) != wanted or not (kinds == "-" or set(kinds.split(", ")) <= named):
            wrong.append((key, told(read, gazetteer), named))
    assert len(listed) >= 120
    assert wrong == []


def text_of(key: str, coverage: Counter[str]) -> str:
    if len(key) < LONGEST_KEY:
        assert key in coverage
        return key
    (found,) = [text for text in coverage if text.startswith(key)]
    return found


def test_nine_rows_in_ten_are_resolved_or_named(
    dc: ServiceAreaReader, coverage: Counter[str]
) -> None:
    assert coverage.total() == 1296
    open_rows = sum(n for text, n in coverage.items() if is_open(dc.read(text)))
    assert open_rows <= 0.10 * coverage.total()


def is_open(read: ServedAreas) -> bool:
    return read.is_silent or any(u.kind is Unresolved.UNREAD for u in read.unresolved)


@pytest.mark.parametrize(
    ("home", "text", "areas"),
    [
        ("OH", "Lucas, Wood and Ottawa Counties", {"county:39095", "county:39173", "county:39123"}),
        ("OH", "Statewide", {"state:39"}),
        ("OH", "43604, 43605-1234 and 43607", {"zip:43604", "zip:43607"}),
        ("OH", "Toledo residents only", {"place:5174035"}),
        ("MD", "Statewide", {"state:24"}),
        ("MD", "Baltimore City and Baltimore County", {"county:24510", "county:24005"}),
        ("MD", "Anne Arundel County, Howard County", {"county:24003", "county:24027"}),
        ("CA", "Alameda and Contra Costa counties", {"county:06001", "county:06013"}),
        ("CA", "Residents of Los Angeles County", {"county:06037"}),
        ("TX", "Bexar County, Texas", {"county:48029"}),
        ("NY", "Erie & Niagara Counties", {"county:36029", "county:36063"}),
        ("LA", "Orleans and Jefferson Parishes", {"county:22071", "county:22051"}),
        ("FL", "Condado de Miami-Dade", {"county:12086"}),
        ("VA", "Nationwide", {"country:US"}),
        ("WA", "King, Pierce, Snohomish", {"county:53033", "county:53053", "county:53061"}),
        ("KY", "all 50 states", {"country:US"}),
        ("CT", "Hartford County", {"county:09003"}),
        ("DC", "", set()),
        ("FL", "Zip codes 33030-33032", {"zip:33030", "zip:33031", "zip:33032"}),
        ("FL", "Statewide Florida", {"state:12"}),
        ("CA", "City and County of San Francisco", {"county:06075"}),
        ("CA", "County of Los Angeles", {"county:06037"}),
        ("NY", "Brooklyn and Queens", {"county:36047", "county:36081"}),
        ("TX", "Dallas/Fort Worth Metroplex", {"region:dallas-fort-worth"}),
        ("WA", "Washington", {"state:53"}),
        ("VA", "Fairfax County, cities of Fairfax and Falls Church",
         {"county:51059", "county:51600", "county:51610"}),
        ("NV", "Southern Nevada", {"county:32003"}),
        ("HI", "Oahu", {"county:15003"}),
        ("DC", "20001 20002", {"zip:20001", "zip:20002"}),
        ("DC", "Maryland - all counties", {"state:24"}),
        ("DC", "N/A", set()),
        ("DC", "No geographic restrictions", {"world:world"}),
    ],
)  # fmt: skip
def test_other_sources_at_home_elsewhere(
    gazetteer: Gazetteer, home: str, text: str, areas: set[str]
) -> None:
    read = ServiceAreaReader(gazetteer, Home(home)).read(text)
    assert {area.key for area in read.areas} >= areas
    in_region = any(area.kind == "region" for area in read.areas)
    wide = {a.key for a in read.areas if a.kind in {"county", "state", "country"}}
    assert in_region or wide <= areas


@pytest.mark.parametrize(
    ("home", "text", "kind"),
    [
        ("FL", "North Miami-Dade", Unresolved.PART),
        ("WA", "South King County", Unresolved.PART),
        ("CA", "SPA 6", Unresolved.WARD),
        ("CA", "Countywide", Unresolved.OWN_COUNTY),
        ("OH", "Columbus City Schools District", Unresolved.SCHOOL),
        ("FL", "Tri-county area", Unresolved.UNREAD),
        ("AZ", "Navajo Nation", Unresolved.UNREAD),
        ("IL", "Chicago's west side", Unresolved.QUARTER),
        ("TX", "West Texas", Unresolved.PART),
        ("NY", "10-mile radius", Unresolved.NEARBY),
        ("NY", "Canada", Unresolved.ABROAD),
    ],
)
def test_what_is_no_area_here_is_called_by_its_kind(
    gazetteer: Gazetteer, home: str, text: str, kind: Unresolved
) -> None:
    read = ServiceAreaReader(gazetteer, Home(home)).read(text)
    assert ([u.kind for u in read.unresolved], read.areas) == ([kind], frozenset())


def test_a_town_at_home_is_meant_before_one_abroad(gazetteer: Gazetteer) -> None:
    read = ServiceAreaReader(gazetteer, Home("MI")).read("Detroit, Highland Park, Hamtramck")
    assert {area.name.rpartition(", ")[2] for area in read.areas} == {"MI"}


def test_an_exclusion_stands_apart(gazetteer: Gazetteer) -> None:
    read = ServiceAreaReader(gazetteer, Home("OH")).read("Anyone except Franklin County residents")
    assert {area.key for area in read.areas} == {"country:US"}
    assert {area.key for area in read.excluded} == {"county:39049"}


def test_wards_are_resolved_when_their_polygons_are_there(gazetteer: Gazetteer) -> None:
    wards = [Area("ward", str(n), f"Ward {n}") for n in range(1, 9)]
    reader = ServiceAreaReader(gazetteer, Home("DC", areas_by_name(wards)))
    read = reader.read("Wards 7 & 8")
    assert read.areas == {wards[6], wards[7]}
    assert read.unresolved == ()


# ---------------------------------------------------------------- serves

COUNTRY = Area("country", "US", "United States")
DC = (Area("county", "11001", "DC"), Area("state", "11", "District of Columbia"), COUNTRY)
MONTGOMERY = (Area("county", "24031", "Montgomery"), Area("state", "24", "Maryland"), COUNTRY)
ZIP_20009 = (Area("zip", "20009", "20009"), *DC)
NEAR_20009 = (Area("zip", "20009", "20009", is_approximate=True), *DC)
WARD_6 = (Area("ward", "6", "Ward 6"), *NEAR_20009)


@pytest.mark.parametrize(
    ("text", "place", "value"),
    [
        ("District of Columbia", ZIP_20009, Serves.YES),
        ("District of Columbia", MONTGOMERY, Serves.NO),
        ("Montgomery and Prince George's Counties", MONTGOMERY, Serves.YES),
        ("Montgomery and Prince George's Counties", DC, Serves.NO),
        ("20001, 20002", ZIP_20009, Serves.NO),
        ("20009, 20010", ZIP_20009, Serves.YES),
        ("20009, 20010", NEAR_20009, Serves.UNKNOWN),
        ("20001, 20002", NEAR_20009, Serves.UNKNOWN),
        ("20001, 20002", MONTGOMERY, Serves.NO),
        ("Ward 7", ZIP_20009, Serves.UNKNOWN),
        ("Nationwide", MONTGOMERY, Serves.YES),
        ("Worldwide", (), Serves.YES),
        ("DC Metro Area", MONTGOMERY, Serves.YES),
        ("DC Metro Area", (Area("state", "06", "California"), COUNTRY), Serves.NO),
        ("DC Metro Area", (Area("county", "24001", "Allegany"), *MONTGOMERY[1:]), Serves.UNKNOWN),
        ("Maryland", (Area("state", "24", "Maryland"), COUNTRY), Serves.YES),
        ("Montgomery County", (Area("state", "24", "Maryland"), COUNTRY), Serves.UNKNOWN),
        ("Shaw", ZIP_20009, Serves.UNKNOWN),
        ("Shaw", MONTGOMERY, Serves.NO),
        ("", ZIP_20009, Serves.UNKNOWN),
        ("District of Columbia", (), Serves.UNKNOWN),
        ("Anyone except DC residents", ZIP_20009, Serves.NO),
        ("Anyone except DC residents", MONTGOMERY, Serves.YES),
    ],
)
def test_three_answers(
    dc: ServiceAreaReader, gazetteer: Gazetteer, text: str, place: tuple[Area, ...], value: Serves
) -> None:
    served = dc.read(text)
    assert serves(served, place, gazetteer.parts(served.areas)).value is value


def test_an_operators_areas_settle_each_other() -> None:
    seven = ServedAreas("Ward 7", frozenset({Area("ward", "7", "Ward 7")}))
    assert serves(seven, WARD_6).value is Serves.NO
    assert serves(seven, ZIP_20009).value is Serves.UNKNOWN


def test_former_counties_are_known_by_their_successors(gazetteer: Gazetteer) -> None:
    served = ServiceAreaReader(gazetteer, Home("CT")).read("Hartford County")
    parts = gazetteer.parts(served.areas)
    state = Area("state", "09", "Connecticut")
    capitol = (Area("county", "09110", "Capitol Planning Region"), state)
    western = (Area("county", "09190", "Western Connecticut Planning Region"), state)
    assert serves(served, capitol, parts).value is Serves.UNKNOWN
    assert serves(served, western, parts).value is Serves.NO


def test_the_reason_is_a_sentence() -> None:
    served = ServedAreas("x", frozenset({EVERYWHERE}))
    assert serves(served, DC).reason == "It serves everywhere."
    ward = ServedAreas("Ward 8", unresolved=(Unread("Ward 8", Unresolved.WARD),))
    assert serves(ward, DC).reason == 'It says whom it serves as "Ward 8": ask before you go.'


@pytest.mark.parametrize("place", [DC, MONTGOMERY, ZIP_20009, NEAR_20009, WARD_6, ()])
def test_one_area_more_never_turns_yes_into_no(place: tuple[Area, ...]) -> None:
    areas = [*DC, *MONTGOMERY, Area("zip", "20009", "20009"), Area("ward", "6", "Ward 6")]
    for first in areas:
        alone = serves(ServedAreas("", frozenset({first})), place).value
        for second in areas:
            both = serves(ServedAreas("", frozenset({first, second})), place).value
            assert not (alone is Serves.YES and both is not Serves.YES)
            assert not (alone is Serves.UNKNOWN and both is Serves.NO)
