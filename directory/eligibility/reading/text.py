"""The text as the reader sees it: one kind of dash, quote and line end; no bullets of its own."""

from __future__ import annotations

import re

_REPLACED = str.maketrans(
    {"–": "-", "—": "-", "−": "-", "‐": "-", "‑": "-", "’": "'", "‘": "'", "“": '"', "”": '"',
     "\xa0": " ", "\t": " ", "\xad": None, "•": "*", "·": "*", "◦": "*", "●": "*", "\r": "\n"}
)  # fmt: skip
_LITERAL_END = re.compile(r"\\r?\\n|\\n|<br\s*/?>|</(?:p|li|div)>", re.IGNORECASE)
_TAG = re.compile(r"<[a-zA-Z/][^<>]{0,80}>")


def plain(text: str) -> str:
    r"""The text with plain characters and real line ends.

    >>> plain("* Ages 5–12\\n* DC residents")
    '* Ages 5-12\n* DC residents'
    """
    with_ends = _LITERAL_END.sub("\n", text.translate(_REPLACED))
    clean = _TAG.sub(" ", with_ends).replace("&amp;", "&").replace("&nbsp;", " ")
    lines = (" ".join(line.split()) for line in clean.split("\n"))
    return "\n".join(line for line in lines if line)
