"""Resources are suggested, taken back, marked as done, and said to have helped or not (R37)."""

from dataclasses import dataclass
from typing import Any
from uuid import UUID, uuid5

from django.db import IntegrityError, transaction
from django.db.models import QuerySet
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from people.mail import write_to
from people.models import Letter
from policy.machine import NotNow, record
from policy.models import Event
from policy.permissions import Action, require
from programmes.models import Group, Resource
from programmes.resources import library

from .models import Homework, Meeting, Suggestion, SuggestionAnswer

AT_MOST = 500  # that stand in one group
LETTER = "sessions/suggested"


@dataclass(frozen=True)
class For:
    """For whom and with what: ``person`` is nobody where it is for all; ``meeting`` and ``homework`` may be missing."""

    person: Any = None
    meeting: Meeting | None = None
    homework: Homework | None = None

    @property
    def key(self) -> str:
        """The same for the same."""
        with_what = self.homework or self.meeting
        return f"{self.person.pk if self.person else 'all'} {with_what.pk if with_what else '-'}"


def suggest(resource: Resource, group: Group, whom: For, why: str, *, pk: UUID, by: Any) -> Suggestion:
    """Suggest a resource with a line why, and tell whom it is for in the letter of the day. Sent twice, it is one.

    What stands there already gets the new line, and nobody is told again. Raises ``NotNow`` in a group that has ended,
    and for a resource that is not to be suggested any more.
    """
    require(by, Action.SUGGEST, group)
    _require_open(group)
    if not Resource.objects.usable_by(by).filter(pk=resource.pk, programme=group.programme_id).exists():
        raise NotNow(_("This resource is in the archive. Choose another."))
    there = Suggestion.objects.standing().filter(group=group, resource=resource, place=whom.key)
    sent_before = Suggestion.objects.filter(pk=pk, group=group)
    if there.update(why=why) or sent_before.exists():
        return there.first() or sent_before.get()
    if group.suggestions.standing().count() >= AT_MOST:
        raise NotNow(_("So many resources are suggested already. Take one back first."))
    row = Suggestion(pk=pk, group=group, resource=resource, place=whom.key, why=why, by=by)
    row.person, row.meeting, row.homework = whom.person, whom.meeting, whom.homework
    try:
        with transaction.atomic():
            row.save(force_insert=True)
            _tell(row)
    except IntegrityError:  # sent twice at the same moment, or an id that is somebody else's
        if found := there.first():
            return found
        raise NotNow(_("This page is old. Go back to the group and begin again.")) from None
    return row


def bring(title: str, link: str, group: Group, whom: For, why: str, *, pk: UUID, by: Any) -> Suggestion:
    """Suggest a link that is not in the library: managers see it there as brought by a mentor, and may adopt it."""
    require(by, Action.SUGGEST, group)
    _require_open(group)
    with transaction.atomic():
        its_own = uuid5(pk, "resource")  # the same however often the form is sent, and no other thing's id
        resource = library.bring(group.programme, title, link, pk=its_own, by=by)
        return suggest(resource, group, whom, why, pk=pk, by=by)


def _tell(row: Suggestion) -> None:
    """A line in the letter of the day: one a group, however many were suggested meanwhile."""
    event = record(row, Action.SUGGEST, by=row.by)
    for person in [row.person] if row.person else row.group.mentees():
        if not _held(row.group).filter(person=person).exists():
            _write(event, row.group, person)


def _write(event: Event, group: Group, person: Any) -> None:
    """The letter is about the event: whoever may not know of it any more when it goes, gets none."""
    write_to(person, LETTER, about=f"event {event.pk}", words={"group": group}, path=_list_of(group))


def _held(group: Group) -> QuerySet[Letter]:
    return Letter.objects.filter(state=Letter.State.HELD, link__endswith=_list_of(group))


def _list_of(group: Group) -> str:
    return reverse("sessions:resources", args=(group.pk,))


def take_back(row: Suggestion, *, by: Any) -> None:
    """Take a suggestion back: mentees do not see it any more, and a letter that has not gone does not tell of it."""
    require(by, Action.SUGGEST, row)
    with transaction.atomic():
        if Suggestion.objects.standing().filter(pk=row.pk).update(taken_back_at=timezone.now()):
            record(row, Action.WITHDRAW, by=by)
            _tell_of_others_instead(row)


def _tell_of_others_instead(row: Suggestion) -> None:
    """Who would have heard of it in the next letter hears of what was suggested after it, if there is anything."""
    told = Event.objects.filter(thing_id=row.pk, action=Action.SUGGEST).values_list("pk", flat=True)
    letters = _held(row.group).filter(about__in=[f"event {pk}" for pk in told]).select_related("person")
    for letter in list(letters):
        letter.delete()
        later = row.group.suggestions.standing().to(letter.person).filter(created_at__gte=row.created_at)
        event = Event.objects.filter(thing_id__in=later.values("pk"), action=Action.SUGGEST).first()
        if event:
            _write(event, row.group, letter.person)


def tick(row: Suggestion, is_done: bool, *, by: Any) -> None:
    """A mentee marks a suggestion as done, or takes that back; whether it helped stays said."""
    _require_answer(row, by)
    SuggestionAnswer.objects.update_or_create(suggestion=row, person=by, defaults={"is_done": is_done})


def say(row: Suggestion, helped: str, words: str, *, by: Any) -> None:
    """A mentee says whether it helped, with a line that the mentor reads. Whoever can say that has done it."""
    _require_answer(row, by)
    told = {"helped": SuggestionAnswer.Helped(helped), "words": words, "is_done": True}
    SuggestionAnswer.objects.update_or_create(suggestion=row, person=by, defaults=told)


def _require_answer(row: Suggestion, by: Any) -> None:
    require(by, Action.USE, row)
    _require_open(row.group)


def _require_open(group: Group) -> None:
    if group.has_ended:
        raise NotNow(_("The group has ended. It can only be read."))
