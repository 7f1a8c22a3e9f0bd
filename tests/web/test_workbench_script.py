"""What a verifier reads aloud."""

from directory.store import Store
from tests.factories import make_listing
from web.workbench_evidence import FieldEvidence
from web.workbench_script import script_of


def row(field: str, value: str, *, is_doubted: bool = False) -> FieldEvidence:
    return FieldEvidence(field, value, is_doubted, (), None, (), ())


def said(store: Store, *rows: FieldEvidence) -> list[str]:
    listing_id = make_listing(store, "Food pantry")
    with store.reading() as view:
        stored = view.listing(listing_id)
    assert stored is not None
    return script_of(rows, stored, "Wellkept")


def test_only_what_is_in_doubt_is_asked(store: Store) -> None:
    lines = said(
        store, row("phone", "(202) 555-0123", is_doubted=True), row("website", "https://a.example")
    )
    assert lines == [
        "Hello. I am calling for Wellkept, a list of places that help people here.",
        "People find Food pantry of Food pantry House on it. May I ask if what it says is still "
        "right?",
        "Is (202) 555-0123 the right number for people to call?",
        "Thank you. What you told me is on the list from today.",
    ]


def test_what_is_not_listed_is_asked_openly(store: Store) -> None:
    assert "When are you open?" in said(store, row("hours", "", is_doubted=True))


def test_hours_of_several_lines_are_one_sentence(store: Store) -> None:
    lines = said(store, row("hours", "Mon 9-5\nTue 9-3.", is_doubted=True))
    assert "Are these your hours: Mon 9-5, Tue 9-3?" in lines
