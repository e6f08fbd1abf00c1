"""The letter of the day: what is due (sessions/due.py) and what happened that could wait; one a person and day."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from jobs.queue import NotDoneYet, handles
from people import day_letters
from people.day_letters import had_letter_of, letter_of_the_day
from people.mail import hold, speaking_to
from people.models import Letter, MailChoice, User
from policy import telling
from policy.permissions import Role
from policy.standing import Standing
from programmes.models import Group

from . import due
from .changing import letters
from .due import Line

AWAKE = range(8, 21)  # hours on the reader's clock; changes and signatures do not wait for them
AT_MOST = 200  # letters in one turn, so that other work is not held up


@handles("sessions.letters_of_the_day", seconds=100)
def write_letters_of_the_day(job: Any) -> None:
    """Write everybody's letter whose day has begun, turn by turn."""
    if write(now=timezone.now()) == AT_MOST:
        raise NotDoneYet


def write(*, now: datetime) -> int:
    """Write the letters of the day that are due at this moment, and return how many. Two at once write each one once."""
    written = 0
    for person, lines in _awaiting(now):
        written += _write(person, lines, now.astimezone(person.zone).date())
        if written == AT_MOST:
            break
    return written


def _awaiting(now: datetime) -> Iterator[tuple[User, list[Line]]]:
    """Who is awake, wants it, has had no letter today and is due one, with their reminders; a few queries for everybody."""
    found = due.lines_for_all(now)
    holds = set(Letter.objects.filter(state=Letter.State.HELD).values_list("person_id", flat=True))
    told = _told(found, holds, now)
    people = User.objects.filter(pk__in=found.keys() | holds, is_active=True).exclude(mail_choice=MailChoice.MUST)
    for person in people.order_by("pk"):
        local = now.astimezone(person.zone)
        if local.hour not in AWAKE or (person.pk, had_letter_of(local.date())) in told:
            continue
        lines = [line for line in found.get(person.pk, []) if (person.pk, line.about) not in told]
        if lines or person.pk in holds:
            yield person, lines


def _told(found: Mapping[UUID, Sequence[Line]], holds: set[UUID], now: datetime) -> set[tuple[UUID, str]]:
    """Which of these reminders, and whose letters of these days, are written already."""
    days = {had_letter_of(now.date() + timedelta(days=n)) for n in (-1, 0, 1)}
    keys = days | {line.about for lines in found.values() for line in lines}
    rows = Letter.objects.filter(person__in=found.keys() | holds, about__in=keys)
    return set(rows.values_list("person_id", "about"))


@transaction.atomic
def _write(person: User, lines: Sequence[Line], today: date) -> bool:
    day_letters.hold(person)  # the other of two who write at once waits here, and whoever ends a part in a group
    if Letter.objects.filter(person=person, about=had_letter_of(today)).exists():
        return False
    standing = Standing.of(person)  # as it is now: the reminders were gathered before
    here = standing.spaces(Role.MENTOR, Role.MENTEE)
    held = _held(person, standing.left_spaces((Role.MENTOR, Role.MENTEE)), here)
    with speaking_to(person):
        still = [line for line in lines if line.meeting.group.space_id in here]
        new = [hold(person, due.head(line, today), **due.rest(line)) for line in still]
    everything = [letter for letter in new if letter] + held
    return bool(everything) and letter_of_the_day(person, everything, on=today) is not None


def _held(person: User, left: Sequence[UUID], here: Sequence[UUID]) -> list[Letter]:
    """What was held back for somebody. What they may not know of any more is forgotten: of groups they left, all of it."""
    rows = Letter.objects.filter(person=person, state=Letter.State.HELD).select_related("person")
    found = list(rows.order_by("created_at"))
    unknown = {letter.pk for letter in found if not telling.may_still_know(letter)}
    for group in Group.objects.filter(space__in=set(left) - set(here)) if left and found else ():
        unknown |= letters.about(group, found)
    Letter.objects.filter(pk__in=unknown).delete()
    return [letter for letter in found if letter.pk not in unknown]
