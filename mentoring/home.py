"""“My page”: one answer, then what waits for me. A tuple of sections, each asked what concerns this person."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any

from django.db.models import Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone

from conversations import awaiting as conversations_awaiting
from documents import awaiting as documents_awaiting
from monitoring import attention
from monitoring import awaiting as monitoring_awaiting
from policy.permissions import GRANTS, Action, Role
from policy.standing import Standing
from policy.tasks import Task, ranked
from programmes.accepting import awaiting as accepting_awaiting
from programmes.models import Application, Group
from programmes.selecting import waiting as selection_waiting
from programmes.training import awaiting as training_awaiting
from sessions import awaiting as sessions_awaiting
from sessions import homework
from sessions.models import Meeting

Parts = dict[str, Any] | None
SOON = timedelta(days=2)  # from then on a mentee is asked to bring something, as in the letter of the day
IN_ALL = 100  # for whoever asks for all of it
LEAVING = (Role.MENTOR, Role.MENTEE)
SHOWN = 5  # lines of what is to be done, homework and everything else together (design 5, section 5)


@dataclass(frozen=True)
class Asker:
    """Who asks, when, and what they hold: so that a section costs nothing where it cannot concern."""

    standing: Standing
    now: datetime
    wants_all: bool = False

    @property
    def person(self) -> Any:
        """Whose page it is."""
        return self.standing.person

    @property
    def roles(self) -> frozenset[str]:
        """The roles they hold anywhere."""
        return self.standing.roles


def next_session(asker: Asker) -> Parts:
    """When and where next, about what, and the homework before it (R33, B3)."""
    if not asker.roles & {Role.MENTEE, Role.MENTOR}:
        return None
    mine = asker.standing.spaces(Role.MENTEE, Role.MENTOR)
    meetings = Meeting.objects.upcoming(now=asker.now).filter(group__space__in=mine)
    meetings = meetings.exclude(group__state=Group.State.ENDED)
    coming = meetings.select_related("group__programme", "group__space").first()
    if coming is None:
        has_group = Group.objects.filter(space__in=mine).exists()
        return {"next": None, "is_mentee": Role.MENTEE in asker.roles, "waits_for_group": not has_group}
    is_mentee = (Role.MENTEE, coming.group.space_id) in asker.standing.held
    rows = homework.before(coming, asker.person, frozenset({Role.MENTEE}), mentees=0) if is_mentee else []
    return {
        "next": coming,
        "is_mentee": is_mentee,
        "homework": sorted(rows, key=lambda row: row.is_done),
        "homework_done": sum(1 for row in rows if row.is_done),
        "is_soon": is_mentee and coming.starts_at - asker.now < SOON,
        "keeps_diary": coming.keeper_id == asker.person.pk and not coming.group.is_pair,
    }


def tasks(asker: Asker) -> Parts:
    """What waits for me, at most five lines."""
    found = documents_awaiting.tasks_for(asker.standing)
    if Role.MENTEE in asker.roles:
        found += sessions_awaiting.tasks_for_mentee(asker.standing, now=asker.now)
        found += monitoring_awaiting.tasks_for_mentee(asker.standing, now=asker.now)
    if Role.MENTOR in asker.roles:
        found += sessions_awaiting.tasks_for_mentor(asker.standing, now=asker.now)
    if Role.MANAGER in asker.roles:
        found += selection_waiting.tasks_for_manager(asker.standing)
        found += conversations_awaiting.tasks_for_manager(asker.standing)
    if asker.roles & {Role.MENTEE, Role.MENTOR}:
        found += monitoring_awaiting.tasks_for_both_sides(asker.standing)
        found += training_awaiting.tasks_for(asker.standing, now=asker.now)
    if asker.roles & {Role.MANAGER, Role.MENTEE, Role.MENTOR}:
        found += accepting_awaiting.tasks_for(asker.standing)
    shown, more = ranked(_with_groups(found), IN_ALL if asker.wants_all else SHOWN)
    return {"tasks": shown, "more_tasks": more}


def _with_groups(found: list[Task]) -> list[Task]:
    """The tasks with the name of the group each is to be done in, without those that ended with theirs.

    Documents knows spaces only by their id.
    """
    spaces = {task.space for task in found if task.space}
    rows = list(Group.objects.filter(space__in=spaces).values_list("space", "name", "state")) if spaces else []
    names = {space: name for space, name, _state in rows}
    ended = {space for space, _name, state in rows if state == Group.State.ENDED}
    going_on = [task for task in found if not (task.until_end and task.space in ended)]
    return [replace(task, where=names.get(task.space, "") if task.space else "") for task in going_on]


def management(asker: Asker) -> Parts:
    """Where every group stands, and who needs me today (R7)."""
    if Role.MANAGER not in asker.roles:
        return None
    morning = attention.for_manager(asker.standing, now=asker.now)
    return {
        "manages": True,
        "concerns": morning.concerns(),
        "put_off": len(morning.put_off),
        "programmes": attention.stages(asker.standing),
        "may_found": _may_found(asker.standing),
    }


def _may_found(standing: Standing) -> bool:
    """What ``may`` would answer for the house itself, without asking again."""
    return bool(standing.in_the_house & GRANTS[Action.FOUND])


def applications(asker: Asker) -> Parts:
    """My applications that have not led to a place, or to one that has ended."""
    if Role.APPLICANT not in asker.roles or asker.roles & {Role.MENTEE, Role.MENTOR}:
        return None
    left = asker.standing.left_spaces((Role.MENTEE, Role.MENTOR))
    rows = Application.objects.filter(person=asker.person).select_related("programme")
    return {"applications": rows.annotate(has_left=Q(programme__space__in=left))[:10]}


SECTIONS: tuple[Callable[[Asker], Parts], ...] = (next_session, tasks, management, applications)


def shortened(context: dict[str, Any], at_most: int = SHOWN) -> dict[str, Any]:
    """So many lines in all: homework gives way to the two most pressing tasks, the other tasks to homework."""
    rows, waiting = context.get("homework") or [], context.get("tasks") or []
    room = at_most - min(len(waiting), 2)
    left = at_most - min(len(rows), room)
    more = {
        "homework_in_all": len(rows),
        "more_homework": len(rows) - len(rows[:room]),
        "more_tasks": context.get("more_tasks", 0) + len(waiting[left:]),
    }
    return {**context, "homework": rows[:room], "tasks": waiting[:left], **more}


def home(request: HttpRequest) -> HttpResponse:
    """My page."""
    asker = Asker(Standing.of(request.user), timezone.now(), "all" in request.GET)
    context: dict[str, Any] = {"roles": asker.roles, "has_left": bool(asker.standing.left_spaces(LEAVING))}
    for section in SECTIONS:
        context.update(section(asker) or {})
    return render(request, "home.html", shortened(context, IN_ALL if asker.wants_all else SHOWN))
