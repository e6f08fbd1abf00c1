"""The keeper takes lines of the chat into the diary that is being written; through the pipeline, like all that is typed."""

from collections.abc import Sequence
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from documents import pipeline
from documents.models import Version
from policy.machine import NotNow
from sessions import diaries
from sessions.models import Meeting

from .showing import Line

SECTION = "agenda"


def take(meeting: Meeting, lines: Sequence[Line], point: str, *, by: Any) -> Version:
    """Add lines to a point of the keeper's diary, begun now if it is not; what stands there is not added again.

    Raises ``NotNow`` when the diary is not ``by``'s to write now, or would become too long.
    """
    with transaction.atomic():
        begun = diaries.begin(meeting, by=by)
        version = Version.objects.select_for_update().get(pk=begun.pk)  # the same keeper in two windows loses no line
        answers = dict(version.answers.get(SECTION) or {})
        there = (answers.get(point) or "").splitlines()
        said = [in_diary(line) for line in lines]
        answers[point] = "\n".join([*there, *(words for words in dict.fromkeys(said) if words not in there)])
        if len(answers[point]) > (diaries.points(meeting)[point].max_length or 0):
            raise NotNow(_("The diary would become too long. Take fewer lines, or shorten what stands there."))
        return pipeline.write(version, {**version.answers, SECTION: answers}, by=by, seen=version.revision)


def in_diary(line: Line) -> str:
    """“Nia Berg: what she said”, in one line."""
    return f"{line.message.by.name}: {' '.join(line.text.split())}"
