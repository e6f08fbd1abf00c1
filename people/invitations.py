"""Bring a person in: an invitation by mail, accepted by a choice of password."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from urllib.parse import unquote

from django.conf import settings
from django.db import IntegrityError, transaction
from django.db.models.functions import Lower
from django.urls import reverse
from django.utils import timezone

from . import tokens
from .mail import worded, write_to
from .models import Invitation, User


@dataclass(frozen=True)
class Letters:
    """Which letters invite: ``new`` goes to who has to choose a password first, ``known`` to who can sign in."""

    new: str = "people/invitation"
    known: str = "people/welcome"


@dataclass(frozen=True)
class NewAccount:
    """What an account is made with, where an address has none yet."""

    name: str
    time_zone: str


def accounts_of(wanted: Mapping[str, NewAccount], *, language: str) -> dict[str, User]:
    """The account of each address as it is, made now where there is none; in any case under the address asked for."""
    found = _accounts(wanted)
    fresh = {email: new for email, new in wanted.items() if email not in found}
    made = [User(email=email.strip().lower(), language=language, **vars(new)) for email, new in fresh.items()]
    for person in made:
        person.set_unusable_password()
    try:
        with transaction.atomic():
            User.objects.bulk_create(made)
    except IntegrityError:  # somebody else brought one of them in at this moment
        left = {email: new for email, new in fresh.items() if email not in _accounts(fresh)}
        return found | _accounts(fresh) | (accounts_of(left, language=language) if left else {})
    return found | dict(zip(fresh, made, strict=True))


def _accounts(wanted: Iterable[str]) -> dict[str, User]:
    lower = {email.strip().lower(): email for email in wanted}
    rows = User.objects.annotate(address=Lower("email")).filter(address__in=list(lower))
    return {lower[person.email.lower()]: person for person in rows}


def invite(
    person: User,
    *,
    to_what: str,
    as_what: str,
    about: str,
    by: User | None,
    letters: Letters = Letters(),
    path: str = "",
    not_before: datetime | None = None,
) -> Invitation | None:
    """Invite ``person`` by mail to take part in ``to_what`` in the role ``as_what`` (both in words).

    Someone who can already sign in gets a letter that leads to ``path`` (home if there is none); someone new gets one
    with a personal link, valid for ``settings.INVITATION_DAYS`` days. ``about`` keeps it to one letter, which does not
    go before ``not_before``. Returns the invitation, or ``None`` when no link was needed or the letter had been written.
    Without ``as_what`` letter and page invite to nothing, and lead to what is there already.
    """
    words = _words(to_what, as_what, by)
    if person.has_usable_password():
        write_to(person, letters.known, about=about, words=words, path=path or reverse("home"), not_before=not_before)
        return None
    token, digest = tokens.fresh()
    letter = write_to(
        person,
        letters.new,
        about=about,
        words=words,
        path=reverse("people:invitation", args=(token,)),
        is_secret=True,
        not_before=not_before,
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


def sample(person: User, *, to_what: str, as_what: str, by: User, letters: Letters) -> tuple[str, str]:
    """Subject and text of the letter that ``invite`` would write to somebody new; its link lets nobody in."""
    path = reverse("people:invitation", args=("…",))
    return worded(person, letters.new, words=_words(to_what, as_what, by), path=unquote(path))


def _words(to_what: str, as_what: str, by: User | None) -> dict[str, Any]:
    return {"to_what": to_what, "as_what": as_what, "by": by, "days": settings.INVITATION_DAYS}


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
        about = f"invitation again {timezone.now():%Y-%m-%d}"
        invite(
            invitation.person,
            to_what=invitation.to_what,
            as_what=invitation.as_what,
            about=about,
            by=invitation.invited_by,
        )


def send_newest_again(person: User) -> bool:
    """Whether ``person`` has an invitation still to accept; then its letter goes out anew (at most one a day)."""
    if person.has_usable_password() or not person.is_active:
        return False
    newest = person.invitations.filter(accepted_at=None).order_by("-created_at").first()
    if newest:
        send_again(newest)
    return newest is not None
