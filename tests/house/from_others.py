"""What a mentee of the house tests' world asks of people outside, with a token in each confidential field."""

from typing import TYPE_CHECKING
from uuid import uuid4

from monitoring.models import FeedbackRound
from monitoring.others import asking, links
from tests.monitoring import outside

if TYPE_CHECKING:
    from tests.house.world import World


def write(world: "World") -> None:
    """A round with somebody who has answered and somebody who has not, and one of which nobody outside knows yet."""
    author, group, mark = world.people["author"], world.things["group"], "feedback from others"
    told = {"statements": [{"key": "one", "text": world.token("words for others")}], "names": "named"}
    row = asking.begin(group, told, by=author, pk=uuid4())
    asking.rate_oneself(row, {"one": "3"}, by=author)
    for number in range(2):
        email = f"{world.token('address of somebody outside')}@example.net"
        person = {"name": world.token(mark), "email": email, "relation": "peer"}
        link = asking.invite(row, person, by=author, pk=uuid4())
        token = outside.token_of(link)
        if number == 0:
            said = {"rated": {"one": "4"}, "keep": world.token(mark), "change": world.token(mark)}
            assert links.answer(links.of_token(token), said, once=None)
    world.things |= {"round of feedback": row, "link for feedback": link, "address for feedback": token}
    fresh = FeedbackRound(space=group.space, person=author, statements=row.statements, names="named")
    fresh.save(force_insert=True)
    world.things["fresh round of feedback"] = fresh
