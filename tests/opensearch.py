"""A real OpenSearch server for the time of a test session, from Maven Central: an embedded node
without its security plugin, so http and no password.

`python -m tests.opensearch` (`make opensearch`) starts one for trying out.
"""

import re
import shutil
import signal
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from threading import Thread, Timer
from typing import IO

POM = Path(__file__).parent / "opensearch-server" / "pom.xml"
CLASS_PATH_GOAL = "org.apache.maven.plugins:maven-dependency-plugin:3.8.1:build-classpath"
RUNNER = "org.codelibs.opensearch.runner.OpenSearchRunner"

BASE_PORT = 9200
"""The runner takes the first free port from 9201 to 9299; from other bases it finds none."""

HEAP = "512m"
START_S = 120
"""Six seconds on an idle machine."""

TRIES = 3
"""Two servers that start at once may choose the same port; then one of them ends."""

SETTINGS = """
network.host: 127.0.0.1
discovery.type: single-node
action.auto_create_index: false
cluster.routing.allocation.disk.threshold_enabled: false
"""
"""Indexes are only made on purpose; a full disk must not make them read-only amid the tests."""

_ADDRESS = re.compile(r"HttpServerTransport.*publish_address \{([\d.]+:\d+)\}")


class OpenSearchAbsentError(Exception):
    """This machine cannot run the server; the message says what is missing."""


@contextmanager
def opensearch_server() -> Iterator[str]:
    """The address of a server of its own, "127.0.0.1:9201"; stopped and removed at the end.
    Raises OpenSearchAbsentError."""
    class_path = _class_path()
    for _ in range(TRIES):
        with tempfile.TemporaryDirectory(prefix="wellkept-os-") as folder:
            process = _start(Path(folder), class_path)
            try:
                address = _address_of(process)
                if address is not None:
                    yield address
                    return
            finally:
                process.send_signal(signal.SIGTERM)
                try:
                    process.wait(30)
                except subprocess.TimeoutExpired:
                    process.kill()
                    process.wait()
    raise OpenSearchAbsentError(f"the server did not start within {START_S} s")


def _class_path() -> str:
    """The jars of the server; Maven fetches them once."""
    if missing := [name for name in ("java", "mvn") if shutil.which(name) is None]:
        raise OpenSearchAbsentError(f"there is no {' and no '.join(missing)} on this machine")
    with tempfile.NamedTemporaryFile("r", suffix=".classpath") as file:
        done = subprocess.run(
            ["mvn", "-q", "-B", "-f", POM, CLASS_PATH_GOAL, f"-Dmdep.outputFile={file.name}"],
            capture_output=True, text=True, check=False,
        )  # fmt: skip
        if done.returncode:
            raise OpenSearchAbsentError(f"Maven could not fetch the server: {done.stdout[-500:]}")
        return file.read().strip()


def _start(folder: Path, class_path: str) -> subprocess.Popen[str]:
    settings = folder / "config"
    settings.mkdir()
    (settings / "opensearch.yml").write_text(SETTINGS, encoding="utf-8")
    return subprocess.Popen(
        [
            "java", f"-Xms{HEAP}", f"-Xmx{HEAP}", "-cp", class_path, RUNNER,
            "-basePath", folder / "data", "-confPath", settings,
            "-clusterName", folder.name, "-numOfNode", "1", "-baseHttpPort", str(BASE_PORT),
        ],
        stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, encoding="utf-8",
    )  # fmt: skip


def _address_of(process: subprocess.Popen[str]) -> str | None:
    """Where it answers; None when it ended. What it says later is read and forgotten, so that it
    never waits for a reader."""
    assert process.stdout is not None
    giving_up = Timer(START_S, process.kill)
    giving_up.start()
    address = None
    for line in process.stdout:
        if found := _ADDRESS.search(line):
            address = found[1]
            break
    giving_up.cancel()
    Thread(target=_forget, args=(process.stdout,), daemon=True).start()
    return address


def _forget(output: IO[str]) -> None:
    with output:
        output.read()


def main() -> None:
    # Whoever ends us must not leave the server behind.
    signal.signal(signal.SIGTERM, signal.default_int_handler)
    with opensearch_server() as address:
        print(
            f"OpenSearch answers at http://{address}. In another terminal:\n"
            f"  export WELLKEPT_SEARCH_URL=opensearch+http://{address}/wellkept\n"
            "  .venv/bin/wellkept index --rebuild\n"
            "Ctrl-C stops it; its data goes with it.",
            flush=True,
        )
        try:
            signal.pause()
        except KeyboardInterrupt:
            print()


if __name__ == "__main__":
    main()
