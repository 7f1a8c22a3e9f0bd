"""What stands between days and times, and to which clause it belongs: headings, conditions."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from itertools import pairwise

from directory.hours.atoms import Atom
from directory.hours.clauses import Clause
from directory.hours.seasons import Found, Season, read_season
from directory.hours.tokens import Token, is_kind
from directory.hours.words import Kind

_SEPARATORS = frozenset({Kind.COMMA, Kind.STOP, Kind.OPENING, Kind.CLOSING, Kind.COLON})
_HARMLESS = frozenset({
    Kind.WEAK, Kind.AND, Kind.OR, Kind.AT, Kind.DASH, Kind.SLASH, Kind.CONTACT, Kind.NO_APPOINTMENT,
    Kind.ONLY, Kind.DAY_PART, Kind.OF_MONTH, Kind.SEASON, Kind.IRREGULAR, Kind.ALTERNATE, Kind.WEEK,
    Kind.BETWEEN, Kind.ONWARD,
})  # fmt: skip
_NAMES = frozenset({Kind.WORD, Kind.LABEL})
MEALS = frozenset({"breakfast", "dinner", "supper", "desayuno", "cena"})
"""Parts of a day that are also a name of what is open."""
_CHANCES = {
    "may",
    "might",
    "can",
    "could",
    "sometimes",
    "often",
    "usually",
    "generally",
    "typically",
}
_CALLS = {"call", "phone", "ring", "contact"}
MAX_LABEL_WORDS = 6
"""A longer remark is a sentence."""
MAX_WORDS_INSIDE = 5
"""More words than these between a day and a time say something of their own."""


class Place(StrEnum):
    BEFORE = "before"
    INSIDE = "inside"
    AFTER = "after"


@dataclass(frozen=True, slots=True)
class Remark:
    """Neighbouring tokens between two separators."""

    tokens: tuple[Token, ...]
    place: Place = Place.INSIDE
    is_heading: bool = False
    """A colon stands behind it."""
    is_bracketed: bool = False
    is_apart: bool = False
    """A semicolon or a line break stands between it and its clause."""

    def of(self, *kinds: Kind) -> list[Token]:
        """Its tokens of these kinds."""
        return [token for token in self.tokens if token.kind in kinds]

    @property
    def dates(self) -> Found | None:
        """The part of the year that it names, with its tokens."""
        return read_season(self.tokens)

    @property
    def season(self) -> Season | None:
        """The part of the year in which the hours beside it hold."""
        found = self.dates
        return found.season if found and not found.season.is_one_date else None

    @property
    def unknown(self) -> list[Token]:
        """The tokens that are not understood."""
        dates = self.dates if self.season else None
        known = range(dates.first, dates.behind) if dates else range(0)
        return [
            token
            for i, token in enumerate(self.tokens)
            if i not in known and token.kind not in _HARMLESS and not _is_bare_to(token)
        ]

    @property
    def has_danger(self) -> bool:
        """Could it change when the service is open?"""
        return any(token.kind not in _NAMES for token in self.unknown)

    @property
    def label(self) -> str:
        """What it calls the hours beside it ("Office", "Food pantry"); empty when it is no name."""
        words = [i for i, t in enumerate(self.tokens) if t.kind in _NAMES or t.normal in MEALS]
        if not words or self.has_danger or len(self.tokens) > MAX_LABEL_WORDS:
            return ""
        return " ".join(token.text for token in self.tokens[words[0] : words[-1] + 1])

    @property
    def names(self) -> set[str]:
        """The words of its label that name something."""
        return {token.normal for token in self.tokens if token.kind in _NAMES}

    @property
    def nths(self) -> tuple[int, ...]:
        """Which of the month, when it says nothing else: "(1st and 3rd)", "2nd of the month"."""
        is_alone = all(token.kind is Kind.ORDINAL for token in self.unknown)
        return tuple(t.number for t in self.of(Kind.ORDINAL)) if is_alone else ()

    @property
    def is_irregular(self) -> bool:
        """Does it say that the hours hold on some of the days only, and not on which?"""
        pairs = pairwise(token.kind for token in self.tokens)
        is_some_weeks = any(
            pair in ((Kind.WEEK, Kind.NUMBER), (Kind.VAGUE, Kind.WEEK)) for pair in pairs
        )
        is_said = bool(self.of(Kind.IRREGULAR)) and not self.label and not self.has_danger
        return is_some_weeks or is_said

    @property
    def breaks_clause(self) -> bool:
        """Does it stand between days and times as if they did not belong together?"""
        known = (*_NAMES, Kind.TIME_ZONE)
        is_danger = any(token.kind not in known for token in self.unknown)
        return is_danger or len(self.unknown) > MAX_WORDS_INSIDE

    @property
    def is_call(self) -> bool:
        """Does it ask for a call to a number that it gives? Then its times are for calls."""
        called = [token for token in self.of(Kind.DANGER) if set(token.normal.split()) & _CALLS]
        said = [token for token in self.tokens if token.kind is not Kind.WEAK]
        is_last = bool(called) and called[-1] is said[-1]
        is_choice = is_last and len(self.tokens) > 1 and self.tokens[-2].kind is Kind.OR
        return bool(called and self.of(Kind.CONTACT)) or (is_last and not is_choice)

    @property
    def is_chance(self) -> bool:
        """Does it say that something may be, or is at times?"""
        return not self.is_apart and any(t.normal in _CHANCES for t in self.of(Kind.DANGER))

    @property
    def is_contact(self) -> bool:
        """Does it give a number to call, and nothing else? "Call 555-0142"."""
        kinds = {token.kind for token in self.unknown}
        return self.is_call and bool(self.of(Kind.CONTACT)) and kinds <= {Kind.DANGER}

    @property
    def is_condition_only(self) -> bool:
        """Does it say nothing but how often, or in which part of the year?"""
        unknown = {token.kind for token in self.unknown}
        says = self.of(Kind.IRREGULAR, Kind.ALTERNATE) or self.season or self.nths
        return bool(says or self.is_irregular) and unknown <= {Kind.ORDINAL, Kind.VAGUE}


def _is_bare_to(token: Token) -> bool:
    return token.kind is Kind.RANGE and token.normal in ("to", "a", "al", "a las", "a la")


def remarks_of(
    tokens: Sequence[Token], atoms: Sequence[Atom], clauses: Sequence[Clause]
) -> list[list[Remark]]:
    """The remarks of each clause. Without clauses: one list with all remarks."""
    covered = [False] * len(tokens)
    for atom in atoms:
        covered[atom.first : atom.behind] = [True] * (atom.behind - atom.first)
    found: list[list[Remark]] = [[] for _ in range(len(clauses) or 1)]
    for start, end, left, right in _gaps(clauses, len(tokens)):
        for piece in _pieces(tokens, covered, start, end):
            owner, placed = _placed(piece, left, right)
            found[owner].append(placed)
    return found


def _gaps(clauses: Sequence[Clause], n: int) -> Iterator[tuple[int, int, int | None, int | None]]:
    """Start and end of every gap, with the clause on its left and the one on its right."""
    if not clauses:
        yield 0, n, None, 0
        return
    at, left = 0, None
    for index, clause in enumerate(clauses):
        for atom in clause.atoms:
            yield at, atom.first, left, index
            at, left = atom.behind, index
    yield at, n, left, None


@dataclass(frozen=True, slots=True)
class _Piece:
    """A remark in its gap."""

    remark: Remark
    stops_before: int
    stops_behind: int
    is_after_comma: bool
    is_bracket_closed: bool
    """The bracket ends before the next clause begins."""
    is_subject: bool
    """"CRHS is closed ...", "helpline 24/7": nothing but the remark stands before them."""


def _pieces(tokens: Sequence[Token], covered: Sequence[bool], start: int, end: int) -> list[_Piece]:
    """The remarks in a gap."""
    found: list[_Piece] = []
    first = start
    for i in range(start, end + 1):
        if i == end or covered[i] or tokens[i].kind in _SEPARATORS:
            if first < i:
                found.append(_piece(tokens, (start, first, i, end)))
            first = i + 1
    return found


def _piece(tokens: Sequence[Token], at: tuple[int, int, int, int]) -> _Piece:
    start, first, behind, end = at
    before = [token.kind for token in tokens[start:first]]
    after = [token.kind for token in tokens[behind:end]]
    depth = before.count(Kind.OPENING) - before.count(Kind.CLOSING)
    remark = Remark(
        tuple(tokens[first:behind]),
        is_heading=after[:1] == [Kind.COLON],
        is_bracketed=depth > 0,
    )
    return _Piece(
        remark,
        stops_before=before.count(Kind.STOP),
        stops_behind=after.count(Kind.STOP),
        is_after_comma=Kind.COMMA in before,
        is_bracket_closed=Kind.CLOSING in after,
        is_subject=behind == end and is_kind(tokens, end, Kind.CLOSED, Kind.ALWAYS),
    )


def _placed(piece: _Piece, left: int | None, right: int | None) -> tuple[int, Remark]:
    remark = piece.remark
    if left is None or right is None or left == right:
        owner = left if left is not None else right or 0
        place = Place.INSIDE if left == right else Place.AFTER if right is None else Place.BEFORE
        stops = piece.stops_before if right is None else piece.stops_behind
        return owner, replace(remark, place=place, is_apart=left != right and stops > 0)
    if _belongs_left(piece):
        return left, replace(remark, place=Place.AFTER, is_apart=piece.stops_before > 0)
    return right, replace(remark, place=Place.BEFORE)


def _belongs_left(piece: _Piece) -> bool:
    """Is a remark between two clauses about the one before it?"""
    if piece.stops_behind:
        return True
    if piece.stops_before or piece.remark.is_heading or piece.remark.tokens[0].kind is Kind.AND:
        return False
    if piece.remark.is_bracketed:
        return piece.is_bracket_closed
    return not piece.is_after_comma and not piece.is_subject
