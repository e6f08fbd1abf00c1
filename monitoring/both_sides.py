"""The blind-spot view: the same statements, as mentees and mentors answer them at the start, half-way and at the end (B8).

Mentees say how they see themselves; mentors answer as their mentees would. Where the two differ, somebody sees something
that the other does not. Managers read it, who read every answer anyway.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from statistics import fmean
from typing import Any
from uuid import UUID

from django.utils.translation import gettext as _

from documents import wordings
from documents.models import Version
from policy.models import Participation, Space
from policy.permissions import Role
from programmes.models import Group, Programme

from .document_kinds.final_questionnaire_mentee import FINAL_QUESTIONNAIRE_MENTEE
from .document_kinds.final_questionnaire_mentor import FINAL_QUESTIONNAIRE_MENTOR
from .document_kinds.initial_questionnaire import INITIAL_QUESTIONNAIRE
from .document_kinds.initial_questionnaire_mentor import INITIAL_QUESTIONNAIRE_MENTOR
from .document_kinds.mid_term_interview import MID_TERM_INTERVIEW
from .document_kinds.statements import STATEMENTS
from .moments import Moment

WIDE = 1.0  # on the scale from 1 to 5: from here on the two sides see it differently
MENTEES, MENTORS = Role.MENTEE.value, Role.MENTOR.value
_SECTIONS = {  # where a kind keeps the statements, and when it is asked
    INITIAL_QUESTIONNAIRE.slug: ("start", Moment.START),
    INITIAL_QUESTIONNAIRE_MENTOR.slug: ("statements", Moment.START),
    MID_TERM_INTERVIEW.slug: ("statements", Moment.HALF_WAY),
    FINAL_QUESTIONNAIRE_MENTEE.slug: ("statements", Moment.END),
    FINAL_QUESTIONNAIRE_MENTOR.slug: ("statements", Moment.END),
}
Ratings = Mapping[tuple[str, str, Moment], list[int]]  # by statement, side and moment


@dataclass(frozen=True)
class Seen:
    """What one side says to one statement at one moment: the mean of so many answers."""

    mean: float
    n: int


@dataclass(frozen=True)
class Line:
    """One statement with what both sides say to it, in the order of the moments; ``None`` where nobody answered."""

    text: str
    mentees: tuple[Seen | None, ...]
    mentors: tuple[Seen | None, ...]

    @property
    def gap(self) -> float | None:
        """By how much the mentors see it higher, at the last moment at which both have answered."""
        both = [
            (mentee, mentor) for mentee, mentor in zip(self.mentees, self.mentors, strict=True) if mentee and mentor
        ]
        return both[-1][1].mean - both[-1][0].mean if both else None

    @property
    def is_blind_spot(self) -> bool:
        """Whether the two sides see it differently."""
        return self.gap is not None and abs(self.gap) >= WIDE

    @property
    def change(self) -> float | None:
        """How the mentees' own answers have moved from their first to their last."""
        said = [seen.mean for seen in self.mentees if seen]
        return said[-1] - said[0] if len(said) > 1 else None


def of_group(group: Group) -> list[Line]:
    """Every statement of a group's programme. Three queries, and as many for a programme of any size."""
    return _lines(group.programme, _ratings([group.space_id]))


def of_programme(programme: Programme) -> list[Line]:
    """The same for all groups of a programme taken together."""
    spaces = Space.objects.filter(within=programme.space, kind=Space.Kind.GROUP)
    return _lines(programme, _ratings(spaces.values("pk")))


def in_words(lines: Iterable[Line]) -> str:
    """What the view says, in one sentence."""
    answered = [line for line in lines if any((*line.mentees, *line.mentors))]
    if not answered:
        return _("Nobody has answered yet.")
    wide = [line for line in answered if line.is_blind_spot]
    if wide:
        most = max(wide, key=lambda line: abs(line.gap or 0))
        return _("Mentees and mentors differ most in: “%(text)s”") % {"text": most.text}
    if any(line.gap is not None for line in answered):
        return _("Mentees and mentors see it much the same way.")
    return _("Only one side has answered so far.")


def _lines(programme: Programme, ratings: Ratings) -> list[Line]:
    texts = wordings.in_use(INITIAL_QUESTIONNAIRE, programme.space)[STATEMENTS.slug]

    def said(key: str, side: str) -> tuple[Seen | None, ...]:
        found = (ratings.get((key, side, moment)) for moment in Moment)
        return tuple(Seen(fmean(values), len(values)) if values else None for values in found)

    return [Line(text["text"], said(text["key"], MENTEES), said(text["key"], MENTORS)) for text in texts]


def _ratings(spaces: Any) -> Ratings:
    """Every rating of every statement, from documents in force; of each person the newest at each moment."""
    rows = Version.objects.in_force().filter(document__space__in=spaces, document__kind_slug__in=_SECTIONS)
    told = rows.order_by("sealed_at").values_list(
        "document__kind_slug", "document__person", "document__space", "answers"
    )
    roles = _roles(spaces)
    newest: dict[tuple[UUID, UUID, Moment], tuple[str, Any]] = {}
    for kind, person, space, answers in told:
        section, moment = _SECTIONS[kind]
        if side := roles.get((person, space)):
            newest[person, space, moment] = (side, answers.get(section))
    found: dict[tuple[str, str, Moment], list[int]] = defaultdict(list)
    for (_person, _space, moment), (side, given) in newest.items():
        for key, value in (given if isinstance(given, dict) else {}).items():
            if value in ("1", "2", "3", "4", "5"):
                found[key, side, moment].append(int(value))
    return found


def _roles(spaces: Any) -> dict[tuple[UUID, UUID], str]:
    """Who was mentee and mentor where; also those who have left, whose answers stay."""
    rows = Participation.objects.filter(space__in=spaces, role__in=(MENTEES, MENTORS))
    return {(person, space): role for person, space, role in rows.values_list("person", "space", "role")}
