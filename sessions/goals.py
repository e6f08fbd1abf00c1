"""The goals of a group as everybody in it may read them."""

from documents.models import Version
from policy.models import Space

from .document_kinds.group_goals import GROUP_GOALS


def common(space: Space) -> list[str]:
    """The common goal of a group as it was published, or nothing; personal goals are not everybody's to read."""
    sheets = Version.objects.in_force().filter(document__space=space, document__kind_slug=GROUP_GOALS.slug)
    found = sheets.first()
    goal = (found.answers.get("common") or {}).get("goal") if found else ""
    return [goal] if goal else []
