"""A monitoring session and its tools: what belongs to it, who owes it, who has answered, and how it is begun (R52)."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from documents import kinds
from documents.kinds import DocumentKind
from documents.models import Document, Version
from documents.rights import readers_in_words, roles_in_document
from people.models import User
from policy.machine import NotNow
from policy.models import Participation
from policy.permissions import GRANTS, Action, Role
from sessions import papers
from sessions.models import Meeting

from .moments import QUESTIONNAIRES, Moment, is_due, moment_of


@dataclass(frozen=True)
class Place:
    """Where one document of a tool is, or is to be: whose it is or whom it is about, and its newest readable version."""

    person: Any
    version: Version | None
    can_begin: bool = False

    @property
    def is_draft(self) -> bool:
        """Whether its reader is writing it."""
        return self.version is not None and self.version.state == Version.State.DRAFT


@dataclass(frozen=True)
class Tool:
    """A kind of document that belongs to a session, with its places as one reader may know them."""

    kind: DocumentKind
    is_due: bool
    places: tuple[Place, ...]
    readers: str
    is_mine: bool = False

    @property
    def mine(self) -> Place | None:
        """The one place of its reader, for what everybody fills in for themselves."""
        return self.places[0] if self.is_mine else None


def tools_for(meeting: Meeting, person: Any) -> list[Tool]:
    """What belongs to a session, as far as ``person`` may know of it: what is due first, then the rest.

    The same number of queries, however many tools and people there are.
    """
    people = meeting.space.people()
    others = around(meeting)
    view = _View(meeting, person, people, _written(meeting, person))
    found = [
        Tool(kind, is_due(kind, meeting, others), places, _readers(kind, meeting, person if is_mine else None), is_mine)
        for kind in kinds_for(meeting)
        for places, is_mine in [view.places(kind)]
        if places
    ]
    return sorted(found, key=lambda tool: not tool.is_due)


def kinds_for(meeting: Meeting) -> list[DocumentKind]:
    """The tools of monitoring that belong to such a session, in the order of the journey.

    They are the kinds that name a monitoring session as theirs; some of them belong to the final session too.
    """
    tools = [kind for kind in kinds.every() if kind.per_meeting and Meeting.Kind.MONITORING in kind.meetings]
    return [kind for kind in tools if meeting.kind in kind.meetings]


def around(meeting: Meeting) -> list[Meeting]:
    """The sessions of its group by which its moment is told."""
    return list(telling(Meeting.objects.filter(group=meeting.group_id)))


def telling(rows: QuerySet[Meeting]) -> QuerySet[Meeting]:
    """Of these sessions the monitoring and final ones that take place, or took place."""
    looked_at = rows.filter(kind__in=(Meeting.Kind.MONITORING, Meeting.Kind.FINAL))
    return looked_at.exclude(state__in=(Meeting.State.CANCELLED, Meeting.State.MISSED)).order_by("starts_at")


def answer(meeting: Meeting, *, by: Any) -> Version:
    """The questionnaire that this session asks a mentee for: begun now, or the one that is begun.

    Raises ``NotNow`` where mentees are not asked to fill anything in, and as ``papers.begin``.
    """
    moment = moment_of(meeting, around(meeting)) if kinds_for(meeting) else Moment.HALF_WAY
    if moment not in QUESTIONNAIRES:
        raise NotNow(_("No questionnaire belongs to this session. The manager talks with you instead."))
    return papers.begin(meeting, QUESTIONNAIRES[moment], by=by)


@dataclass(frozen=True)
class _View:
    """One reader in front of one session: the people of its group, and what the reader may read of what was written."""

    meeting: Meeting
    person: Any
    people: Sequence[Participation]
    written: dict[tuple[str, UUID | None], Version]

    def places(self, kind: DocumentKind) -> tuple[tuple[Place, ...], bool]:
        """The places of a kind that the reader may know of, and whether the only one is the reader's own."""
        whose = self._whose(kind)
        places = tuple(self._place(kind, person) for person in whose if self._parts(kind, person) & _LISTED)
        return places, kind.parts.own and [place.person for place in places] == [self.person]

    def _whose(self, kind: DocumentKind) -> list[Any]:
        wanted = kind.parts.writers if kind.parts.own else kind.parts.about
        if not wanted:
            return [None]
        return list({row.person_id: row.person for row in self.people if row.role in wanted}.values())

    def _place(self, kind: DocumentKind, person: Any) -> Place:
        version = self.written.get((kind.slug, person.pk if person else None))
        is_open = papers.why_not(self.meeting, kind, self.person) is None
        may_start = bool(GRANTS[Action.START] & self._parts(kind, person))
        return Place(person, version, is_open and may_start and version is None)

    def _parts(self, kind: DocumentKind, person: Any) -> frozenset[Role]:
        held = frozenset(Role(row.role) for row in self.people if row.person_id == self.person.pk)
        return roles_in_document(_blank(kind, self.meeting, person), self.person, held)


_LISTED = GRANTS[Action.LIST]


def _blank(kind: DocumentKind, meeting: Meeting, person: Any) -> Document:
    return Document(kind_slug=kind.slug, space=meeting.space, person=person)


def _readers(kind: DocumentKind, meeting: Meeting, person: Any) -> str:
    """Who reads what is filled in here; where each belongs to somebody else, that is said once for all."""
    nameless = User(name=_("the person it belongs to"))
    return readers_in_words(_blank(kind, meeting, person or (nameless if kind.parts.own else None)))


def _written(meeting: Meeting, person: Any) -> dict[tuple[str, UUID | None], Version]:
    """By kind and person, the newest version of this session that the reader may open."""
    rows = Version.objects.visible_to(person).filter(document__occasion=meeting.pk, document__space=meeting.space)
    newest: dict[tuple[str, UUID | None], Version] = {}
    for version in rows.defer("answers", "sheet").select_related("document", "wording").order_by("-number"):
        newest.setdefault((version.document.kind_slug, version.document.person_id), version)
    return newest
