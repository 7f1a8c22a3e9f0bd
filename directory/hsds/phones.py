"""A cell with a phone number, as people write it, becomes HSDS phones."""

from __future__ import annotations

import re
from typing import Any

from directory.entities import JsonDocument
from directory.hsds.statements import Reading
from directory.hsds.text import is_nothing

TOO_SHORT = "phone numbers are too short to be called: kept raw only"
UNKNOWN_TYPE = "phones have a type that nobody explains: kept without a type"

_EXTENSION = re.compile(r"[,;(]?\s*\b(?:ext(?:ension)?\b\.?|x\.?(?=\s*\d))\s*:?\s*(\d+)\)?", re.I)
_EMPTY_AREA = re.compile(r"\(\s*\)|-\s*$|^\s*-")
_NUMBER = re.compile(
    r"\+?\(?\d[\d\s().+-]*(?:[A-Z]{3,7}(?:\s*\(\d{3,7}\))?|\d[\d\s().-]*)?(?<=[\dA-Z)])|\b\d{3}\b"
)
"""Digits with what people put between them, at the end perhaps a word to dial."""
_BETWEEN = re.compile(r"\s+(?:or|and|&)\s+|\s*[/;\n]\s*(?=[+(]?\d)|,\s*(?=[+(]?\d{3})", re.I)
_CALLED_SHORT = re.compile(r"[2-9]11|988|1\d\d|999|0\d\d")
"""Emergency and service numbers: 211, 911, 988, 112."""

_TYPES = {
    "voice": "voice", "phone": "voice", "main": "voice", "tollfree": "voice", "toll free": "voice",
    "hotline": "voice", "fax": "fax", "cell": "cell", "mobile": "cell", "text": "text",
    "sms": "text", "tty": "textphone", "tdd": "textphone", "textphone": "textphone",
    "video": "video", "pager": "pager",
}  # fmt: skip
_BY_LABEL = (
    (
        re.compile(r"\b(tty|tdd|ttd|hearing impaired|operator services for deaf)\b", re.I),
        "textphone",
    ),
    (re.compile(r"\bfax\b", re.I), "fax"),
    (re.compile(r"\b(text|sms)\b", re.I), "text"),
)


def phones(found: JsonDocument, reading: Reading) -> list[JsonDocument]:
    """The phones in a cell: `found` has `number`, and may have extension, type and description."""
    text = str(found.get("number", ""))
    if is_nothing(text):
        return []
    made = [_phone(part, found, reading) for part in _parts(text)]
    return [phone for phone in made if phone is not None]


def _parts(text: str) -> list[str]:
    """The numbers of a cell apart, when each part is one."""
    parts = _BETWEEN.split(text)
    return parts if all(len(_digits(part)) >= 7 for part in parts) else [text]


def _phone(text: str, found: JsonDocument, reading: Reading) -> JsonDocument | None:
    label = str(found.get("description") or "").strip()
    extension = _EXTENSION.search(text)
    bare = _EMPTY_AREA.sub("", _EXTENSION.sub(" ", text)).strip(" ,.;-")
    number = _NUMBER.search(bare)
    if number is None or not _can_be_called(number[0]):
        reading.remark(TOO_SHORT)
        return None
    around = re.sub(r"[\s,;()-]*$|^[\s,;()-]*", "", bare.replace(number[0], " ", 1))
    words = "; ".join(filter(None, (label, " ".join(around.split()))))
    phone: JsonDocument = {"number": " ".join(number[0].split())}
    if dialled := _extension_of(extension[1] if extension else found.get("extension")):
        phone["extension"] = dialled
    if kind := _type_of(str(found.get("type") or ""), words, reading):
        phone["type"] = kind
    if words:
        phone["description"] = words
    return phone | {name: found[name] for name in ("languages",) if found.get(name)}


def _digits(text: str) -> str:
    return re.sub(r"\D", "", text)


def _can_be_called(number: str) -> bool:
    digits = _digits(number)
    letters = re.sub(r"[^A-Z]", "", number)
    return bool(_CALLED_SHORT.fullmatch(digits)) or len(digits) + len(letters) >= 5


def _extension_of(value: Any) -> float | None:
    """HSDS takes numbers only; an extension of 0 is an empty cell."""
    digits = _digits(str(value or "").removesuffix(".0"))
    return float(digits) if digits and int(digits) else None


def _type_of(given: str, words: str, reading: Reading) -> str | None:
    by_label = next((kind for pattern, kind in _BY_LABEL if pattern.search(words)), None)
    known = _TYPES.get(given.strip().lower())
    if given and known is None:
        reading.remark(UNKNOWN_TYPE)
    return by_label if known in (None, "voice") and by_label else known
