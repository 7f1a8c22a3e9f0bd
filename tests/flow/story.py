"""The story of a wrong phone number, told by people with browsers.

Each step is done again until it was answered: whoever got no answer sends it once more. What was
answered is in the notebook and is not sent again.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime

from indexer.refresh import rebuild
from tests.factories import NOW, make_listing
from tests.flow.town import Browser, Notebook
from verification.views import count_view
from verification.worker import run_once
from web.accounts import add_user
from wellkept.settings import Settings
from wellkept.wiring import Joined, jobs_of, join

LATER = datetime(2026, 5, 5, 15, tzinfo=UTC)
"""When the story happens: the day after its listings became known."""

OLD, NEW = "(202) 555-0123", "(202) 555-0188"
WORDS = "A machine said that the number is disconnected."


def clock() -> datetime:
    return LATER


def prepare(settings: Settings, notes: Notebook) -> None:
    """A directory of three listings that many look at, and a verifier with a link."""
    opened = join(settings)
    for name, views in (("Rent help", 50), ("Food pantry", 40), ("Shower", 5)):
        listing_id = make_listing(opened.store, name)
        with opened.store.transaction(actor="test", now=NOW) as tx:
            count_view(tx, listing_id, NOW.date(), views=views)
        notes.write(name, listing_id)
    with opened.store.transaction(actor="test", now=LATER) as tx:
        token = add_user(tx, "Ann", email=None, role="verifier", now=LATER)
    notes.write("sign-in link", f"/workbench/sign-in/{token}")
    rebuild(opened.store, opened.engine)
    opened.engine.close()
    opened.database.close()


def play(opened: Joined, site: str, notes: Notebook) -> None:
    """The whole story, or what of it has not been answered yet."""
    visitor = Browser(site, notes.folder / "visitor-cookies")
    verifier = Browser(site, notes.folder / "verifier-cookies")
    steps: list[tuple[str, Callable[[], str]]] = [
        ("reported", lambda: report(visitor, notes)),
        ("worked", lambda: work(opened)),
        ("signed in", lambda: sign_in(verifier, notes)),
        ("claimed", lambda: claim(verifier)),
        ("saved", lambda: save(verifier, notes)),
    ]
    for name, step in steps:
        if name not in notes:
            notes.write(name, step())
    look_again(visitor, notes)
    work(opened)


def report(visitor: Browser, notes: Notebook) -> str:
    """Finds the pantry, says that its number is wrong; the link to what becomes of it."""
    found = visitor.send(visitor.open("/"), "/search", q="food pantry", near="20009")
    assert "Food pantry" in found.words
    assert "(202) 555-0123" in found.words
    listing = visitor.open(found.link(f"/listing/{notes['Food pantry']}"))
    form = visitor.open(listing.link(r"/listing/[^\"]*/report\?field=phone"))
    thanks = visitor.send(form, Browser.path_of(form), suggested=NEW, words=WORDS)
    assert thanks.status == 200, thanks.words
    assert "Thank you" in thanks.words
    return Browser.path_of(visitor.open(thanks.link(r"/report/[\w-]+")))


def work(opened: Joined) -> str:
    """One round of the worker; what it did."""
    done = run_once(jobs_of(opened), clock)
    assert None not in done.values()
    return str(done)


def sign_in(verifier: Browser, notes: Notebook) -> str:
    asked = verifier.open(notes["sign-in link"])
    queue = verifier.send(asked, notes["sign-in link"])
    assert queue.status == 200, queue.words
    return queue.address


def claim(verifier: Browser) -> str:
    """The listing is first in the queue, with its report; the address of the task, now Ann's."""
    queue = verifier.open("/workbench/")
    first = queue.words.split("Who has it")[1][:400]
    assert "Food pantry" in first.split("Rent help")[0]
    assert "1 report about the phone" in first.split("Rent help")[0]
    task = verifier.send(queue, "/workbench/next")
    assert WORDS in task.words
    assert OLD in task.words
    return Browser.path_of(task)


def save(verifier: Browser, notes: Notebook) -> str:
    """Ann called. The visitor was right, and all the rest is as listed."""
    task = verifier.open(notes["claimed"])
    rest = ("address", "hours", "closed", "eligibility", "website")
    fields = {"answer.phone": "offer-0"} | {f"answer.{name}": "right" for name in rest}
    answer = verifier.send(task, notes["claimed"], action="save", note="A kind voice.", **fields)
    assert answer.status == 200, answer.words
    assert "Saved. The search shows it as checked today" in answer.words
    return answer.words


def look_again(visitor: Browser, notes: Notebook) -> None:
    """The next search shows the new number, and the reporter's page what came of it."""
    found = visitor.send(visitor.open("/"), "/search", q="food pantry", near="20009")
    assert NEW in found.words
    assert OLD not in found.words.split("Rent help")[0]
    assert "Checked today" in found.words
    status = visitor.open(notes["reported"])
    assert NEW in status.words
    assert "Corrected" in status.words


def settings_of(record_url: str, notes: Notebook) -> Settings:
    return Settings(
        home=notes.folder, database_url=record_url, search_url="", secret_key="a key for tests"
    )
