"""A word from a mentor to the successor, which the group reads, too: asked for by a manager, written or not."""

from typing import Any

from django.db import transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from people.mail import write_to
from policy.machine import NotNow, record
from policy.permissions import Action, require
from programmes.models import Group

from ..models import PartingWord
from .holding import require_running


def ask(group: Group, *, by: Any) -> PartingWord:
    """Ask the mentor of a group for a word to the successor; asked twice, they get one letter."""
    require(by, Action.REFORM, group)
    require_running(group)
    mentor = group.mentor
    if mentor is None:
        raise NotNow(_("The group has no mentor who could be asked."))
    with transaction.atomic():
        row, is_new = PartingWord.objects.get_or_create(group=group, mentor=mentor, defaults={"asked_by": by})
        if is_new:
            record(group, Action.REFORM, by=by, target="word")
            path, words = reverse("sessions:word", args=(group.pk,)), {"group": group}
            write_to(mentor, "sessions/change_word", about=f"word {row.pk}", words=words, path=path)
    return row


def asked_of(group: Group, person: Any) -> PartingWord | None:
    """What ``person`` was asked for in a group, written or not."""
    return PartingWord.objects.filter(group=group, mentor=person).first()


def write(row: PartingWord, words: str, *, by: Any) -> None:
    """Leave a word, or another one. Raises ``NotNow`` for who is not the mentor any more."""
    require(by, Action.TAKE_OVER, row.group)
    require_running(row.group)
    told = {"words": words, "written_at": timezone.now() if words else None}
    if not PartingWord.objects.filter(pk=row.pk, mentor=by).update(**told):
        raise NotNow(_("This word is not asked for any more."))


def of_group(group: Group) -> list[PartingWord]:
    """The words that mentors have left in a group, the newest first."""
    return list(group.parting_words.exclude(words="").select_related("mentor")[:5])
