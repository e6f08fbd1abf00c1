"""What a topic looks like to one reader: its messages with their files, who reads it, what the reader can do."""

from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from typing import Any

from policy.permissions import GRANTS, Action, Role

from . import reading, titles
from .forums import Forum, readers_of, why_closed
from .models import Message, MessageFile, Thread
from .showing import Line, line_of

A_PAGE = 50  # messages shown at once


@dataclass(frozen=True)
class Post:
    """One message of a topic as its reader sees it. ``is_new``: somebody else's, and not marked as read."""

    line: Line
    files: list[MessageFile]
    is_new: bool


@dataclass(frozen=True)
class Topic:
    """A topic for one reader, who stands in it with ``roles``; ``before``: only what stands before this number."""

    thread: Thread
    reader: Any
    roles: frozenset[Role]
    now: datetime
    before: int | None = None

    @property
    def forum(self) -> Forum:
        """Where it belongs."""
        return Forum(self.thread.space, self.reader, self.roles)

    @cached_property
    def why_closed(self) -> str | None:
        """Why the whole forum is closed, if it is; a topic that somebody closed is ``thread.closed_at``."""
        return why_closed(self.thread.space)

    @property
    def is_open(self) -> bool:
        """Whether something can be written in it."""
        return not self.why_closed and self.thread.closed_at is None

    @property
    def can_settle(self) -> bool:
        """Whether the reader can close or reopen it now."""
        return not self.why_closed and bool(self.roles & GRANTS[Action.SETTLE])

    @cached_property
    def can_put_title_right(self) -> bool:
        """Whether the reader opened it so lately that its title can still be put right."""
        is_authors = self.thread.opened_by_id == self.reader.pk
        return is_authors and not self.why_closed and titles.can_put_right(self.thread, self.now)

    @cached_property
    def can_hide_title(self) -> bool:
        """Whether the reader moderates here, and the title is somebody else's."""
        return self._moderates and not self.thread.title_hidden_at and self.thread.opened_by_id != self.reader.pk

    @property
    def hidden_title(self) -> str:
        """The title that was hidden, for whoever hid it alone."""
        row = self.thread
        return row.title if row.title_hidden_at and row.title_hidden_by_id == self.reader.pk else ""

    @property
    def _moderates(self) -> bool:
        roles = self.roles - {Role.MENTOR} if self.thread.is_networks else self.roles  # as ``Thread.roles_before``
        return bool(roles & GRANTS[Action.HIDE])

    @cached_property
    def readers(self) -> str:
        """Who reads it, in words."""
        return readers_of(self.thread, self.reader)

    @cached_property
    def follows(self) -> bool:
        """Whether new messages in it stand in the reader's letter of the day."""
        return reading.follows(self.thread, self.reader)

    @cached_property
    def read_up_to(self) -> int:
        """Up to which number it is marked as read."""
        return reading.read_up_to(self.thread, self.reader)

    @cached_property
    def posts(self) -> list[Post]:
        """The newest messages, or those before a number, in their order; at most ``A_PAGE``."""
        return [
            self._post(line_of(row, self.reader, moderates=self._moderates, is_open=self.is_open, now=self.now))
            for row in reversed(self._newest[:A_PAGE])
        ]

    @property
    def has_news(self) -> bool:
        """Whether something in it is not marked as read."""
        return any(post.is_new for post in self.posts)

    @property
    def earlier(self) -> int | None:
        """Before which number the earlier ones stand, if there are any."""
        return self.posts[0].line.message.number if len(self._newest) > A_PAGE else None

    def _post(self, line: Line) -> Post:
        row = line.message
        is_new = not line.is_mine and row.is_standing and row.number > self.read_up_to
        return Post(line, list(row.files.all()) if row.is_standing else [], is_new)

    @cached_property
    def _newest(self) -> list[Message]:
        rows = self.thread.messages.select_related("by", "hidden_by").prefetch_related("files").order_by("-number")
        return list((rows.filter(number__lt=self.before) if self.before else rows)[: A_PAGE + 1])


def beside(message: Message) -> str:
    """The address at which a message of any thread can be read, at its place."""
    thread = message.thread
    earlier = f"?before={message.number + A_PAGE // 2}" if thread.last - message.number >= A_PAGE else ""
    return f"{thread.get_absolute_url()}{earlier}#m-{message.pk}"
