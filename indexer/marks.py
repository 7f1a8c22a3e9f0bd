"""The marks of a document: what is known of it, as tokens that no text can hold. Pure."""

from __future__ import annotations

from collections.abc import Iterator

from indexer.asked import AREA, COST, LANGUAGE, NEED, POPULATION, marked
from indexer.document import SearchDocument
from indexer.serving import tokens_of


def need_marks(document: SearchDocument) -> Iterator[tuple[str, int]]:
    """The mark of each need, and how much the service is about it (1 .. NEED_LEVELS)."""
    for need, level in document.need_levels:
        yield marked(NEED, need), level


def known_marks(document: SearchDocument) -> Iterator[str]:
    """Marks of the languages spoken, of those for whom it is, of its cost."""
    yield from (marked(LANGUAGE, language) for language in document.languages)
    yield from (marked(POPULATION, population) for population in document.populations)
    if document.cost:
        yield marked(COST, document.cost)


def area_marks(document: SearchDocument) -> Iterator[str]:
    """A mark for each area that it serves: by these it is found from places where it is not."""
    for key in tokens_of(document.served):
        yield marked(AREA, key)
