"""Names of areas as written: "Wards 1, 3 and 4", "Dade or Monroe Counties", "zip codes 20009"."""

from __future__ import annotations

from collections.abc import Container, Iterator, Sequence
from dataclasses import dataclass

from directory.eligibility.reading.tokens import Token, phrase_at
from directory.eligibility.reading.words import known_areas, place_words


@dataclass(frozen=True, slots=True)
class Named:
    areas: tuple[str, ...]
    behind: int
    is_known: bool
    """At least the first is an area beyond doubt: a ward, a ZIP code, a state, a county."""


@dataclass(slots=True)
class _Area:
    name: str
    first: int
    behind: int
    is_known: bool
    numbered: str = ""


def area_list(text: str, tokens: Sequence[Token], place: int) -> Named | None:
    """The areas named from this token on, or None."""
    found: list[_Area] = []
    numbered = ""
    while area := _area(text, tokens, _behind_leads(tokens, place), numbered):
        numbered = area.numbered
        found.append(area)
        joined = _behind_joint(tokens, area.behind)
        if joined + 1 < len(tokens) and tokens[joined].text == "-":
            joined += _is_zip(tokens[joined + 1])
        is_listed = joined < len(tokens) and _is_zip(tokens[joined])
        if joined == area.behind and not is_listed:
            break
        place = joined
    if not found or _is_institution(tokens, found[-1]):
        return None
    areas = tuple(_with_head(found))
    return Named(areas, found[-1].behind, found[0].is_known or found[-1].is_known)


def _area(text: str, tokens: Sequence[Token], place: int, numbered: str) -> _Area | None:
    if place >= len(tokens):
        return None
    token = tokens[place]
    if token.normal == "zip" or token.normal == "zipcode":
        return _area(text, tokens, _behind_words(tokens, place, ("zip", "zipcode", "code", "")), "")
    if token.text.isdigit():
        return _number(tokens, place, numbered)
    if (
        token.normal in place_words("numbered")
        and place + 1 < len(tokens)
        and tokens[place + 1].text.isdigit()
    ):
        word = token.text[:-1] if token.normal != token.text.lower() else token.text
        return _Area(f"{word} {tokens[place + 1].text}", place, place + 2, True, word)
    if (
        token.normal == "county"
        and place + 1 < len(tokens)
        and tokens[place + 1].normal == "resident"
    ):
        return _Area(token.text, place, place + 1, True)
    lone = _lone(text, tokens, place)
    return lone or _name(text, tokens, place)


def _is_zip(token: Token) -> bool:
    return token.text.isdigit() and len(token.text) == 5


def _number(tokens: Sequence[Token], place: int, numbered: str) -> _Area | None:
    number = tokens[place].text
    if len(number) == 5:
        behind = _behind_words(tokens, place + 1, ("zip", "zipcode", "code"))
        return _Area(number, place, behind, True)
    if numbered and len(number) <= 2:
        return _Area(f"{numbered} {number}", place, place + 1, True, numbered)
    return None


def _lone(text: str, tokens: Sequence[Token], place: int) -> _Area | None:
    """ "Target area": no name, and yet an area."""
    for length in (1, 2):
        words = tuple(t.normal for t in tokens[place : place + length])
        behind = place + length
        is_heading = behind + 1 < len(tokens) and tokens[behind + 1].text == ":"
        if (
            " ".join(words) in place_words("vague")
            and behind < len(tokens)
            and tokens[behind].normal in place_words("vague_heads")
            and not is_heading
        ):
            return _Area(text[tokens[place].start : tokens[behind].end], place, behind + 1, True)
    return None


def _name(text: str, tokens: Sequence[Token], place: int) -> _Area | None:
    behind = _behind_capitals(tokens, place)
    if behind == place:
        return None
    heads = _behind_words(tokens, behind, place_words("heads"))
    if tokens[heads - 1].normal in place_words("streets"):
        return None
    name = text[tokens[place].start : tokens[heads - 1].end]
    is_known = (
        heads > behind
        or any(t.normal in ("county", "ward") for t in tokens[place:heads])
        or (heads > place + 1 and tokens[heads - 1].normal in place_words("sure_heads"))
        or _is_known(tokens, place, heads)
    )
    return _with_state(text, tokens, _Area(name, place, heads, is_known))


def _behind_capitals(tokens: Sequence[Token], place: int) -> int:
    i = place
    while i < len(tokens) and (
        _may_name(tokens, i)
        or (i > place and (_is_inner(tokens, i) or _is_before_resident(tokens, i)))
    ):
        i += 1
    return i


def _may_name(tokens: Sequence[Token], i: int) -> bool:
    token = tokens[i]
    if token.normal in place_words("no_names"):
        return False
    if _is_known(tokens, i, i + 1):
        return token.text[0].isupper()
    is_ordinal = (
        token.text[0].isdigit()
        and token.text[-1].isalpha()
        and i + 1 < len(tokens)
        and tokens[i + 1].text in ("Street", "Avenue", "St", "Ave")
    )
    is_name = (
        token.is_word
        and token.is_capital
        and (
            phrase_at(tokens, i)[0] == 0
            or token.normal in place_words("heads") | place_words("inner")
        )
    )
    return is_ordinal or is_name


def _is_inner(tokens: Sequence[Token], i: int) -> bool:
    """ "Of" in "District of Columbia", the dot of "St. Paul"."""
    if i + 1 >= len(tokens) or not _may_name(tokens, i + 1):
        return False
    if tokens[i].text == ".":
        return tokens[i - 1].text in ("St", "Ft", "Mt")
    return tokens[i].normal in ("of", "de") and tokens[i - 1].normal in (
        "district",
        "south",
        "north",
        "east",
        "west",
        "city",
        "state",
        "town",
        "village",
        "commonwealth",
        "borough",
        "isle",
    )


def _is_before_resident(tokens: Sequence[Token], i: int) -> bool:
    """The last, small word of "Ballston spa residents"."""
    is_last = i + 1 < len(tokens) and tokens[i + 1].normal == "resident"
    return is_last and tokens[i].is_word and phrase_at(tokens, i)[0] == 0


def _is_known(tokens: Sequence[Token], first: int, behind: int) -> bool:
    return " ".join(t.normal for t in tokens[first:behind]) in known_areas()


def _with_state(text: str, tokens: Sequence[Token], area: _Area) -> _Area:
    """ "Washington, DC" is one area, unless a list goes on: "DC, MD or Virginia"."""
    i = area.behind
    is_comma = i + 1 < len(tokens) and tokens[i].text == ","
    if area.is_known or not is_comma or tokens[i + 1].normal not in known_areas():
        return area
    goes_on = i + 2 < len(tokens) and (
        tokens[i + 2].text == "," or tokens[i + 2].normal in ("and", "or")
    )
    if goes_on:
        return area
    return _Area(text[tokens[area.first].start : tokens[i + 1].end], area.first, i + 2, True)


def _behind_leads(tokens: Sequence[Token], place: int) -> int:
    i = place
    while (
        i < len(tokens)
        and tokens[i].normal in place_words("leads")
        and not tokens[i].is_capital
        and not (i + 1 < len(tokens) and tokens[i + 1].normal == "resident")
        and not (
            i + 1 < len(tokens)
            and tokens[i].normal in place_words("numbered")
            and tokens[i + 1].text.isdigit()
        )
    ):
        i += 1
    return i


def _behind_words(tokens: Sequence[Token], place: int, words: Container[str]) -> int:
    i = place
    while i < len(tokens) and tokens[i].normal in words:
        i += 1
    return i


def _behind_joint(tokens: Sequence[Token], place: int) -> int:
    i = place
    while i < len(tokens) and (
        tokens[i].text in (",", "/")
        or tokens[i].normal in ("and", "or", "&", "including", "include", "y", "o")
    ):
        i += 1
    return i


def _is_institution(tokens: Sequence[Token], area: _Area) -> bool:
    """A school, a church: no area, though it stands where one could stand."""
    last = tokens[area.behind - 1].normal
    is_name = area.behind < len(tokens) and tokens[area.behind].is_capital
    following = tokens[area.behind].normal if is_name else ""
    return last in place_words("institutions") or following in place_words("institutions")


def _with_head(found: Sequence[_Area]) -> Iterator[str]:
    """ "Dade or Monroe Counties" are two counties."""
    last = found[-1].name
    is_shared = last.lower().endswith(" counties") and len(found) > 1
    for area in found:
        name = area.name
        if is_shared and not area.is_known:
            name = f"{name} County"
        yield name[:-3] + "y" if name.lower().endswith(" counties") else name
