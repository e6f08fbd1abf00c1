"""Homework: what stands before a session for whom, how a mentee says what became of it, and what is carried over."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import Prefetch, Q
from django.utils.translation import gettext as _

from documents import files
from documents.uploads import ENDINGS, Opened
from policy.machine import NotNow, record
from policy.permissions import Action, Role, require

from .models import LINK, Homework, HomeworkAnswer, Meeting, Suggestion

Went = HomeworkAnswer.Went


@dataclass(frozen=True)
class Task:
    """One homework as its reader may see it: one's own answer; for the mentor everybody's; for others how many.

    ``suggested``: what goes with it, where a page shows that (``suggested.beside``).
    """

    task: Homework
    mine: HomeworkAnswer | None
    answers: tuple[HomeworkAnswer, ...]
    done: int
    of: int
    suggested: tuple[Suggestion, ...] = ()

    @property
    def is_done(self) -> bool:
        """Whether the reader has done it."""
        return self.mine is not None and self.mine.went == Went.DONE


def before(meeting: Meeting, person: Any, roles: frozenset[Role], mentees: int) -> list[Task]:
    """The homework before a meeting for ``person``, who holds ``roles``; ``mentees``: how many the group has.

    A mentee gets what is for all or for them alone. Two queries.
    """
    is_mentee = Role.MENTEE in roles and Role.MENTOR not in roles
    rows = meeting.homework.filter(Q(person=None) | Q(person=person)) if is_mentee else meeting.homework.all()
    answers = HomeworkAnswer.objects.select_related("person").order_by("told_at")
    found = rows.select_related("person").prefetch_related(Prefetch("answers", answers))
    return [_seen(task, person, roles, 1 if task.person_id else mentees) for task in found]


def _seen(task: Homework, person: Any, roles: frozenset[Role], of: int) -> Task:
    answers = tuple(task.answers.all())
    for answer in answers:
        answer.homework = task
    mine = next((answer for answer in answers if answer.person_id == person.pk and Role.MENTEE in roles), None)
    done = sum(1 for answer in answers if answer.went == Went.DONE)
    return Task(task, mine, answers if Role.MENTOR in roles else (), done, of)


def resources(meeting: Meeting, tasks: Iterable[Task]) -> list[str]:
    """The links in the homework that its reader sees and in the remarks of a meeting, each once (R37)."""
    texts = [*(row.task.task for row in tasks), meeting.remarks]
    return list(dict.fromkeys(link for text in texts for link in LINK.findall(text)))


def tick(homework: Homework, is_done: bool, *, by: Any) -> None:
    """A mentee says that homework is done, or takes it back; words and file that were sent with it stay."""
    _require_open(homework, by)
    if is_done:
        HomeworkAnswer.objects.update_or_create(homework=homework, person=by, defaults={"went": Went.DONE})
        return
    mine = HomeworkAnswer.objects.filter(homework=homework, person=by)
    mine.filter(words="", file="").delete()
    mine.update(went=Went.PARTLY)


def answer(
    homework: Homework, went: str, words: str, opened: Opened | None, *, keeps_file: bool = True, by: Any
) -> HomeworkAnswer:
    """A mentee says how homework went, in words and with a file if they like. Sent twice, it counts once.

    ``opened`` is a file that was let in, or ``None``; then the file sent before stays while ``keeps_file``. Also after
    the session: late is allowed. Raises ``NotNow`` in a group that has ended.
    """
    _require_open(homework, by)
    told: dict[str, Any] = {"went": Went(went), "words": words}
    if opened is not None:
        told |= _kept(opened)
    elif not keeps_file:
        told |= {"file": "", "file_name": "", "media_type": ""}
    with transaction.atomic():
        if Homework.objects.select_for_update().filter(pk=homework.pk).first() is None:
            raise NotNow(_("This homework was taken out of the plan a moment ago."))
        row, _is_new = HomeworkAnswer.objects.update_or_create(homework=homework, person=by, defaults=told)
        record(homework, Action.DO_HOMEWORK, by=by)
    return row


def _kept(opened: Opened) -> dict[str, str]:
    data, media_type = opened.kept
    path = files.keep(data, f".{ENDINGS[media_type]}", folder="homework")
    return {"file": path, "file_name": opened.name, "media_type": media_type}


def _require_open(homework: Homework, by: Any) -> None:
    require(by, Action.DO_HOMEWORK, homework)
    if homework.meeting.group.has_ended:
        raise NotNow(_("The group has ended. It can only be read."))


def left_over(meeting: Meeting) -> dict[str, Homework]:
    """What of the homework before a meeting somebody has not done yet, as lines for the next: “Nia: bring a CV”.

    What all still have to do stays one line; what only some have, becomes a line for each of them. Two queries.
    """
    mentees = meeting.group.mentees()
    lines: dict[str, Homework] = {}
    for task in meeting.homework.select_related("person").prefetch_related("answers"):
        done = {row.person_id for row in task.answers.all() if row.went == Went.DONE}
        lines |= dict.fromkeys(_lines(task, mentees, done), task)
    return lines


def _lines(task: Homework, mentees: list[Any], done: set[UUID]) -> list[str]:
    if task.person_id:
        return [] if task.person_id in done else [task.task]
    still = [one for one in mentees if one.pk not in done]
    if len(still) == len(mentees):
        return [task.task] if mentees else []
    return [f"{one.name}: {task.task}"[:500] for one in still]


def note_origin(meeting: Meeting, left: Mapping[str, Homework]) -> None:
    """Remember of the homework before ``meeting`` which was carried over, and from where."""
    for row in meeting.homework.filter(carried_from=None, task__in=left):
        if left[row.task].pk != row.pk:
            Homework.objects.filter(pk=row.pk).update(carried_from=left[row.task])
