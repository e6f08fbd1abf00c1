"""What somebody who has left a group keeps of it: their own, and what they signed (docs/adr/0021)."""

from dataclasses import dataclass
from typing import Any

from documents.models import Version
from policy.permissions import Role
from policy.standing import Standing
from programmes.models import Group

AT_MOST = 200


@dataclass(frozen=True)
class Kept:
    """A group that somebody has left, and what they go on reading of it."""

    group: Group
    versions: list[Version]


def of(person: Any) -> list[Kept]:
    """The groups that ``person`` has left, with what they keep of each, the newest first. Three queries."""
    standing = Standing.of(person)
    left = set(standing.left_spaces((Role.MENTOR, Role.MENTEE))) - set(standing.spaces(*Role))
    groups = Group.objects.filter(space__in=left).select_related("programme", "space")
    rows = Version.objects.visible_to(person).filter(document__space__in=left)
    rows = rows.select_related("document").defer("answers", "sheet").order_by("-document__created_at", "-number")
    found: dict[Any, list[Version]] = {}
    for version in rows[:AT_MOST]:
        found.setdefault(version.document.space_id, []).append(version)
    return [Kept(group, found.get(group.space_id, [])) for group in groups]
