"""The text as the reader sees it: one kind of dash, quote and line end; no bullets of its own."""

from __future__ import annotations

import re
from html import unescape

_REPLACED = str.maketrans(
    {"–": "-", "—": "-", "−": "-", "‐": "-", "‑": "-", "’": "'", "‘": "'", "“": '"', "”": '"',
     "\xa0": " ", "\t": " ", "\xad": None, "•": "*", "·": "*", "◦": "*", "●": "*", "\r": "\n"}
)  # fmt: skip
_LITERAL_END = re.compile(r"\\r?\\n|\\n|<br\s*/?>|</(?:p|li|div)>", re.IGNORECASE)
_ADDRESS = re.compile(
    r"(?:https?://|www\.)\S*[^\s.,;:!?)]|\b[\w.-]+@[\w.-]+\.\w+|\b[\w-]+\.(?:com|org|gov|net"
    r"|edu)(?:/\S*)?\b"
    r"|\(?\b\d{3}\)?[\s.-]\d{3}[\s.-]\d{4}\b"
    r"|\b\d{1,2}(?::\d\d)?\s*(?:-\s*\d{1,2}(?::\d\d)?\s*)?[ap]\.?m\b\.?"
)
"""Websites, mail, telephones and times of day: nothing in them says who may come."""
_TAG = re.compile(r"<[a-zA-Z/][^<>]{0,80}>")


def plain(text: str) -> str:
    r"""The text with plain characters and real line ends.

    >>> plain("* Ages 5–12\\n* DC residents")
    '* Ages 5-12\n* DC residents'
    """
    with_ends = _LITERAL_END.sub("\n", unescape(text).translate(_REPLACED))
    clean = _ADDRESS.sub(" ", _TAG.sub(" ", with_ends))
    lines = (" ".join(line.split()) for line in clean.split("\n"))
    return "\n".join(line for line in lines if line)
