"""Raw records of a programme, written as they lie in the database, some of them such as must not count."""

from dataclasses import dataclass, field
from datetime import timedelta
from random import Random
from typing import Any

from django.utils import timezone

from documents.models import Document, Version
from monitoring.models import FollowUpAnswer
from people.models import User
from policy.models import Event, Participation, Space
from policy.permissions import Role
from programmes.models import Application, Group, Programme, TrainingAttendance, TrainingEvent
from sessions.models import Attendance, Meeting
from tests import stories

STATEMENTS = ("goals", "strengths", "step")
SECRET = "what somebody told in confidence"
ASPECTS = ("training", "matching", "sessions")
NOW = timezone.now().replace(microsecond=0)


@dataclass
class Writer:
    """Writes groups into a programme, by chance, but the same for the same seed."""

    programme: Programme
    by: User
    seed: int = 1
    groups: list[Group] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.chance = Random(self.seed)

    def group(self, mentees: int = 4) -> Group:
        """A group with its people, sessions, diaries and answers."""
        space = Space.objects.create(kind=Space.Kind.GROUP, within=self.programme.space)
        number = len(self.groups) + 1
        state = self.chance.choice((Group.State.WORKING, Group.State.ENDED))
        group = Group.objects.create(
            programme=self.programme, space=space, number=number, name=f"Group {number}", state=state
        )
        self.groups.append(group)
        if state == Group.State.ENDED:
            self._event(space, "end", "programmes.group", group.pk, 5)
        mentor = self.person(space, Role.MENTOR)
        people = [self.person(space, Role.MENTEE) for _one in range(mentees)]
        for n in range(5):
            self._session(group, n, people, mentor)
        for who in people:
            self._answers_of_mentee(space, who)
        self._filed(space, "final-questionnaire-mentor", mentor, {"programme": self._ratings(ASPECTS)})
        self._filed(space, "well-matched", mentor, self._fit())
        return group

    def person(self, space: Space, role: Role) -> User:
        """Somebody who was selected and takes part; some were trained, some have left, before the end or with it."""
        n = User.objects.count()
        who = User.objects.create(email=f"someone{n}@example.org", name=f"Someone {n}", password="!")
        ends_at = self.chance.choice((None, None, NOW - timedelta(days=30), NOW - timedelta(days=1)))
        Participation.objects.create(space=space, person=who, role=role, ends_at=ends_at)
        own = Space.objects.create(kind=Space.Kind.APPLICATION, within=self.programme.space)
        selected = self.chance.choice(("selected", "selected", "withdrawn"))
        Application.objects.create(space=own, programme=self.programme, person=who, role=role, state=selected)
        if self.chance.random() < 0.6:
            for _twice in range(self.chance.choice((1, 2))):
                event = TrainingEvent.objects.create(programme=self.programme, title="Workshop", starts_at=NOW)
                TrainingAttendance.objects.create(event=event, person=who)
        return who

    def _session(self, group: Group, n: int, people: list[User], mentor: User) -> None:
        states = ("held", "held", "held", "missed", "cancelled", "planned")
        ends_at = NOW - timedelta(days=self.chance.choice((90, 60, 45, 20, 3, -5)), hours=n)
        kind = self.chance.choice(("task", "task", "task", "monitoring"))
        state = self.chance.choice(states)
        keeper = self.chance.choice((people[0], people[-1], None))
        meeting = Meeting.objects.create(
            group=group, number=n + 1, kind=kind, state=state, keeper=keeper, ends_at=ends_at,
            starts_at=ends_at - timedelta(hours=1),
        )  # fmt: skip
        if state == "held":
            for who in (*people, mentor):
                came = self.chance.choice(("present", "present", "absent", "excused"))
                Attendance.objects.create(meeting=meeting, person=who, came=came)
            if keeper and self.chance.random() < 0.8:
                self._diary(group.space, meeting, keeper)

    def _diary(self, space: Space, meeting: Meeting, keeper: User) -> None:
        document = Document.objects.create(kind_slug="diary", space=space, person=keeper, occasion=meeting.pk)
        state = self.chance.choice(("draft", "submitted", "sealed"))
        version = Version.objects.create(document=document, number=1, state=state, author=keeper)
        after = (meeting.ends_at - NOW).days + self.chance.choice((1, 6, 9))
        if state != "draft" or self.chance.random() < 0.5:  # handed in and sent back
            self._event(space, "submit", "documents.version", version.pk, -after)
            self._event(space, "submit", "documents.version", version.pk, -after - 8)

    def _answers_of_mentee(self, space: Space, who: User) -> None:
        self._filed(space, "initial-questionnaire", who, {"start": self._ratings(STATEMENTS)})
        self._filed(space, "well-matched", who, self._fit())
        goals = [
            {"goal": SECRET, "why": SECRET, "rating": self.chance.choice(("-2", "-1", "0", "1", "2"))}
            for _n in range(3)
        ]
        told = {
            "statements": self._ratings(STATEMENTS),
            "programme": self._ratings(ASPECTS),
            "goals": goals,
            "back": {"most": SECRET},
            "outcome": {"words": SECRET, "results": self.chance.choice(([], ["nothing"], ["job", "network"]))},
        }
        self._filed(space, "final-questionnaire-mentee", who, told)

    def _ratings(self, keys: tuple[str, ...]) -> dict[str, str]:
        return {key: self.chance.choice(("", "1", "2", "3", "4", "5")) for key in keys}

    def _fit(self) -> dict[str, Any]:
        return {"match": {"why": SECRET, "fit": self.chance.choice(("good", "unsure", "not"))}}

    def _filed(self, space: Space, slug: str, who: User, answers: dict[str, Any]) -> None:
        """A form in force, and beside it what must not count: a draft, a replaced version, a scan."""
        fate = self.chance.choice(("filed", "filed", "filed", "draft", "replaced", "scanned", "nothing"))
        if fate == "nothing":
            return
        document = Document.objects.create(kind_slug=slug, space=space, person=who)
        sealed_at = NOW - timedelta(days=10, minutes=self.chance.randrange(9999))
        if fate == "replaced":
            other = {**answers, "match": {"fit": "not"}, "goals": [{"rating": "-2"}] * 5}
            self._version(document, 1, "superseded", other, sealed_at - timedelta(days=3))
        state = "draft" if fate == "draft" else "sealed"
        source = "scanned" if fate == "scanned" else "typed"
        self._version(document, 2, state, answers, None if fate == "draft" else sealed_at, source=source)

    def _version(self, document: Document, number: int, state: str, answers: Any, sealed_at: Any, **more: Any) -> None:
        Version.objects.create(
            document=document, number=number, state=state, author=document.person, answers=answers,
            sealed_at=sealed_at, **more,
        )  # fmt: skip

    def _event(self, space: Space, action: str, thing: str, pk: Any, days_ago: int) -> None:
        at = NOW - timedelta(days=days_ago)
        Event.objects.create(space=space, by=self.by, action=action, thing=thing, thing_id=pk, at=at)

    def afterwards(self) -> None:
        """What mentees said some months after the end; managers, too, see it in fives."""
        for months in (3, 6, 12):
            for _one in range(self.chance.randrange(6, 14)):
                told = {"change": self.chance.choice(("better", "same", "worse")), "helped": SECRET}
                FollowUpAnswer.objects.create(space=self.programme.space, months=months, answers=told)


def lived(by: User, groups: int, *, seed: int = 1, **more: Any) -> Writer:
    """A programme with so many groups."""
    writer = Writer(stories.programme(by=by, name=f"Programme {seed}", **more), by, seed)
    for _one in range(groups):
        writer.group()
    writer.afterwards()
    return writer
