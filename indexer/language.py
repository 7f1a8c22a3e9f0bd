"""Languages spoken, as directories write them -> names as people read them, one spelling each."""

from __future__ import annotations

import re
from collections.abc import Iterable

from directory.model import Language

_NAMES = """
am:amh Amharic|ar:ara Arabic|hy:arm Armenian|my:bur Burmese|bn:ben Bengali|bs:bos Bosnian
bg:bul Bulgarian|yue Cantonese|zh:chi:zho Chinese|hr:hrv Croatian|cs:cze Czech|prs Dari|nl:dut Dutch
en:eng English|fa:per:fas Farsi|fi:fin Finnish|fr:fre:fra French|de:ger:deu German|el:gre:ell Greek
gu:guj Gujarati|ht:hat Haitian Creole|ha:hau Hausa|he:heb Hebrew|hi:hin Hindi|hmn Hmong
hu:hun Hungarian|ig:ibo Igbo|ilo Ilocano|id:ind Indonesian|it:ita Italian|ja:jpn Japanese
km:khm Khmer|rw:kin Kinyarwanda|rn:run Kirundi|ko:kor Korean|ku:kur Kurdish|lo:lao Lao
ms:may Malay|ml:mal Malayalam|cmn Mandarin|mr:mar Marathi|mh:mah Marshallese|nv:nav Navajo
ne:nep Nepali|no:nor Norwegian|om:orm Oromo|ps:pus Pashto|pl:pol Polish|pt:por Portuguese
pa:pan Punjabi|ro:rum Romanian|ru:rus Russian|sm:smo Samoan|sr:srp Serbian|si:sin Sinhala
so:som Somali|es:spa Spanish|sw:swa Swahili|sv:swe Swedish|tl:tgl:fil Tagalog|ta:tam Tamil
te:tel Telugu|th:tha Thai|ti:tir Tigrinya|to:ton Tongan|tr:tur Turkish|tw:twi Twi|uk:ukr Ukrainian
ur:urd Urdu|uz:uzb Uzbek|vi:vie Vietnamese|wo:wol Wolof|yi:yid Yiddish|yo:yor Yoruba
ase American Sign Language
"""
"""ISO 639-1 and 639-2 or 639-3 codes, and the English name."""

_OTHER_NAMES = {
    "asl": "American Sign Language",
    "cambodian": "Khmer",
    "creole": "Haitian Creole",
    "filipino": "Tagalog",
    "persian": "Farsi",
    "sign language": "American Sign Language",
    "español": "Spanish",
}
"""As directories of the United States use them."""


def _by_code() -> dict[str, str]:
    entries = [entry.partition(" ") for line in _NAMES.split("\n") for entry in line.split("|")]
    return {code: name for codes, _, name in entries for code in codes.split(":") if code}


NAME_OF_CODE = _by_code()
_NAME_OF_WORDS = {name.casefold(): name for name in NAME_OF_CODE.values()} | _OTHER_NAMES
_KNOWN = re.compile(
    r"(?<!\w)("
    + "|".join(sorted(map(re.escape, _NAME_OF_WORDS), key=len, reverse=True))
    + r")(?!\w)"
)


def language_names(languages: Iterable[Language]) -> tuple[str, ...]:
    """Names of the languages, each once, in order. A text in which no language is known to us
    ("over 150 languages") gives none.

    >>> language_names([Language(id="1", code="es"), Language(id="2", name="TDD, some french")])
    ('Spanish', 'French')
    """
    return tuple(dict.fromkeys(name for language in languages for name in _names_of(language)))


def _names_of(language: Language) -> list[str]:
    code = (language.code or "").casefold().partition("-")[0]
    if code in NAME_OF_CODE:
        return [NAME_OF_CODE[code]]
    return [_NAME_OF_WORDS[words] for words in _KNOWN.findall((language.name or "").casefold())]
