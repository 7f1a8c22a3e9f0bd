"""Synthetic listings and queries in the shape of the measured anchors: 300 towns by Zipf's law, 300
categories, 20 languages, some 50 words a listing, the commonest word in about a fifth of them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

import numpy as np
from numpy.typing import NDArray

from directory.belief import BeliefState, when_checked, when_known
from geodata.shapes import Point, Precision
from indexer.document import SearchDocument
from indexer.query import SearchQuery
from indexer.stem import stem
from indexer.text import STOPWORDS

NOW = datetime(2026, 11, 24, 12, tzinfo=UTC)
TOWNS, CATEGORIES, LANGUAGES, VOCABULARY = 300, 300, 20, 20_000
TOWN_SPREAD_DEGREES = 0.15
LISTINGS_PER_ORGANIZATION = 3
RADIUS_MILES = 10.0

COMMON_WORDS = 740
"""Words that stand in 1 % of the listings or more. In a real directory of 2,100 rows, the words of
86 questions that people ask stand in 1 % at the median, in 5 % at the upper quartile."""


@dataclass(frozen=True)
class World:
    """Listings as arrays; `document` makes one of them."""

    points: NDArray[np.float64]
    words: NDArray[np.int64]
    organizations: NDArray[np.int64]
    categories: NDArray[np.int64]
    languages: NDArray[np.int64]
    checked_days_ago: NDArray[np.float64]
    vocabulary: list[str]

    def __len__(self) -> int:
        return len(self.points)

    def document(self, number: int) -> SearchDocument:
        words = [self.vocabulary[word] for word in self.words[number]]
        organization = int(self.organizations[number])
        lat, lon = self.points[number].tolist()
        return SearchDocument(
            listing_id=listing_id(number),
            service_id=f"service-{number}",
            organization_id=f"organization-{organization}",
            name=" ".join(words[:3]),
            organization=f"house {organization}",
            summary=" ".join(words[3:25]),
            description=" ".join(words[3:]),
            categories=tuple(sorted({f"category {c}" for c in self.categories[number]})),
            languages=tuple(sorted({f"language {c}" for c in self.languages[number] if c})),
            cost="free" if number % 3 == 0 else None,
            point=Point(lat=lat, lon=lon),
            precision=Precision.STREET,
            address="1 Example Street, Town, ST 00000",
            phone="202-555-0100",
            source_ids={"organization": str(organization), "service": str(number), "location": "1"},
            belief=self._belief(number),
        )

    def _belief(self, number: int) -> BeliefState:
        state = when_known(NOW - timedelta(days=1500))
        days = float(self.checked_days_ago[number])
        if days > 1200:
            return state
        return when_checked(state, NOW - timedelta(days=days), "phone")

    def documents(self) -> Iterator[SearchDocument]:
        return (self.document(number) for number in range(len(self)))


def listing_id(number: int) -> str:
    return str(UUID(int=number * 0x9E3779B97F4A7C15 % 2**128))


def world_of(listings: int, seed: int = 1) -> World:
    """The same world for the same numbers."""
    rng = np.random.default_rng(seed)
    towns = rng.uniform((26, -122), (48, -70), (TOWNS, 2))
    town = rng.choice(TOWNS, listings, p=_zipf(TOWNS, shift=0))
    points = towns[town] + rng.normal(0, TOWN_SPREAD_DEGREES, (listings, 2))
    # Organizations are of one town: listings are numbered town by town, then dealt out.
    organizations = np.empty(listings, np.int64)
    organizations[np.argsort(town, kind="stable")] = (
        np.arange(listings) // LISTINGS_PER_ORGANIZATION
    )
    return World(
        points=points,
        words=rng.choice(VOCABULARY, (listings, 50), p=_zipf(VOCABULARY, shift=30)),
        organizations=organizations,
        categories=rng.choice(CATEGORIES, (listings, 2), p=_zipf(CATEGORIES, shift=5)),
        languages=rng.choice(LANGUAGES, (listings, 2), p=_zipf(LANGUAGES, shift=0)),
        checked_days_ago=rng.exponential(500, listings),
        vocabulary=_vocabulary(rng),
    )


def _zipf(count: int, *, shift: int) -> NDArray[np.float64]:
    weights = 1 / (np.arange(count) + 1 + shift)
    return np.asarray(weights / weights.sum())


def _vocabulary(rng: np.random.Generator) -> list[str]:
    """Words of 5 to 9 letters that our analysis leaves as they are, so that a plain index of the
    same texts finds the same listings."""
    words: dict[str, None] = {}
    while len(words) < VOCABULARY:
        letters = rng.choice(list("bcdfghklmnprtvaeiou"), int(rng.integers(5, 10)))
        word = "".join(letters)
        if stem(word) == word and word not in STOPWORDS:
            words[word] = None
    return list(words)


def queries_of(world: World, kind: str, count: int, seed: int = 2) -> list[SearchQuery]:
    """`full`: 1 to 3 common words of one listing, within 10 miles of it, a category for 40 %, a
    language for 50 %. `rare`: the same with any words. `browse`: a category within 10 miles.
    `wide`: common words alone."""
    rng = np.random.default_rng(seed)
    return [_query(world, kind, rng) for _ in range(count)]


def _query(world: World, kind: str, rng: np.random.Generator) -> SearchQuery:
    number = int(rng.integers(len(world)))
    lat, lon = world.points[number].round(3).tolist()
    place: dict[str, Any] = {"near": Point(lat=lat, lon=lon), "radius_miles": RADIUS_MILES}
    category = (f"category {world.categories[number][0]}",)
    if kind == "browse":
        return SearchQuery(**place, need=category)
    text = _text(world, number, VOCABULARY if kind == "rare" else COMMON_WORDS, rng)
    if kind == "wide":
        return SearchQuery(text)
    language = (f"language {rng.integers(1, LANGUAGES)}",)
    return SearchQuery(
        text,
        **place,
        need=category if rng.random() < 0.4 else (),
        language=language if rng.random() < 0.5 else (),
    )


def _text(world: World, number: int, commonest: int, rng: np.random.Generator) -> str:
    """1 to 3 words of the listing, all of them among the so many commonest."""
    words = np.unique(world.words[number])
    words = words[words < commonest]
    chosen = rng.choice(words, min(len(words), int(rng.integers(1, 4))), replace=False)
    return " ".join(world.vocabulary[word] for word in chosen)
