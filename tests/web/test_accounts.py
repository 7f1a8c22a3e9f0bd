"""Users and their sign-in links, on both kinds of database."""

from datetime import timedelta

import pytest
import sqlalchemy as sa

from directory.store import Store
from tests.factories import NOW
from web.accounts import (
    LINK_LIFE,
    AccountError,
    SignInError,
    add_user,
    link_owner,
    remove_user,
    use_link,
    user_named,
)
from web.tables import sign_in_link


def added(store: Store, name: str = "Ann", role: str | None = None) -> str:
    with store.transaction(actor="test", now=NOW) as tx:
        return add_user(tx, name, email=None, role=role, now=NOW)


def test_a_link_signs_in_once(store: Store) -> None:
    token = added(store)
    with store.transaction(actor="test", now=NOW) as tx:
        assert use_link(tx, token, now=NOW).name == "Ann"
    with store.transaction(actor="test", now=NOW) as tx, pytest.raises(SignInError, match="once"):
        use_link(tx, token, now=NOW)


def test_looking_at_a_link_does_not_use_it_up(store: Store) -> None:
    token = added(store)
    with store.reading() as view:
        assert link_owner(view, token, now=NOW) == link_owner(view, token, now=NOW)
    with store.transaction(actor="test", now=NOW) as tx:
        assert use_link(tx, token, now=NOW).name == "Ann"


def test_a_link_expires(store: Store) -> None:
    token = added(store)
    with store.reading() as view:
        assert link_owner(view, token, now=NOW + LINK_LIFE - timedelta(seconds=1))
        with pytest.raises(SignInError, match="expired"):
            link_owner(view, token, now=NOW + LINK_LIFE)


def test_a_newer_link_takes_the_place_of_the_older(store: Store) -> None:
    older, newer = added(store), added(store)
    with store.reading() as view:
        assert link_owner(view, newer, now=NOW).name == "Ann"
        with pytest.raises(SignInError, match="not known"):
            link_owner(view, older, now=NOW)


def test_only_the_hash_of_a_token_is_stored(store: Store) -> None:
    token = added(store)
    with store.reading() as view:
        (link,) = view.connection.execute(sa.select(sign_in_link))
    assert len(link.token_hash) == 64
    assert token not in str(tuple(link))


@pytest.mark.parametrize(
    ("role", "may_record"),
    [("viewer", False), ("verifier", True), ("editor", True), ("administrator", True)],
)
def test_a_viewer_only_looks(store: Store, role: str, may_record: bool) -> None:
    added(store, role=role)
    with store.reading() as view:
        user = user_named(view, "Ann")
    assert user is not None
    assert (user.role, user.may_record) == (role, may_record)


def test_a_new_link_alone_changes_no_role(store: Store) -> None:
    added(store, role="administrator")
    added(store)
    with store.reading() as view:
        user = user_named(view, "Ann")
    assert user is not None
    assert user.role == "administrator"


def test_a_removed_user_is_gone_with_the_link(store: Store) -> None:
    token = added(store)
    with store.transaction(actor="test", now=NOW) as tx:
        remove_user(tx, "Ann")
    with store.reading() as view:
        assert user_named(view, "Ann") is None
        with pytest.raises(SignInError):
            link_owner(view, token, now=NOW)
    with store.transaction(actor="test", now=NOW) as tx, pytest.raises(AccountError):
        remove_user(tx, "Ann")


@pytest.mark.parametrize("name", ["", "  ", "x" * 81, "Ann\x00", "Ann\u202e"])
def test_a_name_that_nobody_could_read_is_refused(store: Store, name: str) -> None:
    with pytest.raises(AccountError, match="name"):
        added(store, name)


def test_an_unknown_role_is_refused(store: Store) -> None:
    with pytest.raises(AccountError, match="viewer, verifier"):
        added(store, role="king")
