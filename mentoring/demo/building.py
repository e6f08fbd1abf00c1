"""Build the example programmes through the same doors that people use, dated around today."""

from collections.abc import Sequence
from datetime import date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from django.db import transaction
from django.db.models import F, Q
from django.utils import timezone

from conversations.telling import JOB as TOPICS_TELL
from jobs.models import Job
from monitoring.lifecycle import TELL as QUESTIONNAIRE_OPENED
from people.models import Letter, User
from policy.machine import move
from policy.permissions import Action, Role
from programmes import founding, grouping, proposing, selection
from programmes.models import Placement, Programme, Proposal
from sessions.models import Meeting

from . import applied, asking, being_set_up, cast, findings, later, lives, selecting, trained
from .cast import Cast

ZONE = "Europe/Vilnius"


def build() -> list[Programme]:
    """Make one programme in every stage, in one transaction; nobody is written to.

    The demo's addresses belong to nobody, so its letters and the jobs that would send them are taken out before the
    transaction ends: no worker ever sees them. The PDFs are printed by the worker like any others.
    """
    with transaction.atomic():
        people = cast.gather()
        programmes = [
            _in_mentoring(people),
            _in_closing(people),
            _over(people),
            _pairs(people),
            _in_matching(people),
            _in_training(people),
            _in_selection(people),
            being_set_up.set_up(people),
        ]
        telling = (
            *("people.deliver", "policy.tell", "programmes.farewell", "documents.remind", "sessions.invite"),
            "programmes.announce",
            "programmes.tell_of_training",
            TOPICS_TELL,
            QUESTIONNAIRE_OPENED,
        )
        Job.objects.filter(name__in=telling, state=Job.State.WAITING).delete()
        Meeting.objects.filter(group__programme__in=programmes).update(
            told_sequence=F("sequence"), told_starts_at=F("starts_at")
        )
        nobody = Q(person__email__endswith="@example.org") | Q(address__endswith="@example.org")
        Letter.objects.filter(nobody, state__in=(Letter.State.WAITING, Letter.State.HELD)).delete()
    return programmes


def _programme(people: Cast, name: str, purpose: str, starts_in: int, months: int, **more: Any) -> Programme:
    start = timezone.localdate() + timedelta(days=starts_in)
    told = {"languages": ["en", "lt", "nb"], "time_zone": ZONE, "is_demo": True, **more}
    programme = Programme(
        name=name, purpose=purpose, starts_on=start, ends_on=start + timedelta(days=30 * months), **told
    )
    founding.create(programme, by=people.mara)
    move(programme, Action.OPEN_SELECTION, by=people.mara)
    return programme


def _apply(programme: Programme, rows: Sequence[dict[str, Any]], *, by: User, decide: bool = True) -> None:
    for cells in rows:
        selection.add(programme, cells)
    if decide:
        selection.decide(programme.applications.filter(state="applied"), Action.SELECT, by=by)


def _in_selection(people: Cast) -> Programme:
    programme = _programme(people, "Fresh start 2027", "Young people find their first steady job.", 90, 8)
    _apply(programme, [*people.mentees[:12], *people.mentors[:4]], by=people.mara, decide=False)
    rows = list(programme.applications.select_related("person", "space", "programme__space"))
    lives.tell_of_an_applicant(next(row for row in rows if row.role == Role.MENTEE))
    selection.decide(rows[:5], Action.SELECT, by=people.mara)
    selection.decide(rows[5:6], Action.RESERVE, by=people.mara)
    selection.decide(
        rows[6:7], Action.DECLINE, by=people.mara, reason="You have a mentor in another programme until summer."
    )
    selecting.tell_of_the_selection(programme, people)
    applied.open_the_doors(programme, people.mentees[12], by=people.mara)
    return programme


def _in_training(people: Cast) -> Programme:
    programme = _programme(people, "Digital steps", "People over fifty feel at home with digital tools.", 45, 6)
    team = [cast.cells_of(people.tomas, Role.MENTOR)]
    _apply(programme, [*team, *people.mentees[12:22], *people.mentors[3:7]], by=people.mara)
    move(programme, Action.OPEN_TRAINING, by=people.mara)
    trained.tell_of_digital_steps(programme, people)
    return programme


def _in_matching(people: Cast) -> Programme:
    programme = _programme(people, "Back after the break", "Parents return to work with somebody beside them.", 20, 8)
    _apply(programme, [*people.mentees[22:46], *people.mentors[6:14]], by=people.mara)
    move(programme, Action.OPEN_MATCHING, by=people.mara)
    proposing.propose(None, programme=str(programme.pk))
    return programme


def _in_mentoring(people: Cast) -> Programme:
    programme = _programme(people, "Step into work 2026", "People who look for work find their next step.", -60, 9)
    team = [
        cast.cells_of(people.tomas, Role.MENTOR),
        cast.cells_of(people.nia, Role.MENTEE),
        cast.cells_of(people.ela, Role.MENTEE),
    ]
    _apply(programme, [*team, *people.mentees[30:42], *people.mentors[9:14]], by=people.mara)
    trained.tell_of_a_workshop(programme, people)
    _confirm(programme, people, together=[people.nia.email, people.ela.email], mentor=people.tomas.email)
    lives.tell_of_ausra(programme, people)
    asking.ask(programme, by=people.mara, silent=people.ela)
    return programme


def _in_closing(people: Cast) -> Programme:
    programme = _programme(people, "Spring bridge", "From a course to a workplace.", -300, 11)
    team = [cast.cells_of(people.tomas, Role.MENTOR)]
    _apply(programme, [*team, *people.mentees[46:56], *people.mentors[14:17]], by=people.mara)
    _confirm(programme, people, together=[cells["email"] for cells in people.mentees[46:49]], mentor=people.tomas.email)
    lives.tell_of_the_end(programme, people)
    findings.tell_of_recommendations(programme, people)
    move(programme, Action.WIND_UP, by=people.mara)
    return programme


def _over(people: Cast) -> Programme:
    programme = _programme(people, "Autumn bridge", "From a course to a workplace.", -700, 10)
    mentors = [{**cells, "languages": ["en", "lt", "nb", "es"], "capacity": 3} for cells in people.mentors[14:16]]
    mentees = [{**cells, "languages": ["en"]} for cells in people.mentees[46:52]]
    _apply(programme, [*mentees, *mentors], by=people.mara)
    _confirm(programme, people)
    later.tell_of_what_came_after(programme, people)
    return programme


def _pairs(people: Cast) -> Programme:
    programme = _programme(
        people,
        "One to one 2026",
        "New colleagues find their way with an experienced one.",
        -30,
        6,
        is_individual=True,
        diary_readers=Programme.DiaryReaders.GROUP,
    )
    rows = [cast.cells_of(people.ela, Role.MENTEE), *people.mentees[56:58]]
    mentors = [{**cells, "languages": ["en", "lt", *cells["languages"]]} for cells in people.mentors[11:13]]
    _apply(programme, [*rows, *mentors], by=people.mara)
    _confirm(programme, people)
    lives.tell_of_a_pair(programme, people)
    return programme


def _confirm(programme: Programme, people: Cast, *, together: Sequence[str] = (), mentor: str = "") -> None:
    """Propose, put the team of the story together by hand, confirm."""
    move(programme, Action.OPEN_MATCHING, by=people.mara)
    proposing.propose(None, programme=str(programme.pk))
    proposal = Proposal.objects.get(programme=programme)
    if mentor:
        leader = programme.applications.get(role=Role.MENTOR, person__email=mentor)
        others = proposal.placements.filter(mentor=leader).exclude(mentee__person__email__in=together)
        for placement in others:
            grouping.place(placement, None, by=people.mara)
        for placement in Placement.objects.filter(proposal=proposal, mentee__person__email__in=together):
            grouping.place(placement, leader, by=people.mara)
    grouping.confirm(proposal, by=people.mara)
    programme.refresh_from_db()


def at(days: int, hour: int) -> datetime:
    """The full hour so many days from today, on the programme's wall clock."""
    day: date = timezone.localdate() + timedelta(days=days)
    return datetime.combine(day, time(hour), ZoneInfo(ZONE))
