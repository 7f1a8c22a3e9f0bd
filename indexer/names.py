"""Names as engines compare them: what they are sorted by, and which words they are made of."""

from __future__ import annotations

from indexer.text import fold, telling_tokens_of

NAME_KEY_BYTES = 24
"""Names are sorted by so many bytes of their folded form, then by listing_id."""


def name_key(name: str) -> bytes:
    """What names are sorted by."""
    return fold(name).strip().encode()[:NAME_KEY_BYTES]


def distinct_words(name: str) -> list[str]:
    """Tokens of a name, stopwords left out, each once."""
    return list(dict.fromkeys(telling_tokens_of(name)))
