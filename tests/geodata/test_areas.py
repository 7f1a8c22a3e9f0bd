"""Points in areas: counties by polygon on real outlets, an operator's polygons, edges."""

import csv
import gzip
import json
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from geodata.areas import AreaSet, open_areas
from geodata.geojson import GeoJsonError
from geodata.shapes import Point

SQUARE = [[-77.05, 38.9], [-77.0, 38.9], [-77.0, 38.95], [-77.05, 38.95], [-77.05, 38.9]]
BOW_TIE = [[-77.05, 38.9], [-77.0, 38.95], [-77.0, 38.9], [-77.05, 38.95], [-77.05, 38.9]]


@pytest.fixture(scope="module")
def areas() -> AreaSet:
    return open_areas()


def outlets(shared: Path) -> list[dict[str, str]]:
    """Outlets with a stated county; Connecticut's state the counties of before 2022."""
    path = shared / "data" / "us-snap-local-foods" / "localfoods-a-m.csv.gz"
    with gzip.open(path, "rt", encoding="utf-8") as lines:
        rows = list(csv.DictReader(lines))
    return [r for r in rows if r["cty_fips"] != "NA" and not r["cty_fips"].startswith("09")]


def test_real_outlets_are_in_their_county(areas: AreaSet, shared: Path) -> None:
    rows = outlets(shared)
    lats = np.array([float(r["y"]) for r in rows])
    lons = np.array([float(r["x"]) for r in rows])
    found = [areas.counties.ids[n] if n >= 0 else None for n in areas.counties_of(lats, lons)]
    now = areas.facts.successors
    right = sum(
        f == r["cty_fips"] or f in now.get(r["cty_fips"], ())
        for f, r in zip(found, rows, strict=True)
    )
    assert len(rows) > 4_800
    assert None not in found
    assert right / len(rows) >= 0.993


@pytest.mark.parametrize(
    ("lat", "lon", "fips"),
    [
        (38.8977, -77.0365, "11001"),
        (38.8816, -77.1711, "51610"),  # Falls Church, of which the simplified file leaves nothing
        (39.2904, -76.6122, "24510"),  # Baltimore city, not Baltimore County
        (41.7658, -72.6734, "09110"),  # Hartford: a planning region since 2022
        (61.13, -146.35, "02063"),  # Valdez
        (21.3069, -157.8583, "15003"),
        (18.4655, -66.1057, "72127"),
        (40.7006, -74.0130, "36061"),  # the tip of Manhattan
        (34.0083, -118.5000, "06037"),  # Santa Monica's pier
        (51.88, -176.65, "02016"),  # Adak, in the Aleutians
    ],
)
def test_known_points(areas: AreaSet, lat: float, lon: float, fips: str) -> None:
    assert areas.county_of(Point(lat=lat, lon=lon)) == fips


@pytest.mark.parametrize(("lat", "lon"), [(0.0, 0.0), (36.0, -70.0), (19.43, -99.13), (51.5, -0.1)])
def test_sea_and_abroad_are_in_nothing(areas: AreaSet, lat: float, lon: float) -> None:
    assert areas.areas_of(Point(lat=lat, lon=lon)) == []


def test_a_nan_is_in_nothing(areas: AreaSet) -> None:
    assert areas.areas_of_many(np.array([np.nan, 38.9]), np.array([-77.0, -77.0]))[0] == ()


def test_snapping_ends_where_it_says(areas: AreaSet) -> None:
    ocean_city, km_off = (38.33, -75.08), 0.0115
    lats = np.array([ocean_city[0]] * 2)
    lons = np.array([ocean_city[1] + km_off * 2, ocean_city[1] + km_off * 10])
    assert areas.counties.only(lats, lons, snap_m=0.0).tolist() == [-1, -1]
    snapped = areas.counties_of(lats, lons).tolist()
    assert areas.counties.ids[snapped[0]] == "24047"
    assert snapped[1] == -1


def test_one_by_one_and_in_bulk_are_the_same(areas: AreaSet) -> None:
    rng = np.random.default_rng(7)
    lats, lons = rng.uniform(25, 49, 300), rng.uniform(-124, -67, 300)
    bulk = areas.areas_of_many(lats, lons)
    for lat, lon, found in zip(lats.tolist(), lons.tolist(), bulk, strict=True):
        assert tuple(areas.areas_of(Point(lat=lat, lon=lon))) == found


def feature(ring: list[list[float]], **properties: Any) -> dict[str, Any]:
    return {
        "type": "Feature",
        "properties": properties,
        "geometry": {"type": "Polygon", "coordinates": [ring]},
    }


def written(tmp_path: Path, *features: dict[str, Any]) -> Path:
    path = tmp_path / "wards.geojson"
    path.write_text(json.dumps({"type": "FeatureCollection", "features": features}))
    return path


def test_an_operators_polygons_come_first(areas: AreaSet, tmp_path: Path) -> None:
    path = written(tmp_path, feature(SQUARE, NAME="Ward 1"))
    mine = areas.with_geojson(path, kind="ward", name_property="NAME")
    inside = mine.areas_of(Point(lat=38.92, lon=-77.03))
    assert (inside[0].kind, inside[0].area_id, inside[0].name) == ("ward", "Ward 1", "Ward 1")
    assert "ward" not in {a.kind for a in mine.areas_of(Point(lat=38.85, lon=-77.03))}
    assert "ward" not in {a.kind for a in areas.areas_of(Point(lat=38.92, lon=-77.03))}


def test_a_ring_that_crosses_itself_is_repaired(areas: AreaSet, tmp_path: Path) -> None:
    path = written(tmp_path, feature(BOW_TIE, NAME="Bow tie"))
    mine = areas.with_geojson(path, kind="district", name_property="NAME")
    assert mine.areas_of(Point(lat=38.925, lon=-77.045))[0].name == "Bow tie"
    assert mine.areas_of(Point(lat=38.905, lon=-77.025))[0].kind == "zip"


@pytest.mark.parametrize(
    ("features", "said"),
    [
        ([feature(SQUARE, OTHER="x")], 'feature 1 has no property "NAME"'),
        ([feature(SQUARE, NAME="a"), feature(SQUARE, NAME="a")], "same id"),
        ([feature([[500000, 4e6], [5e5, 5e6], [6e5, 5e6], [5e5, 4e6]], NAME="m")], "not in deg"),
        ([{"type": "Feature", "properties": {"NAME": "p"}, "geometry": None}], "is no polygon"),
        ([], "no FeatureCollection"),
    ],
)
def test_a_file_that_cannot_be_used_says_why(
    areas: AreaSet, tmp_path: Path, features: list[dict[str, Any]], said: str
) -> None:
    with pytest.raises(GeoJsonError, match=said):
        areas.with_geojson(written(tmp_path, *features), kind="ward", name_property="NAME")
