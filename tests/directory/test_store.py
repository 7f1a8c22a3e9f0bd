"""The record, on both kinds of database."""

from __future__ import annotations

from datetime import timedelta

import pytest
import sqlalchemy as sa

from directory.belief import with_signal
from directory.errors import EditRefusedError
from directory.evidence import Check, EntityType, Field
from directory.fields import field_values
from directory.listing import Listing, Visibility, listing_id_of
from directory.store import RawRecord, Store
from directory.tables import raw_record
from geodata.shapes import Point, Precision
from tests.factories import (
    NOW,
    location_entity,
    make_listing,
    organization_entity,
    save,
    service_entity,
)


def shown(store: Store, listing_id: str) -> Listing:
    with store.reading() as view:
        stored = view.listing(listing_id)
    assert stored is not None
    assert stored.listing is not None
    return stored.listing


def test_a_service_is_listed_once_for_each_of_its_locations(store: Store) -> None:
    places = (location_entity("north"), location_entity("south"))
    made = service_entity(locations=places)
    save(store, *places, made)
    with store.reading() as view:
        found = {listing.listing_id for listing, _ in view.search_inputs()}
    assert found == {listing_id_of(made.entity_id, place.entity_id) for place in places}


def test_a_service_without_location_is_listed_without_place(store: Store) -> None:
    made = service_entity()
    save(store, made)
    assert shown(store, listing_id_of(made.entity_id, None)).location is None


def test_an_edit_is_a_revision_with_previous_and_new_value_and_who(store: Store) -> None:
    listing_id = make_listing(store)
    later = NOW + timedelta(days=3)
    with store.transaction(actor="Ana", now=later) as tx:
        tx.edit_listing(listing_id, Field.PHONE, "(202) 555-0199")
    with store.reading() as view:
        newest = view.history(listing_id)[0]
    assert (newest.field_path, newest.previous, newest.new) == (
        "phones[0].number", "(202) 555-0123", "(202) 555-0199",
    )  # fmt: skip
    assert (newest.actor, newest.at) == ("Ana", later)
    assert field_values(shown(store, listing_id))["phone"] == "(202) 555-0199"


@pytest.mark.parametrize(
    ("field", "value", "expected"),
    [
        (Field.PHONE, "(202) 555-0177 ext. 4", "(202) 555-0177 ext. 4"),
        (Field.HOURS, "Mon-Fri 9-5", "Mon-Fri 9-5"),
        (Field.WEBSITE, "https://pantry.example", "https://pantry.example"),
        (Field.ELIGIBILITY, "Residents of DC", "Residents of DC"),
        (
            Field.ADDRESS,
            "5 New Road NE, Washington, DC 20002",
            "5 New Road NE, Washington, DC 20002",
        ),
        (Field.CLOSED, "temporarily closed", "temporarily closed"),
    ],
)
def test_every_field_can_be_edited(store: Store, field: Field, value: str, expected: str) -> None:
    listing_id = make_listing(store)
    with store.transaction(actor="Ana", now=NOW) as tx:
        tx.edit_listing(listing_id, field, value)
    assert field_values(shown(store, listing_id))[field.value] == expected


def test_the_status_must_be_one_of_hsds(store: Store) -> None:
    listing_id = make_listing(store)
    with (
        store.transaction(actor="Ana", now=NOW) as tx,
        pytest.raises(EditRefusedError, match="not a status"),
    ):
        tx.edit_listing(listing_id, Field.CLOSED, "gone fishing")


def test_a_failed_unit_of_work_leaves_nothing(store: Store) -> None:
    listing_id = make_listing(store)

    def edit_and_fail() -> None:
        with store.transaction(actor="Ana", now=NOW) as tx:
            tx.edit_listing(listing_id, Field.PHONE, "(202) 555-0199")
            raise RuntimeError("power cut")

    with pytest.raises(RuntimeError, match="power cut"):
        edit_and_fail()
    assert field_values(shown(store, listing_id))["phone"] == "(202) 555-0123"
    with store.reading() as view:
        assert all(change.field_path == "" for change in view.history(listing_id))


def test_an_edit_keeps_the_listing_id(store: Store) -> None:
    listing_id = make_listing(store)
    with store.transaction(actor="Ana", now=NOW) as tx:
        tx.edit_listing(listing_id, Field.ADDRESS, "5 New Road NE, Washington, DC 20002")
        tx.edit_listing(listing_id, Field.PHONE, "1")
    with store.reading() as view:
        assert [listing.listing_id for listing, _ in view.search_inputs()] == [listing_id]


def test_a_check_moves_assured_date_and_not_last_modified(store: Store) -> None:
    listing_id = make_listing(store)
    later = NOW + timedelta(days=30)
    with store.transaction(actor="Ana", now=later) as tx:
        checked = {Field.PHONE: "(202) 555-0123"}
        tx.record_check(listing_id, checked, at=later, by=Check.PHONE, actor="Ana")
    with store.transaction(actor="test", now=later) as tx:
        made = shown(store, listing_id).service
        held = tx.entities(EntityType.SERVICE, [made.id])[made.id]
        checks = tx.field_checks(listing_id)
    assert held.document["assured_date"] == "2026-06-03"
    assert (checks["phone"].checked_at, checks["phone"].actor) == (later, "Ana")
    with store.reading() as view:
        assert all(change.field_path == "" for change in view.history(listing_id))


def test_every_change_is_news_for_the_index_until_it_is_applied(store: Store) -> None:
    listing_id = make_listing(store)
    with store.transaction(actor="index", now=NOW) as tx:
        tx.applied_changes([change_id for change_id, _ in tx.pending_changes()])
        assert tx.pending_changes() == []
        stored = tx.listing(listing_id)
        assert stored is not None
        tx.set_belief(listing_id, with_signal(stored.belief, 0.5))
        tx.edit_listing(listing_id, Field.PHONE, "1")
        assert {listing for _, listing in tx.pending_changes()} == {listing_id}


def test_belief_is_stored_as_given(store: Store) -> None:
    listing_id = make_listing(store)
    with store.transaction(actor="test", now=NOW) as tx:
        stored = tx.listing(listing_id)
        assert stored is not None
        state = with_signal(stored.belief, 0.25)
        tx.set_belief(listing_id, state)
    with store.reading() as view:
        again = view.listing(listing_id)
    assert again is not None
    assert again.belief == state


def test_a_source_that_assures_a_listing_has_checked_it(store: Store) -> None:
    listing_id = make_listing(store, assured_date="2026-01-10")
    with store.reading() as view:
        stored = view.listing(listing_id)
    assert stored is not None
    assert stored.belief.checked_by == "import"
    assert str(stored.belief.checked_at)[:10] == "2026-01-10"


def test_a_withheld_service_is_kept_and_never_found(store: Store) -> None:
    listing_id = make_listing(store, visibility=Visibility.WITHHELD)
    with store.reading() as view:
        assert list(view.search_inputs()) == []
        stored = view.listing(listing_id)
        assert view.counts()["services"] == 1
    assert stored is not None
    assert (stored.is_public, stored.listing) == (False, None)


def test_a_public_service_of_a_withheld_organization_is_shown_without_it(store: Store) -> None:
    owner = organization_entity()
    owner = type(owner)(**{**owner.__dict__, "visibility": Visibility.WITHHELD})
    made = service_entity(organization=owner)
    save(store, owner, made)
    assert shown(store, listing_id_of(made.entity_id, None)).organization is None


def test_an_organization_that_is_not_there_does_no_harm(store: Store) -> None:
    made = service_entity(organization=organization_entity("never saved"))
    save(store, made)
    assert shown(store, listing_id_of(made.entity_id, None)).organization is None


def test_a_closed_service_keeps_its_page_and_is_not_found(store: Store) -> None:
    listing_id = make_listing(store, status="defunct")
    with store.reading() as view:
        assert list(view.search_inputs()) == []
    assert shown(store, listing_id).service.status == "defunct"


def test_a_confidential_address_is_in_no_public_text_wherever_it_was_copied(store: Store) -> None:
    owner = organization_entity(description="Office at 12 TEST ST. NW, second floor")
    place = location_entity(
        "shelter", visibility=Visibility.ADDRESS_WITHHELD, organization_id=owner.entity_id
    )
    made = service_entity(
        organization=owner,
        locations=(place,),
        alternate_name="Shelter, 12 Test Street, N.W.",
        description="Come to 12 Test Street NW after dark.",
    )
    other = service_entity("Counseling", organization=owner, description="At 12 test st nw.")
    save(store, owner, place, made, other)
    with store.reading() as view:
        told = [listing for listing, _ in view.search_inputs()]
    assert len(told) == 2
    for listing in told:
        assert listing.location is None
        assert listing.point is None
        text = repr(listing).lower()
        assert "12 test" not in text
        assert "38.9" not in text


def test_the_same_raw_row_is_kept_once(store: Store) -> None:
    row = RawRecord("0" * 64, "services.csv", 1, {"name": "Food"}, None)
    for _ in range(2):
        with store.transaction(actor="import:test", now=NOW) as tx:
            tx.keep_raw("test", [row])
    with store.reading() as view:
        count = sa.select(sa.func.count()).select_from(raw_record)
        assert view.connection.execute(count).scalar_one() == 1


def test_a_location_that_moves_changes_the_listings_of_all_its_services(store: Store) -> None:
    place = location_entity()
    services = (service_entity("A", locations=(place,)), service_entity("B", locations=(place,)))
    save(store, place, *services)
    with store.transaction(actor="index", now=NOW) as tx:
        tx.applied_changes([change_id for change_id, _ in tx.pending_changes()])
        moved = type(place)(**{**place.__dict__, "document": place.document | {"latitude": 39.0}})
        tx.write([(place, moved)])
        assert len({listing for _, listing in tx.pending_changes()}) == 2


def test_the_extent_is_where_most_places_are(store: Store) -> None:
    with store.reading() as view:
        assert view.extent() is None
    near = [location_entity(f"hall {n}", point=(38.9 + n / 1000, -77.03)) for n in range(40)]
    far = location_entity("branch", point=(30.27, -97.74))
    hidden = location_entity("hidden", point=(10, 10), visibility=Visibility.WITHHELD)
    save(store, *near, far, hidden)
    with store.reading() as view:
        extent = view.extent()
    assert extent is not None
    sides = (extent.south, extent.north, extent.west, extent.east)
    assert sides == pytest.approx((38.901, 38.937, -77.03, -77.03))


def test_at_a_new_address_the_point_is_that_of_its_zip_code(store: Store) -> None:
    listing_id = make_listing(store)
    before = shown(store, listing_id)
    with store.transaction(actor="Ana", now=NOW) as tx:
        tx.edit_listing(listing_id, Field.ADDRESS, "5 New Road NE, Washington, DC 20002")
    after = shown(store, listing_id)
    assert (before.precision, after.precision) == (Precision.ROOFTOP, Precision.ZIP)
    assert after.point == Point(lat=38.9024, lon=-76.9901)
