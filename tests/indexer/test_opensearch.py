"""OpenSearch from outside: addresses, failures, and writes that come late."""

from __future__ import annotations

import json
import socket
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from traceback import format_exception
from typing import Any
from uuid import uuid4

import pytest

from indexer.engine import EngineError, EngineUnavailableError, open_engine
from indexer.opensearch import states, write
from indexer.opensearch.address import address_of
from indexer.opensearch.compile import search_body
from indexer.opensearch.driver import client_of
from indexer.opensearch.engine import OpenSearchEngine
from indexer.opensearch.mapping import PROPERTIES, index_body, source_of
from indexer.opensearch.question import asked_of
from indexer.query import SearchQuery
from tests.contract.documents import CENTRE, NOW, checked, document, listing_id

# ---------------------------------------------------------------------- addresses


def test_an_address_names_hosts_prefix_user_and_certificates() -> None:
    address = address_of("opensearch+https://me:p%40ss@one.org,two.org:9201/my-dir?ca=/etc/ca.pem")
    assert address.hosts == (("one.org", 9200), ("two.org", 9201))
    assert (address.prefix, address.is_encrypted) == ("my-dir", True)
    assert (address.user, address.password, address.ca_file) == ("me", "p@ss", "/etc/ca.pem")
    assert "p@ss" not in f"{address} {address.shown}"
    plain = address_of("opensearch+http://[::1]:9200/a/")
    assert (plain.hosts, plain.is_encrypted, plain.user) == ((("::1", 9200),), False, None)


@pytest.mark.parametrize(
    "url",
    [
        "opensearch+http://host", "opensearch+http:///prefix", "opensearch+ftp://host/prefix",
        "opensearch+http://host/Upper", "opensearch+http://host/_x", "opensearch+http://h:x/p",
        "opensearch+http://host/p?q=1", "opensearch+http://u:secret@/p", "elastic://host/p",
    ],
)  # fmt: skip
def test_what_is_no_address_is_refused_without_repeating_it(url: str) -> None:
    with pytest.raises(EngineError) as refused:
        open_engine(url)
    assert "secret" not in str(refused.value)
    assert len(str(refused.value)) > 30


# ---------------------------------------------------------------------- requests


def test_what_is_stored_is_what_is_mapped() -> None:
    whole = document("Soup", cost="free", categories=("Food",), belief=checked(1))
    assert source_of(whole).keys() <= PROPERTIES.keys()
    assert PROPERTIES.keys() - source_of(whole).keys() <= states.PROPERTIES.keys()
    assert source_of(document("Soup", point=None)).keys() <= PROPERTIES.keys()
    assert index_body()["mappings"]["dynamic"] == "strict"


def test_filters_stand_behind_the_query_and_each_facet_leaves_out_its_own() -> None:
    query = SearchQuery("soup", near=CENTRE, need=("Food",), cost="free")
    body = search_body(query, asked_of(query), NOW.timestamp())
    need, cost = {"terms": {"need_key": ["food"]}}, {"terms": {"cost_key": ["free"]}}
    assert body["post_filter"] == {"bool": {"filter": [need, cost]}}
    filters = {name: facet["filter"] for name, facet in body["aggs"].items()}
    assert filters == {
        "need": {"bool": {"filter": [cost]}},
        "language": {"bool": {"filter": [need, cost]}},
        "cost": {"bool": {"filter": [need]}},
        "verified_within_days": {"bool": {"filter": [need, cost]}},
        "open": {"bool": {"filter": [need, cost]}},
    }
    assert "need_key" not in json.dumps(body["query"])


# ---------------------------------------------------------------------- failures


class Answering(BaseHTTPRequestHandler):
    """Answers every request with the next of the server's answers, the last one for ever."""

    def answer(self) -> None:
        length = int(self.headers.get("Content-Length", 0))
        self.rfile.read(length)
        answers: list[tuple[int, Any]] = self.server.answers  # type: ignore[attr-defined]
        status, body = answers.pop(0) if len(answers) > 1 else answers[0]
        data = json.dumps(body).encode()
        self.send_response(status)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(data)))
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(data)

    do_GET = do_POST = do_PUT = do_DELETE = do_HEAD = answer

    def log_message(self, format: str, *args: Any) -> None:
        pass


@contextmanager
def answering(*answers: tuple[int, Any]) -> Iterator[OpenSearchEngine]:
    """An engine whose server answers so."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), Answering)
    server.answers = list(answers)  # type: ignore[attr-defined]
    thread = Thread(target=server.serve_forever, args=(0.01,))
    thread.start()
    engine = OpenSearchEngine(f"opensearch+http://127.0.0.1:{server.server_port}/prefix")
    try:
        yield engine
    finally:
        engine.close()
        server.shutdown()
        thread.join()
        server.server_close()


@pytest.mark.parametrize(
    ("status", "told"),
    [
        (401, "refuses us (401): see user and password in WELLKEPT_SEARCH_URL"),
        (403, "refuses us (403)"),
        (404, "run `wellkept index --rebuild`"),
        (429, "overloaded (429): try again"),
        (503, "overloaded (503): try again"),
    ],
)
def test_what_the_server_refuses_is_told_with_what_to_do(status: int, told: str) -> None:
    with answering((status, {"error": {"type": "why"}})) as engine:
        with pytest.raises(EngineUnavailableError) as raised:
            engine.search(SearchQuery("soup"), now=NOW)
        assert told in str(raised.value)


def test_what_was_searched_is_in_no_error_and_no_log(caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level("DEBUG")
    echo = {"error": {"type": "parsing_exception", "reason": "cannot read [hiv clinic]"}}
    with answering((400, echo)) as engine, pytest.raises(EngineError) as raised:
        engine.search(SearchQuery("hiv clinic"), now=NOW)
    assert "400 parsing_exception" in str(raised.value)
    assert not isinstance(raised.value, EngineUnavailableError)
    told = "".join(format_exception(raised.value))
    assert "[hiv clinic]" not in told
    assert "hiv" not in caplog.text


@pytest.fixture
def no_waiting(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(write, "FIRST_BACKOFF_S", 0)


FULL = {"status": 429, "error": {"type": "rejected_execution_exception"}}
CHANGE = (200, {"_version": 7})
NOT_BUILDING: tuple[int, Any] = (404, {})


def bulk(answer: dict[str, Any]) -> tuple[int, dict[str, Any]]:
    return 200, {"errors": True, "items": [{"index": {"_index": "i", "_id": "1"} | answer}]}


@pytest.mark.usefixtures("no_waiting")
def test_a_listing_refused_for_want_of_room_is_sent_again() -> None:
    full, written = bulk(FULL), bulk({"status": 201})
    with answering(CHANGE, NOT_BUILDING, full, full, written, (200, {})) as engine:
        engine.upsert([document("Soup")])


@pytest.mark.usefixtures("no_waiting")
def test_what_is_refused_for_good_is_an_error() -> None:
    wrong = bulk({"status": 400, "error": {"type": "mapper_parsing_exception"}})
    told = pytest.raises(EngineError, match="refused a listing: 400 mapper_parsing_exception")
    with answering(CHANGE, NOT_BUILDING, wrong) as engine, told:
        engine.upsert([document("Soup")])


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


class Relay:
    """Passes connections on to another port, from when it is begun."""

    def __init__(self, port: int, to: tuple[str, int]) -> None:
        self.to = to
        self.listening = socket.create_server(("127.0.0.1", port))
        self.open: list[socket.socket] = []
        Thread(target=self._accept, daemon=True).start()

    def _accept(self) -> None:
        while True:
            try:
                near, _ = self.listening.accept()
            except OSError:
                return
            far = socket.create_connection(self.to)
            self.open += [near, far]
            for source, target in ((near, far), (far, near)):
                Thread(target=self._pass, args=(source, target), daemon=True).start()

    def _pass(self, source: socket.socket, target: socket.socket) -> None:
        try:
            while data := source.recv(65536):
                target.sendall(data)
            target.shutdown(socket.SHUT_WR)
        except OSError:
            return

    def end(self) -> None:
        self.listening.shutdown(socket.SHUT_RDWR)
        self.listening.close()
        for one in self.open:
            one.close()


@pytest.fixture
def prefix() -> str:
    return f"test-{uuid4().hex}"


def test_an_engine_that_is_down_says_so_and_comes_back_by_itself(
    opensearch_address: str, prefix: str
) -> None:
    host, _, real_port = opensearch_address.partition(":")
    OpenSearchEngine(f"opensearch+http://{opensearch_address}/{prefix}").rebuild([document("Soup")])
    port = free_port()
    engine = OpenSearchEngine(f"opensearch+http://127.0.0.1:{port}/{prefix}")
    with pytest.raises(EngineUnavailableError, match=r"cannot be reached .*WELLKEPT_SEARCH_URL"):
        engine.ping()
    relay = Relay(port, (host, int(real_port)))
    assert engine.search(SearchQuery("soup"), now=NOW).total == 1
    relay.end()
    with pytest.raises(EngineUnavailableError):
        engine.search(SearchQuery("soup"), now=NOW)
    relay = Relay(port, (host, int(real_port)))
    assert engine.search(SearchQuery("soup"), now=NOW).total == 1
    engine.close()
    relay.end()


def test_of_several_hosts_one_is_enough(opensearch_address: str, prefix: str) -> None:
    hosts = f"127.0.0.1:{free_port()},{opensearch_address},127.0.0.1:{free_port()}"
    engine = OpenSearchEngine(f"opensearch+http://{hosts}/{prefix}")
    engine.rebuild([document("Soup")])
    for _ in range(4):
        assert engine.search(SearchQuery("soup"), now=NOW).total == 1
    engine.close()


# ---------------------------------------------------------------------- late writes


def test_a_write_that_comes_late_never_wins(opensearch_address: str, prefix: str) -> None:
    url = f"opensearch+http://{opensearch_address}/{prefix}"
    engine, names = OpenSearchEngine(url), write.names_of(prefix)
    engine.rebuild([document("Soup"), document("Gone")])
    client = client_of(address_of(url))
    late = write.next_change(client, names)
    engine.upsert([document("Soup", name="Newer soup")])
    engine.delete([listing_id("Gone")])
    delayed = [document("Soup", name="Older soup"), document("Gone")]
    write.send(client, names, write.upserts(delayed, names.current, late))
    client.indices.refresh(index=names.current)
    assert engine.search(SearchQuery("newer"), now=NOW).total == 1
    assert engine.search(SearchQuery("older"), now=NOW).total == 0
    assert engine.count() == 1
    client.close()
    engine.close()


def test_what_a_build_that_died_left_is_removed(opensearch_address: str, prefix: str) -> None:
    url = f"opensearch+http://{opensearch_address}/{prefix}"
    engine, names = OpenSearchEngine(url), write.names_of(prefix)
    engine.rebuild([document("Soup")])
    client = client_of(address_of(url))
    client.indices.create(
        index=f"{names.current}-g0", body=index_body() | {"aliases": {names.building: {}}}
    )
    engine.upsert([document("Bread")])
    assert engine.rebuild([document("Cake")]) == 1
    assert len(client.indices.get(index=f"{names.current}-g*")) == 1
    assert not client.indices.exists_alias(name=names.building)
    client.close()
    engine.close()
