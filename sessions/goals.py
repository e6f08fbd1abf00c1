"""Goals while they live: made and changed by the sheets that are published, followed on their own pages."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils import timezone
from django.utils.dateparse import parse_date
from django.utils.translation import gettext as _

from documents.kinds import Answers
from documents.models import Document, Version
from policy.machine import NotNow, record
from policy.models import Space
from policy.permissions import Action, require

from .models import Goal, GoalStep

TEXT_AT_MOST = 300  # what a line of a sheet holds
STEPS_AT_MOST = 30
GOALS_AT_MOST = 200


@dataclass(frozen=True)
class NamedStep:
    """A step as a sheet names it."""

    text: str
    due: date | None
    is_done: bool


@dataclass(frozen=True)
class Named:
    """A goal as a sheet names it."""

    text: str
    due: date | None
    is_shared: bool
    steps: tuple[NamedStep, ...]


def common(space: Space) -> list[str]:
    """The common goal of a group as it was published, or nothing; personal goals are not everybody's to read."""
    return list(Goal.objects.kept().filter(space=space, person=None).values_list("text", flat=True))


@dataclass
class Shelf:
    """The goals of one person, or the common ones (``person`` is nobody)."""

    person: Any
    kept: list[Goal]
    dropped: list[Goal]


def shelves(space: Space, reader: Any) -> list[Shelf]:
    """The goals of a group that somebody may know of: their own, the common ones, those of the others. Two queries."""
    rows = Goal.objects.visible_to(reader).filter(space=space).select_related("person").prefetch_related("steps")
    found: dict[Any, Shelf] = {}
    for goal in rows[:GOALS_AT_MOST]:
        shelf = found.setdefault(goal.person_id, Shelf(goal.person, [], []))
        (shelf.dropped if goal.is_dropped else shelf.kept).append(goal)
    order = {reader.pk: 0, None: 1}
    return sorted(
        found.values(),
        key=lambda shelf: (order.get(shelf.person and shelf.person.pk, 2), shelf.person.name if shelf.person else ""),
    )


def named_by(answers: Answers) -> list[Named]:
    """The goals that a goal sheet names, of one person or of a group."""
    steps = rows_of(answers, "steps")
    together = answers.get("common")
    if isinstance(together, dict):
        return [Named(text, None, True, _steps(steps))] if (text := words(together, "goal")) else []
    goals = [row for row in rows_of(answers, "goals") if words(row, "goal")]
    return [
        Named(words(row, "goal"), _day(row), row.get("group") == "yes", _steps(_of_number(steps, n, len(goals))))
        for n, row in enumerate(goals, start=1)
    ]


def follow_sheet(version: Version, by: Any) -> None:
    """Let the goals be what a sheet says that is being sealed; a scan says nothing that could be read.

    The same words are the same goal; else what stands at the same place. What is not named any more is dropped, and
    keeps its life. ``by`` sealed it.
    """
    if version.is_scan:
        return
    document, asked = version.document, named_by(version.answers)
    there = list(Goal.objects.select_for_update().filter(document=document))
    for position, (named, goal) in enumerate(_paired(asked, there), start=1):
        goal = goal or Goal(space_id=document.space_id, person_id=document.person_id, document=document)
        goal.position, goal.text, goal.due = position, named.text, named.due
        goal.is_shared, goal.is_dropped = named.is_shared, False
        goal.save()
        _follow_steps(goal, named.steps, version)
        there = [one for one in there if one.pk != goal.pk]
    Goal.objects.filter(pk__in=[one.pk for one in there]).update(is_dropped=True)


def _paired(asked: Sequence[Any], there: Sequence[Any]) -> list[tuple[Any, Any]]:
    """Each that is named with the one that is there already, if there is one: by its words, else by its place."""
    by_words = {_plain(one.text): one for one in reversed(there)}
    same = {n: by_words.pop(_plain(named.text), None) for n, named in enumerate(asked, start=1)}
    free = {one.position: one for one in by_words.values() if not getattr(one, "is_dropped", False)}
    return [(named, same[n] or free.pop(n, None)) for n, named in enumerate(asked, start=1)]


def _follow_steps(goal: Goal, asked: Sequence[NamedStep], version: Version) -> None:
    """The steps of one goal. What was ticked on the page stays ticked; what was added there meanwhile stays."""
    there, now = list(goal.steps.all()), timezone.now()
    for position, (named, step) in enumerate(_paired(asked, there), start=1):
        is_same = step is not None and _plain(step.text) == _plain(named.text)
        step = step or GoalStep(goal=goal)
        if not (is_same and step.done_at):
            step.done_at = (step.done_at or now) if named.is_done else None
        step.position, step.text, step.due = position, named.text, named.due
        step.save()
        there = [one for one in there if one.pk != step.pk]
    for one in there:
        if one.created_at < version.created_at:
            one.delete()
        else:
            GoalStep.objects.filter(pk=one.pk).update(position=len(asked) + one.position)


def with_steps_of_today(document: Document, answers: Answers) -> Answers:
    """What the next version of a sheet begins with: that of the last one, with the steps and ticks made since."""
    rows = GoalStep.objects.filter(goal__document=document, goal__is_dropped=False).select_related("goal")
    steps = list(rows.order_by("goal__position", "position", "created_at")[:STEPS_AT_MOST])
    if not steps:
        return answers
    who = {_plain(words(row, "step")): words(row, "who") for row in rows_of(answers, "steps")}
    proposed = [
        {
            **({"goal": str(step.goal.position)} if document.person_id else _by_whom(who, step)),
            "step": step.text[:TEXT_AT_MOST],
            "due": step.due.isoformat() if step.due else "",
            "done": step.done_at is not None,
        }
        for step in steps
    ]
    return {**answers, "steps": proposed}


def _by_whom(who: dict[str, str], step: GoalStep) -> dict[str, str]:
    return {"who": who.get(_plain(step.text)) or _("all of us")}


def tick(step: GoalStep, is_done: bool, *, by: Any) -> None:
    """Say that a step is done, or take it back; of a common goal anybody of the group does."""
    require(by, Action.STEP, step.goal)
    _require_running(step.goal)
    with transaction.atomic():
        rows = GoalStep.objects.filter(pk=step.pk, done_at__isnull=is_done)
        if rows.update(done_at=timezone.now() if is_done else None):
            record(step.goal, Action.STEP, by=by)


def add_step(goal: Goal, text: str, due: date, *, by: Any, pk: UUID) -> GoalStep:
    """One more step; the same form (same ``pk``) sent twice adds one."""
    require(by, Action.STEP, goal)
    _require_running(goal)
    with transaction.atomic():
        Goal.objects.select_for_update().get(pk=goal.pk)
        if already := goal.steps.filter(pk=pk).first():
            return already
        if GoalStep.objects.filter(pk=pk).exists():
            raise NotNow(_("This form belongs to another goal. Open it again."))
        count = goal.steps.count()
        if count >= STEPS_AT_MOST:
            raise NotNow(_("There are many steps already. Take some off in a new version of the goal sheet first."))
        step = GoalStep.objects.create(pk=pk, goal=goal, text=text, due=due, position=count + 1)
        record(goal, Action.STEP, by=by)
    return step


def _require_running(goal: Goal) -> None:
    if goal.space.group.has_ended:
        raise NotNow(_("The group has ended. It can only be read."))
    if goal.is_dropped:
        raise NotNow(_("This goal was let go. Put it on a new version of the goal sheet to go on with it."))


def _steps(rows: Sequence[dict[str, Any]]) -> tuple[NamedStep, ...]:
    named = [NamedStep(words(row, "step"), _day(row), bool(row.get("done"))) for row in rows]
    return tuple(step for step in named if step.text)


def _of_number(steps: Sequence[dict[str, Any]], number: int, last: int) -> list[dict[str, Any]]:
    """The steps for one goal; a step that names no goal there is belongs to the first."""
    wanted = str(number)
    known = {str(n) for n in range(1, last + 1)}
    return [row for row in steps if (words(row, "goal") if words(row, "goal") in known else "1") == wanted]


def rows_of(answers: Answers, section: str) -> list[dict[str, Any]]:
    """The rows of a section, whatever shape the answers have: they were read from the database."""
    rows = answers.get(section)
    return [row for row in rows if isinstance(row, dict)] if isinstance(rows, list) else []


def words(row: Any, name: str) -> str:
    """What a row of answers says there."""
    value = row.get(name) if isinstance(row, dict) else None
    return value.strip() if isinstance(value, str) else ""


def _day(row: dict[str, Any]) -> date | None:
    try:
        return parse_date(words(row, "due"))
    except ValueError:
        return None


def _plain(text: str) -> str:
    return " ".join(text.split()).casefold()


def is_same(one: str, other: str) -> bool:
    """Whether two texts name the same goal or step: the same words, however they are spaced."""
    return _plain(one) == _plain(other)
