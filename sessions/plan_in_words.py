"""The session plan as its document says it: the sessions, what has changed, and what belongs to every session."""

from collections.abc import Iterable

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from documents.kinds import Answers
from documents.models import Version
from people.moments import date_format
from policy.permissions import Role
from programmes.models import Group

from . import diaries
from .document_kinds.session_plan import SESSION_PLAN, PlannedSession
from .models import LINK, Meeting

Row = dict[str, str]
AT_MOST = 100
RESOURCES = 30  # of at most 500 characters each: they fit in one field


def published(group: Group) -> Version | None:
    """The plan that the group has now."""
    return Version.objects.in_force().filter(document__space=group.space, document__kind_slug=SESSION_PLAN.slug).first()


def sessions(group: Group) -> list[Row]:
    """A row for each session, in the active language and zone."""
    return rows(group.meetings.select_related("keeper").prefetch_related("homework")[:AT_MOST])


def rows(meetings: Iterable[Meeting]) -> list[Row]:
    """A row for each of these sessions."""
    return [_row(meeting) for meeting in meetings]


def _row(meeting: Meeting) -> Row:
    local = timezone.localtime(meeting.starts_at)
    homework = "\n".join(row.task for row in meeting.homework.all())
    return {
        "number": str(meeting.number),
        "when": f"{date_format(local, 'D j F Y, H:i')} – {date_format(timezone.localtime(meeting.ends_at), 'H:i')}",
        "kind": str(meeting.get_kind_display()),
        "where": "\n".join(part for part in (str(meeting.get_mode_display()), meeting.place, meeting.link) if part),
        "topic": meeting.topic,
        "goal": meeting.goal,
        "homework": homework,
        "keeper": meeting.keeper.name if meeting.keeper and not meeting.group.is_pair else "",
        "remarks": meeting.remarks,
        "status": str(meeting.get_state_display()) + (f": {meeting.reason}" if meeting.reason else ""),
    }


def whole(group: Group) -> Answers:
    """Everything that the next version says, in the active language and zone."""
    table, before = sessions(group), published(group)
    return {
        "sessions": table,
        "around": {
            "agenda": _agenda(group),
            "monitoring": _monitoring(group),
            "resources": _resources(table),
            "reach": _reach(group),
        },
        "version": {
            "valid_from": date_format(timezone.localdate(), "l j F Y"),
            "changes": changes(before.answers.get("sessions") or [], table) if before else "",
        },
    }


def changes(before: list[Row], now: list[Row]) -> str:
    """What has changed from one version to the next, a line for each session."""
    old = {row.get("number", ""): row for row in before}
    lines = [line for row in now if (line := _changed(old.get(row["number"]), row))]
    return "\n".join(lines)


def _changed(before: Row | None, now: Row) -> str:
    if before is None:
        return _("Session %(n)s is new.") % {"n": now["number"]}
    labels = {name: str(field.label) for name, field in PlannedSession().fields.items()}
    fields = [label for name, label in labels.items() if before.get(name, "") != now.get(name, "")]
    return _("Session %(n)s: %(fields)s") % {"n": now["number"], "fields": ", ".join(fields)} if fields else ""


def _agenda(group: Group) -> str:
    return " · ".join(f"{n}\u00a0{point}" for n, point in enumerate(diaries.agenda(group), start=1))


def _monitoring(group: Group) -> str:
    """How often, as the contract says, and the days that are planned."""
    contract = Version.objects.in_force().filter(document__space=group.space, document__kind_slug="contract").first()
    often = (contract.answers.get("frame") or {}).get("monitoring") if contract else ""
    planned = group.meetings.filter(kind=Meeting.Kind.MONITORING).exclude(state=Meeting.State.CANCELLED)
    days = [date_format(timezone.localtime(meeting.starts_at), "l j F Y, H:i") for meeting in planned[:AT_MOST]]
    return "\n".join([often, *days] if often else days)


def _resources(rows: list[Row]) -> str:
    """The links in homework and remarks, each once, with the session it belongs to (R37)."""
    found: dict[str, str] = {}
    for row in rows:
        for link in LINK.findall(f"{row['homework']}\n{row['remarks']}"):
            found.setdefault(link, row["number"])
    lines = [_("%(link)s (session %(n)s)") % {"link": link, "n": number} for link, number in found.items()]
    more = len(lines) - RESOURCES
    if more > 0:
        words = ngettext("And %(n)d more, in the homework.", "And %(n)d more, in the homework.", more)
        lines[RESOURCES:] = [words % {"n": more}]
    return "\n".join(lines)


def _reach(group: Group) -> str:
    """E-mail address and phone number of those of the group who share them."""
    people = [row.person for row in group.space.people(Role.MENTOR, Role.MENTEE) if row.person.shares_contact]
    return "\n".join(f"{one.name}: {', '.join(way for way in (one.email, one.phone) if way)}" for one in people)
