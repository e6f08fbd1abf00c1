"""What managers of the house tests' world keep to evaluate their programmes, with a token in each confidential field."""

import re
from datetime import timedelta
from decimal import Decimal
from typing import TYPE_CHECKING

from django.utils import timezone

from monitoring import evaluating, executive
from monitoring.afterwards import answering, asking
from monitoring.models import FollowUp, SponsorLink
from people.models import Letter
from programmes.models import Programme

if TYPE_CHECKING:
    from tests.house.world import World


def write(world: "World") -> None:
    """Objectives, targets, what others reached, and a link for a sponsor, in both programmes; a report in the first."""
    for prefix, who in (("", "manager"), ("second ", "manager_other")):
        programme, by = world.things[f"{prefix}programme"], world.people[who]
        evaluating.set_objectives(programme, [world.token(f"objective, {programme}")], by=by)
        evaluating.set_targets(programme, {"sessions-held": Decimal(90)}, by=by)
        source = world.token(f"benchmark, {programme}")
        evaluating.add_benchmark(programme, "drop-out", Decimal(20), source, by=by)
        until, label = timezone.localdate() + timedelta(days=9), world.token(f"sponsor link, {programme}")
        world.things[f"{prefix}sponsor address"] = evaluating.open_for(programme, label, until, by=by)
        world.things[f"{prefix}sponsor link"] = SponsorLink.objects.get(label=label)
        _afterwards(world, prefix, programme)
    world.things["executive report"] = executive.ask(world.things["programme"], by=world.people["manager"])


def _afterwards(world: "World", prefix: str, programme: Programme) -> None:
    """Two mentees were asked how it went on: one has said it, whose words nobody reads as long as there are no five."""
    for who, months in (("mentee_other", 3), ("author", 6)):
        asking.ask(asking.Due(programme, world.people[who], months), now=timezone.now())
    said = FollowUp.objects.get(space=programme.space_id, months=3)
    words = world.token(f"afterwards, {programme}")
    answering.answer(said, {"results": ["job"], "change": "better", "goals": "yes", "contact": "yes", "helped": words})
    letter = Letter.objects.filter(person=world.people["author"], about__startswith="monitoring/afterwards").first()
    found = re.search(r"/afterwards/l/([\w-]+)/", letter.body if letter else "")
    assert found
    world.things[f"{prefix}follow-up"] = found.group(1)
