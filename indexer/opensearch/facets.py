"""Facets as aggregations, each under all filters but its own. Pure."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from indexer.fields import FRESHNESS_DAYS, MAX_FACET_VALUES
from indexer.opensearch.dsl import Json, all_of, checked_within
from indexer.query import SearchQuery

VALUE_FACETS = ("need", "language", "cost")
VERIFIED = "verified_within_days"

MAX_SELECTED = 100
"""Values that a selection can stand for: it ignores case."""


def facets_of(
    query: SearchQuery,
    filters: Mapping[str, Json],
    now_s: float,
    states: Mapping[str, Mapping[str, Json]],
) -> Json:
    selected = {
        "need": query.need,
        "language": query.language,
        "cost": (query.cost,) if query.cost else (),
    }
    facets = {name: _values(name, selected[name]) for name in VALUE_FACETS}
    facets[VERIFIED] = {
        str(days): {"filter": checked_within(days, now_s)} for days in freshness_days(query)
    }
    facets |= {name: {"states": {"filters": {"filters": own}}} for name, own in states.items()}
    return {
        name: {
            "filter": all_of([f for of, f in filters.items() if of != name]),
            "aggs": aggregations,
        }
        for name, aggregations in facets.items()
    }


def freshness_days(query: SearchQuery) -> list[int]:
    """The steps of the facet, the selected one among them."""
    return sorted({*FRESHNESS_DAYS, query.verified_within_days or FRESHNESS_DAYS[0]})


def _values(name: str, selected: Sequence[str]) -> Json:
    by_count = [{"_count": "desc"}, {"_key": "asc"}]
    values = {"values": {"terms": {"field": name, "size": MAX_FACET_VALUES, "order": by_count}}}
    if selected:
        values["selected"] = {
            "terms": {
                "field": name,
                "include": "|".join(map(_in_any_case, selected)),
                "size": MAX_SELECTED,
                "min_doc_count": 0,
                "order": by_count,
            }
        }
    return values


def _in_any_case(value: str) -> str:
    """A regular expression of Lucene for a value in upper and lower case."""
    return "".join(
        f"[{c.lower()}{c.upper()}]" if c.isalpha() and len(c.lower() + c.upper()) == 2 else
        re.sub(r"([^\w\s])", r"\\\1", c)
        for c in value
    )  # fmt: skip
