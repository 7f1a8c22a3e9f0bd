"""The values of filters as people read them: our needs first, a source's own words where no need
covers them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from functools import lru_cache

from indexer.needs import covers
from indexer.result import FacetCount
from web.code_words import need_words


def need_choices(counts: Sequence[FacetCount]) -> list[FacetCount]:
    """Needs by their names in this language; of the categories of sources those that no need
    covers. What is selected stays, whatever it is."""
    ours, others = [], []
    for count in counts:
        label = need_words(count.value)
        if label is not None:
            ours.append(replace(count, label=label))
        elif count.selected or not _is_covered(count.value):
            others.append(count)
    return [*ours, *others]


@lru_cache(maxsize=10_000)
def _is_covered(category: str) -> bool:
    return covers(category)
