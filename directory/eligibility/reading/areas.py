"""Where one must live: "residents of Ward 7", "DC residents", "living or working in Doral"."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass

from directory.eligibility.reading.places import Named, area_list
from directory.eligibility.reading.tokens import Token, phrase_at

LIVE, WORK, STUDY, VISIT = "live", "work", "study", "visit"
_VERBS = {
    LIVE: (
        r"liv(?:e|es|ing)|resid(?:e|es|ing)|viv(?:e|en|ir|an)|resid(?:en|ir|an)|located|dwelling"
        r"|housed"
    ),
    WORK: r"work(?:s|ing)?|employed|trabaj(?:a|an|ar|en)",
    STUDY: (
        r"attend(?:s|ing)?\s+(?:public\s+)?schools?|go(?:es|ing)?\s+to\s+school|stud(?:y|ies"
        r"|ying)|estudi(?:a|an|ar|en)"
    ),
    VISIT: r"visit(?:s|ing)?|worship(?:s|ping)?|stay(?:s|ing)?",
}
_ANY_VERB = "|".join(_VERBS.values())
_IN = r"\s+(?:(?:with)?in|en|at|inside|around|near|throughout)\b"
_DOES = re.compile(
    rf"(?:{_ANY_VERB})\b(?:{_IN})*(?:(?:\s*(?:,|/|and/or|or\b|and\b|o\b|y\b))+\s*(?:{_ANY_VERB}"
    rf"|around|near)\b(?:{_IN})*)*"
    r"(?:\s+(?:the|la|el|either|any|one|of|following)\b)*\s*:?\s*"
)
_IS_PLACED = re.compile(rf"{_IN}|visit\w*\s*$")
_RESIDENTS = re.compile(
    r"(?:residents?|residentes?|residence|inhabitants|residencia"
    r"|residency)\s+(?:only\s+)?(?:of|in|from|within|throughout|de|del|en)\s+(?:the\s+|la\s+"
    r"|el\s+)?(?:following\s+)?(?:areas?\s*:\s*)?"
)
_SERVES = re.compile(r"(?:serves|serving|covers|covering)\s+(?:all\s+of\s+)?(?:the\s+)?")
_TARGET = re.compile(r"target(?:ed)?\s+(?:communit|area|neighborhood)\w*\s*:\s*")
_WEAK_CUE = re.compile(
    r"(?:(?:in|from|throughout|within|of)\s+(?:(?:and|or)\s+around\s+)?(?:the\s+)?)"
)
_JOINTS = ("within", "throughout", "and", "or", "near", "including")
_WHERE = ("in", "at", "near", "on", "of")
"""Before an area, without people: where something is, not who may come."""
_COUNTRY = ("us", "usa", "u s", "united states")
"""With "in" alone it says little: "has been in the US for less than 30 days"."""
_RESIDENT_AFTER = re.compile(
    r"\s*(?:area\s+)?(?:residents?\b|residency|residencia|citizens?\s+only|households)(?:\s+only)?"
)


@dataclass(frozen=True, slots=True)
class Residency:
    areas: tuple[str, ...]
    rule: tuple[str, ...]
    first: int
    behind: int
    """Tokens."""
    is_preferred: bool = False


def residency_at(
    text: str, tokens: Sequence[Token], place: int, *, is_after_people: bool
) -> Residency | None:
    """The residency told from this token on, or None. `text` keeps its capitals."""
    start, lower = tokens[place].start, text.lower()
    for cue in (_DOES, _RESIDENTS):
        match = cue.match(lower, start)
        if match and (cue is _RESIDENTS or _IS_PLACED.search(match.group())):
            named = area_list(text, tokens, _token_at(tokens, match.end()))
            rule = _rule_of(match.group()) if cue is _DOES else ()
            return _residency(named, rule, place) if named else None
    serves = _SERVES.match(lower, start) if place == 0 else None
    named = area_list(text, tokens, _token_at(tokens, serves.end())) if serves else None
    if named and not _goes_on(tokens, named.behind) and not _is_country(named):
        return _residency(named, (), place)
    target = _TARGET.match(lower, start)
    named = area_list(text, tokens, _token_at(tokens, target.end())) if target else None
    if named:
        return Residency(named.areas, (), place, named.behind, is_preferred=True)
    return _area_first(text, tokens, place) or (
        _weakly_cued(text, tokens, place) if is_after_people else None
    )


def _residency(named: Named, rule: tuple[str, ...], place: int) -> Residency:
    return Residency(named.areas, () if rule == (LIVE,) else rule, place, named.behind)


def _rule_of(words: str) -> tuple[str, ...]:
    return tuple(name for name, verb in _VERBS.items() if re.search(rf"\b(?:{verb})\b", words))


def _area_first(text: str, tokens: Sequence[Token], place: int) -> Residency | None:
    """ "DC residents", "Ward 1 and Ward 4 residents"; known areas also without the word."""
    if tokens[place].normal in (*_WHERE, *_JOINTS):
        return None
    named = area_list(text, tokens, place)
    if not named:
        return None
    after = _RESIDENT_AFTER.match(text.lower(), tokens[named.behind - 1].end)
    if after:
        return Residency(named.areas, (), place, _token_at(tokens, after.end()))
    is_name_of_more = (
        _goes_on(tokens, named.behind) or _is_country(named) or _is_behind_name(tokens, place)
        or (place > 0 and tokens[place - 1].normal in _WHERE)
    )  # fmt: skip
    return None if is_name_of_more or not named.is_known else _residency(named, (), place)


def _is_behind_name(tokens: Sequence[Token], place: int) -> bool:
    """ "Legal Aid Ohio": the end of a name."""
    before = tokens[place - 1] if place else None
    is_capital = before is not None and before.is_word and before.is_capital
    return is_capital and place > 1 and phrase_at(tokens, place - 1)[0] == 0


def _is_country(named: Named) -> bool:
    return named.areas[0].lower().replace(".", "") in _COUNTRY


def _goes_on(tokens: Sequence[Token], behind: int) -> bool:
    """ "DC Department of Health", "DC ID", "VA card": the name of something else."""
    if behind >= len(tokens) or not tokens[behind].is_word:
        return False
    _, meaning = phrase_at(tokens, behind)
    is_paper = meaning is not None and (
        meaning.section == "document" or meaning.code in ("holder", "organization")
    )
    return is_paper or (meaning is None and tokens[behind].is_capital)


def _weakly_cued(text: str, tokens: Sequence[Token], place: int) -> Residency | None:
    """ "Children in Hialeah": behind people only."""
    match = _WEAK_CUE.match(text.lower(), tokens[place].start)
    named = area_list(text, tokens, _token_at(tokens, match.end())) if match else None
    if not match or not named or _is_country(named) or _goes_on(tokens, named.behind):
        return None
    if match.group().startswith("of") and not named.is_known:
        return None
    return _residency(named, (), place)


def _token_at(tokens: Sequence[Token], start: int) -> int:
    return bisect_left(tokens, start, key=lambda token: token.start)
