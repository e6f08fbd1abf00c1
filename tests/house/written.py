"""What is written to people in the world: by managers of both programmes, by a mentor to the group, and what is not sent."""

import uuid
from datetime import timedelta
from typing import TYPE_CHECKING, Any

from django.utils import timezone

from people.models import User
from programmes.models import LetterText, Programme, Writing
from programmes.writing import audience, beginnings, sending

if TYPE_CHECKING:
    from tests.house.world import World


def write(world: "World") -> None:
    """A letter of each manager, one of the mentor, a draft, and a text to begin with in each programme."""
    for prefix, manager, reader in (("", "manager", "author"), ("second ", "manager_other", "mentee_other")):
        programme, by = world.things[f"{prefix}programme"], world.people[manager]
        chosen = [str(world.people[reader].pk)]
        sent = _sent(world, f"letter of a manager, {programme}", programme, chosen, by)
        world.things[f"{prefix}letter of the manager"] = sent
        mark = f"text to begin letters with, {programme}"
        row = LetterText(programme=programme, pk=uuid.uuid4())
        world.things[f"{prefix}text of letters"] = beginnings.keep(row, world.token(mark), _texts(world, mark), by=by)
    world.things["copy of the author"] = world.things["letter of the manager"].copies.get()
    group, tomas, mara = world.things["group"], world.people["mentor"], world.people["manager"]
    chosen = audience.of_groups(group.programme, [group.pk], ["mentee"])
    mark = "letter of the mentor"
    world.things[mark] = _sent(world, mark, group.programme, chosen, tomas, group=group)
    draft = _texts(world, "draft of a manager")
    world.things["draft of the manager"] = sending.begin(group.programme, chosen, by=mara, texts=draft)


def _texts(world: "World", mark: str) -> beginnings.Texts:
    return {"en": {"subject": world.token(mark), "text": world.token(mark)}}


def _sent(world: "World", mark: str, programme: Programme, chosen: list[str], by: User, **more: Any) -> Writing:
    """An hour ago: it has gone, or goes as soon as somebody works."""
    row = sending.begin(programme, chosen, by=by, texts=_texts(world, mark), **more)
    sending.send(row, seen=0, by=by, now=timezone.now() - timedelta(hours=1))
    return row
