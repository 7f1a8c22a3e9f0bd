"""People of the task force at their browsers, over a real application."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from html import unescape
from typing import Any

from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from directory.evidence import Field
from directory.store import Store
from tests.factories import NOW
from tests.pages import words_of
from verification.intake import receive_report
from web.accounts import add_user

SOON = NOW + timedelta(minutes=1)


@dataclass
class Clock:
    """A clock that tests move."""

    at: datetime = SOON

    def __call__(self) -> datetime:
        return self.at


@dataclass
class Desk:
    """A directory with a workbench."""

    app: Flask
    store: Store
    clock: Clock = field(default_factory=Clock)

    def link_for(self, name: str, role: str = "verifier") -> str:
        """The address that signs them in, once."""
        with self.store.transaction(actor="test", now=self.clock()) as tx:
            token = add_user(tx, name, email=None, role=role, now=self.clock())
        return f"/workbench/sign-in/{token}"

    def sign_in(self, name: str = "Ann", role: str = "verifier") -> Person:
        person = Person(self.app.test_client())
        address = self.link_for(name, role)
        assert person.post(address, via=address).status_code == 303
        return person

    def report(self, listing_id: str, name: Field = Field.PHONE, **said: Any) -> str:
        """The token of a report that the field is wrong."""
        with self.store.transaction(actor="report", now=self.clock()) as tx:
            received = receive_report(
                tx, listing_id, name, "wrong", reporter=None, now=self.clock(), **said
            )
        return received.token


@dataclass
class Person:
    """One browser."""

    client: FlaskClient

    def get(self, address: str) -> TestResponse:
        return self.client.get(address)

    def post(self, address: str, *, via: str = "/workbench/", **form: str) -> TestResponse:
        """Sends a form with the token that the page `via` carries."""
        return self.client.post(address, data={**form, "csrf_token": token_on(self.get(via))})

    def record(self, task_id: int, **form: str) -> TestResponse:
        """Sends the form of a task; `phone="right"` and `new_phone="..."` are its answers."""
        return self.post(f"/workbench/task/{task_id}", **filled_in(form))


def filled_in(form: dict[str, str]) -> dict[str, str]:
    """The names of the form for short ones."""
    names = {name.value for name in Field}
    full = {"action": "save"}
    for name, value in form.items():
        if name in names:
            full[f"answer.{name}"] = value
        elif name.startswith("new_"):
            full[f"value.{name.removeprefix('new_')}"] = value
        else:
            full[name] = value
    return full


def token_on(answer: TestResponse) -> str:
    found = re.search(r'name="csrf_token" value="([^"]+)"', answer.text)
    assert found is not None, f"no form on the page: {answer.status_code}"
    return unescape(found[1])


def words_on(answer: TestResponse) -> str:
    """The page as a person reads it."""
    return words_of(answer.text)
