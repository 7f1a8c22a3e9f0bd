"""What a verifier filled in on a task page becomes a `Finding`, or says what is wrong with it."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from urllib.parse import urlsplit

from directory.evidence import Check, Field, Outcome
from directory.model import ServiceStatus
from verification.findings import Finding

MAX_VALUE = 1_000
"""Characters of a new value; the longest hours text of real exports has some 400."""

MAX_NOTE = 2_000

LEAST_DIGITS = 3
"""Of a phone number: 911, 988."""

WRONG_NUMBER = "Wrong number."
"""Put before the note, so that the next verifier does not call it again."""

STATUSES = tuple(status.value for status in ServiceStatus)

ACTIONS = ("save", "save-next", "no-answer", "wrong-number", "closed")

NOBODY_SPOKE = ("no-answer", "wrong-number")

FACTS_WITHOUT_ANSWER = (
    "You answered a field and said that nobody spoke to you. Choose “don’t know” there, or save."
)

_INVISIBLE = re.compile(r"[\x00-\x09\x0b-\x1f\x7f]")


@dataclass(frozen=True)
class Answer:
    """What was said of one field, as it was filled in."""

    said: str = ""
    """ "right", "change", "unknown", "offer-0" (a value that the page offered), "": nothing."""
    typed: str = ""
    offered: str = ""
    """The value of the chosen offer."""


@dataclass(frozen=True)
class Answers:
    """The whole form as it was filled in, so that a page can show it again."""

    action: str = ""
    by_field: Mapping[str, Answer] = field(default_factory=dict)
    note: str = ""
    check: str = Check.PHONE.value
    takes_again: bool = False
    """The reader's time was over; save it if nobody else has the task."""

    @property
    def is_empty(self) -> bool:
        """Nothing was filled in that could be lost."""
        return not self.note and all(answer == Answer() for answer in self.by_field.values())

    @property
    def has_facts(self) -> bool:
        """Something was said of a field that saving another outcome would lose."""
        return any(answer.said not in ("", "unknown") for answer in self.by_field.values())

    def of(self, name: str) -> Answer:
        return self.by_field.get(name, Answer())


class AnswerError(Exception):
    """Something in the form must be mended; what, by the name of the field ("" for all of it)."""

    def __init__(self, problems: Mapping[str, str]) -> None:
        super().__init__("; ".join(problems.values()))
        self.problems = problems


def read_answers(form: Mapping[str, str]) -> Answers:
    """The posted form; whatever is in it, this does not fail."""
    return Answers(
        action=form.get("action", ""),
        by_field={name.value: _answer(form, name.value) for name in Field},
        note=_plain(form.get("note", "")),
        check=form.get("check", Check.PHONE.value),
        takes_again="takes_again" in form,
    )


def _answer(form: Mapping[str, str], name: str) -> Answer:
    said, typed = form.get(f"answer.{name}", ""), _plain(form.get(f"value.{name}", ""))
    if not said and typed:
        said = "change"  # who types a new value means it
    offered = _plain(form.get(f"{said}.{name}", "")) if said.startswith("offer-") else ""
    return Answer(said, typed, offered)


def _plain(text: str) -> str:
    """Without what cannot be seen; lines are kept."""
    return _INVISIBLE.sub("", text.replace("\r\n", "\n")).strip()


def finding_of(answers: Answers, current: Mapping[str, str]) -> Finding:
    """What the form says. current: the value of each field as it stands. Raises AnswerError."""
    problems = _problems_outside_fields(answers)
    if problems:
        raise AnswerError(problems)
    check, note = Check(answers.check), answers.note
    if answers.action in NOBODY_SPOKE and answers.has_facts:
        raise AnswerError({"": FACTS_WITHOUT_ANSWER})
    if answers.action == "no-answer":
        return Finding(Outcome.UNREACHABLE, check=check, note=note)
    if answers.action == "wrong-number":
        return Finding(Outcome.UNREACHABLE, check=check, note=f"{WRONG_NUMBER} {note}".strip())
    if answers.action == "closed":
        return Finding(Outcome.GONE, check=check, note=note)
    return _settled(answers, current, check)


def _problems_outside_fields(answers: Answers) -> dict[str, str]:
    if answers.action not in ACTIONS:
        return {"": "Choose one of the buttons below the table."}
    if answers.check not in set(Check) - {Check.IMPORT}:
        return {"": "Say how you checked: by phone, e-mail, visit or website."}
    if len(answers.note) > MAX_NOTE:
        return {"note": f"Shorten the note to {MAX_NOTE:,} characters."}
    return {}


def _settled(answers: Answers, current: Mapping[str, str], check: Check) -> Finding:
    confirmed: list[Field] = []
    changes: dict[Field, str] = {}
    problems: dict[str, str] = {}
    for name in Field:
        answer = answers.of(name)
        try:
            value = _new_value(name, answer)
        except ValueError as error:
            problems[name.value] = str(error)
            continue
        if answer.said == "right" or (value is not None and value == current.get(name)):
            confirmed.append(name)
        elif value is not None:
            changes[name] = value
    if problems:
        raise AnswerError(problems)
    return _finding(answers, tuple(confirmed), changes, check)


def _finding(
    answers: Answers, confirmed: tuple[Field, ...], changes: dict[Field, str], check: Check
) -> Finding:
    if changes:
        return Finding(Outcome.CHANGED, confirmed, changes, check, answers.note)
    if confirmed:
        return Finding(Outcome.CONFIRMED, confirmed, check=check, note=answers.note)
    if any(answer.said == "unknown" for answer in answers.by_field.values()):
        return Finding(Outcome.INCONCLUSIVE, check=check, note=answers.note)
    raise AnswerError({"": "Answer at least one field, or choose what happened instead."})


def _new_value(name: Field, answer: Answer) -> str | None:
    """The value that the answer gives, None when it gives none. Raises ValueError with advice."""
    if answer.said in ("right", "unknown", ""):
        if answer.typed:
            raise ValueError("You typed a new value and said something else. Choose one of them.")
        return None
    value = answer.offered if answer.said.startswith("offer-") else answer.typed
    if not value:
        raise ValueError("Type the new value, or choose another answer.")
    if len(value) > MAX_VALUE:
        raise ValueError(f"Shorten it to {MAX_VALUE:,} characters.")
    return _SHAPES.get(name, str)(value)


def _phone(value: str) -> str:
    if sum(character.isdigit() for character in value) < LEAST_DIGITS:
        raise ValueError("Type the number with its digits, as in (202) 555-0100 ext. 4.")
    return value


def _website(value: str) -> str:
    address = value if "://" in value else f"https://{value}"
    try:
        parts = urlsplit(address)
    except ValueError:
        parts = urlsplit("")
    if parts.scheme not in ("http", "https") or "." not in parts.netloc or " " in value:
        raise ValueError("Type the address of the page, as in https://example.org/food.")
    return address


def _status(value: str) -> str:
    if value not in STATUSES:
        raise ValueError(f"Choose one of: {', '.join(STATUSES)}.")
    return value


def _no_place(_value: str) -> str:
    raise ValueError("This has no place in the listing. Write it into the note.")


_SHAPES = {
    Field.PHONE: _phone,
    Field.WEBSITE: _website,
    Field.CLOSED: _status,
    Field.OTHER: _no_place,
}
"""Field -> what a new value must look like; any text is good for the others."""
