"""Every address of the site as every kind of person: who is let in, who is refused, who learns nothing."""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from uuid import UUID

import pytest
from django.db import connection, transaction
from django.urls import reverse

from documents.models import Version
from policy.checks import every_address
from policy.doors import DOORS
from programmes.models import Group
from tests.house.doors_table import TABLE, TO_SIGN_IN, Row
from tests.house.principals import PRINCIPALS, SIGNED_IN
from tests.house.world import World

pytestmark = pytest.mark.usefixtures("its_files", "db")
NEVER = UUID("00000000-0000-4000-8000-000000000000")
NAMES = sorted(DOORS)
WRITES = re.compile(r"\s*(INSERT|UPDATE|DELETE|REPLACE)\b", re.I)


def address(row: Row, world: World, *, of_nothing: bool = False) -> str:
    """Where a row leads; with ``of_nothing`` the same address with an id that never was."""
    if row.name == "admin":
        return reverse("admin:people_user_changelist")
    kept = [world.papers.get(name) or world.things[name] for name in row.things]
    if row.name == "documents:start":
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
    return browser.get(url) if method == "GET" else browser.post(url)


def test_every_address_is_in_the_table() -> None:
    assert {row.name for row in TABLE} == {name for name, _route in every_address()} == set(DOORS)


def test_the_world_is_as_the_table_expects_it(world: World) -> None:
    from tests.house.principals import PAPERS

    found = {name: Version.objects.get(pk=version.pk).state for name, version in world.papers.items()}
    assert found == {name: paper.state for name, paper in PAPERS.items()}


@pytest.mark.parametrize("name", NAMES)
def test_door(name: str, world: World) -> None:
    wrong = []
    for row in (row for row in TABLE if row.name == name):
        url = address(row, world)
        for method in ("GET", "POST"):
            for principal in PRINCIPALS:
                with undone():
                    answer = ask(world, principal, method, url)
                is_sign_in = answer.status_code == 302 and answer.url.startswith(reverse("account_login") + "?next=")
                got = TO_SIGN_IN if is_sign_in and principal not in SIGNED_IN else answer.status_code
                if got != row.status(method, principal):
                    wrong.append(f"{method} {url} {row.things} {principal}: {got}, not {row.status(method, principal)}")
    assert not wrong, "\n".join(wrong)


@pytest.mark.parametrize("name", sorted({row.name for row in TABLE if row.things and "invitation" not in row.name}))
def test_an_outsider_does_not_learn_that_something_exists(name: str, world: World) -> None:
    """The answer about somebody else's thing is, byte for byte, the one about a thing that never was."""
    compared = 0
    for row in (row for row in TABLE if row.name == name):
        for method in ("GET", "POST"):
            if (row.get if method == "GET" else row.post) is None:
                continue
            for principal in SIGNED_IN:
                if row.status(method, principal) != 404:
                    continue
                with undone():
                    theirs = ask(world, principal, method, address(row, world))
                    nothing = ask(world, principal, method, address(row, world, of_nothing=True))
                assert (theirs.status_code, nothing.status_code) == (404, 404), (method, principal, row)
                assert plain(theirs) == plain(nothing), (method, principal, row)
                compared += 1
    assert compared


def plain(answer) -> tuple[str, list[tuple[str, str]]]:
    """Body and headers without what differs with every answer."""
    body = re.sub(r'(name="csrfmiddlewaretoken" value=")\w+', r"\1", answer.content.decode())
    return body, sorted((name, value) for name, value in answer.headers.items() if name != "Content-Length")


@pytest.mark.parametrize("name", sorted({row.name for row in TABLE if row.get is not None}))
def test_reading_writes_nothing(name: str, world: World) -> None:
    found: list[str] = []

    def watch(execute, sql, params, many, context):
        if WRITES.match(sql):
            found.append(sql)
        return execute(sql, params, many, context)

    for row in (row for row in TABLE if row.name == name and row.get is not None):
        for principal in PRINCIPALS:
            with undone(), connection.execute_wrapper(watch):
                ask(world, principal, "GET", address(row, world))
    assert not found


@pytest.mark.parametrize("name", sorted({row.name for row in TABLE if row.post is not None}))
def test_a_form_from_elsewhere_is_refused(name: str, world: World) -> None:
    """No token, no deed: whoever is signed in and may do it cannot be made to do it from another site."""
    for row in (row for row in TABLE if row.name == name and row.post is not None):
        for principal in PRINCIPALS:
            if row.status("POST", principal) in (404, 403, TO_SIGN_IN):
                continue
            with undone():
                answer = world.browser(principal, enforce_csrf_checks=True).post(address(row, world))
            assert answer.status_code == 403, (principal, row)
            assert "reload" in answer.content.decode().lower() or answer.content, (principal, row)


def test_who_was_switched_off_had_a_living_session(world: World) -> None:
    """The sign-in pages above were seen with a session that was good until then."""
    with undone():
        assert ask(world, "disabled", "GET", reverse("home")).status_code == 302
        type(world.people["disabled"]).objects.filter(pk=world.people["disabled"].pk).update(is_active=True)
        assert ask(world, "disabled", "GET", reverse("home")).status_code == 200
        group = Group.objects.get(pk=world.things["group"].pk)
        assert ask(world, "disabled", "GET", group.get_absolute_url()).status_code == 200
