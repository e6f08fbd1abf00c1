"""What awaits mentees and mentors on their journey: plan, close, write."""

from datetime import datetime
from typing import Any

from django.db.models import Exists, OuterRef, Q
from django.urls import reverse
from django.utils.translation import gettext as _

from documents.models import Document
from policy.permissions import Role
from policy.standing import Standing
from policy.tasks import Task
from programmes.models import Group

from .models import Meeting

AT_MOST = 50


def tasks_for_mentee(standing: Standing, *, now: datetime) -> list[Task]:
    """My turn for the diary; my goals not written yet. Two queries."""
    return [*_diaries(standing), *_goals(standing)]


def _diaries(standing: Standing) -> list[Task]:
    person, mine = standing.person, standing.spaces(Role.MENTEE)
    written = Document.objects.filter(kind_slug="diary", occasion=OuterRef("pk"), person=person)
    rows = Meeting.objects.filter(keeper=person, state=Meeting.State.HELD, group__space__in=mine)
    rows = rows.exclude(group__state=Group.State.ENDED).filter(~Exists(written)).select_related("group")
    return [
        Task(_("Write the diary"), f"{row.group}: {row}", row.get_absolute_url(), _("It is your turn."), harm=2)
        for row in rows[:AT_MOST]
    ]


def _goals(standing: Standing) -> list[Task]:
    person, mine = standing.person, standing.spaces(Role.MENTEE)
    begun = Document.objects.filter(kind_slug="personal-goals", space=OuterRef("space"), person=person)
    rows = Group.objects.filter(space__in=mine).exclude(state__in=("ended", "final"))
    rows = rows.filter(~Exists(begun))
    return [
        Task(
            _("Write your goals"),
            str(row),
            f"{row.get_absolute_url()}#personal-goals",
            _("Your mentor helps you with them."),
            harm=1,
        )
        for row in rows[:AT_MOST]
    ]


def tasks_for_mentor(standing: Standing, *, now: datetime) -> list[Task]:
    """Sessions to close, groups without a next session, groups that may end. Two queries."""
    mine = Group.objects.filter(space__in=standing.spaces(Role.MENTOR)).exclude(state=Group.State.ENDED)
    over = Meeting.objects.unclosed(now=now).filter(group__in=mine).exclude(kind="monitoring").select_related("group")
    close = [
        Task(
            _("Close the session"),
            f"{row.group}: {row}",
            reverse("sessions:close", args=(row.pk,)),
            _("Who came, what comes next? It takes three minutes."),
            due=row.ends_at,
            harm=2,
        )
        for row in over[:AT_MOST]
    ]
    planned = Meeting.objects.filter(group=OuterRef("pk"), state=Meeting.State.PLANNED, ends_at__gt=now)
    finished = Document.objects.filter(kind_slug="conclusions", space=OuterRef("space"), versions__state="sealed")
    rows = mine.annotate(has_conclusions=Exists(finished)).filter(Q(has_conclusions=True) | ~Exists(planned))
    return close + [_plan_or_end(row) for row in rows[:AT_MOST]]


def _plan_or_end(group: Any) -> Task:
    if group.has_conclusions:
        return Task(
            _("End the group"), str(group), group.get_absolute_url(), _("The conclusions are published."), harm=1
        )
    return Task(
        _("Plan the next session"),
        str(group),
        reverse("sessions:new", args=(group.pk,)),
        _("Your mentees cannot see when you meet next."),
        harm=2,
    )
