"""Ages in numbers: "18-24", "60 and older", "under 6", "2 months to 5 years", "de 5 a 12 años"."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass

MAX_AGE_YEARS = 99.0
_ONES = (
    "one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen"
    " sixteen seventeen eighteen nineteen"
)
_TENS = "twenty thirty forty fifty sixty seventy eighty ninety"


def _spelled() -> dict[str, int]:
    """Numbers in words, 1 to 99."""
    ones = {word: number for number, word in enumerate(_ONES.split(), start=1)}
    tens = {word: 10 * number for number, word in enumerate(_TENS.split(), start=2)}
    both = {f"{ten}-{one}": tens[ten] + ones[one] for ten in tens for one in list(ones)[:9]}
    return ones | tens | both


_SPELLED = _spelled()
_BIRTH = r"birth|newborns?|infants?|infancy|nacimiento"
_NUMBER = rf"(?:\d{{1,3}}(?:\.\d+)?|{_BIRTH}|{'|'.join(sorted(_SPELLED, key=len, reverse=True))})"
_YEARS = r"years?|yrs?\b\.?|y/o|yo\b|anos?|años?"
_MONTHS = r"months?|mos?\b\.?|meses|mes"
_WEEKS = r"weeks?|wks?\b\.?|semanas?"
_UNIT_ = rf"(?P<{{0}}>{_YEARS}|{_MONTHS}|{_WEEKS})"
_OLD = r"(?:[\s-]*(?:olds?|of\s+age|de\s+edad))?"
_AGE_WORD = (
    r"(?:(?:(?:the|from|of|for|in)\s+)*(?:minimum\s+|maximum\s+)?"
    r"(?:age[sd]?|edad(?:es)?)(?:\s*(?:of|:|from|range[sd]?|group|is|are|between|limit|de"
    r"|entre))*\s*:?\s*)"
)


def _number(name: str) -> str:
    unit = _UNIT_.format(name + "_unit")
    return rf"(?P<{name}>{_NUMBER})(?![\d%])(?:[\s-]*{unit}{_OLD})?"


_TO = r"\s*(?:-|to|through|thru|until|till|and|y|a|hasta|up\s+to)\s*"
_RANGE = re.compile(
    rf"(?P<cue>{_AGE_WORD}|between\s+(?:the\s+)?(?:ages?\s+(?:of\s+)?)?|entre\s+(?:los\s+)?"
    rf"|de\s+|from\s+)?"
    rf"{_number('a')}(?:\s*\([^()]{{0,40}}\))?(?P<to>{_TO}){_AGE_WORD}?{_number('b')}"
)
_OR = r"\s*(?:\(?\s*(?:and|or|&|/|y|o|en)\s+|\s|\+\s*)?\s*"
_UP = re.compile(
    rf"(?P<cue>{_AGE_WORD})?{_number('a')}"
    rf"(?:{_OR}(?P<up>(?:years?\s+)?(?:and\s+)?(?:older|over|up\b|above|plus|upwards?|better"
    rf"|mas\b|más\b|onwards?|beyond|adelante|into\s+adulthood|and\s+older))|\s*(?P<plus>\+))"
)
_DOWN = re.compile(
    rf"(?P<cue>{_AGE_WORD})?{_number('a')}"
    rf"{_OR}(?P<down>younger|under|below|less|menos|and\s+younger)\b(?!\s+(?:the\s+)?(?:poverty"
    rf"|\$))"
)
_FROM = re.compile(
    r"(?:(?:must\s+be\s+)?(?P<cue>at\s+least|over\s+(?:the\s+)?ages?\s+(?:of\s+)?|over|above"
    r"|older\s+than|minimum\s+age:?(?:\s+(?:of|is))?|min\.?\s+age:?"
    r"|beginning\s+at|starting\s+at|from\s+age|as\s+young\s+as|mayor(?:es)?\s+de"
    r"|a\s+partir\s+de(?:\s+los)?))"
    rf"\s*(?:the\s+)?(?:ages?\s*(?:of\s+)?)?{_number('a')}"
)
_BELOW = re.compile(
    r"(?P<cue>under\s+(?:the\s+)?ages?\s+(?:of\s+)?|under|younger\s+than|below|less\s+than"
    r"|menor(?:es)?\s+de)"
    rf"\s*(?:the\s+)?(?:ages?\s*(?:of\s+)?)?{_number('a')}"
)
_UP_TO = re.compile(
    r"(?P<cue>up\s+(?:to|until)|through|not?\s+(?:older\s+than|over)|maximum\s+age:?(?:\s+(?:of"
    r"|is))?|until|hasta(?:\s+los)?)"
    rf"\s*(?:the\s+)?(?:ages?\s*(?:of\s+)?)?{_number('a')}"
)
_AT = re.compile(rf"(?P<cue>{_AGE_WORD}){_number('a')}")
_ALONE = re.compile(rf"{_number('a')}")
_BE = re.compile(r"(?:\b(?:be|is|are|ser|tener)\s+|^\W*|[,;:(]\s*)$")
_LASTING = re.compile(r"\b(?:for|of|in|has|have|had|with|within|after)\s+$")
_ONWARD = re.compile(
    r"\s*(?:,\s*)?(?:up\s+)?(?:to|into|through|-)\s+(?:the\s+)?(?:adult|geriatric|senior|elder"
    r"|adolescen|teen)\w*"
)
_NOT_OLDER = re.compile(r",?\s*(?:and\s+)?not?\s+older")
_COUNTED = re.compile(
    r"\s*-?\s*(?:%|percent|\$|a\.?m\b|p\.?m\b|:\d|miles?|days?|hours?|hrs?|minutes?|times?"
    r"|people|persons|"
    r"children|individuals|families|residents|clients|beds|units|sessions|credits?|employees"
    r"|members|pounds|lbs|"
    r"grades?|graders?|(?:st|nd|rd|th)\b|,\d{3}|dollars|points|visits?|bags?|forms?|pieces?|copies)"
)
_LOOKED_BACK = 40
_ONE_SPAN = re.compile(r"(?:[2-9]|\d\d)\s*-?\s*(?:year|month|week)$")
"""A word in the singular belongs to what follows: "a 2 - 4 year degree"."""
_SPAN = re.compile(
    r"\s*(?:or\s+(?:more|less)\s*)?(?:of\s+|in\s+)?"
    r"(?:continuous\s+)?(?:clean|sober|sobriety|ago|residenc\w+|prior|past|experience|service"
    r"|prison|the\s+u)"
)


@dataclass(frozen=True, slots=True)
class Ages:
    """Ages in years, inclusive; None: open."""

    least: float | None
    most: float | None
    end: int
    """Where in the text the words end."""
    is_sure: bool = True
    """Told as ages; False for bare numbers, which count only beside people."""


def ages_at(text: str, place: int) -> Ages | None:
    """The ages whose words begin at this place of the text (lower case), the longest reading."""
    readings: tuple[Callable[[str, int], Ages | None], ...] = (
        _range, _up, _down, _from, _below, _up_to, _exact,
    )  # fmt: skip
    for read in readings:
        found = read(text, place)
        if found and _is_sane(found) and not _counts_something(text, place, found):
            return found
    return None


def _before(text: str, place: int) -> str:
    """The words right before, with the start of the text as a start."""
    return text[max(place - _LOOKED_BACK, 0) : place]


def _is_sane(ages: Ages) -> bool:
    least, most = ages.least or 0.0, ages.most
    return least <= MAX_AGE_YEARS and (most is None or least <= most)


def _counts_something(text: str, place: int, ages: Ages) -> bool:
    before = text[max(place - 1, 0) : place]
    after = text[ages.end : ages.end + 40]
    is_span = _ONE_SPAN.search(text[place : ages.end]) and after[:2].strip().isalpha()
    is_counted = is_span or _COUNTED.match(after) or _SPAN.match(after)
    return before in ("$", "#", ".", "/") or bool(is_counted)


def _range(text: str, place: int) -> Ages | None:
    match = _RANGE.match(text, place)
    if not match or (match["to"].strip() in ("and", "y", "a") and not match["cue"]):
        return None
    units = [match["a_unit"], match["b_unit"]]
    first = _years(match["a"], units[0] or units[1] if match["a"][0].isdigit() else None)
    second = _years(match["b"], units[1] or (units[0] if units[0] else None))
    if second < first:
        return None
    is_birth = not match["a"][0].isdigit() and match["a"] not in _SPELLED
    is_cued = bool(match["cue"] and match["cue"].strip() not in ("de", "from"))
    end, is_open = match.end(), False
    for tail in (re.compile(r"\s*(?:(?:and|or|&)\s+(?:older|up|over|above)\b|\+)"),):
        if open_end := tail.match(text, end):
            end, is_open = open_end.end(), True
    is_sure = is_cued or any(units) or is_birth
    return Ages(first or None, None if is_open else second, end, is_sure)


def _is_told_old(match: re.Match[str]) -> bool:
    """Years, or months and weeks that are said to be an age: "3 months old"."""
    unit = match["a_unit"]
    return not unit or bool(re.match(_YEARS, unit)) or bool(re.search(r"old|age", match.group()))


def _up(text: str, place: int) -> Ages | None:
    match = _UP.match(text, place)
    if not match:
        return None
    is_told = match["a_unit"] or match["cue"] or "older" in (match["up"] or "")
    if not match["a"][0].isdigit() and not is_told:
        return None
    if match["plus"] and re.match(r"\+\s*-?\s*(?:\d|years?\s+of)", text[match.start("plus") :]):
        return None
    return Ages(_years(match["a"], match["a_unit"]), None, match.end(), _is_told_old(match))


def _down(text: str, place: int) -> Ages | None:
    match = _DOWN.match(text, place)
    if not match:
        return None
    return Ages(None, _years(match["a"], match["a_unit"]), match.end(), _is_told_old(match))


def _from(text: str, place: int) -> Ages | None:
    match = _FROM.match(text, place)
    if not match or not (match["a_unit"] or "age" in match.group() or match["a"].isdigit()):
        return None
    is_sure = (
        bool(match["a_unit"]) or "age" in match.group() or match["cue"][:4] in ("over", "olde")
    )
    is_told_old = "old" in match.group() or "age" in match.group()
    if not is_told_old and not _can_be_age(match, _before(text, place)):
        return None
    end = match.end() + _or_older(text, match.end())
    return Ages(_years(match["a"], match["a_unit"]), None, end, is_sure)


def _can_be_age(match: re.Match[str], before: str) -> bool:
    """Without "old": "must be at least 18", and not "has lived there for over three years"."""
    is_years = not match["a_unit"] or bool(re.match(_YEARS, match["a_unit"]))
    if match["cue"].startswith("at"):
        return is_years and bool(_BE.search(before))
    return is_years and not _LASTING.search(before)


def _or_older(text: str, end: int) -> int:
    tail = re.compile(r"\s*(?:and|or)\s+(?:older|over|above|up)\b").match(text, end)
    return tail.end() - end if tail else 0


def _below(text: str, place: int) -> Ages | None:
    match = _BELOW.match(text, place)
    if not match:
        return None
    most = _years(match["a"], match["a_unit"])
    is_told_old = (
        "old" in match.group()
        or "age" in match.group()
        or match["cue"][:4] in ("unde", "meno", "youn")
    )
    is_years = not match["a_unit"] or bool(re.match(_YEARS, match["a_unit"]))
    return (
        Ages(None, most - 1.0 if is_years else most, match.end(), is_told_old)
        if is_told_old
        else None
    )


def _up_to(text: str, place: int) -> Ages | None:
    match = _UP_TO.match(text, place)
    if not match:
        return None
    is_sure = "old" in match.group() or "age" in match.group() or bool(match["a_unit"])
    return Ages(None, _years(match["a"], match["a_unit"]), match.end()) if is_sure else None


def _exact(text: str, place: int) -> Ages | None:
    """ "Ages 17", "18 years old": from that age on, unless it is said that none is older."""
    match = _AT.match(text, place) or _ALONE.match(text, place)
    if not match:
        return None
    years = _years(match["a"], match["a_unit"])
    onward = _ONWARD.match(text, match.end())
    is_age = re.search(r"age|edad|old|of age", match.group())
    if not is_age and not (onward and match["a_unit"]):
        return None
    if onward:
        return Ages(years, None, onward.end())
    closed = _NOT_OLDER.match(text, match.end())
    if closed:
        return Ages(years, years, closed.end())
    is_told = "age" in match.group() or "edad" in match.group() or _BE.search(_before(text, place))
    return Ages(years, None, match.end()) if is_told else None


def _years(number: str, unit: str | None) -> float:
    value = float(_SPELLED[number] if number in _SPELLED else number if number[0].isdigit() else 0)
    if unit and re.match(_MONTHS, unit):
        return round(value / 12, 2)
    if unit and re.match(_WEEKS, unit):
        return round(value / 52, 2)
    return value
