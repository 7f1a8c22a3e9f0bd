"""The few words of OpenSearch's query language that we say."""

from __future__ import annotations

from typing import Any

Json = dict[str, Any]

MATCH_ALL: Json = {"match_all": {}}
HAS_POINT: Json = {"exists": {"field": "point"}}
SECONDS_PER_DAY = 86_400


def term(name: str, value: str) -> Json:
    return {"term": {name: value}}


def nothing_of(part: Json) -> Json:
    return {"bool": {"must_not": part}}


def any_of(parts: list[Json]) -> Json:
    return {"bool": {"should": parts, "minimum_should_match": 1}}


def all_of(parts: list[Json]) -> Json:
    return {"bool": {"filter": parts}} if parts else MATCH_ALL


def checked_within(days: int, now_s: float) -> Json:
    return {"range": {"checked_at": {"gte": now_s - days * SECONDS_PER_DAY}}}
