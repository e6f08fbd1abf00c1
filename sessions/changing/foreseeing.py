"""What a change will do, said before it is done: who loses and gains access, what becomes of contract and sessions."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from documents.models import Version
from programmes.models import Application, Group, Seat
from programmes.training.attendance import left_out_of_matching

from ..models import Meeting
from . import mentors, placing
from .telling import names_of


@dataclass(frozen=True)
class Foreseen:
    """A page before a change: what it is called, what will happen, what the button says, and what is said afterwards."""

    title: str
    happens: list[str]
    button: str
    done: str
    back: str = ""
    is_end: bool = False
    warnings: list[str] = field(default_factory=list)


def another_mentor(group: Group, mentor: Application, broken: Sequence[str]) -> Foreseen:
    """Before a group gets another mentor."""
    before, name = group.mentor, mentor.person.name
    happens = [
        *([_end_of(before.name), _keeps_as_mentor(before.name)] if before else []),
        _("%(name)s is the mentor at once, sees the room of the group and gets a brief.") % {"name": name},
        *_sessions_stay(group),
        *_contract(group),
        _note(),
    ]
    title = _("%(name)s becomes the mentor of %(group)s") % {"name": name, "group": group}
    done = _("%(name)s is the mentor of %(group)s now. Everybody is told.") % {"name": name, "group": group}
    return Foreseen(title, happens, _("Change the mentor and tell everyone"), done, warnings=list(broken))


def no_mentor(group: Group) -> Foreseen:
    """Before a group is without a mentor for a while."""
    before = group.mentor
    name = before.name if before else ""
    happens = [
        *([_end_of(name), _keeps_as_mentor(name)] if before else []),
        _("Planned sessions stay in the plan. You find the group among those that need you until it has a mentor."),
        *_contract(group),
        _note(),
    ]
    title = _("%(name)s stops, a successor comes later") % {"name": name}
    done = _("%(group)s has no mentor now. Choose one as soon as you can.") % {"group": group}
    return Foreseen(title, happens, _("End the mentor's part and tell everyone"), done)


def a_move(seat: Seat, target: Group) -> Foreseen:
    """Before a mentee goes on in another group."""
    name, group = seat.application.person.name, seat.group
    happens = [
        _end_of(name),
        _keeps_as_mentee(name),
        _(
            "%(name)s comes into %(target)s at once. The mentor there sees the goals when %(name)s hands in a sheet there."
        )
        % {"name": name, "target": target},
        *_turns(group, [seat]),
        *_contract(group),
        *_contract(target),
    ]
    title = _("%(name)s moves to %(target)s") % {"name": name, "target": target}
    done = _("%(name)s is in %(target)s now. Both groups are told.") % {"name": name, "target": target}
    return Foreseen(title, happens, _("Move and tell everyone"), done)


def a_placing(one: Application, target: Group, broken: Sequence[str]) -> Foreseen:
    """Before somebody who is in no group comes into a running one."""
    told = {"name": one.person.name, "group": target}
    is_back = target.space.participations.filter(person=one.person_id).exists()
    happens = [
        _("%(name)s comes into %(group)s at once: room, plan, files and chat are theirs from then on.") % told,
        *([_("They were in this group before, and read all of it again, also what came since.")] if is_back else []),
        *_nothing_back(one),
        *_contract(target),
    ]
    title = _("%(name)s comes into %(group)s") % told
    done = _("%(name)s is in %(group)s now. The group is told.") % told
    return Foreseen(title, happens, _("Place and tell everyone"), done, warnings=list(broken))


def a_new_group(one: Application, mentor: Application, broken: Sequence[str]) -> Foreseen:
    """Before somebody who is in no group gets a new one with a mentor."""
    told = {"names": one.person.name, "mentor": mentor.person.name}
    happens = [
        _("A new group is formed: %(names)s, with %(mentor)s as mentor.") % told,
        _("It begins as every group does, with a contract and a session plan of its own."),
        *_of_its_mentor(mentor),
        *_nothing_back(one),
    ]
    title = _("%(names)s gets a new group with %(mentor)s") % told
    done = _("The new group is formed. Everybody is told.")
    return Foreseen(title, happens, _("Form the group and tell everyone"), done, warnings=list(broken))


def _of_its_mentor(mentor: Application) -> list[str]:
    """What a manager may not know of who leads a new group: this may be one more, opened on a page from before."""
    told, led = {"name": mentor.person.name}, mentors.led_by(mentor)
    found = []
    if led and not mentor.programme.is_individual:
        told["groups"] = names_of(led)
        found.append(_("%(name)s leads %(groups)s already; this is one more group.") % told)
    if mentor.person_id in left_out_of_matching(mentor.programme):
        found.append(_("%(name)s is not trained yet.") % told)
    return found


def _nothing_back(one: Application) -> list[str]:
    if not placing.was_in_one(one):
        return []
    return [
        _("%(name)s takes part in the programme again, with its trainings and forum.") % {"name": one.person.name},
        _("Of another group that they were in before they get nothing back; what they have kept of it they keep."),
    ]


def a_departure(seat: Seat) -> Foreseen:
    """Before a mentee leaves the programme."""
    name, group = seat.application.person.name, seat.group
    happens = [
        _end_of(name),
        _keeps_as_mentee(name),
        *_turns(group, [seat]),
        *_contract(group),
    ]
    title = _("%(name)s leaves the programme") % {"name": name}
    done = _("%(name)s has left. The group is told.") % {"name": name}
    return Foreseen(title, happens, _("Let them leave and tell everyone"), done, is_end=True)


def a_split(group: Group, seats: Sequence[Seat], mentor: Application, broken: Sequence[str]) -> Foreseen:
    """Before some mentees form a group of their own."""
    names = names_of([seat.application.person for seat in seats])
    happens = [
        _("A new group is formed: %(names)s, with %(mentor)s as mentor.")
        % {"names": names, "mentor": mentor.person.name},
        _("It begins as every group does, with a contract and a session plan of its own."),
        _("Whoever goes sees nothing more of %(group)s, but for what is their own.") % {"group": group},
        *_turns(group, seats),
        *_contract(group),
    ]
    title = _("Split %(group)s") % {"group": group}
    done = _("The new group is formed. Everybody is told.")
    return Foreseen(title, happens, _("Split the group and tell everyone"), done, warnings=list(broken))


def a_merger(group: Group, other: Group, seats: Sequence[Seat]) -> Foreseen:
    """Before the mentees of another group come into this one."""
    names = names_of([seat.application.person for seat in seats])
    happens = [
        ngettext("%(names)s comes into %(group)s at once.", "%(names)s come into %(group)s at once.", len(seats))
        % {"names": names, "group": group},
        _("%(other)s ends. What it wrote stays readable to everyone who was in it.") % {"other": other},
        *_falling(other),
        *_contract(group),
    ]
    title = _("%(other)s comes into %(group)s") % {"other": other, "group": group}
    done = _("%(other)s has come into %(group)s. Everybody is told.") % {"other": other, "group": group}
    return Foreseen(title, happens, _("Merge the groups and tell everyone"), done, is_end=True)


def an_early_end(group: Group) -> Foreseen:
    """Before a group is ended early."""
    happens = [
        _("Nothing is written any more. What the group wrote stays readable to everyone in it."),
        *_falling(group),
        _("No conclusions are needed. If somebody is to go on in another group, move them first."),
    ]
    title = _("End %(group)s early") % {"group": group}
    done = _("%(group)s has ended. Everybody is told.") % {"group": group}
    return Foreseen(title, happens, _("End the group and tell everyone"), done, is_end=True)


def _end_of(name: str) -> str:
    return _("The access of %(name)s to this group ends at once: pages, files, calendar, letters on their way.") % {
        "name": name
    }


def _note() -> str:
    return _("The note on the change is filed for the managers, with your reason. Letters never say why.")


def _keeps_as_mentor(name: str) -> str:
    return _("%(name)s keeps the contract that was signed and the own reflective log; session records for 30 days.") % {
        "name": name
    }


def _keeps_as_mentee(name: str) -> str:
    return _("%(name)s keeps their own goal sheet and diaries, and the contract they signed.") % {"name": name}


def _sessions_stay(group: Group) -> list[str]:
    n = len(_planned(group))
    words = ngettext("%(n)d planned session stays.", "%(n)d planned sessions stay.", n)
    return [words % {"n": n}] if n else []


def _falling(group: Group) -> list[str]:
    n = len(_planned(group))
    words = ngettext(
        "%(n)d planned session falls away; calendars strike it out.",
        "%(n)d planned sessions fall away; calendars strike them out.",
        n,
    )
    return [words % {"n": n}] if n else []


def _turns(group: Group, seats: Sequence[Seat]) -> list[str]:
    people = {seat.application.person_id for seat in seats}
    n = sum(1 for meeting in _planned(group) if meeting.keeper_id in people)
    words = ngettext(
        "The diary of %(n)d planned session gets another keeper.",
        "The diaries of %(n)d planned sessions get other keepers.",
        n,
    )
    return [words % {"n": n}] if n else []


def _planned(group: Group) -> list[Meeting]:
    return list(group.meetings.upcoming(now=timezone.now()))


def _contract(group: Group) -> list[str]:
    of_group = Version.objects.filter(document__space=group.space, document__kind_slug="contract")
    if of_group.filter(state=Version.State.SIGNING).exists():
        words = _(
            "The contract of %(group)s that is being signed is taken back; you offer it anew to who is there then."
        )
        return [words % {"group": group}]
    if of_group.in_force().exists():
        words = _(
            "The contract of %(group)s is opened for an amendment. What is in force stays in force until all have signed."
        )
        return [words % {"group": group}]
    return []
