"""What awaits mentees and mentors on their journey: present oneself, plan, close, write, look back, end."""

from collections.abc import Iterable, Iterator
from datetime import datetime
from typing import Any

from django.db.models import Count, Exists, IntegerField, OuterRef, QuerySet, Subquery
from django.db.models.functions import Coalesce
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from documents.models import Document, Version
from policy.models import Event, Participation
from policy.permissions import Action, Role
from policy.standing import Standing
from policy.tasks import Task
from programmes.models import Group

from . import planning, suggested
from .models import Change, Meeting, PartingWord

AT_MOST = 50
BEGINNINGS = (Group.State.FORMING, Group.State.INITIAL)


def tasks_for_mentee(standing: Standing, *, now: datetime) -> list[Task]:
    """My turn for the diary; my presentation, goals and last word not written yet; what was suggested. Two queries."""
    groups = list(_groups_of_mentee(standing))
    looking = (task for group in groups for task in suggested.tasks_of(group))
    return [*_diaries(standing), *(task for group in groups for task in _own(group)), *looking]


def _diaries(standing: Standing) -> list[Task]:
    person, mine = standing.person, standing.spaces(Role.MENTEE)
    written = Document.objects.filter(kind_slug="diary", occasion=OuterRef("pk"), person=person)
    rows = Meeting.objects.filter(keeper=person, state=Meeting.State.HELD, group__space__in=mine)
    rows = rows.exclude(group__state=Group.State.ENDED).filter(~Exists(written)).select_related("group")
    return [
        Task(_("Write the diary"), f"{row.group}: {row}", row.get_absolute_url(), _("It is your turn."), harm=2)
        for row in rows[:AT_MOST]
    ]


def _groups_of_mentee(standing: Standing) -> QuerySet[Group]:
    mine = Group.objects.filter(space__in=standing.spaces(Role.MENTEE)).exclude(state=Group.State.ENDED)
    return mine.annotate(
        has_presentation=_has_own("presentation", standing),
        has_goals=_has_own("personal-goals", standing),
        has_last_word=_has_own("final-word", standing),
        **suggested.open_in_group(standing.person),
    )[:AT_MOST]


def _own(group: Any) -> Iterator[Task]:
    """What a mentee writes for themselves."""
    if group.state == Group.State.FINAL:
        if not group.has_last_word:
            why = _("Your group begins its conclusions with it.")
            yield _begin(_("Write your last word"), group, "final-word", why, harm=1)
        return
    if not group.has_goals:
        yield _begin(_("Write your goals"), group, "personal-goals", _("Your mentor helps you with them."), harm=1)
    if not group.has_presentation and group.state in BEGINNINGS:
        yield _presentation(group)


def _presentation(group: Any) -> Task:
    why = _("A few lines are enough. Only your group reads them.")
    return _begin(_("Present yourself"), group, "presentation", why)


def tasks_for_mentor(standing: Standing, *, now: datetime) -> list[Task]:
    """Sessions to close, to plan and to tell of, conclusions, groups that may end.

    Two queries; three more where something was planned since the plan was published.
    """
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
    groups = list(_groups_of_mentor(mine, standing, now))
    news = _with_news(groups)
    return [*close, *(task for group in groups for task in _leading(group, has_news=group.pk in news))]


def _groups_of_mentor(mine: QuerySet[Group], standing: Standing, now: datetime) -> QuerySet[Group]:
    meetings = Meeting.objects.filter(group=OuterRef("pk"))
    tasks = meetings.filter(kind=Meeting.Kind.TASK).exclude(state=Meeting.State.CANCELLED)
    conclusions = Document.objects.filter(kind_slug="conclusions", space=OuterRef("space"))
    mentees = Participation.objects.running().filter(space=OuterRef("space"), role=Role.MENTEE)
    said = Document.objects.filter(kind_slug="final-word", space=OuterRef("space"), person=OuterRef("person"))
    planned = Event.objects.filter(space=OuterRef("space"), action=Action.PLAN, thing=Meeting._meta.label_lower)
    plans = Version.objects.in_force().filter(document__space=OuterRef("space"), document__kind_slug="session-plan")
    return mine.select_related("programme", "space").annotate(
        has_next=Exists(meetings.filter(state=Meeting.State.PLANNED, ends_at__gt=now)),
        has_tasks=Exists(tasks),
        has_looked_back=Exists(meetings.filter(kind=Meeting.Kind.FINAL, state=Meeting.State.HELD)),
        has_conclusions=Exists(conclusions.filter(versions__state="sealed")),
        has_begun_conclusions=Exists(conclusions),
        has_presentation=_has_own("presentation", standing),
        last_words=_how_many(mentees.filter(Exists(said.filter(versions__state="sealed")))),
        mentees_now=_how_many(mentees),
        has_brief=Exists(_briefs(standing).filter(group=OuterRef("pk"))),
        is_asked_for_word=Exists(_words_asked(standing).filter(group=OuterRef("pk"))),
        planned_at=Subquery(planned.order_by("-at").values("at")[:1]),
        told_at=Subquery(plans.values("sealed_at")[:1]),
    )[:AT_MOST]


def _briefs(standing: Standing) -> QuerySet[Change]:
    return Change.objects.filter(kind=Change.Kind.MENTOR, people=standing.person.pk, read_at=None)


def _words_asked(standing: Standing) -> QuerySet[PartingWord]:
    return PartingWord.objects.filter(mentor=standing.person, words="")


def _leading(group: Any, *, has_news: bool) -> Iterator[Task]:
    """What the mentor does in a group, the next thing on its way first."""
    if group.has_brief:
        why = _("You are its mentor now. Where it stands, and what to do first.")
        yield Task(_("Read the brief"), str(group), reverse("sessions:brief", args=(group.pk,)), why, harm=3)
    if group.is_asked_for_word:
        why = _("A manager asks you, if you like.")
        yield Task(_("Leave a word to your successor"), str(group), reverse("sessions:word", args=(group.pk,)), why)
    if group.has_conclusions:
        why = _("The conclusions are published.")
        yield Task(_("End the group"), str(group), group.get_absolute_url(), why, harm=1)
        return
    if group.state == Group.State.FINAL and group.has_looked_back:
        if not group.has_begun_conclusions:
            yield _begin(_("Write the conclusions"), group, "conclusions", _last_words(group), harm=1)
        return
    if not group.has_next:
        why = _("Your mentees cannot see when you meet next.")
        yield Task(_("Plan the next session"), str(group), reverse("sessions:new", args=(group.pk,)), why, harm=2)
    elif not group.has_tasks:
        why = _("Many at once, with a look at the dates first.")
        yield Task(_("Plan the sessions"), str(group), reverse("sessions:series", args=(group.pk,)), why, harm=1)
    if has_news:
        why = _("Your group has not been told of the latest changes.")
        yield Task(_("Publish the plan"), str(group), reverse("sessions:plan", args=(group.pk,)), why, harm=2)
    if not group.has_presentation and group.state in BEGINNINGS:
        yield _presentation(group)


def _last_words(group: Any) -> str:
    """Whether it is time for the conclusions: nobody ends a group before its mentees have looked back, unless they mean to."""
    if group.last_words >= group.mentees_now:
        return _("Everybody has written a last word. The conclusions begin with them.")
    words = ngettext(
        "%(n)d of %(all)d last words is written. The conclusions begin with them.",
        "%(n)d of %(all)d last words are written. The conclusions begin with them.",
        group.last_words,
    )
    return words % {"n": group.last_words, "all": group.mentees_now}


def _with_news(groups: Iterable[Any]) -> set[Any]:
    """The groups that do not know the plan as it stands. It is compared only where something was planned since."""
    planned = [group for group in groups if group.planned_at]
    never = {group.pk for group in planned if group.told_at is None}
    since = [group for group in planned if group.told_at and group.planned_at > group.told_at]
    return never | (planning.unpublished(since) if since else set())


def _has_own(kind: str, standing: Standing) -> Exists:
    return Exists(Document.objects.filter(kind_slug=kind, space=OuterRef("space"), person=standing.person))


def _how_many(rows: QuerySet[Any]) -> Coalesce:
    """How many there are in the space, as a column."""
    counted = rows.order_by().values("space").annotate(n=Count("pk")).values("n")
    return Coalesce(Subquery(counted, output_field=IntegerField()), 0)


def _begin(verb: str, group: Group, kind: str, why: str, harm: int = 0) -> Task:
    """A line that begins a document of a group."""
    return Task(verb, str(group), reverse("documents:start", args=(group.space_id, kind)), why, harm=harm, begins=True)
