"""A proposal as a board: its groups with who is in them, who has no place, and where somebody could go."""

from collections import defaultdict
from dataclasses import dataclass, field
from typing import Any

from django.core.paginator import Page, Paginator
from django.db.models import Avg, Count, Min, Q, QuerySet

from . import proposing
from .accepting.refusals import refusals
from .meeting_together import common_words
from .models import Application, Placement, Programme, Proposal

GROUPS, WITHOUT, OPTIONS = 24, 50, 20  # shown at a time


@dataclass(frozen=True)
class Column:
    """A mentor, how many mentees there is room for, who is placed, and what they have in common."""

    mentor: Application
    room: int
    placements: list[Placement] = field(default_factory=list)
    common: list[str] = field(default_factory=list)

    @property
    def has_room(self) -> bool:
        """Whether one more could come."""
        return len(self.placements) < self.room


@dataclass(frozen=True)
class Option:
    """A mentor somebody could be moved to: the score in hundredths, reasons, and the rules that it would break.

    ``is_refused``: one of the two declined to be with the other when both sides were asked.
    """

    mentor: Application
    free: int
    placement: Placement
    is_refused: bool = False


def number_in(words: str) -> int:
    """The number of a proposal as it stands in an address; 0, which none has, for anything else."""
    return int(words) if words.isascii() and words.isdecimal() and len(words) < 8 else 0


def newest(programme: Programme, number: str = "") -> Proposal | None:
    """The proposal of that number, the newest for anything else; ``None`` where there is none."""
    rows = Proposal.objects.filter(programme=programme)
    return rows.filter(number=number_in(number)).first() or rows.first()


def columns(programme: Programme, proposal: Proposal, page: Any = 1) -> tuple[Page, list[Column]]:
    """The groups of one page, mentors with mentees first. Five queries, however many there are."""
    mentors = programme.applications.filter(role="mentor", state=Application.State.SELECTED).select_related("person")
    there = Count("pk", filter=Q(pk__in=proposal.placements.exclude(mentor=None).values("mentor")))
    chosen = Paginator(mentors.annotate(there=there).order_by("-there", "person__name", "pk"), GROUPS).get_page(page)
    placed: dict[Any, list[Placement]] = defaultdict(list)
    for one in proposal.placements.filter(mentor__in=[row.pk for row in chosen]).select_related("mentee__person"):
        placed[one.mentor_id].append(one)
    return chosen, [_column(programme, mentor, placed[mentor.pk]) for mentor in chosen]


def _column(programme: Programme, mentor: Application, placements: list[Placement]) -> Column:
    mentees = [one.mentee for one in placements]
    common = [] if programme.is_individual else common_words(mentor, mentees)
    return Column(mentor, proposing.room(mentor, programme), placements, common)


def counts(proposal: Proposal) -> dict[str, Any]:
    """How many groups there are, how many mentees are placed and how many not, and how well they fit."""
    return proposal.placements.aggregate(
        groups=Count("mentor", distinct=True),
        placed=Count("mentor"),
        without=Count("pk") - Count("mentor"),
        mean=Avg("score", filter=Q(mentor__isnull=False)),
        worst=Min("score", filter=Q(mentor__isnull=False)),
    )


def without(proposal: Proposal) -> QuerySet[Placement]:
    """Who has no place; so many as a page shows."""
    return proposal.placements.filter(mentor=None).select_related("mentee__person")[:WITHOUT]


def overview(programme: Programme, proposal: Proposal) -> dict[str, Any]:
    """What confirming would make: each group by name, and what a manager should know before."""
    rows = proposal.placements.exclude(mentor=None).select_related("mentee__person", "mentor__person")
    by_mentor: dict[Any, list[Placement]] = defaultdict(list)
    for one in rows.order_by("mentor__person__name", "mentor", "mentee__person__name"):
        by_mentor[one.mentor_id].append(one)
    groups = list(by_mentor.values())
    least = 1 if programme.is_individual else proposing.terms_of(programme).at_least
    return {
        "groups": sum(len(one) for one in groups) if programme.is_individual else len(groups),
        "by_mentor": groups,
        "small": sum(len(one) < least for one in groups),
        "least": least,
        "breaking": [one for members in groups for one in members if one.why_not.get("broken")],
        "without": counts(proposal)["without"],
        "nobody": without(proposal),
    }


def options(placement: Placement, name: str = "") -> list[Option]:
    """Where a mentee could go: mentors with room, the best fitting first, those whose name holds ``name``."""
    proposal, programme = placement.proposal, placement.proposal.programme
    rows = programme.applications.filter(role="mentor", state=Application.State.SELECTED)
    rows = rows.select_related("person", "sent_form")
    if name:
        rows = rows.filter(person__name__icontains=name)
    taken = dict(proposal.placements.exclude(mentor=None).order_by().values_list("mentor").annotate(n=Count("pk")))
    free = {row.pk: proposing.room(row, programme) - taken.get(row.pk, 0) for row in rows}
    there = [row for row in rows if free[row.pk] > 0 and row.pk != placement.mentor_id]
    refused = refusals(programme).get(placement.mentee_id, frozenset())
    return [
        Option(
            mentor,
            free[mentor.pk],
            Placement(mentee=placement.mentee, mentor=mentor, **told),
            mentor.person.email.lower() in refused,
        )
        for mentor, told in proposing.ranked(placement.mentee, there, programme)[:OPTIONS]
    ]


@dataclass(frozen=True)
class Compared:
    """One mentee in two proposals."""

    one: Placement
    other: Placement | None

    @property
    def is_moved(self) -> bool:
        """Whether the two place them differently."""
        return self.other is None or self.one.mentor_id != self.other.mentor_id


def compared(one: Proposal, other: Proposal) -> list[Compared]:
    """Those whom two proposals place differently, by name."""
    rows = "mentee__person", "mentor__person"
    there = {row.mentee_id: row for row in other.placements.select_related(*rows)}
    pairs = [Compared(row, there.get(row.mentee_id)) for row in one.placements.select_related(*rows)]
    return [pair for pair in pairs if pair.is_moved]
