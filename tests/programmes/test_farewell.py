"""When a programme is closed, everybody who took part is thanked once."""

import pytest
from django.utils import timezone

from jobs.models import Job
from jobs.tasks import run
from people.models import Letter, User
from policy.machine import move
from policy.models import Participation
from policy.permissions import Action, Role
from programmes.models import Group, Programme
from tests import stories

pytestmark = pytest.mark.django_db


def close(programme: Programme, by: User) -> None:
    Group.objects.filter(programme=programme).update(state="ended")
    programme.refresh_from_db()
    for step in (Action.WIND_UP, Action.CLOSE):
        move(programme, step, by=by)


def thanked() -> dict[str, Letter]:
    return {letter.person.name: letter for letter in Letter.objects.filter(about__startswith="farewell")}


def test_mentor_and_mentees_get_a_letter_that_says_where_everything_stays(group, programme, mara, run_jobs):
    run_jobs()
    close(programme, mara)
    run_jobs()
    letters = thanked()
    assert letters.keys() == {"Tomas Lind", "Nia Berg", "Ela Žukaitė"}
    letter = letters["Nia Berg"]
    assert letter.subject == "Step into work 2026 has come to its end: thank you" and letter.state == "sent"
    assert "at least until 30 June 2028" in letter.body and "kept until 30 September 2027" in letter.body
    assert programme.get_absolute_url() in letter.body


def test_nobody_is_thanked_twice(group, programme, mara, run_jobs):
    close(programme, mara)
    run_jobs()
    job = Job.objects.get(name="programmes.farewell")
    Job.objects.filter(pk=job.pk).update(state="waiting", attempts=0)
    run(str(job.pk))
    run_jobs()
    assert Letter.objects.filter(about__startswith="farewell").count() == 3


def test_who_left_or_was_never_in_a_group_gets_none(group, programme, mara, nia, oto, run_jobs):
    stories.application(programme, oto, Role.MENTEE, by=mara)
    Participation.objects.filter(person=nia).update(ends_at=timezone.now())
    close(programme, mara)
    run_jobs()
    assert thanked().keys() == {"Tomas Lind", "Ela Žukaitė"}
