"""Letters about what was done: to those who may read it at that moment, and to nobody else."""

import pytest
from django.core import mail
from django.utils import timezone

from documents import pipeline
from documents.models import Version
from jobs.models import Job
from people.models import Letter, User
from policy import telling
from policy.models import Participation
from programmes.models import Group, Programme
from tests import stories

pytestmark = pytest.mark.django_db


@pytest.fixture
def diary(working_group: Group, tomas: User, nia: User, run_jobs) -> Version:
    """Handed in by Nia; everything said before is said."""
    version = stories.submitted_diary(stories.held_meeting(working_group, by=tomas, keeper=nia), by=nia)
    run_jobs()
    mail.outbox.clear()
    return version


def told() -> set[str]:
    """Who is told that something was published; it waits for the letter of the day."""
    letters = Letter.objects.filter(subject__startswith="New: Diary").select_related("person")
    return {letter.person.email.split("@")[0] for letter in letters}


def test_the_author_and_the_readers_are_told_and_who_did_it_is_not(diary: Version, tomas: User, run_jobs) -> None:
    pipeline.publish(diary, by=tomas)
    run_jobs()
    assert told() == {"nia", "ela"}
    assert all(
        one.link.endswith(diary.get_absolute_url()) for one in Letter.objects.filter(subject__startswith="New: D")
    )


def test_what_was_held_back_is_known_to_whoever_may_still_read_it(diary: Version, tomas, nia, ela, run_jobs) -> None:
    pipeline.publish(diary, by=tomas)
    run_jobs()
    Participation.objects.filter(person=ela).update(ends_at=timezone.now())
    held = Letter.objects.filter(subject__startswith="New: Diary").select_related("person")
    assert {letter.person: telling.may_still_know(letter) for letter in held} == {nia: True, ela: False}
    assert telling.may_still_know(Letter(person=ela, about="diary 7"))


def test_who_lost_the_right_since_gets_no_letter(diary: Version, tomas: User, ela: User, run_jobs) -> None:
    pipeline.publish(diary, by=tomas)
    Participation.objects.filter(person=ela).update(ends_at=timezone.now())
    run_jobs()
    assert told() == {"nia"}


def test_who_was_switched_off_gets_no_letter(diary: Version, tomas: User, ela: User, run_jobs) -> None:
    pipeline.publish(diary, by=tomas)
    ela.is_active = False
    ela.save()
    run_jobs()
    assert told() == {"nia"}


def test_what_came_back_meanwhile_is_told_to_nobody_who_cannot_read_it(
    working_group: Group, tomas: User, nia: User, run_jobs
) -> None:
    version = stories.submitted_diary(stories.held_meeting(working_group, by=tomas, keeper=nia), by=nia)
    pipeline.send_back(version, by=tomas, text="More, please.")
    mail.outbox.clear()
    run_jobs()
    subjects = [letter.subject for letter in mail.outbox if "Diary" in letter.subject]
    assert len(subjects) == 1 and subjects[0].startswith("Sent back to you") and "More" not in mail.outbox[-1].body


def test_a_job_done_twice_writes_one_letter_each(diary: Version, tomas: User, run_jobs) -> None:
    pipeline.publish(diary, by=tomas)
    run_jobs()
    Job.objects.filter(name="policy.tell").update(state="waiting", attempts=0)
    before = Letter.objects.count()
    assert run_jobs() > 0
    assert Letter.objects.count() == before and told() == {"nia", "ela"}


def test_a_withheld_diary_is_not_told_to_managers(programme: Programme, mara, tomas, nia, ela, run_jobs) -> None:
    Programme.objects.filter(pk=programme.pk).update(diary_readers="group")
    programme.refresh_from_db()
    group = stories.group(programme, mentor=tomas, mentees=[nia, ela], by=mara)
    version = stories.submitted_diary(stories.held_meeting(group, by=tomas, keeper=nia, kind="initial"), by=nia)
    pipeline.publish(version, by=tomas)
    run_jobs()
    assert told() == {"nia", "ela"}
