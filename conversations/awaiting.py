"""What awaits somebody in conversations: the chats into which a mentor invited a manager."""

from django.utils.translation import gettext as _

from policy.standing import Standing
from policy.tasks import Task

from . import guests


def tasks_for_manager(standing: Standing) -> list[Task]:
    """One line for each chat that is open to her, by when it was invited for. One query."""
    return [
        Task(
            verb=_("Read and write in the chat"),
            thing=str(guest.thread.meeting),
            url=f"{guest.thread.get_absolute_url()}#last",
            why=_("%(name)s invited you") % {"name": guest.by.name},
            where=str(guest.thread.meeting.group),
        )
        for guest in guests.of_person(standing.person)
        if guest.thread.meeting
    ]
