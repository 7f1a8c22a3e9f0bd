"""What typed lines are taken for: our own phrases, in every language of the lexicon."""

from functools import cache

import pytest

from geodata.gazetteer import Gazetteer, open_gazetteer
from indexer.asked import LANGUAGE, NEED, POPULATION, marked
from indexer.lexicon import Kind, lexicon
from indexer.spelling import Spelling
from indexer.typed_line import MAX_LINE_WORDS
from indexer.understanding import Understanding, understand

DIRECTORY = frozenset(("ruth", "martha", "cedar", "hill", "clinic", "purpl"))
"""Tokens that some listing has."""


@cache
def spelling() -> Spelling:
    words = lexicon()
    names = dict.fromkeys(("ruth", "marthas", "cedar", "hill"), 1)
    return Spelling(words.words("en"), names, less_likely=words.words("es"))


@cache
def gazetteer() -> Gazetteer:
    return open_gazetteer()


def read(text: str, **changes: object) -> Understanding:
    """The line as a directory of few words understands it."""
    values = {"spelling": spelling(), "is_found": DIRECTORY.__contains__} | changes
    return understand(text, **values)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("text", "needs"),
    [
        # plain words
        ("cant pay my light bill", ["utilities"]),
        ("they cut off my lights", ["utilities"]),
        ("nothing to eat", ["food"]),
        ("place to sleep tonight for me and my kids", ["shelter"]),
        ("I'm sleeping in my car", ["shelter"]),
        ("landlord won't fix anything", ["eviction"]),
        ("toothache", ["dental"]),
        ("somebody to watch my kids while i work", ["child-care"]),
        ("my mom has dementia", ["dementia-care"]),
        ("lost my ID", ["identity-documents"]),
        ("boss wont pay me", ["workers-rights"]),
        ("ride to dialysis", ["medical-rides"]),
        ("get my record sealed", ["record-clearing"]),
        ("need a lawyer", ["legal", "legal-aid"]),
        # acronyms and names of programmes
        ("SNAP", ["snap"]),
        ("ebt", ["snap"]),
        ("WIC office", ["wic"]),
        ("TANF", ["cash-benefits"]),
        ("LIHEAP", ["utilities"]),
        ("section 8", ["housing-vouchers"]),
        ("SSI", ["disability-benefits"]),
        ("AA meetings", ["twelve-step"]),
        ("ESL", ["english-classes"]),
        ("G.E.D.", ["ged"]),
        ("FQHC", ["clinic"]),
        ("IHSS", ["home-care"]),
        ("DV", ["domestic-violence"]),
        # words of the trade
        ("respite care", ["respite"]),
        ("rapid rehousing", ["transitional-housing"]),
        ("in-home supportive services", ["home-care"]),
        ("medication assisted treatment", ["addiction"]),
        # Spanish
        ("comida", ["food"]),
        ("ayuda para pagar la renta", ["rent-help"]),
        ("me van a desalojar", ["rent-help", "eviction"]),
        ("clases de ingles gratis", ["english-classes"]),
        ("busco trabajo", ["job-search"]),
        ("cuidado de niños", ["child-care"]),
        # the other ten
        ("我需要食物", ["food"]),
        ("免费律师", ["legal-aid"]),
        ("tôi cần đồ ăn", ["food"]),
        ("luat su mien phi", ["legal-aid"]),
        ("영어 수업", ["english-classes"]),
        ("병원에 가야 해요", ["hospital"]),
        ("أحتاج إلى طعام", ["food"]),
        ("طبيب أسنان", ["dental"]),
        ("የምግብ እርዳታ", ["food-pantry"]),
        ("j'ai besoin d'un logement", ["housing"]),
        ("cours d'anglais gratuit", ["english-classes"]),
        ("mwen bezwen manje", ["food"]),
        ("peye lwaye", ["rent-help"]),
        ("preciso de comida", ["food"]),
        ("aula de inglês", ["english-classes"]),
        ("мне нужна еда", ["food"]),
        ("бесплатный адвокат", ["legal-aid"]),
        ("kailangan ko ng pagkain", ["food"]),
        ("libreng abogado", ["legal-aid"]),
        # several
        ("food and clothes", ["food", "clothing"]),
        # nobody says what is needed, but it is plain
        ("no puedo más", ["suicide"]),
    ],
)
def test_needs_are_understood(text: str, needs: list[str]) -> None:
    assert list(read(text).needs) == needs


@pytest.mark.parametrize(
    ("text", "kind", "codes"),
    [
        ("housing for veterans", Kind.POPULATION, ["veteran"]),
        ("shelter for women with children", Kind.POPULATION, ["family"]),
        ("teen counseling", Kind.POPULATION, ["youth"]),
        ("job training for ex-offenders", Kind.POPULATION, ["formerly_incarcerated"]),
        ("despensa para ancianos", Kind.POPULATION, ["senior"]),
        ("spanish speaking lawyer", Kind.LANGUAGE, ["es"]),
        ("therapist who speaks Amharic", Kind.LANGUAGE, ["am"]),
        ("doctor que hable español", Kind.LANGUAGE, ["es"]),
        ("nail polish", Kind.LANGUAGE, []),
        ("polish speaking doctor", Kind.LANGUAGE, ["pl"]),
        ("soup kitchen open now", Kind.TIME, ["now"]),
        ("place to sleep tonight", Kind.TIME, ["tonight"]),
        ("clinic on saturday", Kind.TIME, ["weekend"]),
        ("free dentist", Kind.COST, ["free"]),
        ("sliding scale therapy", Kind.COST, ["low"]),
        ("dentist", Kind.COST, []),
    ],
)
def test_other_facts_are_understood(text: str, kind: Kind, codes: list[str]) -> None:
    assert list(read(text).codes(kind)) == codes


def test_people_say_for_whom_when_there_is_a_need_and_what_when_there_is_none() -> None:
    assert read("veterans").needs == ("veterans-services",)
    dentist = read("dentist for veterans")
    assert dentist.needs == ("dental",)
    people = next(part for part in dentist.parts if part.reason == "For veterans")
    tokens = {token for way in people.ways for token in way.tokens}
    assert {marked(POPULATION, "veteran"), marked(NEED, "veterans-services")} <= tokens


@pytest.mark.parametrize(
    ("text", "is_required"),
    [("shelter for men", True), ("shelter for my men", False), ("dentist for families", False)],
)
def test_people_with_services_of_their_own_are_asked_for(text: str, is_required: bool) -> None:
    """Others are served wherever the need is; who says "my" tells of themselves."""
    people = next(part for part in read(text).parts if part.reason.startswith("For "))
    assert people.is_required is is_required


def test_each_fact_says_its_words_and_can_be_taken_back() -> None:
    line = "Spanish speaking dentist"
    chips = {fact.key: fact.typed for fact in read(line).meant}
    assert chips == {"language:es": "Spanish speaking", "need:dental": "dentist"}
    assert [fact.key for fact in read(line, ignoring={"need:dental"}).meant] == ["language:es"]
    assert "dentist" in read(line, ignoring={"need:dental"}).words


def test_a_line_in_spanish_prefers_listings_where_spanish_is_spoken() -> None:
    ways = [way for part in read("comida").parts if not part.is_required for way in part.ways]
    assert marked(LANGUAGE, "Spanish") in {token for way in ways for token in way.tokens}
    ways = [way for part in read("food").parts if not part.is_required for way in part.ways]
    assert marked(LANGUAGE, "Spanish") not in {token for way in ways for token in way.tokens}


# ---------------------------------------------------------------------- spelling


@pytest.mark.parametrize(
    ("text", "corrected"),
    [
        ("fod pantry", "food pantry"),
        ("lawer for evction", "lawyer for eviction"),
        ("Diapre bank near me", "diaper bank near me"),
        ("ruth", None),
        ("cedar hill clinic", None),
        ("food pantry", None),
        ("comida", None),
        ("xqzvwkj", None),
        ("purple monkey dishwasher", None),  # more is strange than could be mended
    ],
)
def test_misspelt_words_are_corrected(text: str, corrected: str | None) -> None:
    assert read(text).corrected == corrected


def test_a_correction_can_be_taken_back() -> None:
    assert read("fod pantry", ignoring={"spelling"}).corrected is None


# ---------------------------------------------------------------------- nothing to find


@pytest.mark.parametrize(
    "text",
    ["xqzvwkj", "flying carpet repair", "blorp snarf quux", "purple monkey dishwasher", "asdf jkl"],
)
def test_nonsense_asks_for_what_no_listing_has(text: str) -> None:
    required = [part for part in read(text).parts if part.is_required]
    tokens = [way.tokens for part in required for way in part.ways if len(part.ways) == 1]
    assert any(not DIRECTORY.issuperset(each) for each in tokens)


def test_strange_words_beside_a_need_are_left_out() -> None:
    understood = read("asdf food")
    assert understood.needs == ("food",)
    assert understood.words == ()


def test_small_words_are_words_of_a_name() -> None:
    understood = read("So Others Might Eat")
    assert understood.may_be_name
    assert [part.typed for part in understood.as_name().parts] == ["So", "Others", "Might", "Eat"]
    assert not read("food pantry").may_be_name


def test_a_name_is_a_name() -> None:
    understood = read("Martha's Cedar Hill")
    assert understood.needs == ()
    assert understood.is_name
    assert [part.typed for part in understood.parts] == ["Martha's", "Cedar", "Hill"]
    assert not read("food pantry").is_name


@pytest.mark.parametrize("text", ["", "   ", "?!", "'\"*();--", "\u0000", "🍎"])
def test_a_blank_or_hostile_line_asks_for_nothing(text: str) -> None:
    assert read(text).parts == ()


def test_of_a_pasted_text_only_the_first_words_are_read() -> None:
    assert read("food " * 5000).needs == ("food",)
    assert len(read(" ".join(f"w{n}" for n in range(500))).parts) <= MAX_LINE_WORDS


# ---------------------------------------------------------------------- places


@pytest.mark.parametrize(
    ("text", "name", "line"),
    [
        ("food near 20009", "Washington, DC 20009", "food"),
        ("food pantry 20009", "Washington, DC 20009", "food pantry"),
        ("dentist in Anacostia", "Anacostia, Washington, DC", "dentist"),
        ("comida cerca de Silver Spring, MD", "Silver Spring, MD", "comida"),
        ("shelter Silver Spring MD", "Silver Spring, MD", "shelter"),
        ("help in spanish", None, "help in spanish"),
        ("someone in crisis", None, "someone in crisis"),
        ("food near me", None, "food near me"),
        ("legal help in qqzzxx", None, "legal help in qqzzxx"),
    ],
)
def test_the_place_in_a_line_is_split_off(text: str, name: str | None, line: str) -> None:
    understood = read(text, places=gazetteer())
    assert (understood.place.name if understood.place else None) == name
    assert understood.line == line


def test_a_place_can_be_taken_back() -> None:
    understood = read("food near 20009", places=gazetteer(), ignoring={"place"})
    assert understood.place is None
    assert understood.line == "food near 20009"
