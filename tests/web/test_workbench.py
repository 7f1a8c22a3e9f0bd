"""The workbench as its readers use it: signing in, the queue, a task, what was found out."""

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import timedelta

import pytest
from flask.testing import FlaskClient

from directory.evidence import Field
from directory.fields import field_values
from directory.store import Store
from tests.factories import NOW, make_listing
from tests.web.staff import Clock, Desk, filled_in, token_on, words_on
from verification import store as tasks
from verification.reports import report_status
from verification.task_queue import LEASE
from web.accounts import remove_user
from web.app import create_app
from web.parts import EXTENSION, Parts
from web.signing_in import SESSION_LIFE


@pytest.fixture
def desk(client: FlaskClient, store: Store) -> Desk:
    clock = Clock()
    app = client.application
    was: Parts = app.extensions[EXTENSION]
    app.extensions[EXTENSION] = Parts(store, was.engine, was.places, was.settings, clock)
    return Desk(app, store, clock)


@pytest.fixture
def listing_id(store: Store) -> str:
    return make_listing(store, "Food pantry")


@pytest.fixture
def task_id(desk: Desk, listing_id: str) -> int:
    """A task that a report about the phone opened."""
    desk.report(listing_id, words="disconnected", suggested="(202) 555-0188")
    with desk.store.reading() as view:
        task = tasks.unsettled_task(view.connection, listing_id)
    assert task is not None
    return task.task_id


def state_of(desk: Desk, task_id: int) -> str:
    with desk.store.reading() as view:
        task = tasks.task_by_id(view.connection, task_id)
    assert task is not None
    return task.state


def value_of(desk: Desk, listing_id: str, field: str = "phone") -> str:
    with desk.store.reading() as view:
        stored = view.listing(listing_id)
    assert stored is not None
    assert stored.listing is not None
    return field_values(stored.listing).get(field, "")


# ------------------------------------------------------------------ signing in


def test_the_link_shows_one_button_and_signs_in_when_it_is_pressed(desk: Desk) -> None:
    address = desk.link_for("Ann")
    opened = desk.app.test_client().get(address)
    assert "Sign in as Ann" in words_on(opened)
    assert opened.headers["Cache-Control"] == "no-store"
    person = desk.sign_in("Ann")
    assert "Ann, verifier" in words_on(person.get("/workbench/"))


def test_a_program_that_opens_the_link_does_not_use_it_up(desk: Desk) -> None:
    address = desk.link_for("Ann")
    scanner, reader = desk.app.test_client(), desk.app.test_client()
    assert scanner.get(address).status_code == scanner.head(address).status_code == 200
    assert scanner.post(address).status_code == 400
    token = token_on(reader.get(address))
    assert reader.post(address, data={"csrf_token": token}).status_code == 303


def test_a_used_link_says_so(desk: Desk) -> None:
    address = desk.link_for("Ann")
    first = desk.app.test_client()
    token = token_on(first.get(address))
    assert first.post(address, data={"csrf_token": token}).status_code == 303
    again = desk.app.test_client().get(address)
    assert again.status_code == 410
    assert "used already" in words_on(again)


def test_an_expired_link_says_so(desk: Desk) -> None:
    address = desk.link_for("Ann")
    desk.clock.at += timedelta(days=8)
    answer = desk.app.test_client().get(address)
    assert answer.status_code == 410
    assert "expired" in words_on(answer)


def test_an_invented_link_signs_nobody_in(desk: Desk) -> None:
    stranger = desk.app.test_client()
    for token in ("x", "x" * 3000, "%00", "%ff%fe", "%F0%9F%A6%8A"):
        assert stranger.get(f"/workbench/sign-in/{token}").status_code == 410, token


def test_the_cookie_goes_to_the_workbench_alone(desk: Desk) -> None:
    person = desk.app.test_client()
    address = desk.link_for("Ann")
    token = token_on(person.get(address))
    cookie = person.post(address, data={"csrf_token": token}).headers["Set-Cookie"]
    assert "; Path=/workbench" in cookie
    assert "; HttpOnly" in cookie
    assert "; SameSite=Lax" in cookie
    assert "; Secure" not in cookie  # the address of these tests is http
    public = person.get("/")
    assert "Set-Cookie" not in public.headers
    assert "Cookie" not in public.headers.get("Vary", "")


def test_over_https_the_cookie_stays_there(desk: Desk) -> None:
    parts: Parts = desk.app.extensions[EXTENSION]
    settings = replace(parts.settings, base_url="https://directory.example")
    secure = create_app(
        store=parts.store, engine=parts.engine, places=parts.places, settings=settings,
        clock=desk.clock,
    )  # fmt: skip
    person, address = secure.test_client(), desk.link_for("Ann")
    at = {"base_url": settings.base_url}
    token = token_on(person.get(address, **at))
    signed_in = person.post(address, data={"csrf_token": token}, **at)
    assert signed_in.status_code == 303
    assert "; Secure" in signed_in.headers["Set-Cookie"]


def test_strangers_are_sent_to_sign_in(desk: Desk, task_id: int) -> None:
    stranger = desk.app.test_client()
    for address in ("/workbench/", "/workbench/mine", f"/workbench/task/{task_id}"):
        assert stranger.get(address).location == "/workbench/sign-in"


def test_signing_out_ends_the_session(desk: Desk) -> None:
    person = desk.sign_in()
    assert person.post("/workbench/sign-out").status_code == 303
    assert person.get("/workbench/").location == "/workbench/sign-in"


def test_a_removed_user_is_out_at_once(desk: Desk) -> None:
    person = desk.sign_in("Ann")
    with desk.store.transaction(actor="test", now=NOW) as tx:
        remove_user(tx, "Ann")
    assert person.get("/workbench/").location == "/workbench/sign-in"
    desk.clock.at += timedelta(seconds=1)
    desk.link_for("Ann")  # somebody else of that name is not them
    assert person.get("/workbench/").location == "/workbench/sign-in"


def test_a_session_expires_and_what_was_typed_comes_back(desk: Desk, task_id: int) -> None:
    person = desk.sign_in()
    token = token_on(person.get("/workbench/"))
    desk.clock.at += SESSION_LIFE
    form = {**filled_in({"new_phone": "(202) 555-0188"}), "csrf_token": token}
    answer = person.client.post(f"/workbench/task/{task_id}", data=form)
    assert answer.status_code == 401
    assert "(202) 555-0188" in words_on(answer)
    assert state_of(desk, task_id) == "open"


def test_a_form_without_its_token_changes_nothing(desk: Desk, task_id: int) -> None:
    person = desk.sign_in()
    for path in ("/next", "/task/{}", "/task/{}/claim", "/task/{}/release", "/sign-out"):
        address = f"/workbench{path}".format(task_id)
        answer = person.client.post(address, data={"note": "kept words"})
        assert answer.status_code == 400, path
        assert "kept words" in words_on(answer)
    assert state_of(desk, task_id) == "open"


# ------------------------------------------------------------------ queue


def test_the_queue_says_what_to_check_and_why(desk: Desk, task_id: int) -> None:
    del task_id
    words = words_on(desk.sign_in().get("/workbench/"))
    assert "Food pantry Food pantry House Phone never checked, 1 report about the phone" in words
    assert "0 done today, 1 to go" in words


def test_an_empty_queue_says_so(desk: Desk) -> None:
    person = desk.sign_in()
    assert "Nothing is waiting" in words_on(person.get("/workbench/"))
    answer = person.post("/workbench/next")
    assert answer.location == "/workbench/"


def test_a_long_queue_has_pages(desk: Desk, store: Store) -> None:
    for number in range(27):
        desk.report(make_listing(store, f"Pantry {number:02}"))
    person = desk.sign_in()
    assert person.get("/workbench/").text.count("data-row-link") == 25
    assert person.get("/workbench/?page=2").text.count("data-row-link") == 2
    assert "shorter than that" in words_on(person.get("/workbench/?page=3"))
    assert person.get("/workbench/?page=²").text.count("data-row-link") == 25
    assert person.get(f"/workbench/?page={'9' * 400}").status_code == 200


def test_the_next_best_task_is_taken(desk: Desk, task_id: int) -> None:
    person = desk.sign_in("Ann")
    assert person.post("/workbench/next").location == f"/workbench/task/{task_id}"
    assert "Food pantry Food pantry House Phone 45 min left" in words_on(
        person.get("/workbench/mine")
    )
    assert "Ann, 45 min left" in words_on(desk.sign_in("Ben").get("/workbench/"))


def test_a_task_is_given_back(desk: Desk, task_id: int) -> None:
    person = desk.sign_in()
    person.post(f"/workbench/task/{task_id}/claim")
    assert state_of(desk, task_id) == "claimed"
    person.post(f"/workbench/task/{task_id}/release")
    assert state_of(desk, task_id) == "open"


def test_a_viewer_looks_and_changes_nothing(desk: Desk, task_id: int) -> None:
    viewer = desk.sign_in("Vic", role="viewer")
    assert "disconnected" in words_on(viewer.get(f"/workbench/task/{task_id}"))
    for path in ("/next", f"/task/{task_id}/claim", f"/task/{task_id}"):
        refused = viewer.post(f"/workbench{path}", **filled_in({"phone": "right"}))
        assert refused.status_code == 403
        assert "a viewer: you may look" in words_on(refused)
    assert state_of(desk, task_id) == "open"


# ------------------------------------------------------------------ a task


def test_a_task_shows_each_field_with_its_evidence(desk: Desk, task_id: int) -> None:
    person = desk.sign_in()
    person.post(f"/workbench/task/{task_id}/claim")
    words = words_on(person.get(f"/workbench/task/{task_id}"))
    assert "Phone in doubt (202) 555-0123 Report: wrong, today, should be (202) 555-0188" in words
    assert "it is (202) 555-0188" in words
    assert "12 Test Street NW, Washington, DC 20009" in words


def test_the_new_number_is_saved_and_the_reporter_is_told(desk: Desk, listing_id: str) -> None:
    token = desk.report(listing_id, words="disconnected")
    person = desk.sign_in("Ann")
    address = person.post("/workbench/next").location
    task_id = int(address.rsplit("/")[-1])
    saved = person.record(task_id, phone="change", new_phone="(202) 555-0199")
    assert saved.location == "/workbench/"
    assert "Saved. The search shows it as checked today." in words_on(person.get("/workbench/"))
    assert value_of(desk, listing_id) == "(202) 555-0199"
    with desk.store.reading() as view:
        status = report_status(view, token, now=desk.clock())
        (revision,) = view.history(listing_id)[:1]
    assert status is not None
    assert status.verdict == "Corrected: the phone is now (202) 555-0199"
    assert revision.actor == "Ann"
    assert "1 done today, 0 to go" in words_on(person.get("/workbench/"))


def test_what_a_visitor_offered_is_taken_by_one_answer(
    desk: Desk, task_id: int, listing_id: str
) -> None:
    person = desk.sign_in()
    person.post(f"/workbench/task/{task_id}/claim")
    offer = {"offer-0.phone": "(202) 555-0188"}
    person.post(f"/workbench/task/{task_id}", **filled_in({"phone": "offer-0"}), **offer)
    assert value_of(desk, listing_id) == "(202) 555-0188"
    assert state_of(desk, task_id) == "done"


def suggest(desk: Desk, listing_id: str, suggested: object) -> None:
    """A newer source says this of the phones."""
    with desk.store.transaction(actor="import:agency", now=desk.clock()) as tx:
        stored = tx.listing(listing_id)
        assert stored is not None
        row = {
            "entity_type": "service",
            "entity_id": stored.service_id,
            "field_path": "phones",
            "current": [],
            "suggested": suggested,
            "source": "agency",
            "reason": "the value that stands was verified",
        }
        tx.suggest([row])


def test_what_a_source_suggests_stands_beside_the_value(
    desk: Desk, task_id: int, listing_id: str
) -> None:
    suggest(desk, listing_id, [{"id": "p", "number": "(202) 555-0155", "type": "voice"}])
    suggest(desk, listing_id, "no list of phones")
    person = desk.sign_in()
    person.post(f"/workbench/task/{task_id}/claim")
    page = person.get(f"/workbench/task/{task_id}")
    assert "agency said today: (202) 555-0155" in words_on(page)
    assert 'name="offer-1.phone" value="(202) 555-0155"' in page.text
    assert "no list" not in page.text


def test_a_check_settles_what_was_suggested_before(
    desk: Desk, task_id: int, listing_id: str
) -> None:
    suggest(desk, listing_id, [{"id": "p", "number": "(202) 555-0155", "type": "voice"}])
    person = desk.sign_in()
    desk.clock.at += timedelta(minutes=5)
    person.post(f"/workbench/task/{task_id}/claim")
    person.record(task_id, phone="right")
    desk.report(listing_id, Field.HOURS)
    page = person.get(person.post("/workbench/next").location)
    assert "(202) 555-0123" in words_on(page)
    assert "(202) 555-0155" not in page.text


@pytest.mark.parametrize(
    ("form", "state", "said"),
    [
        ({"phone": "right"}, "done", "checked today."),
        ({"phone": "change", "new_phone": "(202) 555-0123"}, "done", "checked today."),
        ({"new_phone": "(202) 555-0100"}, "done", "checked today."),
        ({"address": "right"}, "open", "still to settle: the phone"),
        ({"phone": "unknown"}, "waiting", "Nobody could say"),
        ({"action": "no-answer"}, "waiting", "no answer"),
        ({"action": "wrong-number"}, "waiting", "wrong number"),
        ({"action": "closed"}, "done", "closed for good"),
    ],
)
def test_an_outcome_settles_the_task_or_lets_it_wait(
    desk: Desk, task_id: int, form: dict[str, str], state: str, said: str
) -> None:
    person = desk.sign_in()
    person.post(f"/workbench/task/{task_id}/claim")
    assert person.record(task_id, **form).status_code == 303
    assert state_of(desk, task_id) == state
    assert said in words_on(person.get("/workbench/"))


def test_a_wrong_answer_is_told_and_what_was_typed_is_kept(
    desk: Desk, task_id: int, listing_id: str
) -> None:
    """One that the form knows to be wrong, and one that the record refuses."""
    person = desk.sign_in()
    person.post(f"/workbench/task/{task_id}/claim")
    for typed, advice in (
        ("ask at the desk", "with its digits"),
        ("(202) 555-0188 ext. two", "is not an extension"),
    ):
        answer = person.record(task_id, new_phone=typed, note="rang twice")
        assert answer.status_code == 422
        assert advice in words_on(answer)
        assert f'value="{typed}"' in answer.text
        assert "rang twice" in answer.text
    assert value_of(desk, listing_id) == "(202) 555-0123"
    assert state_of(desk, task_id) == "claimed"


def test_of_two_verifiers_one_has_the_task(desk: Desk, task_id: int, listing_id: str) -> None:
    ann, ben = desk.sign_in("Ann"), desk.sign_in("Ben")
    assert ann.post(f"/workbench/task/{task_id}/claim").status_code == 303
    refused = ben.post(f"/workbench/task/{task_id}/claim")
    assert refused.status_code == 409
    assert "Ann has this task for another 45 minutes" in words_on(refused)
    late = ben.record(task_id, new_phone="(202) 555-0177")
    assert late.status_code == 409
    assert 'value="(202) 555-0177"' in late.text
    assert value_of(desk, listing_id) == "(202) 555-0123"


def test_saving_after_the_lease_keeps_what_was_typed_and_can_be_done_again(
    desk: Desk, task_id: int, listing_id: str
) -> None:
    ann, ben = desk.sign_in("Ann"), desk.sign_in("Ben")
    ann.post(f"/workbench/task/{task_id}/claim")
    desk.clock.at += LEASE + timedelta(minutes=1)
    ben.post(f"/workbench/task/{task_id}/claim")
    ben.post(f"/workbench/task/{task_id}/release")
    late = ann.record(task_id, new_phone="(202) 555-0177")
    assert late.status_code == 409
    assert "it is free again" in words_on(late)
    assert 'name="takes_again"' in late.text
    assert ann.record(task_id, new_phone="(202) 555-0177", takes_again="1").status_code == 303
    assert value_of(desk, listing_id) == "(202) 555-0177"


def test_a_form_that_is_sent_twice_is_saved_once(desk: Desk, task_id: int, listing_id: str) -> None:
    person = desk.sign_in()
    person.post(f"/workbench/task/{task_id}/claim")
    person.record(task_id, new_phone="(202) 555-0177")
    again = person.record(task_id, new_phone="(202) 555-0166")
    assert again.status_code == 409
    assert "settled today. Nothing was saved a second time" in words_on(again)
    assert value_of(desk, listing_id) == "(202) 555-0177"


def test_a_form_that_is_sent_twice_at_once_is_saved_once(
    desk: Desk, task_id: int, listing_id: str
) -> None:
    person = desk.sign_in("Ann")
    person.post(f"/workbench/task/{task_id}/claim")
    form = {"csrf_token": token_on(person.get("/workbench/"))}
    forms = [{**filled_in({"new_phone": f"(202) 555-017{n}"}), **form} for n in range(6)]
    cookie = person.client.get_cookie("wellkept_staff", path="/workbench")
    assert cookie is not None

    def send(filled: dict[str, str]) -> int:
        browser = desk.app.test_client()
        browser.set_cookie("wellkept_staff", cookie.value, path="/workbench")
        return browser.post(f"/workbench/task/{task_id}", data=filled).status_code

    with ThreadPoolExecutor(len(forms)) as threads:
        statuses = sorted(threads.map(send, forms))
    assert statuses == [303, 409, 409, 409, 409, 409]
    with desk.store.reading() as view:
        assert len(tasks.attempts_of(view.connection, task_id)) == 1
        numbers = [r.new for r in view.history(listing_id) if r.field_path == "phones[0].number"]
    assert numbers == [value_of(desk, listing_id)]


def test_save_and_next_opens_the_next_task(desk: Desk, task_id: int, store: Store) -> None:
    desk.report(make_listing(store, "Clothes closet"))
    person = desk.sign_in()
    person.post(f"/workbench/task/{task_id}/claim")
    saved = person.record(task_id, phone="right", action="save-next")
    assert saved.location != f"/workbench/task/{task_id}"
    page = words_on(person.get(saved.location))
    assert "Clothes closet" in page
    assert "Saved. The search shows it as checked today." in page


def test_the_history_of_a_listing_is_told(desk: Desk, task_id: int, listing_id: str) -> None:
    person = desk.sign_in("Ann")
    person.post(f"/workbench/task/{task_id}/claim")
    person.record(task_id, new_phone="(202) 555-0177")
    words = words_on(person.get(f"/workbench/listing/{listing_id}"))
    assert "phones 1, number (202) 555-0123 (202) 555-0177 Ann" in words
    assert "Phone: Checked today by phone (Ann)" in words


# ------------------------------------------------------------------ hostile input


XSS = """<script>alert(1)</script>"><img src=x onerror=alert(1)>'"""


def test_what_visitors_write_is_never_a_part_of_the_page(desk: Desk, listing_id: str) -> None:
    for field in Field:
        desk.report(listing_id, field, words=XSS, suggested=XSS)
    person = desk.sign_in()
    address = person.post("/workbench/next").location
    page = person.get(address)
    assert XSS in words_on(page) or "<script>alert" not in page.text
    assert "<img" not in page.text
    assert page.text.count("<script") == 2  # ours
    refused = person.record(int(address.rsplit("/")[-1]), new_phone=XSS + "\x00", note=XSS)
    assert "<img" not in refused.text


def test_addresses_of_nothing_are_not_found(desk: Desk) -> None:
    person = desk.sign_in()
    for path in (
        "/task/0", "/task/-1", "/task/99999999999999999999", "/task/x", "/task/1%00",
        "/task/123456", "/listing/x", "/listing/%00", "/listing/%ff", "/nothing",
        "/listing/00000000-0000-0000-0000-000000000000",
    ):  # fmt: skip
        assert person.get(f"/workbench{path}").status_code == 404, path
        assert person.post(f"/workbench{path}").status_code in (404, 405), path


def test_nothing_in_a_form_breaks_the_page(desk: Desk, task_id: int) -> None:
    person = desk.sign_in()
    person.post(f"/workbench/task/{task_id}/claim")
    for value in ("\x00", "\ud7ff\uffff", "x" * 60_000, "offer-999", "\u202e", "a\x00b"):
        form = {f"answer.{field}": value for field in Field}
        answer = person.post(f"/workbench/task/{task_id}", **form, action="save", note="n")
        assert answer.status_code in (413, 422)
    assert state_of(desk, task_id) == "claimed"
    nul = person.record(task_id, new_phone="(202) 555\x000177", note="a\x00b")
    assert nul.status_code == 303


def test_a_confidential_address_stands_nowhere(desk: Desk, store: Store) -> None:
    """Not as a value, and not in the history either, where the record keeps it."""
    from directory.evidence import EntityType
    from directory.listing import Visibility, listing_id_of
    from tests.factories import location_entity, save, service_entity

    place = location_entity("Safe hall", visibility=Visibility.ADDRESS_WITHHELD)
    made = service_entity("Shelter", locations=(place,))
    save(store, place, made)
    listing_id = listing_id_of(made.entity_id, place.entity_id)
    with store.transaction(actor="import", now=NOW) as tx:
        before = tx.entities(EntityType.LOCATION, [place.entity_id])[place.entity_id]
        address = {**before.document["addresses"][0], "address_1": "77 Hidden Lane"}
        after = type(before)(
            **{**vars(before), "document": {**before.document, "addresses": [address]}}
        )
        tx.write([(before, after)])
    desk.report(listing_id, Field.ADDRESS)
    person = desk.sign_in()
    task = person.get(person.post("/workbench/next").location)
    history = person.get(f"/workbench/listing/{listing_id}")
    assert "kept private" in words_on(task)
    for page in (task, history):
        assert "Hidden Lane" not in page.text
        assert "12 Test Street" not in page.text
