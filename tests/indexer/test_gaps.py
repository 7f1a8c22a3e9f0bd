"""What an engine lacks is declared by it and told to people: one list."""

import re
from pathlib import Path

import pytest

from indexer.engine import open_engine
from tests.paths import ROOT


@pytest.mark.parametrize(
    ("name", "url"),
    [("embedded", "sqlite:///{}/index"), ("OpenSearch", "opensearch+http://127.0.0.1:1/prefix")],
)
def test_the_gaps_of_an_engine_are_those_in_the_document(
    name: str, url: str, tmp_path: Path
) -> None:
    text = (ROOT / "docs" / "search.md").read_text(encoding="utf-8")
    told = re.findall(rf"^\| `([a-z-]+)` \| {name} \|", text, re.MULTILINE)
    assert open_engine(url.format(tmp_path)).gaps == set(told)
    assert told
