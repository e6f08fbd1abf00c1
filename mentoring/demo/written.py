"""What the group Aušra writes between its sessions, and what the network of its programme talks of."""

from datetime import timedelta
from typing import Any
from uuid import uuid4

from django.utils import timezone

from conversations import topics
from policy.models import Space
from programmes.models import Group

from .cast import Cast

ADVERT = (
    ("tomas", 7, "The advert from the library is still open. Who of you would like to try?"),
    ("nia", 6, "I would. They ask for a letter of one page, mine has two."),
    ("ela", 6, "Leave out the years before 2015, they fit into one line. I did that with mine: https://example.org/cv"),
    ("nia", 2, "One page now! I bring it on Thursday."),
)
NEWS = "The library gives us the hall on the first Tuesday of each month, from five. Tea is there, come as you are."
QUESTION = (
    ("ela", 5, "Has anybody worked with a mentor over the telephone only? What helped you?"),
    ("tomas", 4, "We agree at the beginning what we want to have at the end, and say it again before we hang up."),
)
AMONG_MENTORS = "How do you answer when somebody asks you for a job in your own firm?"


def between_sessions(ausra: Group, people: Cast) -> None:
    """A topic of the group; three of the network: the managers' news, a question of a mentee, one of mentors alone."""
    network = ausra.programme.space
    _topic(ausra.space, "The advert of the library", ADVERT, people)
    _topic(network, "Our evenings in the library", (("mara", 8, NEWS),), people)
    _topic(network, "Mentoring over the telephone", QUESTION, people)
    _topic(network, "A job in one's own firm", (("tomas", 3, AMONG_MENTORS),), people, audience="mentors")


def _topic(space: Space, title: str, said: tuple[tuple[str, int, str], ...], people: Cast, **more: Any) -> None:
    now = timezone.now()
    (who, days, text), *replies = said
    told: dict[str, Any] = {"key": uuid4(), "by": getattr(people, who), "now": now - timedelta(days=days)}
    topic = topics.open_topic(space, title, text, **told, **more)
    for number, (name, ago, words) in enumerate(replies):
        at = now - timedelta(days=ago) + timedelta(minutes=number)
        topics.reply(topic, words, key=uuid4(), by=getattr(people, name), now=at)
