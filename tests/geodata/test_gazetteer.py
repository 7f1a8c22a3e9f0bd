"""What people type, from all over the country; the answers are from maps, not from our tables."""

from dataclasses import dataclass
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from geodata.gazetteer import Gazetteer, open_gazetteer
from geodata.places import Area, Kind, Place
from geodata.shapes import Box, Point, Precision, distance_m

EXTENTS = {
    "-": None,
    "dc": Box(38.79, -77.12, 39.0, -76.9),
    "boston": Box(42.2, -71.2, 42.45, -70.95),
    "chicago": Box(41.6, -88.0, 42.1, -87.5),
    "uk": Box(53.3, -2.8, 53.7, -1.9),
    "jordan": Box(29.2, 34.9, 33.4, 39.3),
}
WANTED_SHARE = 0.97


@dataclass(frozen=True)
class Case:
    group: str
    text: str
    extent: str
    kinds: frozenset[str]
    points: tuple[Point, ...]
    within_m: float

    def is_met_by(self, place: Place) -> bool:
        if not self.points:
            return place.kind is Kind.UNKNOWN and place.point is None
        is_there = place.point is not None and any(
            distance_m(place.point, point) <= self.within_m for point in self.points
        )
        return place.kind in self.kinds and is_there


def cases() -> list[Case]:
    lines = (Path(__file__).parent / "places.tsv").read_text(encoding="utf-8").splitlines()
    return [case_of(line.split("\t")) for line in lines]


def case_of(row: list[str]) -> Case:
    points = tuple(
        Point(lat=float(lat), lon=float(lon))
        for lat, lon in (pair.split(",") for pair in row[4].split("|") if pair != "-")
    )
    return Case(row[0], row[1], row[2], frozenset(row[3].split("|")), points, float(row[5]) * 1000)


CASES = cases()


@pytest.fixture(scope="module")
def gazetteer() -> Gazetteer:
    return open_gazetteer()


def test_what_people_type_is_understood(gazetteer: Gazetteer) -> None:
    wrong = [
        f"{case.text} ({case.extent}): {place.kind} {place.name} {place.point}"
        for case in CASES
        if not case.is_met_by(place := gazetteer.understand(case.text, extent=EXTENTS[case.extent]))
    ]
    assert len(CASES) >= 200
    assert len(wrong) <= len(CASES) * (1 - WANTED_SHARE), "\n".join(wrong)


@pytest.mark.parametrize("group", sorted({case.group for case in CASES}))
def test_no_kind_of_text_fails_as_a_whole(gazetteer: Gazetteer, group: str) -> None:
    mine = [case for case in CASES if case.group == group]
    met = [c for c in mine if c.is_met_by(gazetteer.understand(c.text, extent=EXTENTS[c.extent]))]
    assert len(met) >= 0.8 * len(mine)


def test_other_readings_of_an_ambiguous_name_are_offered(gazetteer: Gazetteer) -> None:
    place = gazetteer.understand("Springfield", extent=EXTENTS["dc"])
    assert place.name == "Springfield, VA"
    assert {"Springfield, MA", "Springfield, MO", "Springfield, IL"} <= {
        other.name for other in place.alternatives
    }


def test_a_mended_spelling_says_so(gazetteer: Gazetteer) -> None:
    assert gazetteer.understand("washignton dc").corrected == "Washington, DC"
    assert gazetteer.understand("washington dc").corrected is None


def test_a_country_named_like_a_hamlet_offers_the_hamlet(gazetteer: Gazetteer) -> None:
    place = gazetteer.understand("Mexico")
    assert place.kind is Kind.UNKNOWN
    assert "Mexico, MO" in {other.name for other in place.alternatives}


def test_a_zip_code_is_in_its_county_and_state(gazetteer: Gazetteer) -> None:
    place = gazetteer.understand("20009")
    assert place.precision is Precision.ZIP
    assert place.areas == (
        Area("zip", "20009", "20009"),
        Area("county", "11001", "District of Columbia"),
        Area("state", "11", "District of Columbia"),
        Area("country", "US", "United States"),
    )


def test_a_neighborhood_is_in_its_city(gazetteer: Gazetteer) -> None:
    kinds = [area.kind for area in gazetteer.understand("Anacostia").areas]
    assert kinds == ["place", "place", "county", "state", "country"]


@pytest.mark.parametrize(
    ("text", "is_approximate"),
    [("Houston", True), ("Kansas City, MO", True), ("Philadelphia", False), ("Baltimore", False),
     ("Bethesda", False), ("Arlington, VA", False), ("Washington, DC", False),
      ("Third Ward, Houston", False)],
)  # fmt: skip
def test_the_county_of_a_large_town_is_not_certain(
    gazetteer: Gazetteer, text: str, is_approximate: bool
) -> None:
    (county,) = (a for a in gazetteer.understand(text).areas if a.kind == "county")
    assert county.is_approximate is is_approximate


def test_a_point_is_in_the_areas_around_it(gazetteer: Gazetteer) -> None:
    areas = gazetteer.understand("38.92,-77.03").areas
    assert [(a.kind, a.area_id, a.is_approximate) for a in areas] == [
        ("zip", "20009", True),
        ("county", "11001", False),
        ("state", "11", False),
        ("country", "US", False),
    ]


def test_an_address_gives_its_town_and_never_its_street(gazetteer: Gazetteer) -> None:
    place = gazetteer.understand("1420 Columbia Rd NW, Washington, DC 20009")
    assert (place.kind, place.name) == (Kind.ADDRESS, "Washington, DC 20009")
    assert place.precision is Precision.ZIP


def test_an_address_without_a_town_has_no_point(gazetteer: Gazetteer) -> None:
    place = gazetteer.understand("1600 Pennsylvania Ave NW")
    assert (place.kind, place.point) == (Kind.ADDRESS, None)


def test_every_county_is_found_by_its_full_name(gazetteer: Gazetteer) -> None:
    counties = gazetteer.facts.counties.values()
    lost = [c.title for c in counties if not _is_county(gazetteer, c.title, c.fips)]
    assert lost == ["District of Columbia"]  # which is a state first


def _is_county(gazetteer: Gazetteer, text: str, fips: str) -> bool:
    """The independent cities of Virginia and the like are towns first."""
    place = gazetteer.understand(text)
    ids = {area.area_id for area in place.areas}
    return fips in ids or (place.kind is Kind.PLACE and text.split(",")[0].endswith("city"))


def test_json_has_the_agreed_names(gazetteer: Gazetteer) -> None:
    told = gazetteer.understand("20009").as_json("q1")
    assert list(told) == [
        "id", "text", "kind", "name", "lat", "lon", "precision", "areas", "alternatives",
        "corrected",
    ]  # fmt: skip
    assert told["areas"][0] == {"kind": "zip", "id": "20009", "name": "20009"}


@given(st.text(max_size=60))
def test_any_text_has_an_answer(text: str) -> None:
    place = GAZETTEER.understand(text)
    assert (place.kind is Kind.UNKNOWN) <= (place.point is None)


@given(st.sampled_from([c.text for c in CASES if c.group in {"city", "county", "state"}]))
def test_letter_case_and_spaces_do_not_matter(text: str) -> None:
    told = GAZETTEER.understand(f"  {text.upper()} ".replace(" ", "  "))
    assert told.name == GAZETTEER.understand(text).name


GAZETTEER = open_gazetteer()
