"""Who is to be in one group, of those who are in none: with each other, and with somebody who has a place already."""

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import combinations, permutations
from uuid import UUID

from django.utils.translation import gettext as _

from programmes import proposing, without_group
from programmes.models import Application, Group

from .places import Places

Set = tuple[Application, ...]


@dataclass(frozen=True)
class Tied:
    """``people``, and whoever else is in no group and tied to one of them; ``sets``: two and more of these, who are tied.

    ``groups``: by application, for those who are to be with somebody who has a place, the groups of all these; none for
    those of whom two who are to be in one group are never to be in the same.
    """

    people: Sequence[Application]
    sets: tuple[Set, ...] = ()
    groups: Mapping[UUID, Collection[UUID]] = field(default_factory=dict)

    @classmethod
    def of(cls, places: Places, people: Sequence[Application], untrained: Collection[UUID]) -> "Tied":
        """The ties of these people. Whoever can have no place now is left aside, as in every matching; so are pairs."""
        if not places.together or places.programme.is_individual:
            return cls(people)
        rows = [*people, *_others(places, people, untrained)]
        joined, _apart = proposing.ties(places.programme, {one.pk: at for at, one in enumerate(rows)})
        sets = [tuple(rows[at] for at in one) for one in joined if one[0] < len(people)]
        more = [one for members in sets for one in members if one not in people]
        return cls([*people, *more], tuple(sorted(sets, key=len, reverse=True)), _groups(places, rows, sets))

    def keeps_out(self, one: Application, thing: Group | Application) -> bool:
        """Whether somebody is to be in another group than this one."""
        return self.groups.get(one.pk, {thing.pk}) != {thing.pk}


def _others(places: Places, people: Sequence[Application], untrained: Collection[UUID]) -> list[Application]:
    """Who else is in no group, could have a place, and is tied to somebody."""
    ends = frozenset().union(*places.together) - {one.pk for one in people} - _seated(places).keys()
    if not ends:
        return []
    rows = without_group.mentees(places.programme).filter(pk__in=ends, person__is_active=True)
    return list(rows.exclude(person__in=untrained).select_related("person", "sent_form"))


def _seated(places: Places) -> dict[UUID, UUID]:
    """The running group of each application that has a place."""
    return {seat.application_id: group for group, seats in places.seats.items() for seat in seats}


def _groups(places: Places, rows: Sequence[Application], sets: Sequence[Set]) -> dict[UUID, Collection[UUID]]:
    seated, found = _seated(places), defaultdict[UUID, set[UUID]](set)
    for one, other in (ends for pair in places.together for ends in permutations(pair)):
        if other in seated:
            found[one].add(seated[other])
    groups: dict[UUID, Collection[UUID]] = {one.pk: found[one.pk] for one in rows if one.pk in found}
    for members in sets:
        pks = [one.pk for one in members]
        if there := set().union(*(found[pk] for pk in pks)):
            groups |= dict.fromkeys(pks, there)
        if any(frozenset(pair) in places.apart for pair in combinations(pks, 2)):
            groups |= dict.fromkeys(pks, frozenset())
    return groups


def broken_by(one: Application, thing: Group | Application, places: Places) -> tuple[str, ...]:
    """With whom somebody was to be in one group and would not be in this one, each in words: by hand that can be done."""
    if places.programme.is_individual:
        return ()
    elsewhere = [seat for group, seats in places.seats.items() if group != thing.pk for seat in seats]
    return tuple(
        _("%(one)s and %(other)s were to be in the same group")
        % {"one": one.person.name, "other": seat.application.person.name}
        for seat in elsewhere
        if frozenset((one.pk, seat.application_id)) in places.together
    )
