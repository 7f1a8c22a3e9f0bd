"""What real directories do to an importer, line by line of the list that was measured on them."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from directory.evidence import EntityType
from directory.hsds.converters import CHILD_CONVERTERS, CONVERTERS
from directory.hsds.csv_files import read_csv
from directory.hsds.files import parts_of
from directory.hsds.icarol import layout_of
from directory.hsds.layout import LAYOUTS, Table, columns_of, layouts, read_layout
from directory.hsds.reading import read_directory
from directory.hsds.statements import Reading
from directory.hsds.visibility import location_visibility, with_known_status
from directory.listing import Visibility
from directory.model import ServiceStatus
from tests.directory.importing import FAIRVIEW, ORGANIZATIONS, small, table


def converted(name: str, cell: str) -> Any:
    return CONVERTERS[name](cell, Reading("x", "y"))


def child(name: str, **cells: Any) -> Any:
    return CHILD_CONVERTERS[name](cells, Reading("x", "y"))


def stated(path: Path, kind: EntityType, **options: str) -> list[dict[str, Any]]:
    reading = read_directory(path, **options)
    return [one.entity.document for one in reading.stated[kind].values()]


# ------------------------------------------------------------------ text


@pytest.mark.parametrize(
    ("cell", "expected"),
    [
        ("Home visits.<br /><br />Downtown  office", "Home visits.\n\nDowntown office"),
        ("<p align=left>We respond</p>", "We respond"),
        ("Children&#8217;s &amp; teens", "Children’s & teens"),
        ("<script>alert(1)</script>Food", "Food"),
        ("&lt;img src=x onerror=alert(1)&gt;Food", "Food"),
        ("hYuOMj<'\">CyqCGw", "hYuOMj<'\">CyqCGw"),
        ("ages < 18 or > 65", "ages < 18 or > 65"),
        ("-1", None), ("NULL", None), ("  ", None), ("unspecified", None), ("None", None),
    ],
)  # fmt: skip
def test_text_is_without_markup_and_placeholders(cell: str, expected: str | None) -> None:
    assert converted("text", cell) == expected


def test_none_is_an_answer_where_something_was_asked() -> None:
    assert converted("answer", "None") == "None"
    assert converted("answer", "-1") is None


def test_a_text_that_the_export_cut_ends_with_an_ellipsis() -> None:
    cut = ("Strives to build a neighborhood based system that strengthens families. " * 5)[:255]
    reading = Reading("x", "y")
    found = CONVERTERS["cut_text"](cut, reading)
    assert found.endswith("…")
    assert len(found) <= 256
    assert reading.warnings() == [
        "texts were cut at 255 characters: an ellipsis marks their end (1 row)"
    ]
    assert converted("cut_text", "x" * 254 + ".") == "x" * 254 + "."


ENCODINGS = [
    ("Café – Zürich".encode(), "Café – Zürich"),
    ("Café – Zürich".encode("utf-8-sig"), "Café – Zürich"),
    ("Café – Zürich".encode("cp1252"), "Café – Zürich"),
    ("Café – Zürich".encode("utf-16"), "Café – Zürich"),
    ("Mon â€“ Fri cafÃ©".encode(), "Mon – Fri café"),
    (b"Pan\xc2\xa0try", "Pan try"),
]


@pytest.mark.parametrize(("name", "expected"), ENCODINGS)
def test_encodings_are_told_and_double_encoding_is_undone(
    tmp_path: Path, name: bytes, expected: str
) -> None:
    encoding = "utf-16" if name.startswith(b"\xff\xfe") else "latin-1"
    text = name.decode(encoding)
    folder = small(tmp_path / "s")
    content = ORGANIZATIONS.replace("Bread House", text).encode(encoding)
    if name.startswith(b"\xef\xbb\xbf"):
        content = b"\xef\xbb\xbf" + content.replace(b"\xef\xbb\xbf", b"")
    (folder / "organizations.csv").write_bytes(content)
    reading = read_directory(folder)
    (organization,) = reading.stated[EntityType.ORGANIZATION].values()
    assert organization.entity.document["name"] == expected
    is_told = any("not UTF-8: read as Windows-1252" in told for told in reading.warnings())
    assert is_told is (name == "Café – Zürich".encode("cp1252"))


def test_a_file_may_be_parted_by_semicolons(tmp_path: Path) -> None:
    folder = small(tmp_path / "s", organizations=ORGANIZATIONS.replace(",", ";"))
    assert stated(folder, EntityType.ORGANIZATION)[0]["description"] == "Bakes"


# ------------------------------------------------------------------ phones


@pytest.mark.parametrize(
    ("cell", "expected"),
    [
        ("(202) 842-1731 ext. 240", [("(202) 842-1731", 240, None)]),
        ("202-555-0123 x 5", [("202-555-0123", 5, None)]),
        ("(202) 727-2832, Ask for the Lead Social Worker",
         [("(202) 727-2832", None, "Ask for the Lead Social Worker")]),
        ("(301) 652-7617 or 202 487-3604",
         [("(301) 652-7617", None, None), ("202 487-3604", None, None)]),
        ("(877) 319-7346; (202) 111-2222",
         [("(877) 319-7346", None, None), ("(202) 111-2222", None, None)]),
        ("(   ) 911-    ", [("911", None, None)]),
        ("211", [("211", None, None)]),
        ("1-800-395-HELP", [("1-800-395-HELP", None, None)]),
        ("1-800-273-TALK (8255)", [("1-800-273-TALK (8255)", None, None)]),
        ("+44 161 496 0000", [("+44 161 496 0000", None, None)]),
        ("202.745.7000", [("202.745.7000", None, None)]),
        ("854", []), ("-1", []), ("None", []), ("call us", []),
    ],
)  # fmt: skip
def test_phones(cell: str, expected: list[tuple[str, float | None, str | None]]) -> None:
    found = child("phones", number=cell)
    told = [(one["number"], one.get("extension"), one.get("description")) for one in found]
    assert told == expected


@pytest.mark.parametrize(
    ("given", "label", "expected"),
    [
        ("voice", "TTY/TDD Number", "textphone"), ("voice", "Fax Number", "fax"),
        ("voice", "Main Number", "voice"), ("tty", "", "textphone"), ("sms", "", "text"),
        ("hotline", "", "voice"), ("10", "", None), ("", "", None),
    ],
)  # fmt: skip
def test_the_type_of_a_phone_stands_in_its_type_or_its_label(
    given: str, label: str, expected: str | None
) -> None:
    (found,) = child("phones", number="(202) 555-0123", type=given, description=label)
    assert found.get("type") == expected


# ------------------------------------------------------------------ schedules


@pytest.mark.parametrize(
    ("cells", "expected"),
    [
        # times in the columns of dates, days in words
        ({"weekday": "Monday, Wednesday-Friday", "dtstart": "9:00AM", "until": "5:00PM"},
         ("MO,WE,TH,FR", "09:00", "17:00", "Monday, Wednesday-Friday 9:00AM - 5:00PM")),
        ({"weekday": "Mon - Tue & Thur - Fri", "dtstart": "8:30AM", "until": "12:00PM"},
         ("MO,TU,TH,FR", "08:30", "12:00", "Mon - Tue & Thur - Fri 8:30AM - 12:00PM")),
        ({"byday": "monday", "opens_at": "9:00am", "closes_at": "5:00pm"},
         ("MO", "09:00", "17:00", None)),
        # minutes since midnight
        ({"weekday": "Saturday", "byday": "Saturday", "opens_at": "750", "closes_at": "855"},
         ("SA", "12:30", "14:15", "Saturday 750 - 855")),
        # round the clock
        ({"weekday": "Sunday - Saturday", "dtstart": "24 Hours"},
         ("MO,TU,WE,TH,FR,SA,SU", "00:00", "23:59", "Sunday - Saturday 24 Hours")),
        ({"byday": "monday", "opens_at": "12:00am", "closes_at": "12:00am"},
         ("MO", "00:00", "23:59", None)),
        # only text is sure
        ({"weekday": "Second Saturday", "dtstart": "10:00AM", "until": "2:00PM"},
         (None, None, None, "Second Saturday 10:00AM - 2:00PM")),
        ({"valid_from": "4:00PM", "valid_to": "6:00PM"}, (None, None, None, "4:00PM - 6:00PM")),
        ({"weekday": "Tuesday", "dtstart": "By appointment"},
         (None, None, None, "Tuesday By appointment")),
        ({"byday": "monday", "opens_at": "4:30pm", "closes_at": "4:30pm"},
         (None, None, None, "Monday 4:30pm - 4:30pm")),
        # as specified
        ({"freq": "MONTHLY", "byday": "2SA", "opens_at": "09:00", "closes_at": "11:30"},
         ("2SA", "09:00", "11:30", None)),
    ],
)  # fmt: skip
def test_schedules(cells: dict[str, str], expected: tuple[str | None, ...]) -> None:
    (found,) = child("schedule", **cells)
    names = ("byday", "opens_at", "closes_at", "description")
    assert tuple(found.get(name) for name in names) == expected


def test_a_day_without_times_says_nothing() -> None:
    reading = Reading("x", "y")
    assert CHILD_CONVERTERS["schedule"]({"byday": "monday"}, reading) == []
    assert reading.warnings() == [
        "schedules name a day and no time: they say nothing about it (1 row)"
    ]


# ------------------------------------------------------------------ other cells


@pytest.mark.parametrize(
    ("name", "cell", "expected"),
    [
        ("php_items", 'a:1:{i:0;s:20:"Food_Insecurity|1124";}', ["Food_Insecurity|1124"]),
        ("languages", "English; Spanish and Amharic",
         [{"name": "English"}, {"name": "Spanish"}, {"name": "Amharic"}]),
        ("languages", "Over 150 languages by phone", [{"name": "Over 150 languages by phone"}]),
        ("web", "www.dpr.dc.gov", "http://www.dpr.dc.gov"), ("web", "none", None),
        ("mail", "Mail to a@b.org; c@d.org", "a@b.org"), ("day", "5/8/12 8:45", "2012-05-08"),
        ("year", "January 01, 1970", 1970.0), ("number", "-", None), ("degrees", "38.9N", None),
        ("hours", "9-5<br/>closed <b>noon</b>", [{"description": "9-5\nclosed noon"}]),
        ("country", "United States", "US"), ("items", "A; B;;", ["A", "B"]),
    ],
)  # fmt: skip
def test_cells(name: str, cell: str, expected: Any) -> None:
    assert converted(name, cell) == expected


@pytest.mark.parametrize("point", ["0|0", "|", "-1|-1", "100|100", "38.9N|here"])
def test_a_point_that_is_no_place_is_dropped(tmp_path: Path, point: str) -> None:
    places = table("id|organization_id|name|latitude|longitude", f"3|1|Hall|{point}")
    (hall,) = stated(small(tmp_path / "s", locations=places), EntityType.LOCATION)
    assert "latitude" not in hall


@pytest.mark.parametrize(
    ("document", "is_withheld"),
    [
        ({"addresses": [{"address_1": "Confidential"}]}, True),
        ({"addresses": [{"address_1": "5 Elm St", "address_2": "Location undisclosed"}]}, True),
        ({"addresses": [{"address_1": "5 Elm St", "is_private": "Yes"}]}, True),
        ({"confidential": True, "addresses": []}, True),
        ({"is_private": "No", "addresses": [{"address_1": "5 Elm St"}]}, False),
        ({"name": "Shelter (confidential location)", "latitude": 40.0}, True),
        ({"description": "The address is confidential."}, True),
        ({"description": "Confidential HIV testing."}, False),
        ({"name": "Confidential Counseling", "addresses": [{"address_1": "5 Elm St"}]}, False),
    ],
)
def test_confidential_addresses(document: dict[str, Any], is_withheld: bool) -> None:
    expected = Visibility.ADDRESS_WITHHELD if is_withheld else Visibility.PUBLIC
    assert location_visibility(document) is expected


@pytest.mark.parametrize(
    ("word", "is_shown"),
    [
        ("Active", True), ("active", True), ("", True), ("3", True), ("Verified", True),
        ("Temporarily Closed", True), ("Inactive", False), ("INACTIVE", False),
        ("Inactive, pending review", False), ("Active, but do not refer", False),
        ("Do not publish", False), ("defunct", False), ("private", False),
    ],
)  # fmt: skip
def test_statuses(word: str, is_shown: bool) -> None:
    reading = Reading("x", "y")
    document, visibility = with_known_status({"id": "x", "status": word}, reading, "services")
    assert (visibility is Visibility.PUBLIC) is is_shown
    assert document["status"] in {status.value for status in ServiceStatus}
    is_unknown = word in ("3", "Verified")
    assert [a["value"] for a in document.get("attributes", ())] == ([word] if is_unknown else [])
    assert bool(reading.warnings()) is is_unknown


# ------------------------------------------------------------------ tables as exported


def test_columns_bear_the_name_of_their_table_and_cells_hold_lists_of_ids(tmp_path: Path) -> None:
    services = table(
        "service_recordid|service_name|service_organization|service_locations|service_status"
        "|service_phones|SDOH_code|procedure_grouping",
        '7|Pantry|1|3,4,99|hYuOMj<\'">CyqCGw|20,21|33|a:1:{i:0;s:6:"Food_1";}',
        "8|Kitchen|0||6|||",
    )
    locations = table("id|organization_id|name|latitude", "3|1|Hall|0", "4|0|Shed|")
    more = table(
        "id|location_id|service_id|organization_id|number|type|language",
        "20||||(740) 555-2000|10|136,139", "21|0|0|1|(740) 555-2001|fax|",
    )  # fmt: skip
    path = small(
        tmp_path / "s",
        services=services,
        locations=locations,
        phones=more,
        services_at_location=table("id|service_id|location_id", "1|7|3"),
        languages=table("id|language|language_recordid", "1|English|136"),
        physical_addresses=table("id|location_id|address_1|city", "9|3||", "9|4|1 Oak St|Fairview"),
    )
    reading = read_directory(path)
    pantry, kitchen = (one.entity for one in reading.stated[EntityType.SERVICE].values())
    assert len(pantry.document["service_at_locations"]) == 2
    assert [p["number"][-1] for p in pantry.document["phones"]] == ["0", "1"]
    assert pantry.document["phones"][0]["languages"][0]["name"] == "English"
    values = {a["link_type"]: a["value"] for a in pantry.document["attributes"]}
    assert values == {
        "sdoh_code": "33", "procedure_grouping": "Food_1", "source_status": "hYuOMj<'\">CyqCGw",
    }  # fmt: skip
    assert (pantry.document["status"], pantry.visibility) == ("active", Visibility.PUBLIC)
    assert "organization_id" not in kitchen.document
    hall, shed = (one.entity.document for one in reading.stated[EntityType.LOCATION].values())
    assert "latitude" not in hall
    assert ("addresses" in hall, shed["addresses"][0]["address_1"]) == (False, "1 Oak St")
    assert "organization_id" not in shed
    told = "\n".join(reading.warnings())
    for words in ("service_locations points to rows that are not there: row 1 to 99;",
                  "language points to rows that are not there: row 1 to 139;",
                  "physical_addresses.csv has rows that say nothing: kept raw only (1 row)",
                  "services have the status '6'"):  # fmt: skip
        assert words in told


def test_a_child_goes_to_the_nearest_owner_that_its_row_names(tmp_path: Path) -> None:
    rows = table(
        "id|service_id|location_id|organization_id|number",
        "1|7|3|1|(740) 555-0001", "2|8|3||(740) 555-0002", "3||3|1|(740) 555-0003",
        "4|||1|(740) 555-0004", "5|99|||(740) 555-0005",
    )  # fmt: skip
    reading = read_directory(small(tmp_path / "s", phones=rows))
    pantry, kitchen = (one.entity.document for one in reading.stated[EntityType.SERVICE].values())
    (hall,) = (one.entity.document for one in reading.stated[EntityType.LOCATION].values())
    (house,) = (one.entity.document for one in reading.stated[EntityType.ORGANIZATION].values())
    owners = (pantry["service_at_locations"][0], kitchen, hall, house)
    assert [[p["number"][-1] for p in owner["phones"]] for owner in owners] == [
        ["1"], ["2"], ["3"], ["4"],
    ]  # fmt: skip
    assert [(one.row, one.field) for one in reading.rejected] == [(5, "service_id")]


def test_one_row_a_day_becomes_one_schedule(tmp_path: Path) -> None:
    rows = table(
        "id|service_id|byday|opens_at|closes_at",
        *(f"{n}|7|{day}|9:00am|5:00pm" for n, day in enumerate(("monday", "tuesday", "friday"))),
        "9|7|saturday|10:00am|1:00pm", "10|7|sunday||",
    )  # fmt: skip
    pantry = stated(small(tmp_path / "s", schedules=rows), EntityType.SERVICE)[0]
    told = [(s["byday"], s["opens_at"], s["closes_at"]) for s in pantry["schedules"]]
    assert told == [("MO,TU,FR", "09:00", "17:00"), ("SA", "10:00", "13:00")]


def test_people_in_contacts_are_kept_raw_only(tmp_path: Path) -> None:
    people = table("id|service_id|name|email", "1|7|Ann Example|ann@house.example")
    reading = read_directory(small(tmp_path / "s", contacts=people))
    assert "Ann Example" not in repr(reading.stated)
    assert any(row.body.get("name") == "Ann Example" for row in reading.raw)


def test_an_unknown_table_is_kept_raw_and_told(tmp_path: Path) -> None:
    reading = read_directory(small(tmp_path / "s", donors=table("id|name", "1|Ann")))
    assert "donors.csv is no table of the layout: kept raw" in reading.warnings()
    assert any(row.file == "donors.csv" for row in reading.raw)


# ------------------------------------------------------------------ layouts


def test_a_mapping_belongs_to_a_source(tmp_path: Path) -> None:
    """One city writes its quadrant into the column of accessibility; others mean what it says."""
    text = FAIRVIEW.read_text(encoding="utf-8")
    (tmp_path / "other.csv").write_text(text, encoding="utf-8")
    ours = text.replace("VendorColumn", "RecordOwner").replace(",kept as it was", ",DCAP")
    (tmp_path / "dcap.csv").write_text(ours, encoding="utf-8")
    names = []
    for name in ("other.csv", "dcap.csv"):
        (part,) = parts_of(tmp_path / name)
        layout = layout_of(read_csv(part))
        assert layout is not None
        names.append(layout.name)
        assert ("accessibility" in layout.entities["location"]) is (name == "other.csv")
    assert names == ["icarol", "icarol-dcap"]


def tables() -> list[Table]:
    found = [layout for format_ in ("hsds-csv", "ohana-csv") for layout in layouts(format_)]
    return [table for layout in found for table in layout.tables.values()]


@pytest.mark.parametrize("path", sorted(LAYOUTS.glob("*.toml")), ids=lambda path: path.stem)
def test_every_layout_can_be_read_and_names_converters_that_exist(path: Path) -> None:
    layout = read_layout(path)
    rules = [*layout.entities.values(), *(table.rules for table in layout.tables.values())]
    assert all(name for part in rules for name in columns_of(part))
    assert {table.convert for table in tables()} - {None} <= CHILD_CONVERTERS.keys()
