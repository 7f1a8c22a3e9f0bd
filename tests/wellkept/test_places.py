"""`wellkept place`, `areas import`, `geocode`, as people call them."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from wellkept.cli import app
from wellkept.commands.output import CommandError

SQUARE = [[-77.05, 38.9], [-77.0, 38.9], [-77.0, 38.95], [-77.05, 38.95], [-77.05, 38.9]]


@pytest.fixture
def call(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[..., Result]:
    monkeypatch.setenv("WELLKEPT_HOME", str(tmp_path / "home"))
    return lambda *words: CliRunner().invoke(app, list(words))


@pytest.fixture
def wards(tmp_path: Path) -> Path:
    feature = {"type": "Feature", "properties": {"NAME": "Ward 1"},
               "geometry": {"type": "Polygon", "coordinates": [SQUARE]}}  # fmt: skip
    path = tmp_path / "wards.geojson"
    path.write_text(json.dumps({"type": "FeatureCollection", "features": [feature]}))
    return path


def test_a_batch_answers_line_by_line(call: Callable[..., Result], tmp_path: Path) -> None:
    path = tmp_path / "places.jsonl"
    path.write_text('{"id": 1, "text": "20009"}\n{"id": 2, "text": "xyzzy"}\n')
    told = [json.loads(line) for line in call("place", "--batch", str(path)).stdout.splitlines()]
    assert [(t["id"], t["kind"]) for t in told] == [(1, "zip"), (2, "unknown")]
    assert told[0]["areas"][0] == {"kind": "zip", "id": "20009", "name": "20009"}


def test_json_is_one_document(call: Callable[..., Result]) -> None:
    told = json.loads(call("place", "Silver Spring MD", "--json").stdout)
    assert (told["kind"], told["name"], told["precision"]) == ("place", "Silver Spring, MD", "city")


def test_an_unknown_place_is_said_to_be_unknown(call: Callable[..., Result]) -> None:
    result = call("place", "Mexico")
    assert isinstance(result.exception, CommandError)
    assert "we don't know the place" in str(result.exception)
    assert "Mexico, MO" in str(result.exception)


def test_wards_are_known_once_imported(call: Callable[..., Result], wards: Path) -> None:
    assert json.loads(call("place", "Ward 1", "--json").stdout)["kind"] == "unknown"
    words = ("areas", "import", str(wards), "--kind", "ward", "--name-property", "NAME")
    assert call(*words).stdout.startswith("1 areas of the kind ward")
    inside = json.loads(call("place", "38.92,-77.03", "--json").stdout)
    assert inside["areas"][0] == {"kind": "ward", "id": "Ward 1", "name": "Ward 1"}
    named = json.loads(call("place", "Ward 1", "--json").stdout)
    assert named["kind"] == "area"
    assert [a["kind"] for a in named["areas"]] == ["ward", "state", "country"]


@pytest.mark.parametrize(
    ("kind", "name", "said"),
    [
        ("ward", "NOM", 'feature 1 has no property "NOM"'),
        ("county", "NAME", '"county" cannot be a kind'),
        ("../ward", "NAME", "cannot be a kind"),
    ],
)
def test_areas_that_cannot_be_kept_say_why(
    call: Callable[..., Result], wards: Path, kind: str, name: str, said: str
) -> None:
    result = call("areas", "import", str(wards), "--kind", kind, "--name-property", name)
    assert isinstance(result.exception, CommandError)
    assert said in str(result.exception)


def test_without_a_geocoder_it_says_which_setting(call: Callable[..., Result]) -> None:
    result = call("geocode", "--due")
    assert isinstance(result.exception, CommandError)
    assert "WELLKEPT_GEOCODER" in str(result.exception)


def test_a_geocoder_is_only_asked_when_told(call: Callable[..., Result]) -> None:
    assert call("geocode").exit_code == 2


SERVICES = (
    ("Soup in ward 1", "Ward 1", (38.91, -77.03)),
    ("Soup in ward 2", "Ward 2", (38.91, -77.03)),
    ("Soup far away", "District of Columbia and Maryland", (39.65, -77.72)),
    ("Soup in Virginia only", "Virginia", (38.90, -77.04)),
    ("Soup who knows", "", (38.90, -77.04)),
)


@pytest.fixture
def directory(tmp_path: Path) -> Path:
    """Services with a place each, as HSDS."""
    services = [
        {"id": name, "name": name, "status": "active", "description": name,
         "service_areas": [{"id": f"area {name}", "name": area}] if area else [],
         "service_at_locations": [{"id": f"at {name}", "location": {
             "id": f"place {name}", "location_type": "physical", "name": name,
             "latitude": lat, "longitude": lon, "addresses": [{
                 "id": f"address {name}", "address_1": "1 Main St", "city": "", "country": "US",
                 "state_province": "DC" if lat < 39 else "MD", "address_type": "physical"}]}}]}
        for name, area, (lat, lon) in SERVICES
    ]  # fmt: skip
    path = tmp_path / "directory.json"
    path.write_text(json.dumps(services))
    return path


def test_a_search_knows_whom_services_are_for(
    call: Callable[..., Result], wards: Path, directory: Path
) -> None:
    call("areas", "import", str(wards), "--kind", "ward", "--name-property", "NAME")
    assert call("import", str(directory)).exit_code == 0
    assert call("index", "--rebuild").exit_code == 0
    found = json.loads(call("search", "soup", "--near", "38.92,-77.03", "--json").stdout)
    told = {hit["name"]: hit["serves"]["value"] for hit in found["hits"]}
    assert told == {
        "Soup in ward 1": "yes",
        "Soup in ward 2": "unknown",  # no polygon of it was imported
        "Soup far away": "yes",
        "Soup who knows": "unknown",
    }
    far = next(hit for hit in found["hits"] if hit["name"] == "Soup far away")
    assert far["distance_miles"] > 50
    assert "Is elsewhere, and serves District of Columbia" in far["why"]
