"""What awaits a person on documents: drafts to finish, versions to publish, signatures to give, questions to answer."""

from typing import Any

from django.db.models import Exists, OuterRef, Q
from django.urls import reverse
from django.utils.translation import gettext as _

from policy.permissions import Role
from policy.standing import Standing
from policy.tasks import Task

from . import kinds, workflows
from .models import Question, Signatory, Version

AT_MOST = 50


def tasks_for(standing: Standing) -> list[Task]:
    """The lines, from two queries whatever the number of documents, and one more for who reviews."""
    if not standing.held:
        return []
    return [*_to_sign(standing), *_my_own(standing), *_to_publish(standing)]


def _to_sign(standing: Standing) -> list[Task]:
    rows = Signatory.objects.awaited().filter(person=standing.person, version__state=workflows.SIGNING)
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


def _my_own(standing: Standing) -> list[Task]:
    """Drafts to finish; and what one has offered, where others ask before signing or decline to."""
    here = {"version": OuterRef("pk")}
    asked = Exists(Question.objects.filter(answered_at=None, **here))
    declined = Exists(Signatory.objects.filter(declined_at__isnull=False, **here))
    rows = Version.objects.filter(standing.here("document__space"), author=standing.person)
    rows = rows.filter(Q(state=workflows.DRAFT) | Q(state=workflows.SIGNING) & (asked | declined))
    rows = rows.annotate(is_declined=declined).defer("answers", "sheet").select_related("document")
    return [
        _finish(row) if row.state == workflows.DRAFT else _settle(row) for row in rows.order_by("created_at")[:AT_MOST]
    ]


def _finish(draft: Version) -> Task:
    address, why = reverse("documents:write", args=(draft.pk,)), _("You have begun it.")
    return Task(_("Finish"), draft.document.title, address, why, harm=1, space=draft.document.space_id)


def _settle(offered: Any) -> Task:
    verb, why = _("Answer a question"), _("Somebody asks before signing.")
    if offered.is_declined:
        verb, why = _("Look at what was declined"), _("It cannot come into force as it is.")
    address = offered.get_absolute_url()
    return Task(verb, offered.document.title, address, why, harm=3, space=offered.document.space_id)


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
