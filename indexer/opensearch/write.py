"""Writes that may come late or twice: the newest always wins.

Each batch of writes takes a number from a counter that the cluster keeps, higher than all before
it, and writes with it as external version: whatever was written with a higher number stays. A
build takes its number before it reads the first document, so that every edit since then has a
higher one; while it lasts, edits are written to both indexes.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from opensearchpy import OpenSearch
from opensearchpy.exceptions import RequestError
from opensearchpy.helpers import streaming_bulk

from indexer.document import SearchDocument
from indexer.engine import BUILD, EngineError, EngineUnavailableError
from indexer.opensearch.mapping import VERSION, source_of

CHUNK_DOCUMENTS = 500
CHUNK_BYTES = 10_000_000
"""A request of a bulk: about a megabyte of usual listings, never more than ten."""

BULK_TIMEOUT_S = 60
RETRIES_WHEN_FULL = 6
FIRST_BACKOFF_S, LONGEST_BACKOFF_S = 1, 30
"""A cluster whose queue is full is given a minute to get through it."""

COUNTER_DOCUMENT = "changes"
CONFLICT, NOT_FOUND = 409, 404

Action = dict[str, Any]


@dataclass(frozen=True)
class Names:
    """The aliases of one prefix. Indexes have names of their own, one for each build."""

    current: str
    building: str
    """The index that is being built; no alias while none is."""
    counter: str


def names_of(prefix: str) -> Names:
    """Of this version of the program."""
    current = f"{prefix}-v{VERSION}"
    return Names(current, f"{current}-building", f"{current}-counter")


def ensure_counter(client: OpenSearch, names: Names) -> None:
    """Makes the counter unless it is there."""
    if client.indices.exists_alias(name=names.counter):
        return
    body = {
        "settings": {"number_of_shards": 1, "auto_expand_replicas": "0-1"},
        "mappings": {"dynamic": "strict"},
        "aliases": {names.counter: {}},
    }
    try:
        client.indices.create(index=f"{names.counter}-1", body=body)
    except RequestError as error:
        if error.error != "resource_already_exists_exception":
            raise


def next_change(client: OpenSearch, names: Names) -> int:
    """A number higher than any before it. Raises NotFoundError when nothing was ever built."""
    answer = client.index(
        index=names.counter, id=COUNTER_DOCUMENT, body={}, params={"require_alias": "true"}
    )
    return int(answer["_version"])


def targets_of(client: OpenSearch, names: Names) -> tuple[str, ...]:
    """Where an edit is written; to be asked after its number was taken. A build that begins later
    reads what the edit has made of the record."""
    is_building = client.indices.exists_alias(name=names.building)
    return (names.building, names.current) if is_building else (names.current,)


def upserts(documents: Iterable[SearchDocument], target: str, change: int) -> Iterator[Action]:
    for document in documents:
        yield _versioned("index", document.listing_id, target, change) | {
            "_source": source_of(document)
        }


def deletions(listing_ids: Iterable[str], target: str, change: int) -> Iterator[Action]:
    for listing_id in listing_ids:
        yield _versioned("delete", listing_id, target, change)


def _versioned(kind: str, listing_id: str, target: str, change: int) -> Action:
    return {
        "_op_type": kind,
        "_index": target,
        "_id": listing_id,
        "version": change,
        "version_type": "external_gte",
    }


def send(client: OpenSearch, names: Names, actions: Iterable[Action]) -> None:
    """Carries out all actions; waits and tries again when the cluster is overloaded. What a newer
    write has overtaken is left as it is."""
    answers = streaming_bulk(
        client, actions, chunk_size=CHUNK_DOCUMENTS, max_chunk_bytes=CHUNK_BYTES,
        raise_on_error=False, max_retries=RETRIES_WHEN_FULL, initial_backoff=FIRST_BACKOFF_S,
        max_backoff=LONGEST_BACKOFF_S, yield_ok=False, request_timeout=BULK_TIMEOUT_S,
        require_alias="true",
    )  # fmt: skip
    for _, item in answers:
        (answer,) = item.values()
        if not _is_harmless(answer, names):
            raise _refused(answer)


def _is_harmless(answer: dict[str, Any], names: Names) -> bool:
    if answer["status"] == CONFLICT:
        return True
    # No such listing; or the build has just ended and its index is the current one.
    is_missing = answer["status"] == NOT_FOUND
    return is_missing and ("error" not in answer or answer["_index"] == names.building)


def _refused(answer: dict[str, Any]) -> EngineError:
    if answer["status"] == NOT_FOUND:
        return EngineUnavailableError(f"there is no search index yet: run `{BUILD}`")
    kind = answer.get("error", {}).get("type")
    return EngineError(f"the search engine refused a listing: {answer['status']} {kind}")
