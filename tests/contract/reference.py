"""What a search must answer, worked out the slow and plain way from the documents themselves."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from math import exp

from directory.belief import NEVER_CHECKED_DOUBT, probability
from directory.eligibility import evaluate
from geodata.served import Serves
from geodata.shapes import distance_m
from indexer.asked import Part, parts_of_words, relaxation_of
from indexer.document import SearchDocument
from indexer.fields import (
    DECAY_MILES,
    ELSEWHERE,
    EXACT_NAME,
    FRESHNESS_DAYS,
    LEAST_TRUST,
    MAYBE_OPEN,
    MISSING_WORD,
    NAME_START,
    NO_PLACE,
    UNCERTAINTY_MILES,
    WEIGHT,
    WEIGHT_FOUND,
    Found,
    weight_of_need,
)
from indexer.hours import asked_time
from indexer.lexicon.tables import need_codes
from indexer.marks import known_marks, need_marks
from indexer.query import METRES_PER_MILE, SearchQuery, Sort
from indexer.serving import set_of, verdict_of
from indexer.text import fold, telling_tokens_of, tokens_of, words_of
from indexer.weeks import STATES, code_of, read_week, week_text
from tests.contract.documents import NOW

Facets = dict[str, dict[str, int]]


@dataclass(frozen=True)
class Expected:
    total: int
    groups: list[list[str]]
    """Listing ids, one list for each organization, in order; the first of each is the hit."""
    scores: dict[str, float]
    facets: Facets


def expected(documents: Sequence[SearchDocument], query: SearchQuery, now: datetime) -> Expected:
    """The answer to a query that asks for something, all pages in one."""
    parts = query.parts or parts_of_words(words_of(query.text))
    required = [part for part in parts if part.is_required]
    here = [document for document in documents if _is_here(document, query)]
    candidates = [d for d in here if all(_has(d, part) for part in required)]
    passing = _passing(candidates, query, now)
    relaxation = relaxation_of(parts)
    if relaxation is not None and len(passing) < relaxation.few:
        least = relaxation.least - 1e-6
        most = [d for d in here if sum(p.importance for p in required if _has(d, p)) >= least]
        if len(_passing(most, query, now)) > len(passing):
            candidates, passing = most, _passing(most, query, now)
    scores = {d.listing_id: _score(d, parts, query, now) for d in passing}
    passing.sort(key=lambda d: (_key(d, query, scores), d.listing_id))
    groups: dict[str, list[str]] = {}
    for found in passing:
        alone = found.organization_id is None or not query.folds
        group = found.listing_id if alone else str(found.organization_id)
        groups.setdefault(group, []).append(found.listing_id)
    facets = _facets(candidates, query, now)
    return Expected(len(passing), list(groups.values()), scores, facets)


def _fields(document: SearchDocument) -> dict[str, list[list[str]]]:
    """Tokens of each text of each field; stopwords count in no name."""
    names, values = [document.name], [*document.needs, *document.categories]
    values = [value for value in values if value not in need_codes()]
    return {
        "name": list(map(telling_tokens_of, names)),
        "alternate_names": list(map(telling_tokens_of, document.alternate_names)),
        "organization": [telling_tokens_of(document.organization or "")],
        "categories": list(map(tokens_of, values)),
    }


def _tokens(document: SearchDocument) -> set[str]:
    texts = (
        document.name, *document.alternate_names, document.organization or "",
        *(need for need in document.needs if need not in need_codes()), *document.categories,
        document.description, document.details,
    )  # fmt: skip
    marks = {*known_marks(document), *dict(need_marks(document))}
    return {token for text in texts for token in tokens_of(text)} | marks


def _has(document: SearchDocument, part: Part) -> bool:
    return any(set(way.tokens) <= _tokens(document) for way in part.ways)


def _miles(document: SearchDocument, query: SearchQuery) -> float | None:
    if query.near is None or document.point is None:
        return None
    return distance_m(query.near, document.point) / METRES_PER_MILE


def _is_here(document: SearchDocument, query: SearchQuery) -> bool:
    serves = _serves(document, query)
    if serves is Serves.NO:
        return False
    if document.point is None:
        return query.remote
    return not _is_beyond(document, query) or (query.remote and serves is Serves.YES)


def _serves(document: SearchDocument, query: SearchQuery) -> Serves | None:
    if query.near is None or not query.near_areas:
        return None
    return verdict_of(set_of(document.served), query.near_areas).value


def _is_beyond(document: SearchDocument, query: SearchQuery) -> bool:
    miles = _miles(document, query)
    return miles is not None and miles > query.radius_miles


def _same(asked: Sequence[str], has: Sequence[str]) -> bool:
    return bool({a.casefold() for a in asked} & {h.casefold() for h in has})


def _age(document: SearchDocument, now: datetime) -> timedelta | None:
    belief = document.belief
    return now - belief.checked_at if belief and belief.checked_at else None


def _is_checked(document: SearchDocument, days: int, now: datetime) -> bool:
    age = _age(document, now)
    return age is not None and age <= timedelta(days=days)


def _filters(query: SearchQuery, now: datetime) -> dict[str, Callable[[SearchDocument], bool]]:
    filters: dict[str, Callable[[SearchDocument], bool]] = {}
    if query.need:
        filters["need"] = lambda d: _same(query.need, (*d.needs, *d.categories))
    if query.language:
        filters["language"] = lambda d: _same(query.language, d.languages)
    if query.cost is not None:
        filters["cost"] = lambda d: _same([query.cost or ""], [d.cost or ""])
    days = query.verified_within_days
    if days is not None:
        filters["verified_within_days"] = lambda d: _is_checked(d, days, now)
    if query.open is not None:
        filters["open"] = lambda d: _state(d, query, now) != "closed"
    if query.about is not None and not query.for_others:
        wanted = {"yes"} if query.strict else {"yes", "unknown"}
        filters["eligibility"] = lambda d: _answer(d, query) in wanted
    return filters


def _state(document: SearchDocument, query: SearchQuery, now: datetime) -> str:
    week, zone = read_week(week_text(document.hours))
    return STATES[code_of(week, zone, asked_time(query.open, now))]


def _answer(document: SearchDocument, query: SearchQuery) -> str:
    assert query.about is not None
    return evaluate(document.eligibility, query.about).answer.value


def _passing(
    candidates: Sequence[SearchDocument], query: SearchQuery, now: datetime, but: str = ""
) -> list[SearchDocument]:
    kept = [keeps for name, keeps in _filters(query, now).items() if name != but]
    return [d for d in candidates if all(keeps(d) for keeps in kept)]


def _score(
    document: SearchDocument, parts: Sequence[Part], query: SearchQuery, now: datetime
) -> float:
    text = _text_score(document, parts, query)
    is_sure = query.open is None or _state(document, query, now) == "open"
    score = text * _place_score(document, query) * _trust(document, now)
    return score if is_sure else score * MAYBE_OPEN


def _text_score(document: SearchDocument, parts: Sequence[Part], query: SearchQuery) -> float:
    if not parts:
        return 1.0
    fields = _fields(document)
    gained = sum(part.importance * _weight(document, part, fields) for part in parts)
    missing = sum(part.is_required and not _has(document, part) for part in parts)
    words = [word.token for word in words_of(query.text)]
    factor = _name_factor(fields, words) if words else 1.0
    return gained / sum(part.importance for part in parts) * factor * MISSING_WORD**missing


def _weight(document: SearchDocument, part: Part, fields: dict[str, list[list[str]]]) -> float:
    """Of the best way; what is looked for in texts is worth a word of a text at least."""
    ways = [
        way.weight * min(_token_weight(document, token, fields) for token in way.tokens)
        for way in part.ways
    ]
    is_in_text = (part.is_required or part.is_in_text) and _has(document, part)
    return max(*ways, WEIGHT["description"] if is_in_text else 0.0)


def _token_weight(
    document: SearchDocument, token: str, fields: dict[str, list[list[str]]]
) -> float:
    levels = [level for mark, level in need_marks(document) if mark == token]
    if levels:
        return weight_of_need(max(levels))
    found = [WEIGHT[name] for name, texts in fields.items() if any(token in t for t in texts)]
    if token in set(known_marks(document)):
        found.append(WEIGHT_FOUND[Found.KNOWN])
    return max(found, default=0.0)


def _name_factor(fields: dict[str, list[list[str]]], words: list[str]) -> float:
    factors = [1.0]
    for name in ("name", "organization"):
        distinct = list(dict.fromkeys(fields[name][0]))
        if set(distinct[: len(words)]) == set(words):
            factors.append(EXACT_NAME if len(distinct) == len(words) else NAME_START)
    return max(factors)


def _place_score(document: SearchDocument, query: SearchQuery) -> float:
    if query.near is None:
        return 1.0
    miles = _miles(document, query)
    if miles is None:
        return NO_PLACE
    place = exp(-(miles + UNCERTAINTY_MILES[document.precision]) / DECAY_MILES)
    is_elsewhere = bool(query.near_areas) and _is_beyond(document, query)
    return max(place, ELSEWHERE) if is_elsewhere else place


def _trust(document: SearchDocument, now: datetime) -> float:
    belief = document.belief
    holds = probability(belief, now) if belief else exp(-NEVER_CHECKED_DOUBT)
    return LEAST_TRUST + (1 - LEAST_TRUST) * holds


def _key(document: SearchDocument, query: SearchQuery, scores: dict[str, float]) -> object:
    if query.sort is Sort.NAME:
        return fold(document.name).strip().encode()[:24]
    if query.sort is Sort.VERIFIED:
        age = _age(document, NOW)
        return age is None, age or timedelta()
    if query.sort is Sort.DISTANCE and query.near is not None:
        miles = _miles(document, query)
        return miles is None, miles or 0.0
    # Rounded: sums in another order differ in the last digits, and then the id must not decide.
    return -float(f"{scores[document.listing_id]:.5g}")


def _facets(candidates: Sequence[SearchDocument], query: SearchQuery, now: datetime) -> Facets:
    def counts(facet: str, values_of: Callable[[SearchDocument], set[str]]) -> dict[str, int]:
        passing = _passing(candidates, query, now, but=facet)
        return dict(Counter(value for d in passing for value in values_of(d)))

    def steps(document: SearchDocument) -> set[str]:
        days = {*FRESHNESS_DAYS, query.verified_within_days or FRESHNESS_DAYS[0]}
        return {str(day) for day in days if _is_checked(document, day, now)}

    told = {"open": counts("open", lambda d: {_state(d, query, now)})}
    if query.about is not None:
        told["eligibility"] = counts("eligibility", lambda d: {_answer(d, query)})
    return told | {
        "need": counts("need", lambda d: {*d.needs, *d.categories}),
        "language": counts("language", lambda d: set(d.languages)),
        "cost": counts("cost", lambda d: {d.cost} if d.cost else set()),
        "verified_within_days": counts("verified_within_days", steps),
    }
