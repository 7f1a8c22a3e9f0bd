"""Text becomes tokens: the one analysis."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from indexer.stem import stem
from indexer.text import (
    MAX_WORDS,
    all_tokens,
    fold,
    prefixes_of,
    telling_tokens_of,
    tokens_of,
    words_of,
)


@pytest.mark.parametrize(
    ("text", "folded"),
    [
        ("Café", "cafe"),
        ("cafe\u0301", "cafe"),
        ("Straße", "strasse"),
        ("Łódź", "lodz"),
        ("O’Neil's", "oneils"),
        ("ＦＯＯＤ", "food"),
        ("إسكان", "اسكان"),
        ("مَدْرَسَة", "مدرسه"),
        ("Ё", "е"),
        ("ที่พัก", "ที่พัก"),
        ("नेपाली", "नेपाली"),
        ("non\u00adbreaking", "nonbreaking"),
    ],
)
def test_case_and_accents_are_folded_and_vowel_signs_kept(text: str, folded: str) -> None:
    assert fold(text) == folded


@pytest.mark.parametrize(
    ("text", "tokens"),
    [
        ("Food & Clothing", ["food", "cloth"]),
        ("S.O.M.E. of D.C.", ["some", "of", "dc"]),
        ("dial 2-1-1", ["dial", "211"]),
        ("walk-in 24/7", ["walk", "in", "24", "7"]),
        ("a.m.", ["am"]),
        ("example.org", ["exampl", "org"]),
        ("food_bank", ["food", "bank"]),
        ("食物银行", ["食", "物", "银", "行", "食物", "物银", "银行"]),
        ("食", ["食"]),
        ("AIDS病", ["aids", "病"]),
        ("", []),
        ("!?...", []),
    ],
)
def test_indexed_texts_become_tokens(text: str, tokens: list[str]) -> None:
    assert tokens_of(text) == tokens


@pytest.mark.parametrize(
    ("typed", "asked"),
    [
        ("I need help with food", ["food"]),
        ("necesito comida para mis hijos", ["comid", "hijo"]),
        ("where can i", ["wher", "can", "i"]),
        ("food Food FOODS", ["food"]),
        ("食物银行", ["食物", "物银", "银行"]),
        ('"food pantry"', ["food", "pantry"]),
        ("  ", []),
    ],
)
def test_typed_lines_become_the_words_that_count(typed: str, asked: list[str]) -> None:
    assert [word.token for word in words_of(typed)] == asked


def test_a_word_is_told_as_it_was_typed() -> None:
    assert [word.typed for word in words_of("(Children's) Clínicas!")] == ["Children's", "Clínicas"]


def test_a_long_line_is_cut() -> None:
    assert len(words_of(" ".join(f"w{n}" for n in range(50)))) == MAX_WORDS


def test_names_lose_stopwords_unless_they_are_nothing_else() -> None:
    assert telling_tokens_of("Bread for the City") == ["bread", "city"]
    assert telling_tokens_of("The Who") == ["the", "who"]


def test_tokens_of_several_texts_come_once_in_order() -> None:
    assert all_tokens(["food bank", "bank house"]) == ["food", "bank", "hous"]


def test_completion_does_not_stem() -> None:
    assert prefixes_of("Pantries & Clínica") == ["pantries", "clinica"]


@given(st.text(max_size=60))
def test_tokens_hold_no_sign_that_an_engine_could_read(text: str) -> None:
    asked = [word.token for word in words_of(text)]
    for token in [*tokens_of(text), *asked]:
        assert token
        assert not re.search(r"[\s\"'*^(){}:+\\-]", token)


@given(st.text(max_size=40))
def test_what_is_asked_is_among_what_is_indexed(text: str) -> None:
    assert {word.token for word in words_of(text)} <= set(tokens_of(text))


SAME = """
pantry pantries|house houses housing|child children|shelter shelters sheltered|church churches
clinic clinics|clinica clinicas clínico|comida comidas|abogado abogada abogados|bus buses
counsel counseling|woman women|box boxes|class classes|city cities|job jobs|food foods
طعام الطعام والطعام|مدرسه المدرسه
"""
OTHER = """
care car|caring car|bus busy|need needle|house horse|wing wine|bread breed
"""


def groups(lines: str) -> list[list[str]]:
    return [group.split() for line in lines.strip().splitlines() for group in line.split("|")]


@pytest.mark.parametrize("words", groups(SAME), ids=lambda words: words[0])
def test_forms_of_a_word_have_one_stem(words: list[str]) -> None:
    assert len({stem(fold(word)) for word in words}) == 1


@pytest.mark.parametrize("words", groups(OTHER), ids=lambda words: words[0])
def test_other_words_keep_another_stem(words: list[str]) -> None:
    assert len({stem(fold(word)) for word in words}) == len(words)


@given(st.from_regex(r"[a-z]{1,12}", fullmatch=True))
def test_a_stem_is_a_beginning_or_a_known_change(word: str) -> None:
    stemmed = stem(word)
    assert stemmed
    assert len(stemmed) <= len(word)
