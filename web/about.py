"""The few questions about a person, each optional: what would settle most of the hits comes first.

What is answered lives in the form alone: it travels in the body of a request and nowhere else.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass

from directory.eligibility.evaluation import MAX_QUESTIONS
from indexer.result import SearchPage
from web.code_words import people_words
from web.languages import gettext as _
from web.languages import lazy_gettext as _l
from web.params import Asked
from web.requirement_words import thing_words

GENDERS = (
    ("women", _l("a woman")), ("men", _l("a man")), ("transgender", _l("transgender")),
    ("nonbinary", _l("nonbinary")),
)  # fmt: skip

ALWAYS_ASKED = ("age", "household_size", "income_usd_month", "gender", "near")
"""They have a field of their own."""


@dataclass(frozen=True)
class Question:
    """A yes or no question."""

    name: str
    words: str
    answer: str
    """yes, no, or "" when it is not answered."""


@dataclass(frozen=True)
class Questions:
    genders: tuple[tuple[str, str], ...]
    asked: tuple[Question, ...]


def questions_of(asked: Asked, found: SearchPage) -> Questions:
    """Those that were answered, then those that would settle most of the page."""
    answered = [name for name in asked.told if name.startswith(("is_", "has_"))]
    counts = Counter(name for hit in found.hits for name in _open_of(hit.eligibility, hit.asks))
    fresh = [n for n, _count in sorted(counts.items(), key=lambda pair: (-pair[1], pair[0]))]
    names = [n for n in fresh if n not in (*ALWAYS_ASKED, *answered)][:MAX_QUESTIONS]
    return Questions(GENDERS, tuple(_question(name, asked) for name in (*answered, *names)))


def _open_of(eligibility: object, asks: tuple[str, ...]) -> tuple[str, ...]:
    """What a hit asks next: of somebody who told something, else of anybody."""
    return tuple(eligibility["ask_next"]) if isinstance(eligibility, dict) else asks


def _question(name: str, asked: Asked) -> Question:
    kind, _sign, code = name.partition("_")
    words = (
        _("Are you one of these: %(people)s?", people=people_words(code))
        if kind == "is"
        else _("Do you have this: %(thing)s?", thing=thing_words(code))
    )
    return Question(name, words, asked.told.get(name, ""))
