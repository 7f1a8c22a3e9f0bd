"""The answer to a search request -> SearchPage. Pure."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import datetime

from geodata.served import Verdict
from geodata.shapes import Point, distance_m
from indexer.fields import MAX_EXACT_TOTAL, MAX_FOLDED_IDS
from indexer.opensearch.compile import MORE
from indexer.opensearch.dsl import Json
from indexer.opensearch.facets import VALUE_FACETS, VERIFIED, freshness_days
from indexer.opensearch.found import found_of
from indexer.opensearch.question import Asked
from indexer.opensearch.states import ELIGIBILITY, OPEN
from indexer.query import METRES_PER_MILE, SearchQuery
from indexer.reasons import from_where, why_of
from indexer.result import FacetCount, Hit, More, SearchPage
from indexer.serving import verdict_of
from indexer.shown import Asking, Ranked, hit_of


def total_of(answer: Json) -> int:
    """Listings found, counted up to one more than is told."""
    return int(answer["hits"]["total"]["value"])


def page_of(
    answer: Json, query: SearchQuery, asked: Asked, applied: tuple[str, ...], now: datetime
) -> SearchPage:
    total, found = total_of(answer), answer["hits"]["hits"]
    return SearchPage(
        total=min(total, MAX_EXACT_TOTAL),
        total_is_exact=total <= MAX_EXACT_TOTAL,
        page=query.page,
        hits=tuple(_hit(one, query, asked, now) for one in found[: query.limit]),
        facets=_facets(answer["aggregations"], query),
        applied=applied,
        has_next=len(found) > query.limit,
    )


def _hit(one: Json, query: SearchQuery, asked: Asked, now: datetime) -> Hit:
    source = one["_source"]
    found = [found_of(part, source) for part in asked.parts]
    why = why_of(query, asked.parts, found, source.get("need", ()), source.get("language", ()))
    miles, serves = _miles(query, source), _serves(query, source)
    is_beyond = miles is not None and miles > query.radius_miles
    why = (*why, *from_where(serves, is_beyond=is_beyond))
    ranked = Ranked(float(one["_score"]), miles, why, _more(one), serves)
    asking = Asking(now, query.open, query.about)
    return hit_of(json.loads(source["shown"]), ranked, asking)


def _miles(query: SearchQuery, source: Json) -> float | None:
    if query.near is None or "point" not in source:
        return None
    lon, lat = source["point"]
    return distance_m(query.near, Point(lat=lat, lon=lon)) / METRES_PER_MILE


def _serves(query: SearchQuery, source: Json) -> Verdict | None:
    """Whether the listing serves the place, with the reason."""
    return verdict_of(source["served_set"], query.near_areas) if query.near_areas else None


def _more(one: Json) -> More:
    if "inner_hits" not in one:
        return More()
    further = one["inner_hits"][MORE]["hits"]
    ids = [hit["fields"]["listing_id"][0] for hit in further["hits"]]
    own = one["_id"]
    rest = [listing_id for listing_id in ids if listing_id != own]
    return More(int(further["total"]["value"]) - 1, tuple(rest[:MAX_FOLDED_IDS]))


# ---------------------------------------------------------------------- facets


def _facets(answered: Json, query: SearchQuery) -> dict[str, tuple[FacetCount, ...]]:
    facets = {name: _values(answered[name]) for name in VALUE_FACETS}
    for name in (OPEN, ELIGIBILITY):
        if name in answered:
            facets[name] = tuple(_states(answered[name]))
    return facets | {VERIFIED: tuple(_freshness(answered[VERIFIED], query))}


def _states(answered: Json) -> Iterator[FacetCount]:
    """Three states, the best first; all are told."""
    for state, bucket in answered["states"]["buckets"].items():
        yield FacetCount(state, state, int(bucket["doc_count"]))


def _values(answered: Json) -> tuple[FacetCount, ...]:
    """By falling count, then by name; selected ones also when nothing has them."""
    chosen = _counts(answered.get("selected"))
    counts = _counts(answered["values"]) | chosen
    return tuple(
        FacetCount(value, value, count, value in chosen)
        for value, count in sorted(counts.items(), key=lambda item: (-item[1], item[0]))
    )


def _counts(terms: Json | None) -> dict[str, int]:
    return {bucket["key"]: int(bucket["doc_count"]) for bucket in (terms or {}).get("buckets", ())}


def _freshness(answered: Json, query: SearchQuery) -> Iterator[FacetCount]:
    for days in freshness_days(query):
        count = int(answered[str(days)]["doc_count"])
        is_selected = days == query.verified_within_days
        if count or is_selected:
            yield FacetCount(str(days), f"in the last {days} days", count, is_selected)


def completions_of(answer: Json) -> tuple[list[str], list[str]]:
    """Values of the facet, and names of services and organizations."""
    shown = [json.loads(hit["_source"]["shown"]) for hit in answer["hits"]["hits"]]
    values = _counts(answer["aggregations"]["all"]["need"]["values"])
    return list(values), [name for listing in shown for name in listing[1:3] if name]


def name_words_of(answer: Json) -> dict[str, int]:
    """Folded words of names, and in how many listings each stands."""
    return _counts(answer["aggregations"]["words"])
