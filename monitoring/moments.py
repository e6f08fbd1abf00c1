"""Which monitoring session is which: the one at the start, those half-way, the one at the end. Pure."""

from collections.abc import Sequence
from datetime import timedelta
from enum import StrEnum

from documents.kinds import DocumentKind
from sessions.models import Meeting

from .document_kinds.final_questionnaire_mentee import FINAL_QUESTIONNAIRE_MENTEE
from .document_kinds.final_questionnaire_mentor import FINAL_QUESTIONNAIRE_MENTOR
from .document_kinds.initial_questionnaire import INITIAL_QUESTIONNAIRE
from .document_kinds.initial_questionnaire_mentor import INITIAL_QUESTIONNAIRE_MENTOR
from .document_kinds.mid_term_interview import MID_TERM_INTERVIEW

NEAR_THE_END = timedelta(days=30)  # a monitoring session so shortly before the final session looks back


class Moment(StrEnum):
    """Where in the life of a group somebody looks how it goes (R50)."""

    START = "start"
    HALF_WAY = "half-way"
    END = "end"


QUESTIONNAIRES = {Moment.START: INITIAL_QUESTIONNAIRE, Moment.END: FINAL_QUESTIONNAIRE_MENTEE}  # of the mentees
_MOMENTS = {
    INITIAL_QUESTIONNAIRE.slug: Moment.START,
    INITIAL_QUESTIONNAIRE_MENTOR.slug: Moment.START,
    MID_TERM_INTERVIEW.slug: Moment.HALF_WAY,
    FINAL_QUESTIONNAIRE_MENTEE.slug: Moment.END,
    FINAL_QUESTIONNAIRE_MENTOR.slug: Moment.END,
}


def moment_of(meeting: Meeting, others: Sequence[Meeting]) -> Moment:
    """The moment of a monitoring or final session; ``others``: the sessions of its group that take place.

    The first monitoring session is the one at the start. The last one looks back when it lies near the final session
    or after it; the final session itself always does.
    """
    if meeting.kind == Meeting.Kind.FINAL:
        return Moment.END
    rounds = [row.starts_at for row in _of_kind(Meeting.Kind.MONITORING, others) if row.pk != meeting.pk]
    ends = [row.starts_at for row in _of_kind(Meeting.Kind.FINAL, others)]
    is_last = all(starts_at < meeting.starts_at for starts_at in rounds)
    if ends and is_last and meeting.starts_at >= max(ends) - NEAR_THE_END:
        return Moment.END
    return Moment.HALF_WAY if any(starts_at < meeting.starts_at for starts_at in rounds) else Moment.START


def asking(others: Sequence[Meeting]) -> dict[Moment, Meeting]:
    """In which of a group's sessions the mentees are asked at the start and at the end, as far as they are planned.

    The final session asks only where no monitoring session looks back.
    """
    found: dict[Moment, Meeting] = {}
    for meeting in [*_of_kind(Meeting.Kind.MONITORING, others), *_of_kind(Meeting.Kind.FINAL, others)]:
        found.setdefault(moment_of(meeting, others), meeting)
    found.pop(Moment.HALF_WAY, None)
    return found


def is_due(kind: DocumentKind, meeting: Meeting, others: Sequence[Meeting]) -> bool:
    """Whether a kind is what this session is there for; kinds that know no moment always are."""
    if kind.slug not in _MOMENTS:
        return True
    moment = moment_of(meeting, others)
    return _MOMENTS[kind.slug] == moment and asking(others).get(moment, meeting) == meeting


def _of_kind(kind: str, meetings: Sequence[Meeting]) -> list[Meeting]:
    return sorted((row for row in meetings if row.kind == kind), key=lambda row: (row.starts_at, row.number))
