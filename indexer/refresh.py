"""How changes of the record reach an index: what is pending, or everything anew.

A change leaves a `listing_change` row in its transaction, which is deleted once the index has what
it tells of. Who dies in between does it again, and again is harmless: what is written is always
what the record says now.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import ExitStack

from directory.listing import Listing
from directory.store import Store, View
from indexer.document import SearchDocument
from indexer.engine import Engine
from indexer.flatten import search_document

BATCH_CHANGES = 500
"""Changes applied at a time: half a second, which is how long a search may wait for another."""

REFRESHING, REBUILDING = "refresh", "rebuild"
"""Locks of the record. One process refreshes at a time, else one that read an older state of a
listing could write it after another had written a newer one."""

PROGRESS_EVERY = 100

Progress = Callable[[int, int | None], None]
"""Called with (done, total or None)."""


Served = Callable[[Listing], tuple[str, ...]]
"""Whom a listing is for by place, as terms of `indexer.serving`."""

ServedIn = Callable[[View], Served]
"""Made anew for each state of the record: where the directory is at home is part of it."""


def nobody_says(_view: View) -> Served:
    """Without a gazetteer no listing says whom it serves."""
    return lambda _listing: ()


def refresh(store: Store, engine: Engine, served_in: ServedIn = nobody_says) -> int:
    """Applies every pending change; answers how many listings were brought up to date. A listing
    that is not public any more is deleted. Raises EngineUnavailableError, and nothing is lost."""
    listings = 0
    while applied := _apply_batch(store, engine, served_in):
        listings += applied
    return listings


def rebuild(
    store: Store,
    engine: Engine,
    progress: Progress | None = None,
    served_in: ServedIn = nobody_says,
) -> int:
    """Builds a new index from the record and swaps; answers how many listings it has."""
    contained: list[int] = []
    with store.database.locked(REBUILDING), ExitStack() as until_read:
        # An older state that a refresh has read must not be kept as an edit of meanwhile: none is
        # under way from before the engine begins to keep edits until we begin to read.
        until_read.enter_context(store.database.locked(REFRESHING))
        count = engine.rebuild(_documents(store, until_read, contained, progress, served_in))
    store.forget_changes(contained)
    return count


def _apply_batch(store: Store, engine: Engine, served_in: ServedIn) -> int:
    if not _pending(store, limit=1):
        return 0
    with store.database.locked(REFRESHING):
        changes = _pending(store, limit=BATCH_CHANGES)
        # Read after the changes: the documents are as new as they are, or newer.
        listing_ids = dict.fromkeys(listing_id for _, listing_id in changes)
        if not changes:
            return 0
        with store.reading() as view:
            served = served_in(view)
            documents = [
                search_document(listing, belief, served(listing))
                for listing, belief in view.search_inputs(listing_ids)
            ]
        engine.upsert(documents)
        engine.delete(listing_ids.keys() - {document.listing_id for document in documents})
        store.forget_changes(change_id for change_id, _ in changes)
    return len(listing_ids)


def _pending(store: Store, limit: int) -> list[tuple[int, str]]:
    with store.reading() as view:
        return view.pending_changes(limit)


def _documents(
    store: Store,
    until_read: ExitStack,
    contained: list[int],
    progress: Progress | None,
    served_in: ServedIn,
) -> Iterator[SearchDocument]:
    """Every document. `contained` gets the changes that they contain."""
    with store.reading() as view:
        contained.extend(change_id for change_id, _ in view.pending_changes(limit=None))
        until_read.close()
        total = view.counts()["public listings"] if progress else 0
        served = served_in(view)
        for done, (listing, belief) in enumerate(view.search_inputs(), start=1):
            if progress and done % PROGRESS_EVERY == 0:
                progress(done, total)
            yield search_document(listing, belief, served(listing))
