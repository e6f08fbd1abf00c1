"""A group of people who live with the application, each in a browser of their own, and the days that pass."""

import re
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from django.core import mail
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from documents.models import Version
from jobs import tasks
from jobs.models import Job
from people.models import Letter, User
from policy.permissions import Role
from programmes import grouping
from programmes.models import Group, Placement, Proposal
from sessions import reminders
from sessions.models import Meeting
from tests import stories
from tests.flows.test_story import begin, fill, open_, post
from tests.sessions.test_closing import sent

ONCE = "6f9619ff-8b86-4d01-b42d-00cf4fc964ff"
PRINTING = "documents.print"
ZONE = ZoneInfo("Europe/Vilnius")


@dataclass
class Life:
    """A group with the browsers of its people."""

    group: Group
    mara: User
    browsers: dict[User, Client]
    days: int = 0

    @property
    def manager(self) -> Client:
        return self.browsers[self.mara]

    @property
    def mentor(self) -> Client:
        return self.browsers[self.group.mentor]

    @property
    def mentees(self) -> list[Client]:
        return [self.browsers[who] for who in self.group.mentees()]

    def called(self, name: str) -> Client:
        """The browser of somebody."""
        return next(browser for who, browser in self.browsers.items() if who.name.startswith(name))

    @property
    def room(self) -> str:
        return reverse("room", args=(self.group.pk,))

    def see(self, browser: Client, name: str, *args: Any) -> str:
        return open_(browser, reverse(name, args=args))

    def act(self, browser: Client, name: str, thing: Any, data: Any = None) -> Any:
        return post(browser, reverse(name, args=(thing.pk,)), data)

    def write(self, browser: Client, slug: str) -> Version:
        """Begin a document of the group and hand it on."""
        return fill(browser, begin(browser, self.group, slug))

    def publish(self, version: Version, comment: str = "") -> None:
        self.act(self.mentor, "documents:publish", version, {"text": comment})

    def coming(self, **which: Any) -> Meeting:
        return self.group.meetings.filter(state="planned", **which).order_by("starts_at").first()

    def pass_by(self, meeting: Meeting) -> Meeting:
        """The time of a session passes: the session is moved into the past, where no clock has to be turned."""
        ago = timezone.now().replace(second=0, microsecond=0) - timedelta(hours=2)
        Meeting.objects.filter(pk=meeting.pk).update(starts_at=ago, ends_at=ago + timedelta(hours=1))
        meeting.refresh_from_db()
        return meeting

    def close(self, meeting: Meeting, **more: str) -> Meeting:
        """The mentor closes a session on its one page, with what the page proposes and what is changed."""
        address = reverse("sessions:close", args=(meeting.pk,))
        answer = post(self.mentor, address, {**sent(self.mentor, meeting), "anyway": "on", **more})
        assert answer.url == meeting.get_absolute_url()
        meeting.refresh_from_db()
        assert meeting.state == "held"
        return meeting

    def keep_diary(self, browser: Client, meeting: Meeting) -> Version:
        """The keeper writes the diary of a session and hands it in."""
        answer = self.act(browser, "sessions:diary", meeting)
        return fill(browser, Version.objects.get(pk=answer.url.split("/")[-3]))

    def answer(self, browser: Client, meeting: Meeting) -> Version:
        """A mentee answers the questionnaire that a session asks for."""
        answer = self.act(browser, "monitoring:answer", meeting)
        return fill(browser, Version.objects.get(pk=answer.url.split("/")[-3]))

    def night(self) -> None:
        """A day ends, and the next one has its letters: they are asked for from its first hour to its last."""
        self.days += 1
        self.work_off()
        for hour in (0, 9, 15, 23):
            reminders.write(now=datetime.now(ZONE).replace(hour=hour, minute=30) + timedelta(days=self.days))
        self.work_off()

    def work_off(self) -> None:
        """Do what waits in the outbox, but for the printing, which is slow and has tests of its own."""
        while job := Job.objects.due().exclude(name=PRINTING).first():
            tasks.run(str(job.pk))


def invited(mara: User, mentees: list[str], run_jobs: Any, **more: Any) -> Group:
    """A group of people who have no account yet: confirmed by the manager, and invited by mail."""
    programme = stories.programme(by=mara, **more)
    leader = stories.newcomer("Tomas", programme, Role.MENTOR, by=mara)
    places = [stories.newcomer(name, programme, Role.MENTEE, by=mara) for name in mentees]
    stories.in_matching(programme, by=mara)
    proposal = Proposal.objects.create(programme=programme)
    for place in places:
        Placement.objects.create(proposal=proposal, mentee=place, mentor=leader)
    group = grouping.confirm(proposal, by=mara)[0]
    run_jobs()
    return group


def begun(mara: User, mentees: list[str], run_jobs: Any, **more: Any) -> Life:
    """The same when everyone has accepted."""
    group = invited(mara, mentees, run_jobs, **more)
    browsers = {who: _accepted(who) for who in [group.mentor, *group.mentees()]}
    browsers[mara] = Client()
    browsers[mara].force_login(mara)
    return Life(group, mara, browsers)


def _accepted(who: User) -> Client:
    (letter,) = [one for one in mail.outbox if one.to == [who.email] and one.subject.startswith("Invitation to")]
    found = re.search(r"https?://\S+(/me/invitation/\S+)", letter.body)
    assert found
    browser = Client()
    open_(browser, found.group(1))
    post(browser, found.group(1), {"name": f"{who.name} Berg", "password": stories.PASSWORD})
    who.refresh_from_db()
    return browser


def says(day: Any, **more: Any) -> dict[str, Any]:
    """What the form of a session sends."""
    told = {"kind": "task", "day": day.isoformat(), "time": "18:00", "minutes": "60", "mode": "online", "anyway": "on"}
    return {**told, "link": "https://meet.example.org/ausra", **more}


def in_days(n: int) -> Any:
    """The day so many days from now, in the zone of the programme."""
    return (datetime.now(ZONE) + timedelta(days=n)).date()


def letters_kept_to_the_rules(life: Life) -> None:
    """Nobody has had more than one letter a day that could wait; what waited went out as lines of it, never alone."""
    lines = set(Letter.objects.exclude(link="").values_list("pk", flat=True))
    assert lines, "there was something that could wait"
    went_out = [one.extra_headers["X-Entity-Ref-ID"] for one in mail.outbox if "X-Entity-Ref-ID" in one.extra_headers]
    assert not {str(pk) for pk in lines} & set(went_out)
    assert len(went_out) == len(set(went_out)), "nothing went out twice"
    days = Letter.objects.filter(about__startswith="day ").values_list("person", "about")
    assert days and len(days) == len(set(days))
    assert not Letter.objects.filter(state__in=("waiting", "failed")).exists()
