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


def without_internal(document: JsonDocument, secrets: list[str]) -> JsonDocument:
    """The document without copies of what stands in internal columns."""
    return {name: _clean(value, secrets, name) for name, value in document.items()}


def secrets_of(row: Row, layout: Layout) -> list[str]:
    """What stands in the internal columns of a row, in lower case, the longest first."""
    columns = layout.internal_columns(tuple(row.cells))
    found = {" ".join(row.cells[column].lower().split()) for column in columns}
    return sorted((text for text in found if len(text) >= MIN_LENGTH), key=len, reverse=True)


def _clean(value: Any, secrets: list[str], name: str = "") -> Any:
    if isinstance(value, dict):
        return {key: _clean(part, secrets, key) for key, part in value.items()}
    if isinstance(value, list):
        return [_clean(part, secrets, name) for part in value]
    if isinstance(value, str) and name not in PUBLIC_BY_COLUMN:
        return without_secrets(value, secrets)
    return value


def without_secrets(text: str, secrets: list[str]) -> str:
    """The text without any of these, however they are spaced and written."""
    words = " ".join(text.lower().split())
    for secret in secrets:
        if secret in words:
            pattern = r"\s+".join(map(re.escape, secret.split(" ")))
            text = re.sub(pattern, "", text, flags=re.IGNORECASE).strip()
    return text
