"""Who is asked, who has answered, and how somebody who is asked begins."""

from collections.abc import Collection, Iterable
from datetime import datetime, time
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _

from documents import pipeline
from documents.models import Document, Version
from documents.rights import readers_in_words
from policy.machine import NotNow
from policy.models import Participation
from policy.permissions import Action, Role, require
from policy.standing import Standing
from policy.tasks import Task
from programmes.models import Group, Programme

from ..models import Questionnaire

AT_MOST = 100
Place = tuple[UUID, UUID]  # a space and a person


def running(programme: Programme) -> QuerySet[Participation]:
    """Mentors and mentees of the groups of a programme that have not ended, by group and name."""
    rows = Participation.objects.running().filter(space__within=programme.space, role__in=(Role.MENTOR, Role.MENTEE))
    rows = rows.filter(space__group__isnull=False).exclude(space__group__state=Group.State.ENDED)
    return rows.select_related("person", "space__group").order_by("space__group__name", "person__name")


def seats(questionnaire: Questionnaire) -> list[Participation]:
    """Everybody whom a questionnaire asks now, once in each group."""
    return list(running(questionnaire.space.programme).filter(role__in=questionnaire.roles))


def answered(questionnaires: Collection[Questionnaire]) -> dict[UUID, set[Place]]:
    """By questionnaire, who has sent answers. One query."""
    found: dict[UUID, set[Place]] = {row.pk: set() for row in questionnaires}
    rows = Version.objects.in_force().filter(document__occasion__in=found)
    for occasion, space, person in rows.order_by().values_list(
        "document__occasion", "document__space", "document__person"
    ):
        if occasion and person:
            found[occasion].add((space, person))
    return found


def counts(programme: Programme, questionnaires: Collection[Questionnaire]) -> dict[UUID, tuple[int, int]]:
    """By questionnaire, how many have answered, of how many: who is asked now, and who has answered and left. Two queries.

    Without names those who have left are not among them: the number must not tell whether they had answered.
    """
    places = list(running(programme).values_list("role", "space", "person"))
    found, told = answered(questionnaires), {}
    for row in questionnaires:
        asked = {(space, who) for role, space, who in places if role in row.roles}
        told[row.pk] = (len(found[row.pk]), len(asked if row.is_nameless else asked | found[row.pk]))
    return told


def missing(questionnaire: Questionnaire) -> list[Participation]:
    """Whoever is asked and has not sent answers; whether they have begun is theirs to know. Two queries."""
    there = answered([questionnaire])[questionnaire.pk]
    return [seat for seat in seats(questionnaire) if (seat.space_id, seat.person_id) not in there]


def asked_of(group: Group, pk: UUID, person: Any) -> Questionnaire | None:
    """The questionnaire ``pk`` if it asks, or has asked, ``person`` in this group."""
    rows = Questionnaire.objects.filter(space=group.programme.space).exclude(state=Questionnaire.State.DRAFT)
    row = rows.select_related("wording", "space__programme").filter(pk=pk).first()
    return row if row and row.roles & group.space.roles_of(person) else None


def mine(group: Group, questionnaire: Questionnaire, person: Any) -> Version | None:
    """The newest version of somebody's own answers."""
    return _versions(group, questionnaire, person).order_by("-number").first()


def begin(group: Group, questionnaire: Questionnaire, *, by: Any) -> Version:
    """Somebody's answers: begun now, or those that are begun or sent already.

    Raises ``NotNow`` for the first answer to a questionnaire that is closed, or in a group that has ended.
    """
    if there := mine(group, questionnaire, by):
        return there
    if questionnaire.state != Questionnaire.State.OPEN:
        raise NotNow(_("This questionnaire is closed. Your manager can tell you whether another one follows."))
    return pipeline.start(
        questionnaire.kind,
        group.space,
        by=by,
        person=by,
        occasion=questionnaire.pk,
        label=questionnaire.title,
        wording=questionnaire.wording,
    )


def readers(group: Group, questionnaire: Questionnaire, person: Any) -> str:
    """Who reads what somebody answers in a group, in words."""
    return readers_in_words(Document(kind_slug=questionnaire.kind.slug, space=group.space, person=person))


def address(group: Group, questionnaire: Questionnaire) -> str:
    """Where somebody of a group answers."""
    return reverse("monitoring:answer_questionnaire", args=(group.pk, questionnaire.pk))


def due(questionnaire: Questionnaire) -> datetime | None:
    """The end of the day by which it should be answered, in the programme's zone."""
    if questionnaire.answer_by is None:
        return None
    return datetime.combine(questionnaire.answer_by, time(23, 59), ZoneInfo(questionnaire.space.programme.time_zone))


def tasks_for(standing: Standing, groups: Collection[Group]) -> list[Task]:
    """Questionnaires that ask this person in one of these groups and that they have not begun. Two queries, or none."""
    if not groups:
        return []
    of_programme: dict[UUID, list[Group]] = {}
    for group in groups:
        of_programme.setdefault(group.programme.space_id, []).append(group)
    asking = Questionnaire.objects.filter(space__in=of_programme, state=Questionnaire.State.OPEN)
    rows = list(asking.select_related("space__programme").order_by("opened_at")[:AT_MOST])
    begun = Document.objects.filter(person=standing.person, occasion__in=[row.pk for row in rows])
    there = set(begun.values_list("space", "occasion"))
    return [
        _task(row, group)
        for row in rows
        for group in of_programme[row.space_id]
        if _holds(standing, row.roles, group) and (group.space_id, row.pk) not in there
    ]


def _holds(standing: Standing, roles: Iterable[Role], group: Group) -> bool:
    return any((role.value, group.space_id) in standing.held for role in roles)


def _task(row: Questionnaire, group: Group) -> Task:
    where, why = address(group, row), _why(row)
    # Translators: a verb: answer the questions of a questionnaire
    return Task(_("Answer"), row.title, where, why, due=due(row), harm=1, space=group.space_id, begins=True)


def _why(row: Questionnaire) -> str:
    """Who reads it, in one sentence."""
    if row.readers == Questionnaire.Readers.SHARED:
        return _("You, the managers and the mentor of the group read it.")
    if row.is_nameless:
        return _("Nobody reads it one by one: the managers see all answers together, without names.")
    return _("Only you and the managers read it.")


def _versions(group: Group, questionnaire: Questionnaire, person: Any) -> QuerySet[Version]:
    return Version.objects.filter(
        document__space=group.space, document__occasion=questionnaire.pk, document__person=person
    )


def require_running(questionnaire: Questionnaire, *, by: Any) -> None:
    """Raise unless ``by`` manages it and it asks."""
    require(by, Action.RUN, questionnaire)
    if questionnaire.state != Questionnaire.State.OPEN:
        raise NotNow(_("Only an open questionnaire asks anybody."))
