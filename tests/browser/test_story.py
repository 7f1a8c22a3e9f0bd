"""The story of a wrong phone number in a real browser, as its people live it."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe  # type: ignore[import-untyped]
from playwright.sync_api import Browser, Page, ViewportSize, expect

from tests.flow.story import NEW, OLD, WORDS, clock, prepare, settings_of
from tests.flow.town import Notebook, served

pytestmark = pytest.mark.browser

DESK = ViewportSize(width=1280, height=800)
PHONE = ViewportSize(width=360, height=640)


@pytest.fixture
def notes(tmp_path: Path) -> Notebook:
    return Notebook(tmp_path)


@pytest.fixture
def site(notes: Notebook) -> Iterator[str]:
    """A served directory in which a pantry's number is wrong."""
    settings = settings_of(f"sqlite:///{notes.folder / 'record.sqlite'}", notes)
    prepare(settings, notes)
    with served(settings, clock) as (_, address):
        yield address


@pytest.fixture
def visitor(browser: Browser) -> Iterator[Page]:
    """At a desk, with scripts."""
    with opened(browser, DESK) as page:
        yield page


@contextmanager
def opened(browser: Browser, size: ViewportSize, *, scripts: bool = True) -> Iterator[Page]:
    """A page of a browser of its own, on which no script may fail."""
    failures: list[str] = []
    with browser.new_context(viewport=size, java_script_enabled=scripts) as context:
        page = context.new_page()
        page.on("pageerror", lambda error: failures.append(str(error)))
        yield page
    assert failures == []


def report(page: Page, site: str) -> str:
    """Finds the pantry, says that its number is wrong; the address of what becomes of it."""
    page.goto(site)
    page.get_by_label("What do you need?").fill("food pantry")
    page.get_by_label("Where?").fill("20009")
    page.get_by_role("button", name="Search").click()
    hit = page.locator(".wk-hit").first
    expect(hit).to_contain_text("Food pantry")
    expect(hit).to_contain_text(OLD)
    hit.get_by_role("link", name="Food pantry", exact=False).first.click()
    page.locator("a[href*='report?field=phone']").first.click()
    page.get_by_label("What should it be, if you know?").fill(NEW)
    page.get_by_label("Anything else we should know?").fill(WORDS)
    page.get_by_role("button", name="Send").click()
    expect(page.get_by_role("heading", name="Thank you")).to_be_visible()
    expect(page.locator("main")).to_contain_text("1st in our list of calls")
    link = page.locator("a[href*='/report/']").first.get_attribute("href")
    return f"{site}{link}"


def sign_in(page: Page, site: str, notes: Notebook) -> None:
    page.goto(f"{site}{notes['sign-in link']}")
    page.get_by_role("button", name="Sign in").click()
    expect(page.get_by_role("heading", name="Queue")).to_be_visible()


def look_again(page: Page, site: str, status: str) -> None:
    """The search shows the new number, checked today; the reporter reads what came of it."""
    page.goto(f"{site}/search?q=food+pantry&near=20009")
    hit = page.locator(".wk-hit").first
    expect(hit).to_contain_text(NEW)
    expect(hit).to_contain_text("Checked today")
    page.goto(status)
    expect(page.locator("main")).to_contain_text("Corrected")
    expect(page.locator("main")).to_contain_text(NEW)


def is_as_wide_as_its_window(page: Page) -> bool:
    return bool(page.evaluate("document.documentElement.scrollWidth <= innerWidth"))


def test_the_story_at_a_desk_by_keys_alone(
    visitor: Page, browser: Browser, site: str, notes: Notebook
) -> None:
    """A verifier settles the whole listing with eight keys."""
    status = report(visitor, site)
    with opened(browser, DESK) as page:
        sign_in(page, site, notes)
        first = page.locator("tbody tr").first
        expect(first).to_contain_text("Food pantry")
        expect(first).to_contain_text("1 report about the phone")
        page.keyboard.press("t")
        expect(page.get_by_role("heading", name="Food pantry")).to_be_visible()
        expect(page.locator("main")).to_contain_text(WORDS)
        for key in "occccc":
            page.keyboard.press(key)
        assert page.locator("input[type=radio]:checked").count() == 6
        page.keyboard.press("s")
        expect(page.get_by_role("status")).to_contain_text("checked today")
    look_again(visitor, site, status)


def test_the_story_on_a_phone_without_scripts(browser: Browser, site: str, notes: Notebook) -> None:
    with opened(browser, PHONE, scripts=False) as page:
        status = report(page, site)
        assert is_as_wide_as_its_window(page)
        sign_in(page, site, notes)
        assert is_as_wide_as_its_window(page)
        page.get_by_role("button", name="Take Food pantry").click()
        assert is_as_wide_as_its_window(page)
        page.get_by_label("New value: Phone").fill(NEW)
        page.get_by_role("button", name="Save", exact=True).click()
        expect(page.get_by_role("status")).to_contain_text("checked today")
        look_again(page, site, status)


def test_keys_do_nothing_while_somebody_types(visitor: Page, site: str, notes: Notebook) -> None:
    report(visitor, site)
    sign_in(visitor, site, notes)
    visitor.keyboard.press("t")
    expect(visitor.get_by_role("heading", name="Food pantry")).to_be_visible()
    visitor.keyboard.press("x")
    visitor.keyboard.type("caws")
    value = visitor.get_by_label("New value: Phone")
    expect(value).to_have_value("caws")
    visitor.keyboard.press("Escape")
    visitor.keyboard.press("c")
    expect(value).to_have_value("")
    expect(visitor.locator("[name='answer.phone'][value=right]")).to_be_checked()


def test_keys_can_be_switched_off(visitor: Page, site: str, notes: Notebook) -> None:
    sign_in(visitor, site, notes)
    visitor.keyboard.press("?")
    visitor.get_by_role("button", name="Switch keys off").click()
    visitor.keyboard.press("t")
    expect(visitor.get_by_role("heading", name="Queue")).to_be_visible()


def test_answers_that_could_not_be_sent_are_kept(visitor: Page, site: str, notes: Notebook) -> None:
    """The connection goes away; whoever comes back finds what they typed, until it is saved."""
    report(visitor, site)
    sign_in(visitor, site, notes)
    visitor.get_by_role("button", name="Take the next").click()
    task = visitor.url
    visitor.get_by_label("New value: Phone").fill(NEW)
    visitor.get_by_label("Note").fill("A kind voice.")
    visitor.context.set_offline(True)
    visitor.get_by_role("button", name="Save", exact=True).click()
    visitor.wait_for_url("chrome-error://**")
    visitor.context.set_offline(False)
    visitor.goto(task)
    expect(visitor.get_by_text("What you typed was kept here")).to_be_visible()
    expect(visitor.get_by_label("New value: Phone")).to_have_value(NEW)
    expect(visitor.get_by_label("Note")).to_have_value("A kind voice.")
    expect(visitor.locator("[name='answer.phone'][value=change]")).to_be_checked()
    visitor.get_by_role("button", name="Save", exact=True).click()
    expect(visitor.get_by_role("status")).to_contain_text("checked today")
    assert visitor.evaluate("sessionStorage.length") == 0


@pytest.mark.parametrize("width", [1280, 360])
def test_the_workbench_is_accessible(visitor: Page, site: str, notes: Notebook, width: int) -> None:
    """axe finds nothing on any of its pages."""
    visitor.set_viewport_size({"width": width, "height": 800})
    report(visitor, site)
    visitor.goto(f"{site}{notes['sign-in link']}")
    assert violations(visitor) == []
    sign_in(visitor, site, notes)
    assert violations(visitor) == []
    visitor.get_by_role("button", name="Take the next").click()
    task = visitor.url
    assert violations(visitor) == []
    visitor.get_by_role("button", name="Save", exact=True).click()
    assert violations(visitor) == []  # with a problem told
    for address in ("/workbench/mine", f"/workbench/listing/{notes['Food pantry']}", task):
        visitor.goto(address if address == task else f"{site}{address}")
        assert violations(visitor) == []
    visitor.goto(f"{site}/workbench/sign-in")
    assert violations(visitor) == []


def violations(page: Page) -> list[str]:
    """What axe finds on the page: rule and element."""
    found = Axe().run(page).response["violations"]
    return [f"{page.url} {rule['id']} {node['html']}" for rule in found for node in rule["nodes"]]
