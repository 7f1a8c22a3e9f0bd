"""The four kinds of real file, counted by the csv module alone and by the import."""

from __future__ import annotations

import csv
import gzip
import io
import json
import logging
import re
import zipfile
from collections import Counter
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

from directory.database import open_database
from directory.exports import export_directory
from directory.fields import field_values
from directory.imports import ImportReport
from directory.store import Store
from tests.conftest import migrate
from tests.directory.importing import listings, load, revisions

pytestmark = pytest.mark.slow

Rows = list[dict[str, str]]

SENTINELS = re.compile(r"SENTINEL|Staff Person|staff\d*@staff\.example|\b555-01\d\d\b")
"""What stands in the internal columns of the staged files."""

ICAROL = "data/dc-211-icarol/211-dc.csv.gz"
CRIE_2021 = "data/dc-crie-hsds/dc-crie-2021-10-subset.zip"
CRIE_2023 = "data/dc-crie-hsds/dc-crie-2023-05-31.zip"
OHANA = "data/ohana-sample"


def rows_of(text: str) -> Rows:
    return list(csv.DictReader(io.StringIO(text)))


def zip_rows(path: Path, name: str) -> Rows:
    with zipfile.ZipFile(path) as archive:
        return rows_of(archive.read(f"{name}.csv").decode("utf-8-sig"))


def icarol_rows(path: Path) -> Rows:
    return rows_of(gzip.decompress(path.read_bytes()).decode("utf-8-sig"))


@pytest.fixture(scope="module")
def directory_of(
    shared: Path, tmp_path_factory: pytest.TempPathFactory
) -> Callable[[str], tuple[Store, ImportReport]]:
    """An imported record by file, each made once."""
    made: dict[str, tuple[Store, ImportReport]] = {}

    def directory(name: str) -> tuple[Store, ImportReport]:
        if name not in made:
            url = f"sqlite:///{tmp_path_factory.mktemp('real') / 'record.sqlite'}"
            migrate(url)
            store = Store(open_database(url))
            made[name] = (store, load(store, shared / name))
        return made[name]

    return directory


Directory = Callable[[str], tuple[Store, ImportReport]]


def test_icarol_counts(directory_of: Directory, shared: Path) -> None:
    rows = icarol_rows(shared / ICAROL)
    _, report = directory_of(ICAROL)
    levels = Counter(row["TaxonomyLevelName"] for row in rows)
    forbidden = (shared / "data/judgements/dc-must-not-appear.txt").read_text().split()
    assert report.read["organizations"] == levels["Agency"] == 494
    own = report.read["services"] - levels["Program"]
    parents = Counter(
        row["ParentAgencyNum"] for row in rows if row["TaxonomyLevelName"] == "Program"
    )
    agencies = [row for row in rows if row["TaxonomyLevelName"] == "Agency"]
    alone = [row for row in agencies if not parents[row["ResourceAgencyNum"]]]
    telling = [row for row in agencies if row["AgencyDescription"].strip()]
    several = [row for row in telling if parents[row["ResourceAgencyNum"]] > 1]
    assert len(alone) + len(several) <= own <= len(agencies)
    assert report.withheld == len(forbidden) == 375
    assert report.rejected == ()
    assert report.as_of == date(2012, 7, 24)
    changed = report.as_json()
    assert changed["created"] == sum(report.read.values())


def test_icarol_rows_that_must_not_appear_do_not(directory_of: Directory, shared: Path) -> None:
    store, _ = directory_of(ICAROL)
    forbidden = set((shared / "data/judgements/dc-must-not-appear.txt").read_text().split())
    shown = {
        row_id
        for one in listings(store)
        for row_id in (one.source_ids.organization, one.source_ids.service, one.source_ids.location)
    }
    assert shown & forbidden == set()


def test_every_public_icarol_row_that_offers_something_is_found(
    directory_of: Directory, shared: Path
) -> None:
    """A program row is found by its own id as service; confidential addresses keep their row."""
    store, _ = directory_of(ICAROL)
    forbidden = set((shared / "data/judgements/dc-must-not-appear.txt").read_text().split())
    programs = {
        row["ResourceAgencyNum"]
        for row in icarol_rows(shared / ICAROL)
        if row["TaxonomyLevelName"] == "Program"
    } - forbidden
    found = {one.source_ids.service for one in listings(store)}
    assert programs <= found


@pytest.mark.parametrize("name", [ICAROL, CRIE_2023])
def test_sentinels_of_internal_columns_are_published_nowhere(
    directory_of: Directory, name: str, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    with caplog.at_level(logging.DEBUG):
        store, report = directory_of(name)
        export_directory(store, tmp_path / "out.ndjson")
        with store.reading() as view:
            for listing, belief in view.search_inputs():
                assert not SENTINELS.search(repr((listing, belief)))
    assert not SENTINELS.search((tmp_path / "out.ndjson").read_text(encoding="utf-8"))
    assert not SENTINELS.search(json.dumps(report.as_json()))
    assert not SENTINELS.search(caplog.text)


def test_confidential_rows_are_listed_without_address_and_point(
    directory_of: Directory, shared: Path
) -> None:
    store, _ = directory_of(ICAROL)
    confidential = {
        row["ResourceAgencyNum"]
        for row in icarol_rows(shared / ICAROL)
        if "onfidential" in row["PhysicalAddress1"] + row["PhysicalAddress2"]
    }
    found = [one for one in listings(store) if one.source_ids.service in confidential]
    assert len(found) >= 8
    for one in found:
        assert one.is_address_withheld
        assert (one.location, one.point) == (None, None)
        assert "address" not in field_values(one)


@pytest.mark.parametrize(
    ("name", "services_id", "withheld"), [(CRIE_2023, "service_recordid", 0), (CRIE_2021, "id", 13)]
)
def test_hsds_csv_counts(
    directory_of: Directory, shared: Path, name: str, services_id: str, withheld: int
) -> None:
    _, report = directory_of(name)
    for table, column in (("organizations", "id"), ("services", services_id), ("locations", "id")):
        rows = zip_rows(shared / name, table)
        assert report.read[table] == len({row[column] for row in rows}) == len(rows)
    assert report.withheld == withheld


def test_hsds_csv_says_what_dangles(directory_of: Directory, shared: Path) -> None:
    _, report = directory_of(CRIE_2023)
    services = zip_rows(shared / CRIE_2023, "services")
    ids = {row["service_recordid"] for row in services}
    there = {row["id"] for row in zip_rows(shared / CRIE_2023, "locations")}
    listed = {key for row in services for key in row["service_schedule"].split(",")}
    organizations = {row["id"] for row in zip_rows(shared / CRIE_2023, "organizations")}
    places = zip_rows(shared / CRIE_2023, "locations")
    homeless = [row for row in places if row["organization_id"] not in organizations]
    schedules = zip_rows(shared / CRIE_2023, "schedules")
    lost = [row for row in schedules if row["service_id"] not in ids]
    told = "\n".join(report.warnings)
    assert len(homeless) == 264
    assert "locations belong to no organization: kept without one (264 rows)" in told
    assert "services have the status '1', which nobody explains: kept and shown (926 rows)" in told
    assert "CyqCGw" in told
    assert len(lost) == 249
    ownerless = [row for row in lost if row["id"] not in listed and row["location_id"] not in there]
    with_times = [row for row in ownerless if row["opens_at"] or row["dtstart"]]
    rejected = [one for one in report.rejected if one.file == "schedules.csv"]
    assert len(rejected) == len(with_times)
    assert {one.field for one in rejected} <= {"service_id"}


def test_ohana_counts(directory_of: Directory, shared: Path) -> None:
    store, report = directory_of(OHANA)
    services = rows_of((shared / OHANA / "services.csv").read_text("utf-8"))
    assert report.read == {"organizations": 8, "services": len(services), "locations": 22}
    assert report.withheld == sum(row["status"] != "active" for row in services) == 2
    assert len(listings(store)) == len(services) - 2
    (activity,) = [one for one in listings(store) if one.source_ids.service == "1"]
    assert activity.organization is not None
    assert activity.organization.name == "Peninsula Family Service"
    assert field_values(activity)["phone"] == "650 780-7525"
    assert [one.name for one in activity.location.languages] if activity.location else [] == [
        "Spanish", "Tagalog",
    ]  # fmt: skip


@pytest.mark.parametrize("name", [ICAROL, OHANA])
def test_the_same_file_again_is_no_news(directory_of: Directory, shared: Path, name: str) -> None:
    store, first = directory_of(name)
    before = revisions(store)
    again = load(store, shared / name).as_json()
    assert again["unchanged"] == sum(first.read.values())
    assert (again["created"], again["updated"], revisions(store)) == (0, 0, before)


@pytest.mark.parametrize("database_kind", ["sqlite"])
def test_two_exports_of_one_directory_in_both_orders(store: Store, shared: Path) -> None:
    """480 services are in both; the older one adds what only it has and overwrites nothing."""
    newer = load(store, shared / CRIE_2023)
    before = revisions(store)
    older = load(store, shared / CRIE_2021)
    assert (newer.as_of, older.as_of) == (date(2023, 5, 31), date(2021, 10, 1))
    old, new = (zip_rows(shared / name, "services") for name in (CRIE_2021, CRIE_2023))
    only_old = {row["id"] for row in old} - {row["service_recordid"] for row in new}
    report = older.as_json()
    assert (len(only_old), report["updated"]) == (21, 0)
    assert revisions(store) == before + report["created"]
    assert any("older here (2021-10-01)" in warning for warning in older.warnings)


@pytest.mark.parametrize("database_kind", ["sqlite"])
def test_in_the_right_order_the_newer_export_changes_and_adds(store: Store, shared: Path) -> None:
    load(store, shared / CRIE_2021)
    report = load(store, shared / CRIE_2023).as_json()
    assert report["created"] == 3252 - report["updated"] - report["unchanged"]
    assert report["updated"] > 500
    with store.reading() as view:
        assert view.counts()["services"] == 1656 + 21
