"""The tables of words: whole, valid, and added to without code."""

import csv
from collections.abc import Iterator
from pathlib import Path

import pytest

from indexer.lexicon import Kind, Lexicon, LexiconError, Use, lexicon, use_own_words
from indexer.lexicon.phrases import PhraseTable, covering, line_of
from indexer.lexicon.tables import FOLDER, is_words, parted, read_tables
from indexer.text import tokens_of

OTHER_LANGUAGES = ("zh", "vi", "ko", "ar", "am", "fr", "ht", "pt", "ru", "tl")
COMMONEST = 40


def written(language: str) -> set[str]:
    """Needs that have words in the file of a language."""
    table = next(s.table for s in read_tables([FOLDER]) if s.path.name == f"{language}.toml")
    return {code for code, row in table.items() if code in lexicon().needs and row}


def codes_in(text: str, use: Use = Use.ANY) -> list[str]:
    """Codes of the needs that a line is understood to name."""
    matches = lexicon().need_phrases.matches(line_of(tokens_of(text)), use)
    return [code for match in covering(matches) for code in match.codes]


@pytest.mark.parametrize("language", ["en", "es"])
def test_every_need_has_words_and_a_name_in_english_and_spanish(language: str) -> None:
    assert written(language) == set(lexicon().needs)
    assert all(language in need.names for need in lexicon().needs.values())


@pytest.mark.parametrize("language", OTHER_LANGUAGES)
def test_the_commonest_needs_have_words_in_ten_more_languages(language: str) -> None:
    assert len(written(language)) >= COMMONEST
    assert language in lexicon().language_names


def test_needs_are_tied_to_gravity_domains_and_open_eligibility(shared: Path) -> None:
    """Only the gap that Open Eligibility is known to have, digital access, has no term of it."""
    with (shared / "taxonomy/open-eligibility-2.0.csv").open(encoding="utf-8") as file:
        terms = {row["id"] for row in csv.DictReader(file) if row["facet"] == "service"}
    with (shared / "taxonomy/sdoh-need-crosswalk.csv").open(encoding="utf-8") as file:
        domains = {row["need"] for row in csv.DictReader(file)}
    needs = lexicon().needs.values()
    assert {code for need in needs for code in need.open_eligibility} <= terms
    assert {domain for need in needs for domain in need.gravity} <= domains
    assert [need.code for need in needs if not need.open_eligibility] == ["computer-access"]


def test_a_domain_of_needs_has_a_need(shared: Path) -> None:
    """What a screening finds can be looked for."""
    with (shared / "taxonomy/sdoh-need-crosswalk.csv").open(encoding="utf-8") as file:
        domains = {row["need"] for row in csv.DictReader(file)}
    assert {domain for need in lexicon().needs.values() for domain in need.gravity} == domains


def test_there_are_few_top_needs() -> None:
    assert len([need for need in lexicon().needs.values() if need.under is None]) <= 14
    assert lexicon().with_wider("detox") == ("detox", "addiction", "counseling")


@pytest.mark.parametrize(
    ("text", "codes"),
    [
        ("food stamps", ["snap"]),
        ("stamps for food", ["snap"]),
        ("pay my overdue light bill", ["utilities"]),
        ("living on the street", ["shelter"]),
        ("14th street", []),  # "on the street" counts to the letter
        ("street repair", ["city-services"]),
        ("need help", ["information"]),
        ("need help with rent", ["rent-help"]),  # small words beside others mean nothing
        ("animal shelter", ["pets"]),
        ("the longest phrase wins: domestic violence shelter", ["dv-shelter"]),
    ],
)
def test_phrases_are_found_by_their_telling_words(text: str, codes: list[str]) -> None:
    assert codes_in(text) == codes


def test_loose_words_mean_a_need_only_when_they_are_typed() -> None:
    assert codes_in("hungry", Use.ASKED) == ["food"]
    assert codes_in("hungry", Use.WORDS | Use.SAID) == []


def all_phrases() -> Iterator[tuple[str, str, str]]:
    for source in filter(is_words, read_tables([FOLDER])):
        for code, row in source.table.items():
            for key, text in row.items():
                yield from ((source.path.name, f"{code}.{key}", phrase) for phrase in parted(text))


def test_every_phrase_can_be_found() -> None:
    assert [entry for entry in all_phrases() if not tokens_of(entry[2])] == []


# ---------------------------------------------------------------------- an operator's own tables


def test_an_operator_adds_words_and_needs_without_code(tmp_path: Path) -> None:
    (tmp_path / "needs.toml").write_text(
        '[firewood]\nunder = "money"\nen = "Firewood"\noe = "1119"\nrelated = "utilities"\n'
    )
    (tmp_path / "en.toml").write_text(
        '[firewood]\nwords = "firewood; cord of wood"\n'
        '[food-pantry]\nwords = "the caring cupboard"\n'
    )
    own = Lexicon(read_tables([FOLDER, tmp_path]))
    found = [
        match.codes
        for text in ("cord of wood", "caring cupboard", "food bank")
        for match in covering(own.need_phrases.matches(line_of(tokens_of(text))))
    ]
    assert found == [("firewood",), ("food-pantry",), ("food-pantry",)]
    assert own.needs["firewood"].name("es") == "Firewood"


@pytest.mark.parametrize(
    ("name", "text", "message"),
    [
        ("needs.toml", "[x", "cannot be read as TOML"),
        ("needs.toml", '[x]\nes = "Leña"', "a need has at least en"),
        ("needs.toml", '[x]\nen = "X"\nunder = "nowhere"', "there is no need 'nowhere'"),
        ("en.toml", '[food]\nwords = ["a"]', "write one text, phrases parted by ;"),
    ],
)
def test_a_table_that_cannot_be_used_is_named(
    tmp_path: Path, name: str, text: str, message: str
) -> None:
    (tmp_path / name).write_text(text)
    with pytest.raises(LexiconError, match=message):
        need_phrases(tmp_path)


def need_phrases(own: Path) -> PhraseTable:
    return Lexicon(read_tables([FOLDER, own])).need_phrases


def test_the_words_of_an_operator_are_used_everywhere(tmp_path: Path) -> None:
    (tmp_path / "en.toml").write_text('[diapers]\nwords = "zibzab"\n')
    try:
        use_own_words(tmp_path)
        assert codes_in("zibzab") == ["diapers"]
    finally:
        use_own_words(None)
    assert codes_in("zibzab") == []


def test_the_lexicon_is_read_once() -> None:
    assert lexicon() is lexicon()
    assert Kind.NEED in {meaning.kind for _, meaning in lexicon().unspaced}
