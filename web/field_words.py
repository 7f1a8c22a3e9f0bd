"""The fields of a listing and the way of a report, in the words that people read."""

from __future__ import annotations

from datetime import datetime

from verification.reports import Step
from web.languages import gettext as _
from web.languages import lazy_gettext as _l
from web.words import day_words, is_english

FIELD_LABELS = {
    "phone": _l("Phone"),
    "address": _l("Address"),
    "hours": _l("Hours"),
    "closed": _l("Still there"),
    "eligibility": _l("Who it is for"),
    "website": _l("Website"),
    "other": _l("Something else"),
}

QUESTIONS = {
    "phone": _l("What is wrong with the phone number?"),
    "address": _l("What is wrong with the address?"),
    "hours": _l("What is wrong with the hours?"),
    "closed": _l("Has it closed?"),
    "eligibility": _l("What is wrong with who it is for?"),
    "website": _l("What is wrong with the website?"),
    "other": _l("What is wrong?"),
}

DOUBT_WORDS = {
    "phone": _l("Someone told us on %(day)s that the phone may be wrong. We are checking."),
    "address": _l("Someone told us on %(day)s that the address may be wrong. We are checking."),
    "hours": _l("Someone told us on %(day)s that the hours may be wrong. We are checking."),
    "closed": _l("Someone told us on %(day)s that it may have closed. We are checking."),
    "eligibility": _l(
        "Someone told us on %(day)s that who it is for may be wrong. We are checking."
    ),
    "website": _l("Someone told us on %(day)s that the website may be wrong. We are checking."),
    "other": _l("Someone told us on %(day)s that something may be wrong. We are checking."),
}

ATTEMPT_WORDS = {
    "unreachable": _l("We tried, and could not reach them"),
    "inconclusive": _l("We asked, and they could not say"),
    "confirmed": _l("We reached them"),
    "changed": _l("We reached them"),
    "gone": _l("We reached them"),
}


def field_label(field: str) -> str:
    return str(FIELD_LABELS.get(field, field))


def question(field: str) -> str:
    """What a visitor is asked about a field."""
    return str(QUESTIONS[field])


def doubt_words(field: str, told_at: datetime) -> str:
    """That someone says that a field is wrong."""
    return str(DOUBT_WORDS.get(field, DOUBT_WORDS["other"])) % {"day": day_words(told_at)}


def step_words(step: Step) -> str:
    """One step of a report's way."""
    if step.kind == "received":
        return _("Received")
    if step.kind == "linked":
        if not step.detail:
            return _("In our list of calls")
        return _("In our list of calls (%(place)s)", place=ordinal(int(step.detail)))
    if step.kind == "attempted":
        return str(ATTEMPT_WORDS.get(step.detail, _l("We tried")))
    return step.detail or _("Settled")


def ordinal(number: int) -> str:
    """A place in a list: "3rd" in English, "3." in other languages.

    >>> [english_ordinal(number) for number in (1, 2, 3, 4, 11, 12, 21, 111, 1003)]
    ['1st', '2nd', '3rd', '4th', '11th', '12th', '21st', '111th', '1,003rd']
    """
    return english_ordinal(number) if is_english() else f"{number}."


def english_ordinal(number: int) -> str:
    is_teen = number % 100 in (11, 12, 13)
    return f"{number:,}" + ("th" if is_teen else _ENDINGS.get(number % 10, "th"))


_ENDINGS = {1: "st", 2: "nd", 3: "rd"}


FILTERS = {
    "doubt_words": doubt_words,
    "field_label": field_label,
    "ordinal": ordinal,
    "question": question,
    "step_words": step_words,
}
