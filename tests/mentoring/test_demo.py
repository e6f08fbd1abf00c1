"""The demo: every stage has something to show, nobody is written to, and it goes without a trace."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta
from io import StringIO
from pathlib import Path

import pytest
from django.apps import apps
from django.core.management import CommandError, call_command
from django.db import transaction
from django.test import override_settings
from django.utils import timezone

from documents import bundles, files, kinds, wordings
from documents.models import Bundle
from jobs import tasks
from jobs.models import Job
from monitoring import evaluating
from people.models import Letter, User
from policy.models import Space
from policy.permissions import Role
from programmes.models import Group, Programme
from sessions import reminders
from tests import stories

pytestmark = pytest.mark.django_db


def demo(**options) -> str:
    out = StringIO()
    call_command("demo", stdout=out, **options)
    return out.getvalue()


def rows() -> dict[str, int]:
    """How many rows every table of the house has."""
    ours = ("people", "policy", "jobs", "documents", "programmes", "mentoring_sessions", "monitoring")
    models = [model for label in ours for model in apps.get_app_config(label).get_models()]
    return {model._meta.label: model.objects.count() for model in models}


@dataclass(frozen=True)
class Built:
    """The demo as it stands when a test begins: how many rows there were before it, and where its files are."""

    before: dict[str, int]
    files: Path


@pytest.fixture(scope="module")
def built(django_db_setup, django_db_blocker, tmp_path_factory) -> Iterator[Built]:
    """It is built once for this file; every test's own changes are rolled back on top of it."""
    folder = tmp_path_factory.mktemp("files")
    with django_db_blocker.unblock(), override_settings(MEDIA_ROOT=folder):
        outer = transaction.atomic()
        outer.__enter__()
        try:
            Space.organisation()
            before = rows()
            demo()
            yield Built(before, folder)
        finally:
            transaction.set_rollback(True)
            outer.__exit__(None, None, None)


@pytest.fixture(autouse=True)
def _its_files(built: Built, settings, _files_of_this_test) -> None:
    settings.MEDIA_ROOT = built.files


def test_there_is_a_programme_in_every_stage_and_a_group_in_every_state():
    stages = set(Programme.objects.values_list("state", flat=True))
    assert stages == {"draft", "selection", "training", "matching", "mentoring", "closing", "closed"}
    assert set(Group.objects.values_list("state", flat=True)) == set(Group.State.values)


def test_nobody_is_written_to():
    assert not Letter.objects.exists()
    assert set(Job.objects.values_list("name", flat=True)) == {"documents.print"}
    noon = timezone.now().replace(hour=9)
    assert [reminders.write(now=noon + timedelta(days=day)) for day in range(8)] == [0] * 8


def test_it_goes_without_a_trace(built, django_capture_on_commit_callbacks):
    assert rows() != built.before
    mara, group = User.objects.get(email="mara@example.org"), Group.objects.get(name="Aušra")
    wordings.adapt(
        kinds.get("diary"), group.programme.space, {"agenda": [{"key": "how", "text": "Hello"}]}, by=mara, seen=0
    )
    evaluating.open_for(group.programme, "Board", stories.today(), by=mara)
    job = bundles.ask(group.space, by=mara)
    while not Bundle.objects.exists():  # in turns, for it prints what was not printed yet
        tasks.run(str(job.pk))
    bundle = Bundle.objects.get()
    assert files.place_of(bundle.pdf).exists()
    with django_capture_on_commit_callbacks(execute=True):
        demo(remove=True)
    assert not files.place_of(bundle.pdf).exists() and not files.place_of(bundle.archive).exists()
    after = rows()
    after["jobs.Job"] = built.before["jobs.Job"]  # print jobs find nothing to print, and are forgotten after a week
    assert after == built.before


def test_people_who_take_part_in_a_real_programme_stay():
    mara = User.objects.get(email="mara@example.org")
    tomas = User.objects.get(email="tomas@example.org")
    real = stories.programme(by=mara, name="A real one")
    stories.application(real, tomas, Role.MENTOR, by=mara)
    demo(remove=True)
    assert list(Programme.objects.all()) == [real]
    assert User.objects.filter(pk=tomas.pk).exists()
    assert not User.objects.filter(email="nia@example.org").exists()


def test_fresh_builds_it_anew_and_twice_is_refused_and_the_sign_ins_are_printed_when_it_is_there():
    assert "mara@example.org" in demo(sign_ins=True)
    with pytest.raises(CommandError, match="there already"):
        demo()
    assert demo(fresh=True).splitlines() == ["Removed 8 example programmes.", "Built 8 example programmes."]


def test_a_house_in_use_is_not_filled_and_has_no_example_sign_ins():
    demo(remove=True)
    stories.manager("dora@example.org", "Dora Vilks")
    assert demo(if_empty=True) == "" and demo(sign_ins=True) == ""
    assert not Programme.objects.exists()
