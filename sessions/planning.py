"""Plan sessions, publish the plan, close a session."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import timedelta
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import Count, F, Max, Q
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from documents import pipeline
from documents.models import Version
from policy.machine import NotNow, move, record
from policy.permissions import Action, Role, require
from programmes.models import Group

from . import inviting, plan_in_words
from .document_kinds.session_plan import SESSION_PLAN
from .models import Attendance, Goal, Homework, Meeting
from .rotation import next_keeper

AT_MOST = plan_in_words.AT_MOST


class Overtaken(NotNow):
    """Somebody else has saved the session since it was read."""


def plan(meeting: Meeting, homework: Sequence[str] | None, *, by: Any, action: Action = Action.PLAN) -> Meeting:
    """Save a meeting with the homework before it, new or changed; without a list its homework stays.

    A new one gets the next number of its group; the same one (same id) sent twice is saved once. A changed time is
    remembered as moved. Raises ``NotNow`` for a group that has ended, ``Overtaken`` when somebody else saved it first.
    """
    require(by, action, meeting.group)
    if action == Action.FINISH and meeting.kind != Meeting.Kind.FINAL:
        raise PermissionDenied(_("The manager organises the final session; the mentor plans the others."))
    with transaction.atomic():
        wait_for(meeting.group)
        if action == Action.FINISH and (reason := why_no_final(meeting.group)):
            raise NotNow(reason)
        already = Meeting.objects.filter(pk=meeting.pk).first() if meeting._state.adding else None
        if already and already.group_id != meeting.group_id:
            raise NotNow(_("This form belongs to another group. Open it again."))
        if already is None:
            is_new = meeting._state.adding
            already = _add(meeting, homework or (), by) if is_new else _change(meeting, homework, by)
            _invite(meeting.group, [already], by, action)
        return already


def plan_all(group: Group, meetings: Sequence[Meeting], *, by: Any, action: Action) -> list[Meeting]:
    """Save new meetings of one group, inside a transaction that waits for it; the group is invited once to all."""
    saved = [_add(meeting, (), by) for meeting in meetings]
    _invite(group, saved, by, action)
    return saved


def _invite(group: Group, meetings: Sequence[Meeting], by: Any, action: Action) -> None:
    """The manager's own sessions wait for no plan of the mentor's."""
    if meetings and action != Action.PLAN:
        inviting.invite(group, by=by, only=meetings)


def plan_and_tell(meeting: Meeting, homework: Sequence[str] | None, *, by: Any) -> Meeting:
    """Save a meeting and publish the plan, in one step."""
    with transaction.atomic():
        saved = plan(meeting, homework, by=by)
        if not is_published(meeting.group):
            publish(meeting.group, by=by)
        return saved


def why_no_final(group: Group) -> str | None:
    """Why the final session cannot be organised now; nothing when it can."""
    if group.state in (Group.State.WORKING, Group.State.FINAL):
        return None
    return _("The final session is organised when the group is at work.")


def require_running(group: Group) -> None:
    """Refuse with ``NotNow`` where the group has ended: before a form is opened, and again when it is saved."""
    if group.has_ended:
        raise NotNow(_("The group has ended. It can only be read."))


def wait_for(group: Group) -> None:
    """Inside a transaction: whoever else plans in this group waits here, and then sees what we did."""
    group.refresh_from_db(fields=("state",), from_queryset=Group.objects.select_for_update())
    require_running(group)


def _add(meeting: Meeting, homework: Sequence[str], by: Any) -> Meeting:
    there = meeting.group.meetings.aggregate(last=Max("number"), n=Count("pk"))
    if there["n"] >= AT_MOST:
        raise NotNow(_("A group has at most %(n)d sessions.") % {"n": AT_MOST})
    meeting.number = (there["last"] or 0) + 1
    meeting.save(force_insert=True)
    _set_homework(meeting, homework)
    record(meeting, Action.PLAN, by=by)
    for kind, action, state in (("initial", Action.BEGIN, "forming"), ("final", Action.FINISH, "working")):
        if meeting.kind == kind and meeting.group.state == state:
            move(meeting.group, action, by=by)
    return meeting


def _change(meeting: Meeting, homework: Sequence[str] | None, by: Any) -> Meeting:
    before = Meeting.objects.select_for_update().get(pk=meeting.pk)
    if before.revision != meeting.revision:
        raise Overtaken(_("Somebody else has changed this session. Open it again, then change it."))
    if before.starts_at != meeting.starts_at:
        meeting.moved_from = before.starts_at
    meeting.revision += 1
    meeting.sequence = before.sequence + inviting.is_other(before, meeting)
    meeting.save(
        update_fields=(
            *("kind", "starts_at", "ends_at", "moved_from", "mode", "place", "link", "sequence"),
            *("topic", "goal", "keeper", "remarks", "reason", "revision"),
        )
    )
    if homework is not None:
        _set_homework(meeting, homework)
    record(meeting, Action.PLAN, by=by)
    return meeting


def _set_homework(meeting: Meeting, tasks: Sequence[str]) -> None:
    """Make the homework these tasks. One that stays keeps who has done it.

    One that somebody has answered in words or with a file is not lost with its line: a new line takes its place, and
    without a new line it stays, at the end.
    """
    # whoever answers at this moment waits here, or has answered already
    there = {row.task: row for row in meeting.homework.select_for_update().prefetch_related("answers")}
    gone = [row for task, row in there.items() if task not in tasks]
    answered = [row for row in gone if any(answer.words or answer.file for answer in row.answers.all())]
    reworded = dict(zip((task for task in tasks if task not in there), answered, strict=False))
    mentees = meeting.group.mentees() if tasks else []
    serves = _goals_by_words(meeting)
    for position, task in enumerate(tasks):
        row = there.get(task) or reworded.get(task) or Homework(meeting=meeting)
        row.task, row.position, row.person = task, position, _whose(task, mentees)
        row.goal = next((goal for goal in serves if goal.person_id in (None, row.person_id)), row.goal)
        row.save()
    kept = [row for row in answered if row not in reworded.values()]
    for position, row in enumerate(kept, start=len(tasks)):
        Homework.objects.filter(pk=row.pk).update(position=position)
    for row in gone:
        if row not in answered:
            row.delete()


def _goals_by_words(meeting: Meeting) -> list[Goal]:
    """The goals of the group that are called as the meeting says which goal it serves; the homework counts for them."""
    kept = Goal.objects.kept().filter(space=meeting.group.space_id) if meeting.goal else Goal.objects.none()
    wanted = " ".join(meeting.goal.casefold().split())
    return [goal for goal in kept if " ".join(goal.text.casefold().split()) == wanted]


def _whose(task: str, mentees: Sequence[Any]) -> Any:
    """“Nia: bring a CV” is for Nia alone; a name that fits nobody, or two, is a part of the task."""
    name, _colon, rest = (part.strip().casefold() for part in task.partition(":"))
    fit = [one for one in mentees if name in (one.name.casefold(), *one.name.casefold().split()[:1])]
    return fit[0] if name and rest and len(fit) == 1 else None


def keepers_so_far(group: Group) -> list[UUID]:
    """Who kept the diary of each session that took place or will, the oldest first."""
    kept = group.meetings.exclude(keeper=None).exclude(state=Meeting.State.CANCELLED)
    return list(kept.order_by("starts_at").values_list("keeper_id", flat=True))


def propose_keeper(group: Group) -> Any:
    """Whose turn the diary is: by fair rotation; in individual mentoring always the mentee (R38)."""
    people = {person.pk: person for person in group.mentees()}
    turn: UUID | None = next_keeper(list(people), keepers_so_far(group))
    return people.get(turn) if turn else None


def propose_next(group: Group) -> dict[str, Any]:
    """What the next session of a group is likely to be: two weeks after the last one, at the same time and place."""
    last = group.meetings.exclude(kind=Meeting.Kind.MONITORING).exclude(state=Meeting.State.CANCELLED).last()
    if last is None:
        return {}
    local = last.starts_at.astimezone(ZoneInfo(group.programme.time_zone))
    return {
        "day": local.date() + timedelta(days=14),
        "time": local.time(),
        "minutes": last.minutes,
        "mode": last.mode,
        "place": last.place,
        "link": last.link,
    }


def publish(group: Group, *, by: Any) -> Version:
    """Publish the session plan as it stands: the next version, for the whole group (R32), which is told of it."""
    require(by, Action.PLAN, group)
    with translation.override(group.programme.language), timezone.override(ZoneInfo(group.programme.time_zone)):
        answers = plan_in_words.whole(group)
    if not answers["sessions"]:
        raise NotNow(_("There is no session in the plan yet."))
    with transaction.atomic():
        version = pipeline.publish_live(SESSION_PLAN, group.space, answers, by=by)
        inviting.tell_of_plan(version, group, by=by)
    return version


def is_published(group: Group) -> bool:
    """Whether the newest published plan says what the plan says now."""
    latest = plan_in_words.published(group)
    if latest is None:
        return False
    with translation.override(group.programme.language), timezone.override(ZoneInfo(group.programme.time_zone)):
        return latest.answers.get("sessions") == plan_in_words.sessions(group)


def unpublished(groups: Sequence[Group]) -> set[UUID]:
    """The groups among these whose newest published plan does not say what the plan says now. Three queries."""
    spaces = [group.space_id for group in groups]
    plans = Version.objects.in_force().filter(document__space__in=spaces, document__kind_slug=SESSION_PLAN.slug)
    told = {space: answers.get("sessions") for space, answers in plans.values_list("document__space", "answers")}
    meetings: dict[UUID, list[Meeting]] = defaultdict(list)
    for row in Meeting.objects.filter(group__in=groups).select_related("keeper").prefetch_related("homework"):
        meetings[row.group_id].append(row)
    return {group.pk for group in groups if told.get(group.space_id) != _in_words(group, meetings[group.pk])}


def _in_words(group: Group, meetings: Sequence[Meeting]) -> list[plan_in_words.Row]:
    with translation.override(group.programme.language), timezone.override(ZoneInfo(group.programme.time_zone)):
        return plan_in_words.rows(meetings[:AT_MOST])


def is_known(meeting: Meeting) -> bool:
    """Whether the group has been told of this session: the newest published plan names it."""
    latest = plan_in_words.published(meeting.group)
    rows = latest.answers.get("sessions") or [] if latest else []
    return any(row.get("number") == str(meeting.number) for row in rows)


def hold(meeting: Meeting, came: Mapping[UUID, str], *, by: Any) -> None:
    """Mark a meeting as held and record who came. Sent twice, it is held once and the attendance is the newer one."""
    with transaction.atomic():
        if meeting.state != Meeting.State.HELD:
            move(meeting, Action.HOLD, by=by, reason="")
        else:
            require(by, Action.HOLD, meeting)
        for row in meeting.space.people(Role.MENTOR, Role.MENTEE):
            if row.person_id in came:
                defaults = {"came": came[row.person_id]}
                Attendance.objects.update_or_create(meeting=meeting, person=row.person, defaults=defaults)


def cancel(meeting: Meeting, reason: str, *, by: Any) -> None:
    """Cancel a planned meeting and tell its group; calendars that have it strike it out."""
    _turn(meeting, Action.CANCEL, by, reason)


def reopen(meeting: Meeting, *, by: Any) -> None:
    """Set a meeting back to planned; who was told that it is cancelled is invited anew with the next plan."""
    _turn(meeting, Action.REOPEN, by, "")


def _turn(meeting: Meeting, action: Action, by: Any, reason: str) -> None:
    seen = Q(sequence=meeting.sequence)  # somebody who moves it at this moment is not overwritten
    move(meeting, action, by=by, where=seen, reason=reason, sequence=meeting.sequence + 1)


def close(meeting: Meeting, came: Mapping[UUID, str], keeper: UUID | None, *, by: Any) -> None:
    """Mark a meeting as held, with who came and who keeps its diary; in individual mentoring that is the mentee."""
    if meeting.group.is_pair and keeper is None:
        keeper = next((person.pk for person in meeting.group.mentees()), None)
    with transaction.atomic():
        hold(meeting, came, by=by)
        if meeting.kind != Meeting.Kind.MONITORING:
            Meeting.objects.filter(pk=meeting.pk).update(keeper=keeper, revision=F("revision") + 1)
