"""The mentee gives the mentor a copy of what others said: a sealed document, filled from what the mentee reads now."""

from typing import Any

from django.utils.translation import gettext as _

from documents import pipeline
from documents.kinds import Answers
from documents.models import Version
from people.moments import date_format
from policy.machine import NotNow
from policy.permissions import Action, require

from ..document_kinds.feedback_from_others import FEEDBACK_FROM_OTHERS
from ..models import FeedbackRound
from . import results
from .results import Average, Line, Results, Said


def given(row: FeedbackRound) -> Version | None:
    """The copy that the mentor has, if there is one."""
    what = {"document__kind_slug": FEEDBACK_FROM_OTHERS.slug, "document__occasion": row.pk}
    return Version.objects.in_force().filter(document__space=row.space_id, **what).first()


def give(row: FeedbackRound, *, by: Any) -> Version:
    """Give the mentor what can be read now. The same again makes no second copy; more answers make the next version.

    Raises ``NotNow`` when nothing can be read yet, or the group has ended.
    """
    require(by, Action.ASK_OTHERS, row)
    found = results.of(row, list(row.links.all()))
    if not found.people:
        raise NotNow(_("There is nothing to give yet: too few people have answered."))
    answers = _answers(row, found)
    there = given(row)
    if there and there.answers == answers:
        return there
    label = date_format(row.created_at, "j F Y")
    return pipeline.publish_live(
        FEEDBACK_FROM_OTHERS, row.space, answers, by=by, label=label, person=by, occasion=row.pk
    )  # fmt: skip


def _answers(row: FeedbackRound, found: Results) -> Answers:
    return {
        "asked": {
            "goal": row.goal.text[:300] if row.goal else "",
            "names": str(row.get_names_display()),
            "people": str(found.people),
        },
        "ratings": [_rated(line, found.relations) for line in found.lines],
        "keep": [_said(one) for one in found.keep],
        "change": [_said(one) for one in found.change],
    }


def _rated(line: Line, relations: tuple[str, ...]) -> dict[str, str]:
    parts = [f"{name}: {part}" for name, part in zip(relations, line.parts, strict=True) if part]
    return {
        "statement": line.text,
        "own": str(line.own or ""),
        "others": _in_words(line.others),
        "parts": "; ".join(parts),
    }


def _in_words(average: Average | None) -> str:
    return f"{average} ({average.people})" if average else ""


def _said(one: Said) -> dict[str, str]:
    return {"who": one.who, "text": one.text}
