"""`wellkept import` and `export` as they are typed."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from directory.hsds.statements import Rejected
from wellkept.cli import app
from wellkept.commands.record import rejected_lines

FAIRVIEW = Path(__file__).parent.parent / "fixtures" / "icarol" / "fairview.csv"


def typed(home: Path, *arguments: str) -> Result:
    return CliRunner().invoke(app, list(arguments), env={"WELLKEPT_HOME": str(home)})


@pytest.fixture
def home(tmp_path: Path) -> Path:
    return tmp_path / "home"


def test_import_says_what_came_of_it(home: Path) -> None:
    told = typed(home, "import", str(FAIRVIEW))
    assert told.exit_code == 0
    assert told.stdout.splitlines()[:4] == [
        "fairview (icarol-csv, as of 2025-03-04)",
        "  read      5 organizations, 14 services, 9 locations",
        "  result    28 created, 0 updated, 0 unchanged",
        "  withheld  3 rows: kept in the record, never public",
    ]
    assert "  - fairview.csv, row 23: PublicName is empty" in told.stdout
    again = typed(home, "import", str(FAIRVIEW))
    assert "  result    0 created, 0 updated, 28 unchanged" in again.stdout


def test_json_has_the_shape_of_interfaces_and_nothing_else(home: Path) -> None:
    told = typed(home, "import", str(FAIRVIEW), "--json", "--source", "ohio", "--dry-run")
    report = json.loads(told.stdout)
    assert list(report) == [
        "source", "read", "created", "updated", "unchanged", "withheld", "rejected", "warnings",
    ]  # fmt: skip
    assert (report["source"], report["created"], report["withheld"]) == ("ohio", 28, 3)
    assert report["rejected"][0] == {
        "file": "fairview.csv", "row": 21, "field": "ResourceAgencyNum",
        "reason": "is empty: a row without id cannot be kept up to date",
    }  # fmt: skip


def test_export_writes_what_was_imported(home: Path, tmp_path: Path) -> None:
    typed(home, "import", str(FAIRVIEW))
    told = typed(home, "export", str(tmp_path / "out.ndjson"))
    assert told.stdout == f"Wrote 11 services to {tmp_path / 'out.ndjson'}.\n"
    assert len((tmp_path / "out.ndjson").read_text().splitlines()) == 11


def test_rows_with_one_reason_are_one_line() -> None:
    rejected = [Rejected("a.csv", row, "id", "is empty") for row in (3, 4, 9, 1204)]
    assert rejected_lines([*rejected, Rejected("b.csv", 7, None, "is bad")]) == [
        "a.csv, 4 rows (3, 4, 9, ...): id is empty", "b.csv, row 7: is bad",
    ]  # fmt: skip
