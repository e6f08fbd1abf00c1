"""A goal's biography: from the sheet it began on to the verdict at the end (B7), as far as its reader may read."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, cast

from django.db.models import Q
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from documents.forms import REACHED
from documents.models import Document, Version
from people.moments import date_format
from policy.permissions import Role

from .document_kinds.goals import WHEN, Review
from .goals import is_same, rows_of, words
from .models import Goal, GoalStep, Homework

RATINGS = cast(Any, Review.base_fields["rating"]).choices
LOOKS_BACK = ("diary", "conclusions", "mid-term-interview", "final-questionnaire-mentee")
VERSIONS_AT_MOST = 300
Line = tuple[str, str]


@dataclass(frozen=True)
class Moment:
    """Something in the life of a goal: when, what in a few words, what was said of it, and where that stands."""

    at: datetime
    what: str
    lines: tuple[Line, ...] = ()
    url: str = ""
    where: str = ""


def may_see_steps(roles: frozenset[Role], goal: Goal) -> bool:
    """Whether somebody may read the words of the steps: of a personal goal other mentees only see how many."""
    return goal.person_id is None or bool(roles & {Role.OWNER, Role.MENTOR, Role.MANAGER})


def progress_of(goal: Goal) -> str:
    """“2 of 3 steps”; asks nothing where the steps are loaded."""
    steps = list(goal.steps.all())
    done = sum(1 for step in steps if step.done_at)
    if not steps:
        return _("no steps yet")
    return ngettext("%(done)d of %(n)d step", "%(done)d of %(n)d steps", len(steps)) % {"done": done, "n": len(steps)}


def of(goal: Goal, reader: Any, roles: frozenset[Role], steps: Sequence[GoalStep]) -> list[Moment]:
    """All that is told of a goal, in the order in which it happened. Four queries."""
    found = [*_on_paper(goal, reader), *_homework(goal, reader, roles)]
    if may_see_steps(roles, goal):
        found += [Moment(step.done_at, _("Step done"), (("", step.text),)) for step in steps if step.done_at]
    return sorted(found, key=lambda moment: moment.at)


def starts_of(goals: Sequence[Goal]) -> dict[Any, str]:
    """By goal “where I am now”, as its sheet in force says it: who lets a goal be spoken of lets this be, too. One query."""
    sheets = Version.objects.in_force().filter(document__in={goal.document_id for goal in goals}).defer("sheet")
    by_document = {sheet.document_id: sheet for sheet in sheets}
    found = {goal.pk: by_document.get(goal.document_id) for goal in goals}
    return {goal.pk: words(_row_of(sheet, goal), "now") for goal in goals if (sheet := found[goal.pk])}


def _on_paper(goal: Goal, reader: Any) -> Iterator[Moment]:
    mine = Q(document=goal.document_id)
    others = Q(document__space=goal.space_id, document__kind_slug__in=LOOKS_BACK, state=Version.State.SEALED)
    rows = Version.objects.visible_to(reader).filter(mine | others, sealed_at__isnull=False)
    rows = rows.defer("sheet").select_related("document__person").order_by("sealed_at")
    said: set[str] = set()
    for version in rows[:VERSIONS_AT_MOST]:
        if version.document_id != goal.document_id:
            yield from _looked_back(goal, version)
            continue
        if not said:
            yield _told(version, _("It began"), _beginning(goal, version))
        said.add("began")
        for row in rows_of(version.answers, "review"):
            if is_same(words(row, "goal"), goal.text) and words(row, "when") not in said:
                said.add(words(row, "when"))
                yield _told(version, _("Looked at again"), _review(row))


def _beginning(goal: Goal, version: Version) -> list[Line]:
    row = _row_of(version, goal)
    due = date_format(goal.due, "j F Y") if goal.due else ""
    return [
        (_("Why it matters"), words(row, "why")),
        (_("Where it began"), words(row, "now")),
        (_("Reached when"), words(row, "measure")),
        (_("By when"), due),
    ]


def _row_of(version: Version, goal: Goal) -> Any:
    """What a sheet says of a goal: by its words, else at its place."""
    if goal.person_id is None:
        return version.answers.get("common")
    rows = rows_of(version.answers, "goals")
    same = [row for row in rows if is_same(words(row, "goal"), goal.text)]
    return (same or rows[goal.position - 1 : goal.position] or [{}])[0]


def _review(row: dict[str, Any]) -> list[Line]:
    when = dict(WHEN).get(words(row, "when"), "")
    return [(str(when).capitalize(), _label(RATINGS, words(row, "rating"))), ("", words(row, "note"))]


def _looked_back(goal: Goal, version: Version) -> Iterator[Moment]:
    """The row of a diary, a questionnaire or the conclusions in which the goal is named."""
    slug = version.document.kind_slug
    if slug in ("mid-term-interview", "final-questionnaire-mentee") and not _is_about(version.document, goal):
        return
    for row in rows_of(version.answers, "progress" if slug == "diary" else "goals"):
        if is_same(words(row, "goal"), goal.text):
            yield _told(version, *_SAID[slug](row))


def _is_about(document: Document, goal: Goal) -> bool:
    """Two people may name a goal with the same words: what is asked about a person is about that person's goal."""
    return goal.person_id is None or document.person_id == goal.person_id


def _diary(row: Any) -> tuple[str, list[Line]]:
    return _("In the diary"), [("", _label(REACHED, words(row, "reached"))), ("", words(row, "note"))]


def _half_way(row: Any) -> tuple[str, list[Line]]:
    return _("Half-way"), [("", _label(RATINGS, words(row, "rating"))), ("", words(row, "note"))]


def _end(row: Any) -> tuple[str, list[Line]]:
    return _("At the end"), [
        ("", _label(RATINGS, words(row, "rating"))),
        (_("What stopped it"), words(row, "why")),
        (_("What else was gained"), words(row, "gained")),
    ]


def _conclusion(row: Any) -> tuple[str, list[Line]]:
    return _("In the conclusions"), [
        ("", _label(REACHED, words(row, "reached"))),
        (_("What else was gained, or what stopped it"), words(row, "also")),
    ]


_SAID = {
    "diary": _diary,
    "mid-term-interview": _half_way,
    "final-questionnaire-mentee": _end,
    "conclusions": _conclusion,
}


def _homework(goal: Goal, reader: Any, roles: frozenset[Role]) -> Iterator[Moment]:
    """The homework that served it; of another mentee's own homework nobody learns here."""
    rows = Homework.objects.filter(goal=goal).select_related("meeting")
    if not roles & {Role.MENTOR, Role.MANAGER}:
        rows = rows.filter(Q(person=None) | Q(person=reader))
    for row in rows[:VERSIONS_AT_MOST]:
        meeting = row.meeting
        yield Moment(meeting.starts_at, _("Homework"), (("", row.task),), meeting.get_absolute_url(), meeting.label)


def _told(version: Version, what: str, lines: list[Line]) -> Moment:
    assert version.sealed_at
    said = tuple((label, text) for label, text in lines if text)
    return Moment(version.sealed_at, what, said, version.get_absolute_url(), version.document.title)


def _label(choices: Any, value: str) -> str:
    return str(dict(choices).get(value, "")) if value else ""
