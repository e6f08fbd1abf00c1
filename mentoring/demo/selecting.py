"""The example of a selection: two managers score, decisions are noted, one interview is arranged."""

from datetime import timedelta

from django.utils import timezone

from people.models import User
from policy.models import Participation
from policy.permissions import Action, Role
from programmes.models import Application, Programme
from programmes.selecting import interviews, noting, rules, scoring

from .cast import Cast


def tell_of_the_selection(programme: Programme, people: Cast) -> None:
    """Make a second manager, and let the two score and note decisions on those not decided yet."""
    mara, second = people.mara, User.objects.get(email=people.mentors[12]["email"])
    Participation.objects.create(space=programme.space, person=second, role=Role.MANAGER)
    at = (timezone.localtime() + timedelta(days=9)).replace(hour=9, minute=0, second=0, microsecond=0)
    rules.change(programme, {"announce_at": at, "reserve_moves_up": "click", "keep_declined_days": 90}, by=mara)
    rows = programme.applications.filter(state="applied", role=Role.MENTEE)
    first, other, third, *_rest = rows.select_related("person", "space", "programme__space").order_by("person__name")
    _score(first, mara, (4, 3, 4, 3), "Has a clear next step in mind, and has asked two companies already.")
    _score(first, second, (3, 3, 4, 4), "")
    _score(other, mara, (2, 1, 3, 2), "Wants much at once. Perhaps the next programme fits better.")
    _score(other, second, (4, 3, 4, 3), "Two short courses finished this year.")
    _score(third, second, (3, 2, 3, 3), "")
    scoring.agree(first, 360, note="One of the strongest.", by=mara)
    noting.note(first, Action.SELECT, seen=0, by=mara)
    noting.note(other, Action.RESERVE, seen=0, by=second, rank=1)
    told = {"starts_at": at - timedelta(days=5, hours=-5), "minutes": 30, "place": "Vilnius City Library, room 2"}
    interviews.arrange(third, {**told, "link": "", "with_whom": f"{mara.name}, {second.name}"}, by=mara)


def _score(application: Application, by: User, points: tuple[int, ...], note: str) -> None:
    keys = ("need", "goals", "will", "time")
    scoring.give(application, dict(zip(keys, points, strict=True)), note=note, by=by)
