"""A database of n groups in the middle of their journey, made in bulk: four people in each.

Of every ten groups six go smoothly, and one each has an unsigned contract, no contract, no next session, an overdue
diary. The first group of the first programme is the one that is looked at; it is the same in a database of any size.
"""

from collections import defaultdict
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from django.db import models, transaction
from django.utils import timezone

from documents import kinds
from documents.heading import sheet_of
from documents.models import Document, Signatory, Version
from documents.sheet import digest_of
from people.models import User
from policy.models import Participation, Space
from policy.permissions import Role
from programmes.document_kinds.contract import CONTRACT
from programmes.models import Application, Group, Programme
from sessions.models import Attendance, Homework, HomeworkAnswer, Meeting

from . import words

GROUPS_IN_A_PROGRAMME = 50
MENTEES = 3
NAMES = ("Gintarė", "Rūta", "Aušra", "Tomas", "Nia", "Ela", "Oto", "Mara")
ZONE = "Europe/Vilnius"
UNSIGNED, WITHOUT_CONTRACT, WITHOUT_SESSION, DIARY_OVERDUE = 2, 3, 4, 5  # the last digit of the group's number


@dataclass
class Cast:
    """Who looks: the people of the first group. ``idle`` is a mentee for whom nothing waits."""

    group: Group
    mentee: User
    idle: User
    mentor: User
    manager: User
    manager_of_all: User


@dataclass
class _World:
    """Rows to be written, model by model, in the order in which they were first asked for."""

    now: datetime
    held: int
    rows: dict[type[models.Model], list[Any]] = field(default_factory=lambda: defaultdict(list))

    def add(self, row: Any) -> Any:
        self.rows[type(row)].append(row)
        return row

    def person(self, role: str) -> User:
        n = len(self.rows[User]) + 1
        name = f"{NAMES[n % len(NAMES)]} Žukauskienė-{n}"
        return self.add(User(email=f"{role}{n}@example.org", name=name, password="!", time_zone=ZONE))

    def space(self, kind: str, within: Space | None = None) -> Space:
        return self.add(Space(kind=kind, within=within))

    def join(self, space: Space, person: User, role: Role) -> User:
        self.add(Participation(space=space, person=person, role=role))
        return person


def fill(groups: int, *, in_a_programme: int = GROUPS_IN_A_PROGRAMME, held: int = 2) -> Cast:
    """Write a database of ``groups`` groups, each with so many sessions held; gives the people of the first one."""
    world = _World(timezone.now().replace(microsecond=0), held)
    for model in (User, Space, Participation):
        world.rows[model] = []  # the others point at these
    mara = world.join(world.space(Space.Kind.ORGANISATION), world.person("manager"), Role.MANAGER)
    casts = [
        _programme(world, mara, number, min(in_a_programme, groups - begin))
        for number, begin in enumerate(range(0, groups, in_a_programme), start=1)
    ]
    with transaction.atomic():
        for model, rows in world.rows.items():
            model._default_manager.bulk_create(rows)
        _freeze_words(casts[0].group)
    return casts[0]


def _programme(world: _World, mara: User, number: int, groups: int) -> Cast:
    space = world.space(Space.Kind.PROGRAMME)
    today = world.now.date()
    programme = world.add(
        Programme(
            space=space,
            state=Programme.State.MENTORING,
            name=f"Step into work {number}",
            purpose="People who look for work find their next step.",
            starts_on=today - timedelta(days=120),
            ends_on=today + timedelta(days=180),
            languages=["en", "lt"],
            time_zone=ZONE,
        )
    )
    manager = world.join(space, world.person("manager"), Role.MANAGER)
    world.join(space, mara, Role.MANAGER)
    casts = [_group(world, programme, manager, mara, one) for one in range(1, groups + 1)]
    return casts[0]


def _group(world: _World, programme: Programme, manager: User, mara: User, number: int) -> Cast:
    space = world.space(Space.Kind.GROUP, programme.space)
    signed = number % 10 not in (UNSIGNED, WITHOUT_CONTRACT)
    state = Group.State.WORKING if signed else Group.State.FORMING
    name, motto = f"Aušra {number}", "Small steps count"
    group = world.add(Group(space=space, programme=programme, number=number, state=state, name=name, motto=motto))
    mentor = _applied(world, programme, space, Role.MENTOR)
    mentees = [_applied(world, programme, space, Role.MENTEE) for _one in range(MENTEES)]
    if number % 10 != WITHOUT_CONTRACT:
        contract = _document(world, group, "contract", manager, Version.State.SEALED if signed else "signing")
        for person, role in [(manager, Role.MANAGER), (mentor, Role.MENTOR), *((one, Role.MENTEE) for one in mentees)]:
            world.add(Signatory(version=contract, person=person, role=role, signed_at=world.now if signed else None))
    if signed:
        _goals_and_plan(world, group, mentor, mentees)
        _sessions(world, group, mentor, mentees)
    return Cast(group, mentees[0], mentees[2], mentor, manager, mara)


def _applied(world: _World, programme: Programme, space: Space, role: Role) -> User:
    """Somebody with an account, a selected application and a place in the group."""
    person = world.join(space, world.person(role), role)
    own = world.space(Space.Kind.APPLICATION, programme.space)
    world.join(own, person, Role.APPLICANT)
    world.add(Application(space=own, programme=programme, person=person, role=role, state="selected", field="retail"))
    return person


def _document(
    world: _World, group: Group, slug: str, author: User, state: str, number: int = 1, **what: Any
) -> Version:
    document = what.pop("document", None)
    if document is None:
        document = world.add(Document(kind_slug=slug, space=group.space, **what))
    written = world.now - timedelta(days=10)
    sealed = written if state == Version.State.SEALED else None
    given = words.answers(kinds.get(slug))
    version = Version(document=document, number=number, state=state, author=author, answers=given, written_at=written)
    version.sealed_at = sealed
    return world.add(version)


def _goals_and_plan(world: _World, group: Group, mentor: User, mentees: list[User]) -> None:
    """One goal sheet waits for the mentor, all others are published; the session plan is in its second version."""
    for person in mentees:
        state = Version.State.SUBMITTED if person is mentees[1] else Version.State.SEALED
        _document(world, group, "personal-goals", person, state, person=person)
    _document(world, group, "group-goals", mentor, Version.State.SEALED)
    first = _document(world, group, "session-plan", mentor, Version.State.SUPERSEDED)
    _document(world, group, "session-plan", mentor, Version.State.SEALED, number=2, document=first.document)


def _sessions(world: _World, group: Group, mentor: User, mentees: list[User]) -> None:
    """Two or more held, one cancelled, one planned; the diary of the last one held is owed, the others are published."""
    held = 12 if group.number % 10 == DIARY_OVERDUE else 3
    initial = _meeting(world, group, 1, -30, Meeting.State.HELD, mentees[1], kind=Meeting.Kind.INITIAL)
    second = _meeting(world, group, 2, -held, Meeting.State.HELD, mentees[0])
    _meeting(world, group, 3, -1, Meeting.State.CANCELLED, mentees[1], reason="Tomas is ill.")
    earlier = [
        _meeting(world, group, 3 + more, -29 + more, Meeting.State.HELD, mentees[1]) for more in range(2, world.held)
    ]
    for meeting in (initial, *earlier, second):
        for person in (mentor, *mentees):
            world.add(Attendance(meeting=meeting, person=person, came=Attendance.Came.PRESENT))
    _homework(world, second, done_by=mentees)
    for meeting in (initial, *earlier):
        of = {"person": mentees[1], "occasion": meeting.pk, "label": f"Session {meeting.number}"}
        _document(world, group, "diary", mentees[1], Version.State.SEALED, **of)
    if group.number % 10 != WITHOUT_SESSION:
        _homework(world, _meeting(world, group, 4, 4, Meeting.State.PLANNED, mentees[2]), done_by=mentees[2:])


def _meeting(world: _World, group: Group, number: int, days: int, state: str, keeper: User, **more: Any) -> Meeting:
    starts_at = world.now + timedelta(days=days)
    told = {"topic": "Writing a CV", "link": "https://meet.example.org/ausra", **more}
    times = {"starts_at": starts_at, "ends_at": starts_at + timedelta(hours=1)}
    return world.add(Meeting(group=group, number=number, state=state, keeper=keeper, **times, **told))


def _homework(world: _World, meeting: Meeting, done_by: list[User]) -> None:
    for position, task in enumerate(("Rewrite the first lines of your CV", "Bring one advertisement that fits")):
        row = world.add(Homework(meeting=meeting, task=task, position=position))
        for person in done_by:
            world.add(HomeworkAnswer(homework=row, person=person))


def _freeze_words(group: Group) -> None:
    """Give every version that needs one its sheet: the words of the first group's, for all of its kind."""
    fixed = Version.objects.filter(state__in=("signing", "sealed", "superseded"))
    contract = Version.objects.get(document__space=group.space, document__kind_slug=CONTRACT.slug)
    assert CONTRACT.prefill is not None
    answers = contract.answers | CONTRACT.prefill(contract.document, CONTRACT.default_texts(group.space))
    Version.objects.filter(document__kind_slug=CONTRACT.slug).update(answers=answers)
    for kind in kinds.every():
        first = fixed.filter(document__space=group.space, document__kind_slug=kind.slug, state="sealed").first()
        if first is not None:
            sheet = sheet_of(first, at=timezone.now())
            fixed.filter(document__kind_slug=kind.slug).update(sheet=sheet, digest=digest_of(sheet))


def one_of_each(cast: Cast) -> list[Version]:
    """A published version of every kind of document, all of the same group."""
    return [_published(kind.slug, cast) for kind in kinds.every()]


def _published(slug: str, cast: Cast) -> Version:
    kind = kinds.get(slug)
    space = _home(kind, cast)
    rows = Version.objects.filter(document__space=space, document__kind_slug=slug, state="sealed")
    if found := rows.select_related("document").first():
        return found
    own = cast.mentee if kind.parts.own or kind.parts.about else None
    document = Document.objects.create(kind_slug=slug, space=space, person=own, label="Session 2")
    return publish(document, words.answers(kind), by=cast.mentee)


def _home(kind: kinds.DocumentKind, cast: Cast) -> Space:
    """The space of the first group, of its programme, or of a mentee's application: wherever such documents live."""
    homes = {Space.Kind.GROUP: cast.group.space, Space.Kind.PROGRAMME: cast.group.programme.space}
    return homes.get(kind.lives_in) or Application.objects.get(person=cast.mentee).space


def publish(document: Document, answers: kinds.Answers, *, by: User) -> Version:
    """A sealed version of a document, its first, with its words frozen."""
    now = timezone.now()
    version = Version(document=document, number=1, state="sealed", author=by, answers=answers, sealed_at=now)
    version.save()
    version.sheet = sheet_of(version, at=now)
    version.digest = digest_of(version.sheet)
    version.save()
    return version
