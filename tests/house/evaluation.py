"""What managers of the house tests' world keep to evaluate their programmes, with a token in each confidential field."""

from datetime import timedelta
from decimal import Decimal
from typing import TYPE_CHECKING

from django.utils import timezone

from monitoring import evaluating, executive
from monitoring.models import SponsorLink

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
    world.things["executive report"] = executive.ask(world.things["programme"], by=world.people["manager"])
