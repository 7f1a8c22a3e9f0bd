"""The parts that are asked for (`indexer.asked`), as filters and as scores. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import groupby

from indexer.asked import NEED, Part, Way
from indexer.fields import NEED_LEVELS, WEIGHT_FOUND, Found, weight_of_need
from indexer.opensearch.dsl import Json, all_of, any_of, nothing_of, term

FIELD_OF = {
    Found.NAME: "name",
    Found.ALTERNATE: "alternate_names",
    Found.CATEGORY: "categories",
    Found.KNOWN: "known",
    Found.ORGANIZATION: "organization",
}
"""Where a token weighs more than anywhere else, and the field that holds the tokens found so."""

TEXT_WEIGHT = WEIGHT_FOUND[Found.TEXT]

ROUNDING = 1e-4
"""OpenSearch adds in single precision; parts differ by a hundred times as much."""

Strength = tuple[float, Json]
"""A weight, and what a listing has that is worth so much."""


def need_key(token: str, level: int) -> str:
    """How a need and its level are kept as one value."""
    return f"{token} {level}"


def has_part(part: Part) -> Json:
    """Listings that have the part in any of its ways, wherever."""
    ways = dict.fromkeys(way.tokens for way in part.ways)
    return any_of([all_of([term("body", token) for token in tokens]) for tokens in ways])


def have_most(parts: Sequence[Part], least: float) -> Json:
    """Listings whose parts are together as important as `least`."""
    had: list[Json] = [
        {"constant_score": {"filter": has_part(part), "boost": part.importance}} for part in parts
    ]
    return {"function_score": {"query": any_of(had), "min_score": least - ROUNDING}}


def lacks(part: Part) -> Json:
    return nothing_of(has_part(part))


def part_score(part: Part, share: float) -> Json:
    """`share` times the weight of the best way in which a listing has the part."""
    strengths = [
        (way.weight * weight, has) for way in part.ways for weight, has in _strengths_of(way)
    ]
    if part.is_required or part.is_in_text:
        strengths.append((TEXT_WEIGHT, has_part(part)))
    return {
        "dis_max": {
            "queries": [
                {"constant_score": {"filter": has, "boost": share * weight}}
                for weight, has in strengths
            ]
        }
    }


def _strengths_of(way: Way) -> list[Strength]:
    """A way is worth what the least of its tokens is: as much as all of them are at least."""
    of_tokens = [_strengths(token) for token in way.tokens]
    if len(of_tokens) == 1:
        return of_tokens[0]
    weights = sorted({weight for strengths in of_tokens for weight, _ in strengths}, reverse=True)
    return [
        (least, all_of([_at_least(least, strengths) for strengths in of_tokens]))
        for least in weights
        if all(strengths[0][0] >= least for strengths in of_tokens)
    ]


def _at_least(least: float, strengths: Sequence[Strength]) -> Json:
    return any_of([has for weight, has in strengths if weight >= least])


def _strengths(token: str) -> list[Strength]:
    """What a token can be worth, the most first; equal weights together."""
    if token[0] == NEED:
        levels = range(NEED_LEVELS, 0, -1)
        return [(weight_of_need(n), term("needs", need_key(token, n))) for n in levels]
    by_weight = sorted(((WEIGHT_FOUND[f], name) for f, name in FIELD_OF.items()), reverse=True)
    return [
        (weight, any_of([term(name, token) for _, name in fields]))
        for weight, fields in groupby(by_weight, key=lambda pair: pair[0])
    ]
