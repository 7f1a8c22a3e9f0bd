"""What holds for every page."""

from flask.testing import FlaskClient


def test_home_is_a_page_without_a_cookie(client: FlaskClient) -> None:
    answer = client.get("/")
    assert answer.status_code == 200
    assert "Set-Cookie" not in answer.headers
