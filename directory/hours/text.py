"""Texts as they stand in columns and pages, made plain: no markup, one kind of dash."""

from __future__ import annotations

import html
import re

_BREAKING_TAG = re.compile(r"<\s*(?:br|/?p|/?div|/?li|/?ul|/?tr|/?table|/?h\d)\b[^<>]*>", re.I)
_TAG = re.compile(r"<[^<>]{0,300}>")
_ESCAPED_NEWLINE = re.compile(r"\\[nr]")
# UTF-8 read as Windows-1252 or Latin-1, sometimes twice: the Manchester list has 96 such rows,
# "10am A \x80\x93 2pm".
_BROKEN_DASH = re.compile(r"(?:(?:â|Â|A|Ã¢)\s?)?(?:€|\x80|â‚¬|Â€)\s?[\x93\x94“”\"]")
_BROKEN_QUOTE = re.compile(r"(?:(?:â|Â|A|Ã¢)\s?)?(?:€|\x80|â‚¬|Â€)\s?[\x98\x99‘’™]")
_DASH = re.compile(r"\s*(?:[‐-―−–—~]|--+|\x96|\x97)\s*")
_CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u200b-\u200f\ufeff]")
_PLURAL = re.compile(r"(?<=\w)\(s\)")
_NOON_TWICE = re.compile(
    r"(?<!\d)(12(?::00)?\s?p\.?\s?m\.?)\s*\(?(?:noon|mid-?day|(?:del?\s)?medio\s?d[ií]a)\)?", re.I
)
_LOST_DASH = re.compile(r"(?<=\w)[ .]*(?:\s\?\s|\ufffd(?!s\b))\s*(?=\w)")
_LOST_QUOTE = re.compile(r"\ufffd(?=s\b)")
_BLANKS = re.compile(r"[^\S\n]+")


def plain(text: str) -> str:
    """The text without markup and typing accidents; line breaks stay, dashes become "-".

    >>> plain("10am A \\x80\\x93 2pm<br/>Mon &amp; Tue")
    '10am - 2pm\\nMon & Tue'
    """
    text = html.unescape(_ESCAPED_NEWLINE.sub("\n", text))
    text = _TAG.sub(" ", _BREAKING_TAG.sub("\n", text))
    text = _BROKEN_QUOTE.sub("'", _BROKEN_DASH.sub(" - ", text))
    text = _LOST_QUOTE.sub("'", _LOST_DASH.sub(" - ", text))
    text = _DASH.sub(" - ", text).replace("’", "'").replace("‘", "'")
    text = _PLURAL.sub("s", _CONTROL.sub(" ", text))
    text = _NOON_TWICE.sub(r"\1", text)
    lines = (_BLANKS.sub(" ", line).strip() for line in text.split("\n"))
    return "\n".join(filter(None, lines))
