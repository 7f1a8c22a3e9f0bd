"""Who may sign in to the workbench, and the links that sign them in.

A link works once and for LINK_LIFE. Only the hash of its token is stored.
"""

from __future__ import annotations

import hashlib
import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta

from directory.store import Transaction, View
from web import store

LINK_LIFE = timedelta(days=7)
"""A volunteer reads mail at the weekend; a link that lies about longer is a risk."""

ROLES = ("viewer", "verifier", "editor", "administrator")
"""Each may do what those before it may."""

RECORDERS = ROLES[1:]

NAME_LENGTH = 80


class AccountError(ValueError):
    """A user that cannot be added; the message says what to give instead."""


class SignInError(Exception):
    """A link that signs nobody in; the message says why and what to do."""


@dataclass(frozen=True)
class User:
    name: str
    role: str
    created_at: datetime
    """Tells a user from one of the same name who was removed before."""

    @property
    def may_record(self) -> bool:
        """Whether they may claim tasks and say what they found out."""
        return self.role in RECORDERS


def add_user(
    tx: Transaction, name: str, *, email: str | None, role: str | None, now: datetime
) -> str:
    """The token of a new sign-in link; an older link of theirs works no more.

    A user who is there already keeps what is None here; a new one is a verifier then.
    Raises AccountError.
    """
    name = _checked_name(name)
    given = {"email": email, "role": _checked_role(role)}
    given = {key: value for key, value in given.items() if value is not None}
    if store.account_by_name(tx.connection, name) is None:
        store.insert_account(
            tx.connection, **{"name": name, "role": "verifier", "created_at": now} | given
        )
    elif given:
        store.update_account(tx.connection, name, **given)
    store.delete_links(tx.connection, name)
    token = secrets.token_urlsafe(32)
    store.insert_link(tx.connection, token_hash(token), name, now + LINK_LIFE)
    return token


def _checked_name(name: str) -> str:
    name = " ".join(name.split())
    if not name or len(name) > NAME_LENGTH or not name.isprintable():
        raise AccountError(f"a user's name has 1 to {NAME_LENGTH} letters, all of them visible")
    return name


def _checked_role(role: str | None) -> str | None:
    if role is not None and role not in ROLES:
        raise AccountError(f"{role!r} is not a role: use one of {', '.join(ROLES)}")
    return role


def remove_user(tx: Transaction, name: str) -> None:
    """Takes the account and its links away; who is signed in by it is out at the next request.

    Raises AccountError when there is no such user.
    """
    if not store.delete_account(tx.connection, name):
        raise AccountError(f"there is no user {name!r}")


def user_named(view: View, name: str) -> User | None:
    row = store.account_by_name(view.connection, name)
    return User(row.name, row.role, row.created_at) if row is not None else None


def link_owner(view: View, token: str, *, now: datetime) -> User:
    """Whom the link would sign in; looking does not use it up. Raises SignInError."""
    link = store.link_by_hash(view.connection, token_hash(token))
    if link is None:
        raise SignInError("This link is not known, or a newer one has taken its place.")
    if link.used_at is not None:
        raise SignInError("This link was used already. Each link works once.")
    if link.expires_at <= now:
        raise SignInError(f"This link has expired. Links work for {LINK_LIFE.days} days.")
    user = user_named(view, link.name)
    if user is None:
        raise SignInError("The account of this link was removed.")
    return user


def use_link(tx: Transaction, token: str, *, now: datetime) -> User:
    """Whom the link signs in; it works no more from now on. Raises SignInError."""
    user = link_owner(tx, token, now=now)
    if not store.mark_link_used(tx.connection, token_hash(token), now):
        raise SignInError("This link was used already. Each link works once.")
    return user


def token_hash(token: str) -> str:
    """What is stored of a token: SHA-256, hex."""
    return hashlib.sha256(token.encode("utf-8", "surrogatepass")).hexdigest()
