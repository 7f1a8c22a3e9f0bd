"""`wellkept user`: a link for a new user, and no way in for one that was removed."""

from pathlib import Path

import pytest
from typer.testing import CliRunner

from wellkept.cli import app
from wellkept.commands.output import CommandError, joined

runner = CliRunner()


@pytest.fixture(autouse=True)
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("WELLKEPT_HOME", str(tmp_path))


def names() -> list[str]:
    with joined().store.reading() as view:
        rows = view.connection.exec_driver_sql("SELECT name FROM user_account").fetchall()
    return [row[0] for row in rows]


def test_a_new_user_gets_a_link_and_a_removed_one_is_gone() -> None:
    added = runner.invoke(app, ["user", "add", "Ana"])
    assert added.output.startswith("http://localhost:8000/workbench/sign-in/")
    assert names() == ["Ana"]
    assert "Ana cannot sign in any more" in runner.invoke(app, ["user", "remove", "Ana"]).output
    assert names() == []


def test_removing_somebody_unknown_says_so() -> None:
    refused = runner.invoke(app, ["user", "remove", "Nobody"])
    assert isinstance(refused.exception, CommandError)
    assert "there is no user 'Nobody'" in str(refused.exception)
