"""Bring a person in: an invitation by mail, accepted by a choice of password."""

from datetime import timedelta

from django.conf import settings
from django.db import transaction
from django.urls import reverse
from django.utils import timezone

from . import tokens
from .mail import write_to
from .models import Invitation, User


def invite(person: User, *, to_what: str, as_what: str, about: str, by: User | None) -> Invitation | None:
    """Invite ``person`` by mail to take part in ``to_what`` in the role ``as_what`` (both in words).

    Someone who can already sign in gets a letter that leads home; someone new gets one with a personal link, valid
    for ``settings.INVITATION_DAYS`` days. ``about`` keeps it to one letter. Returns the invitation, or ``None`` when
    no link was needed or the letter had been written before. Without
    ``as_what`` letter and page invite to nothing, and lead to what is there already.
    """
    words = {"to_what": to_what, "as_what": as_what, "by": by, "days": settings.INVITATION_DAYS}
    if person.has_usable_password():
        write_to(person, "people/welcome", about=about, words=words, path=reverse("home"))
        return None
    token, digest = tokens.fresh()
    letter = write_to(
        person,
        "people/invitation",
        about=about,
        words=words,
        path=reverse("people:invitation", args=(token,)),
        is_secret=True,
    )
    if letter is None:
        return None
    return Invitation.objects.create(
        person=person,
        invited_by=by,
        to_what=to_what[:200],
        as_what=as_what[:60],
        digest=digest,
        ends_at=timezone.now() + timedelta(days=settings.INVITATION_DAYS),
    )


def find(token: str) -> Invitation | None:
    """The invitation that a link belongs to, open or not; ``None`` for a link that never was one."""
    return Invitation.objects.select_related("person", "invited_by").filter(digest=tokens.digest_of(token)).first()


def accept(invitation: Invitation, *, name: str, password: str) -> bool:
    """Take the invitation: name and password are set, every other open invitation of the person is used up too.

    Returns false, and changes nothing, when it was used or had ended in the meantime.
    """
    with transaction.atomic():
        now = timezone.now()
        taken = Invitation.objects.filter(pk=invitation.pk, accepted_at=None, ends_at__gt=now).update(accepted_at=now)
        if not taken:
            return False
        person = invitation.person
        person.name = name
        person.set_password(password)
        person.save(update_fields=("name", "password"))
        person.invitations.filter(accepted_at=None).update(accepted_at=now)
    return True


def send_again(invitation: Invitation) -> None:
    """Write a fresh link to the same address, for someone whose link ended or got lost (at most one a day)."""
    if not invitation.person.has_usable_password():
        about = f"invitation again {invitation.pk} {timezone.now():%Y-%m-%d}"
        invite(
            invitation.person,
            to_what=invitation.to_what,
            as_what=invitation.as_what,
            about=about,
            by=invitation.invited_by,
        )
