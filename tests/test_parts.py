"""The parts that tests run on are real and apart from each other."""

import sqlite3

import pytest

from tests import parts


def test_a_missing_part_skips_when_nobody_requires_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("WELLKEPT_REQUIRE", raising=False)
    with pytest.raises(pytest.skip.Exception, match="without browser"):
        parts.without("browser", "none found")


def test_a_missing_part_fails_when_it_is_required(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("WELLKEPT_REQUIRE", "postgres, browser")
    with pytest.raises(pytest.fail.Exception, match="browser is required"):
        parts.without("browser", "none found")


def test_a_misspelt_part_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("WELLKEPT_REQUIRE", "postgress")
    with pytest.raises(pytest.UsageError, match="postgress"):
        parts.required_parts()


@pytest.mark.parametrize("turn", [1, 2])
def test_every_test_gets_an_empty_database(database_url: str, turn: int) -> None:
    """Both turns make the same table, so the second would fail on a database that is not new."""
    if database_url.startswith("sqlite"):
        with sqlite3.connect(database_url.removeprefix("sqlite:///")) as file:
            file.execute("CREATE TABLE listing (listing_id text)")
            assert file.execute("SELECT count(*) FROM listing").fetchone() == (0,)
        file.close()
        return
    import psycopg

    address = database_url.replace("postgresql+psycopg", "postgresql")
    with psycopg.connect(address) as server:
        server.execute("CREATE TABLE listing (listing_id text)")
        assert server.execute("SELECT count(*) FROM listing").fetchone() == (0,)
        assert server.info.server_version >= 15_00_00
