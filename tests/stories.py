"""Make the people and things that tests are about, through the doors that the application uses itself."""

import re
from collections.abc import Sequence
from datetime import date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from django.utils import timezone

from documents import pipeline, signing
from documents.models import Version
from people.models import User
from policy.machine import move
from policy.models import Participation, Space
from policy.permissions import Action, Role
from programmes import founding, grouping, selection
from programmes.document_kinds.contract import CONTRACT
from programmes.models import Application, Group, Placement, Programme, Proposal
from sessions import diaries, planning
from sessions.models import Meeting

PASSWORD = "a quiet walk by the river"


def today() -> date:
    """The day it is where the cast lives: late in the evening that is another one than in Greenwich."""
    return timezone.localdate(timezone=ZoneInfo("Europe/Vilnius"))


def person(email: str, name: str, **more: Any) -> User:
    """Somebody with an account."""
    more.setdefault("time_zone", "Europe/Vilnius")
    return User.objects.create_user(email, PASSWORD, name=name, **more)


def manager(email: str, name: str) -> User:
    """Somebody who may create programmes."""
    who = person(email, name)
    Participation.objects.create(space=Space.organisation(), person=who, role=Role.MANAGER)
    return who


def programme(*, by: User, **more: Any) -> Programme:
    """A programme in draft."""
    told = {
        "name": "Step into work 2026",
        "purpose": "People who look for work find their next step.",
        "starts_on": date(2026, 9, 1),
        "ends_on": date(2027, 6, 30),
        "languages": ["en", "lt"],
        "time_zone": "Europe/Vilnius",
    }
    return founding.create(Programme(**{**told, **more}), by=by)


def application(
    programme: Programme, who: User, role: Role, *, by: User, select: bool = True, **more: Any
) -> Application:
    """Somebody's application, selected unless told otherwise."""
    cells = {
        "role": role.value,
        "email": who.email,
        "name": who.name,
        "time zone": who.time_zone,
        "languages": ["en"],
        "field": "retail",
        "situation": "",
        "experience": "",
        "goals": ["digital skills"],
        "availability": ["Tue evening"],
        "mode": "online",
        "capacity": 5 if role == Role.MENTOR else 0,
        "not with": [],
        **more,
    }
    selection.add(programme, cells)
    row = programme.applications.get(person=who, role=role)
    if select:
        selection.decide([row], Action.SELECT, by=by)
    return row


def newcomer(name: str, programme: Programme, role: Role, *, by: User, **more: Any) -> Application:
    """Somebody selected who has not chosen a password yet."""
    who = User.objects.create_user(f"{name.lower()}@example.org", name=name)
    return application(programme, who, role, by=by, **more)


def placement(proposal: Proposal, mentee: Application) -> Placement:
    """Where somebody is placed now."""
    rows = proposal.placements.select_related("mentee__person", "proposal__programme__space")
    return rows.get(mentee=mentee)


def in_matching(programme: Programme, *, by: User) -> Programme:
    """Move a programme on to the matching stage."""
    for step in (Action.OPEN_SELECTION, Action.OPEN_MATCHING):
        if programme.machine.why_not(programme, step) is None:
            move(programme, step, by=by)
    return programme


def group(programme: Programme, *, mentor: User, mentees: Sequence[User], by: User) -> Group:
    """A confirmed group, made the way the application makes it."""
    leader = application(programme, mentor, Role.MENTOR, by=by)
    places = [application(programme, mentee, Role.MENTEE, by=by) for mentee in mentees]
    in_matching(programme, by=by)
    proposal = Proposal.objects.create(programme=programme)
    for place in places:
        Placement.objects.create(proposal=proposal, mentee=place, mentor=leader)
    return grouping.confirm(proposal, by=by)[0]


def offered_contract(group: Group, *, by: User) -> Version:
    """The standard contract of a group, offered to everyone."""
    version = pipeline.start(CONTRACT, group.space, by=by)
    signing.offer(version, by=by)
    return version


def signature_form(version: Version, who: User) -> dict[str, str]:
    """What the form sends with which somebody signs the words of a version as they are now."""
    version.refresh_from_db()
    return {"signature-name": who.name, "signature-agree": "on", "signature-seen": version.digest}


def personal_link(who: User) -> str:
    """The address in the newest letter that asks somebody to sign and has not gone out yet."""
    letters = (re.search(r"/d/sign/[\w-]+/", letter.body) for letter in who.letters.order_by("-created_at"))
    return next(found.group() for found in letters if found)


def contract_in_force(group: Group, *, by: User) -> Version:
    """The standard contract of a group, signed by everyone."""
    version = offered_contract(group, by=by)
    for row in version.signatories.select_related("person"):
        signing.sign(version, by=row.person, name=row.person.name)
    version.refresh_from_db()
    return version


def meeting(
    group: Group, *, by: User, at: datetime | None = None, homework: Sequence[str] = (), **more: Any
) -> Meeting:
    """A planned session; a week from now unless told otherwise."""
    starts_at = at or timezone.now().replace(microsecond=0) + timedelta(days=7)
    told = {"topic": "Writing a CV", "link": "https://meet.example.org/ausra", "kind": "task", **more}
    row = Meeting(group=group, starts_at=starts_at, ends_at=starts_at + timedelta(hours=1), **told)
    action = Action.MONITOR if row.kind == "monitoring" else Action.PLAN
    return planning.plan(row, list(homework), by=by, action=action)


def held_meeting(group: Group, *, by: User, keeper: User | None = None, **more: Any) -> Meeting:
    """A session that was held yesterday, everybody there."""
    row = meeting(group, by=by, at=timezone.now().replace(microsecond=0) - timedelta(days=1), **more)
    came = {one.person_id: "present" for one in group.space.people(Role.MENTOR, Role.MENTEE)}
    planning.close(row, came, keeper.pk if keeper else None, by=by)
    row.refresh_from_db()
    return row


def diary_answers(version: Version) -> dict[str, Any]:
    """A diary filled in completely, on top of what it was prefilled with."""
    answers = dict(version.answers)
    answers["agenda"] = {
        "how": "Nia is glad about her interview.",
        "issues": "The bus timetable changed.",
        "target": "We compared three CVs.",
        "next_topic": "Telling my story",
        "homework": "All: rewrite the first lines.",
    }
    answers["review"] = [{**row, "went": row["went"] or "done", "note": ""} for row in answers["review"]]
    answers["reflection"] = {"notice": "", "takeaway": "Short sentences."}
    return answers


def submitted_diary(meeting: Meeting, *, by: User) -> Version:
    """The diary of a held session, handed in by its keeper."""
    version = diaries.begin(meeting, by=by)
    pipeline.write(version, diary_answers(version), by=by)
    pipeline.submit(version, by=by)
    return version
