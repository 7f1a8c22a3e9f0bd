"""Written addresses as comparable keys."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from geodata.addresses import AddressKind, address_key, is_confidential

SAME = [
    ["1420 Columbia Road, NW Suite 300", "1420 Columbia Rd. N.W., Ste 300",
     "1420 Columbia Rd Northwest #300"],
    ["300 S. Main Street", "300 South Main St", "300  south main st."],
    ["350 Fifth Avenue", "350 5th Ave"],
    ["One Judiciary Square", "1 Judiciary Sq."],
    ["100 St. Paul Street", "100 Saint Paul St"],
    ["1000 N. Highway 71", "1000 North Hwy 71"],
    ["PO Box 12, 100 Main St", "100 Main Street, P.O. Box 12"],
    ["1110A-6th Street, NE", "1110A 6th St NE"],
    ["4101Benning Road, NE", "4101 Benning Rd NE"],
    ["2041 Martin Luther King Jr. Ave, SE", "2041 Martin Luther King Ave SE"],
    ["Corner of 14th and U Streets NW", "14th St NW & U St NW", "U and 14th Sts., NW"],
    ["P.O. Box 29331", "Post Office Box 29331", "po box 29331"],
]  # fmt: skip


@pytest.mark.parametrize("spellings", SAME, ids=lambda s: s[0])
def test_one_address_has_one_key(spellings: list[str]) -> None:
    assert len({address_key(text) for text in spellings}) == 1


DIFFERENT = [
    ("1420 Columbia Rd NW", "1420 Columbia Rd NE"),
    ("100 Main St Apt 5", "100 Main St Apt 6"),
    ("100 N Main St", "100 S Main St"),
    ("100 Main St", "101 Main St"),
    ("100 Main St", "100 Main Ave"),
    ("100 A St SE", "100 B St SE"),
]


@pytest.mark.parametrize(("one", "two"), DIFFERENT)
def test_two_addresses_have_two_keys(one: str, two: str) -> None:
    assert address_key(one) != address_key(two)


def test_units_of_one_building_share_its_place() -> None:
    one = address_key("100 Main St Apt 5", city="Toledo", state="OH", postal_code="43604-1234")
    two = address_key("100 Main Street #6", postal_code="43604")
    assert one.place == two.place == ("100 main st", "43604")


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("441 4th St NW, 2nd Floor", AddressKind.STREET),
        ("W204N11912 Goldendale Rd", AddressKind.STREET),
        ("12-34 56th Street", AddressKind.STREET),
        ("5 Private Drive", AddressKind.STREET),
        ("Po Box 598", AddressKind.PO_BOX),
        ("13Th And K Streets, NW", AddressKind.INTERSECTION),
        ("Hiatt Place & Irving Street, NW", AddressKind.INTERSECTION),
        ("behind the church", AddressKind.DESCRIBED),
        ("Arts and Crafts", AddressKind.DESCRIBED),
        ("Federal City Shelter", AddressKind.DESCRIBED),
        ("Confidential", AddressKind.CONFIDENTIAL),
        ("CONFIDENTIAL LOCATION, Washington", AddressKind.CONFIDENTIAL),
        ("Undisclosed", AddressKind.CONFIDENTIAL),
        ("Call for address", AddressKind.CONFIDENTIAL),
        ("Address not published", AddressKind.CONFIDENTIAL),
        ("", AddressKind.EMPTY),
        ("-1", AddressKind.EMPTY),
        ("N/A", AddressKind.EMPTY),
    ],
)
def test_what_kind_of_address_it_is(text: str, kind: AddressKind) -> None:
    assert address_key(text).kind is kind
    assert is_confidential(text) is (kind is AddressKind.CONFIDENTIAL)


def test_a_confidential_key_tells_no_street() -> None:
    assert address_key("Confidential, 12 Elm St", postal_code="20001").street == ""


@given(st.text(max_size=60))
def test_any_text_has_a_key(text: str) -> None:
    assert address_key(text).kind in AddressKind
