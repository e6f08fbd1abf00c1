"""Whoever has left a group gets no letter about it any more, whatever had become of the letter by then."""

from datetime import date, timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.core import mail as outbox
from django.utils import timezone

from conversations import topics
from jobs.models import Job
from jobs.queue import try_again
from people import mail
from people.day_letters import letter_of_the_day
from people.models import Letter, User
from programmes.models import Group
from sessions import changing, planning
from tests import stories
from tests.people.test_mail import AWAY
from tests.sessions.changes import asked, seat

pytestmark = pytest.mark.django_db

OVER = timedelta(minutes=1)


def job_of(letter: Letter) -> Any:
    return Job.objects.filter(name="people.deliver", arguments__letter=str(letter.pk))


def becomes(letter: Letter, what: str) -> None:
    """What a mail server that is away, or a worker that is killed, makes of a letter."""
    if what == "could not be delivered":
        Letter.objects.filter(pk=letter.pk).update(state=Letter.State.FAILED)
        job_of(letter).update(state=Job.State.FAILED, attempts=5)
    elif what == "its worker was stopped for good":
        job_of(letter).update(state=Job.State.FAILED, attempts=5)
    elif what == "its worker was stopped":
        job_of(letter).update(state=Job.State.RUNNING, attempts=1, lease_until=timezone.now() - OVER)
    elif what == "a worker is trying just now, in vain":
        job_of(letter).update(state=Job.State.RUNNING, attempts=1, lease_until=timezone.now() + OVER)


BECAME = ("waits", "could not be delivered", "its worker was stopped for good", "its worker was stopped",
          "a worker is trying just now, in vain")  # fmt: skip


def all_that_can_still_go(run_jobs) -> list[str]:
    """Every sending is tried once more, those that were given up, too; what came of it, by its first line."""
    for job in Job.objects.filter(state=Job.State.FAILED):
        try_again(job)
    open_ = Job.objects.filter(state__in=(Job.State.RUNNING, Job.State.WAITING))
    open_.update(state=Job.State.WAITING, lease_until=None, not_before=timezone.now())
    run_jobs()
    return [letter.subject for letter in outbox.outbox if letter.to == ["nia@example.org"]]


@pytest.mark.parametrize("what", BECAME)
def test_a_letter_about_the_group_never_goes(
    what, working_group: Group, tomas, nia: User, mara, run_jobs, settings
) -> None:
    run_jobs()
    backend, settings.EMAIL_BACKEND = settings.EMAIL_BACKEND, AWAY
    stories.meeting(working_group, by=tomas)
    planning.publish(working_group, by=tomas)
    run_jobs()
    (letter,) = nia.letters.filter(state=Letter.State.WAITING)
    becomes(letter, what)
    changing.leave(seat(working_group, nia), asked=asked(working_group), by=mara)
    settings.EMAIL_BACKEND = backend
    sent = all_that_can_still_go(run_jobs)
    assert letter.subject not in sent and "Your part in Step into work 2026 has ended" in sent


@pytest.mark.parametrize("what", BECAME)
def test_of_a_letter_of_the_day_no_line_about_the_group_goes(what, working_group: Group, nia: User, mara, run_jobs):
    run_jobs()
    lines = [
        mail.hold(nia, "About the group", about="one", link=f"https://x.example{working_group.get_absolute_url()}"),
        mail.hold(nia, "About a book", about="two", link="https://x.example/books/"),
    ]
    letter = letter_of_the_day(nia, lines, on=date(2027, 3, 4))
    becomes(letter, what)
    changing.leave(seat(working_group, nia), asked=asked(working_group), by=mara)
    sent = all_that_can_still_go(run_jobs)
    assert not any("About the group" in one.body for one in outbox.outbox)
    assert ("About a book" in sent) == (what != "could not be delivered"), "what else stood in it goes"
    assert not Letter.objects.filter(about="one").exists() or what == "could not be delivered"


def test_nobody_who_has_left_is_told_of_a_topic(working_group: Group, tomas, nia: User, ela, mara, run_jobs):
    """Neither is the line kept that waited for the letter of the day, nor is one written by a job that came later."""
    topics.open_topic(working_group.space, "Books", "Which one?", key=uuid4(), by=tomas)
    run_jobs()
    assert nia.letters.filter(state=Letter.State.HELD).count() == 1
    topics.open_topic(working_group.space, "Films", "Which one?", key=uuid4(), by=tomas)
    changing.leave(seat(working_group, nia), asked=asked(working_group), by=mara)
    run_jobs()
    assert not nia.letters.filter(state=Letter.State.HELD).exists()
    assert ela.letters.filter(state=Letter.State.HELD).count() == 2
