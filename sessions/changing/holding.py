"""What every change begins with: the groups are held, they are as the manager saw them, and it was not made before."""

from collections.abc import Sequence
from dataclasses import dataclass
from hashlib import sha256
from typing import Any
from uuid import UUID

from django.utils.translation import gettext as _

from policy.machine import NotNow
from policy.models import Participation
from policy.permissions import Action, Role, require
from programmes.models import Group, Programme

from ..models import Change


@dataclass(frozen=True)
class Asked:
    """What a manager asks for with any change: its id (sent twice, it is made once), what they had seen, and why."""

    pk: UUID
    seen: str
    reason: str


def as_seen(*groups: Group) -> str:
    """A word for who is in these groups now and where they stand; it changes when one of them does."""
    spaces = [group.space_id for group in groups]
    there = Participation.objects.running().filter(space__in=spaces, role__in=(Role.MENTOR, Role.MENTEE))
    words: list[Any] = list(there.order_by("pk").values_list("pk", flat=True))
    words += Group.objects.filter(space__in=spaces).order_by("pk").values_list("pk", "state")
    return sha256(repr(words).encode()).hexdigest()[:32]


def take(asked: Asked, groups: Sequence[Group], *, by: Any) -> bool:
    """Hold these groups for the transaction; false when this very change was made already.

    Whoever else changes a group of the programme waits here and then sees what we did. Raises ``NotNow`` where a group
    has ended, or is not as it was seen.
    """
    for group in groups:
        require(by, Action.REFORM, group)
    programme = Programme.objects.select_for_update().get(pk=groups[0].programme_id)
    if made := Change.objects.filter(pk=asked.pk).first():
        if made.group_id != groups[0].pk:
            raise NotNow(_("This form belongs to another group. Open it again."))
        return False
    for group in groups:
        group.refresh_from_db(fields=("state",))
        group.programme = programme if group.programme_id == programme.pk else group.programme
        require_running(group)
    if asked.seen != as_seen(*groups):
        raise NotNow(_("Who is in the group has changed since you opened this page. Look at it again."))
    return True


def require_running(group: Group) -> None:
    """Refuse with ``NotNow`` where the group has ended."""
    if group.has_ended:
        raise NotNow(_("The group has ended. It can only be read."))
