"""Whoever owns an address says that an application is theirs: only then it becomes one (page and POST, never a GET)."""

from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from documents import pipeline
from people import invitations, tokens
from people.mail import write_to
from people.models import User
from policy.machine import NotNow

from .. import selection
from ..models import AddressCheck, Application, ApplicationDraft, Programme, SentForm
from . import drafts, steps

SHOWN = 5


def find(token: str, now: datetime) -> AddressCheck | None:
    """What a link in a letter belongs to, as long as it is good."""
    return AddressCheck.objects.filter(digest=tokens.digest_of(token), until__gt=now).first()


def waiting(check: AddressCheck) -> list[ApplicationDraft]:
    """What was sent with this address and waits for its owner, the newest first; nothing for an account switched off."""
    rows = ApplicationDraft.objects.filter(mark=check.mark, sent_at__isnull=False, confirmed_at=None)
    found = list(rows.select_related("opening__programme__space").order_by("-sent_at")[:SHOWN])
    addresses = {str(draft.said_about["email"]).strip().lower() for draft in found}
    return [] if User.objects.filter(email__in=addresses, is_active=False).exists() else found


def confirm(check: AddressCheck, said: str, *, now: datetime) -> bool:
    """Make an application of the draft ``said`` (its id); false when this address has sent no such draft.

    Done twice, it is done once. Whoever has applied for the same before gets a letter that says so.
    """
    draft = _of(check, said)
    if draft is None:
        return False
    if draft.confirmed_at is None and draft in waiting(check):
        with drafts.speaking(draft.opening, drafts.zone_of(draft)), transaction.atomic():
            Programme.objects.select_for_update(no_key=True).get(pk=draft.opening.programme_id)
            rows = ApplicationDraft.objects.filter(pk=draft.pk, confirmed_at=None, sent_at=draft.sent_at)
            if rows.update(confirmed_at=now, said={}, questions=[], consent=""):
                _become(draft)
    return True


def _of(check: AddressCheck, said: str) -> ApplicationDraft | None:
    try:
        rows = ApplicationDraft.objects.filter(pk=UUID(said), mark=check.mark).exclude(sent_at=None)
    except ValueError:
        return None
    return rows.select_related("opening__programme__space").first()


def _become(draft: ApplicationDraft) -> None:
    programme, cells = draft.opening.programme, steps.cells_of(draft)
    is_new = selection.add(programme, cells)
    mine = programme.applications.select_related("person", "space", "programme__space")
    application = mine.get(person__email__iexact=cells["email"], role=cells["role"])
    if not is_new:
        _tell(application, "programmes/applied_already")
        return
    SentForm.objects.create(
        application=application,
        reference=draft.reference,
        questions=draft.questions,
        answers=draft.said.get(steps.OWN) or {},
        consent=draft.consent,
        consented_at=draft.sent_at or timezone.now(),
    )
    _file(draft, application)
    _invite(application)


def _file(draft: ApplicationDraft, application: Application) -> None:
    """The document of the same answers, filed as that person; left as a draft where the texts have changed since."""
    kind, person = steps.KINDS[draft.opening.role], application.person
    answers = steps.document_of(draft)
    version = pipeline.start(kind, application.space, by=person, person=person, answers=answers)
    try:
        pipeline.file(version, by=person)
    except NotNow:  # the person finds it on their page and completes it
        pass


def _invite(application: Application) -> None:
    """The way to the own application: for who has an account home, for who is new a link to choose a password."""
    person: Any = application.person
    if person.has_usable_password():
        _tell(application, "programmes/applied")
        return
    to_what = _("your application for %(programme)s") % {"programme": application.programme.name}
    invitations.invite(person, to_what=to_what, as_what="", about=f"applied {application.pk}", by=None)


def _tell(application: Application, template: str) -> None:
    path = reverse("programmes:application", args=(application.pk,))
    words = {"programme": application.programme, "role": application.get_role_display()}
    write_to(application.person, template, about=f"{template} {application.pk}", words=words, path=path)
