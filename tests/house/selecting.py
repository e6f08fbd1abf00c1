"""What managers keep about those who apply, in both programmes: scores, a noted decision, an interview, a free place."""

from datetime import timedelta
from typing import Any

from django.utils import timezone

from policy.permissions import Action
from programmes.models import Application, FreePlace, SelectionRules
from programmes.selecting import interviews, noting, scoring

KEYS = ("need", "goals", "will", "time")


def write(world: Any) -> None:
    _of(world, "", world.things["application"], world.people["manager"])
    _of(world, "second ", world.things["second application of a mentor"], world.people["manager_other"])


def _of(world: Any, prefix: str, application: Application, by: Any) -> None:
    programme = world.things[f"{prefix}programme"]
    world.things[f"{prefix}free place"] = FreePlace.objects.create(programme=programme, role="mentee")
    SelectionRules.objects.create(
        programme=programme,
        criteria={application.role: [{"key": key, "words": world.token(f"criterion, {programme}"), "weight": 1} for key in KEYS]},
    )  # fmt: skip
    points = dict.fromkeys(KEYS, 3)
    scoring.give(application, points, note=world.token(f"note of a score, {programme}"), by=by)
    scoring.agree(application, 310, note=world.token(f"note of a score, {programme}"), by=by)
    if prefix:
        return
    reason = world.token(f"noted reason, {programme}")
    noting.note(application, Action.DECLINE, seen=application.noted_revision, reason=reason, by=by)
    mark = f"application, {programme}, applicant"
    told = {
        "starts_at": timezone.now() + timedelta(days=5),
        "minutes": 30,
        "link": f"https://example.org/{world.token(mark)}",
    }
    interviews.arrange(application, {**told, "place": "Library", "with_whom": "Mara Vilks"}, by=by)
