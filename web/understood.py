"""What the line was taken for, with ways to take it back."""

from __future__ import annotations

from dataclasses import dataclass

from flask import url_for

from indexer import crisis
from indexer.crisis import CrisisLine
from indexer.result import Fact, SearchPage
from web.code_words import fact_words
from web.languages import gettext as _
from web.params import Asked

SPELLING = "spelling"
"""What `ignoring` says to have the line searched as it was typed."""


@dataclass(frozen=True)
class Link:
    """Something to tap: what it says, where it leads."""

    label: str
    address: str


def fact_chips(asked: Asked, found: SearchPage) -> list[Link]:
    """One chip for each fact of the line; its link leads to the same search with the words of that
    fact read as words. Guesses are no chips: nobody said them; a line with somebody's address
    is put into no link."""
    if asked.has_address_in_text:
        return []
    facts = [fact for fact in found.understood.facts if fact.words or fact.kind == "place"]
    return [_ignoring(asked, _label_of(fact), fact.key) for fact in facts]


def _label_of(fact: Fact) -> str:
    if fact.kind == "place":
        return _("near %(place)s", place=fact.label)
    codes = fact.key.partition(":")[2].split("+")
    return fact_words(fact.kind, codes, fact.label)


def as_typed(asked: Asked, found: SearchPage) -> Link | None:
    """The search of the line as it was typed, when another spelling was searched."""
    if found.corrected is None or asked.has_address_in_text:
        return None
    return _ignoring(asked, asked.text, SPELLING)


def _ignoring(asked: Asked, label: str, key: str) -> Link:
    keys = list(dict.fromkeys((*asked.query.ignoring, key)))
    return Link(label, url_for("search.results", **asked.address(ignoring=keys)))


def crisis_lines(asked: Asked, found: SearchPage) -> tuple[CrisisLine, ...]:
    """Whom to call, when the line as typed or as corrected tells of danger."""
    if not asked.text:
        return ()
    return crisis.lines_of(crisis.dangers_in(f"{asked.text} \n {found.corrected or ''}"))
