"""Misspelt words are corrected to what people ask for; names and real words are left alone."""

import pytest

from indexer.lexicon import lexicon
from indexer.spelling import Spelling

NAMES = {"ruth": 3, "sasha": 2, "anacostia": 9, "marthas": 1, "covenant": 2, "whitman": 4}


@pytest.fixture(scope="module")
def spelling() -> Spelling:
    words = lexicon()
    return Spelling(words.words("en"), NAMES, less_likely=words.words("es"))


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("fod", "food"),
        ("pantrey", "pantry"),
        ("shleter", "shelter"),
        ("dentsit", "dentist"),
        ("dipaers", "diapers"),
        ("housng", "housing"),
        ("employmnt", "employment"),
        ("counsleing", "counseling"),
        ("lawer", "lawyer"),
        ("evction", "eviction"),
        ("transportion", "transportation"),
        ("clohtes", "clothes"),
        ("hosptial", "hospital"),
        ("medicin", "medicine"),
        ("anacositia", "anacostia"),  # the directory's own names are words too
        ("covenent", "covenant"),
        ("wihtman", "whitman"),
    ],
)
def test_a_slip_is_corrected(spelling: Spelling, typed: str, meant: str) -> None:
    assert spelling.corrected(typed) == meant


@pytest.mark.parametrize(
    "word",
    [
        "food",
        "comida",
        "ruth",
        "Sasha",
        "xqzvwkj",
        "zzzzzzzz",
        "qwertyuiop",
        "20009",
        "h1n1",
        "to",
        "食物",
    ],
)
def test_words_names_numbers_and_nonsense_are_left_alone(spelling: Spelling, word: str) -> None:
    assert spelling.corrected(word) is None


def test_a_word_that_more_listings_have_is_likelier() -> None:
    spelling = Spelling((), {"barton": 1, "burton": 40})
    assert spelling.corrected("bxrton") == "burton"
