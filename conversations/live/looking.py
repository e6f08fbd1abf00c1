"""What an open page may be shown now, asked of the database: who is behind it, what they are here, what is new."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from django.conf import settings
from django.contrib.auth import get_user
from django.contrib.sessions.models import Session
from django.http import HttpRequest
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from people.models import User
from people.session_store import SessionStore
from policy import second_step
from policy.models import Participation
from policy.permissions import Role
from programmes.models import Programme
from sessions.models import Meeting

from .. import chats
from ..models import Guest, Message, Thread
from ..showing import Chat

AT_ONCE = 500  # messages and changes that one page catches up with


@dataclass(eq=False)
class Window:
    """One open page: whose session it came with, which chat it shows, and what it has been shown."""

    key: str
    room: UUID
    seen: int
    person: UUID | None = None
    space: UUID | None = None
    password: str = ""
    language: str = settings.LANGUAGE_CODE
    is_guests: bool = False
    shown: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class News:
    """What one page is told; ``bye``: why it closes, in its reader's words. ``before``: what it had seen and been shown."""

    window: Window
    told: dict[str, Any]
    bye: str = ""
    before: tuple[int, dict[str, str]] = (0, {})

    def was_not_taken(self) -> None:
        """The page did not get it: it is told once more when it is looked at again."""
        self.window.seen, self.window.shown = self.before


def let_in(window: Window) -> bool:
    """Whether the person behind a page may see its chat; the window remembers who it is."""
    person, meeting = _person_behind(window.key), _meeting(window.room)
    if person is None or meeting is None or not chats.has_chat(meeting):
        return False
    window.person, window.space, window.password = person.pk, meeting.group.space_id, person.password
    window.language = person.language
    roles = chats.thread_of(meeting).roles_of(person)
    window.is_guests = Role.GUEST in roles
    return bool(roles)


def look(room: UUID, windows: Sequence[Window], here: frozenset[UUID] | None) -> list[News]:
    """What is new for each of these pages of one chat; every one is asked anew whether it may see it.

    ``here``: who has it open, or ``None`` where that cannot be known.
    """
    meeting = _meeting(room)
    if meeting is None:
        return []
    thread = chats.thread_of(meeting)
    since = min(window.seen for window in windows)
    fresh = [] if thread._state.adding else list(_changed(thread, since))
    people = thread.people()
    return [_news(window, meeting, thread, fresh, people, here or frozenset()) for window in windows]


def _news(
    window: Window, meeting: Meeting, thread: Thread, fresh: list[Message], people: Sequence[Participation],
    here: frozenset[UUID],
) -> News:  # fmt: skip
    person, before = _person_behind(window.key), (window.seen, {**window.shown})
    if person is None:
        with translation.override(window.language):
            words = _("You have signed out, so this chat was closed here. Sign in to go on.")
            return News(window, {}, bye=words, before=before)
    with translation.override(person.language), timezone.override(person.zone):  # as on the page, not as in letters
        if not (roles := thread.roles_of(person)):
            return News(window, {}, bye=_why_out(window), before=before)
        chat = Chat(meeting, thread, person, roles, timezone.now(), known=people)
        new = chat.lines_for(row for row in fresh if row.changed > window.seen)
        names = here_words([row.person.name for row in people if row.person_id in here])
        told = _changes(window, here=names, now=chat.reached, at=str(chat.point), readers=chat.readers_html())
        if new:
            told["lines"] = [{"id": str(line.message.pk), "html": line.html()} for line in new]
        if thread.last > window.seen:
            told["last"] = window.seen = thread.last
    return News(window, told, before=before)


def _why_out(window: Window) -> str:
    """Why a page closes whose reader is signed in and not in the chat any more."""
    if window.is_guests:
        return _("Your invitation into this chat has ended, so it was closed here.")
    return _("You no longer take part in this group, so this chat was closed here.")


def _changes(window: Window, **lines: str) -> dict[str, Any]:
    """Those of these lines that the page does not show yet."""
    told = {name: words for name, words in lines.items() if window.shown.get(name, "") != words}
    window.shown |= lines
    return told


def here_words(names: Sequence[str]) -> str:
    """“Here now: Nia Berg, Tomas Lind”; empty when that is not known."""
    return _("Here now: %(names)s") % {"names": ", ".join(names)} if names else ""


def stale(windows: Iterable[Window]) -> set[UUID]:
    """The chats that should be looked at: something is new there, or someone should not be there. Five queries."""
    open_ = list(windows)
    rooms = {window.room for window in open_}
    last = dict(Thread.objects.filter(meeting__in=rooms).values_list("meeting", "last"))
    sessions = Session.objects.filter(session_key__in={window.key for window in open_}, expire_date__gt=timezone.now())
    alive = set(sessions.values_list("session_key", flat=True))
    passwords = dict(
        User.objects.filter(pk__in={window.person for window in open_}, is_active=True).values_list("pk", "password")
    )
    seats = Participation.objects.running().filter(space__in={window.space for window in open_})
    seats = seats.exclude(space__group__programme__state=Programme.State.CLOSED)
    inside = set(seats.values_list("person", "space"))
    invited = set(Guest.objects.running().filter(thread__meeting__in=rooms).values_list("person", "thread__meeting"))
    return {
        window.room
        for window in open_
        if last.get(window.room, 0) > window.seen
        or window.key not in alive
        or passwords.get(window.person) != window.password  # type: ignore[arg-type]
        or ((window.person, window.space) not in inside and (window.person, window.room) not in invited)
    }


def _person_behind(key: str) -> User | None:
    """The account that is signed in with this session now and gets to see pages; nobody when either has ended."""
    request = HttpRequest()
    request.session = SessionStore(key)
    person = get_user(request)
    return person if isinstance(person, User) and person.is_active and not second_step.comes_first(person) else None


def _meeting(room: UUID) -> Meeting | None:
    return Meeting.objects.select_related("group__programme", "group__space").filter(pk=room).first()


def _changed(thread: Thread, since: int) -> list[Message]:
    rows = thread.messages.filter(changed__gt=since).with_people().order_by("-number")
    return list(rows[:AT_ONCE])[::-1]
