"""Numbers of a programme: people, groups, sessions and documents, counted. No contents, and nothing private."""

from typing import Any

from django.db.models import Count, Q
from django.utils.translation import gettext as _

from documents import kinds, workflows
from documents.models import Document
from policy.models import Participation, Space
from policy.permissions import Role
from programmes.models import Group, Programme
from sessions.models import Meeting

Figure = tuple[str, int]


def of_programme(programme: Programme) -> list[Figure]:
    """People, groups and sessions, in the active language. Three queries, however large the programme is."""
    return [*_groups(programme), *_people(programme), *_sessions(programme)]


def _groups(programme: Programme) -> list[Figure]:
    counts = programme.groups.aggregate(all=Count("pk"), ended=Count("pk", filter=Q(state=Group.State.ENDED)))
    return [(_("Groups"), counts["all"]), (_("Groups that have ended"), counts["ended"])]


def _people(programme: Programme) -> list[Figure]:
    rows = Participation.objects.filter(space__within=programme.space, space__kind=Space.Kind.GROUP)
    counts = rows.aggregate(
        mentors=Count("person", filter=Q(role=Role.MENTOR), distinct=True),
        mentees=Count("person", filter=Q(role=Role.MENTEE), distinct=True),
    )
    return [(_("Mentors in groups"), counts["mentors"]), (_("Mentees in groups"), counts["mentees"])]


def _sessions(programme: Programme) -> list[Figure]:
    rows = Meeting.objects.filter(group__programme=programme).exclude(state=Meeting.State.CANCELLED)
    of_group, monitoring = ~Q(kind=Meeting.Kind.MONITORING), Q(kind=Meeting.Kind.MONITORING)
    is_held = Q(state=Meeting.State.HELD)
    counts = rows.aggregate(
        planned=Count("pk", filter=of_group),
        held=Count("pk", filter=of_group & is_held),
        monitoring=Count("pk", filter=monitoring & is_held),
    )
    return [
        (_("Sessions planned"), counts["planned"]),
        (_("Sessions held"), counts["held"]),
        (_("Monitoring sessions held"), counts["monitoring"]),
    ]


def documents(programme: Programme) -> list[Figure]:
    """Documents of the groups that are in force, by kind; only of kinds that managers read."""
    counted: Any = (
        Document.objects.filter(
            space__within=programme.space, space__kind=Space.Kind.GROUP, versions__state=workflows.SEALED
        )
        .order_by()
        .values_list("kind_slug")
        .annotate(n=Count("pk", distinct=True))
    )
    found = dict(counted)
    read = [kind for kind in kinds.every() if Role.MANAGER in kind.parts.readers | kind.parts.signers]
    return [(str(kind.title), found[kind.slug]) for kind in read if found.get(kind.slug)]
