"""The SQL on this room's tables. Everything takes the connection of a unit of work that its caller
opened."""

from __future__ import annotations

from datetime import datetime
from typing import Any

import sqlalchemy as sa

from web.tables import sign_in_link, user_account

AccountRow = sa.Row[Any]
"""name, email, role, created_at."""


def account_by_name(connection: sa.Connection, name: str) -> AccountRow | None:
    return connection.execute(sa.select(user_account).where(user_account.c.name == name)).first()


def insert_account(connection: sa.Connection, **values: Any) -> None:
    connection.execute(sa.insert(user_account).values(**values))


def update_account(connection: sa.Connection, name: str, **values: Any) -> None:
    connection.execute(sa.update(user_account).where(user_account.c.name == name).values(**values))


def delete_account(connection: sa.Connection, name: str) -> bool:
    """Whether there was one; its links go with it."""
    delete_links(connection, name)
    deleted = connection.execute(sa.delete(user_account).where(user_account.c.name == name))
    return deleted.rowcount == 1


def insert_link(
    connection: sa.Connection, token_hash: str, name: str, expires_at: datetime
) -> None:
    connection.execute(
        sa.insert(sign_in_link).values(token_hash=token_hash, name=name, expires_at=expires_at)
    )


def delete_links(connection: sa.Connection, name: str) -> None:
    connection.execute(sa.delete(sign_in_link).where(sign_in_link.c.name == name))


def link_by_hash(connection: sa.Connection, token_hash: str) -> sa.Row[Any] | None:
    """token_hash, name, expires_at, used_at."""
    query = sa.select(sign_in_link).where(sign_in_link.c.token_hash == token_hash)
    return connection.execute(query).first()


def mark_link_used(connection: sa.Connection, token_hash: str, now: datetime) -> bool:
    """Whether it was unused until now; of two that try at once, one is told so."""
    update = (
        sa.update(sign_in_link)
        .where(sign_in_link.c.token_hash == token_hash, sign_in_link.c.used_at.is_(None))
        .values(used_at=now)
    )
    return connection.execute(update).rowcount == 1
