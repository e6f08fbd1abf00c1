"""Whether somebody has a second step, and taking it off when phone and paper are lost. Who may is decided above."""

import logging
import uuid
from typing import Any

from allauth.mfa.models import Authenticator
from django.db import transaction
from django.db.models import QuerySet
from django.urls import reverse

from .. import devices
from ..mail import write_to
from ..models import User

log = logging.getLogger(__name__)


def with_one(people: QuerySet[User]) -> QuerySet[User]:
    """Those of ``people`` for whom signing in takes a second step; recovery codes alone are none."""
    steps = Authenticator.objects.exclude(type=Authenticator.Type.RECOVERY_CODES)
    return people.filter(pk__in=steps.values("user"))


def is_on(person: User) -> bool:
    """Whether signing in as this person takes a second step."""
    return with_one(User.objects.filter(pk=person.pk)).exists()


def looks_after_accounts(person: User) -> bool:
    """Whether this is a site administrator, who can change by which address anybody signs in."""
    return person.is_staff


def take_off(person: User, *, by: Any) -> bool:
    """Remove app, passkeys and recovery codes of ``person`` and tell them by letter; false when nothing was on.

    ``by`` is nobody when it is done at the server. They are signed out everywhere: a lost phone may still be signed in.
    The password stays: it is asked for as before.
    """
    with transaction.atomic():
        removed, _each = Authenticator.objects.filter(user=person).delete()
        if not removed:
            return False
        devices.sign_out_everywhere(person)
        words: dict[str, Any] = {"by": by}
        about = f"second step taken off {uuid.uuid4()}"
        write_to(person, "people/second_step_taken_off", about=about, words=words, path=reverse("mfa_index"))
    log.info("The second step of %s was taken off by %s.", person.pk, by.pk if by else "the server")
    return True
