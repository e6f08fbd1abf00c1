"""“I would like the manager to call me”: asked at any time, taken back, answered. Managers alone read it (design 1)."""

from collections.abc import Callable, Iterable
from typing import Any

from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from documents.models import Version
from people.mail import write_to
from policy.machine import NotNow, record
from policy.models import Space
from policy.permissions import Action, Role, require
from programmes.models import Group

from .models import CallWish

AT_MOST = 200


def groups_of(person: Any) -> list[Group]:
    """The groups in which ``person`` is mentee or mentor now."""
    spaces = Space.objects.where(person, Role.MENTEE, Role.MENTOR)
    return list(Group.objects.filter(space__in=spaces).select_related("programme", "space")[:AT_MOST])


def answers_calls(person: Any) -> bool:
    """Whether ``person`` manages any group, so that calls are asked of them."""
    return Space.objects.where(person, Role.MANAGER).exists()


def wish(group: Group, words: str, *, by: Any) -> CallWish:
    """``by`` would like to be called by a manager of the programme; each manager gets a letter that says so.

    While a wish waits, asking again with other words changes them and tells nobody twice.
    """
    require(by, Action.WISH, group)
    waiting = CallWish.objects.filter(space=group.space, person=by, answered_at=None)
    if there := waiting.first():
        there.words = words or there.words
        there.save(update_fields=("words",))
        return there
    try:
        with transaction.atomic():
            row = CallWish.objects.create(space=group.space, person=by, words=words)
            record(row, Action.WISH, by=by)
            _tell(row, group)
    except IntegrityError:  # sent twice at the same moment
        return waiting.get()
    return row


def wish_of(section: str) -> Callable[[Version, Any], None]:
    """For a kind whose ``section`` has a box “call”: whoever files it ticked asks for a call with it."""

    def ask(version: Version, by: Any) -> None:
        group = Group.objects.filter(space=version.space).select_related("space").first()
        if group and by == version.document.person and (version.answers.get(section) or {}).get("call"):
            wish(group, "", by=by)

    return ask


def answers_wish(section: str) -> Callable[[Version, Any], None]:
    """For a kind that logs a call with its person: when ``section`` says that they were reached, it is what they asked for."""

    def answer(version: Version, by: Any) -> None:
        if (version.answers.get(section) or {}).get("reached") == "yes":
            waiting = CallWish.objects.filter(space=version.space, person=version.document.person, answered_at=None)
            for row in waiting:
                made(row, by=by)

    return answer


def _tell(row: CallWish, group: Group) -> None:
    for seat in group.space.people(Role.MANAGER):
        about, words = f"call wish {row.pk}", {"group": group}
        write_to(seat.person, "sessions/call_wish", about=about, words=words, path=reverse("sessions:calls"))


def take_back(row: CallWish, *, by: Any) -> None:
    """Whoever asked does not need the call any more. Taken back twice, it is gone once."""
    require(by, Action.WISH, row)
    with transaction.atomic():
        gone, _rows = CallWish.objects.filter(pk=row.pk, answered_at=None).delete()
        if gone:
            record(row, Action.WISH, by=by, target="taken back")


def made(row: CallWish, *, by: Any) -> None:
    """A manager has called. Raises ``NotNow`` when another manager was faster."""
    require(by, Action.CALL, row)
    with transaction.atomic():
        waiting = CallWish.objects.filter(pk=row.pk, answered_at=None)
        if not waiting.update(answered_at=timezone.now(), answered_by=by):
            raise NotNow(_("Somebody has called already."))
        record(row, Action.CALL, by=by)


def waiting_for(person: Any) -> list[CallWish]:
    """The wishes in the groups that ``person`` manages, the oldest first. One query."""
    rows = CallWish.objects.filter(space__in=Space.objects.where(person, Role.MANAGER), answered_at=None)
    return list(rows.select_related("person", "space__group__programme")[:AT_MOST])


def waiting_of(person: Any, groups: Iterable[Group]) -> list[CallWish]:
    """The wishes of ``person`` that nobody has answered yet."""
    mine = CallWish.objects.filter(person=person, answered_at=None, space__in=[group.space_id for group in groups])
    return list(mine.select_related("space__group"))
