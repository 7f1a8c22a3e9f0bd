"""How two peers search, as ../shared/PEERS.md (5) says: only their query, on our listings."""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from typing import Any
from urllib.request import Request, urlopen

from indexer.document import SearchDocument

Answer = Callable[[str], list[int]]
"""A typed line -> numbers of the documents found, in order."""

MOST = 200

_OHANA = """
SELECT number FROM listing WHERE words @@ plainto_tsquery('english', %s)
ORDER BY ts_rank(words, plainto_tsquery('english', %s)) DESC, number LIMIT %s
"""
"""All words must be there; descriptions weigh more than names."""

_OHANA_ROW = """
INSERT INTO listing VALUES (%s,
    setweight(to_tsvector('english', %s), 'A') || setweight(to_tsvector('english', %s), 'B')
    || setweight(to_tsvector('english', %s), 'C'))
"""

_NORSE_FIELDS = ["name", "alternate_names", "organization", "description", "summary"]


def ohana_sql(server: str, documents: Sequence[SearchDocument]) -> Answer:
    """ohana-api's search on a PostgreSQL server."""
    import psycopg

    connection = psycopg.connect(server, autocommit=True)
    connection.execute("CREATE TEMP TABLE listing (number int, words tsvector)")
    with connection.cursor() as cursor:
        cursor.executemany(
            _OHANA_ROW,
            [
                (number, d.description, f"{d.name} {d.organization}", " ".join(d.categories))
                for number, d in enumerate(documents)
            ],
        )

    def answer(text: str) -> list[int]:
        rows = connection.execute(_OHANA, (text, text, MOST)).fetchall()
        return [row[0] for row in rows]

    return answer


def norse_classic(address: str, documents: Sequence[SearchDocument]) -> Answer:
    """Norse-API's classic text query on an OpenSearch server: every word in one field, and no score
    in the order."""
    index = f"http://{address}/norse"
    _ask(index, {"mappings": {"properties": {"number": {"type": "integer"}}}}, "PUT")
    lines = []
    for number, document in enumerate(documents):
        lines += [json.dumps({"index": {}}), json.dumps(_norse_document(number, document))]
    _ask(f"{index}/_bulk?refresh=true", "\n".join(lines) + "\n", "POST")

    def answer(text: str) -> list[int]:
        words = {"query": text, "operator": "AND", "analyzer": "standard"}
        query = {
            "bool": {
                "should": [
                    {"multi_match": words | {"fields": _NORSE_FIELDS}},
                    {"multi_match": words | {"fields": ["categories"]}},
                ],
                "minimum_should_match": 1,
            }
        }
        body = {"query": query, "size": MOST, "sort": ["number"]}
        found = _ask(f"{index}/_search", body, "POST")["hits"]["hits"]
        return [hit["_source"]["number"] for hit in found]

    return answer


def _norse_document(number: int, document: SearchDocument) -> dict[str, Any]:
    return {
        "number": number,
        "name": document.name,
        "alternate_names": list(document.alternate_names),
        "organization": document.organization,
        "description": document.description,
        "summary": document.summary,
        "categories": list(document.categories),
    }


def _ask(url: str, body: Any, method: str) -> Any:
    text = body if isinstance(body, str) else json.dumps(body)
    headers = {"Content-Type": "application/x-ndjson" if "_bulk" in url else "application/json"}
    request = Request(url, text.encode(), headers, method=method)
    with urlopen(request) as answer:
        return json.load(answer)
