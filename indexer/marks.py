"""The marks of a document: what is known of it, as tokens that no text can hold. Pure."""

from __future__ import annotations

from collections.abc import Iterator

from indexer.asked import COST, LANGUAGE, NEED, POPULATION, marked
from indexer.document import SearchDocument
from indexer.fields import Found


def marks_of(document: SearchDocument) -> Iterator[tuple[Found, str]]:
    """Each mark, and the field that it counts as."""
    for need in document.needs:
        yield Found.NAMED if need in document.named_needs else Found.OFFERED, marked(NEED, need)
    for need in document.inferred_needs:
        yield Found.MENTIONED, marked(NEED, need)
    for language in document.languages:
        yield Found.OFFERED, marked(LANGUAGE, language)
    for population in document.populations:
        yield Found.OFFERED, marked(POPULATION, population)
    if document.cost:
        yield Found.OFFERED, marked(COST, document.cost)
