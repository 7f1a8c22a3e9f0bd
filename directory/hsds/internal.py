"""Internal columns: what of them was copied into public texts of the same row is taken out."""

from __future__ import annotations

import re
from typing import Any

from directory.entities import JsonDocument
from directory.hsds.csv_files import Row
from directory.hsds.layout import Layout

MIN_LENGTH = 8
"""Shorter values ("Director", "Yes") stand in texts for reasons of their own."""

PUBLIC_BY_COLUMN = frozenset(("name", "alternate_name", "number", "url", "website"))
"""Properties whose own column says that they are public: the director's number is often the main
one, and a practice bears its owner's name. Everything else, mail addresses too, is cleaned."""


def without_internal(document: JsonDocument, row: Row, layout: Layout) -> JsonDocument:
    """The document without copies of what stands in internal columns."""
    secrets = _secrets(row, layout)
    if not secrets:
        return document
    pattern = re.compile("|".join(re.escape(secret) for secret in secrets), re.IGNORECASE)
    return {name: _clean(value, pattern, name) for name, value in document.items()}


def _secrets(row: Row, layout: Layout) -> list[str]:
    return sorted(
        {
            text
            for column, cell in row.cells.items()
            if len(text := cell.strip()) >= MIN_LENGTH and layout.is_internal(column)
        },
        key=len,
        reverse=True,
    )


def _clean(value: Any, pattern: re.Pattern[str], name: str = "") -> Any:
    if isinstance(value, dict):
        return {key: _clean(part, pattern, key) for key, part in value.items()}
    if isinstance(value, list):
        return [_clean(part, pattern, name) for part in value]
    if isinstance(value, str) and name not in PUBLIC_BY_COLUMN:
        return pattern.sub("", value).strip()
    return value
