"""Who follows a topic finds one line about it in the letter of the day: never the text, and not what they have read."""

from typing import Any

from django.db import transaction

from jobs.queue import handles
from people.mail import write_to
from people.models import Letter, User

from . import reading
from .models import Message, Reading, Thread

JOB = "conversations.tell"


@handles(JOB, seconds=100)
def tell(job: Any, *, message: str) -> None:
    """Keep a line for everybody who follows the topic of a message and has not read it; one, however much is new.

    A message that is gone by now tells nobody. Safe to run twice.
    """
    row = Message.objects.standing().select_related("thread").filter(pk=message).first()
    if row is None:
        return
    with transaction.atomic():
        topic = Thread.objects.select_for_update().get(pk=row.thread_id)  # of two messages at once, one tells
        for person in _waiting(topic, row):
            write_to(
                person,
                "conversations/topic",
                about=f"{reading.about(topic)}{row.number}",
                words={"topic": topic, "where": where(topic)},
                path=f"{topic.get_absolute_url()}#reply",
            )


def where(topic: Thread) -> str:
    """The name of the group or the programme: a letter says no more."""
    return str(topic.programme if topic.is_networks else topic.space.group)


def drop_where_nothing_is_new(topic: Thread) -> None:
    """After something was taken back or hidden: no line waits for whoever has nothing else to read there."""
    for letter in _held(topic).select_related("person"):
        reading.drop_if_read(topic, letter.person)


def _waiting(topic: Thread, row: Message) -> list[User]:
    """Who follows it, has not read the message, did not write it, and has no line about it yet."""
    said = {mark.person_id: mark for mark in Reading.objects.filter(thread=topic)}
    wrote = set(topic.messages.values_list("by", flat=True))
    told = {row.by_id, *_held(topic).values_list("person", flat=True)}
    found: dict[Any, User] = {}
    for part in topic.people():
        mark = said.get(part.person_id)
        follows = mark.follows if mark else None
        if follows is None:
            follows = reading.follows_by_itself(topic, part.person, part.person_id in wrote)
        if follows and part.person_id not in told and (mark is None or mark.up_to < row.number):
            found[part.person_id] = part.person
    return list(found.values())


def _held(topic: Thread) -> Any:
    return Letter.objects.filter(state=Letter.State.HELD, about__startswith=reading.about(topic))
