"""Wide tables with four levels: `fairview.csv` is a made-up city that has each case once."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest

from directory.evidence import EntityType
from directory.fields import address_text, field_values, shown_address
from directory.listing import Listing
from directory.store import Store
from tests.directory.importing import FAIRVIEW, listings, load, named, table, written

pytestmark = pytest.mark.parametrize("database_kind", ["sqlite"])


@pytest.fixture
def fairview(store: Store) -> Store:
    load(store, FAIRVIEW)
    return store


def shown(listing: Listing) -> tuple[str | None, str | None, str, dict[str, str]]:
    values = field_values(listing)
    wanted: dict[str, str] = {n: values[n] for n in ("phone", "hours") if n in values}
    ids = listing.source_ids
    return ids.service, ids.location, address_text(shown_address(listing)), wanted


def test_an_agency_without_programs_is_the_service_at_each_of_its_sites(fairview: Store) -> None:
    found = sorted(map(shown, named(fairview, "Fairview Library")), key=repr)
    assert found == [
        ("100", "101", "8 Mill Street, Fairview, OH 43001",
         {"phone": "(740) 555-2001", "hours": "Tue 1-6"}),
        ("100", "102", "77 Hill Road, Fairview, OH 43001",
         {"phone": "(740) 555-2002", "hours": "Mon-Fri 9-5"}),
    ]  # fmt: skip
    terms = [a.taxonomy_term for a in named(fairview, "Fairview Library")[0].service.attributes]
    assert [(term.name, term.code) for term in terms if term] == [
        ("Public Libraries", "TJ-4500"), ("Seed Libraries", "BD-0001"),
    ]  # fmt: skip


def test_a_program_at_a_site_has_its_own_hours_and_phone_there(fairview: Store) -> None:
    (meals,) = named(fairview, "Evening Meals")
    assert shown(meals) == (
        "201", "210", "15 Grace Avenue, Fairview, OH 43001",
        {"phone": "(740) 555-2110", "hours": "Sat 4-6 pm"},
    )  # fmt: skip
    assert meals.organization is not None
    assert meals.organization.name == "Harvest Table"


def test_a_program_with_its_own_address_is_found_by_its_row(fairview: Store) -> None:
    (boxes,) = named(fairview, "Grocery Boxes")
    assert shown(boxes)[:2] == ("202", "202")
    assert boxes.source_ids.organization == "200"


def test_an_agency_that_only_repeats_its_single_program_is_no_second_listing(
    fairview: Store,
) -> None:
    (dental,) = named(fairview, "Bright Smiles Dental")
    assert shown(dental)[:2] == ("301", "301")
    assert dental.organization is not None
    assert dental.organization.name == "Bright Smiles Dental"


def test_an_agency_that_says_something_beside_its_programs_is_found_too(fairview: Store) -> None:
    """People look for "Harvest Table" by its name."""
    (agency,) = named(fairview, "Harvest Table")
    assert shown(agency)[:3] == ("200", "200", "1 Office Park, Fairview, OH 43001")


@pytest.mark.parametrize(
    ("agency", "program", "is_repeated"),
    [
        ("Bright Smiles|Dental care.", "Bright Smiles|For children and adults.", True),
        ("House|Helps families to find homes.", "Homes|Helps families to find homes. Call.", True),
        ("House|", "Homes|Helps families to find homes.", True),
        ("Grace Church|A parish of the east side.", "Food Pantry|Canned goods.", False),
    ],
)
def test_whether_an_agency_only_repeats_its_single_program(
    store: Store, tmp_path: Path, agency: str, program: str, is_repeated: bool
) -> None:
    columns = "ResourceAgencyNum|TaxonomyLevelName|ParentAgencyNum|PublicName|AgencyDescription"
    text = table(columns, f"1|Agency|0|{agency}", f"2|Program|1|{program}")
    load(store, written(tmp_path / "a.csv", text))
    assert len(listings(store)) == (1 if is_repeated else 2)


def test_rows_that_point_to_absent_rows_are_used_and_told(store: Store) -> None:
    report = load(store, FAIRVIEW)
    (rides,) = named(store, "Orphaned Program")
    assert (rides.organization, shown(rides)[3]["phone"]) == (None, "(740) 555-2400")
    (notary,) = named(store, "Notary at Grace Hall")
    assert shown(notary)[:2] == ("402", "210")
    told = [warning for warning in report.warnings if "not there" in warning]
    assert [("ParentAgencyNum" in w, "row 11 to 9999" in w) for w in told][:1] == [(True, True)]
    assert [("8888" in w, "7777" in w) for w in told[1:]] == [(True, False), (False, True)]


def test_rows_without_id_without_name_and_repeated_ones_are_rejected(store: Store) -> None:
    report = load(store, FAIRVIEW)
    assert [(one.row, one.field) for one in report.rejected] == [
        (21, "ResourceAgencyNum"), (22, "ResourceAgencyNum"), (23, "PublicName"),
    ]  # fmt: skip


def test_withheld_rows_are_kept_and_not_found(store: Store) -> None:
    assert load(store, FAIRVIEW).withheld == 3  # inactive, excluded from the web, not to refer to
    names = {one.service.name for one in listings(store)}
    assert names.isdisjoint({"Hidden Program", "Unreferred Program", "Closed Agency"})
    with store.reading() as view:
        assert view.counts()["services"] == 14


def test_a_public_program_of_a_withheld_agency_is_shown_without_it(fairview: Store) -> None:
    (program,) = named(fairview, "Program of a Closed Agency")
    assert (program.organization, program.source_ids.organization) == (None, None)


def test_a_status_that_nobody_explains_is_kept_shown_and_warned_of(store: Store) -> None:
    report = load(store, FAIRVIEW)
    (puzzling,) = named(store, "Puzzling Program")
    assert [a.value for a in puzzling.service.attributes if a.link_type == "source_status"] == [
        "Q7"
    ]
    assert any("'Q7'" in warning for warning in report.warnings)


def test_a_confidential_address_is_nowhere_also_not_where_it_was_copied(fairview: Store) -> None:
    (counseling,) = named(fairview, "Harbor House Counseling")
    assert counseling.is_address_withheld
    text = repr(listings(fairview)).lower()
    assert "quiet" not in text
    assert "40.06" not in text
    assert "office at [address withheld], ring twice" in text
    with fairview.reading() as view:
        at = next(iter(counseling.service.service_at_locations)).location_id
        full = view.full_service(counseling.service.id)
    assert full is not None
    assert full.locations[str(at)].addresses[0].address_1 == "44 Quiet Ct."
    assert full.locations[str(at)].latitude is None


def test_internal_columns_and_their_copies_are_nowhere(fairview: Store) -> None:
    text = repr(listings(fairview))
    for secret in ("SECRET-NOTE", "Ann Example", "ann@harbor"):
        assert secret not in text


def test_a_site_of_an_agency_with_programs_that_nobody_connects_is_a_place_of_the_agency(
    store: Store, tmp_path: Path
) -> None:
    with FAIRVIEW.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    site = dict.fromkeys(rows[0], "") | {
        "ResourceAgencyNum": "230", "PublicName": "Warehouse", "TaxonomyLevelName": "Site",
        "ParentAgencyNum": "200", "PhysicalAddress1": "5 Dock Road", "AgencyStatus": "Active",
    }  # fmt: skip
    path = tmp_path / "more.csv"
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, rows[0])
        writer.writeheader()
        writer.writerows([*rows, site])
    load(store, path)
    (found,) = named(store, "Harvest Table")
    assert shown(found)[:3] == ("200", "230", "5 Dock Road")  # not the office: it has a site


def test_every_revision_names_the_source_and_rests_on_its_statement(fairview: Store) -> None:
    (meals,) = named(fairview, "Evening Meals")
    with fairview.reading() as view:
        (created,) = view.revisions(EntityType.SERVICE, meals.service.id)
    assert (created.actor, created.field_path) == ("import:fairview", "")
    assert created.observation_id is not None
