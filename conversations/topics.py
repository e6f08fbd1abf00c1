"""A topic: opened, replied to, taken back from, moderated, closed. What is said goes through ``talking``."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from documents.uploads import Opened
from jobs.queue import enqueue
from people.mail import write_to
from policy.machine import NotNow, record
from policy.models import Space
from policy.permissions import Action, Role, require

from . import attaching, reading, talking, telling
from .forums import why_closed
from .models import Message, Thread


def open_topic(
    space: Space, title: str, text: str, *, key: UUID, by: Any, audience: str = Thread.Audience.EVERYONE,
    attached: Sequence[Opened] = (), now: datetime | None = None,
) -> Thread:  # fmt: skip
    """Open a topic with its first message. ``key`` becomes the id of both: sent twice, there is one.

    What a manager opens in the network is an announcement. Raises ``PermissionDenied`` for whom the topic would not be
    for, ``NotNow`` where nothing can be written any more or the key is somebody else's.
    """
    told: dict[str, Any] = {"space": space, "kind": Thread.Kind.TOPIC, "title": title, "opened_by": by}
    topic = Thread(audience=audience, **told)
    require(by, Action.TALK, topic)
    told["is_announcement"] = topic.is_networks and Role.MANAGER in topic.roles_of(by)
    with transaction.atomic():
        kept, _is_new = Thread.objects.get_or_create(pk=key, defaults={"audience": audience, **told})
        if (kept.space_id, kept.opened_by_id) != (space.pk, by.pk):
            raise NotNow(_("This could not be sent. Copy what you wrote, open the page anew and send it again."))
        kept.space = space
        reply(kept, text, key=key, by=by, attached=attached, now=now)
    return kept


def reply(
    topic: Thread, text: str, *, key: UUID, by: Any, attached: Sequence[Opened] = (), seen: int = 0,
    now: datetime | None = None,
) -> Message:  # fmt: skip
    """Say something in a topic, with up to three files (see ``talking.say``); who follows it is told by and by.

    Sent twice, the first counts, its files too: a message that was taken back gets none again.
    ``seen``: up to which number of the thread its author had it before them; that is read then. Raises ``NotNow``
    besides when the group has ended.
    """
    require(by, Action.TALK, topic)
    if reason := why_closed(topic.space):
        raise NotNow(reason)
    with transaction.atomic():
        is_new = not Message.objects.filter(pk=key).exists()
        said = talking.say(topic, text, key=key, by=by, now=now)
        if is_new:  # two at the same moment bring the same files, and each place takes one
            attaching.attach(said, attached)
        reading.mark_read(topic, seen, by=by)
        enqueue(telling.JOB, key=f"{telling.JOB}:{said.pk}", message=str(said.pk))
    return said


def take_back(message: Message, *, by: Any, now: datetime | None = None) -> None:
    """Take back what one wrote (see ``talking.take_back``), its files too; nobody is told of it any more."""
    require(by, Action.TAKE_BACK, message)
    with transaction.atomic():
        talking.take_back(message, by=by, now=now)
        attaching.detach(message)
        telling.drop_where_nothing_is_new(message.thread)


def hide(message: Message, reason: str, *, by: Any, now: datetime | None = None) -> None:
    """Hide what somebody wrote, with a reason; its author is told that it was done, and reads the reason there."""
    require(by, Action.HIDE, message)
    with transaction.atomic():
        talking.hide(message, reason, by=by, now=now)
        telling.drop_where_nothing_is_new(message.thread)
        write_to(
            message.by,
            "conversations/hidden",
            about=f"thing conversations.message {message.pk} hidden",
            words={"topic": message.thread, "where": telling.where(message.thread)},
            path=f"{message.thread.get_absolute_url()}#m-{message.pk}",
        )


def close(topic: Thread, *, by: Any, now: datetime | None = None) -> None:
    """Close a topic: it can be read, and nothing more is written in it. Done twice, it is done."""
    _settle(topic, now or timezone.now(), by)


def reopen(topic: Thread, *, by: Any) -> None:
    """Let people write in it again. Done twice, it is done."""
    _settle(topic, None, by)


def _settle(topic: Thread, closed_at: datetime | None, by: Any) -> None:
    require(by, Action.SETTLE, topic)
    with transaction.atomic():
        rows = Thread.objects.filter(pk=topic.pk, closed_at__isnull=closed_at is not None)
        if rows.update(closed_at=closed_at):
            was, becomes = ("open", "closed") if closed_at else ("closed", "open")
            record(topic, Action.SETTLE, by=by, source=was, target=becomes)
    topic.closed_at = closed_at
