"""What a verifier filled in becomes a finding, or is told to be mended. No page, no record."""

import pytest

from directory.evidence import Check, Field, Outcome
from tests.web.staff import filled_in
from verification.findings import Finding
from web.workbench_form import AnswerError, finding_of, read_answers

CURRENT = {"phone": "(202) 555-0123", "closed": "active", "hours": "Mon 9-5"}


def found(**form: str) -> Finding:
    return finding_of(read_answers(filled_in(form)), CURRENT)


@pytest.mark.parametrize(
    ("form", "finding"),
    [
        ({"phone": "right"}, Finding(Outcome.CONFIRMED, (Field.PHONE,))),
        ({"phone": "right", "hours": "unknown"}, Finding(Outcome.CONFIRMED, (Field.PHONE,))),
        ({"other": "right"}, Finding(Outcome.CONFIRMED, (Field.OTHER,))),
        ({"phone": "unknown"}, Finding(Outcome.INCONCLUSIVE)),
        ({"action": "no-answer"}, Finding(Outcome.UNREACHABLE)),
        ({"action": "no-answer", "phone": "unknown"}, Finding(Outcome.UNREACHABLE)),
        ({"action": "wrong-number"}, Finding(Outcome.UNREACHABLE, note="Wrong number.")),
        (
            {"action": "wrong-number", "note": "a bakery"},
            Finding(Outcome.UNREACHABLE, note="Wrong number. a bakery"),
        ),
        ({"action": "closed", "check": "visit"}, Finding(Outcome.GONE, check=Check.VISIT)),
    ],
)
def test_an_answer_is_an_outcome(form: dict[str, str], finding: Finding) -> None:
    made = found(**form)
    assert (made.outcome, made.confirm, made.check, made.note) == (
        finding.outcome, finding.confirm, finding.check, finding.note,
    )  # fmt: skip
    assert not made.set_values


@pytest.mark.parametrize(
    ("form", "value"),
    [
        ({"phone": "change", "new_phone": " (202) 555-0188 "}, "(202) 555-0188"),
        ({"new_phone": "(202) 555-0188"}, "(202) 555-0188"),
        ({"new_phone": "911"}, "911"),
        ({"phone": "offer-0", "offer-0.phone": "(202) 555-0188"}, "(202) 555-0188"),
        ({"new_phone": "(202)\x00 555-0188\x07"}, "(202) 555-0188"),
        ({"new_hours": "Mon 9-5\r\nTue 9-3"}, "Mon 9-5\nTue 9-3"),
        ({"new_website": "example.org/food"}, "https://example.org/food"),
        ({"new_website": "http://example.org"}, "http://example.org"),
        ({"new_closed": "temporarily closed"}, "temporarily closed"),
    ],
)
def test_a_new_value_is_read_as_it_was_meant(form: dict[str, str], value: str) -> None:
    made = found(**form)
    assert made.outcome is Outcome.CHANGED
    assert list((made.set_values or {}).values()) == [value]


def test_a_new_value_that_is_the_old_one_confirms_it() -> None:
    made = found(new_phone="(202) 555-0123", hours="right")
    assert made.outcome is Outcome.CONFIRMED
    assert made.confirm == (Field.PHONE, Field.HOURS)


@pytest.mark.parametrize(
    ("form", "field", "advice"),
    [
        ({}, "", "Answer at least one field"),
        ({"phone": "change"}, "phone", "Type the new value"),
        ({"phone": "offer-7"}, "phone", "Type the new value"),
        ({"phone": "right", "new_phone": "(202) 555-0188"}, "phone", "Choose one of them"),
        ({"phone": "unknown", "new_phone": "(202) 555-0188"}, "phone", "Choose one of them"),
        ({"new_phone": "ask at the desk"}, "phone", "with its digits"),
        ({"new_website": "javascript:alert(1)"}, "website", "Type the address of the page"),
        ({"new_website": "data:text/html,x"}, "website", "Type the address of the page"),
        ({"new_website": "http://[x"}, "website", "Type the address of the page"),
        ({"new_website": "our own page"}, "website", "Type the address of the page"),
        ({"new_closed": "gone fishing"}, "closed", "Choose one of: active"),
        ({"new_other": "cash only"}, "other", "Write it into the note"),
        ({"new_hours": "x" * 1001}, "hours", "Shorten it to 1,000"),
        ({"phone": "right", "note": "x" * 2001}, "note", "Shorten the note"),
        ({"phone": "right", "check": "import"}, "", "Say how you checked"),
        ({"phone": "right", "check": "rumour"}, "", "Say how you checked"),
        ({"phone": "right", "action": "explode"}, "", "Choose one of the buttons"),
        ({"phone": "right", "action": "no-answer"}, "", "nobody spoke to you"),
    ],
)
def test_a_wrong_answer_says_what_to_mend(form: dict[str, str], field: str, advice: str) -> None:
    with pytest.raises(AnswerError) as caught:
        found(**form)
    assert list(caught.value.problems) == [field]
    assert advice in caught.value.problems[field]


def test_every_problem_is_told_at_once() -> None:
    with pytest.raises(AnswerError) as caught:
        found(new_phone="none", new_website="none")
    assert set(caught.value.problems) == {"phone", "website"}
