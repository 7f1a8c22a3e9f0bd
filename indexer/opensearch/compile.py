"""SearchQuery -> the body of one search request. Pure.

The query holds what words and place let through, and scores it by the formula of `indexer.fields`;
filters stand behind it (`post_filter`), because each facet counts under all filters but its own.
"""

from __future__ import annotations

from collections.abc import Sequence

from indexer.completion import NAMES_LOOKED_AT
from indexer.fields import MAX_EXACT_TOTAL, MAX_FOLDED_IDS
from indexer.opensearch.dsl import HAS_POINT, Json, all_of, any_of, checked_within, nothing_of, term
from indexer.opensearch.facets import VERIFIED, facets_of
from indexer.opensearch.known import NOTHING, Known
from indexer.opensearch.mapping import MAX_WINDOW
from indexer.opensearch.question import Asked
from indexer.opensearch.score import scored
from indexer.opensearch.serving import not_left_out, surely_served
from indexer.opensearch.states import OPEN, filters_of, states_of
from indexer.opensearch.ways import has_part, have_most
from indexer.query import SearchQuery, Sort

MORE = "more"
"""Name of the inner hits: the listings of one organization."""

SHOWN_SOURCE = [
    "shown", "body", "name", "alternate_names", "organization", "categories", "known", "needs",
    "need", "language", "point", "served_set",
]  # fmt: skip
"""What is fetched of a hit."""

MAX_VALUES_COMPLETED = 1_000
MAX_NAME_WORDS = 50_000
"""The commonest; a server allows 65,535. A million listings have some 100,000, but who misspells a
word seldom means one that stands in one name."""


def search_body(query: SearchQuery, asked: Asked, now_s: float, known: Known = NOTHING) -> Json:
    """The request for a page; `now_s`: seconds since 1970."""
    states = states_of(query, now_s, known)
    filters = _filters(query, now_s) | filters_of(query, states)
    order = _order(query)
    body = {
        "query": scored(query, asked, _candidates(query, asked), now_s, states[OPEN]["open"]),
        "sort": order,
        "track_scores": True,
        "track_total_hits": MAX_EXACT_TOTAL + 1,
        "from": min(query.offset, MAX_WINDOW),
        "size": max(0, min(query.limit + 1, MAX_WINDOW - query.offset)),
        "_source": SHOWN_SOURCE,
        "aggs": facets_of(query, filters, now_s, states),
    }
    if filters:
        body["post_filter"] = all_of(list(filters.values()))
    if query.folds:
        body["collapse"] = {"field": "fold", "inner_hits": _further(order)}
    return body


# ---------------------------------------------------------------------- what is found


def _candidates(query: SearchQuery, asked: Asked) -> list[Json]:
    required = asked.required
    if asked.is_relaxed and asked.relaxation is not None:
        return [have_most(required, asked.relaxation.least), *_place(query)]
    return [*map(has_part, required), *_place(query)]


def _place(query: SearchQuery) -> list[Json]:
    """Those within the radius, and those that surely serve the place from beyond it."""
    if query.near is None:
        return [] if query.remote else [HAS_POINT]
    near = [query.near.lon, query.near.lat]
    within: Json = {"geo_distance": {"distance": f"{query.radius_m}m", "point": near}}
    may_serve = not_left_out(query.near_areas) if query.near_areas else []
    if not query.remote:
        return [within, *may_serve]
    elsewhere = [surely_served(query.near_areas)] if query.near_areas else []
    return [any_of([within, nothing_of(HAS_POINT), *elsewhere]), *may_serve]


def _filters(query: SearchQuery, now_s: float) -> dict[str, Json]:
    """The filters in force, by the facet that counts without them."""
    asked = {
        "need": query.need,
        "language": query.language,
        "cost": () if query.cost is None else (query.cost,),
    }
    filters: dict[str, Json] = {
        name: {"terms": {f"{name}_key": [value.casefold() for value in values]}}
        for name, values in asked.items()
        if values
    }
    if query.verified_within_days is not None:
        filters[VERIFIED] = checked_within(query.verified_within_days, now_s)
    return filters


def _order(query: SearchQuery) -> list[Json]:
    """Equal ones by listing_id; unknown distances and dates last."""
    first: Json = {"_score": "desc"}
    if query.sort is Sort.NAME:
        first = {"name_key": "asc"}
    elif query.sort is Sort.VERIFIED:
        first = {"checked_at": {"order": "desc", "missing": "_last"}}
    elif query.sort is Sort.DISTANCE and query.near is not None:
        near = [query.near.lon, query.near.lat]
        first = {"_geo_distance": {"point": near, "order": "asc", "unit": "m"}}
    return [first, {"listing_id": "asc"}]


def _further(order: list[Json]) -> Json:
    """The listings of one organization, the hit itself among them."""
    return {
        "name": MORE,
        "size": MAX_FOLDED_IDS + 1,
        "sort": order,
        "_source": False,
        "docvalue_fields": ["listing_id"],
    }


def suggest_body(typed: Sequence[str]) -> Json:
    """The request for what completes the typed words, the last of which may be a beginning."""
    return {
        "query": _begins("completion", typed),
        "size": NAMES_LOOKED_AT,
        "sort": ["listing_id"],
        "_source": ["shown"],
        "track_total_hits": False,
        "aggs": {
            "all": {
                "global": {},
                "aggs": {
                    "need": {
                        "filter": _begins("need_completion", typed),
                        "aggs": {
                            "values": {"terms": {"field": "need", "size": MAX_VALUES_COMPLETED}}
                        },
                    }
                },
            }
        },
    }


def _begins(name: str, typed: Sequence[str]) -> Json:
    whole = [term(name, word) for word in typed[:-1]]
    return all_of([*whole, {"prefix": {name: typed[-1]}}])


def name_words_body() -> Json:
    """The request for the words of names, and in how many listings each stands."""
    words = {"terms": {"field": "completion", "size": MAX_NAME_WORDS}}
    return {"size": 0, "track_total_hits": False, "aggs": {"words": words}}
