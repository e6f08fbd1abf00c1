"""What is suggested, as its reader may see it: the list of a group, with a session, in the room, on the home page."""

from collections.abc import Iterable
from dataclasses import dataclass
from itertools import groupby
from typing import Any

from django.core.paginator import Page, Paginator
from django.db.models import Exists, OuterRef, Prefetch, Q, QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from policy.permissions import Role
from policy.standing import Standing
from policy.tasks import Task
from programmes.models import Group

from .models import Meeting, Suggestion, SuggestionAnswer

ROWS = 30
TASKS = 50


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


def with_meeting(meeting: Meeting, person: Any, roles: frozenset[Role]) -> list[Seen]:
    """What is suggested with a session; what goes with homework stands there."""
    rows = of_group(meeting.group, person, roles).filter(meeting=meeting, homework=None)
    return seen(rows[:ROWS], person, roles)


def open_ones(
    group: Group, person: Any, roles: frozenset[Role], at_most: int, *, without: Meeting | None = None
) -> list[Seen]:
    """What a mentee has not done yet, for the room of the group; nothing for others, who have the list.

    ``without``: a session whose homework is shown beside it, with what was suggested for it.
    """
    if Role.MENTEE not in roles or Role.MENTOR in roles:
        return []
    rows = of_group(group, person, roles).filter(~_done_by(person))
    if without is not None:
        rows = rows.exclude(homework__isnull=False, meeting=without)
    return seen(rows[:at_most], person, roles)


def _done_by(person: Any) -> Exists:
    return Exists(SuggestionAnswer.objects.filter(suggestion=OuterRef("pk"), person=person, is_done=True))


def tasks_for_mentee(standing: Standing) -> list[Task]:
    """One line for each group in which something that was suggested is not done yet. One query."""
    mine = Q(group__space__in=standing.spaces(Role.MENTEE)) & ~Q(group__state=Group.State.ENDED)
    rows = Suggestion.objects.standing().to(standing.person).filter(mine & ~_done_by(standing.person))
    rows = rows.select_related("group", "resource", "by").order_by("group", "-created_at", "pk")[:TASKS]
    return [_task(group, list(found)) for group, found in groupby(rows, key=lambda row: row.group)]


def _task(group: Group, rows: list[Suggestion]) -> Task:
    if len(rows) == 1:
        (row,) = rows
        why = _("%(name)s suggests it: %(why)s") % {"name": row.by.name, "why": row.why}
        return Task(_("Look at"), row.resource.title, row.get_absolute_url(), why)
    n = len(rows)
    words = ngettext("%(n)d resource that was suggested", "%(n)d resources that were suggested", n) % {"n": n}
    return Task(_("Look at"), words, reverse("sessions:resources", args=(group.pk,)), str(group))
