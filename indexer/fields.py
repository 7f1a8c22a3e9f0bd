"""The one table of what is searched, filtered, counted and weighed. Every number has its reason.

The score of a hit, the same on every engine (`docs/search.md` says it in words):

    score = text * place * trust
    text  = 1 when nothing is asked; else the mean over the parts asked for (`asked.py`), each as
            important as it is, of the weight of the best field that has the part; * EXACT_NAME or
            NAME_START when the words are a name; * MISSING_WORD for each required part not there
    place = 1 without `near`; exp(-(miles + uncertainty) / DECAY_MILES), or NO_PLACE without a point
            ELSEWHERE at least for what serves the place from beyond the radius
    trust = LEAST_TRUST + (1 - LEAST_TRUST) * belief

Who asks for what is open gets it first: `text * place * trust * MAYBE_OPEN` where it is not known.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import IntFlag, StrEnum

from geodata.shapes import Precision


class Kind(StrEnum):
    TEXT = "text"
    """Analysed by `indexer.text`."""
    VALUES = "values"
    """Several short values, compared as a whole, ignoring case."""
    VALUE = "value"
    POINT = "point"
    TIME = "time"
    BELIEF = "belief"


@dataclass(frozen=True)
class SearchField:
    """One field of a SearchDocument, as search uses it."""

    name: str
    kind: Kind
    label: str
    """As people read it in "why"."""
    weight: float = 0.0
    """Of a word found here, 0 .. 1; 0: not searched by words."""
    filter_by: str | None = None
    """The query parameter that filters by it."""
    is_facet: bool = False


FIELDS = (
    SearchField("name", Kind.TEXT, "name", weight=1.0),
    # The measure of all others: who writes a word of the name means this service.
    SearchField("alternate_names", Kind.TEXT, "name", weight=0.9),
    # Also a name, but the less known one, often an old one.
    SearchField("categories", Kind.VALUES, "kind of service", weight=0.8, filter_by="need",
                is_facet=True),
    # Says what the service is, chosen by a person; but wide ("Community Food Programs").
    SearchField("needs", Kind.VALUES, "need", weight=0.8, filter_by="need", is_facet=True),
    SearchField("organization", Kind.TEXT, "organization", weight=0.6),
    # Shared by all its services: the food bank's car park has "food" here too.
    SearchField("description", Kind.TEXT, "description", weight=0.25),
    # Descriptions mention what is not offered ("for food, see ..."): a quarter of a name, the ratio
    # with which the measured prototype of the embedded engine was tuned.
    SearchField("details", Kind.TEXT, "description", weight=0.25),
    # Who it is for and the name of the place: indexed as one text with the description.
    SearchField("languages", Kind.VALUES, "language", filter_by="language", is_facet=True),
    SearchField("cost", Kind.VALUE, "cost", filter_by="cost", is_facet=True),
    SearchField("point", Kind.POINT, "place", filter_by="near"),
    SearchField("belief", Kind.BELIEF, "freshness", filter_by="verified_within_days",
                is_facet=True),
)  # fmt: skip

WEIGHT: Mapping[str, float] = {field.name: field.weight for field in FIELDS}


class Found(IntFlag):
    """In which fields a word was found; a bit each, so that an engine can hold one byte a word."""

    NOWHERE = 0
    NAME = 1
    ALTERNATE = 2
    ORGANIZATION = 4
    CATEGORY = 8
    NAME_START = 16
    """Among the first n words of the name, n being the number of words asked."""
    ORGANIZATION_START = 32
    TEXT = 64
    """Somewhere in the listing."""
    KNOWN = 128
    """A language, a population or a cost that is its own."""
    NEED = 256
    """A need that it answers, more or less (`weight_of_need`)."""


WEIGHT_FOUND: Mapping[Found, float] = {
    Found.NAME: WEIGHT["name"],
    Found.ALTERNATE: WEIGHT["alternate_names"],
    Found.CATEGORY: WEIGHT["categories"],
    Found.ORGANIZATION: WEIGHT["organization"],
    Found.TEXT: WEIGHT["description"],
    Found.KNOWN: 0.8,  # as a word of a category
}
"""The weight of the best field in which a word is found is its weight."""

NEED_LEVELS = 8
"""How much a service is about a need, in so many steps (`needs.py`): enough that equals are few."""


def weight_of_need(level: int) -> float:
    """From a little more than a word of the description, whose meaning was understood, to a word of
    the name."""
    least = WEIGHT["description"] + 0.05
    return least + (1.0 - least) * (level - 1) / (NEED_LEVELS - 1)


EXACT_NAME = 2.0
"""The words are the whole name of the service or of its organization. As much as 3.5 miles: names
such as "Food Pantry" are many, so a far one must not come before the pantry next door."""

NAME_START = 1.5
"""The name begins with the words. As much as 2 miles."""

MISSING_WORD = 0.3
"""For each word that a listing lacks, once a search is relaxed: as much as 6 miles, so that a
listing with every word comes first unless it is in another town."""

FEW = 3
"""Fewer listings with every word than this, and the search is relaxed to most words: a page that
shows two hits leaves a person without a choice."""

FEW_OF_NEED = 10
"""The same beside a need: "diabetes clinic" shows other clinics below the one that names it."""

LEAST_WORDS_TO_RELAX = 3
"""Of two words none can be left out without asking something else."""

DECAY_MILES = 5.0
"""Distance at which a hit counts 1/e: about what people travel by bus for a regular service; the
decay of the measured baselines."""

UNCERTAINTY_MILES: Mapping[Precision, float] = {
    Precision.ROOFTOP: 0.0,
    Precision.STREET: 0.1,  # a block
    Precision.ZIP: 1.5,  # mean way from the centre of a city's ZIP code to its doors
    Precision.CITY: 3.0,
    Precision.NONE: 0.0,  # has no point, see NO_PLACE
}
"""Added to the distance, so that a place that we know only by its ZIP code is never the nearest."""

NO_PLACE = 0.37
"""Of a listing by phone, online or at a private address: as if DECAY_MILES away."""

ELSEWHERE = 0.2
"""Least of a listing that is beyond the radius and serves the place: as if 8 miles away, behind
those by phone, because its people may have to be gone to."""

LEAST_TRUST = 0.5
"""A listing that surely no longer holds counts half: it may be right, so it isn't hidden, but an
equal one that was checked comes first."""

MAX_EXACT_TOTAL = 50_000
"""Hits that are counted one by one; beyond, pages say "50,000+". Nobody reads so far, and every
hit costs .1 us."""

MAX_FOLDED_IDS = 100
"""Listings named in `more`; its count is always whole. OpenSearch folds no more either."""

MAX_FACET_VALUES = 50
"""Values of a facet that are told, most frequent first; selected ones always."""

FRESHNESS_DAYS = (30, 182, 365)
"""Steps of the facet "checked in the last ..."."""

MAX_SUMMARY = 200
"""Characters of the one line of description."""

MAYBE_OPEN = 0.001
"""Of what may be closed at the time asked for: so little that it comes after all that is surely
open, in its own order; it is never left out."""
