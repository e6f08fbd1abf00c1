"""Where those who are in no group would fit best, all of them together: the matching, over the room that is left.

On the terms of the programme: in running groups first, then in new ones with mentors who lead none.
"""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from typing import Any
from uuid import UUID

from programmes import proposing
from programmes.accepting.refusals import refusals
from programmes.match_words import reasons_in_words
from programmes.matching.people import Mentor
from programmes.matching.terms import Terms
from programmes.models import Application, Programme
from programmes.training.attendance import left_out_of_matching

from . import placing
from .arrivals import Arrivals
from .places import Places
from .rooms import Leader, Room, leaders
from .telling import names_of
from .tied import Tied

NEW_AT_MOST = 50  # mentors without a group among whom new groups are looked for: as many as a page has people
Offers = dict[UUID, "Offer"]


@dataclass(frozen=True)
class Offer:
    """Where somebody would come, how well that fits in hundredths, and why.

    ``company``: the names of the others who are proposed for the same new group, as they stand in a sentence.
    """

    room: Room
    score: int
    reasons: tuple[str, ...]
    company: str = ""


def offers(programme: Programme, people: Sequence[Application]) -> Offers:
    """By application, the place that fits ``people``, who are in no group; whoever is not in it has none.

    Writes nothing. As many as can be get a place, in running groups before new ones. Who is kept apart, asked not to be
    matched or declined each other never meets, whoever is to be in one group comes into one or nowhere, and nobody is
    proposed to a mentor with whom they were before: by hand they can be placed there. A new group keeps all terms of the
    programme, also how many it has at least, and its mentor is trained where that is needed.
    """
    untrained = left_out_of_matching(programme)
    free = [one for one in people if one.person.is_active and one.person_id not in untrained]
    places = Places.of(programme)
    old = leaders(programme, places, untrained)
    if not free or not old:
        return {}
    tied = Tied.of(places, free, untrained)
    found = _Search(programme, places, tied).run(old)
    if not programme.is_individual:
        found = _with_company(found, tied.people)
    return {one.pk: found[one.pk] for one in free if one.pk in found}


@dataclass
class _Search:
    """What the matching is asked, for any of these people and mentors."""

    programme: Programme
    places: Places
    tied: Tied
    people: Sequence[Application] = field(init=False)
    terms: Terms = field(init=False)
    no: dict[UUID, frozenset[str]] = field(init=False)

    def __post_init__(self) -> None:
        self.terms, self.people = proposing.terms_of(self.programme), self.tied.people
        declined, before = refusals(self.programme), placing.mentors_before(self.programme, self.people)
        self.no = {one.pk: declined.get(one.pk, frozenset()) | before[one.person_id] for one in self.people}

    def run(self, old: Sequence[Leader]) -> Offers:
        """Those who fit a running group go there, and new groups are for the others; unless fewer had a place then."""
        at_least = 1 if self.programme.is_individual else self.terms.at_least
        running = [one for one in old if not one.is_new]
        new = [one for one in old if one.is_new and one.n >= at_least]
        found = self._one_by_one(running)
        left = [one for one in self.people if one.pk not in found]
        found |= self._one_by_one(new) if self.programme.is_individual else self._in_new_groups(left, new)
        if len(found) < len(self.people) and new and at_least == 1 and not self.programme.is_individual:
            found = max(found, self._one_by_one(old), key=len)
        return found

    @property
    def pairwise(self) -> Terms:
        """The terms where nobody who comes has to meet with another who does."""
        return replace(self.terms, in_groups=False)

    def _arrivals(self) -> Arrivals:
        return Arrivals(self.places, self.tied, "language" in self.terms.rules)

    def _one_by_one(self, old: Sequence[Leader]) -> Offers:
        """Places for everybody with these mentors: who is tied together first, then the others, as long as somebody comes.

        Whoever was matched with a mentor and does not get on with those who came before is matched anew, with all who
        have no place yet, over what room is left. Every round but the last brings somebody to a place.
        """
        came = self._arrivals()
        found = self._together(old, came)
        tied = {one.pk for members in self.tied.sets for one in members}
        left = [one for one in self.people if one.pk not in tied]
        while more := self._matched(left, old, self.pairwise, came):
            found |= more
            left = [one for one in left if one.pk not in more]
        return found

    def _together(self, old: Sequence[Leader], came: Arrivals) -> Offers:
        """Those who are to be in one group, the largest sets first: into the one where they fit best, or nowhere."""
        found: Offers = {}
        for members in self.tied.sets:
            rooms = {leader.mentor: rooms[0] for leader in old if (rooms := came.rooms_for(leader, *members))}
            if best := max(self._fits(members, rooms), key=lambda one: sum(offer.score for offer in one), default=None):
                came.come(best[0].room, *members)
                found |= {one.pk: offer for one, offer in zip(members, best, strict=True)}
        return found

    def _fits(self, members: Sequence[Application], rooms: dict[Application, Room]) -> list[list[Offer]]:
        """How well these people would fit each of these rooms, where no rule is against one of them there."""
        from programmes.matching import making

        if not rooms:
            return []
        old = [self._mentor(mentor, len(members)) for mentor in rooms]
        young = [proposing.as_mentee(one, self.no[one.pk]) for one in members]
        told = zip(*(making.against_all(one, old, self.pairwise) for one in young), strict=True)
        pairs = zip(rooms.values(), told, strict=True)
        return [[_offer(room, one) for one in said] for room, said in pairs if not any(one["why_not"] for one in said)]

    def _in_new_groups(self, people: Sequence[Application], new: Sequence[Leader]) -> Offers:
        """New groups that meet together, with mentors who lead none.

        What such a search costs grows with them, its reader waits, and among very many it finds fewer groups: with more
        than ``NEW_AT_MOST`` it is made among those who are the best for somebody, then those who are the second for
        somebody, and so on, as many as that.
        """
        from programmes.matching import making

        if len(new) > NEW_AT_MOST:
            young = [proposing.as_mentee(one, self.no[one.pk]) for one in people]
            old = [self._mentor(leader.mentor, leader.n) for leader in new]
            new = [new[at] for at in making.foremost(young, old, self.terms, NEW_AT_MOST)]
        return self._matched(people, new, self.terms, self._arrivals())

    def _matched(self, people: Sequence[Application], old: Sequence[Leader], terms: Terms, came: Arrivals) -> Offers:
        from programmes.matching import making  # numpy is loaded where it is needed, not when a web process starts

        old = [leader for leader in old if came.left(leader)]
        if not people or not old:
            return {}
        open_ = {one.pk: [came.rooms_for(leader, one) for leader in old] for one in people}
        young = [proposing.as_mentee(one, self.no[one.pk] | _closed(open_[one.pk], old)) for one in people]
        mentors = [self._mentor(leader.mentor, came.left(leader)) for leader in old]
        ties = proposing.ties(self.programme, {one.pk: at for at, one in enumerate(people)}) if terms.in_groups else ()
        found = making.match(young, mentors, terms, making.Settled({}, *ties))
        told = zip(people, found.mentor_of, making.told(found, young, mentors), strict=True)
        return _shared_out([(one, old[at], said) for one, at, said in told if at is not None], came)

    def _mentor(self, mentor: Application, n: int) -> Mentor:
        return Mentor(**{**vars(proposing.as_mentor(mentor, self.programme)), "capacity": n})


def _shared_out(matched: Sequence[tuple[Application, Leader, dict[str, Any]]], came: Arrivals) -> Offers:
    """Whoever was matched with a mentor comes into the first of their groups that takes them with the others."""
    offered: Offers = {}
    for one, leader, said in matched:
        if rooms := came.rooms_for(leader, one):
            came.come(rooms[0], one)
            offered[one.pk] = _offer(rooms[0], said)
    return offered


def _closed(open_: Sequence[Sequence[Room]], old: Sequence[Leader]) -> frozenset[str]:
    """The addresses of the mentors who have no room for this person."""
    return frozenset(leader.mentor.person.email.lower() for leader, rooms in zip(old, open_, strict=True) if not rooms)


def _offer(room: Room, said: dict[str, Any]) -> Offer:
    return Offer(room, said["score"], tuple(words for words, _share in reasons_in_words(said["reasons"])))


def _with_company(found: Offers, people: Sequence[Application]) -> Offers:
    """The same, where several are proposed for one new group with who else is."""
    there: dict[Room, list[Application]] = defaultdict(list)
    for one in people:
        if (offer := found.get(one.pk)) and offer.room.is_new:
            there[offer.room].append(one)
    return {
        pk: replace(offer, company=names_of([one.person for one in there.get(offer.room, ()) if one.pk != pk]))
        for pk, offer in found.items()
    }
