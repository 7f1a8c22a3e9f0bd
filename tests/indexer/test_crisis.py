"""A life in danger is seen in what people type, and whom to call is said."""

from pathlib import Path

import pytest

from indexer.crisis import NEED_OF, ORDER, dangers_in, lines_of
from indexer.lexicon import Lexicon, LexiconError, lexicon
from indexer.lexicon.tables import FOLDER, read_tables


@pytest.mark.parametrize(
    ("text", "danger"),
    [
        ("i want to kill myself", "suicide"),
        ("I don't want to live anymore", "suicide"),
        ("my brother wants to kill himself", "suicide"),
        ("no puedo más", "suicide"),
        ("QUIERO MORIR", "suicide"),
        ("想死", "suicide"),
        ("저는 죽고 싶어요", "suicide"),
        ("muốn chết", "suicide"),
        ("أريد أن أموت", "suicide"),
        ("መሞት እፈልጋለሁ", "suicide"),
        ("je veux mourir", "suicide"),
        ("mwen vle mouri", "suicide"),
        ("quero morrer", "suicide"),
        ("хочу умереть", "suicide"),
        ("gusto ko nang mamatay", "suicide"),
        ("he hits me", "violence"),
        ("my husband beat me last night", "violence"),
        ("mi esposo me pega", "violence"),
        ("老公打我", "violence"),
        ("زوجي يضربني", "violence"),
        ("муж бьёт меня", "violence"),
        ("i was raped", "sexual_assault"),
        ("chest pain", "emergency"),
        ("my baby swallowed bleach", "poison"),
        ("i ran away from home", "runaway"),
    ],
)
def test_danger_is_seen_in_every_language(text: str, danger: str) -> None:
    assert danger in dangers_in(text)


@pytest.mark.parametrize(
    "text",
    [
        "food pantry",
        "grab a drape",
        "killing time at the library",
        "diet class",
        "hit the gym",
        "stroke support group",
        "help for my husband",
        "grape juice",
        "comida para mi esposo",
    ],
)
def test_other_lines_are_no_danger(text: str) -> None:
    assert dangers_in(text) == ()


def test_what_cannot_wait_comes_first() -> None:
    assert dangers_in("he hits me and i cant breathe")[0] == "emergency"


def test_whom_to_call_in_the_united_states() -> None:
    assert [line.phone for line in lines_of(["suicide"])] == ["988", "911"]
    assert [line.phone for line in lines_of(["violence", "suicide"])] == [
        "1-800-799-7233",
        "911",
        "988",
    ]
    assert lines_of(["suicide"])[0].name("es").startswith("Línea 988")


def test_a_region_without_lines_has_none() -> None:
    assert lines_of(["suicide"], region="XX") == ()


def test_an_operator_sets_the_lines_of_a_region(tmp_path: Path) -> None:
    (tmp_path / "crisis_lines.toml").write_text(
        '[GB.suicide]\nlines = ["samaritans"]\n'
        '[line.samaritans]\nphone = "116 123"\nen = "Samaritans, day and night"\n'
    )
    own = Lexicon(read_tables([FOLDER, tmp_path]))
    assert [line.phone for line in lines_of(["suicide"], "GB", own)] == ["116 123"]
    assert [line.phone for line in lines_of(["suicide"], "US", own)] == ["988", "911"]


def test_a_line_that_is_not_there_is_refused(tmp_path: Path) -> None:
    (tmp_path / "crisis_lines.toml").write_text('[GB.suicide]\nlines = ["samaritans"]\n')
    with pytest.raises(LexiconError, match=r"\[GB.suicide\]: there is no \[line.samaritans\]"):
        lines_of(["suicide"], "GB", Lexicon(read_tables([FOLDER, tmp_path])))


def test_every_danger_has_lines_a_place_in_the_order_and_a_need() -> None:
    for danger in lexicon().crisis:
        assert lines_of([danger]), danger
        assert danger in ORDER
        assert NEED_OF[danger] in lexicon().needs
