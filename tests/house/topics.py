"""What was written between the sessions: topics of groups, and of the networks of both programmes."""

from datetime import timedelta
from typing import TYPE_CHECKING
from uuid import uuid4

from django.utils import timezone

from conversations import titles, topics
from conversations.models import MessageFile, Thread
from documents import files

if TYPE_CHECKING:
    from tests.house.world import World

NETWORKS = (
    ("", "mentor", "everyone"), ("", "mentor_other", "mentors"), ("", "peer", "mentees"),
    ("second ", "dual", "everyone"),
)  # fmt: skip


def write(world: "World") -> None:
    """Tokens in titles, in what was written, in files, in why something was hidden, and in what was."""
    for prefix, who in (("", "author"), ("second ", "mentee_other")):
        group = world.things[f"{prefix}group"]
        mark = f"topic, {prefix or 'first '}group"
        topic = _open(world, group.space, who, mark)
        world.things |= {f"{prefix}topic": topic, f"{prefix}forum": group.space}
        world.things[f"{prefix}post"] = _reply(world, topic, who, mark)
        world.things[f"{prefix}file of a message"] = _file(world, world.things[f"{prefix}post"], mark)
    for prefix, who, audience in NETWORKS:
        programme = world.things[f"{prefix}programme"]
        topic = _open(world, programme.space, who, f"network for {audience}, {programme}", audience)
        world.things |= {f"{prefix}topic for {audience}": topic, f"{prefix}network": programme.space}
    world.things["network post"] = _reply(world, world.things["topic for everyone"], "author",
                                          "network for everyone, Step into work")  # fmt: skip
    hidden = _reply(world, world.things["topic"], "mentee", "what was hidden")
    topics.hide(hidden, world.token("why it was hidden"), by=world.people["mentor"])
    _titles(world)


def _titles(world: "World") -> None:
    """One was hidden; the others can be put right for as long as somebody looks at this world."""
    told = {"key": uuid4(), "by": world.people["mentee"]}
    space, title = world.things["forum"], world.token("what was hidden")
    titles.hide(topics.open_topic(space, title, world.token("topic, first group"), **told),
                world.token("why it was hidden"), by=world.people["mentor"])  # fmt: skip
    for topic in (world.things["topic"], world.things["topic for everyone"]):
        Thread.objects.filter(pk=topic.pk).update(created_at=timezone.now() + timedelta(days=1))


def _open(world: "World", space, who: str, mark: str, audience: str = "everyone") -> Thread:
    told = {"key": uuid4(), "by": world.people[who], "audience": audience}
    return topics.open_topic(space, world.token(mark), world.token(mark), **told)


def _reply(world: "World", topic: Thread, who: str, mark: str):
    return topics.reply(topic, world.token(mark), key=uuid4(), by=world.people[who])


def _file(world: "World", message, mark: str) -> MessageFile:
    path = files.keep(world.token(mark).encode(), ".pdf", folder="messages")
    told = {"name": world.token(mark), "path": path, "media_type": "application/pdf", "size": 7}
    return MessageFile.objects.create(message=message, number=1, **told)
