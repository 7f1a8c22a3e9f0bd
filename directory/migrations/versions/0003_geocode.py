"""What geocoders answered."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "geocode",
        sa.Column("address_key", sa.Text(), nullable=False, comment="geodata AskedAddress.key"),
        sa.Column("geocoder", sa.Text(), nullable=False, comment="who was asked, with its address"),
        sa.Column("agreement", sa.String(10), nullable=False, comment="accepted|suggested|nothing"),
        sa.Column("lat", sa.Float(), comment="degrees WGS84; NULL: nothing was found"),
        sa.Column("lon", sa.Float()),
        sa.Column("precision", sa.String(10), comment="geodata.shapes.Precision"),
        sa.Column("label", sa.Text(), comment="what the geocoder calls it"),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("address_key", "geocoder", name=op.f("pk_geocode")),
        comment="what geocoders answered about public addresses of listings; never of visitors",
    )


def downgrade() -> None:
    op.drop_table("geocode")
