"""The task force's pages: the queue, a task, what was found out.

Everything that changes goes through `verification`, one transaction a request. A refusal shows the
page again with what was typed.
"""

from __future__ import annotations

from uuid import UUID

from flask import Blueprint, abort, flash, jsonify, redirect, request, url_for
from flask.typing import ResponseReturnValue
from werkzeug.exceptions import HTTPException
from werkzeug.wrappers import Response

from directory.errors import EditRefusedError
from directory.evidence import Field
from directory.store import Transaction, View
from verification.errors import NoTaskError, OutcomeError, TaskTakenError
from verification.intake import open_or_join_task
from verification.outcomes import Applied, apply_outcome
from verification.task_page import task_page
from verification.task_queue import (
    claim,
    claim_next,
    claimed_by,
    done_since,
    queue,
    release,
    tasks_to_do,
)
from web.accounts import User
from web.parts import now, parts
from web.signing_in import (
    keep_private,
    page,
    require_own_form,
    require_sign_in,
    signed_in_user,
)
from web.workbench_evidence import changes_of, evidence_of, hiding
from web.workbench_form import AnswerError, Answers, finding_of, read_answers
from web.workbench_script import script_of
from web.workbench_words import holder_in_words, saved_in_words

PAGE_LENGTH = 25
LAST_PAGE = 1_000
BIGGEST_ID = 2**63 - 1
"""Of a column of 64 bits; a larger number names nothing."""

TASK = f"/task/<int(max={BIGGEST_ID}):task_id>"

blueprint = Blueprint("workbench", __name__, url_prefix="/workbench")
blueprint.before_request(require_sign_in)
blueprint.before_request(require_own_form)
blueprint.after_request(keep_private)


PROBLEMS = {403: "You may look, and not do that", 404: "There is nothing here"}
"""Titles of the pages that a refused request gets."""


@blueprint.errorhandler(403)
@blueprint.errorhandler(404)
def problem(error: HTTPException) -> ResponseReturnValue:
    status = error.code or 404
    return page("workbench/problem.html", status, title=PROBLEMS[status], advice=error.description)


def staff() -> User:
    """Who is signed in; the guard let nobody else in."""
    user = signed_in_user()
    assert user is not None
    return user


def verifier() -> User:
    """Who is signed in and may record; anybody else gets a page that says why not."""
    user = staff()
    if not user.may_record:
        abort(
            403,
            f"You are signed in as {user.name}, a {user.role}: you may look at everything, "
            "and not claim or record. An administrator can make you a verifier.",
        )
    return user


@blueprint.get("/")
def queue_page() -> ResponseReturnValue:
    """Tasks, the one worth most first."""
    number = page_number()
    with parts().store.reading() as view:
        first = (number - 1) * PAGE_LENGTH
        rows = queue(view, now=now(), limit=PAGE_LENGTH + 1, offset=first)
        counts = counts_of(view)
    return page(
        "workbench/queue.html",
        rows=rows[:PAGE_LENGTH],
        first=first + 1,
        number=number,
        has_more=len(rows) > PAGE_LENGTH,
        counts=counts,
    )


def page_number() -> int:
    """The page asked for, from 1 on; nonsense asks for the first."""
    asked = request.args.get("page", "")
    return min(max(int(asked), 1), LAST_PAGE) if asked.isascii() and asked.isdigit() else 1


@blueprint.get("/mine")
def mine() -> ResponseReturnValue:
    """The tasks that the reader holds."""
    with parts().store.reading() as view:
        tasks = claimed_by(view, staff().name)
        listings = view.listings([task.listing_id for task in tasks])
        counts = counts_of(view)
    return page("workbench/mine.html", tasks=tasks, listings=listings, counts=counts)


@blueprint.get("/count.json")
def count() -> ResponseReturnValue:
    """How many tasks are left, for the number in the head of a page that stays open."""
    with parts().store.reading() as view:
        return jsonify(counts_of(view))


def counts_of(view: View) -> dict[str, int]:
    """Tasks in the queue, how many of them the reader holds, and settled today (UTC)."""
    return {
        "open": tasks_to_do(view, now=now()),
        "mine": len(claimed_by(view, staff().name)),
        "done": done_since(view, now().replace(hour=0, minute=0, second=0, microsecond=0)),
    }


@blueprint.post("/next")
def take_next() -> ResponseReturnValue:
    """Claims the best task that nobody has and opens it."""
    return redirect(next_address(verifier()), 303)


def next_address(user: User) -> str:
    """The page of the task that is now theirs; the queue when nothing is left."""
    try:
        with parts().store.transaction(actor=user.name, now=now()) as tx:
            task = claim_next(tx, user.name, now=now())
    except NoTaskError:
        flash("Nothing is waiting to be checked.")
        return url_for(".queue_page")
    return url_for(".task", task_id=task.task_id)


@blueprint.get(TASK)
def task(task_id: int) -> ResponseReturnValue:
    """One task with all evidence; a form for whoever holds it."""
    return shown_task(task_id, Answers(), {})


def shown_task(
    task_id: int, answers: Answers, problems: dict[str, str], status: int = 200
) -> ResponseReturnValue:
    """The task page with these answers filled in and these problems told."""
    try:
        with parts().store.reading() as view:
            found = task_page(view, task_id, now=now())
            rows = evidence_of(view, found)
            counts = counts_of(view)
    except NoTaskError:
        abort(404, f"There is no task {task_id}.")
    is_mine = found.task.state == "claimed" and found.task.claimed_by == staff().name
    return page(
        "workbench/task.html",
        status,
        found=found,
        rows=rows,
        counts=counts,
        answers=answers,
        problems=problems,
        is_mine=is_mine,
        script=script_of(rows, found.stored, parts().settings.site_name),
    )


@blueprint.post(f"{TASK}/claim")
def claim_task(task_id: int) -> ResponseReturnValue:
    """Takes a task, or takes one's own for longer. What was typed on the page is kept."""
    user, answers = verifier(), read_answers(request.form)
    try:
        with parts().store.transaction(actor=user.name, now=now()) as tx:
            claim(tx, task_id, user.name, now=now())
    except NoTaskError:
        abort(404, f"There is no task {task_id}.")
    except TaskTakenError:
        return refused(task_id, answers)
    if answers.is_empty:
        return redirect(url_for(".task", task_id=task_id), 303)
    return shown_task(task_id, answers, {})


@blueprint.post(f"{TASK}/release")
def release_task(task_id: int) -> ResponseReturnValue:
    """Gives a task back."""
    user = verifier()
    try:
        with parts().store.transaction(actor=user.name, now=now()) as tx:
            release(tx, task_id, user.name, now=now())
    except TaskTakenError:
        flash("That task was not yours any more.")
    else:
        flash("Given back. Somebody else can take it now.")
    return redirect(url_for(".queue_page"), 303)


@blueprint.post(TASK)
def record(task_id: int) -> ResponseReturnValue:
    """Saves what was found out."""
    user, answers = verifier(), read_answers(request.form)
    try:
        with parts().store.transaction(actor=user.name, now=now()) as tx:
            applied = recorded(tx, task_id, user, answers)
    except AnswerError as error:
        return shown_task(task_id, answers, dict(error.problems), 422)
    except (EditRefusedError, OutcomeError) as error:
        return shown_task(task_id, answers, {"": f"{error}."}, 422)
    except NoTaskError:
        abort(404, f"There is no task {task_id}.")
    except TaskTakenError:
        return refused(task_id, answers)
    return saved(user, answers, applied)


def recorded(tx: Transaction, task_id: int, user: User, answers: Answers) -> Applied:
    """The outcome, applied; whoever's time was over takes the task again first, if they may."""
    found = task_page(tx, task_id, now=now())
    finding = finding_of(answers, {item.field: item.value for item in found.fields})
    if answers.takes_again:
        claim(tx, task_id, user.name, now=now())
    if answers.action == "wrong-number":  # whoever calls next looks for another number first
        doubted = (Field.PHONE,)
        open_or_join_task(tx, found.task.listing_id, doubted, actor=user.name, now=now())
    return apply_outcome(tx, task_id, user.name, finding, now=now())


def saved(user: User, answers: Answers, applied: Applied) -> Response:
    flash(saved_in_words(answers.action, applied))
    if answers.action == "save-next":
        return redirect(next_address(user), 303)
    return redirect(url_for(".queue_page"), 303)


def refused(task_id: int, answers: Answers) -> ResponseReturnValue:
    """The task page with why it cannot be saved by its reader, and with what was typed."""
    with parts().store.reading() as view:
        task = task_page(view, task_id, now=now()).task
    return shown_task(task_id, answers, {"": holder_in_words(task, now())}, 409)


@blueprint.get("/listing/<uuid:listing_id>")
def listing(listing_id: UUID) -> ResponseReturnValue:
    """Every change of a listing, newest first."""
    with parts().store.reading() as view:
        stored = view.listing(str(listing_id))
        if stored is None:
            abort(404, "There is no such listing.")
        changes = changes_of(view.history(stored.listing_id), hiding(view, stored))
        checks = sorted(view.field_checks(stored.listing_id).values(), key=lambda c: c.field)
        counts = counts_of(view)
    return page(
        "workbench/listing.html", stored=stored, changes=changes, checks=checks, counts=counts
    )
