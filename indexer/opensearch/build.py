"""A whole index from documents: built beside the current one, then swapped by its alias."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from opensearchpy import OpenSearch

from indexer.document import SearchDocument
from indexer.opensearch.mapping import index_body
from indexer.opensearch.write import Names, ensure_counter, next_change, send, upserts

STEP_TIMEOUT_S = 60
"""Of making, refreshing and swapping an index."""

REFRESH_INTERVAL = "1s"
"""Of the finished index. Our own edits are refreshed at once; this is for what comes late."""


def build(client: OpenSearch, names: Names, documents: Iterable[SearchDocument]) -> int:
    """Makes an index with all documents (the last of equal listing_id) the current one; answers how
    many. One process builds at a time (`indexer.refresh` sees to it); what one that died has left
    is removed."""
    ensure_counter(client, names)
    _remove(client, _indexes_of(client, names.building))
    index = f"{names.current}-g{next_change(client, names)}"
    body = index_body() | {"aliases": {names.building: {}}}
    client.indices.create(index=index, body=body, params=_patience())
    try:
        # From here on edits go to the new index too; what is read next is no older than they are.
        change = next_change(client, names)
        send(client, names, upserts(documents, names.building, change))
        _open(client, index)
        count = int(client.count(index=index)["count"])
        replaced = _indexes_of(client, names.current)
        _swap(client, names, index, replaced)
    except BaseException:
        _remove(client, [index])
        raise
    _remove(client, replaced)
    return count


def _open(client: OpenSearch, index: str) -> None:
    settings = {"index": {"refresh_interval": REFRESH_INTERVAL}}
    client.indices.put_settings(index=index, body=settings, params=_patience())
    client.indices.refresh(index=index, params=_patience())


def _swap(client: OpenSearch, names: Names, index: str, replaced: list[str]) -> None:
    """All at once: nobody sees two indexes, or none."""
    actions: list[dict[str, Any]] = [
        {"remove": {"index": old, "alias": names.current}} for old in replaced
    ]
    actions.append({"add": {"index": index, "alias": names.current}})
    actions.append({"remove": {"index": index, "alias": names.building}})
    client.indices.update_aliases(body={"actions": actions}, params=_patience())


def _indexes_of(client: OpenSearch, alias: str) -> list[str]:
    if not client.indices.exists_alias(name=alias):
        return []
    return sorted(client.indices.get_alias(name=alias))


def _remove(client: OpenSearch, indexes: list[str]) -> None:
    for index in indexes:
        client.indices.delete(index=index, params=_patience() | {"ignore_unavailable": "true"})


def _patience() -> dict[str, Any]:
    return {"request_timeout": STEP_TIMEOUT_S}
