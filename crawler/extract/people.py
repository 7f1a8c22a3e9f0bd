"""Is this somebody's own number? People are recognised in order to be left out, never kept."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache
from importlib import resources

from crawler.lines import Line
from geodata.names import plain

LINES_ABOVE = 2
"""A person stands in the same line as a number or in the two lines above it."""
GROUPS_APART = 4
"""Containers between two lines of one entry; more is another entry."""
STEM = 3
"""Letters of a family name that, behind the initial, are that name cut short: "jowcza"."""
SHORT_LABEL = 40
"""Characters before a number that are an entry of a list; more is a sentence of its own."""
OFFICIAL = re.compile(r"\b(?:main|office|general|front desk|reception|hot ?line|toll)\b", re.I)
TITLE = (
    r"(?:(?:Vice[- ])?(?:Mayor|President|Chair(?:man|woman|person)?)|Council(?:l?or|member|man"
    r"|woman)"
    r"|Mr|Mrs|Ms|Miss|Dr|Rev(?:erend)?|Pastor|Fr|Father|Sister|Sr|Deacon|Rabbi|Imam|Elder|Cllr|Sir"
    r"|Dhr|Mevr|Mw|Drs|Ds)"
)
WORD = r"[A-Z][A-Za-zÀ-ÿ'’-]*[a-zà-ÿ]"
NAME = (
    rf"{WORD}(?:\s+[A-Z]\.?)?(?:\s+(?:van|von|de|der|den|ter|ten|da|dos|di|del|la|le|Mc|O['’]))*"
    r"(?:\s+[A-Z][A-Za-zÀ-ÿ'’-]+){1,2}"
)
TITLED = re.compile(rf"\b{TITLE}\.?\s+(?:{NAME}|{WORD})")
FULL_NAME = re.compile(rf"(?<![\w'’])({NAME})(?![\w'’])")
JOB = re.compile(
    r"\b(?:director|manager|coordinator|co-ordinator|officer|secretary|treasurer|president|pastor"
    r"|deacon|supervisor|assistant|trustee|administrator|chair(?:man|woman|person)?|councill?or"
    r"|minister|superintendent|principal|teacher|specialist|caseworker|counsell?or|organi[sz]er"
    r"|secretaris|voorzitter|penningmeester|beheerder|coördinator|directeur)\b",
    re.IGNORECASE,
)
NO_NAMES = re.compile(
    r"\b(?:office|center|centre|department|dept|service|services|program|programs|food|bank|pantry"
    r"|street|st|avenue|ave|road|rd|lane|drive|parkway|suite|church|school|hall|house|hospital|zoo"
    r"|library|city|county|state|town|village|community|council|board|association|foundation|trust"
    r"|society|club|union|university|college|clinic|main|toll|free|phone|fax|call|hours|contact"
    r"|relations|membership|information|general|line|hotline|helpline|customer|public|health"
    r"|emergency|desk|sales|support|group|ministry|ministries|mission|family|youth|senior|care"
    r"|home|park|museum|store|shop|team|court|room|floor|building|box|army|cross|aid|inc|llc|ltd"
    r"|north|south|east|west|new|saint|united|national|american|monday|tuesday|wednesday|thursday"
    r"|friday|saturday|sunday|january|february|march|april|may|june|july|august|september|october"
    r"|november|december|our|the|your|address|email|mail|web|kids|day|night)\b",
    re.IGNORECASE,
)


@cache
def given_names() -> frozenset[str]:
    """Common given names of the countries whose sites are read, plain."""
    text = resources.files("crawler.extract").joinpath("given_names.txt").read_text("utf-8")
    return frozenset(text.split())


def names_in(text: str) -> list[str]:
    """Names of people in a text: with a title, or with a common given name.

    >>> names_in("Councilmember Bonnie Gore"), names_in("Central Park Zoo")
    (['Councilmember Bonnie Gore'], [])
    """
    titled = [match.group(0) for match in TITLED.finditer(text) if not NO_NAMES.search(match[0])]
    if titled:
        return titled
    names = (match.group(1) for match in FULL_NAME.finditer(text))
    return [
        name for name in names
        if plain(name).partition(" ")[0] in given_names() and not NO_NAMES.search(name)
    ]  # fmt: skip


def person_near(lines: Sequence[Line], index: int, before: str) -> str:
    """The person whose number or address it is: named before it in its line, or in a line of its
    own right above; empty when it is nobody's."""
    named = names_in(before)
    if named:
        return named[-1]
    is_sentence = len(before.strip(" :.-–|")) > SHORT_LABEL
    if is_sentence or OFFICIAL.search(before):
        return ""
    own = lines[index]
    for above in reversed(lines[max(0, index - LINES_ABOVE) : index]):
        if own.group - above.group > GROUPS_APART or sum(map(str.isdigit, above.text)) >= 7:
            break
        if len(above.text) <= 60 and not any(c.isdigit() for c in above.text):
            alone = names_in(above.text) or _with_job(lines, above)
            if alone:
                return alone[0]
    return ""


def _with_job(lines: Sequence[Line], line: Line) -> list[str]:
    """ "LaRae Lyons" above "Community Service Director": rare given names, told by the job."""
    matched = re.fullmatch(NAME, line.text.strip(" ,:"))
    if not matched or NO_NAMES.search(line.text):
        return []
    where = lines.index(line)
    return [line.text] if any(JOB.search(n.text) for n in lines[where + 1 : where + 2]) else []


def is_named_after(local_part: str, texts: Sequence[str]) -> bool:
    """Does an e-mail address carry the name of a person who is named around it?

    >>> is_named_after("mpulsinelli", ["Max Pulsinelli,"]), is_named_after("info", ["Max Info"])
    (True, False)
    """
    letters = re.sub(r"[^a-z]", "", plain(local_part))
    names = (m.group(1) for t in texts for m in FULL_NAME.finditer(t) if not NO_NAMES.search(m[1]))
    return any(_is_name_in(plain(name).split(), letters) for name in names)


def _is_name_in(words: Sequence[str], letters: str) -> bool:
    """The family name of somebody with a common given name, or initial and family name."""
    first, last = words[0], "".join(words[1:])
    if first in given_names() and (
        letters == first or any(len(w) >= 4 and w in letters for w in words[1:])
    ):
        return True
    stem = letters[1:]
    if letters[:1] == first[0] and len(stem) >= STEM and last.startswith(stem):
        return True
    return letters in (first[0] + last, first + last, last + first[0], last, first + last[0])
