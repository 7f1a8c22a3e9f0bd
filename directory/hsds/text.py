"""Bytes become text that can be kept: encodings, double encoding, HTML, placeholders."""

from __future__ import annotations

import codecs
import html
import io
import re
from collections.abc import Iterator
from contextlib import contextmanager
from typing import IO

from directory.errors import ImportRefusedError
from directory.hsds.files import Part

MAX_LINE = 4 * 2**20
"""Characters in one line. A document of a large agency with all its services has 200,000."""

CHUNK = 2**20

_DOUBLE = re.compile("[ÂÃâÅ][\x80-\xbf€‚ƒ„…†‡ˆ‰Š‹ŒŽ‘’“”•–—˜™š›œžŸ¡-¿]{1,2}")
"""UTF-8 read as Windows-1252: "â€“" for a dash, "Ã©" for é."""

_TAG = re.compile(r"<(/?)([a-zA-Z][a-zA-Z0-9]*)\b[^<>]*>|<!--.*?-->", re.DOTALL)
_BLOCKS = frozenset(("br", "p", "div", "li", "tr", "ul", "ol", "table", "h1", "h2", "h3", "h4"))
_HIDDEN = re.compile(r"<(script|style)\b.*?(</\1\s*>|$)", re.DOTALL | re.IGNORECASE)

NOTHING = frozenset(
    ("", "-1", "none or unknown", "null", "n/a", "na", "nan", "blank", "unspecified", "unknown",
     "#n/a", "undefined", "-", "--", "tbd", ",", ",,", ",,,")
)  # fmt: skip
"""What people and programs write into a cell that has nothing to say, in lower case. "None" is not
here: as an eligibility or a fee it is an answer."""


class NotTextError(ImportRefusedError):
    """A file is an image, a spreadsheet, a program ..."""


@contextmanager
def opened_text(part: Part) -> Iterator[io.TextIOWrapper]:
    """The text of a file: UTF-8 with or without a mark, UTF-16 with one, else Windows-1252.

    Raises ImportRefusedError when it is no text.
    """
    encoding = encoding_of(part)
    with part.opened() as raw:
        errors = "replace" if encoding == "cp1252" else "strict"
        with io.TextIOWrapper(raw, encoding=encoding, errors=errors, newline="") as text:
            yield text


def encoding_of(part: Part) -> str:
    """What `opened_text` reads the file with. Raises ImportRefusedError when it is no text."""
    with part.opened() as raw:
        first = raw.read(CHUNK)
        if first.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
            return "utf-16"
        if b"\0" in first:
            raise NotTextError(
                f"{part.name} is not text: save it as CSV (UTF-8) or JSON and import that"
            )
        decoder = codecs.getincrementaldecoder("utf-8")()
        try:
            while first:
                decoder.decode(first)
                first = raw.read(CHUNK)
            decoder.decode(b"", final=True)
        except UnicodeDecodeError:
            return "cp1252"
    return "utf-8-sig"


def lines_of(part: Part, text: IO[str]) -> Iterator[str]:
    """Lines with their ends. Raises ImportRefusedError for one that no memory should hold."""
    number = 0
    while line := text.readline(MAX_LINE + 1):
        number += 1
        if len(line) > MAX_LINE:
            raise ImportRefusedError(
                f"{part.name} has more than {MAX_LINE // 2**20} MB in line {number}: "
                "it is damaged, or no directory"
            )
        yield line


def mended(text: str) -> str:
    """The text with double encoding undone and without what no database keeps (NUL, surrogates)."""
    if "\0" in text:
        text = text.replace("\0", "")
    if not text.isascii():
        text = _DOUBLE.sub(_undone, text)
        text = text.encode("utf-8", "ignore").decode("utf-8")
    return text


def _undone(found: re.Match[str]) -> str:
    try:
        return found[0].encode("cp1252").decode("utf-8")
    except UnicodeError:
        return found[0]


def plain(text: str) -> str:
    """Text without HTML: tags become line ends or nothing, entities their characters.

    >>> plain("Home visits:<br /><br />Downtown &#8217;s   best")
    'Home visits:\\n\\nDowntown ’s best'
    >>> plain("age < 18 or > 65")
    'age < 18 or > 65'
    """
    if "<" in text:
        text = _HIDDEN.sub("", text)
        text = _TAG.sub(lambda tag: "\n" if (tag[2] or "").lower() in _BLOCKS else "", text)
    if "&" in text:
        text = _TAG.sub("", html.unescape(text))
    lines = (" ".join(line.split()) for line in text.splitlines())
    return re.sub(r"\n{3,}", "\n\n", "\n".join(lines)).strip()


def is_nothing(text: str) -> bool:
    """Whether a cell has nothing to say."""
    return text.strip().lower() in NOTHING
