"""What was recorded in programmes, read as it is: ten questions to the database, however many programmes and groups.

Drafts are no evidence: only what is handed in, filed or published counts, in the version that is in force. Whoever has
left stays in it: what they did and said happened. Scans hold no answers that could be counted.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import F, OuterRef, Subquery

from documents import workflows
from documents.models import Version
from policy.models import Event, Participation, Space
from policy.permissions import Action, Role
from programmes.models import Application, Group, Programme, TrainingAttendance
from sessions.document_kinds.diary import DIARY
from sessions.models import Attendance, Meeting

from .document_kinds.final_questionnaire_mentee import FINAL_QUESTIONNAIRE_MENTEE
from .document_kinds.final_questionnaire_mentor import FINAL_QUESTIONNAIRE_MENTOR
from .document_kinds.initial_questionnaire import INITIAL_QUESTIONNAIRE
from .document_kinds.well_matched import WELL_MATCHED
from .models import FollowUpAnswer

ANSWERED = (INITIAL_QUESTIONNAIRE, FINAL_QUESTIONNAIRE_MENTEE, FINAL_QUESTIONNAIRE_MENTOR, WELL_MATCHED)
HANDED_IN = (workflows.SUBMITTED, workflows.SEALED, workflows.SUPERSEDED)
MISSED, HELD = Meeting.State.MISSED, Meeting.State.HELD
WERE_SELECTED = (Application.State.SELECTED, Application.State.ENDED)


@dataclass(frozen=True)
class Held:
    """One session of a group; monitoring sessions and cancelled ones are none."""

    pk: UUID
    group: UUID
    state: str
    ends_at: datetime
    has_keeper: bool


@dataclass(frozen=True)
class Said:
    """What one person said in one form that is in force. ``first_at``: when its first version was filed."""

    person: UUID
    first_at: datetime
    sealed_at: datetime
    answers: Mapping[str, Any]


@dataclass(frozen=True)
class Stay:
    """A mentee in a group, from when to when, and when the group ended, if it has."""

    person: UUID
    group: UUID
    ends_at: datetime | None
    group_ended_at: datetime | None

    @property
    def was_cut_short(self) -> bool:
        """Whether it ended before the group did."""
        return self.ends_at is not None and (self.group_ended_at is None or self.ends_at < self.group_ended_at)


@dataclass
class Evidence:
    """Everything that is recorded in one programme and counts."""

    now: datetime
    sessions: list[Held] = field(default_factory=list)
    diaries: dict[UUID, datetime] = field(default_factory=dict)  # by session: when it was handed in first
    said: dict[str, list[Said]] = field(default_factory=lambda: defaultdict(list))  # by the slug of the kind
    stays: list[Stay] = field(default_factory=list)
    selected: set[UUID] = field(default_factory=set)
    trained: set[UUID] = field(default_factory=set)
    afterwards: dict[int, list[tuple[UUID, str]]] = field(default_factory=lambda: defaultdict(list))  # by months
    came: dict[UUID, dict[UUID, str]] = field(default_factory=lambda: defaultdict(dict))  # by session and person

    @property
    def due(self) -> list[Held]:
        """The sessions that were to be held by now: those that were, and those whose time has passed."""
        return [one for one in self.sessions if one.state == HELD or one.ends_at <= self.now]

    @property
    def held(self) -> list[Held]:
        """The sessions that were held."""
        return [one for one in self.sessions if one.state == HELD]


def gather(programmes: Iterable[Programme], *, now: datetime) -> dict[UUID, Evidence]:
    """The evidence of each programme, by its id. Ten queries for all of them together."""
    of_space = {programme.space_id: programme.pk for programme in programmes}
    found = {pk: Evidence(now) for pk in of_space.values()}
    _add_sessions(found)
    _add_diaries(found)
    _add_answers(found, of_space)
    _add_stays(found)
    _add_training(found)
    _add_afterwards(found, of_space)
    return found


def _add_sessions(found: Mapping[UUID, Evidence]) -> None:
    own = Meeting.objects.filter(group__programme__in=found).exclude(kind=Meeting.Kind.MONITORING)
    rows = own.exclude(state=Meeting.State.CANCELLED).order_by("ends_at", "number")
    for programme, pk, group, state, ends_at, keeper in rows.values_list(
        "group__programme_id", "pk", "group_id", "state", "ends_at", "keeper_id"
    ):
        found[programme].sessions.append(Held(pk, group, state, ends_at, keeper is not None))
    came = Attendance.objects.filter(meeting__in=own.filter(state=HELD))
    for programme, meeting, person, how in came.values_list(
        "meeting__group__programme_id", "meeting_id", "person_id", "came"
    ):
        found[programme].came[meeting][person] = how


def _add_diaries(found: Mapping[UUID, Evidence]) -> None:
    """When each diary was handed in for the first time; one that was sent back and not handed in again is a draft."""
    written = Version.objects.filter(
        document__kind_slug=DIARY.slug, document__space__group__programme__in=found, state__in=HANDED_IN
    )
    told = dict(
        Event.objects.filter(action=Action.SUBMIT, thing_id__in=written.values("pk"))
        .order_by("-at")
        .values_list("thing_id", "at")
    )
    rows = written.values_list("document__space__group__programme_id", "document__occasion", "pk")
    for programme, meeting, pk in rows.order_by("-number"):
        if meeting is not None and pk in told:
            found[programme].diaries[meeting] = told[pk]


def _add_answers(found: Mapping[UUID, Evidence], of_space: Mapping[UUID, UUID]) -> None:
    rows = Version.objects.in_force().filter(
        document__kind_slug__in=[kind.slug for kind in ANSWERED],
        document__space__within__in=of_space,
        document__person__isnull=False,
    )
    filed = Version.objects.filter(document=OuterRef("document"), sealed_at__isnull=False).order_by("sealed_at")
    told = rows.exclude(source=Version.Source.SCANNED).annotate(first_at=Subquery(filed.values("sealed_at")[:1]))
    row: Any
    for row in told.order_by("first_at", "document_id").values_list(
        "document__space__within_id", "document__kind_slug", "document__person_id", "first_at", "sealed_at", "answers"
    ):
        space, slug, *said = row
        found[of_space[space]].said[slug].append(Said(*said))


def _add_stays(found: Mapping[UUID, Evidence]) -> None:
    groups = Group.objects.filter(programme__in=found, state=Group.State.ENDED)
    ended = dict(
        Event.objects.filter(action=Action.END, thing_id__in=groups.values("pk"))
        .order_by("at")
        .values_list("thing_id", "at")
    )
    rows = Participation.objects.filter(
        role=Role.MENTEE, space__kind=Space.Kind.GROUP, space__group__programme__in=found
    )
    for programme, group, person, ends_at in (
        rows.annotate(programme=F("space__group__programme_id"), group=F("space__group__pk"))
        .order_by("starts_at")
        .values_list("programme", "group", "person_id", "ends_at")
    ):
        found[programme].stays.append(Stay(person, group, ends_at, ended.get(group)))


def _add_training(found: Mapping[UUID, Evidence]) -> None:
    rows: Sequence[tuple[UUID, UUID]] = list(
        Application.objects.filter(programme__in=found, state__in=WERE_SELECTED)
        .order_by()
        .values_list("programme_id", "person_id")
    )
    for programme, person in rows:
        found[programme].selected.add(person)
    there = TrainingAttendance.objects.filter(event__programme__in=found, was=TrainingAttendance.Was.THERE)
    for programme, person in there.values_list("event__programme_id", "person_id"):
        found[programme].trained.add(person)


def _add_afterwards(found: Mapping[UUID, Evidence], of_space: Mapping[UUID, UUID]) -> None:
    """What was said some months after the end, in the order in which it was said; whose it is, nobody knows."""
    rows = FollowUpAnswer.objects.filter(space__in=of_space).order_by("created_at", "pk")
    for space, pk, months, change in rows.values_list("space_id", "pk", "months", "answers__change"):
        found[of_space[space]].afterwards[months].append((pk, change))
