"""What do places cost? Start, typed places, points to areas, each beside a plain way to do it.

python -m bench.geo [--texts 3000] [--points 300000]
"""

from __future__ import annotations

import argparse
import random
import resource
import subprocess
import sys
from collections.abc import Callable, Sequence
from time import perf_counter
from typing import Any

import numpy as np

from geodata.facts import DATA
from geodata.gazetteer import Gazetteer, open_gazetteer
from geodata.names import key_of

SEED = 20_261_125
STARTS = 9
ROUNDS = 3
"""Of these the fastest counts: what else the machine does between is not ours."""

PLAIN_TEXTS = 150
PLAIN_POINTS = 300
JITTER_DEGREES = 0.05

READ_ALL = """
rows = []
for name in ("zips.tsv", "names.tsv", "counties.tsv", "state_names.tsv"):
    with open(DATA / name, encoding="utf-8", newline="") as lines:
        rows += list(csv.reader(lines, delimiter="\\t", quoting=csv.QUOTE_NONE))
"""
START = {
    "ours": "from geodata.gazetteer import open_gazetteer\n"
    "assert open_gazetteer().understand('Silver Spring MD').name == 'Silver Spring, MD'",
    "plain: every table through csv": "import csv\nfrom geodata.facts import DATA\n" + READ_ALL,
}


ASKED = """
import time
started = time.perf_counter()
{code}
seconds = time.perf_counter() - started
import sys
assert "shapely" not in sys.modules
status = open("/proc/self/status").read()
print(seconds, status.partition("VmHWM:")[2].split()[0])
"""


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--texts", type=int, default=3_000)
    parser.add_argument("--points", type=int, default=300_000)
    arguments = parser.parse_args()
    starts()
    gazetteer = open_gazetteer()
    typed_places(gazetteer, arguments.texts)
    points(gazetteer, arguments.points)


def starts() -> None:
    """A new process each: imports, opening, and one answer; less what Python alone takes."""
    bare_s, bare_kb = min(_start("pass") for _ in range(STARTS))
    for name, code in START.items():
        seconds, kilobytes = min(_start(code) for _ in range(STARTS))
        print(
            f"start, {name:32} {(seconds - bare_s) * 1000:7.0f} ms "
            f"{(kilobytes - bare_kb) / 1024:6.1f} MB"
        )


def _start(code: str) -> tuple[float, int]:
    """Seconds and the largest resident size in kB, as the process itself sees them."""
    told = subprocess.run(
        [sys.executable, "-c", ASKED.format(code=code)],
        check=True, capture_output=True, text=True,
    )  # fmt: skip
    seconds, kilobytes = told.stdout.split()
    return float(seconds), int(kilobytes)


# ------------------------------------------------------------------ typed places


def typed_places(gazetteer: Gazetteer, count: int) -> None:
    texts = texts_of(gazetteer, count)
    rounds = [[timed(gazetteer.understand, text) for _, text in texts] for _ in range(ROUNDS)]
    times: dict[str, list[float]] = {}
    for (kind, _), milliseconds in zip(texts, zip(*rounds, strict=True), strict=True):
        times.setdefault(kind, []).append(min(milliseconds))
    print(f"first round, one-time tables included: {_p(rounds[0])}")
    everything = [t for kind in times.values() for t in kind]
    for kind, measured in (*times.items(), ("all", everything)):
        print(f"understand, {kind:12} {len(measured):>6} texts {_p(measured)}")
    plain = PlainTable()
    chosen = random.Random(SEED).sample(texts, PLAIN_TEXTS)
    measured = [timed(plain.find, text) for _, text in chosen]
    print(f"{'plain: scan of the table':24} {len(measured):>6} texts {_p(measured)}")
    ratio = np.median(measured) / np.median(everything)
    print(f"{'':24} ratio p50 {ratio:.0f}")


def timed(run: Callable[[str], object], text: str) -> float:
    started = perf_counter()
    run(text)
    return (perf_counter() - started) * 1000


def _p(milliseconds: Sequence[float]) -> str:
    p50, p99 = np.percentile(milliseconds, [50, 99])
    return f"p50 {p50:7.3f} ms  p99 {p99:7.3f} ms  max {max(milliseconds):7.3f} ms"


def texts_of(gazetteer: Gazetteer, count: int) -> list[tuple[str, str]]:
    """Names as people write them, misspelt ones, ZIP codes, counties, nonsense."""
    chance = random.Random(SEED)
    named = [line.decode().split("\t") for line in chance.sample(gazetteer.facts.names, count)]
    makers: tuple[tuple[str, Callable[[list[str]], str]], ...] = (
        ("City, ST", lambda row: f"{row[3]}, {row[4]}"),
        ("city", lambda row: row[3]),
        ("misspelt", lambda row: misspelt(row[3], chance)),
        ("misspelt, ST", lambda row: f"{misspelt(row[3], chance)} {row[4]}"),
        ("near", lambda row: f"near downtown {row[3]}"),
        ("nonsense", lambda row: "".join(chance.sample("abcdefghijklmnoprstuvwxyz ", 12))),
    )
    texts = [
        (kind, make(row)) for n, row in enumerate(named) for kind, make in [makers[n % len(makers)]]
    ]
    zips = chance.sample(gazetteer.facts.zips, count // 10)
    counties = chance.sample(sorted(gazetteer.facts.counties), count // 10)
    texts += [("ZIP code", line[:5].decode()) for line in zips]
    texts += [("county", gazetteer.facts.counties[fips].full_name) for fips in counties]
    chance.shuffle(texts)
    return texts


def misspelt(name: str, chance: random.Random) -> str:
    """With two neighbours exchanged, or a letter left out, or doubled."""
    at = chance.randrange(max(1, len(name) - 1))
    ways = (
        name[:at] + name[at + 1 : at + 2] + name[at : at + 1] + name[at + 2 :],
        name[:at] + name[at + 1 :],
        name[: at + 1] + name[at:],
    )
    return chance.choice(ways)


class PlainTable:
    """The way one would write in an hour: all names in a list, compared one by one."""

    def __init__(self) -> None:
        from rapidfuzz import process

        lines = (DATA / "names.tsv").read_text(encoding="utf-8").splitlines()
        self._rows = [line.split("\t") for line in lines]
        self._keys = [row[0] for row in self._rows]
        self._nearest = process.extractOne

    def find(self, text: str) -> list[str] | None:
        name, _, state = text.rpartition(" ")
        for row in self._rows:
            if row[0] == key_of(text) or (row[0] == key_of(name) and row[4] == state):
                return row
        found = self._nearest(key_of(text), self._keys, score_cutoff=85)
        return self._rows[found[2]] if found else None


# ------------------------------------------------------------------ points


def points(gazetteer: Gazetteer, count: int) -> None:
    """Points around ZIP codes, where people are."""
    rng = np.random.default_rng(SEED)
    at = np.array([[z.point.lat, z.point.lon] for z in gazetteer.facts.all_zips()])
    chosen = at[rng.integers(0, len(at), count)] + rng.uniform(-1, 1, (count, 2)) * JITTER_DEGREES
    lats, lons = chosen[:, 0].copy(), chosen[:, 1].copy()
    areas = gazetteer.areas
    areas.areas_of_many(lats[:1000], lons[:1000])
    seconds = []
    for _ in range(ROUNDS):
        started = perf_counter()
        found = areas.areas_of_many(lats, lons)
        seconds.append(perf_counter() - started)
    rate = count / min(seconds)
    print(f"points to areas, in bulk          {rate:>10,.0f} points/s")
    started = perf_counter()
    counties = areas.counties_of(lats, lons)
    print(
        f"of these, counties alone          {count / (perf_counter() - started):>10,.0f} points/s"
    )
    started = perf_counter()
    for lat, lon in chosen[:1000].tolist():
        areas.areas_of_many(np.array([lat]), np.array([lon]))
    print(f"one by one                        {1000 / (perf_counter() - started):>10,.0f} points/s")
    started = perf_counter()
    plain = [
        naive(areas.counties.polygons, lat, lon) for lat, lon in chosen[:PLAIN_POINTS].tolist()
    ]
    plain_rate = PLAIN_POINTS / (perf_counter() - started)
    print(f"plain: a loop over all counties   {plain_rate:>10,.0f} points/s, counties only")
    differ = sum(p >= 0 and p != c for p, c in zip(plain, counties.tolist(), strict=False))
    print(f"ratio {rate / plain_rate:,.0f}; {differ} of {PLAIN_POINTS} answers differ; "
          f"{sum(len(f) == 0 for f in found)} points in nothing")  # fmt: skip
    print(f"resident size {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024:.0f} MB")


def naive(polygons: Any, lat: float, lon: float) -> int:
    """The number of the first county that has the point; -1."""
    import shapely

    point = shapely.Point(lon, lat)
    return next((n for n, polygon in enumerate(polygons) if shapely.intersects(polygon, point)), -1)


if __name__ == "__main__":
    main()
