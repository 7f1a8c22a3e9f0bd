"""What is no directory is refused in one sentence, and nothing of it is loaded."""

from __future__ import annotations

import gzip
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest

from directory.errors import ImportRefusedError
from directory.hsds import csv_files, files, text
from directory.store import Store
from tests.directory.importing import LINKS, ORGANIZATIONS, SERVICES, folder, load, small, written


def not_a_zip(path: Path) -> Path:
    return written(path / "a.zip", "these are words")


def half_a_zip(path: Path) -> Path:
    with zipfile.ZipFile(path / "a.zip", "w") as archive:
        archive.writestr("services.csv", SERVICES * 50)
    whole = (path / "a.zip").read_bytes()
    (path / "a.zip").write_bytes(whole[: len(whole) // 2])
    return path / "a.zip"


def damaged_zip(path: Path) -> Path:
    with zipfile.ZipFile(path / "a.zip", "w") as archive:
        archive.writestr("services.csv", SERVICES)
        archive.writestr("organizations.csv", ORGANIZATIONS)
    damaged = (path / "a.zip").read_bytes().replace(b"Pantry", b"Pantrx")
    (path / "a.zip").write_bytes(damaged)
    return path / "a.zip"


def zip_bomb(path: Path) -> Path:
    with zipfile.ZipFile(path / "a.zip", "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("services.csv", b"0" * (files.FREE_BYTES + 1))
    return path / "a.zip"


def gzip_bomb(path: Path) -> Path:
    (path / "a.csv.gz").write_bytes(gzip.compress(b"0\n" * files.FREE_BYTES))
    return path / "a.csv.gz"


def huge_line(path: Path) -> Path:
    return written(path / "services.csv", SERVICES + "9,1," + "x" * (text.MAX_LINE + 1))


def huge_cell(path: Path) -> Path:
    lines = ("x" * 1000 + "\n") * (csv_files.MAX_CELL // 1000 + 1)
    organizations = written(path / "organizations.csv", ORGANIZATIONS)
    written(path / "services.csv", SERVICES + f'9,1,"{lines}",active\n')
    return organizations.parent


def missing_table(path: Path) -> Path:
    return folder(path / "d", services=SERVICES)


def missing_locations(path: Path) -> Path:
    tables = {"services": SERVICES, "organizations": ORGANIZATIONS, "services_at_location": LINKS}
    return folder(path / "d", **tables)


def image(path: Path) -> Path:
    (path / "a.csv").write_bytes(b"\x89PNG\0\0\0\0")
    return path / "a.csv"


def empty_tables(path: Path) -> Path:
    return small(path / "d", **{name: "id,name\n" for name in (
        "organizations", "services", "locations", "services_at_location")})  # fmt: skip


REFUSED: list[tuple[Callable[[Path], Path], str]] = [
    (lambda path: path / "absent.csv", "there is no file or folder .*: check the path"),
    (not_a_zip, "a.zip is not a zip file"),
    (half_a_zip, "a.zip is no"),
    (damaged_zip, "services.csv is damaged"),
    (zip_bomb, "unpacks to far more than its size"),
    (gzip_bomb, "unpacks to far more than its size"),
    (huge_line, "more than 4 MB in line 4"),
    (huge_cell, "services.csv cannot be read as CSV .*field larger than field limit"),
    (missing_table, "organizations.csv is missing and a directory needs it; here are services.csv"),
    (missing_locations, "locations.csv is missing"),
    (image, "a.csv is not text: save it as CSV"),
    (empty_tables, "no rows"),
    (lambda path: written(path / "a.csv", ""), "a.csv is empty"),
    (lambda path: written(path / "a.json", " \n"), "a.json is empty"),
    (lambda path: written(path / "a.json", '{"id": '), "a.json is not JSON .line 1, column"),
    (lambda path: written(path / "a.json", '{"some": "thing"}'), "has no HSDS service"),
    (lambda path: written(path / "a.csv", "fruit,color\napple,red\n"), "no format that is known"),
    (lambda path: folder(path / "empty"), "empty is empty"),
]


@pytest.mark.parametrize(("make", "message"), REFUSED, ids=[message for _, message in REFUSED])
@pytest.mark.parametrize("database_kind", ["sqlite"])
def test_refused_with_one_clear_sentence(
    store: Store, tmp_path: Path, make: Callable[[Path], Path], message: str
) -> None:
    with pytest.raises(ImportRefusedError, match=message):
        load(store, make(tmp_path))
    with store.reading() as view:
        assert view.counts()["services"] == 0
        assert view.sources() == []


@pytest.mark.parametrize("database_kind", ["sqlite"])
def test_an_unknown_format_is_refused(store: Store, tmp_path: Path) -> None:
    with pytest.raises(ImportRefusedError, match="use one of auto, hsds-json"):
        load(store, small(tmp_path / "s"), format="xls")


@pytest.mark.parametrize("database_kind", ["sqlite"])
def test_a_format_that_the_file_is_not_in_is_refused(store: Store, tmp_path: Path) -> None:
    with pytest.raises(ImportRefusedError, match="no iCarol table"):
        load(store, small(tmp_path / "s"), format="icarol-csv")
