"""Resources are suggested, taken back, marked as done, and said to have helped or not (R37)."""

from collections.abc import Iterable
from dataclasses import dataclass
from itertools import groupby
from typing import Any
from uuid import UUID

from django.core.paginator import Page, Paginator
from django.db import IntegrityError, transaction
from django.db.models import Exists, OuterRef, Prefetch, Q, QuerySet
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from people.mail import write_to
from people.models import Letter
from policy.machine import NotNow, record
from policy.permissions import Action, Role, require
from policy.standing import Standing
from policy.tasks import Task
from programmes.models import Group, Resource
from programmes.resources import library

from .models import Homework, Meeting, Suggestion, SuggestionAnswer

ROWS = 30
AT_MOST = 500  # that stand in one group
TASKS = 50
LETTER = "sessions/suggested"


@dataclass(frozen=True)
class For:
    """For whom and with what: ``person`` is nobody where it is for all; ``meeting`` and ``homework`` may be missing."""

    person: Any = None
    meeting: Meeting | None = None
    homework: Homework | None = None

    @property
    def key(self) -> str:
        """The same for the same."""
        with_what = self.homework or self.meeting
        return f"{self.person.pk if self.person else 'all'} {with_what.pk if with_what else '-'}"


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


def suggest(resource: Resource, group: Group, whom: For, why: str, *, pk: UUID, by: Any) -> Suggestion:
    """Suggest a resource with a line why, and tell whom it is for in the letter of the day. Sent twice, it is one.

    What stands there already gets the new line, and nobody is told again. Raises ``NotNow`` in a group that has ended,
    and for a resource that is not to be suggested any more.
    """
    require(by, Action.SUGGEST, group)
    _require_open(group)
    if not Resource.objects.usable_by(by).filter(pk=resource.pk, programme=group.programme_id).exists():
        raise NotNow(_("This resource is in the archive. Choose another."))
    there = Suggestion.objects.standing().filter(group=group, resource=resource, place=whom.key)
    sent_before = Suggestion.objects.filter(pk=pk, group=group)
    if there.update(why=why) or sent_before.exists():
        return there.first() or sent_before.get()
    if group.suggestions.standing().count() >= AT_MOST:
        raise NotNow(_("So many resources are suggested already. Take one back first."))
    row = Suggestion(pk=pk, group=group, resource=resource, place=whom.key, why=why, by=by)
    row.person, row.meeting, row.homework = whom.person, whom.meeting, whom.homework
    try:
        with transaction.atomic():
            row.save(force_insert=True)
            _tell(row)
    except IntegrityError:  # sent twice at the same moment, or an id that is somebody else's
        if found := there.first():
            return found
        raise NotNow(_("This page is old. Go back to the group and begin again.")) from None
    return row


def bring(title: str, link: str, group: Group, whom: For, why: str, *, pk: UUID, by: Any) -> Suggestion:
    """Suggest a link that is not in the library: managers see it there as brought by a mentor, and may adopt it."""
    require(by, Action.SUGGEST, group)
    _require_open(group)
    with transaction.atomic():
        resource = library.bring(group.programme, title, link, pk=pk, by=by)
        return suggest(resource, group, whom, why, pk=pk, by=by)


def _tell(row: Suggestion) -> None:
    """A line in the letter of the day: one a group, however many were suggested meanwhile."""
    event = record(row, Action.SUGGEST, by=row.by)
    path = reverse("sessions:resources", args=(row.group_id,))
    for person in [row.person] if row.person else row.group.mentees():
        held = Letter.objects.filter(person=person, state=Letter.State.HELD, link__endswith=path)
        if not held.exists():
            write_to(person, LETTER, about=f"event {event.pk}", words={"group": row.group}, path=path)


def take_back(row: Suggestion, *, by: Any) -> None:
    """Take a suggestion back: mentees do not see it any more, and a letter that has not gone does not tell of it."""
    require(by, Action.SUGGEST, row)
    with transaction.atomic():
        if Suggestion.objects.standing().filter(pk=row.pk).update(taken_back_at=timezone.now()):
            record(row, Action.WITHDRAW, by=by)


def tick(row: Suggestion, is_done: bool, *, by: Any) -> None:
    """A mentee marks a suggestion as done, or takes that back; whether it helped stays said."""
    _require_answer(row, by)
    SuggestionAnswer.objects.update_or_create(suggestion=row, person=by, defaults={"is_done": is_done})


def say(row: Suggestion, helped: str, words: str, *, by: Any) -> None:
    """A mentee says whether it helped, with a line that the mentor reads. Whoever can say that has done it."""
    _require_answer(row, by)
    told = {"helped": SuggestionAnswer.Helped(helped), "words": words, "is_done": True}
    SuggestionAnswer.objects.update_or_create(suggestion=row, person=by, defaults=told)


def _require_answer(row: Suggestion, by: Any) -> None:
    require(by, Action.USE, row)
    _require_open(row.group)


def _require_open(group: Group) -> None:
    if group.has_ended:
        raise NotNow(_("The group has ended. It can only be read."))


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
