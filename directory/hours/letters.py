"""Days that are written in letters (M, MWF, TTh) or with a letter wrong (Wendsday)."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from rapidfuzz.distance import OSA

from directory.hours.tokens import Token, is_kind
from directory.hours.words import ROMANCE_RANGE, Kind, day_names, spanish_days

DAY_LETTERS = {"M": "MO", "TU": "TU", "TH": "TH", "T": "TU", "W": "WE", "R": "TH", "F": "FR"}
_DAY_LETTERS_MORE = {"SA": "SA", "SU": "SU", "S": "SA"}
_LETTER = re.compile(r"Th|TH|Tu|TU|Sa|SA|Su|SU|M|T|W|R|F|S")
_CLUSTER = re.compile(rf"(?:{_LETTER.pattern})+")
_SPANISH = {"L": ("MO",), "J": ("TH",), "V": ("FR",), "D": ("SU",), "S": ("SA",)}
_SINGLE = frozenset("MTWRFS")
_BETWEEN_DAYS = frozenset(
    {
        Kind.COMMA,
        Kind.DASH,
        Kind.SLASH,
        Kind.AND,
        Kind.COLON,
        Kind.RANGE,
        Kind.OPENING,
        Kind.CLOSING,
        Kind.STOP,
        Kind.ONLY,
    }
)
_BESIDE_DAYS = frozenset(
    {Kind.DAY, Kind.TIME, Kind.NUMBER, Kind.EVERY_DAY, Kind.ORDINAL, Kind.CLOSED}
)
_TWO_LETTERS = frozenset({"Mo", "Tu", "Th", "Fr", "Sa", "Su"})


def with_misspelt_days(tokens: Sequence[Token]) -> list[Token]:
    """Words that must be a day, or "to" between two times: long names with a letter or two wrong,
    short ones with a letter too many, missing or out of place, if a time follows ("Thus 10-12")."""
    return [_misspelt_to(tokens, i) or _misspelt_day(tokens, i) for i in range(len(tokens))]


def _misspelt_to(tokens: Sequence[Token], i: int) -> Token | None:
    """ "10am fo 5 pm"."""
    is_between = is_kind(tokens, i - 1, Kind.TIME) and is_kind(tokens, i + 1, Kind.TIME)
    word = tokens[i].normal
    is_slip = len(word) == 2 and tokens[i].kind is Kind.WORD and OSA.distance(word, "to") == 1
    return replace(tokens[i], kind=Kind.RANGE) if is_between and is_slip else None


def _misspelt_day(tokens: Sequence[Token], i: int) -> Token:
    token, word = tokens[i], tokens[i].normal
    if token.kind is not Kind.WORD or len(word) < 4:
        return token
    is_long = len(word) >= 6
    if not is_long and not is_kind(tokens, i + 1, Kind.TIME, Kind.NUMBER):
        return token
    for name, days in day_names().items():
        if (len(name) >= 6) is is_long and name[0] == word[0] and _is_slip(word, name):
            return replace(token, kind=Kind.DAY, days=days)
    return token


def _is_slip(word: str, name: str) -> bool:
    """ "Wendsday" for "wednesday"; but no "mens" for "mons"."""
    allowed = 2 if len(name) >= 8 else 1
    if OSA.distance(word, name, score_cutoff=allowed) > allowed:
        return False
    return len(name) >= 6 or len(word) != len(name) or sorted(word) == sorted(name)


def with_day_letters(tokens: list[Token]) -> list[Token]:
    """Single letters and clusters such as MWF become days where they stand beside days or times."""
    is_spanish = any(token.text in ("L", "V") for token in tokens)
    has_spanish_day = any(token.normal in spanish_days() for token in tokens)
    letters = [_letters_of(token, is_spanish) for token in tokens]
    found = list(tokens)
    for i, days in enumerate(letters):
        if days and any(_is_beside(tokens, letters, i, step) for step in (-1, 1)):
            found[i] = replace(tokens[i], kind=Kind.DAY, days=days)
        elif tokens[i].normal == "mar" and has_spanish_day:
            found[i] = replace(tokens[i], kind=Kind.DAY, days=("TU",))
        elif tokens[i].normal == "we" and tokens[i].kind is Kind.DAY:
            found[i] = _pronoun_or_day(tokens, i)
        elif tokens[i].normal == "may" and not _is_month(tokens, i):
            found[i] = replace(tokens[i], kind=Kind.DANGER)
    return found


def _letters_of(token: Token, is_spanish: bool) -> tuple[str, ...]:
    text = token.text
    if is_spanish and len(text) == 1:  # M may be martes or miércoles
        return _SPANISH.get(text, ())
    if token.kind not in (Kind.WORD, Kind.RANGE, Kind.WEAK) or len(text) > 9:
        return ()
    if len(text) == 1:
        text = text.upper()
        if text not in _SINGLE or (token.text.islower() and text not in "MF"):
            return ()
    return _days_of_letters(text) if _CLUSTER.fullmatch(text) else ()


def _days_of_letters(cluster: str) -> tuple[str, ...]:
    """Days of "MWF", "TTh", "MTWTF", "SS".

    >>> _days_of_letters("MTWTHF"), _days_of_letters("TTh"), _days_of_letters("SMTWTFS")[0]
    (('MO', 'TU', 'WE', 'TH', 'FR'), ('TU', 'TH'), 'SU')
    """
    days: list[str] = []
    letters = [letter.upper() for letter in _LETTER.findall(cluster)]
    for i, letter in enumerate(letters):
        day = (DAY_LETTERS | _DAY_LETTERS_MORE)[letter]
        if letter == "T" and ("TU" in days or "WE" in days):
            day = "TH"
        elif letter == "S" and ("SA" in days or letters[i + 1 : i + 2] == ["M"]):
            day = "SU"
        days.append(day)
    return tuple(days)


def _is_beside(
    tokens: Sequence[Token], letters: Sequence[tuple[str, ...]], i: int, step: int
) -> bool:
    k = i + step
    while 0 <= k < len(tokens) and (
        tokens[k].kind in _BETWEEN_DAYS or tokens[k].normal in ROMANCE_RANGE
    ):
        k += step
    if not 0 <= k < len(tokens):
        return False
    return tokens[k].kind in _BESIDE_DAYS or bool(letters[k])


def _is_month(tokens: Sequence[Token], i: int) -> bool:
    """ "May be able to serve" is no month."""
    return tokens[i].text != "may" and not is_kind(tokens, i + 1, Kind.WORD, Kind.DANGER, Kind.WEAK)


def _pronoun_or_day(tokens: Sequence[Token], i: int) -> Token:
    """ "We" is a day where it looks like one, or among days of two letters."""
    following = tokens[i + 1].kind if i + 1 < len(tokens) else Kind.STOP
    is_among = any(token.text in _TWO_LETTERS for token in tokens)
    is_beside = following in (_BETWEEN_DAYS | _BESIDE_DAYS) - {Kind.CLOSED}
    before = i - 1
    while is_kind(tokens, before, Kind.COMMA):
        before -= 1
    is_last = i + 1 == len(tokens) and is_kind(tokens, before, Kind.TIME)
    is_beside = is_last or (is_beside and i + 1 < len(tokens))
    is_day = tokens[i].text in ("We", "WE") and (
        is_beside or (is_among and following is not Kind.WORD)
    )
    return tokens[i] if is_day else replace(tokens[i], kind=Kind.WEAK, days=())
