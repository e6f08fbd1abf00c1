"""Changes of groups for tests: the shortest way to ask for one, and what people were told of it."""

import uuid

from people.models import User
from programmes.models import Application, Group, Seat
from sessions import changing
from sessions.changing.holding import Asked, as_seen
from sessions.changing.mentors import Note
from sessions.models import Change

WHY = "Their working hours never meet."
NOTE = Note("Everybody, by letter")


def asked(*groups: Group, reason: str = WHY) -> Asked:
    """A change that is asked for on what these groups are now."""
    return Asked(uuid.uuid4(), as_seen(*groups), reason)


def seat(group: Group, person: User) -> Seat:
    """The place of a mentee, as a request of its own would load it."""
    rows = Seat.objects.select_related("application__person", "participation", "group__programme", "group__space")
    return rows.get(group=group, application__person=person)


def replace(group: Group, mentor: Application | None, by: User) -> Change | None:
    """Another mentor, or none for a while."""
    return changing.replace_mentor(group, mentor, note=NOTE, asked=asked(group), by=by)


def subjects(person: User) -> list[str]:
    """The first lines of the letters that somebody got, but for the invitation."""
    return sorted(person.letters.exclude(about__startswith="invitation").values_list("subject", flat=True))


def files_of(person: User, letter: str) -> list[str]:
    """What the files of a letter ask of a calendar."""
    return [file["type"] for file in person.letters.get(about__startswith=letter).files]
