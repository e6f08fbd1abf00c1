"""One world, and one house, for all tests of a module: built once, rolled back at its end."""

import logging
from collections.abc import Iterator

import pytest
from django.db import transaction
from django.test import override_settings

from programmes.models import Group
from tests.house import one_house
from tests.house import world as made
from tests.house.one_house import House
from tests.house.world import World


@pytest.fixture(scope="module")
def world(request, django_db_setup, django_db_blocker, tmp_path_factory) -> Iterator[World]:
    """The world of the house tests; every test's own changes are rolled back on top of it."""
    worked = getattr(request.module, "WORKED", True)  # a module that opens no PDF and no letter need not wait for them
    files = tmp_path_factory.mktemp("files")
    with django_db_blocker.unblock(), override_settings(MEDIA_ROOT=files):
        outer = transaction.atomic()
        outer.__enter__()
        try:
            found = made.build(worked=worked)
            found.things["files"] = files
            yield found
        finally:
            transaction.set_rollback(True)
            outer.__exit__(None, None, None)


@pytest.fixture
def its_files(world: World, settings, _files_of_this_test) -> None:
    """The printed files of the world are found."""
    settings.MEDIA_ROOT = world.things["files"]


@pytest.fixture
def quiet() -> Iterator[None]:
    """Thousands of refusals are no news."""
    logger = logging.getLogger("django.request")
    before = logger.level
    logger.setLevel(logging.CRITICAL)  # by its method: a logger remembers what it lets through
    yield
    logger.setLevel(before)


@pytest.fixture(scope="module")
def built(django_db_setup, django_db_blocker) -> Iterator[House]:
    """The house, built once for this module and rolled back at its end."""
    with django_db_blocker.unblock():
        outer = transaction.atomic()
        outer.__enter__()
        try:
            yield one_house.build()
        finally:
            transaction.set_rollback(True)
            outer.__exit__(None, None, None)


@pytest.fixture
def house(built: House, db) -> House:
    """The house; what a test does to it is rolled back."""
    return House(Group.objects.select_related("space", "programme__space").get(pk=built.group.pk), dict(built.cast))
