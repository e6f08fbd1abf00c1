"""What is suggested, as its reader may see it: the list of a group, with a session, in the room, on the home page."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Any

from django.core.paginator import Page, Paginator
from django.db.models import Count, Exists, IntegerField, OuterRef, Prefetch, QuerySet, Subquery
from django.db.models.functions import Coalesce
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from policy.permissions import Role
from policy.tasks import Task
from programmes.models import Group

from . import homework
from .models import Meeting, Suggestion, SuggestionAnswer

ROWS = 30


@dataclass(frozen=True)
class Seen:
    """One suggestion as its reader may see it: one's own answer; for the mentor everybody's."""

    row: Suggestion
    mine: SuggestionAnswer | None
    answers: tuple[SuggestionAnswer, ...]

    @property
    def is_done(self) -> bool:
        """Whether the reader has marked it as done."""
        return self.mine is not None and self.mine.is_done


def of_group(group: Group, person: Any, roles: frozenset[Role]) -> QuerySet[Suggestion]:
    """What stands in a group for ``person``, who holds ``roles`` there, the newest first; nothing for managers."""
    rows = group.suggestions.standing()
    if Role.MENTOR not in roles:
        rows = rows.to(person) if Role.MENTEE in roles else rows.none()
    answers = SuggestionAnswer.objects.select_related("person").order_by("told_at")
    if Role.MENTOR not in roles:
        answers = answers.filter(person=person)
    return rows.select_related("resource", "person", "meeting", "homework", "by").prefetch_related(
        Prefetch("answers", answers)
    )


def seen(rows: Iterable[Suggestion], person: Any, roles: frozenset[Role]) -> list[Seen]:
    """Suggestions as their reader may see them."""
    found = []
    for row in rows:
        answers = tuple(row.answers.all())
        mine = next((one for one in answers if one.person_id == person.pk and Role.MENTEE in roles), None)
        found.append(Seen(row, mine, answers if Role.MENTOR in roles else ()))
    return found


def page_of(group: Group, person: Any, roles: frozenset[Role], number: Any) -> Page[Any]:
    """One page of what stands in a group, what one has not done yet first. Four queries."""
    rows = of_group(group, person, roles)
    if Role.MENTOR not in roles:
        rows = rows.annotate(done=_done_by(person)).order_by("done", "-created_at", "pk")
    page: Page[Any] = Paginator(rows, ROWS).get_page(number)
    page.object_list = seen(page.object_list, person, roles)
    return page


def whether_any() -> dict[str, Any]:
    """A column of meetings: whether something is suggested with one, so that most pages need not ask. No query."""
    return {"has_suggestions": Exists(Suggestion.objects.standing().filter(meeting=OuterRef("pk")))}


def with_meeting(meeting: Meeting, person: Any, roles: frozenset[Role]) -> list[Seen]:
    """What is suggested with a session, and with the homework before it. Two queries."""
    rows = of_group(meeting.group, person, roles).filter(meeting=meeting)
    return seen(rows[:ROWS], person, roles)


def beside(tasks: Iterable[homework.Task], found: Sequence[Seen]) -> list[homework.Task]:
    """The homework before a session, each with what is suggested with it."""
    return [
        replace(task, suggested=tuple(one.row for one in found if one.row.homework_id == task.task.pk))
        for task in tasks
    ]


def open_ones(group: Group, person: Any, roles: frozenset[Role], at_most: int) -> list[Seen]:
    """What a mentee has not done yet, for the room of the group; nothing for others, who have the list. Two queries."""
    if Role.MENTEE not in roles or Role.MENTOR in roles:
        return []
    return seen(of_group(group, person, roles).filter(~_done_by(person))[:at_most], person, roles)


def _done_by(person: Any) -> Exists:
    return Exists(SuggestionAnswer.objects.filter(suggestion=OuterRef("pk"), person=person, is_done=True))


def open_in_group(person: Any) -> dict[str, Any]:
    """Columns of a mentee's groups: how many suggestions are not done yet, and the newest one's title. No query."""
    done = SuggestionAnswer.objects.filter(suggestion=OuterRef("pk"), person=person, is_done=True)
    rows = Suggestion.objects.standing().to(person).filter(~Exists(done), group=OuterRef("pk"))
    counted = rows.order_by().values("group").annotate(n=Count("pk")).values("n")
    return {
        "open_suggestions": Coalesce(Subquery(counted, output_field=IntegerField()), 0),
        "newest_suggestion": Subquery(rows.order_by("-created_at", "pk").values("resource__title")[:1]),
    }


def tasks_of(group: Any) -> Iterator[Task]:
    """The line on the home page for a group with the columns of ``open_in_group``."""
    n, page = group.open_suggestions, reverse("sessions:resources", args=(group.pk,))
    if n == 1:
        yield Task(
            _("Look at"), group.newest_suggestion, page, _("Your mentor suggests it. (%(group)s)") % {"group": group}
        )
    elif n:
        words = ngettext("%(n)d resource that was suggested", "%(n)d resources that were suggested", n) % {"n": n}
        yield Task(_("Look at"), words, page, str(group))
