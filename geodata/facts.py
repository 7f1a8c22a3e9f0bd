"""The shipped tables, each read once as bytes and searched by halves: no row is parsed before it
is asked for. Source of each: `data/README.md`."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cached_property
from math import pi, sqrt
from pathlib import Path

from geodata.names import key_of, plain
from geodata.shapes import Box, Point, around

DATA = Path(__file__).resolve().parent / "data"

DISTRICT = "11001"
"""The one county that is a state of its name."""

PEOPLE_PER_KM2 = 1_200
"""Of a usual American town, to guess how far it reaches."""


@dataclass(frozen=True)
class ZipFact:
    zip_code: str
    point: Point
    is_standard: bool
    """Not a PO box or one large receiver."""
    city: str
    state: str
    county: str


@dataclass(frozen=True)
class Named:
    """A town or neighbourhood under one of its names."""

    key: str
    place_id: str
    is_neighborhood: bool
    name: str
    state: str
    point: Point
    population: int
    county: str
    city: str
    """Of a neighbourhood; may be empty."""
    is_at_zip: bool
    """The point is that of a ZIP code, not its own."""
    is_alias: bool

    @property
    def title(self) -> str:
        city = f", {self.city}" if self.city and self.is_neighborhood else ""
        return f"{self.name}{city}, {self.state}"

    @property
    def reach_m(self) -> float:
        """Radius of a disc of usual density, 1 to 25 km."""
        return min(25_000.0, max(1_000.0, 1000 * sqrt(self.population / PEOPLE_PER_KM2 / pi)))


@dataclass(frozen=True)
class County:
    fips: str
    name: str
    full_name: str
    state: str
    point: Point
    extent: Box
    population: int

    @property
    def title(self) -> str:
        is_state = self.fips == DISTRICT
        return self.full_name if is_state else f"{self.full_name}, {self.state}"


@dataclass(frozen=True)
class State:
    fips: str
    code: str
    name: str
    spellings: tuple[str, ...]


@dataclass(frozen=True)
class Region:
    """A group of counties with a name; where it ends is not settled."""

    name: str
    city: str
    """The city it lies around, "Washington, DC"; may be empty."""
    counties: tuple[str, ...]

    @property
    def region_id(self) -> str:
        return plain(self.name).replace(" ", "-")


def _lines(name: str) -> list[bytes]:
    return (DATA / name).read_bytes().split(b"\n")[:-1]


def _under(lines: list[bytes], key: str) -> Iterator[list[str]]:
    """The rows whose first column is the key."""
    start = key.encode() + b"\t"
    for at in range(bisect_left(lines, start), len(lines)):
        if not lines[at].startswith(start):
            return
        yield lines[at].decode().split("\t")


@dataclass(frozen=True)
class Facts:
    """ZIP codes, names, counties and states of the United States and its territories."""

    zips: list[bytes] = field(default_factory=lambda: _lines("zips.tsv"), repr=False)
    names: list[bytes] = field(default_factory=lambda: _lines("names.tsv"), repr=False)

    def zip_code(self, code: str) -> ZipFact | None:
        return next(map(_zip, _under(self.zips, code)), None)

    def all_zips(self) -> Iterator[ZipFact]:
        return (_zip(line.decode().split("\t")) for line in self.zips)

    def named(self, key: str) -> list[Named]:
        return [_named(row) for row in _under(self.names, key)]

    @cached_property
    def keys(self) -> list[str]:
        """Every name once, in order."""
        return sorted({line.split(b"\t", 1)[0].decode() for line in self.names})

    @cached_property
    def states(self) -> dict[str, State]:
        """By postal code."""
        rows = (line.decode().split("\t") for line in _lines("state_names.tsv"))
        made = (State(r[0], r[1], r[2], tuple(filter(None, r[3].split("|")))) for r in rows)
        return {state.code: state for state in made}

    @cached_property
    def state_keys(self) -> dict[str, str]:
        """Plain spelling -> postal code. Not `key_of`: "ne" is Nebraska, "ct" Connecticut."""
        return {
            spelling: state.code
            for state in self.states.values()
            for spelling in map(
                plain,
                (
                    state.name,
                    state.code,
                    *state.spellings,
                    f"state of {state.name}",
                    f"estado de {state.name}",
                ),
            )
        }

    @cached_property
    def state_of_fips(self) -> dict[str, str]:
        return {state.fips: state.code for state in self.states.values()}

    @cached_property
    def counties(self) -> dict[str, County]:
        """By FIPS code, 2023: Connecticut has its planning regions."""
        rows = (line.decode().split("\t") for line in _lines("counties.tsv"))
        return {row[0]: _county(row, self.state_of_fips[row[0][:2]]) for row in rows}

    @cached_property
    def successors(self) -> dict[str, tuple[str, ...]]:
        """Former county -> those of 2023 that hold parts of it: Connecticut's eight, Alaska's."""
        rows = (line.decode().split("\t") for line in _lines("former_counties.tsv"))
        return {row[0]: tuple(row[3].split("|")) for row in rows}

    @cached_property
    def county_keys(self) -> dict[str, list[County]]:
        """Under the bare and the full name, and under initials ("pg" for Prince George's)."""
        index: dict[str, list[County]] = {}
        kinds: dict[str, str] = {}
        for county in self.counties.values():
            bare = key_of(county.name)
            kind = county.full_name.removeprefix(county.name)
            if kind not in kinds:
                kinds[kind] = f" {key_of(kind)}".rstrip()
            keys = {bare, bare + kinds[kind] if len(kind) < len(county.full_name) else
                    key_of(county.full_name)}  # fmt: skip
            words = bare.split()
            if len(words) > 1:
                keys.add("".join(word[0] for word in words))
            for key in keys:
                index.setdefault(key, []).append(county)
        for line in _lines("county_aliases.tsv"):
            alias, fips = line.decode().split("\t")
            index.setdefault(key_of(alias), []).append(self.counties[fips])
        return index

    @cached_property
    def regions(self) -> dict[str, Region]:
        """Named groups of counties, under each of their keys; "" keys aside."""
        index: dict[str, Region] = {}
        for line in _lines("regions.tsv"):
            name, city, aliases, counties = line.decode().split("\t")
            region = Region(name, city, tuple(counties.split("|")))
            for spelling in (name, *filter(None, aliases.split("|"))):
                index[key_of(spelling)] = region
        return index

    @cached_property
    def metros(self) -> dict[tuple[str, str], Region]:
        """The region around a city, by (key of the city, state)."""
        pairs = ((r.city.rpartition(", "), r) for r in self.regions.values() if r.city)
        return {(key_of(name), state): region for (name, _, state), region in pairs}

    @cached_property
    def known_abroad(self) -> frozenset[str]:
        """Countries, and cities of a million whose American namesakes are small."""
        cities = (line.decode() for line in _lines("cities_abroad.txt"))
        return self.countries | frozenset(map(plain, cities))

    def state_extent(self, code: str) -> Box:
        boxes = [county.extent for county in self.counties.values() if county.state == code]
        return around(boxes)

    @cached_property
    def countries(self) -> frozenset[str]:
        """Plain names of other countries, English and Spanish; Canada's provinces too."""
        return frozenset(map(plain, (line.decode() for line in _lines("countries.txt"))))


def _zip(row: list[str]) -> ZipFact:
    point = Point(lat=float(row[1]), lon=float(row[2]))
    return ZipFact(row[0], point, row[3] == "S", row[4], row[5], row[6])


def _named(row: list[str]) -> Named:
    point = Point(lat=float(row[5]), lon=float(row[6]))
    return Named(
        row[0], row[1], row[2] == "N", row[3], row[4], point, int(row[7]), row[8], row[9],
        row[10] == "Z", row[11] == "1",
    )  # fmt: skip


def _county(row: list[str], state: str) -> County:
    lat, lon, south, west, north, east = map(float, row[3:9])
    return County(
        row[0], row[1], row[2], state, Point(lat=lat, lon=lon), Box(south, west, north, east),
        int(row[9]),
    )  # fmt: skip
