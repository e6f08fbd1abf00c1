"""Say something in a thread, take it back, hide it. It is kept before it is shown to anyone; sent twice, it counts once.

Every message and every change of one takes the next number of its thread, in the statement that locks the thread's row:
so the numbers are in the order of the commits, and "all after number n" misses nothing (no clock is asked for order).
"""

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.db import IntegrityError, transaction
from django.db.models import F
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from people.access import after_commit
from policy.machine import NotNow, record
from policy.permissions import Action, require

from . import search
from .models import Message, Thread

TAKE_BACK_MINUTES = 15
A_MINUTE_AT_MOST = 30  # messages of one person

Listener = Callable[[Thread], None]
_listeners: list[Listener] = []


def when_said(listener: Listener) -> None:
    """Hand down who is told, after the commit, of a thread in which something is new. It may fail without harm."""
    if listener not in _listeners:
        _listeners.append(listener)


def say(thread: Thread, text: str, *, key: UUID, by: Any, now: datetime | None = None) -> Message:
    """Keep what ``by`` says in ``thread``. ``key`` is the message's id, from the browser: sent twice, it is found again.

    Raises ``PermissionDenied`` for who is not in it, and ``NotNow`` in a closed thread, for who is faster than
    ``A_MINUTE_AT_MOST``, and for a key that another message has.
    """
    now = now or timezone.now()
    require(by, Action.TALK, thread)
    if said := _said(thread, key, by):
        return said
    _require_calm(by, now)
    try:
        with transaction.atomic():
            number = next_number(thread)
            require(by, Action.TALK, thread)  # once more, behind the lock: it may have ended while this one waited
            told = {"number": number, "changed": number, "text": text, "at": now}
            message = Message.objects.create(id=key, thread=thread, by=by, **told)
            search.keep(message)
            return message
    except IntegrityError:  # the same was sent at the same moment, or the key is somebody else's
        if said := _said(thread, key, by):
            return said
        raise NotNow(_("This could not be sent. Copy what you wrote, open the page anew and send it again.")) from None


def take_back(message: Message, *, by: Any, now: datetime | None = None) -> None:
    """Take back what one said, within ``TAKE_BACK_MINUTES``; its text is not kept. Done twice, it is done.

    Raises ``PermissionDenied`` for anybody else, ``NotNow`` when it is too late or was hidden.
    """
    now = now or timezone.now()
    require(by, Action.TAKE_BACK, message)
    if message.taken_back_at:
        return
    if not can_take_back(message, now):
        raise NotNow(
            ngettext(
                "A message can be taken back for %(n)d minute. This one stays; say what you want to correct.",
                "A message can be taken back for %(n)d minutes. This one stays; say what you want to correct.",
                TAKE_BACK_MINUTES,
            )
            % {"n": TAKE_BACK_MINUTES}
        )
    _change(message, Action.TAKE_BACK, by, {"taken_back_at__isnull": False}, taken_back_at=now, text="")


def can_take_back(message: Message, now: datetime) -> bool:
    """Whether it is still the moment for its author to take it back."""
    return message.is_standing and now - message.at <= timedelta(minutes=TAKE_BACK_MINUTES)


def hide(message: Message, reason: str, *, by: Any, now: datetime | None = None) -> None:
    """Hide what somebody said, with a reason for them; only whoever hid it can still read it. Done twice, it is done.

    In a closed thread, too: there, what should not stand would stand for ever.
    """
    require(by, Action.HIDE, message)
    if message.is_standing:
        values = {"hidden_at": now or timezone.now(), "hidden_by": by, "hidden_reason": reason}
        _change(message, Action.HIDE, by, {"hidden_by": by}, **values)


def next_number(thread: Thread, *, even_closed: bool = False) -> int:
    """The next number of the thread's sequence, inside a transaction: its row stays locked until the commit.

    Raises ``NotNow`` when the thread is closed, unless ``even_closed``. Whoever listens is told after the commit.
    """
    rows = Thread.objects.filter(pk=thread.pk)
    if not (rows if even_closed else rows.filter(closed_at=None)).update(last=F("last") + 1):
        raise NotNow(_("This conversation is closed. It can still be read."))
    thread.last = Thread.objects.values_list("last", flat=True).get(pk=thread.pk)
    for listener in _listeners:
        after_commit(listener, thread)
    return thread.last


def _change(message: Message, action: Action, by: Any, done: dict[str, Any], **values: Any) -> None:
    """Change a message that stands; of two who change it at once, one does. ``done``: how it is after the same by ``by``."""
    try:
        _change_what_stands(message, action, by, values)
    except NotNow:
        if not Message.objects.filter(pk=message.pk, **done).exists():
            raise
        message.refresh_from_db()  # the same form, sent twice at the same moment
    else:
        for name, value in values.items():
            setattr(message, name, value)


@transaction.atomic
def _change_what_stands(message: Message, action: Action, by: Any, values: dict[str, Any]) -> None:
    values["changed"] = next_number(message.thread, even_closed=action == Action.HIDE)
    if not Message.objects.standing().filter(pk=message.pk).update(**values):
        raise NotNow(_("Somebody else was faster. Look at how it stands now, then try again."))
    search.forget(message)
    record(message, action, by=by)


def _said(thread: Thread, key: UUID, by: Any) -> Message | None:
    return Message.objects.filter(pk=key, thread=thread, by=by).select_related("by").first()


def _require_calm(by: Any, now: datetime) -> None:
    if Message.objects.filter(by=by, at__gt=now - timedelta(minutes=1)).count() >= A_MINUTE_AT_MOST:
        raise NotNow(_("You are writing very fast. Wait a moment, then send this again."))
