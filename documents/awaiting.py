"""What awaits a person on documents: drafts to finish, versions to publish, signatures to give, questions to answer."""

from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _

from policy.permissions import Role
from policy.standing import Standing
from policy.tasks import Task

from . import kinds, workflows
from .models import Question, Signatory, Version

AT_MOST = 150


def tasks_for(standing: Standing) -> list[Task]:
    """The lines: signatures first, then what is one's own, then what is to be published. One query, however many there are."""
    if not standing.held:
        return []
    rows = list(_concerning(standing))
    own = [row for row in rows if row.author_id == standing.person.pk]
    return [
        *(_sign(row) for row in rows if row.awaits_me),
        *(_finish(row) for row in own if row.state == workflows.DRAFT),
        *(_settle(row) for row in own if row.state == workflows.SIGNING and (row.is_asked or row.is_declined)),
        *(_publish(row) for row in rows if row.state == workflows.SUBMITTED),
    ]


def _concerning(standing: Standing) -> QuerySet[Any]:
    """Versions that wait for the person, the oldest first, with why as flags.

    The three reasons are found apart, each by its own index, and put together by the database.
    """
    here = {"version": OuterRef("pk")}
    awaited = Signatory.objects.awaited().filter(person=standing.person)
    reasons = {
        "awaits_me": Q(state=workflows.SIGNING) & Exists(awaited.filter(**here)),
        "is_asked": Exists(Question.objects.filter(answered_at=None, **here)),
        "is_declined": Exists(Signatory.objects.filter(declined_at__isnull=False, **here)),
    }
    to_sign = Version.objects.filter(pk__in=awaited.values("version"), state=workflows.SIGNING)
    own = Version.objects.filter(author=standing.person)
    own = own.filter(
        Q(state=workflows.DRAFT) | Q(state=workflows.SIGNING) & (reasons["is_asked"] | reasons["is_declined"])
    )
    all_of_them = [rows.filter(standing.here("document__space")).order_by().values("pk") for rows in (to_sign, own)]
    if led := standing.spaces(Role.MENTOR):
        reviewed = [kind.slug for kind in kinds.every() if kind.parts.reviewer == Role.MENTOR]
        submitted = Version.objects.filter(state=workflows.SUBMITTED, document__space__in=led)
        all_of_them.append(submitted.filter(document__kind_slug__in=reviewed).order_by().values("pk"))
    found = Version.objects.filter(pk__in=all_of_them[0].union(*all_of_them[1:])).annotate(**reasons)
    return found.defer("answers", "sheet").select_related("document", "author").order_by("created_at")[:AT_MOST]


def _sign(offered: Version) -> Task:
    why, address = _("Everyone signs before it is in force."), offered.get_absolute_url()
    # Translators: what one is asked to do with a document
    return Task(_("Sign"), offered.document.title, address, why, harm=3, space=offered.document.space_id)


def _finish(draft: Version) -> Task:
    address, why = reverse("documents:write", args=(draft.pk,)), _("You have begun it.")
    is_signed = bool(draft.kind and draft.kind.parts.signers)  # and nobody is asked to sign where all has ended
    space = draft.document.space_id
    # Translators: what one is asked to do with a draft
    return Task(_("Finish"), draft.document.title, address, why, harm=1, space=space, until_end=is_signed)


def _settle(offered: Any) -> Task:
    verb, why = _("Answer a question"), _("Somebody asks before signing.")
    if offered.is_declined:
        verb, why = _("Look at what was declined"), _("It cannot come into force as it is.")
    address = offered.get_absolute_url()
    return Task(verb, offered.document.title, address, why, harm=3, space=offered.document.space_id)


def _publish(handed_in: Version) -> Task:
    why = _("%(name)s has handed it in.") % {"name": handed_in.author.name}
    verb, address = _("Comment and publish"), handed_in.get_absolute_url()
    return Task(verb, handed_in.document.title, address, why, harm=2, space=handed_in.document.space_id)
