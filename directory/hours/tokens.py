"""A plain text as a list of tokens: what each word and number is, and where it stands."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass, replace

from rapidfuzz.distance import OSA

from directory.hours.clock import AM, PM, Clock
from directory.hours.shapes import SHAPE, shape_of
from directory.hours.words import (
    ROMANCE_RANGE,
    Kind,
    full_day_names,
    longest_phrase,
    normal,
    phrases,
)

DAY_LETTERS = {"M": "MO", "TU": "TU", "TH": "TH", "T": "TU", "W": "WE", "R": "TH", "F": "FR"}
_DAY_LETTERS_MORE = {"SA": "SA", "SU": "SU", "S": "SA"}
_LETTER = re.compile(r"Th|TH|Tu|TU|Sa|SA|Su|SU|M|T|W|R|F|S")
_CLUSTER = re.compile(rf"(?:{_LETTER.pattern})+")
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
_BESIDE_DAYS = frozenset({Kind.DAY, Kind.TIME, Kind.NUMBER, Kind.EVERY_DAY, Kind.ORDINAL})


@dataclass(frozen=True, slots=True)
class Token:
    kind: Kind
    text: str
    start: int
    end: int
    number: int = 0
    days: tuple[str, ...] = ()
    clock: Clock | None = None
    date: tuple[int, int, int] | None = None
    """Year (0 where it is not written), month, day."""

    @property
    def normal(self) -> str:
        return normal(self.text)


def skip(tokens: Sequence[Token], i: int, kinds: Collection[Kind]) -> int:
    """The index of the first token from i on that is of none of the kinds."""
    while i < len(tokens) and tokens[i].kind in kinds:
        i += 1
    return i


def is_kind(tokens: Sequence[Token], i: int, *kinds: Kind) -> bool:
    """Is there a token at i, and is it of one of the kinds?"""
    return 0 <= i < len(tokens) and tokens[i].kind in kinds


def is_range(tokens: Sequence[Token], i: int) -> bool:
    """Does the token at i mean "to" between two days or two times?"""
    if not 0 <= i < len(tokens):
        return False
    return tokens[i].kind in (Kind.DASH, Kind.RANGE) or tokens[i].normal in ROMANCE_RANGE


def tokens_of(text: str, *, is_day_first: bool = False) -> list[Token]:
    """The tokens of a plain text, in order. `is_day_first`: 6/5 is the 6th of May."""
    shapes = [_token(match, is_day_first) for match in SHAPE.finditer(text)]
    found = _with_day_letters(_with_phrases(shapes, text))
    found = [token for i, token in enumerate(found) if not _is_abbreviation_dot(found, i)]
    return [_appointment_or_name(found, i) for i in range(len(found))]


def _token(match: re.Match[str], is_day_first: bool) -> Token:
    shape = shape_of(match)
    made = Token(_KINDS.get(shape, Kind.WORD), match.group(), match.start(), match.end())
    if shape in _CLOCKS:
        return replace(made, clock=_CLOCKS[shape](match))
    if shape == "ordinal":
        return replace(made, number=int(match["place"]))
    if shape == "number":
        return replace(made, number=int(match.group()[:6]))
    if shape == "always":
        return replace(made, number=7 if match["seven"] else 0)
    if shape in ("date", "slashed"):
        return _dated(made, match, shape, is_day_first)
    return made


def _dated(made: Token, match: re.Match[str], shape: str, is_day_first: bool) -> Token:
    if shape == "date":
        return replace(made, date=(int(match["y"]), int(match["mo"]), int(match["d"])))
    month, day = int(match["a"]), int(match["b"])
    if is_day_first or month > 12:
        month, day = day, month
    year = int(match["c"] or 0)
    year += 2000 if 0 < year < 100 else 0
    if not (1 <= month <= 12 and 1 <= day <= 31):
        return replace(made, kind=Kind.WORD)
    return replace(made, date=(year, month, day))


def _half(match: re.Match[str], n: int) -> int:
    written = match[f"half{n}"] or match[f"lone{n}"] or ""
    if match[f"noon{n}"]:
        return PM
    if match[f"midnight{n}"]:
        return AM
    return {"a": AM, "p": PM}.get(written.strip()[:1].lower(), 0)


def _hour(match: re.Match[str]) -> Clock:
    return (
        Clock(24, is_24h=True)
        if match["midnight4"]
        else Clock(int(match["h4"]), 0, _half(match, 4))
    )


def _clock(match: re.Match[str]) -> Clock:
    hour, half = int(match["h1"]), _half(match, 1)
    padded = match["h1"].startswith("0") and not half
    seconds = bool(match["seconds"]) and not half
    return Clock(hour, int(match["m1"]), half, padded or seconds or hour > 12, padded)


def _odd_clock(match: re.Match[str]) -> Clock:
    return Clock(
        int(match["h2"]), int(match["m2"] or 0), _half(match, 2), is_damaged=bool(match["cut"])
    )


_CLOCKS: dict[str, Callable[[re.Match[str]], Clock]] = {
    "clock": _clock,
    "odd_clock": _odd_clock,
    "hours24": lambda m: Clock(int(m["h5"]), int(m["m5"] or 0), is_24h=True),
    "military": lambda m: Clock(int(m["h6"]), int(m["m6"]), is_24h=True, is_padded=True),
    "run_together": lambda m: Clock(int(m["h3"]), int(m["m3"]), _half(m, 3)),
    "hour": _hour,
    "noon": lambda m: Clock(12, 0, PM),
    "midnight": lambda m: Clock(24, is_24h=True),
}
_KINDS = dict.fromkeys(_CLOCKS, Kind.TIME) | {
    "contact": Kind.CONTACT, "phone": Kind.CONTACT, "always": Kind.ALWAYS, "date": Kind.DATE,
    "slashed": Kind.DATE, "ordinal": Kind.ORDINAL, "number": Kind.NUMBER, "break": Kind.STOP,
    "stop": Kind.STOP, "colon": Kind.COLON, "comma": Kind.COMMA, "dash": Kind.DASH,
    "slash": Kind.SLASH, "and": Kind.AND, "at": Kind.AT, "opening": Kind.OPENING,
    "closing": Kind.CLOSING,
}  # fmt: skip


def _with_phrases(shapes: Sequence[Token], text: str) -> list[Token]:
    found: list[Token] = []
    i = 0
    while i < len(shapes):
        phrase, i = _phrase_at(shapes, i, text)
        found.append(phrase)
    return found


def _phrase_at(shapes: Sequence[Token], i: int, text: str) -> tuple[Token, int]:
    """The longest phrase that begins here, and the index behind it."""
    reach = _reach(shapes, i, text)
    for n in range(len(reach), 0, -1):
        last = reach[n - 1]
        if n == 1 and shapes[i].kind is not Kind.WORD:
            break
        key = " ".join(shapes[k].normal for k in reach[:n])
        meaning = phrases().get(key)
        if meaning:
            start, end = shapes[i].start, shapes[last].end
            found = Token(meaning.kind, text[start:end], start, end, meaning.number, meaning.days)
            return found, last + 1
    return _misspelt_day(shapes[i]), i + 1


_IN_PHRASES = frozenset({Kind.WORD, Kind.NUMBER, Kind.ORDINAL})


def _reach(shapes: Sequence[Token], i: int, text: str) -> list[int]:
    """Indices of the words that could be one phrase from here: blanks or tight hyphens between."""
    if shapes[i].kind not in _IN_PHRASES:
        return []
    reach, k = [i], i + 1
    while k < len(shapes) and len(reach) < longest_phrase():
        is_hyphen = shapes[k].kind is Kind.DASH and shapes[k - 1].end == shapes[k].start
        if is_hyphen and k + 1 < len(shapes) and shapes[k + 1].start == shapes[k].end:
            k += 1
        elif text[shapes[k - 1].end : shapes[k].start].strip():
            break
        if shapes[k].kind not in _IN_PHRASES:
            break
        reach.append(k)
        k += 1
    return reach


def _misspelt_day(token: Token) -> Token:
    """ "Wendsday", "Saturda": a day when one letter is wrong, two in the long names."""
    word = token.normal
    if token.kind is not Kind.WORD or len(word) < 6:
        return token
    for name, days in full_day_names().items():
        allowed = 2 if len(name) >= 8 else 1
        if name[0] == word[0] and OSA.distance(word, name, score_cutoff=allowed) <= allowed:
            return replace(token, kind=Kind.DAY, days=days)
    return token


def _with_day_letters(tokens: list[Token]) -> list[Token]:
    """Single letters and clusters such as MWF become days where they stand beside days or times."""
    letters = [_letters_of(token) for token in tokens]
    found = list(tokens)
    for i, days in enumerate(letters):
        if days and any(_is_beside(tokens, letters, i, step) for step in (-1, 1)):
            found[i] = replace(tokens[i], kind=Kind.DAY, days=days)
        elif tokens[i].normal == "we" and tokens[i].kind is Kind.DAY:
            found[i] = _pronoun_or_day(tokens, i)
        elif tokens[i].normal == "may" and not _is_month(tokens, i):
            found[i] = replace(tokens[i], kind=Kind.DANGER)
    return found


def _letters_of(token: Token) -> tuple[str, ...]:
    text = token.text
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
    while 0 <= k < len(tokens) and tokens[k].kind in _BETWEEN_DAYS:
        k += step
    if not 0 <= k < len(tokens):
        return False
    return tokens[k].kind in _BESIDE_DAYS or bool(letters[k])


def _is_month(tokens: Sequence[Token], i: int) -> bool:
    """ "May be able to serve" is no month."""
    return tokens[i].text != "may" and not is_kind(tokens, i + 1, Kind.WORD, Kind.DANGER, Kind.WEAK)


def _pronoun_or_day(tokens: Sequence[Token], i: int) -> Token:
    following = tokens[i + 1].kind if i + 1 < len(tokens) else Kind.WEAK
    is_day = tokens[i].text in ("We", "WE") and following in _BETWEEN_DAYS | _BESIDE_DAYS
    return tokens[i] if is_day else replace(tokens[i], kind=Kind.WEAK, days=())


def _is_abbreviation_dot(tokens: Sequence[Token], i: int) -> bool:
    """Is it the dot of "Mon." or "Sept."?"""
    if tokens[i].text != "." or not is_kind(tokens, i - 1, Kind.DAY, Kind.MONTH):
        return False
    is_tight = tokens[i - 1].end == tokens[i].start
    return is_tight and len(tokens[i - 1].text) <= 5 and i + 1 < len(tokens)


def _appointment_or_name(tokens: Sequence[Token], i: int) -> Token:
    """ "(Appointments)", "Clinic Appts.": a name of the hours, not a condition."""
    if not is_kind(tokens, i, Kind.APPOINTMENT) or " " in tokens[i].normal:
        return tokens[i]
    is_bracket = is_kind(tokens, i - 1, Kind.OPENING) and is_kind(tokens, i + 1, Kind.CLOSING)
    if is_bracket or is_kind(tokens, i - 1, Kind.WORD) or is_kind(tokens, i + 1, Kind.COLON):
        return replace(tokens[i], kind=Kind.LABEL)
    return tokens[i]
