"""In which fields a hit has a part: for "why". Pure; the same arithmetic as the score."""

from __future__ import annotations

from functools import reduce
from operator import or_

from indexer.asked import NEED, Part, Way
from indexer.fields import WEIGHT_FOUND, Found, weight_of_need
from indexer.opensearch.dsl import Json
from indexer.opensearch.ways import FIELD_OF

Worth = tuple[float, Found]
"""What a token is worth in a listing, and in which fields it stands."""


def found_of(part: Part, source: Json) -> int:
    """Found of the best way in which the listing has the part."""
    best, fields = 0.0, Found.NOWHERE
    for way in part.ways:
        worth, found = _way(way, source)
        if worth > best:
            best, fields = worth, found
    is_looked_for = part.is_required or part.is_in_text
    if is_looked_for and any(set(way.tokens) <= set(source["body"]) for way in part.ways):
        fields |= Found.TEXT
    return int(fields)


def _way(way: Way, source: Json) -> Worth:
    tokens = [_token(token, source) for token in way.tokens]
    worth = way.weight * min(worth for worth, _ in tokens)
    return worth, reduce(or_, (found for _, found in tokens))


def _token(token: str, source: Json) -> Worth:
    if token[0] == NEED:
        levels = [int(key.partition(" ")[2]) for key in source.get("needs", ())
                  if key.partition(" ")[0] == token]  # fmt: skip
        return (weight_of_need(max(levels)), Found.NEED) if levels else (0.0, Found.NOWHERE)
    fields = [found for found, name in FIELD_OF.items() if token in source.get(name, ())]
    worth = max((WEIGHT_FOUND[found] for found in fields), default=0.0)
    return worth, reduce(or_, fields, Found.NOWHERE)
