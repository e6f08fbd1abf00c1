"""When its days are over, a declined or withdrawn application is erased; what stays is a number."""

from datetime import timedelta
from pathlib import Path

import pytest
from django.conf import settings
from django.utils import timezone

from documents import pipeline
from documents.models import Document, Version
from people.models import Letter, User
from policy.models import Event, Participation
from policy.permissions import Action, Role
from programmes import selection
from programmes.document_kinds.interview_notes import INTERVIEW_NOTES
from programmes.models import Application, ForgottenApplication, Import, Interview, Score, SelectionRules
from programmes.selecting import forgetting, interviews, scoring
from tests import stories
from tests.programmes.test_importing import add_people, batch

pytestmark = pytest.mark.django_db


@pytest.fixture
def ina_row(programme, mara, run_jobs) -> Application:
    """Ina came in with a file, was scored, interviewed and declined; she takes part in nothing else."""
    add_people(batch(programme, by=mara), by=mara)
    row = programme.applications.select_related("person", "space", "programme__space").get(role=Role.MENTEE)
    scoring.give(row, dict.fromkeys(("need", "goals", "will", "time"), 2), note="Quiet.", by=mara)
    told = {"starts_at": timezone.now() + timedelta(days=2), "minutes": 30, "place": "x", "link": "", "with_whom": ""}
    interviews.arrange(row, told, by=mara)
    notes = pipeline.start(INTERVIEW_NOTES, row.space, by=mara)
    pipeline.write(
        notes, {"interview": {"on": "2026-01-02", "needs": "Time"}, "decision": {"decision": "open"}}, by=mara
    )
    pipeline.file(notes, by=mara)
    selection.decide([row], Action.DECLINE, by=mara, reason="Too far away.")
    run_jobs()
    return row


def days_later(row: Application, days: int) -> None:
    Application.objects.filter(pk=row.pk).update(decided_at=timezone.now() - timedelta(days=days, minutes=1))


def files() -> list[Path]:
    return [path for path in Path(settings.MEDIA_ROOT).rglob("*") if path.is_file() and "documents" in path.parts]


def test_it_goes_on_its_day_with_everything_and_the_account(ina_row, programme, django_capture_on_commit_callbacks):
    assert Version.objects.exclude(pdf="").exists() and files(), "there is something to erase"
    days_later(ina_row, 89)
    forgetting.forget()
    assert Application.objects.filter(pk=ina_row.pk).exists(), "a day too early"
    days_later(ina_row, 90)
    with django_capture_on_commit_callbacks(execute=True):
        forgetting.forget()
        forgetting.forget()
    assert not files()
    gone = (Document, Version, Score, Interview, User.objects.filter(email="ina@example.org"), Letter)
    gone = [model if hasattr(model, "exists") else model.objects for model in gone]
    assert [rows.filter().exists() for rows in gone] == [False] * len(gone)
    assert [row["cells"]["email"] for row in Import.objects.get().rows] == ["ula@example.org"]
    left = ForgottenApplication.objects.get()
    assert (left.programme, left.role, left.state) == (programme, "mentee", "declined")
    erased = Event.objects.get(action=Action.FORGET)
    assert (erased.thing_id, erased.by, erased.space) == (ina_row.pk, None, left.space)


def test_who_takes_part_in_something_else_keeps_their_account(programme, nia_row, nia, mara, run_jobs):
    other = stories.programme(by=mara, name="Another")
    stories.application(other, nia, Role.MENTEE, by=mara)
    selection.withdraw(nia_row, by=nia, reason="Ill.")
    run_jobs()
    days_later(nia_row, 90)
    forgetting.forget()
    assert User.objects.filter(pk=nia.pk).exists() and nia.applications.get().programme == other
    assert not Participation.objects.filter(space=nia_row.space).exists()
    assert not Event.objects.filter(space=nia_row.space, by=nia).exists(), "no name is left in what was done"


def test_the_programme_says_for_how_long_and_the_person_reads_it(ina_row, programme, signed_in):
    SelectionRules.objects.create(programme=programme, keep_declined_days=365)
    days_later(ina_row, 200)
    forgetting.forget()
    page = signed_in(ina_row.person).get(ina_row.get_absolute_url()).content.decode()
    assert "Too far away." in page and "then erased with everything that belongs to it" in page
    SelectionRules.objects.update(keep_declined_days=100)
    forgetting.forget()
    assert not Application.objects.filter(pk=ina_row.pk).exists()


def test_the_letter_says_until_when_it_is_kept(ina_row):
    letter = Letter.objects.get(subject="Your application for Step into work 2026")
    until = timezone.localtime(ina_row.decided_at + timedelta(days=90), ina_row.person.zone)
    assert f"We keep your application until {until.day} " in letter.body


def test_who_is_selected_or_waits_is_not_forgotten(programme, nia_row, ela_row, mara):
    selection.decide([nia_row], Action.SELECT, by=mara)
    selection.decide([ela_row], Action.RESERVE, by=mara)
    Application.objects.update(decided_at=timezone.now() - timedelta(days=900))
    forgetting.forget()
    assert programme.applications.count() == 2
