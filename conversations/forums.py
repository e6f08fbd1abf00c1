"""Where topics are: the forum of a group, and the network of a whole programme (R15, R36)."""

from dataclasses import dataclass
from functools import cached_property
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from policy.models import Participation, Space
from policy.permissions import Role
from programmes.models import Group, Programme

from .models import Thread
from .models.circles import people_in, places_of, roles_in
from .models.threads import IN_AUDIENCE, Audience

FORUMS_AT_MOST = 100
NAMES_AT_MOST = 8


@dataclass(frozen=True)
class Forum:
    """The topics of one space, for one person who stands in it as ``roles``; nobody else comes this far."""

    space: Space
    reader: Any
    roles: frozenset[Role]

    @property
    def is_network(self) -> bool:
        """Whether it is a whole programme's."""
        return self.space.kind == Space.Kind.PROGRAMME

    @property
    def home(self) -> Group | Programme:
        """The group or the programme."""
        return self.space.programme if self.is_network else self.space.group

    @property
    def programme(self) -> Programme:
        """The programme it belongs to."""
        return self.space.programme if self.is_network else self.space.group.programme

    def __str__(self) -> str:
        if self.is_network:
            return _("Network of %(programme)s") % {"programme": self.home}
        return str(self.home)

    @cached_property
    def why_closed(self) -> str | None:
        """Why nothing can be written here any more, in words; ``None`` while it is open."""
        return why_closed(self.space)

    @property
    def audiences(self) -> list[Audience]:
        """Whom a topic of the reader's can be for: themselves among them."""
        return [audience for audience, roles in IN_AUDIENCE.items() if roles & self.roles] if self.is_network else []

    def topics(self) -> Any:
        """Its topics that the reader may read, the one with the newest word first."""
        from .reading import newest_first

        return newest_first(Thread.objects.visible_to(self.reader).topics().filter(space=self.space), self.reader)

    @property
    def readers(self) -> str:
        """Who reads what is written here for everyone, in words."""
        return readers_of(Thread(space=self.space, kind=Thread.Kind.TOPIC), self.reader)

    def count(self, audience: Audience) -> int:
        """How many people read what is written for an audience, the reader among them."""
        return len({row.person_id for row in self._people if Role(row.role) in IN_AUDIENCE[audience]})

    @cached_property
    def _people(self) -> list[Participation]:
        return people_in(self.space)


def forum_of(space: Space, person: Any) -> Forum | None:
    """The forum of a space, if ``person`` stands in it now. Of a closed programme there is none."""
    if space.kind not in (Space.Kind.GROUP, Space.Kind.PROGRAMME):
        return None
    roles = roles_in(space, person)
    forum = Forum(space, person, roles)
    return forum if roles and forum.programme.state != Programme.State.CLOSED else None


def forums_of(person: Any) -> list[Forum]:
    """Every forum of a person: their groups' first, then the networks, by name. Two queries."""
    rows = Space.objects.filter(pk__in=places_of(person).all).select_related("group__programme", "programme")
    found = [Forum(space, person, frozenset()) for space in rows[:FORUMS_AT_MOST]]
    open_ = [forum for forum in found if forum.programme.state != Programme.State.CLOSED]
    return sorted(open_, key=lambda forum: (forum.is_network, str(forum.home)))


def why_closed(space: Space) -> str | None:
    """Why nothing can be written in the forum of a space any more; ``None`` while it is open."""
    if space.kind == Space.Kind.GROUP and space.group.has_ended:
        return _("The group has ended. Its topics can only be read.")
    return None


def readers_of(thread: Thread, reader: Any) -> str:
    """Who can read a topic besides ``reader``, in words, from the table that decides it."""
    others = [row for row in thread.people() if row.person_id != reader.pk]
    names = list(dict.fromkeys(row.person.name for row in others))
    if not thread.is_networks:
        if not names:
            return _("you alone, until others join your group. Not the managers of the programme.")
        return _("%(names)s and you. Not the managers of the programme.") % {"names": ", ".join(names)}
    if not names:
        return _("you alone, until others take part in the programme.")
    if len(names) <= NAMES_AT_MOST:
        return _("%(names)s and you.") % {"names": ", ".join(names)}
    return _many(thread, len(names))


def _many(thread: Thread, n: int) -> str:
    """So many that names would say less than the number."""
    words = {
        Audience.EVERYONE: ngettext(
            "you and %(n)d other: everyone in the programme and its managers.",
            "you and %(n)d others: everyone in the programme and its managers.",
            n,
        ),
        Audience.MENTORS: ngettext(
            "you and %(n)d other: the mentors of the programme and its managers.",
            "you and %(n)d others: the mentors of the programme and its managers.",
            n,
        ),
        Audience.MENTEES: ngettext(
            "you and %(n)d other: the mentees of the programme and its managers.",
            "you and %(n)d others: the mentees of the programme and its managers.",
            n,
        ),
    }
    return words[Audience(thread.audience)] % {"n": n}
