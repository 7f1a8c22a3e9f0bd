"""A plain text as a list of tokens."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import replace

from directory.hours.clock import AM, PM, Clock
from directory.hours.letters import with_day_letters, with_misspelt_days
from directory.hours.shapes import SHAPE, shape_of
from directory.hours.tokens import Token, is_kind, is_range
from directory.hours.words import Kind, longest_phrase, phrases


def tokens_of(text: str, *, is_day_first: bool = False) -> list[Token]:
    """The tokens of a plain text, in order. `is_day_first`: 6/5 is the 6th of May."""
    shapes = [_token(match, is_day_first) for match in SHAPE.finditer(text)]
    found = with_day_letters(with_misspelt_days(_with_phrases(shapes, text)))
    found = [token for i, token in enumerate(found) if not _is_abbreviation_dot(found, i)]
    found = _without_translations(found)
    found = _with_holiday_seasons([_day_or_month(found, i) for i in range(len(found))], text)
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
    "no_minutes": lambda m: Clock(int(m["h7"]), 0, _half(m, 7)),
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
    return shapes[i], i + 1


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


def _day_or_month(tokens: Sequence[Token], i: int) -> Token:
    """ "2nd Sat/mo": of the month, no Monday."""
    is_mo = tokens[i].normal == "mo" and is_kind(tokens, i - 1, Kind.SLASH)
    if is_mo and tokens[i - 1].start == tokens[i - 2].end and is_kind(tokens, i - 3, Kind.ORDINAL):
        return replace(tokens[i], kind=Kind.OF_MONTH, days=())
    return tokens[i]


def _with_holiday_seasons(tokens: Sequence[Token], text: str) -> list[Token]:
    """ "Memorial Day to Labor Day" is a part of the year."""
    found: list[Token] = []
    i = 0
    while i < len(tokens):
        token, behind = tokens[i], i + 1
        is_range_of = is_range(tokens, i + 1) and is_kind(tokens, i + 2, Kind.HOLIDAY)
        if token.kind is Kind.HOLIDAY and is_range_of:
            end, behind = tokens[i + 2].end, i + 3
            token = Token(Kind.SEASON, text[token.start : end], token.start, end)
        found.append(token)
        i = behind
    return found


def _without_translations(tokens: Sequence[Token]) -> list[Token]:
    """ "Monday (Lunes)", "Monday/Lunes": the same day in two languages is said once."""
    found: list[Token] = []
    i = 0
    while i < len(tokens):
        found.append(tokens[i])
        again = i + 2
        is_twice = is_kind(tokens, i, Kind.DAY) and is_kind(tokens, again, Kind.DAY)
        if is_twice and tokens[i].days == tokens[again].days:
            is_bracket = is_kind(tokens, i + 1, Kind.OPENING) and is_kind(
                tokens, i + 3, Kind.CLOSING
            )
            if is_bracket or is_kind(tokens, i + 1, Kind.SLASH):
                i = again + is_bracket
        i += 1
    return found
