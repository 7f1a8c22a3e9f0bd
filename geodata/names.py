"""Names of places as keys: what people write and what tables say become the same words."""

from __future__ import annotations

import re
import unicodedata

ANYWHERE = {
    "st": "saint", "mt": "mount", "mtn": "mountain", "ft": "fort", "hts": "heights",
    "hgts": "heights", "hgths": "heights", "spgs": "springs", "spg": "springs", "sprgs": "springs",
    "jct": "junction", "vlg": "village", "bch": "beach", "hbr": "harbor", "lk": "lake",
    "isl": "island", "ctr": "center", "twp": "township", "vly": "valley", "grv": "grove",
    "nw": "northwest", "ne": "northeast", "sw": "southwest", "se": "southeast",
    "univ": "university", "pt": "point", "cnty": "county", "cty": "county", "hls": "hills",
    "ste": "sainte", "bldg": "building",
}  # fmt: skip
"""USPS Publication 28 and what people write."""

FIRST = {"n": "north", "s": "south", "e": "east", "w": "west", "no": "north", "so": "south"}
"""Directions are cut short only before a name ("E Lansing")."""

SILENT = re.compile(r"[.'’‘ʻ`´]")
NOT_A_WORD = re.compile(r"[^\w]+|_+")


def plain(text: str) -> str:
    """Lower case without accents, apostrophes and dots; other signs as spaces."""
    bare = SILENT.sub("", text.replace("&", " and "))
    if not bare.isascii():
        decomposed = unicodedata.normalize("NFKD", bare)
        bare = "".join(c for c in decomposed if not unicodedata.combining(c))
    return NOT_A_WORD.sub(" ", bare.casefold()).strip()


def key_of(text: str) -> str:
    """The key of a name: plain words, the usual abbreviations written out."""
    words = plain(text).split()
    if len(words) > 1:
        words[0] = FIRST.get(words[0], words[0])
    return " ".join(ANYWHERE.get(word, word) for word in words)
