"""What stands in a statement: criteria, connectives, marks and words that are not understood."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from directory.eligibility.model import Criterion, Dimension, Provenance


class Kind(StrEnum):
    """What an item is; those in lower case are entries of [mark] in the tables."""

    CRITERION = "CRITERION"
    UNKNOWN = "UNKNOWN"
    COMMA = "COMMA"
    BRACKET = "BRACKET"
    CLOSING = "CLOSING"
    PERSON = "person"
    OPEN = "open"
    AND = "and"
    OR = "or"
    NOT = "not"
    ONLY = "only"
    PREFER = "prefer"
    COPULA = "copula"
    LINK = "link"
    NEED = "need"
    REGARDLESS = "regardless"
    FAMILY_OF = "family_of"
    WITH_CHILDREN = "with_children"
    THEIR_FAMILY = "their_family"
    ORGANIZATION = "organization"
    SERVING = "serving"
    ACCEPT = "accept"
    SELF_PAY = "self_pay"
    PROCESS = "process"
    DOCUMENT_ONLY = "document_only"
    NOTHING = "nothing"
    NONE = "none"
    NO_MORE = "no_more"
    HOLDER = "holder"
    BEHAVIOUR = "behaviour"
    CONDITION = "condition"
    REFERRAL = "referral"
    ATTEND = "attend"
    WEAK = "weak"


SURE = 0.9
"""Confidence of what stands in a statement that was read whole."""


@dataclass(frozen=True, slots=True)
class Item:
    kind: Kind
    text: str
    criterion: Criterion | None = None
    is_word: bool = False
    """An age or population that a number replaces: child, adult, senior, youth."""
    is_people: bool = False
    """Names persons: "veterans", not "homeless"."""
    is_sure: bool = True
    """False for bare numbers, which are ages only beside people."""
    start: int = 0
    end: int = 0

    @property
    def code(self) -> str | None:
        """The code of its criterion: of a population, gender, insurance or document."""
        return self.criterion.value if self.criterion else None

    @property
    def names_people(self) -> bool:
        return self.is_people or self.is_word or self.kind in (Kind.PERSON, Kind.OPEN)

    def has(self, dimension: Dimension) -> bool:
        """Is it a criterion of that dimension?"""
        return self.criterion is not None and self.criterion.dimension is dimension


def criterion_item(
    quote: str,
    dimension: Dimension,
    *,
    is_word: bool = False,
    is_people: bool = False,
    **values: Any,
) -> Item:
    """An item with the inferred criterion of these values."""
    criterion = Criterion(
        dimension, provenance=Provenance.INFERRED, quote=quote.strip(), confidence=SURE, **values
    )
    return Item(Kind.CRITERION, quote, criterion, is_word=is_word, is_people=is_people)
