"""When a questionnaire is opened everybody is told once; after its day it closes by itself; managers ask for longer."""

from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.urls import reverse
from django.utils import timezone

from documents import pipeline
from jobs.queue import enqueue
from monitoring.lifecycle import TELL
from monitoring.models import Questionnaire
from monitoring.questionnaires import answering, ending, keeping
from people.models import Letter
from policy.machine import move
from policy.models import Event
from policy.permissions import Action
from tests import stories
from tests.answers import complete
from tests.monitoring.questionnaires import draft, opened
from tests.monitoring.test_questionnaires_answering import place

pytestmark = pytest.mark.django_db


def due_on(days: int, row: Questionnaire) -> Questionnaire:
    Questionnaire.objects.filter(pk=row.pk).update(answer_by=stories.today() + timedelta(days=days))
    row.refresh_from_db()
    return row


def longer(row: Questionnaire) -> str:
    return reverse("monitoring:questionnaire_longer", args=(row.space.programme.pk, row.pk))


def test_everybody_who_is_asked_gets_one_line_in_the_letter_of_the_day(
    working_group, mara, nia, ela, tomas, run_jobs, signed_in
):
    row = opened(working_group.programme, by=mara, title="A title of ours")
    assert not Letter.objects.filter(about__contains=str(row.pk)).exists(), "the job writes them"
    run_jobs()
    keeping.open_(row, by=mara, seen=0)
    enqueue(TELL, by=mara, thing=str(row.pk))
    run_jobs()
    letters = Letter.objects.filter(about__contains=str(row.pk))
    assert {letter.person for letter in letters} == {nia, ela} and len(letters) == 2
    for letter in letters:
        assert letter.state == Letter.State.HELD and "A title of ours" not in letter.subject
        assert letter.body == "A title of ours" and letter.link.endswith(place(working_group, row))


def test_one_that_is_closed_before_the_job_runs_tells_nobody(working_group, mara, run_jobs):
    row = opened(working_group.programme, by=mara)
    keeping.close(row, by=mara)
    run_jobs()
    assert not Letter.objects.filter(about__contains=str(row.pk)).exists()


def test_after_its_day_it_closes_by_itself_and_what_is_begun_can_be_sent(working_group, mara, nia, ela):
    row = opened(working_group.programme, by=mara, answer_by=stories.today())
    without, begun = opened(working_group.programme, by=mara), answering.begin(working_group, row, by=nia)
    last_minute = answering.due(row)
    assert last_minute is not None and ending.close_passed(now=last_minute) == 0
    for expected in (1, 0):
        assert ending.close_passed(now=last_minute + timedelta(minutes=1)) == expected
    row.refresh_from_db()
    without.refresh_from_db()
    assert (row.state, without.state) == ("closed", "open")
    event = Event.objects.get(thing_id=row.pk, action=Action.CLOSE_QUESTIONNAIRE)
    assert event.by is None and (event.source, event.target) == ("open", "closed")
    pipeline.write(begun, complete(begun.kind), by=nia)
    pipeline.file(begun, by=nia)
    assert begun.state == "sealed"


def test_nothing_else_happens_by_itself(working_group, mara):
    row = draft(working_group.programme, by=mara)
    with pytest.raises(PermissionDenied):
        move(row, Action.OPEN_QUESTIONNAIRE, by=None)


def test_a_manager_asks_for_longer_and_a_closed_one_asks_again(working_group, mara, nia, tomas, signed_in):
    row = due_on(-1, opened(working_group.programme, by=mara))
    ending.close_passed(now=timezone.now() + timedelta(days=1))
    assert signed_in(nia).post(place(working_group, row)).status_code == 409
    until, manager = stories.today() + timedelta(days=4), signed_in(mara)
    assert longer(row) in manager.get(row.get_absolute_url()).content.decode()
    past = manager.post(longer(row), {"until": "2020-01-31"})
    assert past.status_code == 422 and "2020-01-31" in past.content.decode()
    assert "at most two years from now" in past.content.decode()
    for _twice in range(2):
        assert manager.post(longer(row), {"until": until.isoformat()}).status_code == 302
    row.refresh_from_db()
    assert (row.state, row.answer_by) == ("open", until)
    assert Event.objects.filter(thing_id=row.pk, action=Action.ASK_LONGER).count() == 1
    assert signed_in(nia).post(place(working_group, row)).status_code == 302
    assert signed_in(tomas).post(longer(row), {"until": until.isoformat()}).status_code == 403
    assert ending.close_passed(now=timezone.now() + timedelta(days=2)) == 0
