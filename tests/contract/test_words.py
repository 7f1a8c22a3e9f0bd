"""What words find, on every engine."""

from __future__ import annotations

from typing import Any

import pytest

from indexer.engine import Engine
from indexer.fields import EXACT_NAME, MISSING_WORD, NAME_START, WEIGHT
from tests.contract.conftest import Search, index, names_of
from tests.contract.documents import checked, document


def test_blank_query_finds_nothing(engine: Engine, search: Search) -> None:
    index(engine, document("Food pantry"))
    for blank in ("", "   ", "\n\t", "... !?", '"'):
        page = search(blank)
        assert (page.total, page.hits, page.has_next) == (0, (), False)


@pytest.mark.parametrize(
    "changes",
    [
        {"name": "Soup kitchen"},
        {"alternate_names": ("Soup kitchen",)},
        {"organization": "Soup kitchen"},
        {"categories": ("Soup kitchen",)},
        {"needs": ("Soup kitchen",)},
        {"description": "It is a soup kitchen."},
        {"details": "In the soup kitchen"},
    ],
    ids=lambda changes: next(iter(changes)),
)
def test_words_are_found_in_every_field_of_text(
    engine: Engine, search: Search, changes: dict[str, Any]
) -> None:
    index(engine, document("Meals", **changes), document("Other"))
    assert len(search("kitchen soup").hits) == 1


@pytest.mark.parametrize(
    "changes", [{"summary": "soup"}, {"address": "1 Soup Street"}, {"phone": "soup"}]
)
def test_words_are_not_looked_for_elsewhere(
    engine: Engine, search: Search, changes: dict[str, Any]
) -> None:
    index(engine, document("Meals", **changes))
    assert search("soup").total == 0


FIELDS: list[tuple[dict[str, Any], float]] = [
    ({"name": "A soup"}, WEIGHT["name"]),
    ({"alternate_names": ("Soup",)}, WEIGHT["alternate_names"]),
    ({"categories": ("Soup",)}, WEIGHT["categories"]),
    ({"organization": "Bean soup"}, WEIGHT["organization"]),
    ({"description": "Soup"}, WEIGHT["description"]),
]


def test_the_better_the_field_the_higher_the_hit(engine: Engine, search: Search) -> None:
    index(
        engine,
        *(
            document(f"Meals {n}", belief=checked(0), **changes)
            for n, (changes, _) in reversed(list(enumerate(FIELDS)))
        ),
    )
    scores = [hit.score for hit in search("soup").hits]
    # "a" is a stopword, so that "A soup" is "soup", the whole name.
    expected = [FIELDS[0][1] * EXACT_NAME, *(weight for _, weight in FIELDS[1:])]
    assert scores == pytest.approx(expected, rel=1e-5)


def test_exact_names_stand_before_beginnings_before_the_rest(
    engine: Engine, search: Search
) -> None:
    belief = checked(0)
    index(
        engine,
        document("Our great food pantry", belief=belief),
        document("Food pantry of the hill", belief=belief),
        document("Pantry food", belief=belief),
        document("The food pantry", belief=belief),
    )
    page = search("food pantry")
    scores = {hit.name: hit.score for hit in page.hits}
    assert scores == pytest.approx(
        {
            "Our great food pantry": 1.0,
            "Food pantry of the hill": NAME_START,
            "Pantry food": EXACT_NAME,
            "The food pantry": EXACT_NAME,
        },
        rel=1e-5,
    )


def test_the_name_of_the_organization_counts_as_a_name(engine: Engine, search: Search) -> None:
    index(engine, document("Meals", organization="Bread for the City", belief=checked(0)))
    (hit,) = search("bread for the city").hits
    assert hit.score == pytest.approx(WEIGHT["organization"] * EXACT_NAME, rel=1e-5)
    assert hit.why == ('Matches "bread city" in the name of its organization',)


def test_every_word_is_wanted(engine: Engine, search: Search) -> None:
    index(engine, document("Food pantry"), document("Food bus"), document("Pantry door"))
    page = search("food pantry")
    assert names_of(page) == ["Food pantry"]
    assert page.applied == ()


def test_of_three_words_most_are_enough_when_few_have_all(engine: Engine, search: Search) -> None:
    belief = checked(0)
    index(
        engine,
        document("Free food pantry", belief=belief),
        document("Food pantry", belief=belief),
        document("Free clinic", belief=belief),
    )
    page = search("free food pantry")
    assert names_of(page) == ["Free food pantry", "Food pantry"]
    assert page.total == 2
    assert page.applied == ("Only 1 listing has every word; the others have most",)
    assert page.hits[1].score == pytest.approx(2 / 3 * MISSING_WORD, rel=1e-5)
    assert page.hits[1].why == ('Matches "food pantry" in its name',)
    assert search("elder law advice").total == 0


def test_three_listings_with_every_word_are_enough(engine: Engine, search: Search) -> None:
    index(engine, *(document(f"Free food pantry {n}") for n in range(3)), document("Free food"))
    page = search("free food pantry")
    assert (page.total, page.applied) == (3, ())


HOSTILE = [
    '"', '""', '"food', "food AND", "AND OR NOT", "NOT food", "NEAR(food pantry)", "food*", "^food",
    "name:food", "{name}: food", "(food", "food) OR (1=1", "'; DROP TABLE document; --", "food\x00",
    "-food", "+food", "food:pantry", "a" * 5000, "food " * 500, "%_%", "\\", "\ufeff", "💥", "{}",
    '{"match_all": {}}', "\ud7ff\ue000", "food\u202epantry", "food OR pantry", "*:*", "/food/",
]  # fmt: skip


@pytest.mark.parametrize("text", HOSTILE, ids=range(len(HOSTILE)))
def test_typed_text_is_never_syntax(engine: Engine, search: Search, text: str) -> None:
    index(engine, document("Food pantry"), document("Clothes"))
    page = search(text)
    assert set(names_of(page)) <= {"Food pantry"}
    engine.suggest(text)
    assert search("clothes").total == 1


@pytest.mark.parametrize(
    ("indexed", "asked"),
    [
        ("Clínica de niños", "clinica ninos"),
        ("CLINICA", "clínica"),
        ("Pantries", "pantry"),
        ("Women's shelter", "womens shelter"),
        ("Women’s shelter", "women's shelter"),
        ("S.O.M.E.", "some"),
        ("Groß", "gross"),
        ("食物银行服务", "食物"),
        ("食物银行服务", "银行"),
        ("بنك الطعام", "طعام"),
        ("бесплатная еда", "ЕДА"),
        ("여성 쉼터는", "쉼터"),
        ("ธนาคารอาหาร", "อาหาร"),
        ("e\u0301cole", "\u00e9cole"),
        ("ＦＯＯＤ", "food"),
    ],
)
def test_words_are_found_however_they_are_written(
    engine: Engine, search: Search, indexed: str, asked: str
) -> None:
    index(engine, document(indexed), document("Other"))
    assert names_of(search(asked)) == [indexed]


def test_words_that_say_nothing_are_left_out_unless_there_are_no_others(
    engine: Engine, search: Search
) -> None:
    index(engine, document("The Where House"), document("Food"))
    assert names_of(search("where can i get food")) == ["Food"]
    assert names_of(search("where")) == ["The Where House"]


def test_only_the_first_words_of_a_long_text_count(engine: Engine, search: Search) -> None:
    words = [f"w{n}x" for n in range(20)]
    index(engine, document(" ".join(words[:12])))
    page = search(" ".join(words))
    assert page.total == 1
    assert page.applied == ("the first 12 words",)


def test_each_word_is_told_where_it_was_found(engine: Engine, search: Search) -> None:
    index(
        engine,
        document("Soup", categories=("Meals",), organization="House", description="With bread."),
    )
    (hit,) = search("soup meals house bread").hits
    assert hit.why == (
        'Matches "soup" in its name',
        'Matches "house" in the name of its organization',
        'Matches "meals" in what it offers',
        'Matches "bread" in its description',
    )


@pytest.mark.parametrize(
    ("typed", "completions"),
    [
        ("fo", ["Food", "Food Stamps", "Food bank of the hill"]),
        ("food b", ["Food bank of the hill"]),
        ("ban", ["Food bank of the hill"]),
        ("bre", ["Bread House"]),
        ("", []),
        ("zzz", []),
    ],
)
def test_what_is_typed_is_completed(engine: Engine, typed: str, completions: list[str]) -> None:
    index(
        engine,
        document("Food bank of the hill", categories=("Food",), organization="Bread House"),
        document("Help", categories=("Food Stamps",)),
    )
    assert engine.suggest(typed) == completions
    assert engine.suggest(typed, limit=1) == completions[:1]
