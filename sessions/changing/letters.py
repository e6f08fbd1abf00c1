"""Which letters tell of a group: known by what they are about and where they lead. For whoever has left it none goes."""

import re
from collections.abc import Iterable, Sequence
from typing import Any
from uuid import UUID

from django.db.models import Q

from documents.models import Document, Version
from people import day_letters, mail
from people.models import Letter
from policy import telling
from programmes.models import Group

from ..models import Homework

CAME = "sessions/change_moved"
IDS = re.compile(r"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}")


def about(group: Group, letters: Sequence[Letter]) -> set[UUID]:
    """The ids of those among these letters that tell of a group, its sessions, homework, documents or conversations."""
    of_group = {str(pk) for pk in _ids_of(group)}
    found = {row.pk for row in letters if of_group & set(IDS.findall(f"{row.about} {row.link} {row.body}"))}
    return found | telling.tells_of(group.space, letters)


def withdraw(person: Any, group: Group) -> None:
    """Take back what tells of a group and has not gone; of a letter of the day only its lines, the rest of it goes.

    That somebody came into it does go where it strikes the sessions of the group before out of their calendar.
    """
    day_letters.hold(person)
    waiting = Letter.objects.filter(person=person, state__in=(Letter.State.HELD, Letter.State.WAITING))
    lines = Letter.objects.filter(line_of__in=waiting)
    gone = about(group, [*lines, *(row for row in waiting.filter(lines=None) if not _strikes_out(row))])
    day_letters.take_out(person, lambda line: line.pk in gone)
    mail.withdraw(Letter.objects.filter(pk__in=gone))
    _forget_failed(person, group)


def _forget_failed(person: Any, group: Group) -> None:
    """What could not be delivered may be tried again by hand: not what tells of a group that was left."""
    failed = Letter.objects.filter(person=person, state=Letter.State.FAILED)
    lost = about(group, [*failed.filter(lines=None), *Letter.objects.filter(line_of__in=failed)])
    failed.filter(Q(pk__in=lost) | Q(lines__in=lost)).delete()


def _strikes_out(letter: Letter) -> bool:
    return letter.about.startswith(f"{CAME} ") and any("CANCEL" in file["type"] for file in letter.files)


def _ids_of(group: Group) -> Iterable[UUID]:
    yield from (group.pk, group.space_id)
    yield from group.meetings.values_list("pk", flat=True)
    yield from Homework.objects.filter(meeting__group=group).values_list("pk", flat=True)
    yield from Document.objects.filter(space=group.space).values_list("pk", flat=True)
    yield from Version.objects.filter(document__space=group.space).values_list("pk", flat=True)
