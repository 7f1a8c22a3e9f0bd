"""The tables of this room, in the record's MetaData and migration history."""

from __future__ import annotations

import sqlalchemy as sa

from directory.tables import UtcDateTime, metadata

user_account = sa.Table(
    "user_account",
    metadata,
    sa.Column("name", sa.Text, primary_key=True),
    sa.Column("email", sa.Text),
    sa.Column(
        "role", sa.String(20), nullable=False, comment="viewer|verifier|editor|administrator"
    ),
    sa.Column("created_at", UtcDateTime, nullable=False),
)

sign_in_link = sa.Table(
    "sign_in_link",
    metadata,
    sa.Column("token_hash", sa.String(64), primary_key=True, comment="SHA-256 of the token"),
    sa.Column("name", sa.Text, nullable=False),
    sa.Column("expires_at", UtcDateTime, nullable=False),
    sa.Column("used_at", UtcDateTime, comment="NULL: not used yet; a link works once"),
)
