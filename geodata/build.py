"""Builds the tables in `data/` from what `data/README.md` names.

`python -m geodata.build ../shared/data/geo`; needs shapely and the package zipcodes. Nothing of it
runs when the gazetteer is used.
"""

from __future__ import annotations

import csv
import gzip
import io
import json
import sys
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

import numpy as np

from geodata.build_names import name_rows, place_rows, zip_rows
from geodata.topojson import arcs_of, rings_of

DATA = Path(__file__).resolve().parent / "data"

STAND_INS = {"51610": (38.8847, -77.1756, 1_290)}
"""The simplified file leaves nothing of Falls Church, Virginia (5.2 km2): a disc of its size at the
Census's internal point stands for it."""


def main(source: Path) -> None:
    """Writes every built table; prints how many rows each has."""
    zips = list(rows_of(source / "us-zip-points.csv.gz"))
    write_counties(read_topology(source / "us-counties-2023-10m.topojson.gz"), zips)
    zip_table = zip_rows(zips)
    places = place_rows(rows_of(source / "us-places-geonames.csv.gz"), zip_table)
    write("zips.tsv", zip_table)
    write("names.tsv", name_rows(places, zip_table))
    write_populations(places, zips)


def rows_of(path: Path) -> Iterator[dict[str, str]]:
    with gzip.open(path) as packed:
        yield from csv.DictReader(io.TextIOWrapper(packed, encoding="utf-8"))


def write(name: str, rows: Iterable[Iterable[Any]]) -> None:
    """Sorted by bytes, as the gazetteer's search by halves needs it."""
    lines = sorted({"\t".join(map(str, row)).encode() for row in rows})
    (DATA / name).write_bytes(b"\n".join(lines) + b"\n")
    print(f"{name}: {len(lines)} rows, {(DATA / name).stat().st_size:,} bytes")


def read_topology(path: Path) -> dict[str, Any]:
    with gzip.open(path, "rt", encoding="utf-8") as text:
        return dict(json.load(text))


def write_counties(topology: dict[str, Any], zips: list[dict[str, str]]) -> None:
    """`counties.npz` (rings on the file's grid) and `counties.tsv` (names, boxes, points)."""
    import shapely

    geometries = sorted(topology["objects"]["counties"]["geometries"], key=lambda g: str(g["id"]))
    write_rings(topology, geometries)
    from geodata.counties import county_polygons

    ids, polygons = county_polygons()
    names = stated_names(zips)
    rows = []
    for geometry, polygon in zip(geometries, polygons, strict=True):
        name, state = geometry["properties"]["name"], str(geometry["id"])[:2]
        largest = max(shapely.get_parts(polygon), key=shapely.area)
        point = shapely.point_on_surface(largest)
        box = shapely.bounds(largest if state == "02" else polygon)
        full = full_name(name, str(geometry["id"]), names)
        numbers = (point.y, point.x, box[1], box[0], box[3], box[2])
        rows.append((geometry["id"], name, full, *(f"{n:.4f}" for n in numbers)))
    assert list(ids) == [row[0] for row in rows]
    write("counties.tsv", rows)


def write_rings(topology: dict[str, Any], geometries: list[dict[str, Any]]) -> None:
    """Deltas of grid steps with the counts of points, rings and polygons."""
    arcs = arcs_of(topology)
    steps, points, rings, parts = [], [], [], []
    for geometry in geometries:
        polygons = list(rings_of(geometry, arcs)) or [[stand_in(topology, str(geometry["id"]))]]
        parts.append(len(polygons))
        for polygon in polygons:
            rings.append(len(polygon))
            for ring in polygon:
                points.append(len(ring))
                steps.append(np.diff(ring, axis=0, prepend=[[0, 0]]).astype(np.int32))
    np.savez_compressed(
        DATA / "counties.npz",
        ids=np.array([str(g["id"]) for g in geometries]),
        steps=np.concatenate(steps), points=np.array(points), rings=np.array(rings),
        parts=np.array(parts), scale=topology["transform"]["scale"],
        translate=topology["transform"]["translate"],
    )  # fmt: skip


def stand_in(topology: dict[str, Any], fips: str) -> np.ndarray[Any, np.dtype[np.int64]]:
    """A closed ring of 16 corners in grid steps. KeyError where none is foreseen."""
    lat, lon, radius_m = STAND_INS[fips]
    turns = np.linspace(0, 2 * np.pi, 17)
    dy = radius_m / 111_195 * np.sin(turns)
    dx = radius_m / 111_195 / np.cos(np.radians(lat)) * np.cos(turns)
    degrees = np.column_stack([lon + dx, lat + dy])
    transform = topology["transform"]
    steps = np.rint((degrees - transform["translate"]) / transform["scale"])
    return np.asarray(steps, dtype=np.int64)


def stated_names(zips: list[dict[str, str]]) -> dict[tuple[str, str], str]:
    """(state FIPS, plain name) -> the name with its kind, as ZIP tables write it."""
    from geodata.build_names import FIPS, county_key

    return {
        (FIPS[z["state"]], county_key(z["county"])): z["county"]
        for z in zips
        if z["county"] and z["state"] in FIPS and not z["county"].lower().endswith(" city")
    }


def full_name(name: str, fips: str, stated: dict[tuple[str, str], str]) -> str:
    """ "Prince George's" -> "Prince George's County". The TopoJSON has no kinds of counties."""
    from geodata.build_names import INDEPENDENT_FROM, county_key, kind_of_county

    state = fips[:2]
    if int(fips[2:]) >= INDEPENDENT_FROM and not name.endswith(" City"):
        return f"{name} city"
    if name.lower().endswith((" county", " city", "municipality")) or state == "11":
        return name
    known = stated.get((state, county_key(name)), "")
    return f"{name} {kind_of_county(name, state, known)}".strip()


def write_populations(places: list[Any], zips: list[dict[str, str]]) -> None:
    """Adds to each county what its towns sum up to: it decides between counties of one name.

    Then the former counties, which have no polygon: in the middle of the ZIP codes that state them.
    """
    sums: dict[str, int] = {}
    for place in places:
        if place.kind == "P":
            sums[place.county] = sums.get(place.county, 0) + place.population
    lines = (DATA / "counties.tsv").read_text(encoding="utf-8").splitlines()
    rows: list[tuple[Any, ...]] = [
        (*(r := line.split("\t"))[:9], sums.get(r[0], 0)) for line in lines
    ]
    write("counties.tsv", [*rows, *former_rows({row[0]: row for row in rows}, zips)])


def former_rows(
    rows: dict[str, tuple[Any, ...]], zips: list[dict[str, str]]
) -> Iterator[tuple[Any, ...]]:
    from geodata.build_names import FIPS, county_key

    for line in (DATA / "former_counties.tsv").read_text(encoding="utf-8").splitlines():
        fips, name, full, successors = line.split("\t")
        stated = [
            z for z in zips
            if FIPS.get(z["state"]) == fips[:2] and county_key(z["county"]) == county_key(name)
        ]  # fmt: skip
        now = [rows[code] for code in successors.split("|")]
        lats = [float(z["lat"]) for z in stated] or [float(row[3]) for row in now]
        lons = [float(z["lon"]) for z in stated] or [float(row[4]) for row in now]
        middle = (sum(lats) / len(lats), sum(lons) / len(lons))
        numbers = (*middle, min(lats), min(lons), max(lats), max(lons))
        yield (fips, name, full, *(f"{n:.4f}" for n in numbers), now[0][9])


if __name__ == "__main__":
    main(Path(sys.argv[1]))
