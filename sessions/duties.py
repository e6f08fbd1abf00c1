"""Which documents the sessions of a group call for, and the group's dossier as a checklist for one reader."""

from collections import defaultdict
from collections.abc import Collection, Sequence
from typing import Any
from uuid import UUID

from django.urls import reverse

from documents import dossier, kinds
from documents.dossier import Reader
from documents.dossier.checklist import Checklist
from documents.dossier.occasions import Occasion, occasions_of
from documents.dossier.owing import Surroundings, checklist
from documents.kinds import DocumentKind
from policy.models import Participation
from policy.permissions import GRANTS, Action, Role
from programmes.models import Group
from programmes.stages import stages_reached

from .document_kinds.diary import DIARY
from .document_kinds.session_plan import SESSION_PLAN
from .models import Meeting


def of_spaces(spaces: Collection[UUID]) -> dict[UUID, list[Occasion]]:
    """For each space of a group: its sessions that were held, and what each of them calls for. One query."""
    found: dict[UUID, list[Occasion]] = defaultdict(list)
    called_for = [kind for kind in kinds.every() if kind.per_meeting and kind.must and kind.stage == "task"]
    held = Meeting.objects.filter(group__space__in=spaces, state=Meeting.State.HELD).select_related("group")
    for meeting in held.only("pk", "number", "kind", "starts_at", "keeper_id", "group__space_id"):
        owed = {kind.slug: _by_whom(kind, meeting) for kind in called_for if _calls_for(meeting, kind)}
        place = meeting.get_absolute_url()
        found[meeting.group.space_id].append(Occasion(meeting.pk, meeting.label, place, owed))
    return found


def _calls_for(meeting: Meeting, kind: DocumentKind) -> bool:
    """A session that nobody kept the diary of, as the initial one often is, misses none (R38)."""
    if kind.slug == DIARY.slug:
        return meeting.keeper_id is not None
    return not kind.meetings or meeting.kind in kind.meetings


def _by_whom(kind: DocumentKind, meeting: Meeting) -> frozenset[UUID]:
    """Of a diary its keeper; of the others everybody who plays the part."""
    return frozenset({meeting.keeper_id} if kind.slug == DIARY.slug and meeting.keeper_id else ())


def checklist_of(group: Group, person: Any, people: Sequence[Participation]) -> Checklist:
    """The dossier of a group for one reader. ``people``: the running participations of the group's space.

    Four queries, however many documents and sessions there are.
    """
    return _checklist(group, person, people, occasions_of([group.space_id])[group.space_id])


def checklist_of_beginnings(group: Group, person: Any, people: Sequence[Participation]) -> Checklist:
    """The same without what sessions call for: before the first there is nothing. Two queries fewer."""
    return _checklist(group, person, people, [])


def _checklist(group: Group, person: Any, people: Sequence[Participation], occasions: Sequence[Occasion]) -> Checklist:
    roles = frozenset(Role(row.role) for row in people if row.person_id == person.pk)
    reader = Reader(person, roles, group.space, group.is_pair, group.has_ended)
    shelves = dossier.of_spaces({reader: people})[group.space_id]
    return checklist(shelves, reader, surroundings(group, people, occasions, roles))


def surroundings(
    group: Group, people: Sequence[Participation], occasions: Sequence[Occasion], roles: frozenset[Role]
) -> Surroundings:
    """What the checklist of a group has to know about it."""
    withheld = {DIARY.slug: group.programme.withholds_diaries_from}
    may_plan = bool(GRANTS[Action.PLAN] & roles)
    places = {SESSION_PLAN.slug: reverse("sessions:plan", args=(group.pk,))} if may_plan else {}
    return Surroundings(people, occasions, stages_reached(group), withheld, places)
