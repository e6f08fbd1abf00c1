"""Letters about a change: who is told what. Never why."""

from collections.abc import Sequence
from typing import Any

from django.urls import reverse
from django.utils import timezone
from django.utils.text import get_text_list
from django.utils.translation import gettext as _

from people.mail import FILES_AT_MOST, speaking_to, write_to
from programmes.document_kinds.contract import CONTRACT

from .. import calendar
from ..models import Change, Meeting


def names_of(people: Sequence[Any]) -> str:
    """“Nia, Ela and Jan”; groups, too, have names."""
    return str(get_text_list([person.name for person in people], _("and")))


def tell(
    change: Change,
    person: Any,
    letter: str,
    *,
    path: str,
    enter: Sequence[Meeting] = (),
    strike: Sequence[Meeting] = (),
    **words: Any,
) -> None:
    """Write one letter about a change, with what enters sessions in the person's calendar or strikes them out."""
    known = [one for one in enter if one.told_sequence == one.sequence]  # the rest comes with the plan
    files = [*_files(person, known, calendar.file_of), *_files(person, strike, calendar.striking_out)]
    group = words.pop("group", change.group)
    has_contract = group.space.documents.filter(kind_slug=CONTRACT.slug).exists()
    told = {"group": group, "programme": group.programme, "has_contract": has_contract, "n_files": len(files), **words}
    write_to(person, letter, about=f"{letter} {change.pk}", words=told, path=path, files=files[:FILES_AT_MOST])


def _files(person: Any, meetings: Sequence[Meeting], make: Any) -> list[dict[str, str]]:
    if not meetings:
        return []
    group = meetings[0].group
    organiser = str(group.mentor.name if group.mentor else group)
    with speaking_to(person):
        return [make(one, person, organiser=organiser, now=timezone.now()) for one in meetings]


def of_mentor(change: Change, meetings: Sequence[Meeting]) -> None:
    """The mentor before, the new one and the mentees are told."""
    group, new = change.group, next(iter(change.people.all()), None)
    if change.former:
        path = reverse("sessions:kept")
        tell(change, change.former, "sessions/change_old_mentor", path=path, strike=meetings)
    if new:
        path = reverse("sessions:brief", args=(group.pk,))
        tell(change, new, "sessions/change_new_mentor", path=path, enter=meetings)
    for person in group.mentees():
        path, enter = group.get_absolute_url(), meetings if new else ()
        tell(change, person, "sessions/change_of_mentor", path=path, enter=enter, new=new, former=change.former)


def of_arrival(
    change: Change, meetings: Sequence[Meeting], gone: Sequence[Meeting] = (), *, was_in_one: bool = True
) -> None:
    """Who comes into a group is told, and who is there already. ``gone``: sessions of the group that they were in.

    ``was_in_one``: whether they were in a group before, of which they keep something.
    """
    group, people = change.group, list(change.people.all())
    more = {"mentor": group.mentor, "was_in_one": was_in_one, "n_gone": len(gone)}
    for person in people:
        path = group.get_absolute_url()
        tell(change, person, "sessions/change_moved", path=path, enter=meetings, strike=gone, **more)
    if change.kind != Change.Kind.FOUNDED:
        _others(change, "sessions/change_came", people)


def of_departure(change: Change) -> None:
    """Who stays in a group is told who does not."""
    _others(change, "sessions/change_gone", list(change.people.all()))


def _others(change: Change, letter: str, people: Sequence[Any]) -> None:
    group = change.group
    stay = [*group.mentees(), *([group.mentor] if group.mentor else [])]
    for person in stay:
        if person not in people:
            with speaking_to(person):
                names = names_of(people)
            tell(change, person, letter, path=group.get_absolute_url(), names=names, n=len(people))


def of_leaving(change: Change, person: Any, meetings: Sequence[Meeting]) -> None:
    """Who leaves is told what they keep, and who stays that they have left."""
    tell(change, person, "sessions/change_left", path=reverse("sessions:kept"), strike=meetings)
    of_departure(change)
