"""Who may use a service, from all that it says: its fields, its text, its tags. Pure.

The provider's own word comes first; what we read is added as inferred and written nowhere. Reading
costs about a millisecond for each new text, so readings are kept by text.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from functools import lru_cache

from directory.eligibility.attributes import TAXONOMY, eligibility_of
from directory.eligibility.model import Criterion, Dimension, Eligibility, Strength
from directory.eligibility.reading import read_eligibility
from directory.model import Attribute, Service

KEPT_READINGS = 20_000
"""Texts; a directory of a large city has some thousand different ones."""

TAG_CONFIDENCE = 0.5
"""Tags tell for whom a service is meant, not whom it turns away: they never say no."""

_FOR_WHOM = re.compile(r"eligib|audience|population|situation", re.IGNORECASE)
_PAPERS = frozenset({Dimension.DOCUMENT, Dimension.REFERRAL})


def eligibility_for(service: Service) -> Eligibility:
    """What is known of who may come: asserted criteria, then what the text says of the other
    dimensions, then tags and papers of dimensions that are still empty."""
    asserted = eligibility_of(service)
    read = _read(service.eligibility_description or "")
    found = [*asserted.criteria]
    found += _of_other_dimensions(read.criteria, found, "text")
    found += _of_other_dimensions(tuple(_tags(service)), found, "tag")
    found += _of_other_dimensions(tuple(_papers(service)), found, "paper")
    said_open = asserted.open_to_all
    if said_open is None and not (read.open_to_all and _restricts(asserted.criteria)):
        said_open = read.open_to_all
    return Eligibility(
        criteria=tuple(found),
        open_to_all=said_open,
        is_complete=asserted.is_complete or read.is_complete,
        rest="; ".join(dict.fromkeys(filter(None, (asserted.rest, read.rest)))),
    )


@lru_cache(maxsize=KEPT_READINGS)
def _read(text: str) -> Eligibility:
    return read_eligibility(text) if text.strip() else Eligibility()


def _of_other_dimensions(
    criteria: Sequence[Criterion], known: Sequence[Criterion], prefix: str
) -> list[Criterion]:
    """Those of which nothing is known yet. A group that lost an alternative goes whole: without
    it the others would ask more than the text does."""
    told = {criterion.dimension for criterion in known}
    broken = {c.group for c in criteria if c.group is not None and c.dimension in told}
    return [
        replace(c, group=f"{prefix} {c.group}" if c.group else None)
        for c in criteria
        if c.dimension not in told and c.group not in broken
    ]


def _tags(service: Service) -> Iterator[Criterion]:
    """What taxonomy terms for people say; those of one dimension are alternatives."""
    for attribute in service.attributes:
        term = attribute.taxonomy_term
        if term is None or not is_for_whom(attribute):
            continue
        for criterion in _read(term.name).criteria:
            yield replace(criterion, group=criterion.dimension.value, confidence=TAG_CONFIDENCE)


def is_for_whom(attribute: Attribute) -> bool:
    """Is it a tag of somebody else's vocabulary that tells for whom the service is?"""
    term = attribute.taxonomy_term
    if term is None or term.taxonomy == TAXONOMY:
        return False
    return bool(_FOR_WHOM.search(f"{attribute.link_type or ''} {term.taxonomy or ''}"))


def _papers(service: Service) -> Iterator[Criterion]:
    """The documents that the service has in a field of its own."""
    for required in service.required_documents:
        read = _read(f"Bring {required.document}" if required.document else "")
        yield from (c for c in read.criteria if c.dimension is Dimension.DOCUMENT)


def _restricts(criteria: Sequence[Criterion]) -> bool:
    return any(c.strength is Strength.REQUIRED and c.dimension not in _PAPERS for c in criteria)
