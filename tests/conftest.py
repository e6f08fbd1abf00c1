"""The cast: Mara manages, Tomas mentors, Nia and Ela are his mentees, Oto is an outsider."""

from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from django.conf import settings
from django.test import Client
from django.utils import timezone
from hypothesis import HealthCheck
from hypothesis import settings as hypothesis_settings

from jobs import tasks
from people.models import User
from programmes.models import Group, Programme
from sessions.models import Meeting
from tests import stories
from tests.kept_rows import built_once

# a busy machine is no fault
hypothesis_settings.register_profile("house", deadline=None, suppress_health_check=[HealthCheck.too_slow])
hypothesis_settings.load_profile("house")

PARTICIPANTS = Path(settings.BASE_DIR) / "mentoring" / "demo" / "participants.csv"


@pytest.fixture(autouse=True)
def _files_of_this_test(tmp_path: Path, settings) -> None:
    """Printed files of one test are not found by another."""
    settings.MEDIA_ROOT = tmp_path / "files"


@pytest.fixture(autouse=True)
def _nobody_is_throttled() -> Iterator[None]:
    """What the sign-in throttle remembers ends with the test."""
    from django.core.cache import cache

    yield
    try:
        cache.clear()
    except Exception:
        pass


@pytest.fixture
def mara(db) -> User:
    """Mara manages."""
    return built_once("mara", lambda: stories.manager("mara@example.org", "Mara Vilks"))


@pytest.fixture
def tomas(db) -> User:
    """Tomas mentors."""
    return built_once("tomas", lambda: stories.person("tomas@example.org", "Tomas Lind"))


@pytest.fixture
def nia(db) -> User:
    """Nia is his mentee."""
    return built_once("nia", lambda: stories.person("nia@example.org", "Nia Berg"))


@pytest.fixture
def ela(db) -> User:
    """Ela is the other one."""
    return built_once("ela", lambda: stories.person("ela@example.org", "Ela Žukaitė"))


@pytest.fixture
def oto(db) -> User:
    """Oto has an account and takes part in nothing."""
    return built_once("oto", lambda: stories.person("oto@example.org", "Oto Falk"))


@pytest.fixture
def programme(mara: User) -> Programme:
    """Mara's programme, just set up."""
    return built_once(("programme", mara.pk), lambda: stories.programme(by=mara))


@pytest.fixture
def group(programme: Programme, mara: User, tomas: User, nia: User, ela: User) -> Group:
    """Tomas's group with Nia and Ela, just confirmed."""
    whose = "group", programme.pk, *(one.pk for one in (mara, tomas, nia, ela))
    made = built_once(whose, lambda: stories.group(programme, mentor=tomas, mentees=[nia, ela], by=mara))
    programme.refresh_from_db()
    made.programme = programme
    return made


@pytest.fixture
def working_group(group: Group, mara: User, tomas: User, nia: User, ela: User) -> Group:
    """The same group with its contract in force."""
    built_once(("contract", group.pk), lambda: stories.contract_in_force(group, by=mara))
    group.refresh_from_db()
    return group


@pytest.fixture
def running(working_group: Group, tomas: User) -> Meeting:
    """A session of that group, begun ten minutes ago."""
    begun = timezone.now().replace(microsecond=0) - timedelta(minutes=10)
    return stories.meeting(working_group, by=tomas, at=begun, homework=["Read https://example.org/cv"])


@pytest.fixture
def run_jobs() -> Callable[[], int]:
    """Do everything that waits in the outbox, here and now."""
    return tasks.run_all


@pytest.fixture
def signed_in() -> Callable[[User], Client]:
    """A browser in which somebody is signed in."""

    def browser(person: User) -> Client:
        client = Client()
        client.force_login(person)
        return client

    return browser
