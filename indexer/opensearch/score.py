"""The score of `indexer.fields`, in OpenSearch's words. Pure."""

from __future__ import annotations

from collections.abc import Sequence

from indexer.fields import (
    DECAY_MILES,
    ELSEWHERE,
    EXACT_NAME,
    LEAST_TRUST,
    MAYBE_OPEN,
    MISSING_WORD,
    NAME_START,
    NO_PLACE,
    UNCERTAINTY_MILES,
)
from indexer.opensearch.dsl import MATCH_ALL, SECONDS_PER_DAY, Json, all_of, nothing_of, term
from indexer.opensearch.mapping import words_key
from indexer.opensearch.question import Asked
from indexer.opensearch.ways import lacks, part_score
from indexer.query import METRES_PER_MILE, SearchQuery

PLACE = """
if (doc['point'].size() == 0) return params.no_place;
double miles = doc['point'].arcDistance(params.lat, params.lon) / params.mile;
double place = Math.exp(-(miles + params.uncertainty[doc['precision'].value]) / params.decay);
return miles > params.beyond ? Math.max(place, params.elsewhere) : place;
"""
"""`place` of the formula, in Painless: a decay function knows no least value."""

MAX_MILES = 12_500
"""Half around the earth: nothing is beyond."""

TRUST = (
    "params.least + (1 - params.least) * Math.exp(-(doc['doubt'].value + doc['silent_rate'].value "
    "* Math.max(0, params.now - doc['anchored_at'].value) / params.year))"
)
"""`trust` of the formula: an exponential of two fields."""


def scored(
    query: SearchQuery, asked: Asked, candidates: list[Json], now_s: float, is_open: Json
) -> Json:
    """The candidates with their score: text, then factors of name, place, trust, and of what is
    surely open at the time that is asked for."""
    total = sum(part.importance for part in asked.parts)
    found: Json = {
        "bool": {
            # Without a filter one of the parts would be required.
            "filter": candidates or [MATCH_ALL],
            "should": [part_score(part, part.importance / total) for part in asked.parts],
        }
    }
    return {
        "function_score": {
            "query": found if asked.parts else {"constant_score": {"filter": all_of(candidates)}},
            "functions": [
                *_name_factors(asked.tokens),
                *(_missing_factors(asked) if asked.is_relaxed else ()),
                *_place_factors(query),
                _trust(now_s),
                *_open_factors(query, is_open),
            ],
            "score_mode": "multiply",
            "boost_mode": "multiply",
        }
    }


def _name_factors(tokens: Sequence[str]) -> list[Json]:
    if not tokens:
        return []
    is_whole, is_start = (term(name, words_key(tokens)) for name in ("whole", "start"))
    return [
        {"filter": is_whole, "weight": EXACT_NAME},
        {"filter": all_of([is_start, nothing_of(is_whole)]), "weight": NAME_START},
    ]


def _missing_factors(asked: Asked) -> list[Json]:
    return [{"filter": lacks(part), "weight": MISSING_WORD} for part in asked.required]


def _place_factors(query: SearchQuery) -> list[Json]:
    if query.near is None:
        return []
    params = {
        "lat": query.near.lat,
        "lon": query.near.lon,
        "mile": METRES_PER_MILE,
        "decay": DECAY_MILES,
        "uncertainty": {precision.value: miles for precision, miles in UNCERTAINTY_MILES.items()},
        "no_place": NO_PLACE,
        "beyond": query.radius_miles if query.near_areas else MAX_MILES,
        "elsewhere": ELSEWHERE,
    }
    return [{"script_score": {"script": {"source": PLACE, "params": params}}}]


def _open_factors(query: SearchQuery, is_open: Json) -> list[Json]:
    if query.open is None:
        return []
    return [{"filter": nothing_of(is_open), "weight": MAYBE_OPEN}]


def _trust(now_s: float) -> Json:
    params = {"least": LEAST_TRUST, "now": now_s, "year": SECONDS_PER_DAY * 365.25}
    return {"script_score": {"script": {"source": TRUST, "params": params}}}
