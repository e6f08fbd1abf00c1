"""The matrix of a programme: every group by every kind of document, as one manager may know of them."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from documents import dossier
from documents.dossier import Reader
from documents.dossier.checklist import Checklist, Entry
from documents.dossier.occasions import occasions_of
from documents.dossier.owing import Surroundings, checklist
from documents.kinds import DocumentKind
from policy.models import Participation
from policy.permissions import Role

from .models import Group, Programme
from .stages import stages_reached


@dataclass(frozen=True)
class Cell:
    """Where one kind stands in one group. ``url`` leads to the document, or to its place in the group's dossier."""

    kind: DocumentKind
    words: str = ""
    tone: str = "plain"
    url: str = ""
    is_missing: bool = False


@dataclass(frozen=True)
class Line:
    """One group: who mentors it, a cell for each column."""

    group: Group
    mentors: str
    papers: Checklist
    cells: list[Cell]

    @property
    def misses(self) -> bool:
        """Whether something that is due is not there."""
        return any(cell.is_missing for cell in self.cells)


@dataclass(frozen=True)
class Matrix:
    """The lines, and the kinds that are their columns."""

    kinds: list[DocumentKind]
    lines: list[Line]


def matrix(
    programme: Programme, groups: Sequence[Group], by: Any, *, stage: str = "", kind: str = "", missing: bool = False
) -> Matrix:
    """Where the documents of ``groups`` stand, for a manager of their programme. Five queries, however many groups.

    ``stage`` and ``kind`` (a slug) choose the columns; with ``missing`` only lines and columns stay in which something
    due is not there.
    """
    papers = _papers(programme, groups, by)
    wanted = [
        one
        for one in dossier.kinds_of("group", is_pair=programme.is_individual)
        if stage in ("", one.stage) and (kind == one.slug or (not kind and _is_shown(one, papers.values())))
    ]
    lines = [_line(group, papers[group.space_id], wanted) for group in groups]
    if missing:
        lines = [line for line in lines if line.misses]
        due = {cell.kind.slug for line in lines for cell in line.cells if cell.is_missing}
        wanted = [one for one in wanted if one.slug in due]
        lines = [_line(line.group, papers[line.group.space_id], wanted) for line in lines]
    return Matrix(wanted, lines)


Papers = tuple[Checklist, Sequence[Participation]]


def _papers(programme: Programme, groups: Sequence[Group], by: Any) -> dict[UUID, Papers]:
    spaces = [group.space_id for group in groups]
    people = _people(programme, spaces)
    occasions = occasions_of(spaces)
    readers = {}
    for group in groups:
        roles = frozenset(Role(row.role) for row in people[group.space_id] if row.person_id == by.pk)
        readers[group.space_id] = Reader(by, roles, group.space, programme.is_individual, group.has_ended)
    shelves = dossier.of_spaces({reader: people[pk] for pk, reader in readers.items()})
    found: dict[UUID, Papers] = {}
    for group in groups:
        pk = group.space_id
        around = Surroundings(people[pk], occasions[pk], stages_reached(group))
        found[pk] = (checklist(shelves[pk], readers[pk], around), people[pk])
    return found


def _people(programme: Programme, spaces: Sequence[UUID]) -> dict[UUID, list[Participation]]:
    """Who takes part in each space, the programme's managers among them: ``Space.people`` for many, in one query."""
    here = Q(space__in=spaces) | Q(space=programme.space_id, role=Role.MANAGER)
    rows = list(Participation.objects.running().filter(here).select_related("person").order_by("person__name"))
    managers = [row for row in rows if row.space_id == programme.space_id]
    found: dict[UUID, list[Participation]] = defaultdict(list, {pk: [*managers] for pk in spaces})
    for row in rows:
        if row.space_id != programme.space_id:
            found[row.space_id].append(row)
    return found


def _is_shown(kind: DocumentKind, papers: Any) -> bool:
    """A column is what every group must have, and what some group has; and what was asked for by name."""
    return any(
        entry.kind is kind and (kind.must or entry.items) for found, _people in papers for entry in found.entries
    )


def _line(group: Group, papers: Papers, wanted: Sequence[DocumentKind]) -> Line:
    found, people = papers
    entries = {entry.kind.slug: entry for entry in found.entries}
    mentors = ", ".join(row.person.name for row in people if row.role == Role.MENTOR)
    cells = [_cell(group, entries[kind.slug]) if kind.slug in entries else Cell(kind) for kind in wanted]
    return Line(group, mentors, found, cells)


def _cell(group: Group, entry: Entry) -> Cell:
    place = f"{reverse('sessions:dossier', args=(group.pk,))}#{entry.kind.slug}"
    is_missing = any(item.is_due and not item.is_there for item in entry.items)
    if not entry.items:
        return Cell(entry.kind)
    if len(entry.items) == 1:
        (item,) = entry.items
        return Cell(entry.kind, item.words, item.tone, item.url or place, is_missing)
    if entry.required:
        # Translators: documents that are there, of all that are needed: “2 of 5”
        words = _("%(there)d of %(all)d") % {"there": entry.there, "all": entry.required}
        tone = "done" if entry.there == entry.required else "waiting" if is_missing else "plain"
        return Cell(entry.kind, words, tone, place, is_missing)
    n = len(entry.items)
    return Cell(entry.kind, ngettext("%(n)d document", "%(n)d documents", n) % {"n": n}, "plain", place)
