"""The groups of the demo live: they meet, write, sign, and come to an end."""

from datetime import timedelta
from typing import Any

from documents import kinds, pipeline, signing
from documents.kinds import Answers
from documents.models import Version
from people.models import User
from policy.machine import move
from policy.permissions import Action, Role
from programmes import grouping
from programmes.models import Application, Group, Programme
from sessions import diaries, homework, planning
from sessions import papers as session_papers
from sessions.models import Meeting

from . import building, looking_back, monitored, outside, suggested, talked, texts, written
from .cast import Cast
from .monitored import in_days


def tell_of_ausra(programme: Programme, people: Cast) -> None:
    """Aušra is in the middle of its task-oriented sessions; one other group waits for signatures, one for a plan."""
    ausra = programme.groups.get(space__participations__person=people.tomas)
    grouping.rename(ausra, "Aušra", "Small steps count", by=people.nia)
    first, second, third, fourth, _fifth = [
        _meeting(ausra, i, days, by=people.tomas, keeper=keeper)
        for i, (days, keeper) in enumerate(
            ((-42, None), (-28, people.ela), (-4, people.nia), (5, people.ela), (19, people.nia))
        )
    ]
    planning.publish(ausra, by=people.tomas)
    _close(first, by=people.tomas)
    sign_by_all(ausra, by=people.mara)
    for person in (people.nia, people.ela):
        publish(
            ausra, "personal-goals", texts.GOALS[person.name], by=person, reviewer=people.tomas, comment="Good steps."
        )
    publish(ausra, "group-goals", texts.GROUP_GOALS, by=people.nia, reviewer=people.tomas)
    ausra.refresh_from_db()
    _write_of(ausra, second, people)
    talked.in_session(third, people)
    written.between_sessions(ausra, people)
    _close(third, by=people.tomas)
    homework.tick(fourth.homework.all()[0], True, by=people.ela)
    suggested.suggest(ausra, fourth, suggested.fill(programme, by=people.mara), people)
    planning.publish(ausra, by=people.tomas)
    check = _monitor(ausra, 12, by=people.mara)
    monitored.agree(ausra, by=people.mara)
    monitored.answer_at_the_start(check, mentees=[people.ela], mentor=people.tomas)
    monitored.rate_competencies(check, people.nia, people.tomas)
    outside.ask_others(ausra, people.nia)
    for person, agreed in ((people.tomas, "Send the plan before Friday"), (people.nia, "Bring an advert you like")):
        monitored.call(ausra, person, by=people.mara, on=in_days(-2), agreed=agreed, again=in_days(12))
    others = programme.groups.exclude(pk=ausra.pk).order_by("number")
    for group in others[:1]:
        _meeting(group, 0, 3, by=_mentor(group))
        planning.publish(group, by=_mentor(group))
        _offer(group, by=people.mara)
    for group in others[1:2]:
        sign_by_all(group, by=people.mara)
        _file_own(group, "well-matched", texts.WELL_MATCHED["unsure"], by=group.mentees()[0])


def _write_of(ausra: Group, second: Meeting, people: Cast) -> None:
    """The second session is closed, and everybody writes what there is to write after it."""
    _close(second, by=people.tomas)
    diary = diaries.begin(second, by=people.ela)
    pipeline.write(diary, {**diary.answers, **texts.DIARY}, by=people.ela)
    pipeline.submit(diary, by=people.ela)
    pipeline.publish(diary, by=people.tomas, comment=texts.COMMENT)
    _file_under(second, "session-record", texts.SESSION_RECORD, by=people.tomas)
    _file_under(second, "mentee-feedback", texts.FEEDBACK, by=people.ela)
    _file_under(second, "reflective-log", texts.REFLECTIVE_LOG, by=people.tomas)
    for person in (people.tomas, people.nia, people.ela):
        _file_own(ausra, "presentation", {"myself": texts.PRESENTATIONS[person.name]}, by=person)
    for person in (people.tomas, people.nia):  # Ela has not answered yet
        _file_own(ausra, "well-matched", texts.WELL_MATCHED["good"], by=person)


def tell_of_the_end(programme: Programme, people: Cast) -> None:
    """One group has ended, one is in its final session with its conclusions handed in."""
    looking_back.set_out(programme, by=people.mara)
    ended = programme.groups.get(space__participations__person=people.tomas)
    grouping.rename(ended, "Bridge builders", "What came of it?", by=people.tomas)
    _live_through(ended, by=people.mara)
    mentees = ended.mentees()
    monitored.answer_at_the_start(_monitor(ended, -270, by=people.mara), mentees=mentees, mentor=people.tomas)
    for person, words in zip(mentees, texts.FINAL_WORDS, strict=False):
        _file_own(ended, "final-word", {"word": words}, by=person)
    writer = ended.mentees()[0]
    publish(ended, "conclusions", texts.CONCLUSIONS, by=writer, reviewer=people.tomas, comment="Thank you all.")
    certificate = pipeline.start(kinds.get("certificate"), ended.space, by=people.mara, person=writer)
    _file(certificate, {"words": {**certificate.answers["words"], **texts.CERTIFICATE}})
    ended.refresh_from_db()
    move(ended, Action.END, by=people.tomas)
    others = list(programme.groups.exclude(pk=ended.pk).order_by("number"))
    for group in others:
        _live_through(group, by=people.mara)
    version = pipeline.start(kinds.get("conclusions"), others[0].space, by=others[0].mentees()[0])
    pipeline.write(version, texts.CONCLUSIONS, by=version.author)
    pipeline.submit(version, by=version.author)


def tell_of_an_applicant(application: Application) -> None:
    """A mentee who applies has filled in the profile."""
    kind, who = kinds.get("mentee-profile"), application.person
    _file(pipeline.start(kind, application.space, by=who, person=who), texts.PROFILE)


def tell_of_a_pair(programme: Programme, people: Cast) -> None:
    """Ela is also mentee of a pair, in a programme where managers do not read diaries."""
    pair = programme.groups.get(space__participations__person=people.ela)
    mentor = _mentor(pair)
    sign_by_all(pair, by=people.mara)
    held = _meeting(pair, 1, -10, by=mentor)
    _meeting(pair, 3, 11, by=mentor)  # whose homework names nobody of another group
    planning.publish(pair, by=mentor)
    _close(held, by=mentor)
    diary = diaries.begin(held, by=people.ela)
    pipeline.write(diary, {**diary.answers, **texts.DIARY}, by=people.ela)
    pipeline.submit(diary, by=people.ela)


def sign_by_all(group: Group, *, by: User) -> Version:
    """The standard contract, signed by everyone."""
    version = _offer(group, by=by)
    for row in version.signatories.select_related("person"):
        signing.sign(version, by=row.person, name=row.person.name)
    version.refresh_from_db()
    group.refresh_from_db()
    return version


def publish(group: Group, slug: str, answers: Answers, *, by: User, reviewer: User, comment: str = "") -> Version:
    """A reviewed document of a group, written, handed in and published."""
    kind = kinds.get(slug)
    version = pipeline.start(kind, group.space, by=by, person=by if kind.parts.own else None)
    pipeline.write(version, answers, by=by)
    pipeline.submit(version, by=by)
    pipeline.publish(version, by=reviewer, comment=comment)
    return version


def _file_under(meeting: Meeting, slug: str, answers: Answers, *, by: User) -> None:
    """A document of a session, filed."""
    _file(session_papers.begin(meeting, kinds.get(slug), by=by), answers)


def _file_own(group: Group, slug: str, answers: Answers, *, by: User) -> None:
    """A document of one's own in a group, filed."""
    _file(pipeline.start(kinds.get(slug), group.space, by=by, person=by), answers)


def _file(version: Version, answers: Answers) -> None:
    pipeline.write(version, {**version.answers, **answers}, by=version.author)
    pipeline.file(version, by=version.author)


def _offer(group: Group, *, by: User) -> Version:
    version = pipeline.start(kinds.get("contract"), group.space, by=by)
    signing.offer(version, by=by)
    return version


def _live_through(group: Group, *, by: User) -> None:
    mentor = _mentor(group)
    sign_by_all(group, by=by)
    for i, days in ((0, -280), (1, -240)):
        _close(_meeting(group, i, days, by=mentor), by=mentor)
    last = _meeting(group, 4, -20, by=mentor, kind="final", topic="Looking back, looking ahead")
    planning.publish(group, by=mentor)
    _close(last, by=mentor)
    looking_back.answer(last)
    group.refresh_from_db()


def meet_once(group: Group, days: int) -> None:
    """A group has met, so many days from today."""
    _close(_meeting(group, 0, days, by=_mentor(group)), by=_mentor(group))
    group.refresh_from_db()


def _meeting(group: Group, which: int, days: int, *, by: User, keeper: User | None = None, **more: Any) -> Meeting:
    kind, topic, place, tasks = texts.SESSIONS[which]
    starts_at = building.at(days, 18)
    told = {"kind": kind, "topic": topic, "place": place, "link": "" if place else texts.LINK, "keeper": keeper, **more}
    mode = "face-to-face" if place else "online"
    meeting = Meeting(group=group, starts_at=starts_at, ends_at=starts_at + timedelta(minutes=60), mode=mode, **told)
    return planning.plan(meeting, tasks.splitlines(), by=by)


def _monitor(group: Group, days: int, *, by: User) -> Meeting:
    starts_at = building.at(days, 17)
    meeting = Meeting(
        group=group,
        kind="monitoring",
        topic="How is it going so far?",
        mode="online",
        link=texts.LINK,
        starts_at=starts_at,
        ends_at=starts_at + timedelta(minutes=45),
    )
    return planning.plan(meeting, [], by=by, action=Action.MONITOR)


def _close(meeting: Meeting, *, by: User) -> None:
    came = {row.person_id: "present" for row in meeting.space.people(Role.MENTOR, Role.MENTEE)}
    planning.close(meeting, came, meeting.keeper_id, by=by)
    meeting.refresh_from_db()


def _mentor(group: Group) -> User:
    mentor: User = group.mentor
    return mentor
