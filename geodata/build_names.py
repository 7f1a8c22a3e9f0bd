"""Places, their names and kinds, from GeoNames, ZIP tables and our own lists. Build only."""

from __future__ import annotations

import math
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path

from geodata.names import key_of, plain
from geodata.shapes import Point, distance_m

DATA = Path(__file__).resolve().parent / "data"
FIPS = {
    row[1]: row[0]
    for row in (
        line.split("\t")
        for line in (DATA / "state_names.tsv").read_text(encoding="utf-8").splitlines()
    )
}
COUNTY_KINDS = (
    "county", "parish", "borough", "census area", "municipio", "municipality", "city and borough",
    "city", "island",
)  # fmt: skip
INDEPENDENT_FROM = 510
"""From here on county codes are cities in no county: in Virginia, Baltimore, St. Louis, Carson."""

ONE_CITY = {
    "11001": "Washington", "36005": "New York City", "36047": "New York City",
    "36061": "New York City", "36081": "New York City", "36085": "New York City",
    "06075": "San Francisco", "42101": "Philadelphia", "08031": "Denver", "24510": "Baltimore",
    "29510": "St. Louis", "22071": "New Orleans",
}  # fmt: skip
"""Counties that one city fills: any other name inside is a part of that city."""

WHOLE_CITIES = {"Brooklyn", "Queens", "Manhattan", "The Bronx", "Staten Island"}
"""New York's boroughs are counties, and people write them as their city."""

TOWN_KM2 = 1_000 / 1_200
"""Area for each thousand people, to guess how far a town reaches: towns have no polygons here."""

CITY_OF_PARTS = 50_000
"""Smaller towns have hamlets around them, not neighbourhoods."""

SUBURB_M = 25_000
NOT_TOWNS = ("courthouse", "town offices", "office", "mobile home")


@dataclass(frozen=True)
class Row:
    """One place under its main name. `kind`: P town, N neighbourhood. `grain`: C city, Z ZIP."""

    place_id: str
    name: str
    kind: str
    state: str
    lat: float
    lon: float
    population: int
    county: str
    city: str = ""
    grain: str = "C"

    @property
    def point(self) -> Point:
        return Point(lat=self.lat, lon=self.lon)


def county_key(name: str) -> str:
    """The name of a county without its kind."""
    key = plain(name)
    if key.startswith("municipality of "):
        return key.removeprefix("municipality of ")
    for kind in sorted(COUNTY_KINDS, key=len, reverse=True):
        if key.endswith(f" {kind}") and key != "carson city":
            return key.removesuffix(f" {kind}")
    return key


def kind_of_county(name: str, state: str, stated: str) -> str:
    """ "County" unless the ZIP table or the state's own custom says otherwise."""
    if stated.startswith("Municipality of"):
        return "Municipality"
    rest = stated[len(name) :].strip() if len(stated) > len(name) else ""
    if rest:
        return rest
    customs = {"22": "Parish", "72": "Municipio", "09": "Planning Region", "02": "Census Area"}
    return customs.get(state, "" if state in {"60", "66", "69", "78"} else "County")


def zip_rows(zips: Iterable[dict[str, str]]) -> list[tuple[str, ...]]:
    """zip, lat, lon, type, city, state, county FIPS: by its stated name, else by polygon."""
    from geodata.counties import county_at, county_polygons

    kept = [z for z in zips if z["state"] in FIPS]
    ids, polygons = county_polygons()
    at = county_at([Point(lat=float(z["lat"]), lon=float(z["lon"])) for z in kept], polygons)
    named = {
        _stated(line.split("\t")[0][:2], line.split("\t")[2]): line.split("\t")[0]
        for line in (DATA / "counties.tsv").read_text(encoding="utf-8").splitlines()
    }
    return [
        (
            z["zip"], z["lat"], z["lon"], z["zip_type"][0], z["city"], z["state"],
            named.get(_stated(FIPS[z["state"]], z["county"]), ids[number]),
        )
        for z, number in zip(kept, at, strict=True)
    ]  # fmt: skip


def _stated(state: str, name: str) -> tuple[str, str, bool]:
    """Virginia has a Fairfax County and a Fairfax city: the kind tells them apart."""
    return state, county_key(name), name.lower().endswith(" city")


def place_rows(geonames: Iterable[dict[str, str]], zips: list[tuple[str, ...]]) -> list[Row]:
    """Towns and neighbourhoods: GeoNames, then our own neighbourhoods, then post office towns."""
    from geodata.counties import county_at, county_polygons

    ids, polygons = county_polygons()
    rows = [r for r in geonames if not any(word in r["name"].lower() for word in NOT_TOWNS)]
    points = [Point(lat=float(r["lat"]), lon=float(r["lon"])) for r in rows]
    at = county_at(points, polygons)
    places = [
        Row(
            r["geonameid"], r["name"], "P", r["state"], p.lat, p.lon, int(r["population"]),
            ids[number],
        )
        for r, p, number in zip(rows, points, at, strict=True)
    ]  # fmt: skip
    places = _with_kinds(places, zips)
    places += list(_own_neighborhoods(places, zips))
    return places + list(_post_towns(places, zips))


def _with_kinds(places: list[Row], zips: list[tuple[str, ...]]) -> list[Row]:
    sections = set((DATA / "sources" / "geonames-sections.txt").read_text().split())
    towns = set((DATA / "sources" / "geonames-towns.txt").read_text().split())
    posts = _post_names(zips)
    big: dict[tuple[str, str], Row] = {}
    for place in places:
        key = (place.state, key_of(place.name))
        if key not in big or big[key].population < place.population:
            big[key] = place
    grid = _grid(zips)
    return [_judged(place, sections, towns, posts, big, grid) for place in places]


def _judged(
    place: Row,
    sections: set[str],
    towns: set[str],
    posts: dict[tuple[str, str], int],
    big: dict[tuple[str, str], Row],
    grid: dict[tuple[int, int], list[tuple[str, ...]]],
) -> Row:
    """A neighbourhood is in a one-city county, or GeoNames calls it a section, or it is newer than
    our list of kinds and gets its mail through a larger city close by."""
    city = ONE_CITY.get(place.county)
    if city:
        is_whole = place.name in WHOLE_CITIES or place.name == city
        return place if is_whole else replace(place, kind="N", city=city)
    near = _nearest(place.point, grid)
    mail = big.get((place.state, key_of(near[4]))) if near else None
    is_other = mail is not None and mail.place_id != place.place_id
    if place.place_id in sections:
        return replace(place, kind="N", city=mail.name if mail and is_other else "")
    is_post = (place.state, key_of(place.name)) in posts
    if place.place_id in towns or is_post or mail is None or not is_other:
        return place
    is_close = distance_m(place.point, mail.point) < min(SUBURB_M, 4 * reach_m(mail.population))
    is_larger = mail.population > CITY_OF_PARTS and mail.population > place.population
    return replace(place, kind="N", city=mail.name) if is_close and is_larger else place


def reach_m(population: int) -> float:
    """Radius of a disc of usual density, 1 to 25 km."""
    return min(25_000.0, max(1_000.0, 1000 * math.sqrt(population / 1000 * TOWN_KM2 / math.pi)))


def _post_names(zips: list[tuple[str, ...]]) -> dict[tuple[str, str], int]:
    return Counter((z[5], key_of(z[4])) for z in zips)


def _grid(zips: list[tuple[str, ...]]) -> dict[tuple[int, int], list[tuple[str, ...]]]:
    grid = defaultdict(list)
    for z in zips:
        if z[3] == "S":
            grid[int(float(z[1]) * 4), int(float(z[2]) * 4)].append(z)
    return grid


def _nearest(
    point: Point, grid: dict[tuple[int, int], list[tuple[str, ...]]]
) -> tuple[str, ...] | None:
    y, x = int(point.lat * 4), int(point.lon * 4)
    around = [z for dy in (-1, 0, 1) for dx in (-1, 0, 1) for z in grid.get((y + dy, x + dx), [])]
    if not around:
        return None
    return min(around, key=lambda z: distance_m(point, Point(lat=float(z[1]), lon=float(z[2]))))


def _own_neighborhoods(places: list[Row], zips: list[tuple[str, ...]]) -> Iterator[Row]:
    """Neighbourhoods of `neighborhoods.tsv` at the point of the ZIP code they belong to."""
    at = {z[0]: z for z in zips}
    cities = {(p.state, p.name) for p in places}
    known = {(p.state, key_of(p.name), p.city) for p in places if p.kind == "N"}
    for line in (DATA / "neighborhoods.tsv").read_text(encoding="utf-8").splitlines():
        name, city, state, zip_code, _ = line.split("\t")
        z = at[zip_code]
        assert city in {"New York", "Bronx"} or (state, city) in cities, line
        if not known & {(state, key_of(name), whole) for whole in (city, ONE_CITY.get(z[6]))}:
            slug = f"{state}-{city}-{name}".lower().replace(" ", "-")
            lat, lon, county = float(z[1]), float(z[2]), z[6]
            yield Row(slug, name, "N", state, lat, lon, 10_000, county, city, "Z")


def _post_towns(places: list[Row], zips: list[tuple[str, ...]]) -> Iterator[Row]:
    """Towns that only the ZIP table knows, in the middle of their ZIP codes."""
    known = defaultdict(list)
    for place in places:
        known[place.state, key_of(place.name)].append(place)
    groups = defaultdict(list)
    for z in zips:
        groups[z[5], key_of(z[4])].append(z)
    for (state, key), group in groups.items():
        lat = sum(float(z[1]) for z in group) / len(group)
        lon = sum(float(z[2]) for z in group) / len(group)
        if not key or any(_is_it(p, Point(lat=lat, lon=lon)) for p in known[state, key]):
            continue
        slug = f"{state}-{key}".lower().replace(" ", "-")
        yield Row(slug, group[0][4], "P", state, lat, lon, 0, group[0][6])


def _is_it(place: Row, point: Point) -> bool:
    """Far from a neighbourhood of its name a town is another: West End, Winston-Salem is not the
    town in Moore County."""
    return place.kind == "P" or distance_m(place.point, point) < SUBURB_M


def name_rows(places: list[Row], zips: list[tuple[str, ...]]) -> Iterator[tuple[object, ...]]:
    """key, id, kind, name, state, lat, lon, population, county, city, grain, is alias (0, 1)."""
    for place in places:
        yield _line(key_of(place.name), place, 0)
    best = {(p.state, key_of(p.name)): p for p in sorted(places, key=lambda p: p.population)}
    for line in (DATA / "aliases.tsv").read_text(encoding="utf-8").splitlines():
        alias, name, state = line.split("\t")
        yield _line(key_of(alias), best[state, key_of(name)], 0)
    for line in (DATA / "neighborhoods.tsv").read_text(encoding="utf-8").splitlines():
        name, _, state, _, aliases = line.split("\t")
        for alias in filter(None, aliases.split("|")):
            yield _line(key_of(alias), best[state, key_of(name)], 1)
    yield from _mail_names(places, zips)


def _mail_names(places: list[Row], zips: list[tuple[str, ...]]) -> Iterator[tuple[object, ...]]:
    """Other names of post offices that people write ("Le Droit Park"): at their ZIP code."""
    import zipcodes

    known = {(p.state, key_of(p.name)) for p in places}
    cities = {(p.state, key_of(p.name)) for p in places if p.population > CITY_OF_PARTS}
    at = {z[0]: z for z in zips}
    for entry in zipcodes.list_all():  # type: ignore[no-untyped-call]
        z = at.get(entry["zip_code"])
        if z is None or z[3] != "S":
            continue
        for name in (*entry["acceptable_cities"], *entry["unacceptable_cities"]):
            key = key_of(name)
            if key and (z[5], key) not in known and not key[-1].isdigit():
                known.add((z[5], key))
                slug = f"{z[5]}-{key}".lower().replace(" ", "-")
                is_part = (z[5], key_of(z[4])) in cities
                kind, city = ("N", z[4]) if is_part else ("P", "")
                row = Row(slug, name, kind, z[5], float(z[1]), float(z[2]), 0, z[6], city, "Z")
                yield _line(key, row, 1)


def _line(key: str, place: Row, is_alias: int) -> tuple[object, ...]:
    return (
        key, place.place_id, place.kind, place.name, place.state, f"{place.lat:.5f}",
        f"{place.lon:.5f}", place.population, place.county, place.city, place.grain, is_alias,
    )  # fmt: skip
