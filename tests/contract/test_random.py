"""Random questions to random directories, compared with what the plain way answers."""

from __future__ import annotations

import os
import random
from dataclasses import replace
from itertools import groupby

import pytest

from directory.eligibility import Circumstances
from directory.eligibility.reading import read_eligibility
from directory.hours import read_hours
from directory.openings import openings_of_hours
from geodata.coverage_words import Unresolved
from geodata.places import Area
from geodata.served import EVERYWHERE, Parts, ServedAreas, Unread
from geodata.shapes import Point, Precision
from indexer.asked import COST, LANGUAGE, NEED, Part, Way, marked
from indexer.document import SearchDocument
from indexer.engine import Engine
from indexer.hours import Hours
from indexer.query import MAX_LIMIT, SearchQuery, Sort
from indexer.result import Hit, SearchPage
from indexer.serving import terms_of
from indexer.text import words_of
from tests.contract.conftest import index
from tests.contract.documents import CENTRE, NOW, checked, document, listing_id, never_checked
from tests.contract.reference import Expected, expected

QUERIES = {"sqlite": 400, "opensearch": 100}
"""Enough to meet every pair of filters. CONTRACT_QUERIES=10000 compares more."""

LISTINGS = 200
WORDS = (
    "food", "pantry", "housing", "shelter", "legal", "clinic", "help", "the", "of", "for", "women",
    "children", "café", "niño", "school", "bank", "еда", "食物银行", "بنك", "الطعام", "near", "24",
    "meals-on-wheels", "o'neil", "and",
)  # fmt: skip
CATEGORIES = ("Food", "food pantry", "Housing", "Legal help", "Café", "Health care for women")
LANGUAGES = ("Spanish", "Arabic", "French")


def some(chance: random.Random, values: tuple[str, ...], most: int) -> tuple[str, ...]:
    return tuple(chance.sample(values, chance.randint(0, most)))


def text(chance: random.Random, least: int, most: int) -> str:
    return " ".join(chance.choices(WORDS, k=chance.randint(least, most)))


def random_document(chance: random.Random, number: int) -> SearchDocument:
    point = random_point(chance) if chance.random() < 0.8 else None
    organization = chance.randint(0, 40)
    belief = chance.choice([checked(chance.uniform(0, 900)), never_checked(), None])
    return document(
        f"{number}",
        name=text(chance, 1, 4),
        alternate_names=(text(chance, 1, 2),) if chance.random() < 0.2 else (),
        organization=WORDS[organization % len(WORDS)] + " house" if organization else None,
        organization_id=listing_id(f"organization {organization}") if organization else None,
        categories=some(chance, CATEGORIES, 2),
        needs=some(chance, (*CATEGORIES, *NEEDS), 2),
        need_levels=tuple((need, chance.randint(1, 8)) for need in some(chance, NEEDS, 2)),
        served=random_terms(chance),
        hours=random_hours(chance),
        eligibility=read_eligibility(chance.choice(WHO)),
        description=text(chance, 0, 8),
        details=text(chance, 0, 2),
        languages=some(chance, LANGUAGES, 2),
        cost="free" if chance.random() < 0.4 else None,
        point=point,
        precision=chance.choice(list(Precision)[:4]) if point else Precision.NONE,
        belief=belief,
    )


WHO = (
    "", "", "Open to all", "Women 18 and older", "Homeless men", "Veterans or seniors",
    "Income below 200% of the federal poverty level", "Must have a photo ID", "Ages 16 to 24",
    "Not for sex offenders. Families with children under 5.",
)  # fmt: skip
PEOPLE = (
    Circumstances(age=30, gender="men"), Circumstances(age=70.0, is_={"veteran": False}),
    Circumstances(gender="women", is_={"unhoused": True}, has={"photo_id": False}),
    Circumstances(household_size=2, income_usd_month=9000.0), Circumstances(),
)  # fmt: skip
HOURS = (
    "", "Mon-Fri 9am-5pm", "24 hours", "by appointment", "Tue 10-2; closed holidays",
    "First Monday 9-12", "Mon-Sun 6pm-2am", "April to October, Mon 9-5", "Sat 8:10am-9:20am",
)  # fmt: skip
ZONES = ("America/New_York", "America/Los_Angeles", "Asia/Tokyo", None)
TIMES = ("now", "evening", "weekend", "2026-05-25T10:00", "2026-05-09T08:15", "2026-05-04T23:30Z")
"""The fourth is Memorial Day."""


def random_hours(chance: random.Random) -> Hours:
    read = openings_of_hours([read_hours(chance.choice(HOURS))])
    status = "temporarily closed" if chance.random() < 0.1 else "active"
    return Hours(read, chance.choice(ZONES), status)


NEEDS = ("food", "food-pantry", "shelter", "legal")
AREAS = {
    area.area_id: area
    for area in (
        Area("state", "11", "DC"), Area("state", "24", "Maryland"), Area("county", "24031", "M"),
        Area("county", "24033", "P"), Area("zip", "20009", "20009"), Area("zip", "20910", "20910"),
        Area("place", "1150000", "W"), Area("ward", "7", "Ward 7"), Area("ward", "8", "Ward 8"),
        Area("county", "51780", "South Boston"), Area("county", "51083", "Halifax"), EVERYWHERE,
    )
}  # fmt: skip
STATES = {"zip:20009": {"11"}, "zip:20910": {"24"}, "place:1150000": {"11"}, "ward:7": {"11"}}
PARTS = Parts(
    {key: frozenset(states) for key, states in STATES.items()}, {"51780": ("51083",)}
)  # a county that is no more, and the one that holds it


def random_terms(chance: random.Random) -> tuple[str, ...]:
    """Whom a listing serves; every fifth says nothing."""
    if chance.random() < 0.2:
        return ()
    areas = chance.sample(list(AREAS.values()), chance.randint(0, 3))
    left_out = chance.sample(list(AREAS.values()), int(chance.random() < 0.2))
    unread = (Unread("around here", Unresolved.UNREAD),) if chance.random() < 0.2 else ()
    return terms_of(ServedAreas("", frozenset(areas), frozenset(left_out), unread), PARTS)


def random_areas(chance: random.Random) -> tuple[Area, ...]:
    """The areas of a place; those of some kinds only about."""
    areas = chance.sample([a for a in AREAS.values() if a is not EVERYWHERE], chance.randint(1, 4))
    return tuple(replace(area, is_approximate=chance.random() < 0.2) for area in areas)


def random_parts(chance: random.Random) -> tuple[Part, ...]:
    """As understanding makes them: needs and words in several ways, preferences."""
    tokens = [
        *(word.token for word in words_of(" ".join(WORDS))),
        *(marked(NEED, need) for need in NEEDS),
        *(marked(LANGUAGE, language) for language in LANGUAGES),
        marked(COST, "free"),
    ]
    return tuple(
        Part(
            f"part {number}",
            tuple(
                Way(tuple(chance.sample(tokens, chance.randint(1, 2))), chance.choice([1.0, 0.5]))
                for _ in range(chance.randint(1, 3))
            ),
            chance.choice([1.0, 0.6, 0.2]),
            is_required=chance.random() < 0.7,
            is_in_text=chance.random() < 0.5,
        )
        for number in range(chance.randint(1, 4))
    )


def random_point(chance: random.Random) -> Point:
    return Point(
        lat=CENTRE.lat + chance.uniform(-0.5, 0.5), lon=CENTRE.lon + chance.uniform(-0.5, 0.5)
    )


def random_query(chance: random.Random) -> SearchQuery:
    has_areas, has_parts = chance.random() < 0.5, chance.random() < 0.4
    return SearchQuery(
        text=text(chance, 0, 4) if chance.random() < 0.8 else "",
        parts=random_parts(chance) if has_parts else (),
        folds=chance.random() < 0.8,
        near_areas=random_areas(chance) if has_areas else (),
        near=random_point(chance) if chance.random() < 0.6 else None,
        radius_miles=chance.choice([1.0, 5.0, 10.0, 40.0]),
        need=some(chance, CATEGORIES, 2) if chance.random() < 0.3 else (),
        language=some(chance, LANGUAGES, 2) if chance.random() < 0.2 else (),
        cost="free" if chance.random() < 0.2 else None,
        remote=chance.random() < 0.8,
        verified_within_days=chance.choice([7, 30, 365]) if chance.random() < 0.2 else None,
        open=chance.choice(TIMES) if chance.random() < 0.3 else None,
        about=chance.choice(PEOPLE) if chance.random() < 0.4 else None,
        strict=chance.random() < 0.2,
        for_others=chance.random() < 0.2,
        sort=chance.choice(list(Sort)),
        limit=chance.choice([7, 20, MAX_LIMIT, MAX_LIMIT]),
    )


def all_pages(engine: Engine, query: SearchQuery) -> tuple[SearchPage, list[Hit]]:
    """The first page, and the hits of all."""
    first = page = engine.search(query, now=NOW)
    hits = list(page.hits)
    while page.has_next:
        query = replace(query, page=query.page + 1)
        page = engine.search(query, now=NOW)
        hits.extend(page.hits)
    return first, hits


def asks_something(query: SearchQuery) -> bool:
    return bool(query.text.strip() or query.parts) or query.has_filter


def compare(page: SearchPage, hits: list[Hit], answer: Expected, query: SearchQuery) -> None:
    assert page.total == answer.total, query
    assert page.total_is_exact
    groups = [[hit.listing_id, *hit.more.listing_ids] for hit in hits]
    assert sorted(map(sorted, groups)) == sorted(map(sorted, answer.groups)), query
    scores = answer.scores
    for hit in hits:
        assert hit.score == pytest.approx(scores[hit.listing_id], rel=1e-4), (query, hit)
    if query.sort is Sort.BEST or (query.sort is Sort.DISTANCE and query.near is None):
        # Equal but for the last digits may stand in either order.
        assert in_steps(groups, scores) == in_steps(answer.groups, scores), query
    else:
        assert groups == answer.groups, query
    facets = {
        name: {count.value: count.count for count in counts if count.count}
        for name, counts in page.facets.items()
    }
    assert facets == answer.facets, query


def in_steps(groups: list[list[str]], scores: dict[str, float]) -> list[set[str]]:
    """The groups in order, those of about equal first hits together."""
    by_step = groupby(groups, key=lambda group: f"{scores[group[0]]:.4g}")
    return [{key for group in step for key in group} for _, step in by_step]


def test_random_questions_are_answered_as_the_plain_way_does(
    engine: Engine, engine_kind: str
) -> None:
    queries = int(os.environ.get("CONTRACT_QUERIES", QUERIES[engine_kind]))
    chance = random.Random(f"{queries}")
    documents = {d.listing_id: d for d in (random_document(chance, n) for n in range(LISTINGS))}
    index(engine, *documents.values())
    for number in range(queries):
        if number % 50 == 49:
            edit(engine, documents, chance)
        query = random_query(chance)
        page, hits = all_pages(engine, query)
        if asks_something(query):
            compare(page, hits, expected(list(documents.values()), query, NOW), query)
        else:
            assert page.total == 0


def edit(engine: Engine, documents: dict[str, SearchDocument], chance: random.Random) -> None:
    """Some listings change and some go, in the engine and in the documents."""
    changed = [random_document(chance, chance.randint(0, LISTINGS)) for _ in range(5)]
    engine.upsert(changed)
    documents.update({d.listing_id: d for d in changed})
    gone = chance.sample(sorted(documents), 2)
    engine.delete(gone)
    for key in gone:
        del documents[key]
