"""How resources are used, in numbers for managers: what mentees say is shown from five people on (docs/adr/0014)."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from uuid import UUID

from django.db.models import Count

from programmes.models import Resource
from programmes.resources.use import Use
from sessions.models import Suggestion, SuggestionAnswer

from . import suppression

Helped = SuggestionAnswer.Helped


def of(resources: Iterable[Resource]) -> Mapping[UUID, Use]:
    """How often each was suggested, by how many people it was done, and whom it helped. Two queries."""
    ids = [row.pk for row in resources]
    standing = Suggestion.objects.standing().filter(resource__in=ids)
    suggested = dict(standing.values_list("resource").annotate(n=Count("pk")).order_by())
    done: dict[UUID, set[UUID]] = defaultdict(set)
    said: dict[UUID, dict[bool, set[UUID]]] = defaultdict(lambda: {True: set(), False: set()})
    rows = SuggestionAnswer.objects.filter(suggestion__in=standing)
    for resource, person, is_done, helped in rows.values_list("suggestion__resource", "person", "is_done", "helped"):
        if is_done:
            done[resource].add(person)
        if helped:
            said[resource][helped == Helped.YES].add(person)
    return {pk: _use(suggested.get(pk, 0), done[pk], said[pk]) for pk in ids}


def _use(suggested: int, done: set[UUID], said: Mapping[bool, set[UUID]]) -> Use:
    """Whom it helped stands beside how many answered, so both parts must be large enough, or one of them empty."""
    everybody = said[True] | said[False]
    parts = (said[True], said[False])
    is_told = bool(everybody) and all(
        shown or not part for part, shown in zip(parts, suppression.shown(parts), strict=True)
    )
    return Use(
        suggested=suggested,
        done=len(done) if suppression.is_enough(len(done)) else None,
        answered=len(everybody) if suppression.is_enough(len(everybody)) else None,
        helped=len(said[True]) if is_told else None,
    )
