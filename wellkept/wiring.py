"""What is joined to what: store, engine, places, jobs. Rooms meet here, and only here."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from functools import cached_property
from threading import Lock

from crawler.run import Crawling, CrawlRun, crawl, due_sites, forget_old_snapshots
from crawler.settings import CrawlRules
from crawler.snapshots import Snapshots
from directory.database import Database, open_database
from directory.store import Store
from geodata.gazetteer import Gazetteer, open_gazetteer
from geodata.own_areas import own_areas
from geodata.shapes import Box
from indexer import open_engine
from indexer.document import SearchDocument
from indexer.embedding import embed_listings
from indexer.engine import Engine
from indexer.lexicon import use_own_words
from indexer.meaning import Meaning
from indexer.query import SearchQuery
from indexer.refresh import Progress, ServedIn, nobody_says, rebuild, refresh
from indexer.result import SearchPage
from indexer.search import UnderstandingEngine
from indexer.service_areas import ServiceAreas
from verification.crawled import hear_findings, worths
from verification.worker import Job, queue_jobs
from wellkept.clock import utc_now
from wellkept.meaning import EMBED_EVERY_S, MOST_A_RUN, meaning_of
from wellkept.settings import Settings, SettingsError

DEMO_SOURCE = "demo"
"""The source of the demo's directory: where it is, every page says that its history is invented."""

REFRESH_EVERY_S = 5
"""How soon the worker brings news to an index that other processes search."""


@dataclass(frozen=True)
class Joined:
    """Everything that a command needs, opened once."""

    settings: Settings
    database: Database
    store: Store
    engine: Engine

    @cached_property
    def places(self) -> Gazetteer:
        """Opened when first asked for: not every command names a place."""
        return open_gazetteer(own_areas(self.settings.areas))

    @property
    def is_demo(self) -> bool:
        with self.store.reading() as view:
            return any(row.source == DEMO_SOURCE for row in view.sources())

    @cached_property
    def fresh_engine(self) -> FreshEngine:
        return FreshEngine(self.store, self.engine, self.service_areas)

    @cached_property
    def search_engine(self) -> UnderstandingEngine:
        """What people search with: understands, then asks the fresh engine."""
        return UnderstandingEngine(
            self.fresh_engine, self.places, self.extent, meaning=self.meaning
        )

    @cached_property
    def meaning(self) -> Meaning | None:
        """None without the extra `semantic`."""
        return meaning_of(self.settings)

    @cached_property
    def extent(self) -> Box | None:
        """Where the directory is: it decides between places of one name."""
        with self.store.reading() as view:
            return view.extent()

    @cached_property
    def service_areas(self) -> ServiceAreas:
        """Reads whom listings serve, for the index."""
        return ServiceAreas(self.places)

    def rebuild_index(self, progress: Progress | None = None) -> int:
        """Builds the index anew and swaps; answers how many listings it has."""
        return rebuild(self.store, self.engine, progress, ServiceAreas(self.places))


OWN_WORDS = "lexicon"
"""Folder in the home folder with an operator's own tables of words (docs/lexicon.md)."""


def join(settings: Settings) -> Joined:
    """Opens the record (migrated) and the engine. Raises DatabaseError, EngineError."""
    settings.home.mkdir(parents=True, exist_ok=True)
    use_own_words(settings.home / OWN_WORDS)
    database = open_database(settings.record_url)
    database.migrate()
    return Joined(settings, database, Store(database), open_engine(settings.engine_url))


@dataclass
class FreshEngine:
    """An engine that applies pending listing changes before it answers, so that an accepted change
    is in the next search, whichever process accepted it."""

    store: Store
    engine: Engine
    served_in: ServedIn = nobody_says
    _lock: Lock = field(default_factory=Lock)

    @property
    def gaps(self) -> frozenset[str]:
        return self.engine.gaps

    def search(self, query: SearchQuery, *, now: datetime) -> SearchPage:
        self.apply_pending()
        return self.engine.search(query, now=now)

    def suggest(self, prefix: str, *, limit: int = 8) -> list[str]:
        return self.engine.suggest(prefix, limit=limit)

    def has_word(self, token: str) -> bool:
        return self.engine.has_word(token)

    def name_words(self) -> dict[str, int]:
        return self.engine.name_words()

    def upsert(self, documents: Iterable[SearchDocument]) -> None:
        self.engine.upsert(documents)

    def delete(self, listing_ids: Iterable[str]) -> None:
        self.engine.delete(listing_ids)

    def rebuild(self, documents: Iterable[SearchDocument]) -> int:
        return self.engine.rebuild(documents)

    def count(self) -> int:
        return self.engine.count()

    def ping(self) -> None:
        self.engine.ping()

    def close(self) -> None:
        self.engine.close()

    def apply_pending(self) -> int:
        """Number of changes applied; one thread of this process at a time."""
        with self._lock:
            return refresh(self.store, self.engine, self.served_in)


def jobs_of(joined: Joined) -> list[Job]:
    """Every job of the worker."""
    return [
        *queue_jobs(joined.store),
        *crawl_jobs(joined),
        Job("refresh index", REFRESH_EVERY_S, lambda _now: joined.fresh_engine.apply_pending()),
        *meaning_jobs(joined),
    ]


def meaning_jobs(joined: Joined) -> list[Job]:
    """What the worker does about meaning: nothing without the extra."""
    meaning = joined.meaning
    if meaning is None:
        return []

    def embed(_now: datetime) -> int:
        return embed_listings(joined.store, meaning.vectors, meaning.embedder, most=MOST_A_RUN)

    return [Job("embed listings", EMBED_EVERY_S, embed)]


CRAWL_EVERY_S = 1800
"""How often the worker looks for sites that are due."""
SITES_A_TIME = 200
"""Sites of one run of the worker: some minutes at one request in five seconds."""
FORGET_EVERY_S = 24 * 3600


def crawling_of(joined: Joined) -> Crawling:
    """What a crawl needs. Raises SettingsError without a contact."""
    if not joined.settings.crawl_contact:
        raise SettingsError(
            "WELLKEPT_CRAWL_CONTACT is not set: say a mail address or a page at which those whose "
            "sites are read can reach you; it stands in every request"
        )
    rules = CrawlRules(joined.settings.crawl_contact)
    return Crawling(joined.store, Snapshots(joined.settings.snapshots), rules, utc_now)


def crawl_due(crawling: Crawling, now: datetime, limit: int | None = None) -> CrawlRun | None:
    """Reads the sites that are due, the worthiest first; None when there is none."""
    with crawling.store.reading() as view:
        worth = worths(view, now=now)
    sites = due_sites(crawling.store, now, worth, limit)
    return crawl(crawling, sites, worth=worth) if sites else None


def crawl_jobs(joined: Joined) -> list[Job]:
    """What the worker does about sites; hearing findings needs no contact, reading does."""

    def hear(now: datetime) -> int:
        with joined.store.transaction(actor="worker", now=now) as tx:
            return hear_findings(tx, now=now)

    hearing = Job("hear findings", 600, hear)
    if not joined.settings.crawl_contact:
        return [hearing]
    crawling = crawling_of(joined)

    def read(now: datetime) -> int:
        run = crawl_due(crawling, now, SITES_A_TIME)
        return sum(run.sites.values()) if run else 0

    def forget(_now: datetime) -> int:
        return forget_old_snapshots(crawling, timedelta(days=joined.settings.snapshot_days))

    return [
        Job("read due sites", CRAWL_EVERY_S, read),
        hearing,
        Job("forget old snapshots", FORGET_EVERY_S, forget),
    ]
