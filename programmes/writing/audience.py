"""Whom a letter is to: chosen on a list, still there when it goes, and reached or not."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from people import bounces
from people.models import User
from policy.machine import NotNow
from policy.models import Participation, Space
from policy.permissions import Role

from ..models import Programme, Writing
from ..selecting import table

AT_MOST = 500
SIDES = (Role.MENTOR, Role.MENTEE)


@dataclass(frozen=True)
class Audience:
    """Whom a letter reaches, by name; and who is left out, each with the reason."""

    reached: list[User]
    left_out: list[tuple[User, str]]


def of_list(programme: Programme, said: Mapping[str, Any], *, by: Any) -> list[str]:
    """Ids of everybody on the list of applications that ``said`` asks for (see ``FilterForm``), on all its pages."""
    return _ids(table.found(programme, said, by=by).values_list("person", flat=True))


def of_applications(programme: Programme, applications: Iterable[Any]) -> list[str]:
    """Ids of those whose applications in this programme were ticked; what is of another is passed over."""
    return _ids(programme.applications.filter(pk__in=list(applications)).values_list("person", flat=True))


def of_groups(programme: Programme, groups: Iterable[Any], roles: Iterable[str]) -> list[str]:
    """Ids of those who hold one of ``roles`` in these groups of the programme; in all running ones when none is named."""
    rows = programme.groups.exclude(state="ended")
    if chosen := list(groups):
        rows = programme.groups.filter(pk__in=chosen)
    held = Participation.objects.running().filter(space__in=rows.values("space"), role__in=_sides(roles))
    return _ids(held.values_list("person", flat=True))


def _sides(roles: Iterable[str]) -> list[str]:
    return [role for role in roles if role in SIDES] or list(SIDES)


def _ids(people: Iterable[Any]) -> list[str]:
    """Each once, in a steady order."""
    return sorted({str(person) for person in people})


def check(chosen: list[str]) -> None:
    """Raise ``NotNow`` with a plain reason where these are nobody, or more than a letter goes to."""
    if not chosen:
        raise NotNow(_("Nobody is chosen. Go back and tick whom you want to write to."))
    if len(chosen) > AT_MOST:
        words = ngettext(
            "This is %(n)d person; a letter goes to at most %(most)d. Choose fewer.",
            "These are %(n)d people; a letter goes to at most %(most)d. Choose fewer.",
            len(chosen),
        )
        raise NotNow(words % {"n": len(chosen), "most": AT_MOST})


def still_there(writing: Writing) -> QuerySet[User]:
    """Those chosen who still belong there: for a mentor the mentees of the group, for managers people of the programme."""
    running = Participation.objects.running()
    if writing.group:
        there = Q(pk__in=running.filter(space=writing.group.space_id, role=Role.MENTEE).values("person"))
    else:
        spaces = Space.objects.filter(Q(pk=writing.programme.space_id) | Q(within=writing.programme.space_id))
        there = Q(pk__in=writing.programme.applications.values("person"))
        there |= Q(pk__in=running.filter(space__in=spaces).values("person"))
    return User.objects.filter(there, pk__in=writing.chosen).order_by("name", "pk")


def of(writing: Writing) -> Audience:
    """Whom it reaches as things stand, and who is left out. Two queries."""
    people = list(still_there(writing))
    broken = bounces.broken([person.pk for person in people])
    out = [(person, why) for person in people if (why := _why_not(person, broken.get(person.pk, 0)))]
    gone = {person.pk for person, _why in out}
    return Audience([person for person in people if person.pk not in gone], out)


def _why_not(person: User, times: int) -> str:
    if not person.is_active:
        return _("the account is switched off")
    return _("letters to this address keep coming back") if times >= bounces.TIMES else ""
