"""Who manages a programme: somebody is added by name and address, and removed; there is always one left."""

from typing import Any

from django.db import transaction
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from people import invitations
from people.mail import write_to
from people.models import User
from policy.machine import NotNow, record
from policy.models import Participation
from policy.permissions import Action, Role, require

from .models import Programme

AT_MOST = 20


def managers(programme: Programme) -> list[Participation]:
    """The people who manage the programme now, by name."""
    return programme.space.people(Role.MANAGER)


def add(programme: Programme, *, name: str, email: str, by: Any) -> bool:
    """Make somebody a manager; false when they are one already. They get a letter, and the other managers another.

    What is said at once does not tell whether the address was known. Raises ``NotNow`` when there are too many.
    """
    require(by, Action.APPOINT, programme)
    with transaction.atomic():
        others = _locked(programme)
        if len(others) >= AT_MOST:
            raise NotNow(_("A programme has at most %(n)d managers. Remove one first.") % {"n": AT_MOST})
        wanted = {email: invitations.NewAccount(name, programme.time_zone)}
        person = invitations.accounts_of(wanted, language=programme.language)[email]
        row, is_new = Participation.objects.get_or_create(
            space=programme.space, person=person, role=Role.MANAGER, ends_at=None
        )
        if not is_new:
            return False
        record(programme, Action.APPOINT, by=by)
        with translation.override(programme.language):
            as_what = str(Role.MANAGER.label)
        invitations.invite(
            person,
            to_what=programme.name,
            as_what=as_what,
            about=f"manager {row.pk}",
            by=by,
            path=programme.get_absolute_url(),
        )
        _tell("programmes/manager_joined", programme, others, row, by)
    return True


def remove(programme: Programme, row: Participation, *, by: Any) -> None:
    """End that somebody manages the programme, from their next request on; they and the others are told.

    Raises ``NotNow`` when nobody would be left who can sign in. Of two who remove each other at once, one succeeds.
    """
    with transaction.atomic():
        everybody = _locked(programme)
        require(by, Action.DISMISS, programme)  # only now: it may have ended while this one waited
        if row.pk not in [one.pk for one in everybody]:
            return  # sent twice
        left = [one for one in everybody if one.person_id != row.person_id]
        if reason := why_not(left):
            raise NotNow(reason)
        Participation.objects.filter(pk=row.pk).end(at=timezone.now())
        record(programme, Action.DISMISS, by=by)
        _tell("programmes/manager_left", programme, left, row, by)
        if row.person_id != by.pk:
            words = {"programme": programme, "by": by}
            write_to(
                row.person,
                "programmes/manager_ended",
                about=f"manager ended {row.pk}",
                words=words,
                path=reverse("home"),
            )


def why_not(left: list[Participation]) -> str:
    """Why a programme cannot be left to these; empty when it can: somebody among them must be able to sign in."""
    if any(one.person.is_active and one.person.has_usable_password() for one in left):
        return ""
    if left:
        return _("Nobody else could sign in and run the programme yet. Wait until another manager has accepted.")
    return _("A programme has at least one manager. Add another one first.")


def _locked(programme: Programme) -> list[Participation]:
    """The managers; whoever else changes them waits until this transaction has ended."""
    Programme.objects.select_for_update().get(pk=programme.pk)
    return managers(programme)


def _tell(letter: str, programme: Programme, whom: list[Participation], row: Participation, by: User) -> None:
    words = {"programme": programme, "by": by, "name": row.person.name}
    for other in whom:
        if other.person_id not in (by.pk, row.person_id):
            path = reverse("programmes:managers", args=(programme.pk,))
            write_to(other.person, letter, about=f"{letter} {row.pk}", words=words, path=path)
