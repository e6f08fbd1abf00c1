"""What a thread looks like to one reader: on a page and over an open socket the same lines, from the same template."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from functools import cached_property
from typing import Any

from django.conf import settings
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from policy.models import Participation
from policy.permissions import GRANTS, Action, Role
from sessions import diaries, homework
from sessions.models import Meeting

from . import chats, guests, talking
from .models import Guest, Message, Thread

A_PAGE = 100  # messages shown at once
DIGITS = 9  # of a number in an address
NOTHING = 2**31 - 1  # no line has this number
PAGES = {"chat": "conversations:chat", "meeting": "sessions:meeting", "run": "sessions:run"}


def number(said: str) -> int | None:
    """A number from an address or a form; ``None`` for anything else."""
    return int(said) if said.isdecimal() and said.isascii() and len(said) <= DIGITS else None


@dataclass(frozen=True)
class Line:
    """One message as its reader sees it. ``text`` is empty where it is not theirs to read any more."""

    message: Message
    is_mine: bool
    text: str
    can_take_back: bool
    can_hide: bool
    is_other_day: bool = False

    @property
    def told(self) -> str:
        """What a line of the system tells, in words."""
        message = self.message
        if message.tells == Message.Tells.LEFT:
            return _("%(name)s has left the chat. From here on no manager reads it.") % {"name": message.by.name}
        words = _("%(by)s invited %(name)s, a manager of the programme, to read and write from here on.")
        return words % {"by": message.by.name, "name": message.guest.person.name if message.guest else ""}

    def html(self) -> str:
        """Exactly as it stands on the page."""
        return render_to_string("conversations/_message.html", {"line": self})


def line_of(
    message: Message, reader: Any, *, moderates: bool, is_open: bool, now: datetime, day: date | None = None
) -> Line:
    """One message for one reader, without a query.

    ``moderates``: whether the reader may hide in its thread; ``is_open``: whether something can be said; ``day``: the
    one on which only the time needs to be told.
    """
    is_mine = message.by_id == reader.pk
    kept = message.is_standing or (message.taken_back_at is None and message.hidden_by_id == reader.pk)
    return Line(
        message=message,
        is_mine=is_mine,
        text=message.text if kept else "",
        can_take_back=is_open and is_mine and not message.tells and talking.can_take_back(message, now),
        can_hide=moderates and message.is_standing and not is_mine and not message.tells,
        is_other_day=day is not None and timezone.localdate(message.at) != day,
    )


@dataclass(frozen=True)
class Chat:
    """The chat of one session for one reader, who stands in it with ``roles``. ``known``: its people, if they are loaded."""

    meeting: Meeting
    thread: Thread
    reader: Any
    roles: frozenset[Role]
    now: datetime
    page: str = "chat"
    before: int | None = None
    known: Sequence[Participation] | None = None

    @property
    def url(self) -> str:
        """The page that it is shown on."""
        return reverse(PAGES.get(self.page, PAGES["chat"]), args=(self.meeting.pk,))

    @property
    def live(self) -> str:
        """The address of its socket; empty where the site has none, or nothing new can come."""
        return f"/s/{self.meeting.pk}/chat/live" if settings.LIVE_CHAT and not self.why_closed else ""

    @cached_property
    def why_closed(self) -> str | None:
        """Why nothing can be said any more."""
        return chats.why_closed(self.meeting, now=self.now)

    @cached_property
    def lines(self) -> list[Line]:
        """The newest messages, or those before a number, in their order; at most ``A_PAGE``."""
        return self.lines_for(reversed(self._newest[:A_PAGE]))

    def lines_for(self, messages: Iterable[Message]) -> list[Line]:
        """These messages as the reader sees them."""
        told: dict[str, Any] = {"moderates": bool(self.roles & GRANTS[Action.HIDE]), "now": self.now}
        told |= {"is_open": self.why_closed is None, "day": timezone.localdate(self.meeting.starts_at)}
        return [line_of(row, self.reader, **told) for row in messages if row.number >= self.since]

    @cached_property
    def guest(self) -> Guest | None:
        """Whom the mentor invited, as long as that runs."""
        return guests.of_chat(self.thread)

    @cached_property
    def since(self) -> int:
        """The number of the first line that the reader may read: a guest reads nothing that stands before the invitation."""
        if not self.is_guests:
            return 0
        return self.guest.since if self.guest and self.guest.person_id == self.reader.pk else NOTHING

    @property
    def is_guests(self) -> bool:
        """Whether its reader is the manager who was invited."""
        return Role.GUEST in self.roles

    @property
    def can_invite(self) -> bool:
        """Whether the reader can invite a manager now, or end that."""
        return bool(self.roles & GRANTS[Action.ASK_IN]) and self.why_closed is None

    @property
    def earlier(self) -> int | None:
        """Before which number the earlier ones stand, if there are any."""
        return self.lines[0].message.number if len(self._newest) > A_PAGE else None

    @property
    def later(self) -> int | None:
        """Before which number the next later ones stand; 0: those are the newest; ``None``: there are none."""
        if not self.before:
            return None
        rows = self.thread.messages.filter(number__gte=max(self.before, self.since)).order_by("number")
        found = list(rows.values_list("number", flat=True)[: A_PAGE + 1])
        return None if not found else found[A_PAGE] if len(found) > A_PAGE else 0

    @cached_property
    def _newest(self) -> list[Message]:
        if self.thread._state.adding:
            return []
        rows = self.thread.messages.with_people().filter(number__gte=self.since).order_by("-number")
        if self.is_guests:  # asked in the same statement: nothing that is said after the invitation has ended
            mine = Guest.objects.running().filter(pk__in=[self.guest.pk] if self.guest else [], person=self.reader.pk)
            rows = rows.filter(thread__in=mine.values("thread"))
        return list((rows.filter(number__lt=self.before) if self.before else rows)[: A_PAGE + 1])

    @cached_property
    def people(self) -> Sequence[Participation]:
        """Who can read it: nobody else can."""
        return self.thread.people() if self.known is None else self.known

    @property
    def readers(self) -> str:
        """Who can read this, in words."""
        others = [row for row in self.people if row.person_id != self.reader.pk]
        names = ", ".join(row.person.name for row in others if row.role != Role.MANAGER)
        invited = ", ".join(row.person.name for row in others if row.role == Role.MANAGER)
        if self.is_guests:
            return _("%(names)s and you, from your invitation on. No other manager of the programme.") % {
                "names": names
            }
        if invited and names:
            words = _("%(names)s and you; %(guest)s, a manager, from the invitation on. No other manager.")
            return words % {"names": names, "guest": invited}
        if invited:
            return _("you; %(guest)s, a manager, from the invitation on. No other manager.") % {"guest": invited}
        if not names:
            return _("you alone, until others join your group. Not the managers of the programme.")
        return _("%(names)s and you. Not the managers of the programme.") % {"names": names}

    def readers_html(self) -> str:
        """The same as it stands on the page, for one that is open."""
        return render_to_string("components/readers.html", {"readers": self.readers})

    @cached_property
    def agenda(self) -> Sequence[Any]:
        """The points of the session."""
        return diaries.agenda(self.meeting.group)

    @property
    def point(self) -> int:
        """The number of the point that is reached; 0: none yet."""
        return min(self.thread.point or 0, len(self.agenda))

    @property
    def reached(self) -> str:
        """“Now: 3 Dealing with the target”; empty before the first."""
        return reached_words(self.agenda, self.point)

    @property
    def next_point(self) -> str:
        """What comes after it, or nothing."""
        return str(self.agenda[self.point]) if self.point < len(self.agenda) else ""

    @property
    def leads(self) -> bool:
        """Whether the reader marks the points."""
        return Role.MENTOR in self.roles and self.why_closed is None

    @property
    def writes_diary(self) -> bool:
        """Whether lines can be taken into the diary now, by this reader."""
        return diaries.why_not(self.meeting, self.reader) is None and not self.meeting.group.has_ended

    @cached_property
    def tasks(self) -> list[homework.Task]:
        """The homework that is spoken of."""
        mentees = sum(1 for row in self.people if row.role == Role.MENTEE)
        return homework.before(self.meeting, self.reader, self.roles, max(mentees, 1))

    @property
    def resources(self) -> list[str]:
        """The links in it (R37)."""
        return homework.resources(self.meeting, self.tasks)


def reached_words(agenda: Sequence[Any], point: int) -> str:
    """“Now: 3 Dealing with the target”; empty before the first point."""
    if not 0 < point <= len(agenda):
        return ""
    return _("Now: %(number)d %(point)s") % {"number": point, "point": agenda[point - 1]}
