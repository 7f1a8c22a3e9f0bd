"""Feeds that we may read, each a file in `feeds/`: where it is, with whose permission, how often,
by which layout of `directory/hsds/layouts/`, and samples that a reading of it has to contain.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from directory.evidence import EntityType
from directory.hsds.feed import layout_of, records_of
from directory.hsds.files import parts_of
from directory.hsds.reading import read_directory
from directory.hsds.statements import Reading

FEEDS = Path(__file__).parent / "feeds"
NAME = re.compile(r"[a-z0-9][a-z0-9-]{1,60}")
SAMPLED = ("name", "alternate_name", "address", "phone", "hours", "website", "ends")
"""What a sample may say of one row; each text has to stand in what was read of it."""


class SourceError(Exception):
    """A source file that cannot be used; the message says what to change."""


@dataclass(frozen=True)
class FeedSource:
    """One feed, as its file describes it."""

    name: str
    title: str
    url: str
    permission: str
    """By which right we read it: a licence, a letter, or that nobody said."""
    cadence_days: int
    layout: str
    """Name of a file in directory/hsds/layouts."""
    stored: str = ""
    """A stored copy in ../shared/data, for tests."""
    least: int = 1
    """Fewer rows than this are half a feed."""
    samples: tuple[Mapping[str, str], ...] = field(default=())


def sources(own: Path | None = None) -> list[FeedSource]:
    """All that are described, by name; those of an operator's folder too. Raises SourceError."""
    paths = [*sorted(FEEDS.glob("*.toml")), *(sorted(own.glob("*.toml")) if own else ())]
    return sorted((read_source(path) for path in paths), key=lambda source: source.name)


def read_source(path: Path) -> FeedSource:
    """The source in a file. Raises SourceError."""
    try:
        data = tomllib.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        raise SourceError(f"{path.name} cannot be read: {error}") from error
    samples = tuple(data.pop("samples", ()))
    unknown = sorted({key for sample in samples for key in sample} - set(SAMPLED))
    if unknown:
        raise SourceError(f"{path.name}: a sample says {', '.join(SAMPLED)}, not {unknown[0]}")
    try:
        return FeedSource(name=path.stem, samples=samples, **data)
    except TypeError as error:
        raise SourceError(f"{path.name}: {error}") from error


def problems_of(source: FeedSource, path: Path) -> list[str]:
    """What is wrong with a copy of the feed, a sentence each; empty when it is as it should be.

    Raises ImportRefusedError when it cannot be read at all.
    """
    layouts = (layout_of(list(records_of(part))) for part in parts_of(path))
    used = {layout.name for layout in layouts if layout}
    if used != {source.layout}:
        return [f"it is read by {', '.join(sorted(used)) or 'no layout'}, not {source.layout}"]
    reading = read_directory(path, format="feed", source=source.name)
    services = [stated.entity.document for stated in reading.stated[EntityType.SERVICE].values()]
    found = []
    if len(services) < source.least:
        found.append(f"it has {len(services):,} rows that can be used, not {source.least:,}")
    told = [_told(document, reading) for document in services]
    return found + [problem for sample in source.samples for problem in _missing(sample, told)]


def _told(service: Mapping[str, Any], reading: Reading) -> dict[str, str]:
    """What was read of a row, as texts to look into."""
    places = reading.stated[EntityType.LOCATION]
    ids = [at["location_id"] for at in service.get("service_at_locations", ())]
    held = [places[one].entity.document for one in ids if one in places]
    addresses = [a for place in held for a in place.get("addresses", ())]
    return {
        "name": str(service.get("name", "")),
        "alternate_name": str(service.get("alternate_name", "")),
        "address": " / ".join(str(a.get("address_1", "")) for a in addresses),
        "phone": " / ".join(str(p.get("number", "")) for p in service.get("phones", ())),
        "hours": " / ".join(str(s.get("description", "")) for s in service.get("schedules", ())),
        "website": str(service.get("url", "")),
        "ends": str(service.get("alert", "")),
    }


def _missing(sample: Mapping[str, str], told: list[dict[str, str]]) -> Iterator[str]:
    """What the row that comes nearest to the sample lacks of it."""
    named = [one for one in told if one["name"] == sample["name"]]
    if not named:
        yield f"the sample {sample['name']!r} is not in it"
        return
    lacks = [[key for key in sample if sample[key] not in one[key]] for one in named]
    best = min(range(len(named)), key=lambda place: len(lacks[place]))
    for key in lacks[best]:
        yield f"{sample['name']}: {key} is {named[best][key]!r}, not {sample[key]!r}"
