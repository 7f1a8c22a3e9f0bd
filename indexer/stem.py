"""One word -> the form it is indexed under. Light on purpose: plurals, -ing, -ed and final vowels.

The language of a word typed into a search box cannot be known ("comida", "legal"), so one function
serves English and Spanish at once; what it does to other languages it does on both sides alike.
Source of the Arabic part: the light stemmer of Larkey, Ballesteros and Connell (2002).
"""

from __future__ import annotations

import re

LEAST_STEM = 4
"""Letters that stay at least when an ending is taken off: "caring" is not "car"."""

IRREGULAR = {
    "buses": "bus",
    "children": "child",
    "feet": "foot",
    "lives": "life",
    "men": "man",
    "teeth": "tooth",
    "wives": "wife",
    "women": "woman",
}
"""Plurals that no ending tells and that people search for: every other one is left as it is."""

UNTOUCHED = frozenset(("aids",))
"""Words whose stem is another word: AIDS is no aid, and "Legal Aid" has nothing of it."""

_LATIN = re.compile(r"[a-z]+\Z")
_ARABIC = re.compile(r"[\u0621-\u064a]+\Z")
_ETHIOPIC = re.compile(r"[\u1200-\u135a]+\Z")
_ETHIOPIC_PREFIXES = "የለበከ"
_PLURAL_ES = re.compile(r"(?:x|z|ch|sh|ss)es\Z")
_NO_PLURAL_S = re.compile(r"(?:s|u|i)s\Z")
_VOWEL = re.compile(r"[aeiouy]")
_DOUBLED = re.compile(r"([^aeiou])\1\Z")

_ARABIC_PREFIXES = ("وال", "بال", "كال", "فال", "لل", "ال", "و")
"""Article with and without conjunction or preposition, longest first; "و" is "and"."""

_ARABIC_SUFFIXES = ("ها", "ان", "ات", "ون", "ين", "يه", "ه", "ي")
"""Pronouns, plurals and the feminine ending, after ة is written ه."""


def stem(word: str) -> str:
    """The stem of a folded word (lower case, accents gone); other scripts and numbers unchanged.

    >>> [stem(w) for w in ("pantries", "housing", "houses", "comidas", "clinica", "caring")]
    ['pantry', 'hous', 'hous', 'comid', 'clinic', 'caring']
    """
    if _LATIN.match(word):
        return _stem_latin(word)
    if _ARABIC.match(word):
        return _stem_arabic(word)
    if _ETHIOPIC.match(word):
        return _stem_ethiopic(word)
    return word


def _stem_ethiopic(word: str) -> str:
    """Without "of", "for", "in", "from" before the word: one letter each in Amharic."""
    is_long = len(word) > LEAST_STEM
    return word[1:] if is_long and word[0] in _ETHIOPIC_PREFIXES else word


def _stem_latin(word: str) -> str:
    word = IRREGULAR.get(word, word)
    if len(word) < LEAST_STEM or word in UNTOUCHED:
        return word
    word = _without_final_vowel(_without_verb_ending(_singular(word)))
    return word[:-1] if len(word) >= LEAST_STEM and _DOUBLED.search(word) else word


def _singular(word: str) -> str:
    if word.endswith("ies") and len(word) > LEAST_STEM:
        return word[:-3] + "y"
    if _PLURAL_ES.search(word):
        return word[:-2]
    if word.endswith("s") and not _NO_PLURAL_S.search(word):
        return word[:-1]
    return word


def _without_verb_ending(word: str) -> str:
    if word.endswith("ied") and len(word) > LEAST_STEM:
        return word[:-3] + "y"
    for ending in ("ing", "ed"):
        rest = word.removesuffix(ending)
        if rest != word and len(rest) >= LEAST_STEM and _VOWEL.search(rest):
            return word if ending == "ed" and rest.endswith("e") else rest
    return word


def _without_final_vowel(word: str) -> str:
    """Joins "house" and "hous(ing)", "medico" and "medica"; "care" keeps its e, it is no "car"."""
    return word[:-1] if word[-1] in "aeo" and len(word) > LEAST_STEM else word


def _stem_arabic(word: str) -> str:
    for prefix in _ARABIC_PREFIXES:
        rest = word.removeprefix(prefix)
        if rest != word and len(rest) >= (3 if prefix == "و" else 2):
            word = rest
            break
    for suffix in _ARABIC_SUFFIXES:
        rest = word.removesuffix(suffix)
        if rest != word and len(rest) >= 2:
            word = rest
    return word
