"""What was changed in the groups of the world, with a token in every reason; and the word that a mentor leaves."""

from typing import TYPE_CHECKING
from uuid import uuid4

from policy.permissions import Role
from programmes import without_group
from programmes.models import Seat
from sessions import changing
from sessions.changing import parting
from sessions.changing.holding import Asked, as_seen
from sessions.models import Change
from tests import stories

if TYPE_CHECKING:
    from tests.house.world import World


def write(world: "World") -> None:
    """Somebody leaves the first group, a manager notes something of the second one, Tomas leaves a word.

    In both programmes a mentee and a mentor who came late have ended, in the first one somebody else has not; and in
    both a mentor who leads no group fits a mentee who waits.
    """
    for prefix, who in (("", "author"), ("second ", "mentee_other")):
        group = world.things[f"{prefix}group"]
        world.things[f"{prefix}seat"] = Seat.objects.get(group=group, application__person=world.people[who])
    group, second = world.things["group"], world.things["second group"]
    row = parting.ask(group, by=world.people["manager"])
    parting.write(row, world.token("word to the successor"), by=world.people["mentor"])
    seats = Seat.objects.select_related("application__person", "participation", "group__programme", "group__space")
    leaving = seats.get(group=group, application__person=world.people["mentee_left"])
    asked = Asked(uuid4(), as_seen(group), world.token("why a group was changed, Step into work"))
    changing.leave(leaving, asked=asked, by=world.people["manager"])
    told = {"kind": Change.Kind.LEFT, "by": world.people["manager_other"]}
    reason = world.token("why a group was changed, Second chance")
    Change.objects.create(group=second, reason=reason, **told)
    world.things["application of who left"] = leaving.application
    for programme, by in ((group.programme, "manager"), (second.programme, "manager_other")):
        for role in (Role.MENTEE, Role.MENTOR):
            late = stories.newcomer(f"Late{role}{programme.pk}", programme, role, by=world.people[by])
            without_group.let_go(late, world.token(f"why somebody ended, {programme}"), by=world.people[by])
        shared = [world.token(f"why a mentor without a group fits, {programme}")]
        for role in (Role.MENTEE, Role.MENTOR):
            stories.newcomer(f"Waits{role}{programme.pk}", programme, role, by=world.people[by], goals=shared)
