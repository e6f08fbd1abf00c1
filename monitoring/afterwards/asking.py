"""Mentees are asked some months after their group ended: whom, when, by which letter (R69).

Asked are those who stayed until their group ended, unless they said no: in their own final questionnaire, or, where they
filed none, the group in its conclusions, or on a page like this before.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from django.db import transaction
from django.db.models import F, OuterRef, Q, QuerySet, Subquery
from django.urls import reverse
from django.utils import timezone

from documents.models import Version
from jobs.queue import NotDoneYet, handles
from people import tokens
from people.mail import write_to
from policy.machine import record
from policy.models import Event, Participation, Space
from policy.permissions import Action, Role, require
from programmes.heading import months_after
from programmes.models import Group, Programme
from sessions.document_kinds.conclusions import CONCLUSIONS

from ..document_kinds.final_questionnaire_mentee import FINAL_QUESTIONNAIRE_MENTEE
from ..models import AskingAfterwards, FollowUp
from ..models.afterwards import MONTHS

JOB = "monitoring.afterwards"
DAYS = 30  # so long a link works; and whoever could have been asked longer ago is not asked any more
REMIND_AFTER = timedelta(days=7)
AT_MOST = 200  # letters in one turn, so that other work is not held up
SOONEST, LATEST = timedelta(days=85), timedelta(days=400)  # since the end of a group; the exact day is by the calendar


@dataclass(frozen=True)
class Due:
    """That somebody is to be asked now."""

    programme: Programme
    person: Any
    months: int


@handles(JOB, seconds=100)
def ask_and_remind(job: Any) -> None:
    """Write the letters that are due today, turn by turn. Safe to run twice: each is written once."""
    if write(now=timezone.now()) >= AT_MOST:
        raise NotDoneYet


def write(*, now: datetime) -> int:
    """Ask and remind whoever is due at this moment, and say how many letters were written."""
    written = 0
    for one in due(now)[:AT_MOST]:
        written += ask(one, now=now)
    for row in _silent(now)[: AT_MOST - written]:
        written += _remind(row, now=now)
    return written


def months_of(programmes: Iterable[Programme]) -> dict[UUID, list[int]]:
    """After how many months each programme asks, by its id. One query."""
    pks = {programme.pk for programme in programmes}
    own = dict(AskingAfterwards.objects.filter(programme__in=pks).values_list("programme_id", "months"))
    return {pk: own.get(pk, list(MONTHS)) for pk in pks}


def set_months(programme: Programme, months: Iterable[int], *, by: Any) -> None:
    """Ask after so many months from now on; what is not one of `MONTHS` is passed over."""
    require(by, Action.RUN, programme)
    chosen = set(months)
    with transaction.atomic():
        told = {"months": [n for n in MONTHS if n in chosen]}
        AskingAfterwards.objects.update_or_create(programme=programme, defaults=told)
        record(programme, Action.RUN, by=by, target="afterwards")


def due(now: datetime) -> list[Due]:
    """Whom to ask at this moment, each once. Six queries, however many there are."""
    seats = list(_seats(now))
    plans = months_of(seat.space.group.programme for seat in seats)
    asked, agreed = _asked(seats), _agreed(seats)
    found: dict[tuple[UUID, UUID, int], Due] = {}
    for seat in seats:
        programme: Programme = seat.space.group.programme
        for months in plans[programme.pk]:
            key = (programme.space_id, seat.person_id, months)
            if key not in asked and agreed[seat.pk] and _is_its_time(seat, months, now):
                found[key] = Due(programme, seat.person, months)
    return list(found.values())


def ends_of(groups: QuerySet[Group]) -> QuerySet[Any]:
    """Groups that have ended, with the moment: ``ended_at``."""
    told = Event.objects.filter(thing_id=OuterRef("pk"), action=Action.END).order_by("at").values("at")[:1]
    return groups.filter(state=Group.State.ENDED).annotate(ended_at=Subquery(told)).exclude(ended_at=None)


def day_of(ended_at: datetime, months: int, programme: Programme) -> date:
    """The day so many months after the end, in the time zone of the programme."""
    return months_after(ended_at.astimezone(ZoneInfo(programme.time_zone)).date(), months)


def _seats(now: datetime) -> QuerySet[Any]:
    """Mentees who stayed until the end of a group that ended in time, with the moment: ``ended_at``."""
    ended = ends_of(Group.objects.filter(space=OuterRef("space"))).values("ended_at")
    rows: QuerySet[Any] = Participation.objects.filter(role=Role.MENTEE, person__is_active=True)
    rows = rows.filter(space__kind=Space.Kind.GROUP, space__group__state=Group.State.ENDED)
    rows = rows.exclude(space__group__programme__is_demo=True)  # whose addresses belong to nobody
    rows = rows.annotate(ended_at=Subquery(ended[:1])).filter(Q(ends_at=None) | Q(ends_at__gte=F("ended_at")))
    rows = rows.filter(ended_at__gt=now - LATEST, ended_at__lt=now - SOONEST)
    return rows.select_related("person", "space__group__programme__space").order_by("ended_at", "pk")


def _is_its_time(seat: Any, months: int, now: datetime) -> bool:
    programme = seat.space.group.programme
    day, today = day_of(seat.ended_at, months, programme), now.astimezone(ZoneInfo(programme.time_zone)).date()
    return day <= today < day + timedelta(days=DAYS)


def _asked(seats: Iterable[Any]) -> set[tuple[UUID, UUID | None, int]]:
    rows = FollowUp.objects.filter(person__in={seat.person_id for seat in seats})
    return set(rows.values_list("space_id", "person_id", "months"))


def _agreed(seats: Iterable[Any]) -> dict[UUID, bool]:
    """Whether each may be asked, by the id of the seat: the own answer goes before that of the group."""
    spaces, people = {seat.space_id for seat in seats}, {seat.person_id for seat in seats}
    said = Version.objects.in_force().filter(document__space__in=spaces).order_by("sealed_at")
    rows: Any = said.filter(document__kind_slug=FINAL_QUESTIONNAIRE_MENTEE.slug, document__person__in=people)
    own = {
        (space, person): bool(may)
        for space, person, may in rows.values_list(
            "document__space_id", "document__person_id", "answers__onward__later"
        )
    }
    rows = said.filter(document__kind_slug=CONCLUSIONS.slug)
    groups = dict(rows.values_list("document__space_id", "answers__after__records"))
    stopped = set(_stopped().filter(person__in=people).values_list("person_id", flat=True))
    return {
        seat.pk: seat.person_id not in stopped
        and own.get((seat.space_id, seat.person_id), groups.get(seat.space_id) != "deleted")
        for seat in seats
    }


def _stopped() -> QuerySet[FollowUp]:
    return FollowUp.objects.filter(outcome=FollowUp.Outcome.STOPPED, person__isnull=False)


def ask(one: Due, *, now: datetime) -> bool:
    """Write the letter with the link, unless it was written before; whether it was written now."""
    token, digest = tokens.fresh()
    told = {"digest": digest, "until": now + timedelta(days=DAYS)}
    with transaction.atomic():
        row, is_new = FollowUp.objects.get_or_create(
            space=one.programme.space, person=one.person, months=one.months, defaults=told
        )
        if is_new:
            _write(row, one.programme, token, "monitoring/afterwards")
    return is_new


def _silent(now: datetime) -> list[FollowUp]:
    """Those who have said nothing for a week, were not reminded, and whose programme still asks."""
    a_week_on = now - REMIND_AFTER + timedelta(days=DAYS)
    rows = FollowUp.objects.filter(outcome="", reminded_at=None, until__gt=now, until__lte=a_week_on)
    rows = rows.filter(person__is_active=True).exclude(person__in=_stopped().values("person"))
    rows = rows.exclude(space__programme__is_demo=True)
    found = list(rows.select_related("person", "space__programme").order_by("until", "pk")[: 2 * AT_MOST])
    plans: Mapping[UUID, list[int]] = months_of(row.space.programme for row in found)
    return [row for row in found if row.months in plans[row.space.programme.pk]]


def _remind(row: FollowUp, *, now: datetime) -> bool:
    """Once, by a second link: whoever has the form open from the first loses nothing."""
    token, digest = tokens.fresh()
    with transaction.atomic():
        open_ones = FollowUp.objects.filter(pk=row.pk, outcome="", reminded_at=None)
        is_first = open_ones.update(reminded_at=now, reminder_digest=digest) > 0
        if is_first:
            _write(row, row.space.programme, token, "monitoring/afterwards_again")
    return is_first


def _write(row: FollowUp, programme: Programme, token: str, letter: str) -> None:
    words = {"programme": programme, "months": row.months, "until": row.until}
    path = reverse("monitoring:follow_up", args=(token,))
    assert row.person is not None  # nobody else is asked or reminded
    write_to(row.person, letter, about=f"{letter} {row.pk}", words=words, path=path, is_secret=True)
