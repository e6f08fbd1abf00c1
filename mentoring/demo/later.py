"""The demo has a past: a programme that ended a year ago, whose mentees said since how it went on."""

from datetime import timedelta

from django.utils import timezone

from monitoring.afterwards import answering, asking
from monitoring.models import FollowUp
from monitoring.models.afterwards import MONTHS
from policy.machine import move
from policy.models import Event
from policy.permissions import Action
from programmes.models import Programme

from . import lives, texts
from .cast import Cast

ENDED = timedelta(days=400)
# for each mentee in turn: the situation after 3, 6 and 12 months, what came of it, what helped most
SAID = (
    (("better", "better", "better"), "job", "That somebody read my letter before I sent it."),
    (("same", "better", "better"), "interviews", "Talking through an interview the evening before."),
    (("better", "better", "better"), "studies", "Hearing how others had found their course."),
    (("worse", "same", "better"), "network", "Three telephone numbers."),
    (("same", "same", "same"), "direction", "To be asked what I want, and not what I can."),
    (("better", "better", "better"), "job", "The walk after each session."),
)


def tell_of_what_came_after(programme: Programme, people: Cast) -> None:
    """Its groups came to an end more than a year ago; all of their mentees have answered three times since."""
    for group in programme.groups.order_by("number"):
        lives.meet_once(group, -690)
        move(group, Action.WORK, by=group.mentor)
        writer = group.mentees()[0]
        lives.publish(group, "conclusions", texts.CONCLUSIONS, by=writer, reviewer=group.mentor)
        move(group, Action.END, by=group.mentor)
        Event.objects.filter(thing_id=group.pk, action=Action.END).update(at=timezone.now() - ENDED)
    mentees = [person for group in programme.groups.order_by("number") for person in group.mentees()]
    for person, (changes, result, helped) in zip(mentees, SAID, strict=False):
        for months, change in zip(MONTHS, changes, strict=True):
            goals, contact = ("yes", "yes") if change == "better" else ("partly", "no")
            asking.ask(asking.Due(programme, person, months), now=timezone.now())
            row = FollowUp.objects.get(space=programme.space, person=person, months=months)
            said = {"results": [result], "change": change, "goals": goals, "contact": contact}
            answering.answer(row, {**said, "helped": helped if months == MONTHS[0] else ""})
    move(programme, Action.WIND_UP, by=people.mara)
    move(programme, Action.CLOSE, by=people.mara)
