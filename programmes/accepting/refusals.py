"""Who declined whom when both sides were asked: these two are not proposed again."""

from collections import defaultdict
from typing import Any
from uuid import UUID

from policy.permissions import Role

from ..models import Offer, Programme


def refusals(programme: Programme) -> dict[UUID, frozenset[str]]:
    """Of each mentee the addresses of the mentors with whom one of the two declined to be. Two queries.

    A mentor who declined several mentees at once has refused none of them alone: the reason tells managers whom.
    """
    rows = Offer.objects.filter(asking__programme=programme, said=Offer.Said.DECLINES)
    told = list(rows.values_list("application_id", "application__role", "company"))
    alone = [(str(pk), role, company[0]) for pk, role, company in told if len(company) == 1]
    pairs = {(pk, other) if role == Role.MENTEE else (other, pk) for pk, role, other in alone}
    return _by_mentee(pairs, programme) if pairs else {}


def _by_mentee(pairs: set[tuple[str, str]], programme: Programme) -> dict[UUID, frozenset[str]]:
    mentors = programme.applications.filter(role=Role.MENTOR).values_list("pk", "person__email")
    addresses = {str(pk): address.lower() for pk, address in mentors}
    found: dict[UUID, Any] = defaultdict(set)
    for mentee, mentor in pairs:
        if mentor in addresses:
            found[UUID(mentee)].add(addresses[mentor])
    return {mentee: frozenset(there) for mentee, there in found.items()}
