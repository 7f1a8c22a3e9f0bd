"""Fetching with snapshots beside bare Scrapy, reading, memory and politeness of the crawl.

    python -m bench.crawl [--hosts 200] [--pages 20] [--rounds 2]

All sites are on loopback addresses, in a process of their own that logs each request. Delays are
zero except in the last part, which looks into that log. Each crawl is a process of its own.
"""

from __future__ import annotations

import argparse
import asyncio
import hashlib
import json
import statistics
import subprocess
import sys
import tempfile
import time
from collections import defaultdict
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from itertools import pairwise
from pathlib import Path
from typing import Any

from bench.crawl_world import addresses, names

PORT = 8471
SHARED = Path(__file__).resolve().parent.parent.parent / "shared" / "data" / "sites"
POLITE_DELAY_S = 0.25


def rss_mb() -> float:
    """Resident memory of this process now."""
    pages = int(Path("/proc/self/statm").read_text(encoding="ascii").split()[1])
    return pages * 4096 / 1e6


@contextmanager
def world(hosts: int, pages: int) -> Iterator[list[tuple[float, str, str]]]:
    """The sites while the block runs; afterwards the list has (moment, host, path) of requests."""
    asked: list[tuple[float, str, str]] = []
    with tempfile.TemporaryDirectory() as folder:
        log = Path(folder) / "log.json"
        serving = (
            f"from bench.crawl_world import serve; serve({PORT}, {hosts}, {pages}, {str(log)!r})"
        )
        command = [sys.executable, "-c", serving]
        server = subprocess.Popen(command, stdout=subprocess.PIPE, text=True)
        assert server.stdout
        server.stdout.readline()
        try:
            yield asked
        finally:
            server.terminate()
            server.wait()
            server.stdout.close()
        asked += [tuple(one) for one in json.loads(log.read_text(encoding="utf-8"))]


def role(name: str, hosts: int, pages: int, **more: Any) -> dict[str, Any]:
    """Runs one crawl in a process of its own; what it measured."""
    command = [sys.executable, "-m", "bench.crawl", "--role", name, "--hosts", str(hosts)]
    command += ["--pages", str(pages), "--more", json.dumps(more)]
    done = subprocess.run(command, stdout=subprocess.PIPE, text=True, check=True)
    return dict(json.loads(done.stdout.splitlines()[-1]))


# ------------------------------------------------------------------ crawls


def bare(hosts: int, pages: int, *, listed: bool = False) -> dict[str, Any]:
    """Scrapy that saves each page under its hash, and asks for every link that it sees; or, with
    the addresses known beforehand, for nothing else, which is the least that it can do."""
    from scrapy import Request, Spider
    from scrapy.crawler import AsyncCrawlerRunner

    with tempfile.TemporaryDirectory() as folder:

        class Bare(Spider):
            name = "bare"
            saved = 0

            async def start(self) -> Any:
                for path in names(pages) if listed else ["/"]:
                    for host in addresses(hosts):
                        yield Request(f"http://{host}:{PORT}{path}")

            def parse(self, response: Any) -> Any:
                digest = hashlib.sha256(response.body).hexdigest()
                (Path(folder) / digest).write_bytes(response.body)
                Bare.saved += 1
                if not listed:
                    yield from response.follow_all(css="a")

        settings = {
            "TWISTED_REACTOR_ENABLED": False, "TELNETCONSOLE_ENABLED": False, "LOG_ENABLED": False,
            "CONCURRENT_REQUESTS": 200, "CONCURRENT_REQUESTS_PER_DOMAIN": 1, "DOWNLOAD_DELAY": 0,
            "COOKIES_ENABLED": False, "RETRY_ENABLED": False, "ROBOTSTXT_OBEY": False,
        }  # fmt: skip
        began, busy = time.perf_counter(), time.process_time()

        async def go() -> None:
            await AsyncCrawlerRunner(settings).crawl(Bare)

        asyncio.run(go())
        spent = {"seconds": time.perf_counter() - began, "cpu_s": time.process_time() - busy}
        return {"pages": Bare.saved} | spent


def ours(hosts: int, pages: int, *, delay_s: float = 0.0, again: bool = False) -> dict[str, Any]:
    """The crawl with its record and snapshots; then, if asked, a second visit of the same sites."""
    from crawler.fetch import fetch_sites
    from crawler.record import Recorder
    from crawler.settings import CrawlRules
    from crawler.site import Site
    from crawler.snapshots import Snapshots
    from directory.database import open_database
    from directory.store import Store

    memory: list[float] = []

    class Watched(Recorder):
        count = 0

        def keep(self, page: Any, content: bytes | None) -> Any:
            self.count += 1
            if self.count % max(1, hosts * pages // 20) == 0:
                memory.append(rss_mb())
            return super().keep(page, content)

    with tempfile.TemporaryDirectory() as folder:
        database = open_database(f"sqlite:///{folder}/record.sqlite")
        database.migrate()
        rules = CrawlRules(
            "bench@example.org", delay_s=delay_s, page_budget=pages, sites_at_once=hosts,
            allows_haste=True, allows_loopback=True,
        )  # fmt: skip
        sites = [Site(f"http://{host}:{PORT}/") for host in addresses(hosts)]
        told: dict[str, Any] = {}
        for name in ("", "again_") if again else ("",):
            keeper = Watched(
                Store(database), Snapshots(Path(folder) / "snapshots"), lambda: datetime.now(UTC)
            )
            began, busy = time.perf_counter(), time.process_time()
            fetch_sites(sites, keeper, rules, lambda: datetime.now(UTC))
            visits = keeper.taken()
            told[f"{name}seconds"] = time.perf_counter() - began
            told[f"{name}cpu_s"] = time.process_time() - busy
            told[f"{name}pages"] = sum(len(visit.pages) for visit in visits)
            told[f"{name}unchanged"] = sum(p.is_unchanged for v in visits for p in v.pages)
            with Store(database).transaction(actor="bench", now=datetime.now(UTC)) as tx:
                _close(tx.connection)
        return told | {"memory_mb": memory}


def _close(connection: Any) -> None:
    """As if the visits had been read: the next one asks for everything anew."""
    from crawler import store as tables

    for url in tables.sites(connection):
        tables.change_site(connection, url, begun_at=None)


def reading(hosts: int, pages: int) -> dict[str, Any]:
    """Pages a second that become facts, over the shared sites."""
    from crawler.extract import read_site
    from crawler.saved import saved_pages

    folders = [folder for folder in sorted(SHARED.iterdir()) if folder.is_dir()]
    for folder in folders[:1]:
        read_site(saved_pages(folder))  # loads word lists
    began, count = time.perf_counter(), 0
    for folder in folders:
        count += len(read_site(saved_pages(folder)).pages)
    return {"pages": count, "seconds": time.perf_counter() - began}


# ------------------------------------------------------------------ tables


def speed(hosts: int, pages: int, rounds: int) -> None:
    ratios: dict[str, list[float]] = {"following links": [], "of a list": []}
    print(f"{hosts} hosts, {pages} pages each\n")
    print("| crawl | pages | pages/s | CPU ms a page |\n| --- | --- | --- | --- |")
    with world(hosts, pages):
        for number in range(rounds):
            following = _row("bare Scrapy, following links", role("bare", hosts, pages))
            listed = _row("bare Scrapy, of a list", role("bare", hosts, pages, listed=True))
            told = role("ours", hosts, pages, again=number == 0)
            mine = _row("with snapshots and record", told)
            if number == 0:
                again = {key: told[f"again_{key}"] for key in ("pages", "seconds", "cpu_s")}
                _row(f"again, {told['again_unchanged']} unchanged", again)
            ratios["following links"].append(mine / following)
            ratios["of a list"].append(mine / listed)
    for name, found in ratios.items():
        print(
            f"by CPU, with snapshots / bare, {name}: {statistics.median(found):.2f} (of {rounds})"
        )


def _row(name: str, told: dict[str, Any]) -> float:
    """Pages for each second of CPU, told in a row: a crawl is bound by it, and on a busy machine it
    wanders less than the clock."""
    pages, seconds, cpu_s = told["pages"], told["seconds"], told["cpu_s"]
    print(f"| {name} | {pages} | {pages / seconds:.0f} | {1000 * cpu_s / pages:.1f} |", flush=True)
    return float(pages / cpu_s)


def memory(hosts: int, pages: int) -> None:
    with world(hosts, pages):
        told = role("ours", hosts, pages)
    shown = ", ".join(f"{one:.0f}" for one in told["memory_mb"])
    print(f"memory in MB at each twentieth of {told['pages']} pages: {shown}")


def politeness(hosts: int = 20, pages: int = 6) -> None:
    with world(hosts, pages) as asked:
        role("ours", hosts, pages, delay_s=POLITE_DELAY_S)
    moments = defaultdict(list)
    for moment, host, _ in asked:
        moments[host].append(moment)
    gaps = [b - a for one in moments.values() for a, b in pairwise(one)]
    print(
        f"politeness: {len(gaps) + len(moments)} requests to {len(moments)} hosts, "
        f"closest two of a host {min(gaps):.3f} s apart, delay {POLITE_DELAY_S} s"
    )


def main() -> None:
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("--hosts", type=int, default=200)
    arguments.add_argument("--pages", type=int, default=20)
    arguments.add_argument("--rounds", type=int, default=2)
    arguments.add_argument("--memory-pages", type=int, default=100, help="of each host")
    arguments.add_argument("--role", choices=["bare", "ours", "reading"])
    arguments.add_argument("--more", default="{}")
    asked = arguments.parse_args()
    if asked.role:
        roles: dict[str, Callable[..., dict[str, Any]]]
        roles = {"bare": bare, "ours": ours, "reading": reading}
        print(json.dumps(roles[asked.role](asked.hosts, asked.pages, **json.loads(asked.more))))
        return
    speed(asked.hosts, asked.pages, asked.rounds)
    if SHARED.is_dir():
        told = role("reading", 1, 1)
        print(
            f"reading: {told['pages'] / told['seconds']:.0f} pages/s ({told['pages']} real pages)"
        )
    politeness()
    if asked.memory_pages:
        memory(asked.hosts, asked.memory_pages)


if __name__ == "__main__":
    main()
