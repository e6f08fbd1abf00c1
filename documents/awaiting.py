"""What awaits a person on documents: drafts to finish, versions to publish, signatures to give."""

from django.urls import reverse
from django.utils.translation import gettext as _

from policy.permissions import Role
from policy.standing import Standing
from policy.tasks import Task

from . import kinds, workflows
from .models import Signatory, Version

AT_MOST = 50


def tasks_for(standing: Standing) -> list[Task]:
    """The lines, from two queries whatever the number of documents, and one more for who reviews."""
    if not standing.held:
        return []
    return [*_to_sign(standing), *_to_finish(standing), *_to_publish(standing)]


def _to_sign(standing: Standing) -> list[Task]:
    rows = Signatory.objects.filter(person=standing.person, signed_at=None, version__state=workflows.SIGNING)
    rows = rows.filter(standing.here("version__document__space"))
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


def _to_finish(standing: Standing) -> list[Task]:
    drafts = Version.objects.filter(author=standing.person, state=workflows.DRAFT)
    rows = drafts.filter(standing.here("document__space")).defer("answers", "sheet").select_related("document")
    return [
        Task(
            _("Finish"),
            row.document.title,
            reverse("documents:write", args=(row.pk,)),
            _("You have begun it."),
            harm=1,
            space=row.document.space_id,
        )
        for row in rows.order_by("created_at")[:AT_MOST]
    ]


def _to_publish(standing: Standing) -> list[Task]:
    led = standing.spaces(Role.MENTOR)
    if not led:
        return []
    reviewed = [kind.slug for kind in kinds.every() if kind.parts.reviewer == Role.MENTOR]
    waiting = Version.objects.filter(state=workflows.SUBMITTED, document__space__in=led)
    rows = waiting.filter(document__kind_slug__in=reviewed).defer("answers", "sheet")
    return [
        Task(
            _("Comment and publish"),
            row.document.title,
            row.get_absolute_url(),
            _("%(name)s has handed it in.") % {"name": row.author.name},
            harm=2,
            space=row.document.space_id,
        )
        for row in rows.select_related("document", "author").order_by("created_at")[:AT_MOST]
    ]
