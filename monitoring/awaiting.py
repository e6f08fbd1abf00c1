"""Questionnaires that await mentees: on their own page, and in the dossier of their group."""

from collections import defaultdict
from collections.abc import Collection, Iterable
from datetime import datetime, timedelta
from uuid import UUID

from django.db.models import BooleanField, Exists, ExpressionWrapper, OuterRef, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from documents.dossier.occasions import Occasion
from documents.models import Document
from policy.permissions import Role
from policy.standing import Standing
from policy.tasks import Task
from programmes.models import Group
from sessions.models import Meeting

from .document_kinds.well_matched import WELL_MATCHED
from .models import Questionnaire
from .moments import QUESTIONNAIRES, Moment, asking
from .questionnaires import answering
from .rounds import telling

AT_MOST = 100
EARLY = timedelta(days=14)  # so long before the end a final questionnaire is asked for


def tasks_for_mentee(standing: Standing, *, now: datetime) -> list[Task]:
    """Questionnaires that wait for this person's answers: each once in a group. One query."""
    mine = standing.spaces(Role.MENTEE)
    rows = telling(Meeting.objects.filter(group__space__in=mine).exclude(group__state="ended"))
    begun = Document.objects.filter(person=standing.person, space=OuterRef("group__space"))
    told = {_begun(moment): Exists(begun.filter(kind_slug=kind.slug)) for moment, kind in QUESTIONNAIRES.items()}
    groups = _by_space(rows.annotate(**told).select_related("group")[:AT_MOST])
    return [
        _task(meeting, moment)
        for meetings in groups.values()
        for moment, meeting in asking(meetings).items()
        if not getattr(meeting, _begun(moment)) and not _is_early(meeting, moment, now)
    ]


def tasks_for_both_sides(standing: Standing) -> list[Task]:
    """“Are we well matched?”, from the first session that was held until this person has begun an answer; and the
    questionnaires of the programme that are open. One query where none is, else three.
    """
    mine = standing.spaces(Role.MENTEE, Role.MENTOR)
    met = Meeting.objects.filter(group=OuterRef("pk"), state=Meeting.State.HELD).exclude(kind=Meeting.Kind.MONITORING)
    begun = Document.objects.filter(kind_slug=WELL_MATCHED.slug, space=OuterRef("space"), person=standing.person)
    wondering = Q(Exists(met), ~Exists(begun), state__in=("forming", "initial", "working"))
    rows = Group.objects.filter(space__in=mine).exclude(state=Group.State.ENDED).select_related("programme")
    rows = rows.annotate(
        wonders=ExpressionWrapper(wondering, output_field=BooleanField()),
        asks=Exists(Questionnaire.objects.filter(space=OuterRef("programme__space"), state=Questionnaire.State.OPEN)),
    )
    groups = list(rows.filter(Q(wonders=True) | Q(asks=True))[:AT_MOST])
    verb, why = str(WELL_MATCHED.title), _("Only you and the managers read the answer.")
    return [
        *(Task(verb, str(row), _start(row), why, harm=1, begins=True) for row in groups if row.wonders),
        *answering.tasks_for(standing, [row for row in groups if row.asks]),
    ]


def _start(group: Group) -> str:
    return reverse("documents:start", args=(group.space_id, WELL_MATCHED.slug))


def _begun(moment: Moment) -> str:
    return f"has_begun_{moment.name.lower()}"


def _is_early(meeting: Meeting, moment: Moment, now: datetime) -> bool:
    return moment == Moment.END and meeting.starts_at - EARLY > now


def _task(meeting: Meeting, moment: Moment) -> Task:
    if moment == Moment.END:
        verb = _("Answer the final questionnaire")
        why = _("It takes about ten minutes. Only you and the managers read it.")
    else:
        verb = _("Answer the questionnaire")
        why = _("It takes about five minutes. Only you and the managers read it.")
    return Task(verb, str(meeting.group), _address(meeting), why, due=meeting.starts_at, harm=1)


def occasions(spaces: Collection[UUID]) -> dict[UUID, list[Occasion]]:
    """For the dossiers of groups: the sessions in which every mentee owes a questionnaire by now. One query."""
    rows = telling(Meeting.objects.filter(group__space__in=spaces)).select_related("group")
    now = timezone.now()
    return {
        space: [
            Occasion(meeting.pk, meeting.label, _address(meeting), {QUESTIONNAIRES[moment].slug: frozenset()})
            for moment, meeting in asking(meetings).items()
            if meeting.starts_at <= now
        ]
        for space, meetings in _by_space(rows).items()
    }


def _address(meeting: Meeting) -> str:
    return reverse("monitoring:round", args=(meeting.pk,))


def _by_space(meetings: Iterable[Meeting]) -> dict[UUID, list[Meeting]]:
    found: dict[UUID, list[Meeting]] = defaultdict(list)
    for meeting in meetings:
        found[meeting.group.space_id].append(meeting)
    return found
