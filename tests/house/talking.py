"""What was said in the world: in the chat of a session of each programme; in the first one a manager is invited then."""

from typing import TYPE_CHECKING
from uuid import uuid4

from conversations import chats, guests, talking
from conversations.models import Message

if TYPE_CHECKING:
    from tests.house.world import World


def write(world: "World") -> None:
    """Tokens in what was said, in why something was hidden, and in what was."""

    def say(meeting: str, who: str, mark: str):
        return chats.say(world.things[meeting], world.token(mark), key=uuid4(), by=world.people[who])

    world.things["message"] = say("planned", "author", "said, first group")
    say("planned", "mentor", "said, first group")
    say("second planned", "mentee_other", "said, second group")
    hidden = say("planned", "mentee", "what was hidden")
    talking.hide(hidden, world.token("why it was hidden"), by=world.people["mentor"])
    world.things["hidden message"] = hidden
    _invite(world)
    world.things["message to a guest"] = say("planned", "author", "said to a guest")
    say("planned", "manager", "said to a guest")


def _invite(world: "World") -> None:
    meeting, whom, by = world.things["planned"], world.people["manager"], world.people["mentor"]
    guest = guests.invite(meeting, whom, world.token("why a manager was invited"), key=uuid4(), by=by)
    world.things["invitation into a chat"] = guest
    world.things["line of the system"] = Message.objects.get(guest=guest)
