"""`wellkept verify ...` on both kinds of database, through the command itself."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from directory.evidence import Field
from tests.verification.conftest import Loop
from verification.errors import OutcomeError, TaskTakenError, UnknownListingError
from wellkept.cli import app

Command = Callable[..., Result]


@pytest.fixture
def verify(record_url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Command:
    """Runs `wellkept verify` with these words on the test's record."""
    monkeypatch.setenv("WELLKEPT_DATABASE_URL", record_url)
    monkeypatch.setenv("WELLKEPT_HOME", str(tmp_path / "home"))

    def run(*words: str, fails: bool = False) -> Result:
        result = CliRunner().invoke(app, ["verify", *words])
        if not fails:
            assert result.exit_code == 0, result.output
        return result

    return run


def test_the_queue_as_json_has_the_shape_that_programs_rely_on(loop: Loop, verify: Command) -> None:
    listing_id = loop.listing()
    loop.report(listing_id)
    (row,) = json.loads(verify("queue", "--json").stdout)
    assert list(row) == [
        "task_id", "listing_id", "name", "organization", "state", "worth", "belief", "fields",
        "reports", "reason",
    ]  # fmt: skip
    assert (row["listing_id"], row["name"], row["organization"]) == (
        listing_id, "Food pantry", "Food pantry House",
    )  # fmt: skip
    assert (row["state"], row["fields"], row["reports"]) == ("open", ["phone"], 1)
    assert row["worth"] > 0
    assert 0 < row["belief"] < 0.25
    assert row["reason"] == "never checked, 1 report about the phone, shown 0 times a month"


def test_an_empty_queue_says_so(loop: Loop, verify: Command) -> None:
    assert json.loads(verify("queue", "--json").stdout) == []
    assert verify("queue").stdout == "Nothing is waiting to be checked.\n"


def test_a_task_goes_from_the_queue_to_done_at_the_terminal(loop: Loop, verify: Command) -> None:
    listing_id = loop.listing()
    loop.report(listing_id, suggested="(202) 555-0199", words="a fax answers")
    task_id = loop.task(listing_id).task_id
    assert "the phone: never checked, 1 report about the phone" in verify("queue").stdout
    shown = verify("next", "--by", "Ana").stdout
    assert f"Task {task_id}: Food pantry" in shown
    assert "? phone        (202) 555-0123" in shown
    assert "wrong (202) 555-0199 a fax answers" in shown
    assert "[Ana]" in verify("queue").stdout
    told = verify(
        "record", str(task_id), "--by", "Ana", "--outcome", "changed",
        "--set", "phone=(202) 555-0199", "--confirm", "closed", "--note", "spoke to Lee",
    ).stdout  # fmt: skip
    assert told == f"Task {task_id} is done; reports resolved: 1\n"
    (attempt,) = loop.rows("attempt")
    assert attempt["evidence"] == {"confirmed": ["closed"], "set": {"phone": "(202) 555-0199"}}
    assert (attempt["note"], attempt["actor"]) == ("spoke to Lee", "Ana")


def test_what_stays_in_doubt_is_said(loop: Loop, verify: Command) -> None:
    listing_id = loop.listing()
    loop.report(listing_id)
    loop.report(listing_id, Field.HOURS)
    task_id = str(loop.task(listing_id).task_id)
    verify("claim", task_id, "--by", "Ana")
    told = verify(
        "record", task_id, "--by", "Ana", "--outcome", "confirmed", "--confirm", "phone"
    ).stdout
    assert told.splitlines() == [
        f"Task {task_id} is open; reports resolved: 1",
        "Still in doubt: the hours",
    ]


def test_why_tells_belief_and_worth_in_words_and_numbers(loop: Loop, verify: Command) -> None:
    listing_id = loop.listing()
    loop.report(listing_id)
    told = verify("why", listing_id).stdout
    assert told.startswith("Food pantry (Food pantry House)\nnever checked, 1 report about")
    for words in ("Belief 0.", "where it started", "age: ", "1 signal", "Worth ", "place 1"):
        assert words in told


def test_what_can_not_be_done_is_one_sentence(loop: Loop, verify: Command) -> None:
    listing_id = loop.listing()
    loop.report(listing_id)
    task_id = str(loop.task(listing_id).task_id)
    refused = verify("record", task_id, "--by", "Ana", "--outcome", "confirmed", fails=True)
    assert isinstance(refused.exception, TaskTakenError)
    verify("claim", task_id, "--by", "Ana")
    refused = verify("record", task_id, "--by", "Ana", "--outcome", "changed", fails=True)
    assert isinstance(refused.exception, OutcomeError)
    refused = verify("why", "nothing", fails=True)
    assert isinstance(refused.exception, UnknownListingError)


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("record", "1", "--by", "A", "--outcome", "changed", "--set", "fax=1"), "FIELD is one of"),
        (("record", "1", "--by", "A", "--outcome", "changed", "--set", "phone"), "FIELD=VALUE"),
        (("record", "1", "--by", "A", "--outcome", "fine"), "'fine' is not one of"),
        (("claim", "one", "--by", "A"), "integer"),
        (("claim", "1"), "--by"),
    ],
)
def test_wrong_usage_is_exit_code_two(verify: Command, words: tuple[str, ...], said: str) -> None:
    result = verify(*words, fails=True)
    assert result.exit_code == 2
    assert said in " ".join(result.stderr.replace("│", " ").split())
