"""Whom listings serve, as tokens of a listing and as filters for a place. Pure.

The answers are those of `indexer.serving.TermTable`, which tells what each term says of a place;
here a listing holds its terms taken apart, so that each verdict is one filter.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence

from geodata.places import Area
from geodata.served import EVERYWHERE, OVERLAPPING
from indexer.opensearch.dsl import Json, all_of, any_of, nothing_of, term
from indexer.serving import LEFT_OUT, TEXT, AreaTerm, read_term

FIELD = "served"

IN, OUT = "in", "out"
"""Of areas that are served, and of those that are left out."""

ANY, ALL, MAYBE = "any", "all", "maybe"
NO_STATE = "none"
"""Of an area of which we do not know in which state it lies."""

_REGEX_SIGNS = re.compile(r'([.?+*|(){}\[\]"\\#@&<>~^$-])')
"""What Lucene's regular expressions would read as syntax."""


def served_tokens(terms: Iterable[str]) -> list[str]:
    """What a listing says, taken apart; each once."""
    return list(dict.fromkeys(token for term in terms for token in _tokens(read_term(term))))


def _tokens(read: AreaTerm) -> Iterator[str]:
    """A term: that there is one, which area it is, and where it may also hold."""
    side = OUT if read.sign == LEFT_OUT else IN
    yield f"{side} {ANY}"
    if read.sign == TEXT:
        yield f"{side} {MAYBE}"
    elif read.area.kind == EVERYWHERE.kind:
        yield f"{side} {ALL}"
    else:
        yield _key(side, read.area)
        yield from _possible(side, read)


def _possible(side: str, read: AreaTerm) -> Iterator[str]:
    if read.successors:
        yield f"{side} former"
        yield from (f"{side} former {county}" for county in read.successors)
        return
    for state in read.states or {NO_STATE}:
        yield f"{side} {MAYBE} {read.area.kind}@{state}"


def _key(side: str, area: Area) -> str:
    return f"{side} = {area.key}"


# ---------------------------------------------------------------------- of a place


def not_left_out(place: Sequence[Area]) -> list[Json]:
    """Listings that do not provably leave out the place."""
    says_so = any_of([nothing_of(_has(f"{IN} {ANY}")), _is(IN, place), *_may_be(IN, place)])
    return [nothing_of(_is(OUT, place)), says_so]


def surely_served(place: Sequence[Area]) -> Json:
    """Listings that provably serve the place."""
    doubts = [_is(OUT, place), *_may_be(OUT, place)]
    return all_of([_is(IN, place), nothing_of(any_of(doubts))])


def _is(side: str, place: Sequence[Area]) -> Json:
    keys = [_key(side, area) for area in place if not area.is_approximate]
    return {"terms": {FIELD: [f"{side} {ALL}", *keys]}}


def _may_be(side: str, place: Sequence[Area]) -> list[Json]:
    """Listings with a term of which it is open whether it holds here."""
    counties = [area.area_id for area in place if area.kind == "county"]
    former = [f"{side} former {county}" for county in counties] or [f"{side} former"]
    return [
        {"terms": {FIELD: [f"{side} {MAYBE}", *former]}},
        {"regexp": {FIELD: {"value": _unsettled(side, place), "flags": "COMPLEMENT"}}},
    ]


def _unsettled(side: str, place: Sequence[Area]) -> str:
    """Areas of a kind of which the place has none for certain, and not in another state."""
    settled = {area.kind for area in place if not area.is_approximate} - OVERLAPPING
    here = sorted({area.area_id for area in place if area.kind == "state"})
    kind = f"~({'|'.join(sorted(map(_literally, settled)))})" if settled else ".*"
    state = f"({'|'.join(map(_literally, [*here, NO_STATE]))})" if here else ".*"
    return f"{side} {MAYBE} {kind}\\@{state}"


def _literally(text: str) -> str:
    return _REGEX_SIGNS.sub(r"\\\1", text)


def _has(token: str) -> Json:
    return term(FIELD, token)
