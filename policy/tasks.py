"""What awaits a person: one line on their page, in words, with the address where it is done."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime
from uuid import UUID

from django.utils import timezone
from django.utils.translation import gettext as _

from people.moments import date_format


@dataclass(frozen=True)
class Task:
    """A verb, a thing, why, and until when. ``harm`` ranks what is late: greater is worse.

    ``begins``: the line is a button that begins it, and not a link. ``space`` is where it is to be done; the page puts its name beside it.
    ``until_end``: nothing to do any more once that has ended.
    """

    verb: str
    thing: str
    url: str
    why: str = ""
    due: datetime | None = None
    harm: int = 0
    space: UUID | None = None
    where: str = ""
    begins: bool = False
    until_end: bool = False

    @property
    def is_late(self) -> bool:
        """Whether its time has passed."""
        return self.due is not None and self.due < timezone.now()

    @property
    def due_words(self) -> str:
        """“before Thu 4 March, 18:00” in the reader's zone and language; empty when there is no date."""
        if self.due is None:
            return ""
        when = date_format(timezone.localtime(self.due), "D j F, H:i")
        return _("late since %(when)s") % {"when": when} if self.is_late else _("before %(when)s") % {"when": when}


def ranked(tasks: Iterable[Task], at_most: int = 5) -> tuple[list[Task], int]:
    """The tasks to show, most harmful delay first, then by date; and how many more there are (design 5, section 5)."""
    never = datetime.max.replace(tzinfo=UTC)
    order = sorted(tasks, key=lambda task: (not task.is_late, -task.harm, task.due or never))
    return order[:at_most], max(0, len(order) - at_most)
