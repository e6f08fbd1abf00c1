"""The title of a topic: put right by its author for fifteen minutes, hidden by who moderates; as messages are."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from people.mail import write_to
from policy.machine import NotNow, record
from policy.permissions import Action, Role, require

from . import search, telling
from .forums import why_closed
from .models import Thread
from .talking import TAKE_BACK_MINUTES


@dataclass(frozen=True)
class Title:
    """The title of a topic as a thing of its own: its author is who opened the topic."""

    topic: Thread

    def roles_of(self, person: Any) -> frozenset[Role]:
        """What ``person`` is in front of it, as in front of a message."""
        return self.topic.roles_before(person, self.topic.opened_by_id)


def can_put_right(topic: Thread, now: datetime) -> bool:
    """Whether it is still the moment for its author to put it right."""
    is_open = topic.closed_at is None and not why_closed(topic.space)
    return is_open and not topic.title_hidden_at and now - topic.created_at <= timedelta(minutes=TAKE_BACK_MINUTES)


def put_right(topic: Thread, title: str, *, by: Any, now: datetime | None = None) -> None:
    """Give a topic another title; what it was before is not kept. Done twice, it is done.

    Raises ``PermissionDenied`` for anybody but its author, ``NotNow`` when it is too late, closed or hidden.
    """
    require(by, Action.PUT_RIGHT, Title(topic))
    if not can_put_right(topic, now or timezone.now()):
        raise NotNow(too_late())
    if title != topic.title:
        _change(topic, Action.PUT_RIGHT, by, {"title": title, "title_hidden_at": None}, title=title)


def too_late() -> str:
    """Why it cannot be put right, in words."""
    words = ngettext(
        "A title can be put right for %(n)d minute, while the topic is open. This one stays; say in a reply what is meant.",
        "A title can be put right for %(n)d minutes, while the topic is open. This one stays; say in a reply what is meant.",
        TAKE_BACK_MINUTES,
    )
    return words % {"n": TAKE_BACK_MINUTES}


def hide(topic: Thread, reason: str, *, by: Any, now: datetime | None = None) -> None:
    """Hide a title, with a reason that stands in its place; also in a closed topic. Done twice, it is done.

    Its author is told that it was done, and reads the reason there.
    """
    require(by, Action.HIDE, Title(topic))
    if topic.title_hidden_at:
        return
    values = {"title_hidden_at": now or timezone.now(), "title_hidden_by": by, "title_hidden_reason": reason}
    with transaction.atomic():
        if not _change(topic, Action.HIDE, by, {"title_hidden_by": by}, **values):
            return
        if topic.opened_by and topic.opened_by_id != by.pk:
            write_to(
                topic.opened_by,
                "conversations/hidden",
                about=f"thing conversations.message {topic.pk} title hidden",  # by its first message, which has its id
                words={"topic": topic, "where": telling.where(topic)},
                path=topic.get_absolute_url(),
            )


@transaction.atomic
def _change(topic: Thread, action: Action, by: Any, done: dict[str, Any], **values: Any) -> bool:
    """Change a title that stands; of two who change it at once, one does. ``done``: how it is after the same by ``by``."""
    if not Thread.objects.filter(pk=topic.pk, title_hidden_at=None, title=topic.title).update(**values):
        if Thread.objects.filter(pk=topic.pk, **done).exists():
            return False  # the same form, sent twice at the same moment
        raise NotNow(_("Somebody else was faster. Look at how it stands now, then try again."))
    for name, value in values.items():
        setattr(topic, name, value)
    first = topic.messages.filter(number=1).first()
    if first:
        first.thread = topic
        search.renew(first)
    record(topic, action, by=by)
    return True
