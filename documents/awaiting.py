"""What awaits a person on documents: drafts to finish, versions to publish, signatures to give."""

from typing import Any

from django.db.models import Q, Subquery
from django.urls import reverse
from django.utils.translation import gettext as _

from policy.models import Space
from policy.permissions import Role
from policy.tasks import Task

from . import kinds, workflows
from .models import Signatory, Version

AT_MOST = 50


def tasks_for(person: Any) -> list[Task]:
    """The lines, from two queries whatever the number of documents."""
    return [*_to_sign(person), *_to_write_or_publish(person)]


def _to_sign(person: Any) -> list[Task]:
    rows = Signatory.objects.filter(
        person=person, signed_at=None, version__state=workflows.SIGNING, version__document__space__in=_spaces(person)
    )
    return [
        Task(
            _("Sign"),
            row.version.document.title,
            row.version.get_absolute_url(),
            _("Everyone signs before it is in force."),
            harm=3,
            space=row.version.document.space_id,
        )
        for row in rows.select_related("version__document")[:AT_MOST]
    ]


def _to_write_or_publish(person: Any) -> list[Task]:
    reviewed = [kind.slug for kind in kinds.every() if kind.parts.reviewer == Role.MENTOR]
    mentored = Q(document__space__in=Subquery(Space.objects.where(person, Role.MENTOR).values("pk")))
    waits = mentored & Q(state=workflows.SUBMITTED, document__kind_slug__in=reviewed)
    mine = Q(state=workflows.DRAFT, author=person, document__space__in=_spaces(person))
    rows = Version.objects.filter(waits | mine).defer("answers", "sheet").select_related("document__person", "author")
    return [_line(row) for row in rows.order_by("created_at")[:AT_MOST]]


def _line(row: Version) -> Task:
    title, space = row.document.title, row.document.space_id
    if row.state == workflows.DRAFT:
        address = reverse("documents:write", args=(row.pk,))
        return Task(_("Finish"), title, address, _("You have begun it."), harm=1, space=space)
    why = _("%(name)s has handed it in.") % {"name": row.author.name}
    return Task(_("Comment and publish"), title, row.get_absolute_url(), why, harm=2, space=space)


def _spaces(person: Any) -> Subquery:
    return Subquery(Space.objects.where(person).values("pk"))
