"""Remind who owes something, with one click of a manager: whom it reaches is seen before, and each is told once a day.

All but the contract's reminders go out as a line of the letter of the day (docs/adr/0013).
"""

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any
from uuid import UUID

from django.db import transaction
from django.urls import reverse
from django.utils import timezone

from documents.models import Signatory, Version
from documents.signing import reminding as signatures
from people.mail import write_to
from policy.machine import record
from policy.models import Event, Participation
from policy.permissions import Action, Role, require
from programmes.models import Group
from sessions import papers
from sessions.models import Meeting

from . import signals
from .document_kinds.final_questionnaire_mentee import FINAL_QUESTIONNAIRE_MENTEE
from .document_kinds.initial_questionnaire import INITIAL_QUESTIONNAIRE
from .moments import QUESTIONNAIRES, Moment, asking, moment_of

AT_MOST = 50  # groups at once
_OF_MOMENT = {Moment.START: "initial-missing", Moment.END: "final-missing"}


@dataclass(frozen=True)
class Reminder:
    """That one person of a group is told; by which letter, about what, and where it leads."""

    space: UUID
    person: Any
    path: str
    template: str = ""  # empty: the contract has a letter of its own, with a fresh link
    about: str = ""
    words: Mapping[str, Any] = field(default_factory=dict)


def whom(rule: signals.Rule, groups: Sequence[Group]) -> dict[UUID, list[Reminder]]:
    """Whom a reminder would reach, by the space of the group. At most two queries, however many groups there are."""
    found: dict[UUID, list[Reminder]] = defaultdict(list)
    for reminder in _WHO[rule.slug](groups):
        found[reminder.space].append(reminder)
    return found


def remind(rule: signals.Rule, groups: Sequence[Group], *, by: Any) -> int:
    """Remind whoever owes this in these groups, and say how many were told now; nobody is told twice on one day.

    Raises ``PermissionDenied`` where ``by`` manages one of them not.
    """
    for group in groups:
        require(by, Action.MONITOR, group)
    told = 0
    for space, reminders in whom(rule, groups).items():
        group = next(group for group in groups if group.space_id == space)
        told += _tell(rule, group, reminders, by=by)
    return told


@dataclass(frozen=True)
class Missing:
    """What a session asks mentees for, and whom a reminder of it would reach."""

    rule: signals.Rule
    reminders: list[Reminder]


def missing_for(meeting: Meeting, others: Sequence[Meeting]) -> Missing | None:
    """Which mentees have not answered what a session is there for, also before it takes place; never what they wrote.

    ``others``: the sessions of its group that take place. ``None`` where it asks for nothing, or nothing any more.
    One query at most.
    """
    moment = moment_of(meeting, others)
    if moment not in _OF_MOMENT or asking(others).get(moment) != meeting:
        return None
    kind = QUESTIONNAIRES[moment]
    if papers.why_not(meeting, kind, None) is not None:
        return None
    reminders = list(_silent(kind.slug, {meeting.space.pk: meeting.pk}))
    return Missing(signals.BY_SLUG[_OF_MOMENT[moment]], reminders)


def remind_for(meeting: Meeting, others: Sequence[Meeting], *, by: Any) -> int:
    """Remind them, and say how many were told now; nobody is told twice on one day. Raises ``PermissionDenied``."""
    require(by, Action.MONITOR, meeting.group)
    missing = missing_for(meeting, others)
    return _tell(missing.rule, meeting.group, missing.reminders, by=by) if missing else 0


def _tell(rule: signals.Rule, group: Group, reminders: Sequence[Reminder], *, by: Any) -> int:
    with transaction.atomic():
        here = _contract(group, by) if rule.slug == "unsigned" else sum(_send(row, group) for row in reminders)
        if here:
            record(group, Action.REMIND, by=by, target=rule.slug)
    return here


def _contract(group: Group, by: Any) -> int:
    version = _contracts([group]).first()
    return len(signatures.remind(version, by=by)) if version else 0


def _send(row: Reminder, group: Group) -> int:
    about = f"{row.about} reminded {timezone.localdate().isoformat()}"
    return int(
        write_to(row.person, row.template, about=about, words={"group": group, **row.words}, path=row.path) is not None
    )


def last_reminded(rule: signals.Rule, groups: Iterable[Group]) -> dict[UUID, date]:
    """When each group was reminded of this last, by its space. One query."""
    spaces = [group.space_id for group in groups]
    rows = Event.objects.filter(space__in=spaces, action=Action.REMIND, target=rule.slug).order_by("id")
    return {space: timezone.localtime(at).date() for space, at in rows.values_list("space", "at")}


def _spaces(groups: Sequence[Group]) -> list[UUID]:
    return [group.space_id for group in groups]


def _contracts(groups: Sequence[Group]) -> Any:
    return Version.objects.filter(
        document__space__in=_spaces(groups), document__kind_slug="contract", state="signing"
    ).select_related("document__space")


def _signatures(groups: Sequence[Group]) -> Iterator[Reminder]:
    rows = Signatory.objects.awaited().filter(version__in=_contracts(groups).order_by().values("pk"))
    for row in rows.select_related("person", "version__document"):
        yield Reminder(row.version.document.space_id, row.person, row.version.get_absolute_url())


def _diaries(groups: Sequence[Group]) -> Iterator[Reminder]:
    for meeting in signals.owed_diaries().filter(group__in=groups).select_related("keeper", "group"):
        where, about = (meeting.group.space_id, meeting.keeper, meeting.get_absolute_url()), f"diary {meeting.pk}"
        yield Reminder(*where, "monitoring/diary_owed", about, {"meeting": meeting})


def _plans(groups: Sequence[Group]) -> Iterator[Reminder]:
    of_space = {group.space_id: group for group in groups}
    mentors = Participation.objects.running().filter(space__in=of_space, role=Role.MENTOR).select_related("person")
    for seat in mentors:
        group = of_space[seat.space_id]
        path = reverse("sessions:new", args=(group.pk,))
        yield Reminder(seat.space_id, seat.person, path, "monitoring/no_session", f"no session {group.pk}")


def _answers(kind_slug: str, kind: str) -> Callable[[Sequence[Group]], Iterator[Reminder]]:
    """The mentees who have not sent a questionnaire, led to the first session that asked for it."""

    def who(groups: Sequence[Group]) -> Iterator[Reminder]:
        rows = Meeting.objects.filter(group__in=groups, kind=kind, starts_at__lte=timezone.now())
        asked = rows.exclude(state__in=(Meeting.State.CANCELLED, Meeting.State.MISSED)).order_by("-starts_at")
        yield from _silent(kind_slug, dict(asked.values_list("group__space", "pk")))

    return who


def _silent(kind_slug: str, meetings: Mapping[UUID, UUID]) -> Iterator[Reminder]:
    """Mentees who have not sent it, by the space of their group and the session they are led to."""
    seats = signals.silent_mentees(kind_slug).filter(space__in=meetings).select_related("person")
    for seat in seats.order_by("person__name"):
        meeting = meetings[seat.space_id]
        path, about = reverse("monitoring:round", args=(meeting,)), f"{kind_slug} {meeting}"
        yield Reminder(seat.space_id, seat.person, path, "monitoring/answers_missing", about)


_WHO: dict[str, Callable[[Sequence[Group]], Iterator[Reminder]]] = {
    "unsigned": _signatures,
    "diary-owed": _diaries,
    "no-session": _plans,
    "initial-missing": _answers(INITIAL_QUESTIONNAIRE.slug, Meeting.Kind.MONITORING),
    "final-missing": _answers(FINAL_QUESTIONNAIRE_MENTEE.slug, Meeting.Kind.FINAL),
}
