"""The seam between search and the machine that does it: one protocol, several engines."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from pathlib import Path
from typing import Protocol

from indexer.document import SearchDocument
from indexer.query import SearchQuery
from indexer.result import SearchPage

BUILD = "wellkept index --rebuild"
"""What to do when there is no index that this program can read."""


class EngineError(Exception):
    """Any failure of an engine. Vendor errors are translated into this family at the edge."""


class EngineUnavailableError(EngineError):
    """The engine cannot be reached or its index is missing; the message says what to do."""


class Engine(Protocol):
    """What every engine can do. `now` decides ages and freshness words; nobody reads the clock."""

    @property
    def gaps(self) -> frozenset[str]:
        """Names of behaviours that this engine lacks; the same list stands in docs/search.md."""

    def search(self, query: SearchQuery, *, now: datetime) -> SearchPage:
        """A page of hits. Raises EngineUnavailableError."""

    def suggest(self, prefix: str, *, limit: int = 8) -> list[str]:
        """Completions of what is being typed: categories and names, best first."""

    def has_word(self, token: str) -> bool:
        """Whether the token stands in any listing: then it may be a name, and is not corrected."""

    def name_words(self) -> dict[str, int]:
        """Folded words of the names, and in how many listings: what spelling corrects to."""

    def upsert(self, documents: Iterable[SearchDocument]) -> None:
        """Make these documents searchable, replacing older ones of the same listing_id."""

    def delete(self, listing_ids: Iterable[str]) -> None:
        """Make these listings unfindable; unknown ids are ignored."""

    def rebuild(self, documents: Iterable[SearchDocument]) -> int:
        """Build a new index beside the old one and swap; searches go on. Answers the count."""

    def count(self) -> int:
        """Number of listings that can be found."""

    def ping(self) -> None:
        """Raises EngineUnavailableError when a search would fail."""

    def close(self) -> None:
        """Lets go of files and connections; the next call opens them again."""


SQLITE, OPENSEARCH = "sqlite:///", "opensearch+"


def open_engine(url: str) -> Engine:
    """The engine of a WELLKEPT_SEARCH_URL. Nothing is opened or made before it is asked something.
    Raises EngineError for an address that names no engine."""
    if url.startswith(SQLITE):
        from indexer.sqlite.engine import SqliteEngine

        return SqliteEngine(Path(url.removeprefix(SQLITE)))
    if url.startswith(OPENSEARCH):
        from indexer.opensearch.engine import OpenSearchEngine

        return OpenSearchEngine(url)
    raise EngineError(
        "the address of the search engine cannot be read: write sqlite:///PATH or "
        "opensearch+https://HOST:9200/PREFIX"
    )
