"""Every address of the site as every kind of person: who is let in, who is refused, who learns nothing."""

import re
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache, partial
from itertools import cycle, islice
from uuid import UUID

import pytest
from django.db import connection, transaction
from django.urls import reverse
from django.utils.html import escape

from documents.models import Version
from policy.checks import every_address
from policy.doors import DOORS
from programmes.models import Group
from tests.house.door_row import TO_SIGN_IN, Row
from tests.house.doors_table import TABLE
from tests.house.principals import PRINCIPALS, SIGNED_IN
from tests.house.world import World

pytestmark = pytest.mark.usefixtures("its_files", "db", "quiet")
FORM = {"csrfmiddlewaretoken": "as browsers send it"}  # so that forms are bound, however little is in them
NEVER = UUID("00000000-0000-4000-8000-000000000000")
NAMES = sorted(DOORS)
# that a link was opened, at most once an hour (docs/adr/0014); when a letter was opened first
NOTES_WHEN = {"monitoring:sponsor", "programmes:letter_copy"}
WRITES = re.compile(r"\s*(INSERT|UPDATE|DELETE|REPLACE)\b", re.I)


def address(row: Row, world: World, *, of_nothing: bool = False) -> str:
    """Where a row leads; with ``of_nothing`` the same address with an id that never was."""
    if row.name == "admin":
        return reverse("admin:people_user_changelist")
    kept = [world.papers.get(name) or world.things[name] for name in row.things]
    if row.name in ("documents:start", "documents:blank", "documents:make_bundle"):
        return reverse(row.name, kwargs={"space": NEVER if of_nothing else kept[0].space.pk, **row.more})
    ids = [thing if isinstance(thing, str) else thing.pk for thing in kept] + list(row.more.values())
    return reverse(row.name, args=[NEVER] * len(ids) if of_nothing else ids)


@contextmanager
def undone() -> Iterator[None]:
    """What happens in here has not happened afterwards."""
    with transaction.atomic():
        yield
        transaction.set_rollback(True)


def ask(world: World, principal: str, method: str, url: str):
    browser = world.browser(principal)
    answer = browser.get(url) if method == "GET" else browser.post(url, FORM)
    if answer.streaming:
        answer.got = b"".join(answer.streaming_content)  # read to its end, which closes the file
    return answer


def test_every_address_is_in_the_table() -> None:
    assert {row.name for row in TABLE} == {name for name, _route in every_address()} == set(DOORS)


def test_the_world_is_as_the_table_expects_it(world: World) -> None:
    from tests.house.principals import PAPERS

    found = {name: Version.objects.get(pk=version.pk).state for name, version in world.papers.items()}
    assert found == {name: paper.state for name, paper in PAPERS.items()}


@pytest.mark.parametrize("name", NAMES)
def test_door(name: str, world: World) -> None:
    """Status by status; and whoever gets a 404 learns nothing: it is the answer about a thing that never was."""
    wrong = []
    nothing = cache(partial(of_nothing, world=world))
    for row in (row for row in TABLE if row.name == name):
        for method, principal in asked(row):
            with undone(), no_writes(method == "GET" and name not in NOTES_WHEN):
                answer = ask(world, principal, method, address(row, world))
            got, due = said(answer, principal), row.status(method, principal)
            if got != due:
                wrong.append(f"{method} {name} {row.things} {row.more} {principal}: {got}, not {due}")
            elif got == 404 and plain(answer, world, principal) != nothing(name, method):
                wrong.append(f"{method} {name} {row.things} {principal}: another 404 than for what never was")
    assert not wrong, "\n".join(wrong)


FIRST = {row.name: row for row in reversed(TABLE)}  # the first row of each address is asked of everybody
IN_FULL = {"documents:read"}  # and so is who reads which paper
BY_TURNS = 3


def asked(row: Row) -> Iterator[tuple[str, str]]:
    """Every principal by the methods an address knows; by the others a stranger, an outsider and who comes closest.

    Where one address has many things, whoever has no business there comes by turns: every outsider meets every address,
    and every thing some outsiders.
    """
    for method, answers in (("GET", row.get), ("POST", row.post)):
        if answers is None:
            yield from ((method, who) for who in ("anon", "nobody", "manager", "author") if row is FIRST[row.name])
            continue
        outside = [who for who in PRINCIPALS if row.status(method, who) in (TO_SIGN_IN, 404)]
        if row is not FIRST[row.name] and row.name not in IN_FULL:
            start = zlib.crc32(f"{row.name} {row.things}".encode()) % len(PRINCIPALS)
            outside = list(islice(cycle(outside), start, start + BY_TURNS)) if outside else []
        yield from ((method, who) for who in PRINCIPALS if who in outside or row.status(method, who) not in (0, 404))


def said(answer, principal: str) -> int:
    """The status, where a redirect of a stranger to the sign-in page is a status of its own."""
    is_sign_in = answer.status_code == 302 and answer.url.startswith(reverse("account_login") + "?next=")
    return TO_SIGN_IN if is_sign_in and principal not in SIGNED_IN else answer.status_code


def of_nothing(name: str, method: str, world: World) -> str:
    """What an outsider reads about an id that never was."""
    row = next(row for row in TABLE if row.name == name)
    with undone():
        answer = ask(world, "nobody", method, address(row, world, of_nothing=True))
    assert answer.status_code == 404, (method, row)
    return plain(answer, world, "nobody")


def plain(answer, world: World, principal: str) -> str:
    """Headers and body without what differs with every answer or reader: form tokens, their name and mark, their news."""
    person = world.people.get(principal)
    body = re.sub(r'(name="csrfmiddlewaretoken" value=")\w+', r"\1", answer.content.decode())
    body = re.sub(r' data-who="\w*"', "", body)
    body = " ".join(re.sub(r'<span class="nav__news">[^<]*</span>', "", body).split())
    for word in (escape(person.name), f">{person.initials}<") if person else ():
        body = body.replace(word, "")
    headers = sorted((name, value) for name, value in answer.headers.items() if name != "Content-Length")
    return f"{headers}\n{body}"


@contextmanager
def no_writes(watched: bool) -> Iterator[None]:
    """Reading writes nothing: no statement that changes a row is sent."""

    def watch(execute, sql, params, many, context):
        assert not WRITES.match(sql), sql
        return execute(sql, params, many, context)

    if not watched:
        yield
        return
    with connection.execute_wrapper(watch):
        yield


# Mail programs press the button of a letter (RFC 8058): whose letters it is about stands in the address, no session counts.
FROM_ELSEWHERE = {"people:letters_stop"}


@pytest.mark.parametrize("name", sorted({row.name for row in TABLE if row.post is not None} - FROM_ELSEWHERE))
def test_a_form_from_elsewhere_is_refused(name: str, world: World) -> None:
    """No token, no deed: whoever is signed in and may do it cannot be made to do it from another site."""
    row, principal = next(
        (row, principal)
        for row in TABLE
        for principal in reversed(PRINCIPALS)
        if row.name == name and row.post and row.status("POST", principal) in (200, 302, 409, 422)
    )
    with undone():
        assert said(ask(world, principal, "POST", address(row, world)), principal) == row.status("POST", principal)
        answer = world.browser(principal, enforce_csrf_checks=True).post(address(row, world), FORM)
    assert answer.status_code == 403


def test_who_was_switched_off_had_a_living_session(world: World) -> None:
    """The sign-in pages above were seen with a session that was good until then."""
    with undone():
        assert ask(world, "disabled", "GET", reverse("home")).status_code == 302
        type(world.people["disabled"]).objects.filter(pk=world.people["disabled"].pk).update(is_active=True)
        assert ask(world, "disabled", "GET", reverse("home")).status_code == 200
        group = Group.objects.get(pk=world.things["group"].pk)
        assert ask(world, "disabled", "GET", group.get_absolute_url()).status_code == 200
