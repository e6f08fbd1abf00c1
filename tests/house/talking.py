"""What was said in the world: in the chat of a session of each programme, one message hidden by the mentor."""

from typing import TYPE_CHECKING
from uuid import uuid4

from conversations import chats, talking

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
