"""What is indexed of a document: strictly these fields, all made here, none guessed.

Tokens come from `indexer.text` and are kept as whole values (`keyword`): OpenSearch analyses
nothing, so that no analyzer of a server can disagree with the embedded engine.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from directory.belief import NEVER_CHECKED_DOUBT
from indexer.document import SearchDocument, needs_of, searched_texts
from indexer.fields import MAX_EXACT_TOTAL, MAX_FOLDED_IDS
from indexer.lexicon.tables import need_codes
from indexer.marks import area_marks, known_marks, need_marks
from indexer.names import distinct_words, name_key
from indexer.opensearch import states
from indexer.opensearch.serving import served_tokens
from indexer.opensearch.ways import need_key
from indexer.serving import set_of
from indexer.shown import shown_of
from indexer.text import ANALYSIS_VERSION, MAX_WORDS, all_tokens, prefixes_of

SCHEMA_VERSION = 4
VERSION = SCHEMA_VERSION * 1000 + ANALYSIS_VERSION
"""Part of the names of indexes: a program of another version does not see ours."""

SHARDS = 1
"""A million listings are 1 GB; counts of facets are exact only within one shard."""

MAX_WINDOW = MAX_EXACT_TOTAL
"""Hits that can be paged through."""

REMEMBERED_DELETES = "1h"
"""For so long a write that comes late cannot bring back what was deleted after it."""

LONGEST_TOKEN = 8_000
"""Characters; Lucene refuses terms of 32,766 bytes. A longer word is not found."""

_WORDS = {
    "type": "keyword", "doc_values": False, "norms": False, "ignore_above": LONGEST_TOKEN,
}  # fmt: skip
"""Looked for, not counted or sorted by."""

_VALUES = {"type": "keyword", "norms": False, "ignore_above": LONGEST_TOKEN}
_NUMBER = {"type": "double"}
_KEPT = {"type": "keyword", "index": False, "doc_values": False}

PROPERTIES: dict[str, dict[str, Any]] = {
    "listing_id": _VALUES,
    "fold": _VALUES,  # organization_id, else the listing alone
    "shown": _KEPT,  # JSON of indexer.shown
    "body": _WORDS,  # tokens of everything that is searched
    "name": _WORDS,
    "alternate_names": _WORDS,
    "organization": _WORDS,
    "categories": _WORDS,  # tokens of the values of "need" that are no codes
    "known": _WORDS,  # marks of languages, populations, cost
    "needs": _WORDS,  # marks of needs, each with its level
    "start": _WORDS,  # the first 1, 2, 3 ... words of a name, each as one sorted text
    "whole": _WORDS,  # all words of a name, the same way
    "completion": _VALUES,  # words of the names, not stemmed; counted for spelling
    "need_completion": _WORDS,
    "need": _VALUES,
    "need_key": _WORDS,  # in lower case, for filters
    "language": _VALUES,
    "language_key": _WORDS,
    "cost": _VALUES,
    "cost_key": _WORDS,
    "point": {"type": "geo_point"},
    "precision": _VALUES,
    "served": _WORDS,  # tokens of opensearch.serving
    "served_set": _KEPT,  # the terms of indexer.serving as one text
    "name_key": _VALUES,  # hexadecimal, sorted like the bytes
    "checked_at": _NUMBER,  # seconds since 1970; absent: never
    "anchored_at": _NUMBER,  # directory.belief, as are the next two
    "doubt": _NUMBER,
    "silent_rate": _NUMBER,
    **states.PROPERTIES,
}  # fmt: skip


def index_body() -> dict[str, Any]:
    """Settings and mapping of a new index. It becomes searchable when it is filled."""
    return {
        "settings": {
            "number_of_shards": SHARDS,
            "auto_expand_replicas": "0-1",
            "refresh_interval": "-1",
            "max_result_window": MAX_WINDOW + 1,
            "max_inner_result_window": MAX_FOLDED_IDS + 1,
            "gc_deletes": REMEMBERED_DELETES,
        },
        "mappings": {"dynamic": "strict", "properties": PROPERTIES},
    }


def source_of(document: SearchDocument) -> dict[str, Any]:
    """What is stored of a document, by the names of PROPERTIES."""
    return {
        "listing_id": document.listing_id,
        "fold": document.organization_id or f"alone {document.listing_id}",
        "shown": shown_of(document),
        "name_key": name_key(document.name).hex(),
        **_words(document),
        **_values(document),
        **_place(document),
        **_belief(document),
        **states.states_source(document),
    }


def _words(document: SearchDocument) -> dict[str, Any]:
    """By what it is found."""
    names = [distinct_words(document.name), distinct_words(document.organization or "")]
    alternates = [word for name in document.alternate_names for word in distinct_words(name)]
    needs = needs_of(document)
    return {
        "body": _body(document),
        "name": names[0],
        "alternate_names": alternates,
        "organization": names[1],
        "categories": all_tokens(need for need in needs if need not in need_codes()),
        "known": list(known_marks(document)),
        "needs": [need_key(token, level) for token, level in need_marks(document)],
        "start": [start for words in names for start in _starts(words)],
        "whole": [words_key(words) for words in names if 0 < len(words) <= MAX_WORDS],
        "completion": prefixes_of(f"{document.name} {document.organization or ''}"),
        "need_completion": [word for need in needs for word in prefixes_of(need)],
    }


def _values(document: SearchDocument) -> dict[str, Any]:
    """The values of facets, as people read them and in lower case."""
    costs = [document.cost] if document.cost else []
    facets = {"need": needs_of(document), "language": document.languages, "cost": costs}
    keys = {f"{name}_key": list(map(str.casefold, values)) for name, values in facets.items()}
    return facets | keys


def _place(document: SearchDocument) -> dict[str, Any]:
    """Where it is, and whom it serves."""
    point = document.point
    return {
        "precision": document.precision.value,
        "served": served_tokens(document.served),
        "served_set": set_of(document.served),
    } | ({"point": [point.lon, point.lat]} if point is not None else {})


def _body(document: SearchDocument) -> list[str]:
    """Every token by which it can be found, each once."""
    needs = (token for token, _ in need_marks(document))
    marks = (*known_marks(document), *needs, *area_marks(document))
    return list(dict.fromkeys((*all_tokens(searched_texts(document)), *marks)))


def words_key(words: Sequence[str]) -> str:
    """One text for a set of words."""
    return " ".join(sorted(words))


def _starts(words: list[str]) -> list[str]:
    return [words_key(words[:length]) for length in range(1, min(len(words), MAX_WORDS) + 1)]


def _belief(document: SearchDocument) -> dict[str, float]:
    belief = document.belief
    if belief is None:
        return {"anchored_at": 0.0, "doubt": NEVER_CHECKED_DOUBT, "silent_rate": 0.0}
    known = {
        "anchored_at": belief.anchored_at.timestamp(),
        "doubt": belief.anchor_doubt + belief.signal_doubt,
        "silent_rate": belief.silent_rate,
    }
    return known | (
        {"checked_at": belief.checked_at.timestamp()} if belief.checked_at is not None else {}
    )
