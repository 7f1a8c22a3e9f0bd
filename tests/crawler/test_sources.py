"""Every source that is described is read as it says, and what does not fit is told."""

import json
from pathlib import Path

import pytest
from typer.testing import CliRunner

from crawler.sources import FeedSource, SourceError, problems_of, read_source, sources
from directory.evidence import EntityType
from directory.hsds.feed import cells_of
from directory.hsds.layout import layouts
from directory.hsds.reading import read_directory
from directory.listing import Visibility
from wellkept.cli import app

ALL = sources()


def marks(source: FeedSource) -> list[pytest.MarkDecorator]:
    return [pytest.mark.slow] if source.least > 1000 else []


@pytest.mark.parametrize(
    "source", [pytest.param(one, id=one.name, marks=marks(one)) for one in ALL]
)
def test_stored_copies_are_as_their_sources_say(shared: Path, source: FeedSource) -> None:
    assert problems_of(source, shared / "data" / source.stored) == []


def test_every_source_says_all_that_matters() -> None:
    known = {layout.name for layout in layouts("feed")}
    assert len(ALL) == 14
    for source in ALL:
        assert source.layout in known
        assert source.permission
        assert source.cadence_days >= 1
        assert source.samples


def test_two_languages_are_one_service(shared: Path) -> None:
    reading = read_directory(shared / "data" / "jordan-services-advisor")
    services = [one.entity for one in reading.stated[EntityType.SERVICE].values()]
    assert len(services) == 177
    assert all(one.document["alternate_name"] for one in services)
    said = {a["label"]: a["value"] for a in services[0].document["attributes"]}
    assert (services[0].document["name"], said["name"]) == (
        "Education opportunities",
        "فرص التعليم",
    )


@pytest.mark.slow
def test_offers_that_have_ended_are_not_public(shared: Path) -> None:
    path = shared / "data" / "us-snap-local-foods" / "localfoods-a-m.csv.gz"
    reading = read_directory(path)
    services = [one.entity for one in reading.stated[EntityType.SERVICE].values()]
    public = [one for one in services if one.visibility is Visibility.PUBLIC]
    assert (len(services), len(public)) == (4927, 1765)
    assert any("have ended" in words for words in reading.warnings())


def feed(tmp_path: Path, *rows: dict[str, object]) -> Path:
    path = tmp_path / "feed.jsonl"
    path.write_text("\n".join(map(json.dumps, rows)), encoding="utf-8")
    return path


ROW: dict[str, object] = {
    "food_bank": "B", "name": "Pantry", "hours": "M 9-5", "address": "1 Main St", "city": "Troy",
    "source": "b", "zip": "12180", "state": "NY", "phone": "518 272 0000", "website": "",
}  # fmt: skip


def test_rows_without_a_name_are_told_and_kept(tmp_path: Path) -> None:
    summary = {"food_bank": "B", "source": "b", "total": 1}
    reading = read_directory(feed(tmp_path, ROW, summary))
    assert reading.format == "feed"
    assert [one.row for one in reading.rejected] == [2]
    assert [raw.rejected_for is None for raw in reading.raw] == [True, False]


def test_repeated_ids_stay_apart(tmp_path: Path) -> None:
    reading = read_directory(feed(tmp_path, ROW, ROW | {"hours": "Sat 9-12"}))
    assert len(reading.stated[EntityType.SERVICE]) == 2


def test_what_is_wrong_with_a_feed_is_told(tmp_path: Path) -> None:
    (tmp_path / "mine.toml").write_text(
        'title = "t"\nurl = "u"\npermission = "p"\ncadence_days = 7\nlayout = "feed-food-bank"\n'
        'least = 3\n[[samples]]\nname = "Pantry"\nphone = "518 272 9999"\n'
        '[[samples]]\nname = "Other"\n',
        encoding="utf-8",
    )
    problems = problems_of(read_source(tmp_path / "mine.toml"), feed(tmp_path, ROW))
    assert problems == [
        "it has 1 rows that can be used, not 3",
        "Pantry: phone is '518 272 0000', not '518 272 9999'",
        "the sample 'Other' is not in it",
    ]


def test_a_source_file_that_says_nonsense_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "mine.toml"
    path.write_text('title = "t"\ncolour = "red"\n', encoding="utf-8")
    with pytest.raises(SourceError, match="mine"):
        read_source(path)


def test_a_source_is_added_and_tested(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("WELLKEPT_HOME", str(tmp_path / "home"))
    path = feed(tmp_path, ROW)
    asked = ["source", "add", "mine", "--url", "https://example.org/feed", "--permission", "CC0"]
    assert CliRunner().invoke(app, [*asked, "--layout", "none"]).exit_code == 1
    assert CliRunner().invoke(app, [*asked, "--layout", "feed-food-bank"]).exit_code == 0
    done = CliRunner().invoke(app, ["source", "test", "mine", "--file", str(path)])
    assert done.exit_code == 0
    assert "feed.jsonl is as mine should be" in done.stdout
    assert "mine" in CliRunner().invoke(app, ["source", "list"]).stdout


def test_records_of_any_shape_become_cells() -> None:
    record = {
        "a": None,
        "b": [{"c": 1}, {"c": 1}],
        "p": [35.5, 30.25],
        "d": {"x": False, "y": True},
    }
    cells = cells_of(record)
    assert cells == {"a": "", "b.c": "1", "p.0": "35.5", "p.1": "30.25", "d": "y"}
