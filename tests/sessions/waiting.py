"""People who wait for a place, for tests: who they are, and where the matching would have them."""

from itertools import pairwise

from people.models import User
from policy.permissions import Role
from programmes import grouping
from programmes.models import Application, Group, Programme, Tie
from sessions import changing
from sessions.changing import offering
from tests import stories
from tests.sessions.changes import asked, seat


def of(person: User) -> Application:
    """The application of a mentee, as a request of its own would load it."""
    return Application.objects.select_related("person", "programme__space", "space").get(
        person=person, role=Role.MENTEE
    )


def gone(group: Group, person: User, by: User) -> Application:
    """Somebody leaves a group."""
    changing.leave(seat(group, person), asked=asked(group), by=by)
    return of(person)


def waiting(programme: Programme, by: User, **languages: list[str]) -> list[Application]:
    """Ada and Bea, who were selected when the groups worked already; they speak English unless told otherwise."""
    names = languages or {"Ada": ["en"], "Bea": ["en"]}
    made = [stories.newcomer(name, programme, Role.MENTEE, by=by, languages=spoken) for name, spoken in names.items()]
    rows = programme.applications.filter(pk__in=[row.pk for row in made])
    return list(rows.select_related("person", "programme__space", "sent_form"))


def proposed(programme: Programme, people: list[Application]) -> list[str]:
    """Where each of these would come; empty for nowhere."""
    programme = Programme.objects.get(pk=programme.pk)
    found = offering.offers(programme, people)
    return [found[one.pk].room.name if one.pk in found else "" for one in people]


def room(mentor: User, n: int) -> None:
    Application.objects.filter(person=mentor, role=Role.MENTOR).update(capacity=n)


def tie(kind: str, *people: Application) -> None:
    """Settle the same about each two who follow each other: ``together`` or ``apart``."""
    for pair in pairwise(people):
        one, other = sorted(pair, key=lambda row: str(row.pk))
        Tie.objects.create(programme_id=one.programme_id, one=one, other=other, kind=kind)


def second_group(programme: Programme, by: User, n: int, **told: object) -> Group:
    """Edita's Group 2, without anybody yet, with room for ``n``."""
    edita = stories.newcomer("Edita", programme, Role.MENTOR, by=by, capacity=n, **told)
    return grouping.found(programme, edita, number=2, name="Group 2")
