"""Text -> tokens: the one analysis, made here for every engine, so that no two can disagree.

Lower case, accents folded, light stems (`stem.py`), pairs of characters for scripts that write no
spaces. A token never holds a space, a quote or any other sign: letters, marks and digits only.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import pairwise

from indexer.stem import stem

ANALYSIS_VERSION = 2
"""Part of every index; an index made with another number must be built again."""

MAX_WORDS = 12
"""Words of a typed line that are used: more is a pasted text, and no listing has all of it."""

_ENGLISH = """
a an and any are as at be by can do does for from get have help how i im in is it its me my need
needs near of on or our please that the their there to want we what where who with you your
"""
_SPANISH = """
al como con cual de del donde el ella en es esta este hay la las lo los mi mis necesito o para por
que quiero se sin su sus un una unas unos y yo
"""
STOPWORDS = frozenset((_ENGLISH + _SPANISH).split())
"""Words of a question that say nothing about the answer. Only left out of what is asked, never of
what is indexed; a question of nothing else keeps them."""

_FOLDED = str.maketrans({
    "ß": "ss", "æ": "ae", "œ": "oe", "ø": "o", "ł": "l", "đ": "d", "ð": "d", "þ": "th", "ı": "i",
    "آ": "ا", "أ": "ا", "إ": "ا", "ٱ": "ا", "ى": "ي", "ة": "ه",
    "ـ": None, "\u200c": None, "\u200d": None,
})  # fmt: skip
"""Letters that Unicode does not take apart; alef and teh marbuta as people mix them up; joiners."""

_TYPOGRAPHIC = str.maketrans({
    "'": None, "’": None, "‘": None, "ʼ": None, "ʻ": None, "`": None, "´": None, "\u00ad": None,
    "“": " ", "”": " ", "«": " ", "»": " ", "–": " ", "—": " ", "…": " ", "•": " ", "\u00a0": " ",
})  # fmt: skip
"""Signs that stand inside words ("o'neil", "martha's") go; those between words are spaces."""

_MARKS_TO_DROP = re.compile("[\u0300-\u036f\u0591-\u05bd\u05bf\u05c1\u05c2\u064b-\u0652\u0670]")
"""Accents of Latin, Greek and Cyrillic, points of Hebrew and Arabic. Not the vowel signs of Thai,
Khmer or Indic scripts, which are half of the word."""

_INITIALS = re.compile(r"(?<!\w)(?:(?:[^\W\d_]\.)+[^\W\d_](?!\w)|(?:[^\W\d_]\.){2,}(?!\w))")
"""S.O.M.E., D.C., U.S: an acronym with full stops is one word."""

_SPELLED_NUMBER = re.compile(r"(?<![\w-])\d(?:-\d)+(?![\w-])")
"""2-1-1, 9-1-1."""

_UNSPACED = (
    "[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u1100-\u11ff\u3040-\u30ff\u3130-\u318f\u31f0-\u31ff"
    "\u3400-\u4dbf\u4e00-\u9fff\uac00-\ud7af\uf900-\ufaff\uff66-\uff9f\U00020000-\U0003ffff]"
)
"""Thai, Lao, Burmese, Khmer, Hangul, kana and Han: cut into pairs of characters. Hangul has spaces,
but its particles are written on the word."""


def _class_of_marks() -> str:
    """A character class of everything that belongs to the letter before it (Unicode category M)."""
    signs = map(chr, range(0x300, 0x20000))
    return "[" + "".join(sign for sign in signs if unicodedata.category(sign)[0] == "M") + "]"


_MARK = _class_of_marks()
_ASCII_WORD = re.compile(r"[a-z0-9]+")
_WORD = re.compile(rf"(?:{_UNSPACED}{_MARK}*)+|(?:(?!{_UNSPACED})[^\W_]{_MARK}*)+")
"""A run of one kind: letters and digits of scripts with spaces, or of one without."""

_AROUND = re.compile(r"\A[\W_]+|[\W_]+\Z")
_CHARACTER = re.compile(rf"[^\W_]{_MARK}*")
_STARTS_UNSPACED = re.compile(_UNSPACED)


@dataclass(frozen=True)
class Word:
    """One word of a typed line."""

    token: str
    """As indexed."""
    typed: str
    """As people read it in "why": as they wrote it, without the signs around it."""


def fold(text: str) -> str:
    """The text in lower case without accents, in one Unicode form; spaces and signs are kept."""
    text = text.translate(_TYPOGRAPHIC)
    if text.isascii():
        return text.lower()
    text = unicodedata.normalize("NFKC", text).casefold().translate(_FOLDED)
    text = _MARKS_TO_DROP.sub("", unicodedata.normalize("NFD", text))
    return unicodedata.normalize("NFC", text)


def words_of(text: str) -> tuple[Word, ...]:
    """The words of a typed line that count, in order, each once, at most MAX_WORDS.

    >>> [word.token for word in words_of("a food pantry for my children")]
    ['food', 'pantry', 'child']
    """
    asked = list(_asked_words(text))
    telling = [(word, folded) for word, folded in asked if folded not in STOPWORDS] or asked
    words: dict[str, Word] = {}
    for word, _ in telling:
        words.setdefault(word.token, word)
    return tuple(words.values())[:MAX_WORDS]


def tokens_of(text: str) -> list[str]:
    """All tokens of a text to be indexed, in order, repeats included."""
    folded = _folded_words(text)
    if not text.isascii():
        folded = [part for word in folded for part in _indexed_parts(word)]
    return [_TOKENS[word] for word in folded]


def telling_tokens_of(text: str) -> list[str]:
    """Tokens of a name without stopwords, unless it has no others: as of what is asked for."""
    folded = _folded_words(text)
    telling = [word for word in folded if word not in STOPWORDS] or folded
    return [_TOKENS[part] for word in telling for part in _asked_parts(word)]


def has_unspaced(text: str) -> bool:
    """Whether some of it is written in a script without spaces between words."""
    return not text.isascii() and _STARTS_UNSPACED.search(text) is not None


def prefixes_of(text: str) -> list[str]:
    """The folded words of a name or of what is being typed, not stemmed: for completion."""
    return _folded_words(text)


def all_tokens(texts: Iterable[str]) -> list[str]:
    """The distinct tokens of several texts, in order of first appearance."""
    return list(dict.fromkeys(token for text in texts for token in tokens_of(text)))


class _Tokens(dict[str, str]):
    """Word -> token, remembered: a directory says the same words again and again."""

    most = 200_000
    """Words kept, some 20 MB; a directory of 100,000 listings has fewer."""

    def __missing__(self, word: str) -> str:
        if len(self) >= self.most:
            self.clear()
        token = self[word] = stem(word)
        return token


_TOKENS = _Tokens()


def _folded_words(text: str) -> list[str]:
    """Runs of letters, marks and digits; unspaced scripts and others are parted."""
    folded = fold(text)
    if "." in folded:
        folded = _INITIALS.sub(_joined, folded)
    if "-" in folded:
        folded = _SPELLED_NUMBER.sub(_joined, folded)
    return (_ASCII_WORD if folded.isascii() else _WORD).findall(folded)


def _asked_words(text: str) -> Iterator[tuple[Word, str]]:
    """Each word of a typed line, and its folded form."""
    for chunk in text.split():
        parts = [part for word in _folded_words(chunk) for part in _asked_parts(word)]
        typed = _AROUND.sub("", chunk)
        for part in parts:
            yield Word(_TOKENS[part], typed if len(parts) == 1 else part), part


def _joined(match: re.Match[str]) -> str:
    return match[0].replace(".", "").replace("-", "")


def _indexed_parts(word: str) -> list[str]:
    """A spaced word is itself; an unspaced run is its characters and its pairs."""
    if not _STARTS_UNSPACED.match(word):
        return [word]
    characters = _CHARACTER.findall(word)
    return characters + _pairs(characters)


def _asked_parts(word: str) -> list[str]:
    """A spaced word is itself; an unspaced run its pairs, or its one character."""
    if not _STARTS_UNSPACED.match(word):
        return [word]
    characters = _CHARACTER.findall(word)
    return _pairs(characters) or characters


def _pairs(characters: list[str]) -> list[str]:
    return [a + b for a, b in pairwise(characters)]
