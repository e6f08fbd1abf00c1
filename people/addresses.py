"""Another address to sign in with: asked for here, confirmed from there, and stopped from where it was before.

Whoever can read the new mailbox *and* is signed in confirms: a mistyped address belongs to somebody who must not come
in by it. Whoever can read the old one stops it for a week, also afterwards, and needs nothing else: it may be that
somebody else sits in the account. No page tells whether an address has an account; its owner is told by letter.
"""

import secrets
from datetime import datetime, timedelta
from typing import Any

from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from django.db import IntegrityError, transaction
from django.db.models import QuerySet
from django.urls import reverse
from django.utils import timezone

from jobs.queue import handles

from . import devices, tokens
from .access import taken_back
from .mail import write_outside, write_to
from .models import AddressChange, User

CONFIRM_WITHIN = timedelta(hours=24)
STOP_WITHIN = timedelta(days=7)
ASKED_AT_MOST = 5  # in 24 hours: each time a stranger may get a letter
SAME_WITHIN = timedelta(minutes=2)  # a form that is sent twice


class TooOften(Exception):
    """Asked for too many times on one day."""


class Taken(Exception):
    """The address has become another account's in the meantime."""


def ask(person: User, new: str, *, now: datetime) -> AddressChange:
    """Begin to change the address of ``person`` to ``new`` and write the letters; what was asked before has ended.

    Asking for the same again within two minutes gives what is there. Raises ``TooOften``.
    """
    new = new.strip().lower()
    with transaction.atomic():
        User.objects.select_for_update().get(pk=person.pk)  # the second of two forms waits here
        waiting = waiting_of(person, now=now).first()
        if waiting and waiting.new == new and waiting.created_at > now - SAME_WITHIN:
            return waiting
        if person.address_changes.filter(created_at__gt=now - CONFIRM_WITHIN).count() >= ASKED_AT_MOST:
            raise TooOften
        person.address_changes.filter(confirmed_at=None, ended_at=None).update(ended_at=now)
        (token, digest), (stop, stop_digest) = tokens.fresh(), tokens.fresh()
        change = AddressChange.objects.create(
            person=person,
            old=person.email,
            new=new,
            digest=digest,
            stop_digest=stop_digest,
            ends_at=now + CONFIRM_WITHIN,
            stop_until=now + STOP_WITHIN,
        )
        _tell_new(change, token, now)
        _write(change, change.old, "people/address_changing", reverse("people:address_stop", args=(stop,)))
    return change


def _tell_new(change: AddressChange, token: str, now: datetime) -> None:
    """The link goes to whom the address may belong to; where it is somebody's already, they hear of it, once a day."""
    owner = User.objects.filter(email__iexact=change.new).first()
    if owner is None:
        _write(change, change.new, "people/address_confirm", reverse("people:address_confirm", args=(token,)))
    else:
        about = f"address tried {now:%Y-%m-%d}"
        write_to(owner, "people/address_tried", about=about, words={}, path=reverse("people:profile"))


def _write(change: AddressChange, address: str, template: str, path: str) -> None:
    person = change.person
    write_outside(
        address,
        template,
        about=f"{template} {change.pk}",
        words={"person": person},
        path=path,
        language=person.letter_language,
        zone=person.zone,
    )


def waiting_of(person: User, *, now: datetime) -> QuerySet[AddressChange]:
    """What ``person`` has asked for and has not confirmed yet; one at most."""
    return person.address_changes.filter(confirmed_at=None, ended_at=None, ends_at__gt=now)


def take_back(person: User, *, now: datetime) -> None:
    """Everything stays as it is; the link in the letter to the new address opens nothing any more."""
    waiting_of(person, now=now).update(ended_at=now)


def find(token: str, person: User, *, now: datetime) -> AddressChange | None:
    """What the link in the letter to the new address confirms, for the person who asked; ``None`` for anybody else."""
    return waiting_of(person, now=now).filter(digest=tokens.digest_of(token)).first()


def confirm(change: AddressChange, *, now: datetime) -> bool:
    """From now on the person signs in with the new address. False, and nothing changes, when it had ended meanwhile.

    Raises ``Taken`` when there is an account with that address by now.
    """
    open_ones = AddressChange.objects.filter(pk=change.pk, confirmed_at=None, ended_at=None, ends_at__gt=now)
    try:
        with transaction.atomic():
            is_mine = User.objects.select_for_update().filter(pk=change.person_id, email=change.old).exists()
            if not is_mine or not open_ones.update(confirmed_at=now):
                return False
            _move(change.person, change.new)
    except IntegrityError as taken:
        raise Taken from taken
    return True


def _move(person: User, address: str) -> None:
    User.objects.filter(pk=person.pk).update(email=address)
    EmailAddress.objects.filter(user_id=person.pk).delete()  # the account library signs in by these, too


def find_to_stop(token: str, *, now: datetime) -> AddressChange | None:
    """What the link in the letter to the old address stops; ``None`` when it was used, has ended, or never was one."""
    rows = AddressChange.objects.filter(stop_digest=tokens.digest_of(token), stopped_at=None, stop_until__gt=now)
    return rows.select_related("person").first()


def stop(change: AddressChange, *, now: datetime) -> bool:
    """Back to the address before, for whoever reads mail there, whatever was changed since; false when it had ended.

    Nobody stays signed in, no change that came later can be confirmed or stopped, and what somebody else may know or
    hold opens nothing any more: the password, a passkey or app set up since, the address of the calendar. Raises ``Taken`` when the old address is another account's by now.
    """
    person = change.person
    try:
        with transaction.atomic():
            User.objects.select_for_update().get(pk=person.pk)
            if not AddressChange.objects.filter(pk=change.pk, stopped_at=None).update(stopped_at=now, ended_at=now):
                return False
            later = person.address_changes.filter(created_at__gte=change.created_at)
            later.update(stopped_at=now, ended_at=now)
            _move(person, change.old)
            if person.has_usable_password():
                person.set_password(secrets.token_urlsafe(32))
                person.save(update_fields=("password",))
            Authenticator.objects.filter(user=person, created_at__gte=change.created_at).delete()
            taken_back(person)
            devices.sign_out_everywhere(person)
    except IntegrityError as taken:
        raise Taken from taken
    return True


@handles("people.forget_addresses")
def forget(job: Any) -> None:
    """Strike out what can neither be confirmed nor stopped any more."""
    AddressChange.objects.filter(stop_until__lte=timezone.now()).delete()
